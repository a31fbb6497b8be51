//! Calculating with values: which go together, and what comes of it.
//!
//! *Invariant.* What is complained of breaks the rule off on every case that gets there.
//!
//! *Absent on purpose.* Numbers themselves: whether one is divided by zero is seen on a case.

use rhai::Position;

use super::compare::Side;
use super::expr::CODE;
use super::set::Kinds;
use super::tell;
use super::walk::Walk;
use crate::vocabulary::sorts::Sort;

impl Walk<'_> {
    /// What a calculation comes to; complains where it cannot be done.
    pub(super) fn calculated(
        &mut self,
        sign: &str,
        a: Side<'_>,
        b: Side<'_>,
        at: Position,
    ) -> Kinds {
        let pairs: Vec<(Sort, Sort)> =
            a.1.there().flat_map(|of_a| b.1.there().map(move |of_b| (of_a, of_b))).collect();
        let Some((of_a, of_b)) = pairs.first() else { return Kinds::UNKNOWN };
        let done = pairs.iter().filter_map(|(a, b)| comes_to(sign, *a, *b));
        let all = done.fold(Kinds::none(), Kinds::or);
        if all == Kinds::none() {
            self.note(CODE, at, tell::uncalculated(sign, (a.0, *of_a), (b.0, *of_b)));
            return Kinds::UNKNOWN;
        }
        all
    }
}

/// What two values come to; None where they cannot be calculated with.
fn comes_to(sign: &str, a: Sort, b: Sort) -> Option<Kinds> {
    let sort = match (sign, a, b) {
        (_, Sort::Number, Sort::Number) => Sort::Number,
        (_, Sort::Number | Sort::Fraction, Sort::Number | Sort::Fraction) => Sort::Fraction,
        ("+", Sort::Length, Sort::Length) => Sort::Length,
        ("+" | "-", Sort::Date, Sort::Length) => Sort::Date,
        ("-", Sort::Date, Sort::Date) => Sort::Number,
        // A text takes up anything behind it or before it.
        ("+", Sort::Text(_) | Sort::Letter, _) | ("+", _, Sort::Text(_) | Sort::Letter) => {
            return Some(Kinds::text());
        }
        // What the script language does with these, no rule needs, and nobody is told of it.
        (_, Sort::List | Sort::Table | Sort::Closure, _)
        | (_, _, Sort::List | Sort::Table | Sort::Closure)
        | ("-", Sort::Text(_), Sort::Text(_) | Sort::Letter) => return Some(Kinds::UNKNOWN),
        _ => return None,
    };
    Some(Kinds::of(sort))
}
