//! What can happen to a case: the event vocabulary, mapped to the exchange formats of four provinces.
//!
//! *Invariant.* Variants are only ever added at the end, and a shipped variant never gets another field: the journal stores a
//! variant by its number, so anything else would rewrite history.
//!
//! *Absent on purpose.* Judgement. A fact may be impossible (completed before accepted): it is recorded, and rules find it.

use duban_calendar::{Day, Length, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{EventKind, Milestone};

/// A fact about one case, in the past tense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseFact<S = String> {
    /// What the case is: its item, kind and whatever else the source tells. Later descriptions add to and overwrite earlier ones.
    Described(Box<Description<S>>),
    /// A milestone that is nothing but its kind, time and author.
    Reached(Milestone),
    /// A step (环节) began.
    StepStarted {
        /// The step's name.
        step: S,
    },
    /// A step ended.
    StepCompleted {
        /// The step's name.
        step: S,
        /// How it ended.
        outcome: Outcome,
    },
    /// A step sent the case back to an earlier one (退回).
    StepReturned {
        /// The step that returned it.
        step: S,
    },
    /// A special procedure (特别程序) began: hearing, bidding, auction, inspection, testing, quarantine, appraisal, expert review, or another.
    SpecialStarted(Box<Special<S>>),
    /// A special procedure ended.
    SpecialEnded {
        /// Its kind, as at its start; None ends whichever is open.
        kind: Option<S>,
    },
    /// The case was hung up (挂起) outside the special procedures.
    Suspended {
        /// The legal basis that was given.
        basis: Option<S>,
    },
    /// More time was asked for (申请延期).
    ExtensionRequested {
        /// How much.
        length: Option<Length>,
    },
    /// More time was given (批准延期; 行政许可法 42).
    ExtensionApproved {
        /// How much; None when the source does not say.
        length: Option<Length>,
        /// Who approved it.
        approver: Option<S>,
    },
    /// The certificate was made out (出证).
    CertificateIssued {
        /// Its number.
        number: Option<S>,
    },
    /// The applicant rated the service (好差评).
    Evaluated {
        /// 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
        grade: u8,
    },
    /// A fee was charged (收费).
    FeeCharged(Box<Fee<S>>),
    /// Something the mapping does not know as an event of its own, kept under its name.
    Noted {
        /// The foreign activity.
        activity: S,
    },
}

/// How a step ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Passed on (同意).
    #[default]
    Passed,
    /// Not agreed (不同意).
    Rejected,
}

/// What a case is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description<S = String> {
    /// The item (事项) applied for, by its code in the catalogue.
    pub item: Option<S>,
    /// The department that answers for the case.
    pub department: Option<S>,
    /// Whatever else the source tells; rules read it as `case.facts`. Sorted by nothing but the source's order.
    pub facts: Vec<(S, Value<S>)>,
}

/// A value a source gives for a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value<S = String> {
    /// Words.
    Text(S),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// An instant.
    Time(Timestamp),
    /// A date without a time of day.
    Date(Day),
    /// A length of time.
    Length(Length),
}

/// A special procedure as it was announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Special<S = String> {
    /// Hearing, expert review, ….
    pub kind: S,
    /// The legal basis that was given.
    pub basis: Option<S>,
    /// Who approved it.
    pub approver: Option<S>,
    /// The length told to the applicant in writing (行政许可法 45).
    pub notified: Option<Length>,
}

/// A charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee<S = String> {
    /// What was charged, in fen (1/100 yuan).
    pub charged_fen: i64,
    /// What the published standard says, in fen.
    pub standard_fen: Option<i64>,
    /// The basis of the charge.
    pub basis: Option<S>,
}

impl<S> CaseFact<S> {
    /// The fact's kind.
    pub fn kind(&self) -> EventKind {
        match self {
            CaseFact::Described(_) => EventKind::Described,
            CaseFact::Reached(milestone) => milestone.kind(),
            CaseFact::StepStarted { .. } => EventKind::StepStarted,
            CaseFact::StepCompleted { .. } => EventKind::StepCompleted,
            CaseFact::StepReturned { .. } => EventKind::StepReturned,
            CaseFact::SpecialStarted(_) => EventKind::SpecialStarted,
            CaseFact::SpecialEnded { .. } => EventKind::SpecialEnded,
            CaseFact::Suspended { .. } => EventKind::Suspended,
            CaseFact::ExtensionRequested { .. } => EventKind::ExtensionRequested,
            CaseFact::ExtensionApproved { .. } => EventKind::ExtensionApproved,
            CaseFact::CertificateIssued { .. } => EventKind::CertificateIssued,
            CaseFact::Evaluated { .. } => EventKind::Evaluated,
            CaseFact::FeeCharged(_) => EventKind::FeeCharged,
            CaseFact::Noted { .. } => EventKind::Noted,
        }
    }

    /// The same fact with each string replaced.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> CaseFact<T> {
        match self {
            CaseFact::Described(it) => CaseFact::Described(Box::new(Description {
                item: it.item.map(&mut *f),
                department: it.department.map(&mut *f),
                facts: it.facts.into_iter().map(|(name, value)| (f(name), value.map(f))).collect(),
            })),
            CaseFact::Reached(milestone) => CaseFact::Reached(milestone),
            CaseFact::StepStarted { step } => CaseFact::StepStarted { step: f(step) },
            CaseFact::StepCompleted { step, outcome } => {
                CaseFact::StepCompleted { step: f(step), outcome }
            }
            CaseFact::StepReturned { step } => CaseFact::StepReturned { step: f(step) },
            CaseFact::SpecialStarted(it) => CaseFact::SpecialStarted(Box::new(Special {
                kind: f(it.kind),
                basis: it.basis.map(&mut *f),
                approver: it.approver.map(&mut *f),
                notified: it.notified,
            })),
            CaseFact::SpecialEnded { kind } => CaseFact::SpecialEnded { kind: kind.map(f) },
            CaseFact::Suspended { basis } => CaseFact::Suspended { basis: basis.map(f) },
            CaseFact::ExtensionRequested { length } => CaseFact::ExtensionRequested { length },
            CaseFact::ExtensionApproved { length, approver } => {
                CaseFact::ExtensionApproved { length, approver: approver.map(f) }
            }
            CaseFact::CertificateIssued { number } => {
                CaseFact::CertificateIssued { number: number.map(f) }
            }
            CaseFact::Evaluated { grade } => CaseFact::Evaluated { grade },
            CaseFact::FeeCharged(it) => CaseFact::FeeCharged(Box::new(Fee {
                charged_fen: it.charged_fen,
                standard_fen: it.standard_fen,
                basis: it.basis.map(f),
            })),
            CaseFact::Noted { activity } => CaseFact::Noted { activity: f(activity) },
        }
    }
}

impl<S> Value<S> {
    /// The same value with its string replaced.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Value<T> {
        match self {
            Value::Text(text) => Value::Text(f(text)),
            Value::Int(n) => Value::Int(n),
            Value::Bool(b) => Value::Bool(b),
            Value::Time(at) => Value::Time(at),
            Value::Date(day) => Value::Date(day),
            Value::Length(length) => Value::Length(length),
        }
    }
}
