//! Decisions while they are still numbers: what the supervisor hands out, to be put into words once for all at the end.
//!
//! *Absent on purpose.* Strings, but for a message that a script wrote.

use duban_calendar::{Certainty, Timestamp};
use duban_domain::{EventKind, Level, Sym, Verdict};

/// A decision of the supervisor.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The engine's time when it was decided.
    pub(crate) decided_at: Timestamp,
    /// The case, by its place in the supervisor's table.
    pub(crate) case: u32,
    /// The rulebook version that decided.
    pub(crate) book: u8,
    /// The rule within it.
    pub(crate) rule: RuleRef,
    pub(crate) what: What,
}

/// A rule of a rulebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleRef {
    Clock(u8),
    Check(u16),
}

/// What was decided.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A warning was raised.
    Raised(Box<RaisedDraft>),
    /// A warning was judged again.
    Rejudged {
        subject: Option<Sym>,
        level: Level,
        occurrence: u32,
        due_at: Timestamp,
        verdict: Verdict,
    },
    /// Silence was made to count as a decision, or later facts took that back.
    Deemed { kind: EventKind, occurred_at: Timestamp, due_at: Timestamp, withdrawn: bool },
}

/// A warning as it was raised.
#[derive(Clone, Debug)]
pub(crate) struct RaisedDraft {
    pub(crate) subject: Option<Sym>,
    pub(crate) level: Level,
    pub(crate) occurrence: u32,
    pub(crate) due_at: Timestamp,
    /// Who answers for it, in the table of actors.
    pub(crate) who: u32,
    pub(crate) department: Option<Sym>,
    pub(crate) step: Option<Sym>,
    pub(crate) certainty: Certainty,
    pub(crate) why: Why,
}

/// Why a warning was raised.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// A clock passed this threshold of its.
    Threshold(u8),
    /// A check found this to say.
    Said(String),
    /// The rule could not be applied: in the words of the fault.
    Fault(String),
}
