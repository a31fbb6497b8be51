//! The arithmetic of clocks as one would write it with all the time in the world.
//!
//! Time is painted cell by cell, days or minutes: which cells count, and which are paused. Months are
//! chrono's. Nothing is shared with the crate but what a day is and when it begins.

use chrono::{Datelike, Months, NaiveDate};
use duban_calendar::{Calendar, Certainty, Day, Length, Policy, Term, Threshold, Timestamp, Unit};

const MINUTE: i64 = 60_000;

/// What is painted before the start, and how far after it: enough for every generated clock.
const DAYS_BEFORE: i64 = 100;
const DAYS_AFTER: i64 = 4_000;
const MINUTES_BEFORE: i64 = 30 * 1_440;
const MINUTES_AFTER: i64 = 200 * 1_440;

pub(crate) struct Model<'a> {
    calendar: &'a Calendar,
    term: &'a Term<'a>,
    /// The number of the first cell, in days or minutes since 1970.
    origin: i64,
    counts: Vec<bool>,
    paused: Vec<bool>,
    /// The limit in cells, with the extensions that counted.
    pub(crate) need: i64,
    pub(crate) counted: Vec<bool>,
}

impl<'a> Model<'a> {
    pub(crate) fn new(calendar: &'a Calendar, term: &'a Term<'a>) -> Model<'a> {
        let days = matches!(term.policy, Policy::Day { .. });
        let (before, after) =
            if days { (DAYS_BEFORE, DAYS_AFTER) } else { (MINUTES_BEFORE, MINUTES_AFTER) };
        let mut model = Model {
            calendar,
            term,
            origin: 0,
            counts: Vec::new(),
            paused: vec![false; (before + after) as usize],
            need: 0,
            counted: vec![false; term.extensions.len()],
        };
        model.origin = model.cell(term.start) - before;
        model.counts = vec![false; model.paused.len()];
        model.paint_counting();
        for pause in term.pauses {
            model.paint_pause(pause.from, pause.to, pause.cap);
        }
        model.need = model.cells(term.start, term.limit.amount);
        model.judge_extensions();
        model
    }

    fn whole_days(&self) -> bool {
        matches!(self.term.policy, Policy::Day { .. })
    }

    /// The number of the cell from which on time counts if something happens at this instant.
    fn cell(&self, at: Timestamp) -> i64 {
        match self.whole_days() {
            // The day of an event does not count, for a start as for a pause.
            true => i64::from(self.calendar.zone().day_of(at).0) + 1,
            false => at.0.div_euclid(MINUTE),
        }
    }

    fn index(&self, cell: i64) -> usize {
        (cell - self.origin).clamp(0, self.counts.len() as i64) as usize
    }

    fn paint_counting(&mut self) {
        let (calendar, zone) = (self.calendar, self.calendar.zone());
        if self.whole_days() {
            for (index, counts) in self.counts.iter_mut().enumerate() {
                let day = Day((self.origin + index as i64) as i32);
                *counts = self.term.limit.unit != Unit::Workdays || calendar.is_workday(day);
            }
            return;
        }
        if self.term.policy == Policy::WallClock {
            return self.counts.fill(true);
        }
        let end = self.origin + self.counts.len() as i64;
        let mut day = zone.day_of(Timestamp(self.origin * MINUTE)).plus(-1);
        while zone.start_of(day).0 < end * MINUTE {
            if calendar.is_workday(day) {
                for session in calendar.sessions() {
                    let opens = self.index(self.cell(zone.instant(day, session.opens)));
                    let closes = self.index(self.cell(zone.instant(day, session.closes)));
                    self.counts[opens..closes].fill(true);
                }
            }
            day = day.plus(1);
        }
    }

    fn paint_pause(&mut self, from: Timestamp, to: Option<Timestamp>, cap: Option<u32>) {
        let end = to.map_or(self.counts.len(), |to| self.index(self.cell(to)));
        let first = self.cell(from);
        assert!(first >= self.origin, "a pause begins before what is painted");
        let mut left = cap.map_or(i64::MAX, |cap| match self.term.limit.unit {
            Unit::Months | Unit::Years if self.whole_days() => i64::from(cap),
            Unit::Months | Unit::Years => self.cells_of(from, Length::new(cap, Unit::Days)),
            Unit::Workdays | Unit::Days | Unit::Hours | Unit::Minutes => self.cells(from, cap),
        });
        for index in self.index(first)..end {
            if left == 0 {
                break;
            }
            self.paused[index] = true;
            left -= i64::from(self.counts[index]);
        }
    }

    /// A length in the clock's own unit, in cells.
    fn cells(&self, from: Timestamp, amount: u32) -> i64 {
        self.cells_of(from, Length::new(amount, self.term.limit.unit))
    }

    fn cells_of(&self, from: Timestamp, length: Length) -> i64 {
        let local = self.calendar.zone().local(from);
        let (year, month, day) = local.day.ymd();
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let amount = length.amount;
        let target = match length.unit {
            Unit::Hours => return i64::from(amount) * 60,
            Unit::Minutes => return i64::from(amount),
            Unit::Workdays if self.whole_days() => return i64::from(amount),
            Unit::Workdays => {
                let sessions = self.calendar.sessions().iter();
                let full: i64 = sessions.map(|it| i64::from(it.closes - it.opens)).sum();
                return i64::from(amount) * full / MINUTE;
            }
            Unit::Days => date.checked_add_days(chrono::Days::new(amount.into())).unwrap(),
            Unit::Months => date.checked_add_months(Months::new(amount)).unwrap(),
            Unit::Years => date.checked_add_months(Months::new(amount * 12)).unwrap(),
        };
        if self.whole_days() {
            return (target - date).num_days();
        }
        let day = Day::from_ymd(target.year(), target.month(), target.day()).unwrap();
        let same_time = self.calendar.zone().instant(day, local.ms_of_day);
        ((same_time.0 - from.0) / MINUTE).max(0)
    }

    fn judge_extensions(&mut self) {
        let extensions = self.term.extensions;
        let mut order: Vec<usize> = (0..extensions.len()).collect();
        order.sort_by_key(|&place| extensions[place].on);
        let mut amount = self.term.limit.amount;
        for place in order {
            let on = extensions[place].on;
            let in_time = match (self.due_day(), self.due()) {
                (Some(day), _) if self.whole_days() => self.calendar.zone().day_of(on) <= day,
                (_, Some(due)) => on <= due,
                _ => true,
            };
            if in_time {
                amount += extensions[place].length;
                self.need = self.cells(self.term.start, amount);
                self.counted[place] = true;
            }
        }
    }

    /// How many cells count from the start up to this one.
    fn counted_to(&self, end: usize) -> i64 {
        let cells = self.index(self.cell(self.term.start))..end;
        cells.filter(|&cell| self.counts[cell] && !self.paused[cell]).count() as i64
    }

    /// The end of the cell with which so many have counted.
    fn when(&self, need: i64) -> Option<i64> {
        let mut left = need;
        for index in self.index(self.cell(self.term.start)).. {
            if left == 0 {
                return Some(self.origin + index as i64);
            }
            left -= i64::from(*self.counts.get(index)? && !self.paused[index]);
        }
        None
    }

    pub(crate) fn due_day(&self) -> Option<Day> {
        let end = self.when(self.need)?;
        if !self.whole_days() {
            let office = self.term.policy == Policy::WorkSecond && self.need > 0;
            let within = Timestamp(end * MINUTE - i64::from(office));
            return Some(self.calendar.zone().day_of(within));
        }
        let mut day = Day((end - 1) as i32);
        let rolls = matches!(self.term.policy, Policy::Day { roll: true, .. })
            && self.term.limit.unit != Unit::Workdays;
        while rolls && !self.calendar.is_workday(day) {
            day = day.plus(1);
        }
        Some(day)
    }

    pub(crate) fn due(&self) -> Option<Timestamp> {
        match self.whole_days() {
            true => Some(self.calendar.zone().start_of(self.due_day()?.plus(1))),
            false => Some(Timestamp(self.when(self.need)? * MINUTE)),
        }
    }

    pub(crate) fn used(&self, upto: Timestamp) -> i64 {
        let counted = self.counted_to(self.index(self.cell(upto)));
        if self.whole_days() { counted } else { counted * MINUTE }
    }

    pub(crate) fn certainty(&self) -> Certainty {
        let (Some(due), start) = (self.due_day(), self.calendar.zone().day_of(self.term.start))
        else {
            return Certainty::Official;
        };
        let first = if self.whole_days() && self.term.limit.unit == Unit::Workdays {
            start.plus(1)
        } else if self.term.policy == Policy::WorkSecond && self.need > 0 {
            start
        } else if self.term.policy == Policy::LAW {
            self.when(self.need).map_or(due, |end| Day((end - 1) as i32))
        } else {
            return Certainty::Official;
        };
        let days = (first.0..=due.0).map(Day);
        days.map(|day| self.calendar.certainty(day)).max().unwrap_or_default()
    }

    fn at_percent(&self, percent: i64) -> Option<Timestamp> {
        if self.whole_days() {
            let end = self.when(self.need * percent / 100)?;
            return Some(self.calendar.zone().start_of(Day(end as i32)));
        }
        // Part of a minute: so far into the minute that would have counted next.
        let need = self.need * MINUTE * percent / 100;
        let (minutes, rest) = (need / MINUTE, need % MINUTE);
        Some(Timestamp(match rest {
            0 => self.when(minutes)? * MINUTE,
            rest => (self.when(minutes + 1)? - 1) * MINUTE + rest,
        }))
    }

    /// The instant of a threshold, but for hours of office time, which are told apart.
    pub(crate) fn threshold(&self, threshold: &Threshold) -> Option<Timestamp> {
        let zone = self.calendar.zone();
        let due = self.due_day();
        let at = match threshold {
            Threshold::AtDue => self.due(),
            Threshold::AtPercent(percent) => self.at_percent(i64::from(*percent)),
            Threshold::BeforeDue(Length { amount, unit: Unit::Workdays }) => due.map(|due| {
                // The day `b` of W with exactly n days of W in (b, due].
                let mut day = due;
                let mut left = *amount;
                while left > 0 || (*amount > 0 && !self.calendar.is_workday(day)) {
                    left -= u32::from(self.calendar.is_workday(day));
                    day = day.plus(-1);
                }
                zone.start_of(day)
            }),
            Threshold::AfterDue(Length { amount, unit: Unit::Workdays }) => due.map(|due| {
                let mut day = due;
                let mut left = *amount;
                while left > 0 {
                    day = day.plus(1);
                    left -= u32::from(self.calendar.is_workday(day));
                }
                zone.start_of(day.plus(1))
            }),
            Threshold::Earliest(all) => {
                return all.iter().filter_map(|it| self.threshold(it)).min();
            }
            Threshold::Latest(all) => {
                let reached = |it: &Threshold| match it {
                    Threshold::AtPercent(percent) => self.at_percent((*percent).into()).is_some(),
                    Threshold::AtDue
                    | Threshold::BeforeDue(_)
                    | Threshold::AfterDue(_)
                    | Threshold::Earliest(_)
                    | Threshold::Latest(_) => due.is_some(),
                };
                let last = all.iter().filter_map(|it| self.threshold(it)).max();
                return last.filter(|_| all.iter().all(reached));
            }
            Threshold::BeforeDue(_) | Threshold::AfterDue(_) => {
                unreachable!("lengths in other units have tests of their own")
            }
        };
        at.filter(|&at| at > self.term.start)
    }
}
