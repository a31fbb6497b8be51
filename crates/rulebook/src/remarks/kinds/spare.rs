//! Values that are worked out and thrown away: an author who writes one means it to count, or means an assignment.
//!
//! *Invariant.* What does something is never spare: a word that acts, a function of the author's (it may throw), a declaration.
//!
//! *Absent on purpose.* Whether anybody takes the value.

use rhai::{Expr, FnCallExpr};

use super::forms;
use super::walk::Leaf;
use crate::inspect::{Step, steps};
use crate::vocabulary::words::Kind;

pub(super) fn told(leaf: &Leaf) -> (String, String) {
    let what = match leaf.word.as_deref().filter(|word| word.starts_with(char::is_alphabetic)) {
        Some(word) => format!("what `{word}` says here"),
        None => "what is worked out here".to_owned(),
    };
    let message =
        format!("{what} is thrown away: the rule goes on behind it as if it did not stand there");
    let help = "write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it";
    (message, help.to_owned())
}

/// The word that an expression is a call of.
pub(super) fn said_with(expr: &Expr) -> Option<&str> {
    if let Expr::FnCall(call, _) = expr { Some(call.name.as_str()) } else { None }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "anything else may do something")]
pub(super) fn expr(given: &Expr) -> bool {
    match given {
        Expr::BoolConstant(..)
        | Expr::IntegerConstant(..)
        | Expr::CharConstant(..)
        | Expr::StringConstant(..)
        | Expr::InterpolatedString(..)
        | Expr::Unit(_)
        | Expr::Variable(..) => true,
        Expr::Array(list, _) => list.iter().all(expr),
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
            parts.iter().all(expr)
        }
        Expr::FnCall(said, _) => call(said),
        Expr::Dot(chain, ..) | Expr::Index(chain, ..) => {
            expr(&chain.lhs) && steps(given).iter().all(step)
        }
        _ => false,
    }
}

/// Whether a call only works something out.
pub(super) fn call(call: &FnCallExpr) -> bool {
    let name = call.name.as_str();
    let is_sign = !name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let says = is_sign || forms::of_word(name).is_some_and(|form| !form.acts);
    says && call.args.iter().all(expr)
}

fn step(step: &Step<'_>) -> bool {
    let Step::Method(asked, _) = step else { return true };
    let name = asked.name.as_str();
    let parts = [Kind::Case, Kind::Counters];
    let says = forms::of_word(name).is_some_and(|form| !form.acts)
        || parts.into_iter().any(|part| forms::of_method(part, name).is_some());
    says && asked.args.iter().all(expr)
}
