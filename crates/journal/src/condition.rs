//! Optimistic concurrency: an append that holds only if what was decided on has not changed since.
//!
//! *Invariant.* A condition is checked where events get their positions, so nothing can come in between.
//!
//! *Absent on purpose.* Locks on cases.

use std::fmt;

use duban_domain::{About, Event, WarningId};

use crate::Position;
use crate::error::JournalError;
use crate::history::Walk;
use crate::store::Snapshot;

/// Something that decisions are made about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A case, by its number.
    Case(String),
    /// A warning.
    Warning(WarningId),
}

impl Subject {
    /// The chain on which the events about it hang.
    pub(crate) fn chain(&self) -> &str {
        match self {
            Subject::Case(case) => case,
            Subject::Warning(warning) => &warning.case,
        }
    }

    /// Whether the event is about it. What happens to a warning does not happen to its case.
    pub fn concerns<S: AsRef<str>>(&self, event: &Event<S>) -> bool {
        match (self, &event.about) {
            (Subject::Case(case), About::Case { case: other, fact: _ }) => case == other.as_ref(),
            (Subject::Warning(warning), About::Warning { warning: other, fact: _ }) => {
                let subject = other.subject.as_ref().map(AsRef::as_ref);
                warning.case == other.case.as_ref()
                    && warning.rule == other.rule.as_ref()
                    && warning.subject.as_deref() == subject
                    && warning.level == other.level
                    && warning.occurrence == other.occurrence
            }
            (
                Subject::Case(_) | Subject::Warning(_),
                About::Case { .. } | About::Warning { .. } | About::Adoption(_),
            ) => false,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Case(case) => f.write_str(case),
            Subject::Warning(warning) => warning.fmt(f),
        }
    }
}

/// That nothing happened to a subject after the position up to which it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What was decided on.
    pub subject: Subject,
    /// The last position of its case's chain that was taken into account; None if there was none.
    pub seen: Option<Position>,
}

impl Condition {
    pub(crate) fn chain(&self) -> &str {
        self.subject.chain()
    }

    pub(crate) fn broken(&self) -> JournalError {
        JournalError::Conflict { subject: self.subject.to_string() }
    }

    /// Looks through what the chain got since.
    pub(crate) fn check(
        &self,
        head: Position,
        committed: &Snapshot<'_>,
    ) -> Result<(), JournalError> {
        let is_new = |position| self.seen.is_none_or(|seen| position > seen);
        if !is_new(head) {
            return Ok(());
        }
        let mut changed = false;
        committed.walk(head, |position, event| {
            changed = is_new(position) && self.subject.concerns(&event);
            if changed || !is_new(position) { Walk::Stop } else { Walk::On }
        })?;
        if changed { Err(self.broken()) } else { Ok(()) }
    }
}
