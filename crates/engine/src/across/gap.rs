//! Gaps in numbers: one that is missing between two that are known, and does not come in time.
//!
//! *Invariant.* A number that comes in time leaves no gap, in whatever order numbers come. One that was known once is known: a correction takes
//! no number back.
//!
//! *Invariant.* Bounded: of one series no more than [`OPEN`] gaps are waited for. Of more, the lowest are given up: where so many are missing, the
//! numbers are not given in a row.
//!
//! *Absent on purpose.* What comes before the first number that is known, and leaps of more than [`LEAP`]: those begin another row.

use std::collections::BTreeMap;

use duban_calendar::Timestamp;
use duban_rulebook::Wrong;

use super::Seen;
use super::note::{BLANK, Numbered};
use super::tell::{Bilingual, Teller};
use crate::supervisor::Supervisor;

/// So many numbers may be missing in a row.
pub(super) const LEAP: u64 = 100;

/// So many gaps of one series are waited for.
pub(super) const OPEN: usize = 256;

/// A number that became known.
#[derive(Clone, Copy)]
struct Known<'a> {
    seen: Seen<'a>,
    it: &'a Numbered,
}

/// Numbers that are missing.
#[derive(Clone, Copy)]
struct Missing<'a> {
    last: u64,
    /// Until when they may come.
    due: Timestamp,
    /// The number behind them.
    before: Known<'a>,
}

/// The numbers of one series.
struct Series<'a> {
    /// The lowest and the highest that are known.
    ends: [Known<'a>; 2],
    /// By their first number.
    missing: BTreeMap<u64, Missing<'a>>,
}

pub(super) fn tell(supervisors: &[Supervisor], until: Timestamp, teller: &mut Teller) {
    let mut all: Vec<Known<'_>> = Vec::new();
    for (shard, by) in supervisors.iter().enumerate() {
        all.extend(
            by.noted
                .numbers
                .iter()
                .map(|it| Known { seen: Seen { by, shard, it: &it.sighting }, it }),
        );
    }
    all.sort_unstable_by(|one, two| one.seen.first_known(two.seen));
    let mut series: BTreeMap<(u16, Option<String>, &str), Series<'_>> = BTreeMap::new();
    for known in all {
        let key = (known.seen.rule(), known.seen.name(), known.series());
        match series.get_mut(&key) {
            Some(series) => {
                series.give_up_on(known.seen.it.seen_at.plus_ms(-1), teller);
                series.add(known);
            }
            None => {
                let new = Series { ends: [known, known], missing: BTreeMap::new() };
                series.insert(key, new);
            }
        }
    }
    for mut series in series.into_values() {
        series.give_up_on(until, teller);
    }
}

impl<'a> Known<'a> {
    fn series(self) -> &'a str {
        self.seen.by.noted.names.get(self.it.series)
    }

    /// A number of the same series, as it would be written.
    fn written(self, number: u64) -> String {
        let digits = format!("{number:0width$}", width = usize::from(self.it.digits));
        self.series().replace(BLANK, &digits)
    }
}

impl<'a> Series<'a> {
    /// Takes in a number.
    fn add(&mut self, known: Known<'a>) {
        let number = known.it.number;
        let [low, high] = self.ends;
        if number > high.it.number {
            self.open(high.it.number, number, known, known);
            self.ends[1] = known;
        } else if number < low.it.number {
            self.open(number, low.it.number, low, known);
            self.ends[0] = known;
        } else if let Some((&first, &gap)) = self.missing.range(..=number).next_back()
            && number <= gap.last
        {
            self.missing.remove(&first);
            if first < number {
                self.missing.insert(first, Missing { last: number - 1, before: known, ..gap });
            }
            if number < gap.last {
                self.missing.insert(number + 1, gap);
            }
        }
    }

    /// Waits for what is missing between two numbers, from when the second of them became known.
    fn open(&mut self, from: u64, to: u64, before: Known<'a>, second: Known<'a>) {
        let missing = to - from - 1;
        let Some(Wrong::Gap { missing_for, .. }) = second.seen.wrong() else { return };
        let due = second.seen.days_after(second.seen.it.seen_at, missing_for);
        if let Some(due) = due.filter(|_| missing > 0) {
            self.missing.insert(from + 1, Missing { last: to - 1, due, before });
            if self.missing.len() > OPEN {
                self.missing.pop_first();
            }
        }
    }

    /// Tells what did not come until then.
    fn give_up_on(&mut self, until: Timestamp, teller: &mut Teller) {
        let late: Vec<_> = self
            .missing
            .iter()
            .filter(|(_, gap)| gap.due <= until)
            .map(|(first, gap)| (*first, *gap))
            .collect();
        for (first, gap) in late {
            self.missing.remove(&first);
            if gap.last - first < LEAP {
                teller.tell(gap.before.seen, gap.due, gap.due, &gap.told(first));
            }
        }
    }
}

impl Missing<'_> {
    fn told(&self, first: u64) -> Bilingual {
        let before = self.before.written(self.before.it.number);
        let [one, other] = [first, self.last].map(|number| self.before.written(number));
        if first == self.last {
            return [format!("{before} 之前缺 {one}"), format!("{one} is missing before {before}")];
        }
        let count = self.last - first + 1;
        [
            format!("{before} 之前缺 {one} 至 {other}，共 {count} 个"),
            format!("{one} to {other} are missing before {before}, {count} numbers"),
        ]
    }
}
