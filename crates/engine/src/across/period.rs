//! Shares and numbers of a period of the calendar, by themselves, or beside those of another period or of others.
//!
//! *Invariant.* Counted by when things became known, and judged at the end of the period: so what comes in later counts for the period in which it
//! does, and nothing has to be taken back.
//!
//! *Invariant.* Of two versions of a check that count different things within one period, each is judged by what it counted itself.
//!
//! *Absent on purpose.* A period that is not over yet.

use std::collections::BTreeMap;

use duban_calendar::{Day, Timestamp};
use duban_rulebook::{Against, Wrong};
use hashbrown::HashMap;

use super::Seen;
use super::note::{Period, Sighting, Tally};
use super::tell::{Bilingual, Teller};
use crate::supervisor::Supervisor;

/// By what is counted, name and period.
type Sums<'a> = BTreeMap<(u16, String, Period), Sum<'a>>;

/// What was counted, over all shards.
struct Sum<'a> {
    all: u64,
    hits: u64,
    last: Seen<'a>,
    last_hit: Option<Seen<'a>>,
}

pub(super) fn tell(supervisors: &[Supervisor], until: Timestamp, teller: &mut Teller) {
    let sums = sums(supervisors);
    let together = together(&sums);
    for ((counted, name, period), sum) in &sums {
        let period = *period;
        let Some(end) = first_day(period.after()).map(|day| sum.last.zone().start_of(day)) else {
            continue;
        };
        if end > until {
            continue;
        }
        let own = sum.count();
        let found = match sum.last.wrong() {
            Some(Wrong::Share { over_percent, at_least, .. }) => {
                let is_over = own.hits * 100 > u64::from(over_percent) * own.all;
                let about = sum.last_hit.filter(|_| is_over && own.all >= at_least.into());
                about.map(|about| (about, share(period, own)))
            }
            Some(Wrong::Outlier { of, over_times, against, at_least, .. }) => {
                let of_name = |period| sums.get(&(*counted, name.clone(), period)).map(Sum::count);
                let other = match against {
                    Against::PeriodBefore => of_name(period.before()),
                    Against::YearBefore => of_name(period.year_before()),
                    Against::Others => {
                        together.get(&(*counted, period)).map(|all| all.without(own))
                    }
                };
                let (other, least) = (other.unwrap_or_default(), u64::from(at_least));
                let times = u64::from(over_times);
                let about = match of {
                    Some(_) => sum.last_hit.filter(|_| own.has_share_over(times, other, least)),
                    None => Some(sum.last).filter(|_| own.is_over(times, other, least)),
                };
                about.map(|about| (about, compared(period, own, against, other, of.is_some())))
            }
            Some(
                Wrong::Burst { .. }
                | Wrong::Again { .. }
                | Wrong::Silence { .. }
                | Wrong::Gap { .. },
            )
            | None => None,
        };
        if let Some((about, told)) = found {
            teller.tell(about, end, end, &told);
        }
    }
}

/// What all shards counted.
fn sums(supervisors: &[Supervisor]) -> Sums<'_> {
    let mut sums: Sums<'_> = BTreeMap::new();
    for (shard, by) in supervisors.iter().enumerate() {
        let seen = |it| Seen { by, shard, it };
        by.noted.periods.iter().for_each(|(&(counted, name, period), tally)| {
            let sum = Sum::of(tally, seen);
            let key = (counted, name.text(&by.noted.names), period);
            match sums.get_mut(&key) {
                Some(known) => known.add(sum),
                None => {
                    sums.insert(key, sum);
                }
            }
        });
    }
    sums
}

/// What was counted under all names together in each period.
fn together(sums: &Sums<'_>) -> HashMap<(u16, Period), Count> {
    let mut together: HashMap<_, Count> = HashMap::new();
    for ((counted, _, period), sum) in sums {
        let all = together.entry((*counted, *period)).or_default();
        *all = all.with(sum.count());
    }
    together
}

/// What one name counted in a period, or several did.
#[derive(Clone, Copy, Default)]
struct Count {
    names: u64,
    all: u64,
    hits: u64,
}

impl Count {
    fn with(self, part: Count) -> Count {
        Count {
            names: self.names + part.names,
            all: self.all + part.all,
            hits: self.hits + part.hits,
        }
    }

    fn without(self, part: Count) -> Count {
        Count {
            names: self.names - part.names,
            all: self.all - part.all,
            hits: self.hits - part.hits,
        }
    }

    /// Whether the share is more than so many times as large as another. Of too few on either side nothing is said.
    fn has_share_over(self, times: u64, other: Count, at_least: u64) -> bool {
        let [own, others] = [(self.hits, other.all), (other.hits, self.all)]
            .map(|(hits, all)| u128::from(hits) * u128::from(all));
        self.all.min(other.all) >= at_least && own > u128::from(times) * others
    }

    /// Whether there are more than so many times as many as of others on average. Of too few of those nothing is said.
    fn is_over(self, times: u64, other: Count, at_least: u64) -> bool {
        let names = other.names.max(1);
        other.all >= at_least * names && self.all * names > times * other.all
    }
}

impl<'a> Sum<'a> {
    fn count(&self) -> Count {
        Count { names: 1, all: self.all, hits: self.hits }
    }

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

fn share(period: Period, count: Count) -> Bilingual {
    let [zh, en] = shown(period);
    let (Count { all, hits, .. }, percent) = (count, percent(count));
    [
        format!("{zh} 共 {all} 件，其中 {hits} 件，占 {percent}%"),
        format!("{hits} of {all} in {en}, {percent} %"),
    ]
}

/// A number or a share beside what it is compared with.
fn compared(
    period: Period,
    own: Count,
    against: Against,
    other: Count,
    is_share: bool,
) -> Bilingual {
    let in_period = |period| {
        let [zh, en] = shown(period);
        [zh, format!("in {en}")]
    };
    let names = other.names;
    let [other_zh, other_en] = match against {
        Against::PeriodBefore => in_period(period.before()),
        Against::YearBefore => in_period(period.year_before()),
        Against::Others => [format!("其他 {names} 个"), format!("of {names} others")],
    };
    let Count { all, hits, .. } = other;
    if is_share {
        let ([zh, en], percent) = (share(period, own), percent(other));
        return [
            format!("{zh}；{other_zh} 共 {all} 件，其中 {hits} 件，占 {percent}%"),
            format!("{en}; {hits} of {all} {other_en}, {percent} %"),
        ];
    }
    let ([zh, en], own) = (in_period(period), own.all);
    [format!("{zh} 共 {own} 件，{other_zh} 为 {all} 件"), format!("{own} {en}, {all} {other_en}")]
}

/// Rounded down, so that what is said to be over a threshold is over it.
fn percent(Count { all, hits, .. }: Count) -> String {
    let permille = hits * 1_000 / all.max(1);
    format!("{}.{}", permille / 10, permille % 10)
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
