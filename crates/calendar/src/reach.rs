//! What becomes of a threshold, and of several of which the first or the last counts.
//!
//! *Invariant.* One that lies at or before the start of the clock is not armed, and is passed over among several.
//!
//! *Absent on purpose.* Where thresholds lie: a clock with a limit and one that runs until a date know that in their own ways.

use crate::{Calendar, Day, Length, MonthEnd, Timestamp, Unit};

/// What becomes of a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    At(Timestamp),
    /// At or before the start of the clock.
    Past,
    /// Not while the clock is suspended.
    Never,
}

impl Reach {
    /// Of one that lies there, if anywhere, on a clock that starts then.
    pub(crate) fn of(at: Option<Timestamp>, start: Timestamp) -> Reach {
        match at {
            Some(at) if at > start => Reach::At(at),
            Some(_) => Reach::Past,
            None => Reach::Never,
        }
    }

    /// The instant, if it is armed.
    pub(crate) fn armed(self) -> Option<Timestamp> {
        match self {
            Reach::At(at) => Some(at),
            Reach::Past | Reach::Never => None,
        }
    }

    /// Of the first among several.
    pub(crate) fn earliest(all: impl Iterator<Item = Reach>) -> Reach {
        all.fold(Reach::Never, |first, next| match (first, next) {
            (Reach::At(a), Reach::At(b)) => Reach::At(a.min(b)),
            (Reach::At(at), _) | (_, Reach::At(at)) => Reach::At(at),
            (Reach::Past, _) | (_, Reach::Past) => Reach::Past,
            (Reach::Never, Reach::Never) => Reach::Never,
        })
    }

    /// Of the last among several.
    pub(crate) fn latest(all: impl Iterator<Item = Reach>) -> Reach {
        all.fold(Reach::Past, |last, next| match (last, next) {
            (Reach::Never, _) | (_, Reach::Never) => Reach::Never,
            (Reach::At(a), Reach::At(b)) => Reach::At(a.max(b)),
            (Reach::At(at), Reach::Past) | (Reach::Past, Reach::At(at)) => Reach::At(at),
            (Reach::Past, Reach::Past) => Reach::Past,
        })
    }
}

/// The day so far before (`sign` -1) or after (1) a day; hours and minutes move none. In working days it is the one in W from which on, or
/// up to which, exactly so many days of W are counted, the later end included.
pub(crate) fn moved(calendar: &Calendar, day: Day, length: Length, sign: i64) -> Day {
    let amount = i64::from(length.amount) * sign;
    let by_months = |months| day.plus_months(months, MonthEnd::LastDay).unwrap_or(day);
    match length.unit {
        Unit::Workdays if amount == 0 => day,
        Unit::Workdays => {
            let workdays = calendar.workdays();
            workdays.ranked(workdays.rank(day).saturating_add(amount))
        }
        Unit::Days => day.plus(amount),
        Unit::Months => by_months(amount),
        Unit::Years => by_months(amount * 12),
        Unit::Hours | Unit::Minutes => day,
    }
}
