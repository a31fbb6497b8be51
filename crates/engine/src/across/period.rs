//! Shares and jumps: what was counted in a period of the calendar.
//!
//! *Invariant.* Counted by when things became known, and judged at the end of the period: so what comes in later counts for the period in which it
//! does, and nothing has to be taken back.
//!
//! *Absent on purpose.* A period that is not over yet.

use std::collections::BTreeMap;

use duban_calendar::{Day, Timestamp};
use duban_rulebook::Wrong;

use super::Seen;
use super::note::{Period, Sighting, Tally};
use super::tell::{Bilingual, Teller};
use crate::supervisor::Supervisor;

/// What was counted, over all shards.
struct Sum<'a> {
    all: u64,
    hits: u64,
    last: Seen<'a>,
    last_hit: Option<Seen<'a>>,
}

pub(super) fn tell(supervisors: &[Supervisor], until: Timestamp, teller: &mut Teller) {
    let mut sums: BTreeMap<(u16, String, Period), Sum<'_>> = BTreeMap::new();
    for (shard, by) in supervisors.iter().enumerate() {
        let seen = |it| Seen { by, shard, it };
        by.noted.periods.iter().for_each(|(&(rule, name, period), tally)| {
            let sum = Sum::of(tally, seen);
            let key = (rule, name.text(&by.noted.names), period);
            match sums.get_mut(&key) {
                Some(known) => known.add(sum),
                None => {
                    sums.insert(key, sum);
                }
            }
        });
    }
    for ((rule, name, period), sum) in &sums {
        let period = *period;
        let Some(end) = first_day(period.after()).map(|day| sum.last.zone().start_of(day)) else {
            continue;
        };
        if end > until {
            continue;
        }
        match sum.last.wrong() {
            Some(Wrong::Share { over_percent, at_least, .. }) => {
                let is_over = sum.hits * 100 > u64::from(over_percent) * sum.all;
                if let Some(about) = sum.last_hit.filter(|_| is_over && sum.all >= at_least.into())
                {
                    teller.tell(about, end, end, &share(period, sum));
                }
            }
            Some(Wrong::Growth { over_times, at_least, .. }) => {
                let before =
                    sums.get(&(*rule, name.clone(), period.before())).map_or(0, |it| it.all);
                if before >= at_least.into() && sum.all > u64::from(over_times) * before {
                    teller.tell(sum.last, end, end, &growth(period, sum.all, before));
                }
            }
            Some(
                Wrong::Burst { .. }
                | Wrong::Again { .. }
                | Wrong::Silence { .. }
                | Wrong::Gap { .. },
            )
            | None => {}
        }
    }
}

impl<'a> Sum<'a> {
    fn of(tally: &'a Tally, seen: impl Fn(&'a Sighting) -> Seen<'a>) -> Sum<'a> {
        Sum {
            all: tally.all.into(),
            hits: tally.hits.into(),
            last: seen(&tally.last),
            last_hit: tally.last_hit.as_ref().map(seen),
        }
    }

    fn add(&mut self, other: Sum<'a>) {
        let later = |one: Seen<'a>, two| if one.first_known(two).is_lt() { two } else { one };
        self.all += other.all;
        self.hits += other.hits;
        self.last = later(self.last, other.last);
        self.last_hit = match (self.last_hit, other.last_hit) {
            (Some(one), Some(two)) => Some(later(one, two)),
            (one, two) => one.or(two),
        };
    }
}

fn share(period: Period, sum: &Sum<'_>) -> Bilingual {
    let (all, hits) = (sum.all, sum.hits);
    // Rounded down, so that what is said to be over a threshold is over it.
    let permille = hits * 1_000 / all.max(1);
    let percent = format!("{}.{}", permille / 10, permille % 10);
    let when = shown(period);
    [
        format!("{} 共 {all} 件，其中 {hits} 件，占 {percent}%", when[0]),
        format!("{hits} of {all} in {}, {percent} %", when[1]),
    ]
}

fn growth(period: Period, all: u64, before: u64) -> Bilingual {
    let (now, then) = (shown(period), shown(period.before()));
    [
        format!("{} 共 {all} 件，{} 为 {before} 件", now[0], then[0]),
        format!("{all} in {}, {before} in {}", now[1], then[1]),
    ]
}

/// A period in words.
fn shown(period: Period) -> Bilingual {
    let month = |at: i32| format!("{:04}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1);
    let (first, last) = (month(period.first), month(period.first + period.months - 1));
    if period.months == 1 {
        return [first.clone(), first];
    }
    [format!("{first} 至 {last}"), format!("{first} to {last}")]
}

/// The first day of a period.
fn first_day(period: Period) -> Option<Day> {
    let month = u32::try_from(period.first.rem_euclid(12) + 1).ok()?;
    Day::from_ymd(period.first.div_euclid(12), month, 1)
}
