//! What a change of the rules does to the ranking of a month.
//!
//! *Invariant.* Whoever stands in either table stands in the answer once: those that move furthest come first.
//!
//! *Absent on purpose.* Counting points: the tables come in as they were worked out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use duban_rulebook::Decimal;
use duban_score::{Row, Table, Who};

/// A rank and its points, each as far as there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The place in the ranking, from 1.
    pub rank: Option<usize>,
    /// All points together.
    pub points: Option<Decimal>,
}

/// Somebody's place before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankChange {
    /// Whose.
    pub who: Who,
    /// Under the old rules.
    pub old: Placed,
    /// Under the new ones.
    pub new: Placed,
}

/// Who has other points or another rank in the second table: those first that move by most ranks, then by most points.
pub fn ranks(old: &Table, new: &Table) -> Vec<RankChange> {
    let mut placed: BTreeMap<&Who, (Placed, Placed)> = BTreeMap::new();
    for row in &old.rows {
        placed.entry(&row.who).or_default().0 = Placed::of(row);
    }
    for row in &new.rows {
        placed.entry(&row.who).or_default().1 = Placed::of(row);
    }
    let changed = placed.into_iter().filter(|(_, (old, new))| old != new);
    let mut changes: Vec<_> =
        changed.map(|(who, (old, new))| RankChange { who: who.clone(), old, new }).collect();
    changes.sort_by_key(|it| Reverse((it.ranks(), it.points().map(|it| it.abs()))));
    changes
}

impl Placed {
    fn of(row: &Row) -> Placed {
        Placed { rank: row.rank, points: row.total_points() }
    }
}

impl RankChange {
    /// By how many ranks the place moves; who comes into the ranking or drops out of it moves furthest.
    fn ranks(&self) -> usize {
        match (self.old.rank, self.new.rank) {
            (Some(old), Some(new)) => old.abs_diff(new),
            (None, None) => 0,
            (Some(_), None) | (None, Some(_)) => usize::MAX,
        }
    }

    /// By how much the points move; None where there are points on one side at most.
    pub fn points(&self) -> Option<Decimal> {
        Some(self.new.points? - self.old.points?)
    }
}
