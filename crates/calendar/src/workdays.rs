//! Counting working days in constant time.
//!
//! Two flat tables, day -> rank and rank -> day, where the rank of a day is the number of working
//! days from 1970 up to and including it. Beyond the tables the bare week is counted in closed form.
//!
//! *Invariant.* `ranked(rank(day))` is the last working day not after `day`, for every day.
//!
//! *Absent on purpose.* Why a day is one: names and certainty stay with the calendar.

use crate::{Day, Weekday, calendar::SPAN};

/// Ranks of days and days of ranks.
#[derive(Clone)]
pub(crate) struct Workdays {
    /// The rank of each day of the span.
    ranks: Vec<i32>,
    /// The working day of each rank from 1 on.
    days: Vec<Day>,
    week: Week,
}

/// Which weekdays are worked when nothing else is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Week {
    works: [bool; 7],
}

impl Week {
    /// A week with these days of rest; `None` if that leaves no day to work on.
    pub(crate) fn resting(rest: &[Weekday]) -> Option<Week> {
        let works = Weekday::ALL.map(|day| !rest.contains(&day));
        works.contains(&true).then_some(Week { works })
    }

    pub(crate) fn works(&self, day: Weekday) -> bool {
        self.works[day as usize]
    }

    /// Working days in a week: 1 to 7.
    fn length(&self) -> i64 {
        self.works.iter().filter(|&&works| works).count() as i64
    }

    /// Working days among the `count` days that begin with this weekday.
    fn among(&self, first: Weekday, count: i64) -> i64 {
        let rest = (0..count % 7).filter(|&days| self.works[(first as usize + days as usize) % 7]);
        count / 7 * self.length() + rest.count() as i64
    }

    /// Days from this weekday on until `nth` of them (from 1) are worked, the last one included.
    fn reach(&self, first: Weekday, nth: i64) -> i64 {
        let (weeks, mut missing) = ((nth - 1) / self.length(), (nth - 1) % self.length() + 1);
        let mut days = 0;
        while missing > 0 {
            missing -= i64::from(self.works[(first as usize + days) % 7]);
            days += 1;
        }
        weeks * 7 + days as i64
    }

    /// The same week, told backwards: for counting into the past.
    fn reversed(&self, first: Weekday) -> (Week, Weekday) {
        let mut works = self.works;
        works.reverse();
        (Week { works }, Weekday::ALL[6 - first as usize])
    }
}

impl Workdays {
    /// The tables for days that are worked as `is_workday` says, within the span of the calendar.
    pub(crate) fn new(week: Week, is_workday: impl Fn(Day) -> bool) -> Workdays {
        let mut ranks = Vec::with_capacity((SPAN.end.0 - SPAN.start.0) as usize);
        let mut days = Vec::new();
        for day in (SPAN.start.0..SPAN.end.0).map(Day) {
            if is_workday(day) {
                days.push(day);
            }
            ranks.push(days.len() as i32);
        }
        Workdays { ranks, days, week }
    }

    /// The number of working days from 1970 up to and including this day; negative before.
    pub(crate) fn rank(&self, day: Day) -> i64 {
        // A day before the span wraps to a large index and misses the table as well.
        match self.ranks.get(day.0.wrapping_sub(SPAN.start.0) as u32 as usize) {
            Some(&rank) => rank.into(),
            None => self.rank_beyond(day),
        }
    }

    /// The working day of this rank, within what can be named.
    pub(crate) fn ranked(&self, rank: i64) -> Day {
        match self.days.get((rank as usize).wrapping_sub(1)) {
            Some(&day) => day,
            None => self.ranked_beyond(rank),
        }
    }

    pub(crate) fn is_workday(&self, day: Day) -> bool {
        match self.ranks.get(day.0.wrapping_sub(SPAN.start.0) as u32 as usize) {
            Some(&rank) => self.days.get((rank as usize).wrapping_sub(1)) == Some(&day),
            None => self.week.works(day.weekday()),
        }
    }

    #[cold]
    fn rank_beyond(&self, day: Day) -> i64 {
        let distance = |from: Day, to: Day| i64::from(to.0) - i64::from(from.0);
        if day < SPAN.start {
            let (week, last) = self.week.reversed(SPAN.start.plus(-1).weekday());
            -week.among(last, distance(day, SPAN.start) - 1)
        } else {
            let since = self.week.among(SPAN.end.weekday(), distance(SPAN.end, day) + 1);
            self.days.len() as i64 + since
        }
    }

    #[cold]
    fn ranked_beyond(&self, rank: i64) -> Day {
        if rank <= 0 {
            let (week, last) = self.week.reversed(SPAN.start.plus(-1).weekday());
            SPAN.start.plus(-week.reach(last, rank.saturating_neg().saturating_add(1)))
        } else {
            let since = rank - self.days.len() as i64;
            SPAN.end.plus(self.week.reach(SPAN.end.weekday(), since) - 1)
        }
    }
}
