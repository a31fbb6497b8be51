//! The clock on the office wall: where in a working day something happens, and which instant that is.
//!
//! *Invariant.* A [`Moment`] lies in an office session of a working day. Whatever is placed by one can't fall on a rest day or
//! outside office hours, so ordinary work needs no check.
//!
//! *Absent on purpose.* Deadlines: when something is due is asked of the calendar itself.

use duban_calendar::{Calendar, Day, Timestamp};

use crate::random::Random;

/// A point of office time. The order is that of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// A working day.
    pub(crate) day: Day,
    /// Seconds of office time since the office opened on that day.
    pub(crate) second: u32,
}

/// The office hours of the district.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    pub(crate) calendar: Calendar,
    /// Seconds of office time in a working day.
    length: u32,
}

impl Office {
    pub(crate) fn new(calendar: &Calendar) -> Office {
        let sessions = calendar.sessions().iter();
        let length = sessions.map(|session| (session.closes - session.opens) / 1000).sum();
        Office { calendar: calendar.clone(), length }
    }

    /// The instant of a moment.
    pub(crate) fn at(&self, moment: Moment) -> Timestamp {
        let mut left = moment.second * 1000;
        let mut closing = 0;
        for session in self.calendar.sessions() {
            if left < session.closes - session.opens {
                return self.calendar.zone().instant(moment.day, session.opens + left);
            }
            left -= session.closes - session.opens;
            closing = session.closes;
        }
        self.calendar.zone().instant(moment.day, closing - 1000)
    }

    /// The first moment that does not lie before an hour of the day, in seconds since 00:00; on the next working day if the office
    /// has closed by then or rests.
    pub(crate) fn from(&self, day: Day, second_of_day: u32) -> Moment {
        let mut second = 0;
        for session in self.calendar.sessions() {
            let (opens, closes) = (session.opens / 1000, session.closes / 1000);
            second += second_of_day.clamp(opens, closes) - opens;
        }
        if self.calendar.is_workday(day) && second < self.length {
            Moment { day, second }
        } else {
            Moment { day: self.calendar.add_workdays(day, 1), second: 0 }
        }
    }

    /// A moment somewhere in the first four fifths of a working day, so that time is left for what follows from it.
    pub(crate) fn some_time(&self, day: Day, random: &mut Random) -> Moment {
        Moment { day, second: random.below(self.length / 5 * 4) }
    }

    /// Whether less than a fifth of the working day is left.
    pub(crate) fn is_evening(&self, moment: Moment) -> bool {
        moment.second >= self.length / 5 * 4
    }

    /// Somewhat later on the same day: from `least` to `most` seconds, or less when the office closes earlier.
    pub(crate) fn later(
        &self,
        moment: Moment,
        least: u32,
        most: u32,
        random: &mut Random,
    ) -> Moment {
        // Of a day that draws to its end a quarter is taken, so that something is always left.
        let left = (self.length - 1).saturating_sub(moment.second);
        let wait = random.between(least, most).min(left / 4);
        Moment { day: moment.day, second: moment.second + wait }
    }

    /// The working days after `from` up to and including `to`; negative if `to` is earlier.
    pub(crate) fn workdays(&self, from: Day, to: Day) -> i32 {
        self.calendar.workdays_between(from, to)
    }

    /// The working day so many working days later.
    pub(crate) fn after(&self, day: Day, workdays: u32) -> Day {
        self.calendar.add_workdays(day, workdays as i32)
    }

    /// The working day so many working days earlier.
    pub(crate) fn before(&self, day: Day, workdays: u32) -> Day {
        self.calendar.add_workdays(day, -(workdays as i32))
    }

    /// The last working day not after a day.
    pub(crate) fn last_workday(&self, day: Day) -> Day {
        if self.calendar.is_workday(day) { day } else { self.calendar.add_workdays(day, -1) }
    }

    /// 24:00 of a day.
    pub(crate) fn end_of(&self, day: Day) -> Timestamp {
        self.calendar.zone().end_of(day)
    }

    /// A time of day on the wall clock, given in seconds.
    pub(crate) fn wall(&self, day: Day, second_of_day: u32) -> Timestamp {
        self.calendar.zone().instant(day, second_of_day * 1000)
    }

    /// The local date of an instant.
    pub(crate) fn day_of(&self, at: Timestamp) -> Day {
        self.calendar.zone().day_of(at)
    }
}

#[cfg(test)]
mod tests;
