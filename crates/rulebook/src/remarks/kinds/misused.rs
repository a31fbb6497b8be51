//! Words that are given what is of the right kind and still can't be meant.
//!
//! *Invariant.* Only what stands there outright is looked at.
//!
//! *Absent on purpose.* Kinds: who passes the call knows them.

use rhai::{Expr, FnCallExpr};

use super::spare::said_with;
use crate::remarks::answer::unit;

/// What is wrong, and what to write instead.
pub(super) fn told(call: &FnCallExpr) -> Option<(String, String)> {
    let name = call.name.as_str();
    match (name, call.args.as_slice()) {
        ("at_percent", [Expr::IntegerConstant(share, _)]) if !(1..=100).contains(share) => Some((
            format!("`at_percent({share})` is no share of a limit"),
            "write a share of the limit from 1 to 100; what comes after the due date is `after(workdays(5))`".to_owned(),
        )),
        ("min" | "max", [a, b]) => {
            let (a, b) = (said_with(a).and_then(unit)?, said_with(b).and_then(unit)?);
            (a != b).then(|| {
                let message = format!("`{name}` compares {a} with {b}, which depends on the day");
                (message, "give both in the same unit".to_owned())
            })
        }
        _ => None,
    }
}
