//! Leaves out what can be part of nothing: most officers close most of their cases one by one.
//!
//! *Invariant.* What is left out changes no warning: it lies near too few others, whatever is corrected among them.
//!
//! *Absent on purpose.* The order in which things became known: that is kept for what is left.

use std::hash::BuildHasher as _;

use duban_calendar::{Length, Unit};
use duban_domain::{Sym, Symbols};
use duban_rulebook::Wrong;

use super::Seen;
use crate::supervisor::Supervisor;

/// The numbers of a rule and of one name or two, 0 for none: the same for the same rule and name, whatever shard has it.
pub(super) type Group = (u16, u32, u32);

/// A sighting and by what it is counted.
#[derive(Clone, Copy)]
pub(super) struct Sifted<'a> {
    pub(super) seen: Seen<'a>,
    /// None where it does not count.
    pub(super) group: Option<Group>,
    /// The number of what is looked at for being different, whatever shard has it; None where each counts.
    pub(super) different: Option<u32>,
    /// The how-manieth of its supervisor it is: of two versions of one record the later has more before it.
    pub(super) nth: usize,
}

/// The events of all supervisors that may be part of a burst or follow one another, in no particular order.
pub(super) fn sieve(supervisors: &[Supervisor]) -> Vec<Sifted<'_>> {
    let mut all = enough(supervisors);
    crowded(&mut all);
    all.sort_unstable_by_key(|it| (it.group, it.seen.it.occurred_at));
    let mut stays: Vec<bool> = all.iter().map(|it| it.seen.it.part.corrects()).collect();
    let mut upto = 0;
    for first in 0..all.len() {
        let Some((over, span)) = all[first].group.and(measure(all[first].seen)) else { continue };
        let last = first.saturating_add(over);
        let Some(other) = all.get(last) else { continue };
        let from = all[first].seen.it.occurred_at;
        if other.group == all[first].group
            && other.seen.it.occurred_at.0.saturating_sub(from.0) < span
        {
            stays[upto.max(first)..=last].fill(true);
            upto = last;
        }
    }
    let mut stays = stays.into_iter();
    all.retain(|_| stays.next().unwrap_or(true));
    all
}

/// Leaves those around which enough others lie, roughly: to put all in order takes longer than to count them by their times. Time is cut
/// into stretches as long as the length within which they count, so that those near one another lie in two neighbouring ones. Different
/// names may come to the same place of the table: then some stay that need not.
fn crowded(all: &mut Vec<Sifted<'_>>) {
    const PLACES: usize = 1 << 20;
    let mut counts = vec![0_u16; PLACES];
    let hasher = hashbrown::DefaultHashBuilder::default();
    #[expect(clippy::cast_possible_truncation, reason = "the remainder is below a usize")]
    let place =
        |group: Group, stretch: i64| (hasher.hash_one((group, stretch)) % PLACES as u64) as usize;
    let stretch = |it: &Sifted<'_>| {
        let (over, span) = measure(it.seen)?;
        Some((it.group?, over, it.seen.it.occurred_at.0.div_euclid(span.max(1))))
    };
    for (group, _, stretch) in all.iter().filter_map(stretch) {
        let count = &mut counts[place(group, stretch)];
        *count = count.saturating_add(1);
    }
    all.retain(|it| {
        let Some((group, over, stretch)) = stretch(it) else { return true };
        let near = (stretch - 1..=stretch + 1).map(|it| usize::from(counts[place(group, it)]));
        it.seen.it.part.corrects() || near.sum::<usize>() > over.min(usize::from(u16::MAX) - 1)
    });
}

/// Those of names under which there are enough of them at all, and what corrects others.
fn enough<'a>(supervisors: &'a [Supervisor]) -> Vec<Sifted<'a>> {
    // The names of all shards in one table: of a single shard those are its own.
    let mut names = Symbols::new();
    let common: Vec<Vec<u32>> = supervisors
        .iter()
        .map(|by| {
            let own = (0..by.noted.names.len()).filter_map(|at| u32::try_from(at).ok());
            let string = |at: u32| by.noted.names.get(Sym::of(at));
            match supervisors {
                [_] => own.collect(),
                _ => own.map(|at| names.intern(string(at)).number()).collect(),
            }
        })
        .collect();
    let common = |seen: Seen<'_>, name: Sym| common[seen.shard][name.number() as usize];
    let group = |seen: Seen<'_>| {
        let by = seen.it.by?;
        let common = |name| common(seen, name);
        Some((seen.rule(), common(by.first), by.more.map_or(0, |more| common(more) + 1)))
    };
    let mut counts: Vec<Vec<u32>> = Vec::new();
    for (rule, name, _) in all(supervisors).filter_map(|(_, seen)| group(seen)) {
        let (rule, name) = (usize::from(rule), name as usize);
        if counts.len() <= rule {
            counts.resize(rule + 1, Vec::new());
        }
        if counts[rule].len() <= name {
            counts[rule].resize(name + 1, 0);
        }
        counts[rule][name] += 1;
    }
    let is_enough = |seen: Seen<'_>, (rule, name, _): Group| {
        let over = measure(seen).map_or(usize::MAX, |(over, _)| over);
        counts[usize::from(rule)][name as usize] as usize > over
    };
    let sifted = |(nth, seen): (usize, Seen<'a>)| {
        let group = group(seen);
        let stays = seen.it.part.corrects() || group.is_some_and(|it| is_enough(seen, it));
        let different = seen.it.different.map(|it| common(seen, it));
        stays.then_some(Sifted { seen, group, different, nth })
    };
    all(supervisors).filter_map(sifted).collect()
}

/// Each with the how-manieth of its supervisor it is.
fn all(supervisors: &[Supervisor]) -> impl Iterator<Item = (usize, Seen<'_>)> {
    supervisors.iter().enumerate().flat_map(|(shard, by)| {
        let events = by.noted.events.iter().enumerate();
        events.map(move |(nth, it)| (nth, Seen { by, shard, it }))
    })
}

/// How many others must lie near for one to count, and how near at most, in milliseconds.
fn measure(seen: Seen<'_>) -> Option<(usize, i64)> {
    match seen.wrong()? {
        Wrong::Burst { over, within, .. } => Some((over as usize, span(within))),
        Wrong::Again { within, .. } => Some((1, span(within))),
        Wrong::Silence { .. } | Wrong::Share { .. } | Wrong::Outlier { .. } | Wrong::Gap { .. } => {
            None
        }
    }
}

/// No shorter than any such length: a day of the calendar may have 25 hours.
fn span(within: Length) -> i64 {
    let amount = i64::from(within.amount);
    match within.unit {
        Unit::Minutes => amount * 60_000,
        Unit::Hours => amount * 3_600_000,
        Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => (amount + 1) * 86_400_000,
    }
}
