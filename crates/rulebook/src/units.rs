//! Why a clock cannot have a limit in some unit, in words for the rule's author.
//!
//! *Absent on purpose.* Which units a clock counts: that stands in the calendar's table.

use duban_calendar::{Length, Policy, Unit};

/// Why a clock with this way of counting can't have such a limit, and what to write instead; None where it can.
pub fn uncounted(policy: Policy, limit: Length) -> Option<(String, &'static str)> {
    let refused = !policy.counts(limit.unit);
    refused.then(|| {
        let (how, advice) = counts(policy);
        (format!("its limit is {limit}, and the clock {how}"), advice)
    })
}

/// What a clock counts that can't be extended or paused by such a length, and what to write instead; None where it can.
pub fn uncounted_on(policy: Policy, length: Length) -> Option<(&'static str, String)> {
    let refused = !policy.counts_on(length.unit);
    refused.then(|| {
        let units: Vec<_> = Unit::ALL.into_iter().filter(|unit| policy.counts_on(*unit)).collect();
        let names: Vec<_> = units.iter().map(|unit| unit.name()).collect();
        let (last, others) = names.split_last().unwrap_or((&"", &[]));
        (counts(policy).0, format!("give it in {} or {last}", others.join(", ")))
    })
}

/// What a clock counts, and what to write where it is to count something else.
fn counts(policy: Policy) -> (&'static str, &'static str) {
    match policy {
        Policy::Day { .. } => (
            "counts whole days",
            "say how its hours count: `.work_seconds()` counts those of the office, `.wall_clock()` those of the night too",
        ),
        Policy::WorkSecond => (
            "counts office hours",
            "give it in workdays, hours or minutes, or leave out `.work_seconds()`",
        ),
        Policy::WallClock => (
            "counts on days of rest too",
            "leave out `.wall_clock()` to count whole working days, or say `.work_seconds()` in its place",
        ),
    }
}
