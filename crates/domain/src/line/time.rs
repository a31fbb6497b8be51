//! Dates, times of day and values as people write them.
//!
//! *Invariant.* A day that no calendar has and a time that no clock shows are refused, never moved to another.
//!
//! *Absent on purpose.* Offsets: whoever writes a line means the time on the wall.

use duban_calendar::{Day, Timestamp, Zone};

use super::Problem;
use crate::Value;

/// Reads `2025-03-03 09:00`, `2025-03-03 24:00`, or a date alone, which means its first instant.
///
/// # Errors
/// When there is no such day, or no such time of day.
pub fn instant(text: &str, zone: &Zone) -> Result<Timestamp, Problem> {
    let text = text.trim();
    match text.split_once(char::is_whitespace) {
        Some((date, clock)) => at(day(date)?, clock.trim_start(), zone),
        None => Ok(zone.start_of(day(text)?)),
    }
}

/// What a value looks like: a date, a time, a length, a whole number, `true` or `false`; else it is words.
pub fn value(text: &str, zone: &Zone) -> Value<String> {
    if let Ok(day) = text.parse() {
        Value::Date(day)
    } else if let Ok(at) = instant(text, zone) {
        Value::Time(at)
    } else if let Ok(length) = text.parse() {
        Value::Length(length)
    } else if let Ok(number) = text.parse() {
        Value::Int(number)
    } else if let Ok(yes) = text.parse() {
        Value::Bool(yes)
    } else {
        Value::Text(text.to_owned())
    }
}

pub(super) fn day(text: &str) -> Result<Day, Problem> {
    text.parse().map_err(|_| Problem::Date(text.to_owned()))
}

pub(super) fn at(day: Day, clock: &str, zone: &Zone) -> Result<Timestamp, Problem> {
    let second = second_of_day(clock).ok_or_else(|| Problem::Clock(clock.to_owned()))?;
    Ok(if second == DAY { zone.end_of(day) } else { zone.instant(day, second * 1000) })
}

/// Seconds in a day on the wall.
const DAY: u32 = 24 * 3600;

/// Of `09:00` or `09:00:30`; the day ends at 24:00.
fn second_of_day(clock: &str) -> Option<u32> {
    let two_digits = |part: &str| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u32>().ok()).flatten()
    };
    let mut parts = clock.split(':').map(two_digits);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let sum = hour * 3600 + minute * 60 + second;
    let shown = minute < 60 && second < 60 && sum <= DAY && parts.next().is_none();
    shown.then_some(sum)
}
