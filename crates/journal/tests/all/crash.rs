//! The power goes at any write or sync: what was acknowledged is there afterwards, and nothing is there by half.

use std::io::ErrorKind;

use crate::disk::{Disk, Fate};
use crate::shared::{about_case, assert_holds, read_all};
use duban_domain::Event;
use duban_journal::{Journal, JournalError, Limits};

/// Small limits, so that heads are drained and bulks are cut while the power goes.
const LIMITS: Limits = Limits { drain_after: 16, drain_step: 1, forget_after: 20, bulk: 8 };

/// What is appended one after the other: single events, groups, bulks of several commits, some known already, and an event
/// larger than a block.
fn pieces() -> Vec<Vec<Event>> {
    let mut key = 0;
    let mut next = |many: u32| -> Vec<Event> {
        key += many;
        (key - many..key).map(|key| about_case(&format!("case {}", key % 11), key, 1)).collect()
    };
    let mut pieces: Vec<_> = [1, 1, 5, 1, 8, 2, 1, 20, 8, 3].map(&mut next).into();
    let known = pieces[2].clone();
    pieces[6].extend(known);
    pieces[4][0].note = Some("说".repeat(20_000));
    pieces
}

/// Appends piece after piece until the disk fails, and says how many events were acknowledged; those of a bulk when its
/// progress told of them.
fn append_until_failure(disk: &Disk) -> Result<usize, usize> {
    let Ok(journal) = Journal::on_backend(disk.clone(), LIMITS) else { return Err(0) };
    let (pieces, mut acknowledged) = (pieces(), 0);
    for (at, piece) in pieces.iter().enumerate() {
        let before = events_of(&pieces[..at]).len();
        let appended = if piece.len() >= LIMITS.bulk {
            let mut told = |taken: u64| acknowledged = before + taken as usize;
            let appended = journal.append_bulk(piece.iter().cloned(), &mut told);
            appended.and_then(|_| journal.settle())
        } else {
            journal.append(piece.clone()).map(|_| ())
        };
        if appended.is_err() {
            return Err(acknowledged);
        }
        acknowledged = events_of(&pieces[..=at]).len();
    }
    Ok(acknowledged)
}

/// After how many events a commit may end.
fn ends() -> Vec<usize> {
    let pieces = pieces();
    let mut ends = vec![0];
    for (at, piece) in pieces.iter().enumerate() {
        let before = events_of(&pieces[..at]).len();
        if piece.len() >= LIMITS.bulk {
            ends.extend((1..=piece.len() / LIMITS.bulk).map(|cut| before + cut * LIMITS.bulk));
        }
        ends.push(events_of(&pieces[..=at]).len());
    }
    ends.dedup();
    ends
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

/// The journal found on the disk has the acknowledged events, at most with those of the commit that was under way, and
/// takes the rest.
fn assert_recovers(disk: Disk, acknowledged: usize, context: &str) {
    let opened = Journal::on_backend(disk.clone(), LIMITS);
    let journal = opened.unwrap_or_else(|error| panic!("{context}: {error}"));
    let all = events_of(&pieces());
    let found = read_all(&journal);
    let under_way = ends().into_iter().find(|end| *end > acknowledged);
    let whole = found.len() == acknowledged || Some(found.len()) == under_way;
    assert!(whole, "{context}: {} events, {acknowledged} acknowledged", found.len());
    assert_holds(&journal, &all[..found.len()]);
    journal.append_bulk(pieces().into_iter().flatten(), &mut |_| {}).unwrap();
    assert_holds(&journal, &all);
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

#[test]
fn no_room_to_set_a_journal_right_is_named_and_room_is_all_it_takes() {
    let disk = new_disk();
    let journal = Journal::on_backend(disk.clone(), LIMITS).unwrap();
    let pieces = pieces();
    journal.append(pieces[0].clone()).unwrap();
    disk.fail_after(3, ErrorKind::StorageFull);
    journal.append(pieces[2].clone()).unwrap_err();
    drop(journal);
    let found = disk.after_power_loss(Fate::Lost);
    let before = found.changes();
    drop(Journal::on_backend(found.clone(), LIMITS).unwrap());
    let repair = found.changes() - before;
    assert!(repair > 3, "only {repair} places at which room can be missing");
    for full in 0..repair {
        let found = disk.after_power_loss(Fate::Lost);
        found.fail_after(full, ErrorKind::StorageFull);
        match Journal::on_backend(found.clone(), LIMITS) {
            Err(error) => {
                assert!(matches!(error, JournalError::NoRoomToRepair { .. }), "{full}: {error}");
                let said = error.to_string();
                for part in
                    ["not closed in order", "nothing that was acknowledged is lost", "make room"]
                {
                    assert!(said.contains(part), "no {part} in {said}");
                }
            }
            // The last of it is written when the journal is closed.
            Ok(journal) => drop(journal),
        }
        found.repair();
        assert_recovers(found, 1, &format!("full at {full}"));
    }
}
