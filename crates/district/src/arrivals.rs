//! How the cases of a year spread over its days.
//!
//! *Invariant.* The cases are numbered in the order of their days, and their numbers add up to the year's exactly.
//!
//! *Absent on purpose.* The time of day: that is the case's own.

use duban_calendar::{Calendar, Day, Weekday};

/// On which day which cases arrive.
#[derive(Clone, Debug)]
pub(crate) struct Arrivals {
    pub(crate) first: Day,
    /// The number of the first case of each day, and behind the last day the number of all.
    starts: Vec<u32>,
}

/// The busyness of the months, in hundredths: quiet around the Spring Festival, busy afterwards.
const MONTHS: [u64; 12] = [90, 75, 115, 110, 105, 105, 100, 95, 105, 95, 105, 100];

impl Arrivals {
    /// So many cases over a year, from 1 to 9999.
    pub(crate) fn over(year: i32, cases: u32, calendar: &Calendar) -> Arrivals {
        let year = year.clamp(1, 9_999);
        let first = Day::from_ymd(year, 1, 1).unwrap_or_default();
        let end = Day::from_ymd(year + 1, 1, 1).unwrap_or_default();
        let weights = (first.0..end.0).map(|number| weight(Day(number), calendar));
        let totals: Vec<u64> = weights
            .scan(0, |total, weight| {
                *total += weight;
                Some(*total)
            })
            .collect();
        let whole = totals.last().copied().unwrap_or(1);
        let share = |total: u64| (u64::from(cases) * total / whole) as u32;
        let starts = std::iter::once(0).chain(totals.iter().map(|&total| share(total))).collect();
        Arrivals { first, starts }
    }

    /// The number of days.
    pub(crate) fn days(&self) -> usize {
        self.starts.len() - 1
    }

    /// The numbers of the cases that arrive on the n-th day.
    pub(crate) fn on(&self, day: usize) -> std::ops::Range<u32> {
        self.starts[day]..self.starts[day + 1]
    }

    /// The n-th day.
    pub(crate) fn day(&self, day: usize) -> Day {
        self.first.plus(day as i64)
    }
}

/// How busy a day is. On days of rest only what is filed online comes in.
fn weight(day: Day, calendar: &Calendar) -> u64 {
    let (_, month, _) = day.ymd();
    let busy = match day.weekday() {
        _ if !calendar.is_workday(day) => 60,
        _ if calendar.workdays_between(day.plus(-4), day) == 1 => 1_400,
        Weekday::Monday => 1_150,
        Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday => 1_000,
        Weekday::Friday => 900,
        Weekday::Saturday | Weekday::Sunday => 700,
    };
    busy * MONTHS[month as usize - 1]
}

#[cfg(test)]
mod tests;
