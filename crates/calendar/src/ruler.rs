//! Lays a policy and a unit along a `line`: which position an instant has, and how long
//! a limit is there.
//!
//! *Invariant.* A later instant never has an earlier position.
//!
//! *Absent on purpose.* Pauses, extensions and thresholds: on the line they are the same for all.

use crate::{Calendar, Day, Length, MonthEnd, Policy, TermError, Timestamp, Unit};

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

/// Where a position is reached: on a day or at an instant, as the scale has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Day(Day),
    Instant(Timestamp),
}

/// A policy and a unit, laid out by a calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruler<'c> {
    pub(crate) calendar: &'c Calendar,
    pub(crate) scale: Scale,
    unit: Unit,
    month_end: MonthEnd,
}

impl<'c> Ruler<'c> {
    pub(crate) fn new(
        calendar: &'c Calendar,
        policy: Policy,
        unit: Unit,
    ) -> Result<Ruler<'c>, TermError> {
        let refuse =
            |advice: &'static str| Err(TermError::Unit { policy: policy.name(), unit, advice });
        let scale = match (policy, unit) {
            (Policy::Day { .. }, Unit::Workdays) => Scale::Workdays,
            (Policy::Day { .. }, Unit::Days | Unit::Months | Unit::Years) => Scale::Days,
            (Policy::Day { .. }, Unit::Hours | Unit::Minutes) => {
                return refuse("choose `wall-clock` for absolute or `work-second` for office time");
            }
            (Policy::WorkSecond, Unit::Workdays | Unit::Hours | Unit::Minutes) => Scale::Office,
            (Policy::WorkSecond, Unit::Days | Unit::Months | Unit::Years) => {
                return refuse("office time is counted in workdays, hours or minutes");
            }
            (Policy::WallClock, Unit::Workdays) => {
                return refuse(
                    "choose `day` to count whole working days or `work-second` for office time",
                );
            }
            (Policy::WallClock, _) => Scale::Wall,
        };
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

    /// Where a position is first reached.
    pub(crate) fn moment(&self, position: i64) -> Moment {
        match self.scale {
            Scale::Workdays => Moment::Day(self.calendar.workdays().ranked(position)),
            Scale::Days => Moment::Day(Day::clamped(position)),
            Scale::Office => Moment::Instant(self.calendar.office().reach(position)),
            Scale::Wall => Moment::Instant(Timestamp(position)),
        }
    }

    /// How long a limit of so many units is on the line, if it starts at this instant.
    pub(crate) fn limit(&self, start: Timestamp, amount: u32) -> Result<i64, TermError> {
        let months = match self.unit {
            Unit::Months => i64::from(amount),
            Unit::Years => i64::from(amount) * 12,
            Unit::Workdays | Unit::Days | Unit::Hours | Unit::Minutes => {
                return Ok(self.units(start, amount));
            }
        };
        let day = self.calendar.zone().day_of(start);
        let limit = Length::new(amount, self.unit);
        let target = day
            .plus_months(months, self.month_end)
            .ok_or(TermError::NoSuchDay { limit, start: day })?;
        Ok(self.length_to(start, target))
    }

    /// How much of a pause that begins at this instant does not count at most. In months and years,
    /// too, days are what is counted.
    pub(crate) fn cap(&self, from: Timestamp, amount: u32) -> i64 {
        self.units(from, amount)
    }

    fn units(&self, from: Timestamp, amount: u32) -> i64 {
        let count = i64::from(amount);
        match (self.scale, self.unit) {
            (Scale::Workdays | Scale::Days, _) => count,
            (_, Unit::Hours) => count * HOUR_MS,
            (_, Unit::Minutes) => count * MINUTE_MS,
            (Scale::Office, _) => count * self.calendar.hours().full(),
            (Scale::Wall, _) => self.length_to(from, self.calendar.zone().day_of(from).plus(count)),
        }
    }

    /// The length from an instant to a day, on the wall clock to the same local time of that day.
    fn length_to(&self, from: Timestamp, day: Day) -> i64 {
        let zone = self.calendar.zone();
        let local = zone.local(from);
        match self.scale {
            Scale::Wall => {
                let same_time = zone.instant(day, local.ms_of_day);
                // From the second showing of a repeated hour, the same time today is already past.
                same_time.0.saturating_sub(from.0).max(0)
            }
            Scale::Workdays | Scale::Days | Scale::Office => {
                i64::from(day.0) - i64::from(local.day.0)
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
