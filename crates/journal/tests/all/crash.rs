//! The power goes at any write or sync: what was acknowledged is there afterwards, and nothing is there by half.

use std::io::ErrorKind;

use crate::disk::{Disk, Fate};
use crate::shared::{about_case, assert_holds, read_all};
use duban_domain::Event;
use duban_journal::{Journal, JournalError, Limits};

/// Small limits, so that heads are drained and bulks are cut while the power goes.
const LIMITS: Limits = Limits { drain_after: 16, drain_step: 1, forget_after: 20, bulk: 8 };

/// What is appended one after the other, each piece together: single events, groups, some known already, and an event larger
/// than a block.
fn pieces() -> Vec<Vec<Event>> {
    let mut key = 0;
    let mut next = |many: u32| -> Vec<Event> {
        key += many;
        (key - many..key).map(|key| about_case(&format!("case {}", key % 11), key, 1)).collect()
    };
    let mut pieces: Vec<_> = [1, 1, 5, 1, 8, 2, 1, 8, 8, 3].map(&mut next).into();
    let known = pieces[2].clone();
    pieces[6].extend(known);
    pieces[4][0].note = Some("说".repeat(20_000));
    pieces
}

/// Appends piece after piece until the disk fails, and says which were acknowledged.
fn append_until_failure(disk: &Disk) -> Result<usize, usize> {
    let Ok(journal) = Journal::on_backend(disk.clone(), LIMITS) else { return Err(0) };
    for (at, piece) in pieces().into_iter().enumerate() {
        let appended = if piece.len() == LIMITS.bulk {
            journal.append_bulk(piece.into_iter(), &mut |_| {})
        } else {
            journal.append(piece)
        };
        if appended.is_err() {
            return Err(at);
        }
    }
    Ok(pieces().len())
}

/// The events of the first pieces, each once.
fn events_of(pieces: &[Vec<Event>]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for event in pieces.iter().flatten() {
        if !events.iter().any(|known| known.origin == event.origin) {
            events.push(event.clone());
        }
    }
    events
}

fn new_disk() -> Disk {
    let disk = Disk::default();
    drop(Journal::on_backend(disk.clone(), LIMITS).unwrap());
    disk
}

/// The journal found on the disk has the acknowledged pieces, or those and the one under way, and takes the rest.
fn assert_recovers(disk: Disk, acknowledged: usize, context: &str) {
    let journal = Journal::on_backend(disk.clone(), LIMITS)
        .unwrap_or_else(|error| panic!("{context}: {error}"));
    let pieces = pieces();
    let found = read_all(&journal);
    let (least, most) = (
        events_of(&pieces[..acknowledged]),
        events_of(&pieces[..pieces.len().min(acknowledged + 1)]),
    );
    assert!(
        found == least || found == most,
        "{context}: {} events, {} acknowledged",
        found.len(),
        least.len()
    );
    assert_holds(&journal, &found);
    journal.append_bulk(pieces.iter().flatten().cloned(), &mut |_| {}).unwrap();
    assert_holds(&journal, &events_of(&pieces));
}

#[test]
fn acknowledged_events_survive_a_crash_at_any_write_or_sync() {
    let started = new_disk();
    let mut crashes = 0;
    loop {
        let disk = started.after_power_loss(Fate::Kept);
        disk.fail_after(crashes, ErrorKind::Other);
        let outcome = append_until_failure(&disk);
        let (Ok(acknowledged) | Err(acknowledged)) = outcome;
        for fate in
            [Fate::Lost, Fate::Kept, Fate::Torn { seed: crashes }, Fate::Torn { seed: !crashes }]
        {
            assert_recovers(
                disk.after_power_loss(fate),
                acknowledged,
                &format!("crash {crashes}, {fate:?}"),
            );
        }
        if outcome.is_ok() && disk.changes() < crashes {
            break;
        }
        crashes += 1;
    }
    assert!(crashes > 60, "only {crashes} places to crash at");
}

#[test]
fn a_crash_while_recovering_from_a_crash_loses_nothing() {
    let disk = new_disk();
    disk.fail_after(40, ErrorKind::Other);
    let (Ok(acknowledged) | Err(acknowledged)) = append_until_failure(&disk);
    let found = disk.after_power_loss(Fate::Lost);
    let before = found.changes();
    drop(Journal::on_backend(found.clone(), LIMITS).unwrap());
    for crash in 0..found.changes() - before {
        let found = disk.after_power_loss(Fate::Lost);
        found.fail_after(crash, ErrorKind::Other);
        drop(Journal::on_backend(found.clone(), LIMITS));
        for fate in [Fate::Lost, Fate::Kept, Fate::Torn { seed: crash }] {
            assert_recovers(
                found.after_power_loss(fate),
                acknowledged,
                &format!("crash {crash}, {fate:?}"),
            );
        }
    }
}

#[test]
fn a_full_disk_is_named_and_takes_up_again_when_there_is_room() {
    let disk = new_disk();
    let journal = Journal::on_backend(disk.clone(), LIMITS).unwrap();
    let pieces = pieces();
    journal.append(pieces[0].clone()).unwrap();
    disk.fail_after(0, ErrorKind::StorageFull);
    let error = journal.append(pieces[1].clone()).unwrap_err();
    assert!(matches!(error, JournalError::DiskFull { .. }), "{error}");
    assert_eq!(journal.position(), 1, "what failed is not seen");
    let error = journal.append(pieces[1].clone()).unwrap_err();
    assert!(
        matches!(error, JournalError::Stopped { .. } | JournalError::DiskFull { .. }),
        "{error}"
    );
    drop(journal);
    disk.repair();
    assert_recovers(disk, 1, "full disk");
}
