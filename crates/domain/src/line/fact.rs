//! What a line says of its event's own: the step, the length, the fee.
//!
//! *Invariant.* Everything that a [`CaseFact`] can carry can be said, and [`takes`] and [`names`] list it.
//!
//! *Absent on purpose.* Judgement: an extension of nothing is an event as good as any.

use duban_calendar::Zone;

use super::words::Said;
use super::{LineError, Problem, time};
use crate::{CaseFact, Description, EventKind, Fee, Milestone, Outcome, Special, Value, suggest};

/// The word of its own that an event of this kind takes, and how it may look.
#[expect(clippy::wildcard_enum_match_arm, reason = "all the other kinds take none")]
pub(super) fn takes(kind: EventKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        EventKind::StepStarted | EventKind::StepCompleted | EventKind::StepReturned => {
            ("the name of the step", "step_started 审核")
        }
        EventKind::SpecialStarted | EventKind::SpecialEnded => {
            ("the kind of special procedure", "special_started 专家评审")
        }
        EventKind::ExtensionRequested | EventKind::ExtensionApproved => {
            ("the length of the extension", "extension_approved \"10 workdays\"")
        }
        EventKind::CertificateIssued => {
            ("the number of the certificate", "certificate_issued 川-2025-01")
        }
        EventKind::Evaluated => ("the grade, 1 to 5", "evaluated 5"),
        EventKind::FeeCharged => ("what was charged, in fen", "fee_charged 5000"),
        EventKind::Noted => ("what was noted", "noted 现场踏勘"),
        _ => return None,
    })
}

/// The names that an event of this kind has besides those of any event.
#[expect(clippy::wildcard_enum_match_arm, reason = "all the other kinds have none")]
pub(super) fn names(kind: EventKind) -> &'static [&'static str] {
    match kind {
        EventKind::Described => &["item", "of", "fact.NAME", "text.NAME"],
        EventKind::StepCompleted => &["outcome"],
        EventKind::SpecialStarted => &["basis", "approver", "notified"],
        EventKind::Suspended => &["basis"],
        EventKind::ExtensionApproved => &["approver"],
        EventKind::FeeCharged => &["standard", "basis"],
        _ => &[],
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all the other kinds are milestones")]
pub(super) fn read(
    kind: EventKind,
    said: &mut Said,
    zone: &Zone,
) -> Result<CaseFact<String>, LineError> {
    Ok(match kind {
        EventKind::Described => CaseFact::Described(Box::new(description(said, zone))),
        EventKind::StepStarted => CaseFact::StepStarted { step: said.needed(kind)?.text },
        EventKind::StepCompleted => {
            CaseFact::StepCompleted { step: said.needed(kind)?.text, outcome: outcome(said)? }
        }
        EventKind::StepReturned => CaseFact::StepReturned { step: said.needed(kind)?.text },
        EventKind::SpecialStarted => CaseFact::SpecialStarted(Box::new(Special {
            kind: said.needed(kind)?.text,
            basis: said.text("basis"),
            approver: said.text("approver"),
            notified: said.named("notified").map(|word| word.length()).transpose()?,
        })),
        EventKind::SpecialEnded => CaseFact::SpecialEnded { kind: said.own().map(|it| it.text) },
        EventKind::Suspended => CaseFact::Suspended { basis: said.text("basis") },
        EventKind::ExtensionRequested => CaseFact::ExtensionRequested {
            length: said.own().map(|word| word.length()).transpose()?,
        },
        EventKind::ExtensionApproved => CaseFact::ExtensionApproved {
            length: said.own().map(|word| word.length()).transpose()?,
            approver: said.text("approver"),
        },
        EventKind::CertificateIssued => {
            CaseFact::CertificateIssued { number: said.own().map(|it| it.text) }
        }
        EventKind::Evaluated => CaseFact::Evaluated { grade: grade(said)? },
        EventKind::FeeCharged => CaseFact::FeeCharged(Box::new(Fee {
            charged_fen: said.needed(kind)?.number("an amount in fen (1/100 yuan)", "5000")?,
            standard_fen: said.number("standard", "an amount in fen (1/100 yuan)", "5000")?,
            basis: said.text("basis"),
        })),
        EventKind::Noted => CaseFact::Noted { activity: said.needed(kind)?.text },
        _ => CaseFact::Reached(milestone(kind)),
    })
}

#[expect(
    clippy::expect_used,
    reason = "a test goes through all kinds, and `read` knows the others"
)]
fn milestone(kind: EventKind) -> Milestone {
    Milestone::of(kind).expect("a kind that carries something of its own is read by itself")
}

fn description(said: &mut Said, zone: &Zone) -> Description {
    let facts = said.prefixed(&["fact", "text"]).into_iter().map(|(prefix, name, word)| {
        let value =
            if prefix == "fact" { time::value(&word.text, zone) } else { Value::Text(word.text) };
        (name, value)
    });
    let facts = facts.collect();
    Description { item: said.text("item"), department: said.text("of"), facts }
}

fn outcome(said: &mut Said) -> Result<Outcome, LineError> {
    let Some(word) = said.named("outcome") else { return Ok(Outcome::Passed) };
    match word.text.as_str() {
        "passed" => Ok(Outcome::Passed),
        "rejected" => Ok(Outcome::Rejected),
        other => {
            let advice = suggest::advice(other, ["passed", "rejected"]);
            Err(word.wrong(Problem::Choice {
                word: other.to_owned(),
                what: "how a step ends",
                advice,
            }))
        }
    }
}

fn grade(said: &mut Said) -> Result<u8, LineError> {
    let word = said.needed(EventKind::Evaluated)?;
    let grade = word.number("a grade from 1 (very satisfied) to 5 (very dissatisfied)", "5")?;
    if (1..=5).contains(&grade) {
        return Ok(grade);
    }
    let what = "a grade from 1 (very satisfied) to 5 (very dissatisfied)";
    Err(word.wrong(Problem::Number { word: word.text.clone(), what, example: "5" }))
}
