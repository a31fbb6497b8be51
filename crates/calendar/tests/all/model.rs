//! The arithmetic of clocks as one would write it with all the time in the world.
//!
//! Time is painted cell by cell, days or minutes: which cells count, and which are paused. A term is
//! walked part by part, one cell after the other. Months are chrono's. Nothing is shared with the crate but what a day is and when it begins.

use chrono::{Datelike, Months, NaiveDate};
use duban_calendar::{
    Calendar, Certainty, Day, Length, Pause, Policy, Term, Threshold, Timestamp, Unit,
};

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
    /// Which cells count; where days are counted, which are working days.
    counts: Vec<bool>,
    paused: Vec<bool>,
    parts: Vec<Part>,
    pub(crate) counted: Vec<bool>,
}

/// What is counted in one unit without a break.
#[derive(Clone, Copy, Debug)]
struct Part {
    length: Length,
    /// The first cell that may count; None while nobody knows.
    first: Option<i64>,
    /// How many cells it is long; None while nobody knows.
    need: Option<i64>,
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
            parts: Vec::new(),
            counted: vec![false; term.extensions.len()],
        };
        model.origin = model.cell(term.start) - before;
        model.counts = vec![false; model.paused.len()];
        model.paint_counting();
        model.paint_pauses();
        let part = Part { length: term.limit, first: Some(model.cell(term.start)), need: None };
        model.parts.push(model.measured(part));
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
                *counts = calendar.is_workday(day);
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

    /// Whether a cell is one in which this unit is counted.
    fn counts(&self, unit: Unit, index: usize) -> bool {
        self.counts[index] || (self.whole_days() && unit != Unit::Workdays)
    }

    /// The cells of a pause, as far as its own cap allows.
    fn pause(&self, pause: &Pause) -> Vec<bool> {
        let count = self.counts.len();
        let end = pause.to.map_or(count, |to| self.index(self.cell(to)));
        let first = self.cell(pause.from);
        assert!(first >= self.origin, "a pause begins before what is painted");
        let unit = pause.cap.map_or(Unit::Days, |cap| cap.unit);
        let mut left = pause.cap.map_or(i64::MAX, |cap| self.cells_of(pause.from, cap));
        let within = self.index(first)..end;
        let held = |index: usize| {
            let holds = within.contains(&index) && left > 0;
            left -= i64::from(holds && self.counts(unit, index));
            holds
        };
        (0..count).map(held).collect()
    }

    /// Goes from cell to cell: one is paused while it lies in a pause all of whose totals have something left.
    fn paint_pauses(&mut self) {
        let pauses: Vec<Vec<bool>> = self.term.pauses.iter().map(|it| self.pause(it)).collect();
        let totals = self.term.totals;
        let mut left: Vec<i64> =
            totals.iter().map(|total| self.cells_of(self.term.start, total.most)).collect();
        for index in self.index(self.cell(self.term.start))..self.counts.len() {
            let full = |pause: usize| {
                totals.iter().zip(&left).any(|(it, left)| it.pauses.contains(&pause) && *left == 0)
            };
            let holding: Vec<usize> =
                (0..pauses.len()).filter(|&it| pauses[it][index] && !full(it)).collect();
            self.paused[index] = !holding.is_empty();
            for (total, left) in totals.iter().zip(&mut left) {
                let of_it = holding.iter().any(|it| total.pauses.contains(it));
                *left -= i64::from(of_it && self.counts(total.most.unit, index));
            }
        }
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
            Unit::Workdays if self.term.policy == Policy::WallClock => {
                let mut date = date;
                for _ in 0..amount {
                    date = date.succ_opt().unwrap();
                    while !self
                        .calendar
                        .is_workday(Day::from_ymd(date.year(), date.month(), date.day()).unwrap())
                    {
                        date = date.succ_opt().unwrap();
                    }
                }
                date
            }
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

    /// A part with its length in cells, as far as that is known.
    fn measured(&self, part: Part) -> Part {
        let zone = self.calendar.zone();
        let begins = part.first.map(|first| match self.whole_days() {
            true => zone.start_of(Day((first - 1) as i32)),
            false => Timestamp(first * MINUTE),
        });
        // Wherever it begins, a workday, an hour or, where days are counted, a day is as long.
        let anywhere = match part.length.unit {
            Unit::Hours | Unit::Minutes => true,
            Unit::Workdays => self.term.policy != Policy::WallClock,
            Unit::Days => self.whole_days(),
            Unit::Months | Unit::Years => false,
        };
        let begins = begins.or(anywhere.then_some(self.term.start));
        Part { need: begins.map(|begins| self.cells_of(begins, part.length)), ..part }
    }

    fn judge_extensions(&mut self) {
        let extensions = self.term.extensions;
        let mut order: Vec<usize> = (0..extensions.len()).collect();
        order.sort_by_key(|&place| extensions[place].on);
        for place in order {
            let on = extensions[place].on;
            let in_time = match (self.due_day(), self.due()) {
                (Some(day), _) if self.whole_days() => self.calendar.zone().day_of(on) <= day,
                (_, Some(due)) => on <= due,
                _ => true,
            };
            if in_time {
                self.add(extensions[place].length);
                self.counted[place] = true;
            }
        }
    }

    fn add(&mut self, by: Length) {
        let mut part = *self.parts.last().unwrap();
        if part.length.unit == by.unit {
            part.length.amount += by.amount;
            self.parts.pop();
        } else {
            part = Part { length: by, first: self.end(), need: None };
        }
        self.parts.push(self.measured(part));
    }

    /// How many cells are needed in all; None while nobody knows.
    fn need(&self) -> Option<i64> {
        self.parts.iter().map(|part| part.need).sum()
    }

    /// How many cells of a part count up to this one.
    fn counted_to(&self, part: &Part, end: usize) -> i64 {
        let Some(first) = part.first else { return 0 };
        let cells = self.index(first)..end;
        let unit = part.length.unit;
        cells.filter(|&cell| self.counts(unit, cell) && !self.paused[cell]).count() as i64
    }

    /// The end of the cell with which so many of a part have counted.
    fn when_of(&self, part: &Part, need: i64) -> Option<i64> {
        let mut left = need;
        for index in self.index(part.first?).. {
            if left == 0 {
                return Some(self.origin + index as i64);
            }
            self.counts.get(index)?;
            left -= i64::from(self.counts(part.length.unit, index) && !self.paused[index]);
        }
        None
    }

    /// The end of the cell with which so many have counted, of all parts together.
    fn when(&self, need: i64) -> Option<i64> {
        let mut left = need;
        let (last, before) = self.parts.split_last()?;
        for part in before {
            if left <= part.need? {
                return self.when_of(part, left);
            }
            left -= part.need?;
        }
        self.when_of(last, left)
    }

    /// The end of the last cell of all.
    fn end(&self) -> Option<i64> {
        let last = self.parts.last()?;
        self.when_of(last, last.need?)
    }

    pub(crate) fn due_day(&self) -> Option<Day> {
        let end = self.end()?;
        if !self.whole_days() {
            let office = self.term.policy == Policy::WorkSecond && self.need() != Some(0);
            let within = Timestamp(end * MINUTE - i64::from(office));
            return Some(self.calendar.zone().day_of(within));
        }
        let mut day = Day((end - 1) as i32);
        let rolls = matches!(self.term.policy, Policy::Day { roll: true, .. })
            && self.parts.iter().any(|part| part.length.unit != Unit::Workdays);
        while rolls && !self.calendar.is_workday(day) {
            day = day.plus(1);
        }
        Some(day)
    }

    pub(crate) fn due(&self) -> Option<Timestamp> {
        match self.whole_days() {
            true => Some(self.calendar.zone().start_of(self.due_day()?.plus(1))),
            false => Some(Timestamp(self.end()? * MINUTE)),
        }
    }

    /// What counted up to an instant, and of how much; the last part that has begun goes on counting behind its end.
    pub(crate) fn used(&self, upto: Timestamp) -> (i64, i64) {
        let end = self.index(self.cell(upto));
        let begun = self.parts.iter().filter(|part| part.first.is_some()).count();
        let counted = self.parts[..begun].iter().enumerate().map(|(place, part)| {
            let counted = self.counted_to(part, end);
            if place + 1 == begun { counted } else { counted.min(part.need.unwrap()) }
        });
        let (counted, total): (i64, i64) =
            (counted.sum(), self.parts.iter().filter_map(|part| part.need).sum());
        if self.whole_days() { (counted, total) } else { (counted * MINUTE, total * MINUTE) }
    }

    /// The worst of the days from the first to the last on which the calendar has a say.
    pub(crate) fn certainty(&self) -> Certainty {
        let Some(due) = self.due_day() else { return Certainty::Official };
        let day = |end: i64| Day((end - 1) as i32);
        let mut asked: Vec<Day> = Vec::new();
        for part in self.parts.iter().filter(|part| part.need != Some(0)) {
            let ends = self.when_of(part, part.need.unwrap()).unwrap();
            if self.whole_days() && part.length.unit == Unit::Workdays {
                asked.extend([day(part.first.unwrap() + 1), day(ends)]);
            } else if self.term.policy == Policy::WorkSecond {
                asked.extend([self.calendar.zone().day_of(self.term.start), due]);
            }
        }
        let rolls = matches!(self.term.policy, Policy::Day { roll: true, .. });
        if rolls && self.parts.iter().any(|part| part.length.unit != Unit::Workdays) {
            asked.extend([day(self.end().unwrap()), due]);
        }
        let (first, last) = (asked.iter().min(), asked.iter().max());
        let days = first.zip(last).map(|(first, last)| (first.0..=last.0).map(Day));
        let days = days.into_iter().flatten();
        days.map(|day| self.calendar.certainty(day)).max().unwrap_or_default()
    }

    fn at_percent(&self, percent: i64) -> Option<Timestamp> {
        if self.whole_days() {
            let end = self.when(self.need()? * percent / 100)?;
            return Some(self.calendar.zone().start_of(Day(end as i32)));
        }
        // Part of a minute: so far into the minute that would have counted next.
        let need = self.need()? * MINUTE * percent / 100;
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
