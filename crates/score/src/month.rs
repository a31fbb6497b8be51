//! A calendar month: the period that departments are scored for.
//!
//! *Invariant.* A month lies in the years 1 to 9999; arithmetic stops at the first and the last.
//!
//! *Absent on purpose.* Quarters and years: their score is the arithmetic mean of their months.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use duban_calendar::{Day, MonthEnd, Timestamp, Zone};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A month of a year.
///
/// ```
/// use duban_score::Month;
///
/// let month: Month = "2026-01".parse().unwrap();
/// assert_eq!(month.previous().to_string(), "2025-12");
/// assert_eq!(month.last_year().to_string(), "2025-01");
/// assert_eq!(month.last_day().to_string(), "2026-01-31");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    month: u32,
}

/// A word that is no month.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a month; write it as `2026-10`")]
pub struct NotAMonth(pub String);

impl Month {
    /// The first month that can be named.
    pub const FIRST: Month = Month { year: 1, month: 1 };

    /// The month of this year (1..=9999) and number (1..=12); None where there is no such month.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        let exists = (1..=9999).contains(&year) && (1..=12).contains(&month);
        exists.then_some(Month { year, month })
    }

    /// The month in which a day lies; None outside the years 1 to 9999.
    pub fn of(day: Day) -> Option<Month> {
        let (year, month, _) = day.ymd();
        Month::new(year, month)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Its number in the year, 1 to 12.
    pub fn number(self) -> u32 {
        self.month
    }

    /// The month before it.
    pub fn previous(self) -> Month {
        let before = match self.month {
            1 => Month::new(self.year - 1, 12),
            month => Month::new(self.year, month - 1),
        };
        before.unwrap_or(Month::FIRST)
    }

    /// The same month of the year before.
    pub fn last_year(self) -> Month {
        Month::new(self.year - 1, self.month).unwrap_or(Month::FIRST)
    }

    /// Its first day.
    #[expect(
        clippy::expect_used,
        reason = "`Month::new` lets only months through that have a first day"
    )]
    pub fn first_day(self) -> Day {
        Day::from_ymd(self.year, self.month, 1).expect("every month has a first day")
    }

    /// Its last day.
    #[expect(clippy::expect_used, reason = "`MonthEnd::LastDay` finds a day in every month")]
    pub fn last_day(self) -> Day {
        let next = self.first_day().plus_months(1, MonthEnd::LastDay);
        next.expect("every month has a next one").plus(-1)
    }

    /// Its instants in a zone: from 00:00 of the first day until 24:00 of the last, which is no longer within.
    pub fn bounds(self, zone: &Zone) -> Range<Timestamp> {
        zone.start_of(self.first_day())..zone.end_of(self.last_day())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    /// Reads `yyyy-mm`, exactly.
    fn from_str(text: &str) -> Result<Month, NotAMonth> {
        let day = format!("{text}-01").parse().ok();
        day.and_then(Month::of).ok_or_else(|| NotAMonth(text.to_owned()))
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Month, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

#[cfg(test)]
mod tests;
