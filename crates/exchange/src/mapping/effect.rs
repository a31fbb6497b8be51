//! What a rule makes of a record: the event, what it carries, and who did it.
//!
//! *Invariant.* A rule has only fields that its kind of event carries; a mapping with another is refused, so that no field is
//! silently without effect.

use duban_domain::{By, CaseFact, EventKind, Fee, Milestone, Outcome, Special};

use crate::columns::{Columns, View};
use crate::fault::{Fault, excerpt};
use crate::mapping::condition::Condition;
use crate::mapping::text::Text;
use crate::mapping::values::LengthOf;

/// What a rule makes of a record.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) kind: EventKind,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) extra: Extra,
    pub(crate) act: Act,
}

/// Who did it, and what was said; each absent where the mapping names no place for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extra {
    pub(crate) officer: Option<Text>,
    pub(crate) department: Option<Text>,
    pub(crate) post: Option<Text>,
    pub(crate) note: Option<Text>,
}

/// The event, and where it takes what it carries. A step without a place is called after the activity.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Reached(Milestone),
    StepStarted {
        step: Option<Text>,
    },
    StepCompleted {
        step: Option<Text>,
        outcome: Outcome,
    },
    StepReturned {
        step: Option<Text>,
    },
    SpecialStarted {
        kind: Text,
        basis: Option<Text>,
        approver: Option<Text>,
        notified: Option<LengthOf>,
    },
    SpecialEnded {
        kind: Option<Text>,
    },
    Suspended {
        basis: Option<Text>,
    },
    ExtensionRequested {
        length: Option<LengthOf>,
    },
    ExtensionApproved {
        length: Option<LengthOf>,
        approver: Option<Text>,
    },
    CertificateIssued {
        number: Option<Text>,
    },
    Evaluated {
        grade: Text,
    },
    FeeCharged {
        charged: Text,
        standard: Option<Text>,
        basis: Option<Text>,
    },
    Noted,
}

impl Extra {
    /// Who did it; what this says nothing of is taken from `general`.
    pub(crate) fn by(&self, general: &Extra, view: View<'_>) -> By<String> {
        let read = |own: &Option<Text>, general: &Option<Text>| {
            own.as_ref().or(general.as_ref())?.owned(view)
        };
        By {
            department: read(&self.department, &general.department),
            post: read(&self.post, &general.post),
            officer: read(&self.officer, &general.officer),
        }
    }

    /// What was said.
    pub(crate) fn note(&self, general: &Extra, view: View<'_>) -> Option<String> {
        self.note.as_ref().or(general.note.as_ref())?.owned(view)
    }
}

impl Effect {
    /// Whether the rule holds for a record.
    pub(crate) fn holds(&self, view: View<'_>) -> bool {
        self.conditions.iter().all(|condition| condition.holds(view))
    }

    /// The fact that a record stands for. `activity` is what the record calls it.
    pub(crate) fn fact(
        &self,
        view: View<'_>,
        activity: &str,
        columns: &Columns,
    ) -> Result<CaseFact, Fault> {
        let maybe = |text: &Option<Text>| text.as_ref().and_then(|text| text.owned(view));
        let step = |step: &Option<Text>| match step {
            Some(step) => needed("step", step, view, columns),
            None => Ok(activity.to_owned()),
        };
        let length = |length: &Option<LengthOf>| match length {
            Some(length) => length.read("length", view),
            None => Ok(None),
        };
        Ok(match &self.act {
            Act::Reached(milestone) => CaseFact::Reached(*milestone),
            Act::StepStarted { step: name } => CaseFact::StepStarted { step: step(name)? },
            Act::StepCompleted { step: name, outcome } => {
                CaseFact::StepCompleted { step: step(name)?, outcome: *outcome }
            }
            Act::StepReturned { step: name } => CaseFact::StepReturned { step: step(name)? },
            Act::SpecialStarted { kind, basis, approver, notified } => {
                CaseFact::SpecialStarted(Box::new(Special {
                    kind: needed("special", kind, view, columns)?,
                    basis: maybe(basis),
                    approver: maybe(approver),
                    notified: length(notified)?,
                }))
            }
            Act::SpecialEnded { kind } => CaseFact::SpecialEnded { kind: maybe(kind) },
            Act::Suspended { basis } => CaseFact::Suspended { basis: maybe(basis) },
            Act::ExtensionRequested { length: asked } => {
                CaseFact::ExtensionRequested { length: length(asked)? }
            }
            Act::ExtensionApproved { length: given, approver } => {
                CaseFact::ExtensionApproved { length: length(given)?, approver: maybe(approver) }
            }
            Act::CertificateIssued { number } => {
                CaseFact::CertificateIssued { number: maybe(number) }
            }
            Act::Evaluated { grade: source } => {
                CaseFact::Evaluated { grade: grade(&needed("grade", source, view, columns)?)? }
            }
            Act::FeeCharged { charged, standard, basis } => CaseFact::FeeCharged(Box::new(Fee {
                charged_fen: fen(&needed("charged", charged, view, columns)?)?,
                standard_fen: maybe(standard).map(|standard| fen(&standard)).transpose()?,
                basis: maybe(basis),
            })),
            Act::Noted => CaseFact::Noted { activity: activity.to_owned() },
        })
    }
}

/// A text without which there is no event.
fn needed(what: &str, text: &Text, view: View<'_>, columns: &Columns) -> Result<String, Fault> {
    text.owned(view).ok_or_else(|| {
        Fault::new(
            format!("the event's `{what}` comes from `{}`, which is empty", text.described(columns)),
            "mend the record, or let the rule hold only where it is there: `where = { COLUMN = { not = \"\" } }`",
        )
    })
}

fn grade(text: &str) -> Result<u8, Fault> {
    text.parse().ok().filter(|grade| (1..=5).contains(grade)).ok_or_else(|| {
        Fault::new(
            format!(
                "the grade is `{}`, not a number from 1 (very satisfied) to 5 (very dissatisfied)",
                excerpt(text, 60)
            ),
            "mend the value, or put the source's words into the mapping as a table",
        )
    })
}

/// An amount in yuan, `12`, `12.5` or `-12.50`, in fen.
fn fen(text: &str) -> Result<i64, Fault> {
    let read = || {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (yuan, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let clean = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || rest.len() > 2 || !clean(yuan) || !clean(rest) {
            return None;
        }
        let fen: i64 = format!("{rest:0<2}").parse().ok()?;
        yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)?.checked_mul(sign)
    };
    read().ok_or_else(|| {
        Fault::new(
            format!("the fee is `{}`, not an amount in yuan", excerpt(text, 60)),
            "mend the value: digits, and at most two more behind a point",
        )
    })
}

#[cfg(test)]
mod tests;
