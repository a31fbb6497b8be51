//! What can go wrong with a journal, told to whoever runs it: what, where, and what to do.
//!
//! *Invariant.* An error never means that an acknowledged event is lost, unless it says that the file is damaged.
//!
//! *Absent on purpose.* Refusals: whether an event makes sense is said by the aggregates, not by the store.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::Position;

/// Why the journal could not do what was asked. Cheap to clone: all who shared a commit get the same error.
#[derive(Clone, Debug, Error)]
pub enum JournalError {
    /// There is no journal where one was expected.
    #[error("there is no journal in `{}`; run `duban import` first, or name the right folder with `--data`", dir.display())]
    Missing {
        /// The data directory.
        dir: PathBuf,
    },
    /// Another process, or another part of this one, has it open.
    #[error(
        "the journal `{place}` is in use by another process; stop that one first, or put the question to it"
    )]
    InUse {
        /// The file.
        place: Arc<str>,
    },
    /// It may not be written.
    #[error(
        "the journal `{place}` cannot be written ({reason}); give this user the right to write to the file and its folder"
    )]
    ReadOnly {
        /// The file or folder.
        place: Arc<str>,
        /// What the system says.
        reason: String,
    },
    /// It was opened to be read only.
    #[error(
        "the journal `{place}` was opened to be read, so nothing can be added to it; open it for writing"
    )]
    OpenedToRead {
        /// The file.
        place: Arc<str>,
    },
    /// There is no room left.
    #[error(
        "the disk that holds the journal `{place}` is full; what was acknowledged is safe, what was not is not in; make room and start again"
    )]
    DiskFull {
        /// The file.
        place: Arc<str>,
    },
    /// There is no room to set a journal right that was not closed in order.
    #[error(
        "the journal `{place}` was not closed in order, most likely because the disk was full, and setting it right needs room that the disk does not have; nothing that was acknowledged is lost; make room on that disk, some megabytes are enough, and run the command again"
    )]
    NoRoomToRepair {
        /// The file.
        place: Arc<str>,
    },
    /// A later version of the program wrote it.
    #[error(
        "the journal `{place}` has format {found}, this program knows formats up to {known}; use the version of duban that wrote it, or a later one"
    )]
    NewerFormat {
        /// The file.
        place: Arc<str>,
        /// Its format.
        found: u32,
        /// The latest format that can be read.
        known: u32,
    },
    /// The file is something else.
    #[error(
        "`{place}` is not a journal of duban ({reason}); name another folder with `--data`, or move the file away"
    )]
    NotAJournal {
        /// The file.
        place: Arc<str>,
        /// How that was found out.
        reason: String,
    },
    /// The file holds nothing, not even that it is a journal.
    #[error(
        "`{place}` is an empty file, where a journal has some thousand bytes before its first event, so it was not made by duban, or its content was lost; restore it from a backup, or remove it and import again"
    )]
    Empty {
        /// The file.
        place: Arc<str>,
    },
    /// The bytes of one block are not those that were written.
    #[error(
        "the journal `{place}` is damaged: the block of events from position {first} on cannot be trusted: {damage}; restore the file from a backup"
    )]
    DamagedBlock {
        /// The file.
        place: Arc<str>,
        /// The position of the first event of the block.
        first: Position,
        /// What is wrong with it.
        damage: Damage,
    },
    /// What holds the blocks together is not what was written.
    #[error("the journal `{place}` is damaged: {reason}; restore the file from a backup")]
    Damaged {
        /// The file.
        place: Arc<str>,
        /// What is wrong with it.
        reason: String,
    },
    /// An event came in between: the decision was made on a state that is no longer that of the journal.
    #[error("`{subject}` has changed in the meantime; look at it again and decide anew")]
    Conflict {
        /// The case or warning.
        subject: String,
    },
    /// An earlier write failed, and nothing may be written before the journal was opened again.
    #[error(
        "the journal `{place}` stopped after a failed write; what was acknowledged is safe; see to the disk and start again"
    )]
    Stopped {
        /// The file.
        place: Arc<str>,
    },
    /// The store failed otherwise.
    #[error("the journal `{place}` could not be read or written; what was acknowledged is safe")]
    Storage {
        /// The file.
        place: Arc<str>,
        /// What the store says.
        source: Arc<redb::Error>,
    },
    /// Whoever was to commit the events died before it did.
    #[error(
        "the events were not written, because the commit they were to be part of was broken off; send them again"
    )]
    Abandoned,
    /// The thread that commits for tasks could not be started.
    #[error("the system gives no thread for committing ({reason}); the events were not written")]
    NoThread {
        /// What the system says.
        reason: String,
    },
    /// An event of a decision was known, and the decision was not.
    #[error(
        "the journal already has another event under the same source, record key and version as one about `{subject}`; give this one a key of its own"
    )]
    KeyTaken {
        /// The case or warning that was decided on.
        subject: String,
    },
    /// Somebody wanted to keep something beside the event.
    #[error(
        "nothing is kept beside an event; put what should be kept into its origin, author or note"
    )]
    Metadata,
    /// An event could not be turned into bytes.
    #[error("an event could not be written: {reason}")]
    Unwritable {
        /// What the encoder says.
        reason: String,
    },
}

/// What is wrong with the bytes of a block.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Damage {
    /// The bytes changed.
    #[error("its checksum is {stored:08x}, its content has {computed:08x}")]
    Checksum {
        /// As it stands in the block.
        stored: u32,
        /// As it follows from the content.
        computed: u32,
    },
    /// The checksum is right and the content makes no sense.
    #[error("{0} cannot be read")]
    Malformed(&'static str),
    /// Nothing leads to it any more.
    #[error("it is missing")]
    Missing,
    /// Written by a later version of the program.
    #[error("it has format {found}, this program knows formats up to {known}")]
    NewerBlock {
        /// The format of the block.
        found: u8,
        /// The latest that can be read.
        known: u8,
    },
    /// Written by a later version of the program.
    #[error("its records are of version {found}, this program knows versions up to {known}")]
    NewerRecord {
        /// The version of the records.
        found: u8,
        /// The latest that can be read.
        known: u8,
    },
}

impl From<postcard::Error> for JournalError {
    fn from(error: postcard::Error) -> Self {
        JournalError::Unwritable { reason: error.to_string() }
    }
}

/// What an error of the store means for the journal in this place.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an enum of others, and not closed: its own words come along"
)]
pub(crate) fn from_store(place: &Arc<str>, error: redb::Error) -> JournalError {
    let place = place.clone();
    match error {
        redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => {
            JournalError::InUse { place }
        }
        redb::Error::Corrupted(reason) => JournalError::Damaged { place, reason },
        redb::Error::UpgradeRequired(version) => JournalError::NotAJournal {
            place,
            reason: format!("a redb file of the old format {version}"),
        },
        redb::Error::PreviousIo | redb::Error::DatabaseClosed => JournalError::Stopped { place },
        redb::Error::Io(error) => from_io(place, error),
        error => JournalError::Storage { place, source: Arc::new(error) },
    }
}

/// What it means when a journal that is there cannot be opened: the only thing that needs room then is setting it right.
pub(crate) fn from_opening(place: &Arc<str>, error: redb::DatabaseError) -> JournalError {
    let error = from_store(place, error.into());
    let is_full = matches!(error, JournalError::DiskFull { .. });
    if is_full { JournalError::NoRoomToRepair { place: place.clone() } } else { error }
}

/// What an error of the file system means for the journal in this place.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an enum of others, and not closed: its own words come along"
)]
pub(crate) fn from_io(place: Arc<str>, error: std::io::Error) -> JournalError {
    match error.kind() {
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => JournalError::NotAJournal {
            place,
            reason: "a file stands where its folder should be".to_owned(),
        },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            JournalError::ReadOnly { place, reason: error.to_string() }
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            JournalError::DiskFull { place }
        }
        ErrorKind::UnexpectedEof => JournalError::Damaged {
            place,
            reason: "the file ends before what it should hold".to_owned(),
        },
        ErrorKind::InvalidData => JournalError::NotAJournal { place, reason: error.to_string() },
        _ => JournalError::Storage { place, source: Arc::new(redb::Error::Io(error)) },
    }
}
