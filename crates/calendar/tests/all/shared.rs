//! What the tests of this crate have in common: the shipped calendars and the shared data.

use std::{fs, path::PathBuf};

use duban_calendar::{Calendar, Day, Timestamp};

pub fn cn() -> Calendar {
    Calendar::from_toml("cn", include_str!("../../../../rules/calendars/cn.toml")).unwrap()
}

pub fn nl() -> Calendar {
    Calendar::from_toml("nl", include_str!("../../../../rules/calendars/nl.toml")).unwrap()
}

/// A file of the shared data, or `None` with a word on stderr where it can't be read.
pub fn shared(path: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    fs::read_to_string(&path).inspect_err(|error| eprintln!("skipped: {path:?}: {error}")).ok()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A date, or a date and a time, local to the calendar.
pub fn at(calendar: &Calendar, text: &str) -> Timestamp {
    let (date, time) = text.split_once(' ').unwrap_or((text, "00:00:00"));
    let number = |range: std::ops::Range<usize>| time[range].parse::<u32>().unwrap();
    let (hours, minutes, seconds) = (number(0..2), number(3..5), number(6..8));
    calendar.zone().instant(day(date), ((hours * 60 + minutes) * 60 + seconds) * 1000)
}
