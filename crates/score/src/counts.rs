//! What is counted of a month for one department, post or item.
//!
//! *Invariant.* Every number adds up: the counts of all rows, added, are those of the whole. `on_time + late + without_limit ==
//! completed`.
//!
//! *Absent on purpose.* Points: how much a card costs is the rulebook's to say.

use std::collections::BTreeMap;

use duban_domain::Level;
use serde::Serialize;

use crate::average::{Hundredths, Mean, percent};
use crate::completion::{Completion, Judgement};

/// The counters of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// 办件量: cases accepted in the month; a case that was never accepted counts when it was taken in.
    pub volume: u64,
    /// 办结: cases decided or closed in the month, whichever came first.
    pub completed: u64,
    /// Of those, completed within the limit.
    pub on_time: u64,
    /// Of those, completed after a limit.
    pub late: u64,
    /// Of those, completed without that a limit ended with it.
    pub without_limit: u64,
    /// 提前办结: of those on time, completed on a day before the due day. A case that was withdrawn, lapsed, voided or deleted is
    /// never early.
    pub early: u64,
    /// How much of their limit the completed cases used, in hundredths; cases whose limit is a date have no share.
    pub share_used: Mean,
    /// The warnings that fell due in the month and stand, by level.
    pub warnings: Levels,
    /// Warnings of the month that later facts took back (异常发牌). Counted nowhere else.
    pub rejudged: u64,
    /// How many times three cases in succession were warned of.
    pub streaks: u64,
    /// Cases that the applicant rated (好差评) in the month for the first time.
    pub rated: u64,
    /// Of these, the ones with a grade of 4 or 5 (差评).
    pub dissatisfied: u64,
    /// Cases about which a first complaint (投诉) came in the month.
    pub complaints: u64,
    /// The warnings that stand, by the clock that raised them.
    pub clocks: BTreeMap<String, Levels>,
    /// The warnings that stand, by the check that raised them.
    pub checks: BTreeMap<String, u64>,
}

/// Warnings by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// 疑点
    pub finding: u64,
    /// 预警
    pub reminder: u64,
    /// 黄牌
    pub yellow: u64,
    /// 红牌
    pub red: u64,
}

impl Levels {
    /// How many there are of a level.
    pub fn of(self, level: Level) -> u64 {
        match level {
            Level::Finding => self.finding,
            Level::Reminder => self.reminder,
            Level::Yellow => self.yellow,
            Level::Red => self.red,
        }
    }

    pub(crate) fn raise(&mut self, level: Level) {
        let count = match level {
            Level::Finding => &mut self.finding,
            Level::Reminder => &mut self.reminder,
            Level::Yellow => &mut self.yellow,
            Level::Red => &mut self.red,
        };
        *count += 1;
    }

    fn add(&mut self, other: Levels) {
        self.finding += other.finding;
        self.reminder += other.reminder;
        self.yellow += other.yellow;
        self.red += other.red;
    }
}

impl Counts {
    /// How many of the completed cases were early, in hundredths; None when none was completed.
    pub fn early_percent(&self) -> Option<Hundredths> {
        percent(self.early, self.completed)
    }

    /// How many of the completed cases were on time, in hundredths; None when none was completed.
    pub fn on_time_percent(&self) -> Option<Hundredths> {
        percent(self.on_time, self.completed)
    }

    pub(crate) fn complete(&mut self, completion: &Completion) {
        self.completed += 1;
        match completion.judgement {
            None => self.without_limit += 1,
            Some(Judgement { late, early, used_percent }) => {
                self.late += u64::from(late);
                self.on_time += u64::from(!late);
                self.early += u64::from(early);
                if let Some(used) = used_percent {
                    self.share_used.take(used);
                }
            }
        }
    }

    /// Adds the counts of another row.
    pub(crate) fn add(&mut self, other: &Counts) {
        // Named one by one, so that a new counter can't be forgotten here.
        let Counts {
            volume,
            completed,
            on_time,
            late,
            without_limit,
            early,
            share_used,
            warnings,
            rejudged,
            streaks,
            rated,
            dissatisfied,
            complaints,
            clocks,
            checks,
        } = other;
        self.volume += volume;
        self.completed += completed;
        self.on_time += on_time;
        self.late += late;
        self.without_limit += without_limit;
        self.early += early;
        self.share_used.add(*share_used);
        self.warnings.add(*warnings);
        self.rejudged += rejudged;
        self.streaks += streaks;
        self.rated += rated;
        self.dissatisfied += dissatisfied;
        self.complaints += complaints;
        for (clock, levels) in clocks {
            self.clocks.entry(clock.clone()).or_default().add(*levels);
        }
        for (check, count) in checks {
            *self.checks.entry(check.clone()).or_default() += count;
        }
    }
}
