//! Which units a clock counts, by the way in which it counts.
//!
//! *Invariant.* What is refused here the calendar refuses too, so that a limit that passes has a due day.
//!
//! *Absent on purpose.* Turning one unit into another.

use duban_calendar::{Length, Policy, Unit};

/// Why a clock with this way of counting can't have such a limit, and what to write instead; None where it can.
pub fn uncounted(policy: Policy, limit: Length) -> Option<(String, &'static str)> {
    let (how, advice) = match (policy, limit.unit) {
        (Policy::Day { .. }, Unit::Hours | Unit::Minutes) => (
            "counts whole days",
            "say how its hours count: `.work_seconds()` counts those of the office, `.wall_clock()` those of the night too",
        ),
        (Policy::WorkSecond, Unit::Days | Unit::Months | Unit::Years) => (
            "counts office hours",
            "give it in workdays, hours or minutes, or leave out `.work_seconds()`",
        ),
        (Policy::WallClock, Unit::Workdays) => (
            "counts on days of rest too",
            "leave out `.wall_clock()` to count whole working days, or say `.work_seconds()` in its place",
        ),
        (Policy::Day { .. }, Unit::Workdays | Unit::Days | Unit::Months | Unit::Years)
        | (Policy::WorkSecond, Unit::Workdays | Unit::Hours | Unit::Minutes)
        | (
            Policy::WallClock,
            Unit::Days | Unit::Months | Unit::Years | Unit::Hours | Unit::Minutes,
        ) => {
            return None;
        }
    };
    Some((format!("its limit is {limit}, and the clock {how}"), advice))
}
