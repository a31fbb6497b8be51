//! The days of a calendar on which counting is easily got wrong.
//!
//! *Invariant.* The version is in force on them, and they lie in years whose schedules are published: the latest that have such a day, the
//! very last year behind all others.
//!
//! *Absent on purpose.* Counting: the rules do that.

use duban_calendar::{Calendar, Certainty, Day, Weekday};
use duban_rulebook::InForce;

/// So many days of rest in a row are a long holiday.
const LONG: i64 = 5;

/// Years in which a calendar may have schedules, the latest first.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

pub(super) struct Days {
    /// A working day in March, far from any holiday but one; where the version is in force in no March, any working day.
    pub(super) plain: Day,
    /// A Saturday or Sunday on which people work.
    pub(super) make_up: Option<Day>,
    /// The last working day before a long holiday.
    pub(super) before_holiday: Option<Day>,
    /// The first behind it.
    pub(super) after_holiday: Option<Day>,
    /// 29 February.
    pub(super) leap: Option<Day>,
}

impl Days {
    /// The days of a version; None where it is in force on no day of a year whose schedule is published.
    pub(super) fn of(calendar: &Calendar, in_force: InForce) -> Option<Days> {
        let published = |year: &i32| {
            let july = Day::from_ymd(*year, 7, 1);
            july.is_some_and(|day| calendar.certainty(day) == Certainty::Official)
        };
        let years: Vec<i32> = YEARS.rev().filter(published).collect();
        // What begins in the last year may be due in the next, which is not published.
        let last = years.len().min(1);
        let settled: Vec<i32> = years[last..].iter().chain(&years[..last]).copied().collect();
        let days = || settled.iter().copied().flat_map(days_of).filter(|it| in_force.contains(*it));
        let works = |day: Day| calendar.is_workday(day);
        let before_holiday = days().find(|day| {
            // What is paused then has begun on the day before.
            works(*day)
                && in_force.contains(day.plus(-1))
                && (1..=LONG).all(|n| !works(day.plus(n)))
        });
        let march = |year: &i32| Some(calendar.add_workdays(Day::from_ymd(*year, 3, 1)?, 1));
        let mut marches = settled.iter().filter_map(march);
        let plain =
            marches.find(|day| in_force.contains(*day)).or_else(|| days().find(|it| works(*it)))?;
        let is_weekend = |day: &Day| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Some(Days {
            plain,
            make_up: days().find(|day| works(*day) && is_weekend(day)),
            before_holiday,
            after_holiday: before_holiday.map(|day| calendar.add_workdays(day, 1)),
            leap: days().find(|day| matches!(day.ymd(), (_, 2, 29))),
        })
    }
}

/// The days of a year, the first first.
fn days_of(year: i32) -> impl Iterator<Item = Day> {
    let first = Day::from_ymd(year, 1, 1);
    first.into_iter().flat_map(move |first| {
        (0..366).map(move |n| first.plus(n)).take_while(move |day| day.ymd().0 == year)
    })
}
