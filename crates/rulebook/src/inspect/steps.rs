//! A chain taken apart: `c.item.steps["x"]` as what stands behind its dots and in its brackets.
//!
//! *Invariant.* Steps come in the order in which they are written, whichever way the script engine nests them.
//!
//! *Absent on purpose.* What the chain begins with.

use rhai::{Expr, FnCallExpr, Position};

/// One step of a chain: `.field`, `.method(...)` or `[...]`.
pub(crate) enum Step<'a> {
    Field(&'a str, Position),
    Method(&'a FnCallExpr, Position),
    /// The name in the brackets, if it stands there outright, and what stands there.
    Entry(Option<&'a str>, &'a Expr),
}

impl Step<'_> {
    pub(super) fn is_field(&self, name: &str) -> bool {
        matches!(self, Step::Field(field, _) if *field == name)
    }
}

/// The steps after the first thing of a chain; none where it is no chain.
pub(crate) fn steps(expr: &Expr) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    if let Expr::Dot(chain, ..) = expr {
        follow(&chain.rhs, &mut steps);
    } else if let Expr::Index(chain, ..) = expr {
        enter(&chain.rhs, &mut steps);
    }
    steps
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
        Expr::StringConstant(name, _) => steps.push(Step::Entry(Some(name.as_str()), expr)),
        Expr::Dot(chain, ..) => {
            enter(&chain.lhs, steps);
            follow(&chain.rhs, steps);
        }
        Expr::Index(chain, ..) => {
            enter(&chain.lhs, steps);
            enter(&chain.rhs, steps);
        }
        other => steps.push(Step::Entry(None, other)),
    }
}
