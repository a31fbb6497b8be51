//! A term, counted: its limit and the extensions that count, part by part, and its end.
//!
//! *Invariant.* Extensions are judged in the order of their dates, each by the due day as it stood
//! without it, with all pauses that are known. One in the unit that was counted last adds to what was
//! counted in it; one in another unit counts on from there.
//!
//! *Absent on purpose.* Thresholds and explanations, which only ask this for positions.

use std::iter;

use crate::{
    Calendar, Certainty, Close, Day, Due, Extended, Length, Policy, Term, TermError, Timestamp,
    hold::{self, Hold},
    part::Part,
    ruler::{Moment, Ruler, Scale},
};

/// The instants that a clock may have to do with: the years 1 to 9999, UTC.
const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

/// One term on its line.
#[derive(Clone, Debug)]
pub(crate) struct Count<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) term: &'a Term<'a>,
    pub(crate) holds: Vec<Hold>,
    /// The limit, with the extensions that add to it.
    pub(crate) limit: Part<'a>,
    /// What extensions in other units count on.
    pub(crate) further: Vec<Part<'a>>,
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
        if !term.policy.counts(term.limit.unit) {
            return Err(term.policy.refuse(term.limit.unit));
        }
        let ruler = Ruler::new(calendar, term.policy, term.limit.unit)?;
        let times = term.pauses.iter().flat_map(|pause| [Some(pause.from), pause.to]).flatten();
        if !times.chain([term.start]).all(|at| YEARS.contains(&at.0)) {
            return Err(TermError::OutOfRange);
        }
        let holds = term.pauses.iter().map(|it| Hold::new(calendar, term.policy, &ruler, it));
        let mut holds = holds.collect::<Result<Vec<_>, _>>()?;
        hold::bound(calendar, term, &mut holds)?;
        let begins = ruler.event(term.start);
        let limit = Part::new(ruler, term.limit.amount, Some(begins), &holds)?;
        let mut count = Count {
            calendar,
            term,
            holds,
            limit,
            further: Vec::new(),
            extended: Extended::default(),
            end: None,
        };
        count.find_end()?;
        count.extend()?;
        Ok(count)
    }

    /// Adds the extensions that came in time.
    fn extend(&mut self) -> Result<(), TermError> {
        let extensions = self.term.extensions;
        if extensions.len() > Term::EXTENSIONS_MAX {
            return Err(TermError::Extensions { count: extensions.len() });
        }
        let mut judged = Extended::default();
        for _ in extensions {
            let next = (0..extensions.len())
                .filter(|&place| !judged.contains(place))
                .min_by_key(|&place| extensions[place].on);
            let Some(place) = next else { break };
            judged = judged.with(place);
            let extension = extensions[place];
            if self.end.is_none_or(|end| self.in_time(extension.on, end)) {
                self.extended = self.extended.with(place);
                self.lengthen(extension.length)?;
                self.find_end()?;
            }
        }
        Ok(())
    }

    /// Adds a length to what was counted last, or counts it on from there.
    fn lengthen(&mut self, by: Length) -> Result<(), TermError> {
        let last = self.further.last_mut().unwrap_or(&mut self.limit);
        if last.length.unit == by.unit {
            return last.lengthen(by.amount);
        }
        let begins = last.ends();
        let ruler = Ruler::new(self.calendar, self.term.policy, by.unit)?;
        self.further.push(Part::new(ruler, by.amount, begins, &self.holds)?);
        Ok(())
    }

    /// The parts of the term, one behind the other.
    pub(crate) fn parts(&self) -> impl DoubleEndedIterator<Item = &Part<'a>> {
        iter::once(&self.limit).chain(&self.further)
    }

    /// Whether an extension is not after the end: by the date where dates are counted.
    fn in_time(&self, on: Timestamp, end: End) -> bool {
        match self.counts_days() {
            true => self.calendar.zone().day_of(on) <= end.day,
            false => on <= end.at,
        }
    }

    /// Whether whole days are counted, not time.
    pub(crate) fn counts_days(&self) -> bool {
        self.limit.ruler.scale.counts_days()
    }

    /// Whether something of these parts is counted.
    fn is_long(&self) -> bool {
        self.parts().any(|part| part.total != Some(0))
    }

    /// Finds where the parts end together: nowhere while the clock is suspended before.
    fn find_end(&mut self) -> Result<(), TermError> {
        let last = self.further.last().unwrap_or(&self.limit);
        self.end = last.ends().map(|moment| match moment {
            Moment::Day(used_up) => {
                let day = self.rolled(used_up);
                End { used_up, day, at: self.close_of(day) }
            }
            Moment::Instant(at) => {
                // Office time that ends at 24:00 ends with its day, not in the next.
                let ends_day = self.limit.ruler.scale == Scale::Office && self.is_long();
                let day = self.calendar.zone().day_of(at.plus_ms(-i64::from(ends_day)));
                End { used_up: day, day, at }
            }
        });
        match self.end {
            Some(end) if !YEARS.contains(&end.at.0) => Err(TermError::OutOfRange),
            _ => Ok(()),
        }
    }

    /// The due day for a term that is used up on this day: only its last day moves (民法典 203), so none on which a further part begins.
    fn rolled(&self, day: Day) -> Day {
        if self.rolls() { self.calendar.workday_from(day) } else { day }
    }

    fn rolls(&self) -> bool {
        matches!(self.term.policy, Policy::Day { roll: true, .. })
            && self.parts().any(|part| part.ruler.scale == Scale::Days)
    }

    /// The due instant of a due day.
    fn close_of(&self, day: Day) -> Timestamp {
        let calendar = self.calendar;
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
            self.calendar.certainty_between(first, last)
        })
    }

    /// The first and the last day on which the calendar had a say.
    pub(crate) fn relied_on(&self, end: End) -> Option<(Day, Day)> {
        let day_of = |moment| match moment {
            Moment::Day(day) => day,
            Moment::Instant(at) => self.calendar.zone().day_of(at),
        };
        let by_calendar = |part: &&Part<'_>| {
            matches!(part.ruler.scale, Scale::Workdays | Scale::Office) && part.total != Some(0)
        };
        let first = self.parts().find(by_calendar).and_then(|part| {
            let begins = day_of(part.laid.as_ref()?.begins);
            Some(begins.plus(i64::from(part.ruler.scale == Scale::Workdays)))
        });
        let last = || {
            // A further part begins where the one before it ends.
            let behind = self.parts().rev().take_while(|part| !by_calendar(part)).last();
            behind.and_then(|part| Some(day_of(part.laid.as_ref()?.begins))).unwrap_or(end.day)
        };
        match (first, self.rolls()) {
            (Some(first), true) => Some((first, end.day)),
            (Some(first), false) => Some((first, last())),
            (None, true) => Some((end.used_up, end.day)),
            (None, false) => None,
        }
    }
}
