//! What comes out of a file: events, records set aside, and the one error that ends the reading.
//!
//! *Invariant.* A [`Quarantine`] holds all that is needed to mend the record and send it again. A [`ReadError`] ends a file; what
//! came out before it stays good.

use std::fmt;

use duban_domain::Event;

/// One thing that came out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// An event.
    Event {
        /// What happened.
        event: Box<Event<String>>,
        /// Whether the mapping derived it, and no record of the file stands for it alone.
        derived: bool,
        /// The line on which the record begins that tells of it; of what the attributes of a case tell, the case.
        line: u64,
    },
    /// A record that was refused. It is refused whole.
    Quarantined(Quarantine),
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
