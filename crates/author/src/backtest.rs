//! What a change of the rules does to recorded history: the cards under the old rules beside those under the new ones.
//!
//! *Invariant.* Every card is counted once: an old one is kept, moved or lost, a new one kept, moved or gained. The lists stand in the
//! order of due instants, then of identities, whatever order the cards came in.
//!
//! *Absent on purpose.* Replaying, and what is no card: warnings that were taken back do not stand, and do not come in here.

mod ranks;

use std::collections::BTreeMap;

use duban_calendar::Timestamp;
use duban_domain::{Level, WarningId};
use duban_engine::{Standing, Warning};

pub use ranks::{Placed, RankChange, ranks};

/// What became of the cards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backtest<'c> {
    /// How many fell due at the same instant under both rules.
    pub kept: usize,
    /// Those that only the new rules raise.
    pub gained: Vec<&'c Warning>,
    /// Those that only the old rules raise.
    pub lost: Vec<&'c Warning>,
    /// Those that fall due at another instant.
    pub moved: Vec<Moved<'c>>,
}

/// A card of the same case, rule, subject and level that falls due at another instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved<'c> {
    /// As the old rules raise it.
    pub old: &'c Warning,
    /// As the new rules raise it.
    pub new: &'c Warning,
}

/// How many cards were gained, lost and moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Those that only the new rules raise.
    pub gained: u64,
    /// Those that only the old rules raise.
    pub lost: u64,
    /// Those that fall due at another instant.
    pub moved: u64,
}

/// The cards of one case, rule, subject and level: they differ in when they fell due alone.
type Key<'c> = (&'c str, &'c str, Option<&'c str>, Level);

/// Holds the cards that stand under two sets of rules against each other.
///
/// Which of several cards of one case, rule, subject and level is which, their due instants say: those of one instant are the same card.
/// What is then left on both sides is paired from the earliest on as moved, and only the surplus is gained or lost.
pub fn backtest<'c>(old: &'c [Standing], new: &'c [Standing]) -> Backtest<'c> {
    let mut cards: BTreeMap<Key<'c>, (Vec<&Warning>, Vec<&Warning>)> = BTreeMap::new();
    for card in standing(old) {
        cards.entry(key(&card.id)).or_default().0.push(card);
    }
    for card in standing(new) {
        cards.entry(key(&card.id)).or_default().1.push(card);
    }
    let mut found = Backtest::default();
    for (old, new) in cards.into_values() {
        found.hold(old, new);
    }
    let order = |card: &Warning| (card.due_at, card.id.clone());
    found.gained.sort_by_cached_key(|card| order(card));
    found.lost.sort_by_cached_key(|card| order(card));
    found.moved.sort_by_cached_key(|moved| order(moved.old));
    found
}

fn standing(standings: &[Standing]) -> impl Iterator<Item = &Warning> {
    standings.iter().filter(|it| it.stands()).map(|it| &it.warning)
}

fn key(id: &WarningId) -> Key<'_> {
    (&id.case, &id.rule, id.subject.as_deref(), id.level)
}

impl<'c> Backtest<'c> {
    /// Takes in the cards of one key.
    fn hold(&mut self, mut old: Vec<&'c Warning>, mut new: Vec<&'c Warning>) {
        old.sort_by_key(|card| card.due_at);
        new.sort_by_key(|card| card.due_at);
        let (before, after) = (dues(&old), dues(&new));
        let kept: usize = before
            .iter()
            .map(|(due, count)| (*count).min(after.get(due).copied().unwrap_or(0)))
            .sum();
        self.kept += kept;
        let mut old = without(old, after).into_iter();
        let mut new = without(new, before).into_iter();
        loop {
            match (old.next(), new.next()) {
                (Some(old), Some(new)) => self.moved.push(Moved { old, new }),
                (Some(old), None) => self.lost.push(old),
                (None, Some(new)) => self.gained.push(new),
                (None, None) => return,
            }
        }
    }

    /// Whether both rules come to the same cards.
    pub fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty() && self.moved.is_empty()
    }

    /// All changes together.
    pub fn total(&self) -> Changes {
        self.by(|_| ()).into_values().next().unwrap_or_default()
    }

    /// The changes put together by something that a card says of itself. A moved card counts where the new rules put it.
    pub fn by<K: Ord>(&self, of: impl Fn(&'c Warning) -> K) -> BTreeMap<K, Changes> {
        let mut groups: BTreeMap<K, Changes> = BTreeMap::new();
        self.gained.iter().for_each(|card| groups.entry(of(card)).or_default().gained += 1);
        self.lost.iter().for_each(|card| groups.entry(of(card)).or_default().lost += 1);
        self.moved.iter().for_each(|card| groups.entry(of(card.new)).or_default().moved += 1);
        groups
    }
}

impl Changes {
    /// How many there are of all three.
    pub fn count(self) -> u64 {
        self.gained + self.lost + self.moved
    }
}

/// How many cards fall due at each instant.
fn dues(cards: &[&Warning]) -> BTreeMap<Timestamp, usize> {
    let mut dues = BTreeMap::new();
    for card in cards {
        *dues.entry(card.due_at).or_default() += 1;
    }
    dues
}

/// The cards but as many of each instant as the other side has there.
fn without(mut cards: Vec<&Warning>, mut others: BTreeMap<Timestamp, usize>) -> Vec<&Warning> {
    cards.retain(|card| match others.get_mut(&card.due_at) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        Some(_) | None => true,
    });
    cards
}

#[cfg(test)]
mod tests;
