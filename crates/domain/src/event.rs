//! One event of the journal: when it happened, when it was recorded, who says so, and what.
//!
//! *Invariant.* `occurred_at` is what the law looks at, `recorded_at` what could be known; neither is ever changed.
//! The types carry their strings as `S`: `String` where people are, a [`crate::Sym`] where millions pass.
//!
//! *Absent on purpose.* A position: the journal gives it, the event does not know it.

use duban_calendar::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Adoption, CaseFact, WarningFact, WarningId};

/// One immutable event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event<S = String> {
    /// When it happened: legal time.
    pub occurred_at: Timestamp,
    /// When it was taken in: engine time, and what could be known.
    pub recorded_at: Timestamp,
    /// Which record of which source says so.
    pub origin: Origin<S>,
    /// Who did it, as far as the source says.
    pub by: By<S>,
    /// The reason, opinion or remark that came along, in the words of the source.
    pub note: Option<S>,
    /// What happened, to what.
    pub about: About<S>,
}

/// Where an event comes from. (source, case, key, version) is its identity: the same one twice is one event, and a higher
/// version of the same key is a correction (the DATAVER of the exchange tables).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin<S = String> {
    /// The feed, file or program that reported it.
    pub source: S,
    /// The record within the source and case.
    pub key: RecordKey<S>,
    /// 1 when first reported, higher in a correction.
    pub version: u32,
}

/// The name of a record within its source and case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RecordKey<S = String> {
    /// The n-th record of the case in its file, from 0.
    Ordinal(u32),
    /// A key the source gives.
    Text(S),
    /// No record of its own: worked out from a date or attribute of this name, on top of the records.
    Derived(S),
}

/// Who did it. All of it may be unknown: foreign logs seldom say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By<S = String> {
    /// The department (部门).
    pub department: Option<S>,
    /// The post (岗位) within the department.
    pub post: Option<S>,
    /// The officer (经办人).
    pub officer: Option<S>,
}

impl<S> Default for By<S> {
    fn default() -> Self {
        By { department: None, post: None, officer: None }
    }
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About<S = String> {
    /// A case under supervision.
    Case {
        /// The case number (办件编号).
        case: S,
        /// What happened to it.
        fact: CaseFact<S>,
    },
    /// A warning that supervision raised.
    Warning {
        /// Which warning.
        warning: WarningId<S>,
        /// What happened to it.
        fact: WarningFact<S>,
    },
    /// The rules themselves: a rulebook, calendar or catalogue came into use.
    Adoption(Adoption<S>),
}

impl<S> Event<S> {
    /// The case the event belongs to: its own, or its warning's. None for an adoption.
    pub fn case(&self) -> Option<&S> {
        match &self.about {
            About::Case { case, .. } => Some(case),
            About::Warning { warning, .. } => Some(&warning.case),
            About::Adoption(_) => None,
        }
    }

    /// The same event with each string replaced, for example by its symbol.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Event<T> {
        Event {
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            origin: Origin {
                source: f(self.origin.source),
                key: match self.origin.key {
                    RecordKey::Ordinal(n) => RecordKey::Ordinal(n),
                    RecordKey::Text(key) => RecordKey::Text(f(key)),
                    RecordKey::Derived(name) => RecordKey::Derived(f(name)),
                },
                version: self.origin.version,
            },
            by: self.by.map(f),
            note: self.note.map(&mut *f),
            about: match self.about {
                About::Case { case, fact } => About::Case { case: f(case), fact: fact.map(f) },
                About::Warning { warning, fact } => {
                    About::Warning { warning: warning.map(f), fact: fact.map(f) }
                }
                About::Adoption(adoption) => About::Adoption(adoption.map(f)),
            },
        }
    }
}

impl<S> By<S> {
    /// The same with each string replaced.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> By<T> {
        By {
            department: self.department.map(&mut *f),
            post: self.post.map(&mut *f),
            officer: self.officer.map(&mut *f),
        }
    }
}

#[cfg(test)]
mod tests;
