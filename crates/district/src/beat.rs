//! One event before it has words: what waits in memory until its time to be recorded comes.
//!
//! *Invariant.* A beat holds no string of its own; names, numbers and phrases are written out by [`crate::District`] when the
//! event leaves it. That keeps the cases in flight of a whole province in some tens of megabytes.

use duban_calendar::Timestamp;
use duban_domain::CaseFact;

/// An event of a case.
#[derive(Clone, Debug)]
pub(crate) struct Beat {
    pub(crate) recorded_at: Timestamp,
    pub(crate) occurred_at: Timestamp,
    /// The case's number in the district, from 0.
    pub(crate) case: u32,
    /// The department that answers for the case.
    pub(crate) department: u32,
    /// The record's number within the case, from 0.
    pub(crate) turn: u16,
    /// 1, or 2 in a correction of the record with this turn.
    pub(crate) version: u8,
    pub(crate) by: Actor,
    pub(crate) note: Option<Word>,
    pub(crate) fact: CaseFact<Word>,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    /// The applicant, whom supervision does not name.
    Applicant,
    /// An officer, by place among all officers of the district.
    Officer(u32),
}

/// A string to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// This phrase.
    Phrase(&'static str),
    /// The code of an item, by its place in the catalogue.
    Item(u32),
    /// A code that the catalogue does not know.
    UnknownItem,
    /// The name of a step: item and place of the step.
    Step(u32, u8),
    /// A special procedure that the item's law allows: item and place.
    Special(u32, u8),
    /// The name of the case's department.
    Department,
    /// The name of an officer.
    Officer(u32),
    /// An applicant's identity, hashed by the feed.
    Applicant(u32),
    /// The number of the case's certificate.
    Certificate,
    /// The window at which the case came in.
    Window(u8),
}
