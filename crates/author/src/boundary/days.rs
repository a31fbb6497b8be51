//! The days of a calendar on which counting is easily got wrong.
//!
//! *Invariant.* They lie in years whose schedules are published, the latest that have such a day.
//!
//! *Absent on purpose.* Counting: the rules do that.

use duban_calendar::{Calendar, Certainty, Day, Weekday};

/// So many days of rest in a row are a long holiday.
const LONG: i64 = 5;

/// Years in which a calendar may have schedules, the latest first.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

pub(super) struct Days {
    /// A working day in March, far from any holiday but one.
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
    pub(super) fn of(calendar: &Calendar) -> Days {
        let published = |year: &i32| {
            Day::from_ymd(*year, 7, 1)
                .is_some_and(|day| calendar.certainty(day) == Certainty::Official)
        };
        let years: Vec<i32> = YEARS.rev().filter(published).collect();
        // What begins in the last year may be due in the next, which is not published.
        let settled: Vec<i32> = years.iter().copied().skip(1).collect();
        let days = || settled.iter().copied().flat_map(days_of);
        let before_holiday = days().find(|day| {
            calendar.is_workday(*day) && (1..=LONG).all(|n| !calendar.is_workday(day.plus(n)))
        });
        let march = settled.first().and_then(|year| Day::from_ymd(*year, 3, 1));
        Days {
            plain: calendar.add_workdays(march.unwrap_or_default(), 1),
            make_up: days().find(|day| {
                calendar.is_workday(*day)
                    && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            }),
            before_holiday,
            after_holiday: before_holiday.map(|day| calendar.add_workdays(day, 1)),
            leap: settled.iter().find_map(|year| Day::from_ymd(*year, 2, 29)),
        }
    }
}

/// The days of a year, the first first.
fn days_of(year: i32) -> impl Iterator<Item = Day> {
    let first = Day::from_ymd(year, 1, 1);
    first.into_iter().flat_map(move |first| {
        (0..366).map(move |n| first.plus(n)).take_while(move |day| day.ymd().0 == year)
    })
}
