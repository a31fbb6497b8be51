//! Whatever the journal finds in the place of a journal, it says what is wrong, where, and what to do.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use crate::disk::{Disk, Fate};
use crate::shared::{about_case, assert_holds, read_all};
use duban_domain::{Event, Symbols};
use duban_journal::{Journal, JournalError, Limits};
use expect_test::{Expect, expect};
use redb::{Database, ReadableTable, TableDefinition};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The message, with the folder's name left out.
#[track_caller]
fn check<T: std::fmt::Debug>(folder: &TempDir, result: Result<T, JournalError>, message: Expect) {
    let said = result.unwrap_err().to_string();
    message.assert_eq(&said.replace(&folder.path().display().to_string(), "DIR"));
}

#[test]
fn a_journal_on_disk_is_there_the_next_time() {
    let dir = folder();
    let data = dir.path().join("new/data");
    let event = about_case("A", 0, 1);
    Journal::open(&data).unwrap().append(vec![event.clone()]).unwrap();
    assert_holds(&Journal::open(&data).unwrap(), std::slice::from_ref(&event));
    assert_holds(&Journal::open_existing(&data).unwrap(), &[event]);
}

#[test]
fn no_journal() {
    let dir = folder();
    check(
        &dir,
        Journal::open_existing(dir.path()),
        expect![
            "there is no journal in `DIR`; run `duban import` first, or name the right folder with `--data`"
        ],
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "looking makes nothing");
}

#[test]
fn an_empty_file_in_the_place_of_a_journal() {
    let dir = folder();
    fs::write(dir.path().join("journal.redb"), "").unwrap();
    let message = || {
        expect![
            "`DIR/journal.redb` is an empty file, where a journal has some thousand bytes before its first event, so it was not made by duban, or its content was lost; restore it from a backup, or remove it and import again"
        ]
    };
    check(&dir, Journal::open(dir.path()), message());
    check(&dir, Journal::open_existing(dir.path()), message());
    check(&dir, Journal::open_to_read(dir.path()), message());
}

#[test]
fn many_read_a_journal_at_the_same_time_and_nobody_writes_it_meanwhile() {
    let dir = folder();
    check(
        &dir,
        Journal::open_to_read(dir.path()),
        expect![
            "there is no journal in `DIR`; run `duban import` first, or name the right folder with `--data`"
        ],
    );
    let event = about_case("A", 0, 1);
    let writer = Journal::open(dir.path()).unwrap();
    writer.append(vec![event.clone()]).unwrap();
    let read = || Journal::open_to_read(dir.path());
    assert!(matches!(read().unwrap_err(), JournalError::InUse { .. }));
    drop(writer);

    let readers = [read().unwrap(), read().unwrap()];
    for reader in &readers {
        assert_holds(reader, std::slice::from_ref(&event));
    }
    let refused = readers[0].append(vec![about_case("A", 1, 1)]);
    check(
        &dir,
        refused,
        expect![
            "the journal `DIR/journal.redb` was opened to be read, so nothing can be added to it; open it for writing"
        ],
    );
    assert!(matches!(Journal::open(dir.path()).unwrap_err(), JournalError::InUse { .. }));
    drop(readers);
    assert_holds(&Journal::open(dir.path()).unwrap(), &[event]);
}

#[test]
fn a_journal_whose_process_was_killed_is_set_right_before_it_is_read() {
    if let Some(data) = std::env::var_os("DUBAN_TEST_KILLED_PROCESS") {
        let journal = Journal::open(data.as_ref()).unwrap();
        journal.append(vec![about_case("A", 0, 1)]).unwrap();
        std::process::abort();
    }
    let dir = folder();
    let killed = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "bad_input::a_journal_whose_process_was_killed_is_set_right_before_it_is_read",
        ])
        .env("DUBAN_TEST_KILLED_PROCESS", dir.path())
        .output()
        .unwrap();
    assert!(!killed.status.success());
    assert_holds(&Journal::open_to_read(dir.path()).unwrap(), &[about_case("A", 0, 1)]);
}

#[test]
fn a_second_process_is_told_that_the_journal_is_in_use() {
    if let Some(data) = std::env::var_os("DUBAN_TEST_SECOND_PROCESS") {
        println!("{}", Journal::open(data.as_ref()).unwrap_err());
        return;
    }
    let dir = folder();
    let journal = Journal::open(dir.path()).unwrap();
    let second = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "bad_input::a_second_process_is_told_that_the_journal_is_in_use",
            "--nocapture",
        ])
        .env("DUBAN_TEST_SECOND_PROCESS", dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8(second.stdout).unwrap();
    assert!(said.contains("is in use by another process; stop that one first"), "{said}");
    check(
        &dir,
        Journal::open_existing(dir.path()),
        expect![
            "the journal `DIR/journal.redb` is in use by another process; stop that one first, or put the question to it"
        ],
    );
    drop(journal);
    Journal::open_existing(dir.path()).unwrap();
}

#[test]
fn a_journal_of_a_newer_format() {
    let dir = folder();
    drop(Journal::open(dir.path()).unwrap());
    let meta: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
    let db = Database::open(dir.path().join("journal.redb")).unwrap();
    let writing = db.begin_write().unwrap();
    writing.open_table(meta).unwrap().insert("format", 7u32.to_le_bytes().as_slice()).unwrap();
    writing.commit().unwrap();
    drop(db);
    check(
        &dir,
        Journal::open(dir.path()),
        expect![
            "the journal `DIR/journal.redb` has format 7, this program knows formats up to 1; use the version of duban that wrote it, or a later one"
        ],
    );
}

/// The first version of the program did not note the last recording.
#[test]
fn the_last_recording_of_an_old_journal_is_noted_when_it_is_opened_for_writing() {
    let dir = folder();
    let event = |key: u32| about_case("A", key, 1);
    let journal = Journal::open(dir.path()).unwrap();
    journal.append(vec![event(0), event(1)]).unwrap();
    let latest = journal.last_recorded().unwrap();
    drop(journal);
    let noted = |forget: bool| {
        let meta: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
        let db = Database::open(dir.path().join("journal.redb")).unwrap();
        let writing = db.begin_write().unwrap();
        let is_noted = {
            let mut meta = writing.open_table(meta).unwrap();
            let is_noted = meta.get("latest_recording").unwrap().is_some();
            if forget {
                meta.remove("latest_recording").unwrap();
            }
            is_noted
        };
        writing.commit().unwrap();
        is_noted
    };
    assert!(noted(true));
    assert_eq!(Journal::open_to_read(dir.path()).unwrap().last_recorded().unwrap(), latest);
    assert!(!noted(false), "who reads writes nothing");
    let journal = Journal::open(dir.path()).unwrap();
    assert_eq!(journal.last_recorded().unwrap(), latest);
    drop(journal);
    assert!(noted(true));
    let later = Event { recorded_at: duban_calendar::Timestamp(i64::MAX / 2), ..event(2) };
    let journal = Journal::open(dir.path()).unwrap();
    journal.append(vec![later.clone()]).unwrap();
    assert_eq!(journal.last_recorded().unwrap(), Some(later.recorded_at));
}

#[test]
fn a_journal_to_which_a_program_wrote_that_notes_no_times_of_blocks() {
    let dir = folder();
    let events: Vec<_> = (0..4000).map(|key| about_case("case 7", key, 1)).collect();
    let journal = Journal::open(dir.path()).unwrap();
    journal.append(events[..2000].to_vec()).unwrap();
    let index = journal.block_index().unwrap();
    drop(journal);
    // As if the last block had been written again without its times.
    let times: TableDefinition<'_, u64, (i64, i64)> = TableDefinition::new("block_times");
    let meta: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
    let db = Database::open(dir.path().join("journal.redb")).unwrap();
    let writing = db.begin_write().unwrap();
    let last = index.last().unwrap().first;
    writing.open_table(times).unwrap().insert(last, (0, 1)).unwrap();
    let before = 1999_u64.to_le_bytes();
    writing.open_table(meta).unwrap().insert("block_times_upto", &before[..]).unwrap();
    writing.commit().unwrap();
    drop(db);
    assert_eq!(Journal::open_to_read(dir.path()).unwrap().block_index().unwrap(), index);
    let journal = Journal::open(dir.path()).unwrap();
    journal.append(events[2000..].to_vec()).unwrap();
    assert_holds(&journal, &events);
}

#[test]
fn files_that_are_no_journal() {
    let dir = folder();
    let file = dir.path().join("journal.redb");
    fs::write(&file, "case,activity,time\n").unwrap();
    check(
        &dir,
        Journal::open(dir.path()),
        expect![
            "`DIR/journal.redb` is not a journal of duban (Not a redb database: magic number mismatch); name another folder with `--data`, or move the file away"
        ],
    );
    fs::remove_file(&file).unwrap();

    let other: TableDefinition<'_, u64, u64> = TableDefinition::new("accounts");
    let db = Database::create(&file).unwrap();
    let writing = db.begin_write().unwrap();
    writing.open_table(other).unwrap().insert(1, 1).unwrap();
    writing.commit().unwrap();
    drop(db);
    check(
        &dir,
        Journal::open(dir.path()),
        expect![
            "`DIR/journal.redb` is not a journal of duban (a redb file of another program); name another folder with `--data`, or move the file away"
        ],
    );

    let dir = folder();
    let data = dir.path().join("data");
    fs::write(&data, "").unwrap();
    check(
        &dir,
        Journal::open(&data),
        expect![
            "`DIR/data` is not a journal of duban (a file stands where its folder should be); name another folder with `--data`, or move the file away"
        ],
    );
}

#[test]
fn what_an_interrupted_creation_left_is_no_obstacle() {
    let dir = folder();
    fs::write(dir.path().join("journal.redb.new"), [0; 4096]).unwrap();
    let journal = Journal::open(dir.path()).unwrap();
    journal.append(vec![about_case("A", 0, 1)]).unwrap();
    drop(journal);
    assert_eq!(read_all(&Journal::open(dir.path()).unwrap()).len(), 1);
    let files: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["journal.redb"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;

    let dir = folder();
    let data = dir.path().join("data");
    drop(Journal::open(&data).unwrap());
    fs::set_permissions(data.join("journal.redb"), fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(data.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    assert_eq!(Journal::open_to_read(&data).unwrap().position(), 0);
    check(
        &dir,
        Journal::open(&data),
        expect![
            "the journal `DIR/data/journal.redb` cannot be written (Permission denied (os error 13)); give this user the right to write to the file and its folder"
        ],
    );
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_disk_that_may_not_be_written() {
    let disk = Disk::default();
    drop(Journal::on_backend(disk.clone(), Limits::default()).unwrap());
    disk.fail_after(0, ErrorKind::ReadOnlyFilesystem);
    let error = Journal::on_backend(disk, Limits::default()).unwrap_err();
    assert!(matches!(error, JournalError::ReadOnly { .. }), "{error}");
}

/// A journal of several blocks; in the middle of event 2500 stands `@marked@`, as nowhere else.
fn journal_of_blocks(disk: &Disk) -> Journal {
    let journal = Journal::on_backend(disk.clone(), Limits::default()).unwrap();
    let events = (0..4000u32).map(|key| {
        let event = about_case(&format!("case {}", key % 50), key, 1);
        if key == 2500 { Event { note: Some("@marked@".to_owned()), ..event } } else { event }
    });
    journal.append_bulk(events, &mut |_| {}).unwrap();
    journal
}

#[test]
fn a_changed_byte_is_found_and_its_block_is_named() {
    let disk = Disk::default();
    let journal = journal_of_blocks(&disk);
    let index = journal.block_index().unwrap();
    let marked = index.iter().position(|block| block.first + block.count > 2500).unwrap();
    assert!((1..index.len() - 1).contains(&marked), "between other blocks");
    drop(journal);
    assert_eq!(disk.tamper(b"@marked@", b"@harked@"), 1);

    let journal = Journal::on_backend(disk, Limits::default()).unwrap();
    let (mut symbols, mut out, mut reader) = (Symbols::new(), Vec::new(), journal.events(0));
    for (at, block) in index.iter().enumerate() {
        out.clear();
        match reader.next_block(&mut symbols, &mut out) {
            Ok(read) => {
                let whole = block.first..block.first + block.count;
                assert!(at != marked && read == Some(whole), "block {at}");
            }
            Err(JournalError::DamagedBlock { first, .. }) => {
                assert_eq!((at, first, out.len()), (marked, block.first, 0));
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(reader.next_block(&mut symbols, &mut out).unwrap(), None);

    for error in [
        journal.check_blocks().unwrap_err(),
        journal.history("case 7").unwrap_err(),
        journal.append(vec![about_case("case 7", 9999, 1)]).unwrap_err(),
    ] {
        let said = error.to_string();
        let named = format!(
            "is damaged: the block of events from position {} on cannot be trusted",
            index[marked].first
        );
        assert!(
            said.contains(&named) && said.ends_with("restore the file from a backup"),
            "{said}"
        );
    }
    assert_eq!(journal.position(), 4000);
}

#[test]
fn a_changed_byte_is_found_after_a_crash_as_well() {
    let disk = Disk::default();
    let journal = journal_of_blocks(&disk);
    // What the last two commits have in common cannot have been torn by the crash.
    for key in 5000..5002 {
        journal.append(vec![about_case("case 7", key, 1)]).unwrap();
    }
    let found = disk.after_power_loss(Fate::Lost);
    assert_eq!(found.tamper(b"@marked@", b"@harked@"), 1);
    let error = Journal::on_backend(found, Limits::default()).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
}
