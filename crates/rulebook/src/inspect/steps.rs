//! A chain taken apart: `c.item.steps["x"]` as what stands behind its dots and in its brackets.
//!
//! *Invariant.* Steps come in the order in which they are written, whichever way the script engine nests them.
//!
//! *Absent on purpose.* What the chain begins with.

use rhai::{Expr, FnCallExpr, Position};

use crate::facts::Field;
use crate::vocabulary::words::{Kind, Reads};

/// One step of a chain: `.field`, `.method(...)` or `[...]`.
pub(super) enum Step<'a> {
    Field(&'a str, Position),
    Method(&'a FnCallExpr, Position),
    /// The name in the brackets, if it stands there outright.
    Entry(Option<&'a str>, Position),
}

impl Step<'_> {
    pub(super) fn is_field(&self, name: &str) -> bool {
        matches!(self, Step::Field(field, _) if *field == name)
    }
}

/// The steps after the first thing of a chain; none where it is no chain.
pub(super) fn steps(expr: &Expr) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    if let Expr::Dot(chain, ..) = expr {
        follow(&chain.rhs, &mut steps);
    } else if let Expr::Index(chain, ..) = expr {
        enter(&chain.rhs, &mut steps);
    }
    steps
}

/// The field with which a chain ends that does not go through the facts of the case.
pub(crate) fn last_field(expr: &Expr) -> Option<&str> {
    let steps = steps(expr);
    if steps.iter().any(|step| step.is_field("facts")) {
        return None;
    }
    if let Some(Step::Field(name, _)) = steps.last() { Some(name) } else { None }
}

/// Whether every part that has a field of this name has a date or an instant there.
pub(crate) fn is_moment(name: &str) -> bool {
    let kinds = [Kind::Case, Kind::Item, Kind::Step, Kind::Event, Kind::Special];
    let mut members =
        kinds.into_iter().flat_map(Kind::members).filter(|(known, _)| *known == name).peekable();
    members.peek().is_some()
        && members.all(|(_, reads)| {
            matches!(reads, Reads::On(_) | Reads::At(_) | Reads::Date(_) | Reads::Instant(_))
        })
}

/// Whether every part that has a field of this name has a length of time there.
pub(crate) fn is_length(name: &str) -> bool {
    let is_length = |reads: &Reads| {
        matches!(
            reads,
            Reads::Plain(
                Field::StatutoryLimit
                    | Field::StatutoryExtension
                    | Field::PromisedLimit
                    | Field::StepLimit
                    | Field::EventLength
                    | Field::EventNotified
            )
        )
    };
    let kinds = [Kind::Case, Kind::Item, Kind::Step, Kind::Event, Kind::Special];
    let mut members =
        kinds.into_iter().flat_map(Kind::members).filter(|(known, _)| *known == name).peekable();
    members.peek().is_some() && members.all(|(_, reads)| is_length(reads))
}

/// Whether a chain is `kind` of an event or of a special procedure, and not of the item.
pub(crate) fn is_event_kind(expr: &Expr) -> bool {
    matches!(steps(expr).as_slice(), [step] if step.is_field("kind"))
}

/// What follows a dot.
#[expect(clippy::wildcard_enum_match_arm, reason = "nothing else follows a dot")]
fn follow<'a>(expr: &'a Expr, steps: &mut Vec<Step<'a>>) {
    match expr {
        Expr::Property(name, at) => steps.push(Step::Field(&name.2, *at)),
        Expr::MethodCall(call, at) => steps.push(Step::Method(call, *at)),
        Expr::Dot(chain, ..) => {
            follow(&chain.lhs, steps);
            follow(&chain.rhs, steps);
        }
        Expr::Index(chain, ..) => {
            follow(&chain.lhs, steps);
            enter(&chain.rhs, steps);
        }
        _ => {}
    }
}

/// What stands in brackets, and what follows them.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "any other expression is worked out when the rule runs"
)]
fn enter<'a>(expr: &'a Expr, steps: &mut Vec<Step<'a>>) {
    match expr {
        Expr::StringConstant(name, at) => steps.push(Step::Entry(Some(name.as_str()), *at)),
        Expr::Dot(chain, ..) => {
            enter(&chain.lhs, steps);
            follow(&chain.rhs, steps);
        }
        Expr::Index(chain, ..) => {
            enter(&chain.lhs, steps);
            enter(&chain.rhs, steps);
        }
        other => steps.push(Step::Entry(None, other.position())),
    }
}
