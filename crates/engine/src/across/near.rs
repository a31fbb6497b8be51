//! Events near one another: too many within a time, or one behind another.
//!
//! *Invariant.* Counted by when things happened, so that an upload at night is no burst; told when the one became known that was too many. A
//! corrected record counts as what it says now, from then on.
//!
//! *Invariant.* Bounded: of one name no more than the newest [`KEPT`] events are held against each other.
//!
//! *Absent on purpose.* What came in between: nobody asks for the longest burst.

use duban_calendar::{Calendar, Length, Timestamp, Unit};
use duban_rulebook::Wrong;
use hashbrown::{HashMap, HashSet};

use super::Seen;
use super::sieve::{self, Sifted};
use super::tell::{Bilingual, Teller, cases};
use crate::supervisor::Supervisor;

/// So many events of one name are held against each other.
pub(super) const KEPT: usize = 4_096;

/// A record: rule, shard, case and key.
type Record = (u16, usize, u32, u64);

/// What is known of one name.
#[derive(Default)]
struct Group<'a> {
    /// In the order of occurrence.
    seen: Vec<Sifted<'a>>,
    /// From when to when bursts were told of.
    bursts: Vec<(Timestamp, Timestamp)>,
    /// Of which records it was told that they follow.
    followed: HashSet<Record>,
}

/// What a burst is told with.
struct Burst<'a> {
    /// The one that was too many.
    last: Seen<'a>,
    all: Vec<Seen<'a>>,
    /// How many different things there are among them, if that is what was counted.
    different: Option<usize>,
}

pub(super) fn tell(supervisors: &[Supervisor], teller: &mut Teller) {
    let mut all = sieve::sieve(supervisors);
    let corrected: HashSet<Record> =
        all.iter().filter(|it| it.seen.it.part.corrects()).map(|it| record(it.seen)).collect();
    drop_superseded(&mut all, &corrected);
    all.sort_unstable_by(|one, two| one.seen.first_known(two.seen));
    let mut groups: HashMap<sieve::Group, Group<'_>> = HashMap::new();
    let mut counted: HashMap<Record, sieve::Group> = HashMap::new();
    for sifted in all {
        let Sifted { seen, group, .. } = sifted;
        let record = record(seen);
        if let Some(before) = counted.remove(&record)
            && let Some(before) = groups.get_mut(&before)
        {
            before.seen.retain(|it| self::record(it.seen) != record);
        }
        let Some(name) = group else { continue };
        if corrected.contains(&record) {
            counted.insert(record, name);
        }
        let group = groups.entry(name).or_default();
        let at = group.add(sifted);
        match seen.wrong() {
            Some(Wrong::Burst { over, different, within }) => {
                if let Some(burst) = group.burst(at, over as usize, within, different.is_some()) {
                    let (due, told) = (burst.last.it.occurred_at, burst.told());
                    teller.tell(burst.last, due, seen.it.seen_at, &told);
                }
            }
            Some(Wrong::Again { within, .. }) => {
                for (lead, next) in group.again(at, within) {
                    let told = follow(lead, next);
                    teller.tell(next, next.it.occurred_at, seen.it.seen_at, &told);
                }
            }
            Some(
                Wrong::Silence { .. }
                | Wrong::Share { .. }
                | Wrong::Outlier { .. }
                | Wrong::Gap { .. },
            )
            | None => {}
        }
    }
}

/// Of versions of a record that came in at one instant the last counts, whatever times they tell of.
fn drop_superseded(all: &mut Vec<Sifted<'_>>, corrected: &HashSet<Record>) {
    let mut newest: HashMap<(Record, Timestamp), usize> = HashMap::new();
    let key = |it: &Sifted<'_>| {
        Some((record(it.seen), it.seen.it.seen_at)).filter(|(record, _)| corrected.contains(record))
    };
    for it in &*all {
        if let Some(key) = key(it) {
            let nth = newest.entry(key).or_default();
            *nth = it.nth.max(*nth);
        }
    }
    all.retain(|it| key(it).is_none_or(|key| newest.get(&key) == Some(&it.nth)));
}

fn record(seen: Seen<'_>) -> Record {
    (seen.rule(), seen.shard, seen.it.case.number(), seen.it.key)
}

impl Burst<'_> {
    fn told(&self) -> Bilingual {
        let zone = self.last.by.tables.rules.zone();
        let ends = [&self.all[0], &self.all[self.all.len() - 1]];
        let [from, to] = ends.map(|it| zone.display(it.it.occurred_at));
        let (count, cases) = (self.all.len(), cases(&self.all));
        let (zh, en) = match self.different {
            Some(of) => (format!("，不同者 {of} 个"), format!(", {of} different")),
            None => Default::default(),
        };
        [
            format!("{from} 至 {to} 共 {count} 件{zh}：{cases}"),
            format!("{count} from {from} to {to}{en}: {cases}"),
        ]
    }
}

fn follow(lead: Seen<'_>, next: Seen<'_>) -> Bilingual {
    let zone = lead.by.tables.rules.zone();
    let [first, then] = [lead, next].map(|it| (it.case(), zone.display(it.it.occurred_at)));
    [
        format!("{} {} 之后 {} {}", first.1, first.0, then.1, then.0),
        format!("{} on {}, then {} on {}", first.0, first.1, then.0, then.1),
    ]
}

impl<'a> Group<'a> {
    /// Adds an event, and answers its place.
    fn add(&mut self, sifted: Sifted<'a>) -> usize {
        let occurred_at = sifted.seen.it.occurred_at;
        let at = self.seen.partition_point(|it| it.seen.it.occurred_at <= occurred_at);
        self.seen.insert(at, sifted);
        // One that makes room stands before all that may still come together with new ones.
        if self.seen.len() > KEPT {
            self.seen.remove(0);
            return at.saturating_sub(1);
        }
        at
    }

    /// The burst of which the event at a place is part, if nothing was told of it yet. `different`: only different things count.
    fn burst(
        &mut self,
        at: usize,
        over: usize,
        within: Length,
        different: bool,
    ) -> Option<Burst<'a>> {
        let calendar = self.seen[at].seen.calendar();
        let together = |first: usize, last: usize| {
            let [from, to] = [first, last].map(|at| self.seen[at].seen.it.occurred_at);
            is_within(from, to, within, calendar)
        };
        let (first, too_many) = if different {
            self.too_many_different(at, over, together)?
        } else {
            // Each stretch of one more than is in order, of which the new one is part.
            let mut firsts = at.saturating_sub(over)..=at;
            let is_too_many =
                |first| first + over < self.seen.len() && together(first, first + over);
            firsts.find(|&first| is_too_many(first)).map(|first| (first, first + over))?
        };
        let mut last = too_many;
        while last + 1 < self.seen.len() && together(first, last + 1) {
            last += 1;
        }
        let [from, to] = [first, last].map(|at| self.seen[at].seen.it.occurred_at);
        let known = self.bursts.iter_mut().find(|told| {
            is_within(told.0.min(from), told.1.max(to), within, calendar)
                || (told.0 <= to && from <= told.1)
        });
        if let Some(told) = known {
            *told = (told.0.min(from), told.1.max(to));
            return None;
        }
        self.bursts.push((from, to));
        let all = &self.seen[first..=last];
        let kinds = || all.iter().map(|it| it.different).collect::<HashSet<_>>().len();
        Some(Burst {
            last: self.seen[too_many].seen,
            all: all.iter().map(|it| it.seen).collect(),
            different: different.then(kinds),
        })
    }

    /// The first stretch of events together, the one at a place among those that it may hold, in which there are too many different things:
    /// where it begins, and with which event they are too many.
    fn too_many_different(
        &self,
        at: usize,
        over: usize,
        together: impl Fn(usize, usize) -> bool,
    ) -> Option<(usize, usize)> {
        let begin = (0..=at).rev().take_while(|first| together(*first, at)).last()?;
        let mut counts: HashMap<Option<u32>, usize> = HashMap::new();
        let mut end = begin;
        for first in begin..=at {
            while counts.len() <= over && end < self.seen.len() && together(first, end) {
                *counts.entry(self.seen[end].different).or_default() += 1;
                end += 1;
            }
            if counts.len() > over {
                return Some((first, end - 1));
            }
            let gone = self.seen[first].different;
            if let Some(count) = counts.get_mut(&gone) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&gone);
                }
            }
        }
        None
    }

    /// What comes within a time behind an event of another case that others must not follow, as far as the event at a place is one of the two
    /// and nothing was told of it yet: the nearest before it, and it.
    fn again(&mut self, at: usize, within: Length) -> Vec<(Seen<'a>, Seen<'a>)> {
        let new = self.seen[at].seen;
        let near = |lead: &Seen<'a>, next: &Seen<'a>| {
            let (from, to) = (lead.it.occurred_at, next.it.occurred_at);
            lead.it.part.leads()
                && !next.it.part.leads()
                && lead.case() != next.case()
                && is_within(from, to, within, new.calendar())
        };
        let pairs: Vec<_> = if new.it.part.leads() {
            let from = self.seen.partition_point(|it| it.seen.it.occurred_at < new.it.occurred_at);
            let behind = self.seen[from..].iter().map(|it| it.seen);
            behind.filter(|next| near(&new, next)).map(|next| (new, next)).collect()
        } else {
            let to = self.seen.partition_point(|it| it.seen.it.occurred_at <= new.it.occurred_at);
            let mut before = self.seen[..to].iter().rev().map(|it| it.seen);
            before.find(|lead| near(lead, &new)).map(|lead| (lead, new)).into_iter().collect()
        };
        pairs.into_iter().filter(|(_, next)| self.followed.insert(record(*next))).collect()
    }
}

/// Whether two instants lie within a length: less than so many minutes or hours apart, or on so many days in a row.
fn is_within(first: Timestamp, last: Timestamp, within: Length, calendar: &Calendar) -> bool {
    let apart = last.0.saturating_sub(first.0);
    let amount = i64::from(within.amount);
    match within.unit {
        Unit::Minutes => apart < amount * 60_000,
        Unit::Hours => apart < amount * 3_600_000,
        Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => {
            let zone = calendar.zone();
            i64::from(zone.day_of(last).0) - i64::from(zone.day_of(first).0) < amount
        }
    }
}
