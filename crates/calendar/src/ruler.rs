//! Lays a policy and a unit along a `line`: which position an instant has, and how long
//! a limit is there.
//!
//! *Invariant.* A later instant never has an earlier position.
//!
//! *Absent on purpose.* Pauses, extensions and thresholds: on the line they are the same for all.

use crate::{Calendar, Day, Length, MonthEnd, Policy, TermError, Timestamp, Unit, reach::moved};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// What a position on the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// The rank of a working day.
    Workdays,
    /// A civil day.
    Days,
    /// Milliseconds of office time.
    Office,
    /// An instant, in milliseconds.
    Wall,
}

impl Scale {
    /// Whether whole days are counted, not time.
    pub(crate) fn counts_days(self) -> bool {
        match self {
            Scale::Workdays | Scale::Days => true,
            Scale::Office | Scale::Wall => false,
        }
    }
}

/// Where a position is reached: on a day or at an instant, as the policy has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    Day(Day),
    Instant(Timestamp),
}

/// A policy and a unit, laid out by a calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruler<'c> {
    pub(crate) calendar: &'c Calendar,
    pub(crate) scale: Scale,
    pub(crate) unit: Unit,
    month_end: MonthEnd,
}

impl<'c> Ruler<'c> {
    pub(crate) fn new(
        calendar: &'c Calendar,
        policy: Policy,
        unit: Unit,
    ) -> Result<Ruler<'c>, TermError> {
        let scale = policy.scale(unit)?;
        let month_end = match policy {
            Policy::Day { month_end, .. } => month_end,
            Policy::WallClock | Policy::WorkSecond => MonthEnd::LastDay,
        };
        Ok(Ruler { calendar, scale, unit, month_end })
    }

    /// The position of an instant.
    pub(crate) fn position(&self, at: Timestamp) -> i64 {
        match self.scale {
            Scale::Workdays => self.calendar.workdays().rank(self.calendar.zone().day_of(at)),
            Scale::Days => self.calendar.zone().day_of(at).0.into(),
            Scale::Office => self.calendar.office().before(at),
            Scale::Wall => at.0,
        }
    }

    /// What an event at this instant is to the clock: its day, where days are counted.
    pub(crate) fn event(&self, at: Timestamp) -> Moment {
        match self.scale.counts_days() {
            true => Moment::Day(self.calendar.zone().day_of(at)),
            false => Moment::Instant(at),
        }
    }

    /// The position of a moment, which a ruler of the same policy may have found in another unit.
    pub(crate) fn place(&self, moment: Moment) -> i64 {
        match (moment, self.scale) {
            (Moment::Day(day), Scale::Workdays) => self.calendar.workdays().rank(day),
            (Moment::Day(day), Scale::Days | Scale::Office | Scale::Wall) => day.0.into(),
            (Moment::Instant(at), _) => self.position(at),
        }
    }

    /// Where a position is first reached.
    pub(crate) fn moment(&self, position: i64) -> Moment {
        match self.scale {
            Scale::Workdays => Moment::Day(self.calendar.workdays().ranked(position)),
            Scale::Days => Moment::Day(Day::clamped(position)),
            Scale::Office => Moment::Instant(self.calendar.office().reach(position)),
            Scale::Wall => Moment::Instant(Timestamp(position)),
        }
    }

    /// How long so many units are on the line, counted on from a moment.
    pub(crate) fn length(&self, from: Moment, amount: u32) -> Result<i64, TermError> {
        if let Some(length) = self.length_anywhere(amount) {
            return Ok(length);
        }
        let day = match from {
            Moment::Day(day) => day,
            Moment::Instant(at) => self.calendar.zone().day_of(at),
        };
        let months = match self.unit {
            Unit::Years => 12 * i64::from(amount),
            Unit::Months => i64::from(amount),
            unit @ (Unit::Workdays | Unit::Days | Unit::Hours | Unit::Minutes) => {
                let last = moved(self.calendar, day, Length::new(amount, unit), 1);
                return Ok(self.length_to(from, last));
            }
        };
        let limit = Length::new(amount, self.unit);
        let target = day
            .plus_months(months, self.month_end)
            .ok_or(TermError::NoSuchDay { limit, start: day })?;
        Ok(self.length_to(from, target))
    }

    /// How long so many units are on the line; `None` where that depends on where they begin.
    pub(crate) fn length_anywhere(&self, amount: u32) -> Option<i64> {
        let count = i64::from(amount);
        match (self.scale, self.unit) {
            (_, Unit::Months | Unit::Years) => None,
            (Scale::Workdays | Scale::Days, _) => Some(count),
            (_, Unit::Hours) => Some(count * HOUR_MS),
            (_, Unit::Minutes) => Some(count * MINUTE_MS),
            (Scale::Office, _) => Some(count * self.calendar.hours().full()),
            (Scale::Wall, _) => None,
        }
    }

    /// The moment so many units behind another. A month without the corresponding day ends with its last.
    pub(crate) fn behind(&self, from: Moment, amount: u32) -> Result<Moment, TermError> {
        let length = Ruler { month_end: MonthEnd::LastDay, ..*self }.length(from, amount)?;
        Ok(self.moment(self.place(from).saturating_add(length)))
    }

    /// The length from a moment to a day, on the wall clock to the same local time of that day.
    fn length_to(&self, from: Moment, day: Day) -> i64 {
        match from {
            Moment::Day(from) => i64::from(day.0) - i64::from(from.0),
            Moment::Instant(at) => {
                let zone = self.calendar.zone();
                let same_time = zone.instant(day, zone.local(at).ms_of_day);
                // From the second showing of a repeated hour, the same time today is already past.
                same_time.0.saturating_sub(at.0).max(0)
            }
        }
    }
}

/// An amount of hours or minutes in milliseconds; `None` for units that depend on a calendar.
pub(crate) fn absolute_ms(length: Length) -> Option<i64> {
    match length.unit {
        Unit::Hours => Some(i64::from(length.amount) * HOUR_MS),
        Unit::Minutes => Some(i64::from(length.amount) * MINUTE_MS),
        Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => None,
    }
}
