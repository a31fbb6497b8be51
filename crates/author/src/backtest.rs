//! What a change of the rules does to recorded history: the warnings under the old rules beside those under the new ones.
//!
//! *Invariant.* Every warning is counted once: an old one is kept, changed, moved or lost, a new one kept, changed, moved or gained. The
//! lists stand in the order of due instants, then of identities, whatever order the warnings came in.
//!
//! *Absent on purpose.* Replaying, and warnings that were taken back: they do not stand, and do not come in here.

mod ranks;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use duban_domain::{Level, WarningId};
use duban_engine::{Standing, Warning};

pub use ranks::{Placed, RankChange, ranks};

/// What became of the warnings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backtest<'c> {
    /// How many fall due at the same instant under both rules, with the same to answer for them.
    pub kept: usize,
    /// Those that only the new rules raise.
    pub gained: Vec<&'c Warning>,
    /// Those that only the old rules raise.
    pub lost: Vec<&'c Warning>,
    /// Those that fall due at another instant.
    pub moved: Vec<Pair<'c>>,
    /// Those that fall due at the same instant, and that somebody else answers for.
    pub changed: Vec<Pair<'c>>,
}

/// A warning of the same case, rule, subject and level under both rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'c> {
    /// As the old rules raise it.
    pub old: &'c Warning,
    /// As the new rules raise it.
    pub new: &'c Warning,
}

/// How many warnings became others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Those that only the new rules raise.
    pub gained: u64,
    /// Those that only the old rules raise.
    pub lost: u64,
    /// Those that fall due at another instant.
    pub moved: u64,
    /// Those that somebody else answers for.
    pub changed: u64,
}

/// The warnings of one case, rule, subject and level: they differ in when they fell due and who answers alone.
type Key<'c> = (&'c str, &'c str, Option<&'c str>, Level);

/// Department, post and officer.
type Who<'c> = (Option<&'c str>, Option<&'c str>, Option<&'c str>);

/// Holds the warnings that stand under two sets of rules against each other.
///
/// Which of several warnings of one case, rule, subject and level is which, their due instants say: those of one instant are the same
/// warning. What is then left on both sides is paired from the earliest on as moved, and only the surplus is gained or lost.
pub fn backtest<'c>(old: &'c [Standing], new: &'c [Standing]) -> Backtest<'c> {
    let mut by_key: BTreeMap<Key<'c>, (Vec<&Warning>, Vec<&Warning>)> = BTreeMap::new();
    for warning in standing(old) {
        by_key.entry(key(&warning.id)).or_default().0.push(warning);
    }
    for warning in standing(new) {
        by_key.entry(key(&warning.id)).or_default().1.push(warning);
    }
    let mut found = Backtest::default();
    for (old, new) in by_key.into_values() {
        found.hold(old, new);
    }
    let order = |warning: &Warning| (warning.due_at, warning.id.clone());
    found.gained.sort_by_cached_key(|warning| order(warning));
    found.lost.sort_by_cached_key(|warning| order(warning));
    found.moved.sort_by_cached_key(|pair| order(pair.old));
    found.changed.sort_by_cached_key(|pair| order(pair.old));
    found
}

fn standing(standings: &[Standing]) -> impl Iterator<Item = &Warning> {
    standings.iter().filter(|it| it.stands()).map(|it| &it.warning)
}

fn key(id: &WarningId) -> Key<'_> {
    (&id.case, &id.rule, id.subject.as_deref(), id.level)
}

fn who(warning: &Warning) -> Who<'_> {
    let by = &warning.answers;
    (by.department.as_deref(), by.post.as_deref(), by.officer.as_deref())
}

impl<'c> Backtest<'c> {
    /// Takes in the warnings of one key.
    fn hold(&mut self, old: Vec<&'c Warning>, new: Vec<&'c Warning>) {
        let same = matched(old, new, |it| (it.due_at, who(it)));
        self.kept += same.pairs.len();
        let mut other_who = matched(same.old, same.new, |it| it.due_at);
        self.changed.append(&mut other_who.pairs);
        let (mut old, mut new) = (other_who.old.into_iter(), other_who.new.into_iter());
        loop {
            match (old.next(), new.next()) {
                (Some(old), Some(new)) => self.moved.push(Pair { old, new }),
                (Some(old), None) => self.lost.push(old),
                (None, Some(new)) => self.gained.push(new),
                (None, None) => return,
            }
        }
    }

    /// Whether both rules come to the same warnings.
    pub fn is_empty(&self) -> bool {
        self.total() == Changes::default()
    }

    /// All changes together.
    pub fn total(&self) -> Changes {
        self.by(|_| ()).into_values().next().unwrap_or_default()
    }

    /// The changes of cards alone: of what is yellow or red.
    pub fn cards(&self) -> Changes {
        self.by(|warning| warning.id.level.is_card()).remove(&true).unwrap_or_default()
    }

    /// The changes put together by something that a warning says of itself. One that moved or changed counts where the new rules put it.
    pub fn by<K: Ord>(&self, of: impl Fn(&'c Warning) -> K) -> BTreeMap<K, Changes> {
        let mut groups: BTreeMap<K, Changes> = BTreeMap::new();
        self.gained.iter().for_each(|it| groups.entry(of(it)).or_default().gained += 1);
        self.lost.iter().for_each(|it| groups.entry(of(it)).or_default().lost += 1);
        self.moved.iter().for_each(|it| groups.entry(of(it.new)).or_default().moved += 1);
        self.changed.iter().for_each(|it| groups.entry(of(it.new)).or_default().changed += 1);
        groups
    }
}

impl Changes {
    /// How many there are of all four.
    pub fn count(self) -> u64 {
        self.gained + self.lost + self.moved + self.changed
    }
}

/// Warnings of both sides that are alike, and what is left of either.
struct Matched<'c> {
    pairs: Vec<Pair<'c>>,
    old: Vec<&'c Warning>,
    new: Vec<&'c Warning>,
}

/// Pairs those that are alike in this. What is left stands in its order.
fn matched<'c, K: Ord>(
    mut old: Vec<&'c Warning>,
    mut new: Vec<&'c Warning>,
    of: impl Fn(&'c Warning) -> K,
) -> Matched<'c> {
    old.sort_by_key(|it| of(it));
    new.sort_by_key(|it| of(it));
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    let mut matched = Matched { pairs: Vec::new(), old: Vec::new(), new: Vec::new() };
    while let (Some(before), Some(after)) = (old.peek(), new.peek()) {
        match of(before).cmp(&of(after)) {
            Ordering::Less => matched.old.extend(old.next()),
            Ordering::Greater => matched.new.extend(new.next()),
            Ordering::Equal => {
                let pair = old.next().zip(new.next());
                matched.pairs.extend(pair.map(|(old, new)| Pair { old, new }));
            }
        }
    }
    matched.old.extend(old);
    matched.new.extend(new);
    matched
}

#[cfg(test)]
mod tests;
