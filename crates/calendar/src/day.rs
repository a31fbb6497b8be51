//! A civil day, free of any time zone, and the proleptic Gregorian arithmetic on it.
//!
//! *Invariant.* Every `i32` is a day: nothing here overflows or panics, arithmetic stops at
//! [`Day::MIN`] and [`Day::MAX`].
//!
//! *Absent on purpose.* Working days and instants: the first are a matter of a
//! [`Calendar`](crate::Calendar), the second of a [`Zone`](crate::Zone).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{MonthEnd, TimeError};

/// A civil day, counted in days since 1970-01-01.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// 星期一
    Monday,
    /// 星期二
    Tuesday,
    /// 星期三
    Wednesday,
    /// 星期四
    Thursday,
    /// 星期五
    Friday,
    /// 星期六
    Saturday,
    /// 星期日
    Sunday,
}

impl Weekday {
    /// The week, Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// Its English name, as calendars write it: `saturday`.
    pub const fn name(self) -> &'static str {
        match self {
            Weekday::Monday => "monday",
            Weekday::Tuesday => "tuesday",
            Weekday::Wednesday => "wednesday",
            Weekday::Thursday => "thursday",
            Weekday::Friday => "friday",
            Weekday::Saturday => "saturday",
            Weekday::Sunday => "sunday",
        }
    }
}

impl Day {
    /// The first day that can be named.
    pub const MIN: Day = Day(i32::MIN);
    /// The last day that can be named.
    pub const MAX: Day = Day(i32::MAX);

    /// The day with this number since 1970-01-01, or the nearest that can be named.
    pub const fn clamped(number: i64) -> Day {
        if number > Day::MAX.0 as i64 {
            Day::MAX
        } else if number < Day::MIN.0 as i64 {
            Day::MIN
        } else {
            Day(number as i32)
        }
    }

    /// The day of this year, month (1..=12) and day of the month (1..=31), or `None` where there is
    /// no such day.
    ///
    /// ```
    /// use duban_calendar::Day;
    /// assert_eq!(Day::from_ymd(2026, 3, 19).unwrap().to_string(), "2026-03-19");
    /// assert_eq!(Day::from_ymd(2026, 2, 29), None);
    /// ```
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year.into(), month) {
            return None;
        }
        i32::try_from(days_from_civil(year.into(), month, day)).ok().map(Day)
    }

    /// Year, month (1..=12) and day of the month (1..=31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let (year, month, day) = civil_from_days(self.0.into());
        // Every `i32` of days lies within six million years of 1970.
        (year as i32, month, day)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::ALL[(i64::from(self.0) + 3).rem_euclid(7) as usize]
    }

    /// The day `days` later, or earlier if negative, at most [`Day::MAX`] and at least [`Day::MIN`].
    pub const fn plus(self, days: i64) -> Day {
        Day::clamped((self.0 as i64).saturating_add(days))
    }

    /// The corresponding day `months` later (earlier if negative): 民法典 202.
    ///
    /// Where the target month has no such day, its last day, or `None` under [`MonthEnd::Refuse`].
    ///
    /// ```
    /// use duban_calendar::{Day, MonthEnd};
    /// let day: Day = "2026-01-31".parse().unwrap();
    /// assert_eq!(day.plus_months(1, MonthEnd::LastDay).unwrap().to_string(), "2026-02-28");
    /// assert_eq!(day.plus_months(1, MonthEnd::Refuse), None);
    /// ```
    pub fn plus_months(self, months: i64, end: MonthEnd) -> Option<Day> {
        let (year, month, day) = civil_from_days(self.0.into());
        let target = (year * 12 + i64::from(month) - 1).saturating_add(months);
        // Beyond any day that can be named, so that the civil arithmetic stays far from overflow.
        let target = target.clamp(-120_000_000, 120_000_000);
        let (year, month) = (target.div_euclid(12), target.rem_euclid(12) as u32 + 1);
        let last = days_in_month(year, month);
        if day > last && end == MonthEnd::Refuse {
            return None;
        }
        Some(Day::clamped(days_from_civil(year, month, day.min(last))))
    }
}

/// The days in a month of the proleptic Gregorian calendar.
fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, counted in eras of 400 years that begin on 1 March.
fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * i64::from((month + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of the month of a day since 1970-01-01.
pub(crate) fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u32;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Writes a date as ISO 8601 does: four digits of year, or a sign and as many as it takes.
pub(crate) fn write_date(f: &mut fmt::Formatter<'_>, days: i64) -> fmt::Result {
    let (year, month, day) = civil_from_days(days);
    if (0..=9999).contains(&year) {
        write!(f, "{year:04}-{month:02}-{day:02}")
    } else {
        write!(f, "{year:+05}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(f, self.0.into())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = TimeError;

    /// Reads `yyyy-mm-dd`, exactly.
    fn from_str(text: &str) -> Result<Day, TimeError> {
        read_date(text).ok_or_else(|| TimeError::Day { text: text.to_owned() })
    }
}

/// Reads `yyyy-mm-dd`, digits only.
fn read_date(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    Day::from_ymd(year, number(&bytes[5..7])?, number(&bytes[8..])?)
}
