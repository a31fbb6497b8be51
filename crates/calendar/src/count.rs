//! A term, counted: the line it runs on, its limit with the extensions that count, and its end.
//!
//! *Invariant.* Extensions are judged in the order of their dates, each by the due day as it stood
//! without it, with all pauses that are known.
//!
//! *Absent on purpose.* Thresholds and explanations, which only ask this for positions.

use crate::{
    Calendar, Certainty, Close, Day, Due, Extended, Policy, Term, TermError, Timestamp,
    line::{Gap, Line, OPEN},
    ruler::{Moment, Ruler, Scale},
};

/// The instants that a clock may have to do with: the years 1 to 9999, UTC.
const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

/// One term on its line.
#[derive(Clone, Debug)]
pub(crate) struct Count<'a> {
    pub(crate) term: &'a Term<'a>,
    pub(crate) ruler: Ruler<'a>,
    pub(crate) line: Line,
    /// The length of the limit on the line, with the extensions that counted.
    pub(crate) total: i64,
    pub(crate) extended: Extended,
    pub(crate) end: Option<End>,
}

/// Where a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// The day on which the limit is used up.
    pub(crate) used_up: Day,
    /// The due day: the same, or the working day that it rolls over to.
    pub(crate) day: Day,
    /// The due instant.
    pub(crate) at: Timestamp,
}

impl<'a> Count<'a> {
    pub(crate) fn new(calendar: &'a Calendar, term: &'a Term<'a>) -> Result<Count<'a>, TermError> {
        let ruler = Ruler::new(calendar, term.policy, term.limit.unit)?;
        let times = term.pauses.iter().flat_map(|pause| [Some(pause.from), pause.to]).flatten();
        if !times.chain([term.start]).all(|at| YEARS.contains(&at.0)) {
            return Err(TermError::OutOfRange);
        }
        let gaps = term.pauses.iter().map(|pause| {
            let from = ruler.position(pause.from);
            let until = pause.to.map_or(OPEN, |to| ruler.position(to));
            let capped =
                pause.cap.map_or(OPEN, |cap| from.saturating_add(ruler.cap(pause.from, cap)));
            Gap { from, until: until.min(capped) }
        });
        let line = Line::new(ruler.position(term.start), gaps);
        let total = ruler.limit(term.start, term.limit.amount)?;
        let mut count =
            Count { term, ruler, line, total, extended: Extended::default(), end: None };
        count.end = count.end_after(total);
        count.extend()?;
        match count.end {
            Some(end) if !YEARS.contains(&end.at.0) => Err(TermError::OutOfRange),
            _ => Ok(count),
        }
    }

    /// Adds the extensions that came in time.
    fn extend(&mut self) -> Result<(), TermError> {
        let extensions = self.term.extensions;
        if extensions.len() > Term::EXTENSIONS_MAX {
            return Err(TermError::Extensions { count: extensions.len() });
        }
        let mut amount = self.term.limit.amount;
        let mut judged = Extended::default();
        for _ in extensions {
            let next = (0..extensions.len())
                .filter(|&place| !judged.contains(place))
                .min_by_key(|&place| extensions[place].on);
            let Some(place) = next else { break };
            judged = judged.with(place);
            let extension = extensions[place];
            if self.end.is_none_or(|end| self.in_time(extension.on, end)) {
                amount = amount.saturating_add(extension.length);
                self.extended = self.extended.with(place);
                self.total = self.ruler.limit(self.term.start, amount)?;
                self.end = self.end_after(self.total);
            }
        }
        Ok(())
    }

    /// Whether an extension is not after the end: by the date where dates are counted.
    fn in_time(&self, on: Timestamp, end: End) -> bool {
        match self.ruler.scale {
            Scale::Workdays | Scale::Days => self.ruler.calendar.zone().day_of(on) <= end.day,
            Scale::Office | Scale::Wall => on <= end.at,
        }
    }

    /// Where a limit of this length ends; `None` while the clock is suspended before.
    fn end_after(&self, total: i64) -> Option<End> {
        let calendar = self.ruler.calendar;
        let end = match self.when_used(total)? {
            Moment::Day(used_up) => {
                let day = self.rolled(used_up);
                End { used_up, day, at: self.close_of(day) }
            }
            Moment::Instant(at) => {
                // Office time that ends at 24:00 ends with its day, not in the next.
                let ends_day = self.ruler.scale == Scale::Office && total > 0;
                let day = calendar.zone().day_of(at.plus_ms(-i64::from(ends_day)));
                End { used_up: day, day, at }
            }
        };
        Some(end)
    }

    /// When so much of the limit is first used up; `None` if the clock is suspended before.
    pub(crate) fn when_used(&self, need: i64) -> Option<Moment> {
        let position = self.line.advance(need)?;
        // Nothing is used up at once, whatever the start is to the calendar.
        Some(match self.ruler.scale.counts_days() {
            _ if need > 0 => self.ruler.moment(position),
            true => Moment::Day(self.ruler.calendar.zone().day_of(self.term.start)),
            false => Moment::Instant(self.term.start),
        })
    }

    /// The due day for a limit that is used up on this day (民法典 203).
    fn rolled(&self, day: Day) -> Day {
        match (self.term.policy, self.ruler.scale) {
            (Policy::Day { roll: true, .. }, Scale::Days) => self.ruler.calendar.workday_from(day),
            _ => day,
        }
    }

    /// The due instant of a due day.
    fn close_of(&self, day: Day) -> Timestamp {
        let calendar = self.ruler.calendar;
        match self.term.policy {
            Policy::Day { close: Close::CloseOfBusiness, .. } => {
                calendar.zone().instant(day, calendar.hours().close())
            }
            Policy::Day { .. } | Policy::WallClock | Policy::WorkSecond => {
                calendar.zone().end_of(day)
            }
        }
    }

    /// The due date, with how certain it is.
    pub(crate) fn due(&self) -> Due {
        Due {
            at: self.end.map(|end| end.at),
            day: self.end.map(|end| end.day),
            certainty: self.end.map_or(Certainty::Official, |end| self.certainty(end)),
            extended: self.extended,
        }
    }

    fn certainty(&self, end: End) -> Certainty {
        let days = self.relied_on(end);
        days.map_or(Certainty::Official, |(first, last)| {
            self.ruler.calendar.certainty_between(first, last)
        })
    }

    /// The first and the last day on which the calendar had a say.
    pub(crate) fn relied_on(&self, end: End) -> Option<(Day, Day)> {
        let start = || self.ruler.calendar.zone().day_of(self.term.start);
        match (self.ruler.scale, self.term.policy) {
            (Scale::Workdays | Scale::Office, _) if self.total == 0 => None,
            (Scale::Workdays, _) => Some((start().plus(1), end.day)),
            (Scale::Office, _) => Some((start(), end.day)),
            (Scale::Days, Policy::Day { roll: true, .. }) => Some((end.used_up, end.day)),
            (Scale::Days | Scale::Wall, _) => None,
        }
    }
}
