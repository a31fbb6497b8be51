//! Leaves out what can be part of nothing: most officers close most of their cases one by one.
//!
//! *Invariant.* What is left out changes no warning: it lies near too few others, whatever is corrected among them.
//!
//! *Absent on purpose.* The order in which things became known: that is kept for what is left.

use duban_calendar::{Length, Unit};
use duban_rulebook::Wrong;
use hashbrown::HashMap;

use super::Seen;
use crate::supervisor::Supervisor;

/// A sighting and the number of its rule and name together: the same for the same rule and name, whatever shard has it.
pub(super) struct Sifted<'a> {
    pub(super) seen: Seen<'a>,
    /// None where it does not count.
    pub(super) group: Option<u32>,
}

/// The events of all supervisors that may be part of a burst or follow one another, in no particular order.
pub(super) fn sieve(supervisors: &[Supervisor]) -> Vec<Sifted<'_>> {
    let mut all = grouped(supervisors);
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

fn grouped(supervisors: &[Supervisor]) -> Vec<Sifted<'_>> {
    let mut groups: HashMap<(u16, &str), u32> = HashMap::new();
    let mut all = Vec::new();
    for (shard, by) in supervisors.iter().enumerate() {
        // A name is looked up once for each rule, not once for each event.
        let mut known: HashMap<(u16, u32), u32> = HashMap::new();
        for it in &by.noted.events {
            let seen = Seen { by, shard, it };
            let rule = seen.rule();
            let group = it.name.map(|name| {
                *known.entry((rule, name.number())).or_insert_with(|| {
                    let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                    *groups.entry((rule, by.noted.names.get(name))).or_insert(next)
                })
            });
            all.push(Sifted { seen, group });
        }
    }
    all
}

/// How many others must lie near for one to count, and how near at most, in milliseconds.
fn measure(seen: Seen<'_>) -> Option<(usize, i64)> {
    match seen.wrong()? {
        Wrong::Burst { over, within } => Some((over as usize, span(within))),
        Wrong::Again { within, .. } => Some((1, span(within))),
        Wrong::Silence { .. } | Wrong::Share { .. } | Wrong::Growth { .. } | Wrong::Gap { .. } => {
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
