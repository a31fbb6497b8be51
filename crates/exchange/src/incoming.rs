//! What comes out of a file: events, records set aside, and the one error that ends the reading.
//!
//! *Invariant.* A [`Quarantine`] holds all that is needed to mend the record and send it again. A [`ReadError`] ends a file; what
//! came out before it stays good.

use std::fmt;

use duban_domain::{Event, RecordKey};

/// One thing that came out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// An event.
    Event {
        /// What happened.
        event: Box<Event<String>>,
        /// Whether the mapping derived it, and no record of the file stands for it alone.
        derived: bool,
        /// Whether the mapping has no rule for the activity of the record, and keeps it as a note.
        unmapped: bool,
        /// The line on which the record begins that tells of it; of what the attributes of a case tell, the case.
        line: u64,
        /// Which record it belongs to, where another version of that record may derive something else.
        lineage: Option<Box<Lineage>>,
    },
    /// A record that was refused. It is refused whole.
    Quarantined(Quarantine),
}

/// Which record an event belongs to, and what that record no longer says. Only mappings that derive events and have a column for the
/// versions of records give any: elsewhere a record has one version, and with it one set of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    /// The key of the record: the event's own, or that of the record from which the mapping derived it, or whose row told this date
    /// of the case.
    pub record: RecordKey,
    /// Of the record in a higher version than the first: the keys of the events that the mapping derives from such a record, but
    /// not from this version of it. Whoever knows an earlier version knows which of them are to be taken back.
    pub silent: Vec<RecordKey>,
}

/// A record that could not become an event, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// The source it came from.
    pub source: String,
    /// Where in the file: `line 12`.
    pub place: String,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
    /// The record as it stands in the file; bytes that are no text are replaced, and a record over the limit is cut.
    pub record: String,
}

/// Why a file cannot be read, or not beyond some place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The file or source.
    pub source: String,
    /// Where it ended: line, and byte after decompression. None when the file was not read at all.
    pub place: Option<(u64, u64)>,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.source)?;
        if let Some((line, byte)) = self.place {
            write!(f, ", line {line}, byte {byte}")?;
        }
        write!(f, ": {}; {}", self.reason, self.advice)
    }
}

impl std::error::Error for ReadError {}
