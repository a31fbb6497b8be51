//! What can be counted in what: the one table of policies and units.
//!
//! | policy       | a limit                          | also an extension, a cap |
//! |--------------|----------------------------------|--------------------------|
//! | `day`        | workdays, days, months, years    |                          |
//! | `work-second`| workdays, hours, minutes         |                          |
//! | `wall-clock` | days, months, years, hours, minutes | workdays              |
//!
//! A limit on the wall clock counts days of rest, so it is none of working days; what is added to it may well end so many working
//! days later, at the same time of day. Thresholds go with every limit: hours and minutes are as long before or after any due instant,
//! and whole days have a beginning and an end whatever the clock counts.
//!
//! *Invariant.* What is refused here is refused when rules are loaded, when a case is measured and when a due day is asked for, and what
//! passes has a due day.
//!
//! *Absent on purpose.* Turning one unit into another: each is counted as itself.

use std::cmp::Ordering;

use crate::{Length, Policy, TermError, Unit, ruler::Scale};

impl Policy {
    /// Whether a limit in this unit can be counted.
    pub const fn counts(self, unit: Unit) -> bool {
        match (self, unit) {
            (Policy::Day { .. }, Unit::Workdays | Unit::Days | Unit::Months | Unit::Years)
            | (Policy::WorkSecond, Unit::Workdays | Unit::Hours | Unit::Minutes)
            | (
                Policy::WallClock,
                Unit::Days | Unit::Months | Unit::Years | Unit::Hours | Unit::Minutes,
            ) => true,
            (Policy::Day { .. }, Unit::Hours | Unit::Minutes)
            | (Policy::WorkSecond, Unit::Days | Unit::Months | Unit::Years)
            | (Policy::WallClock, Unit::Workdays) => false,
        }
    }

    /// Whether an extension or a cap in this unit can be counted.
    pub const fn counts_on(self, unit: Unit) -> bool {
        self.counts(unit) || matches!((self, unit), (Policy::WallClock, Unit::Workdays))
    }

    /// Whether stretches of time in this unit can be added up: how long it is does not depend on where it begins.
    pub const fn adds_up(self, unit: Unit) -> bool {
        match (self, unit) {
            (_, Unit::Months | Unit::Years) | (Policy::WallClock, Unit::Workdays | Unit::Days) => {
                false
            }
            (Policy::Day { .. } | Policy::WorkSecond | Policy::WallClock, _) => self.counts(unit),
        }
    }

    /// The scale on which this unit is laid out.
    pub(crate) fn scale(self, unit: Unit) -> Result<Scale, TermError> {
        if !self.counts_on(unit) {
            return Err(self.refuse(unit));
        }
        Ok(match (self, unit) {
            (Policy::Day { .. }, Unit::Workdays) => Scale::Workdays,
            (Policy::Day { .. }, _) => Scale::Days,
            (Policy::WorkSecond, _) => Scale::Office,
            (Policy::WallClock, _) => Scale::Wall,
        })
    }

    /// Why a unit can't be counted.
    pub(crate) const fn refuse(self, unit: Unit) -> TermError {
        let advice = match self {
            Policy::Day { .. } => {
                "choose `wall-clock` for absolute or `work-second` for office time"
            }
            Policy::WorkSecond => "office time is counted in workdays, hours or minutes",
            Policy::WallClock => {
                "choose `day` to count whole working days or `work-second` for office time"
            }
        };
        TermError::Unit { policy: self.name(), unit, advice }
    }
}

impl Length {
    /// How two lengths compare wherever they are counted from; `None` where that depends on it, as of days and working days.
    ///
    /// ```
    /// use duban_calendar::{Length, Unit};
    /// use std::cmp::Ordering;
    /// let (hours, minutes) = (Length::new(2, Unit::Hours), Length::new(90, Unit::Minutes));
    /// assert_eq!(hours.compared(minutes), Some(Ordering::Greater));
    /// assert_eq!(hours.compared(Length::new(1, Unit::Days)), None);
    /// ```
    pub fn compared(self, other: Length) -> Option<Ordering> {
        let minutes = |it: Length| match it.unit {
            Unit::Hours => Some(u64::from(it.amount) * 60),
            Unit::Minutes => Some(u64::from(it.amount)),
            Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => None,
        };
        if self.unit == other.unit {
            return Some(self.amount.cmp(&other.amount));
        }
        Some(minutes(self)?.cmp(&minutes(other)?))
    }
}
