//! Instants, and the errors of reading times and lengths from text.
//!
//! *Invariant.* Every `i64` of milliseconds is an instant that can be shown; arithmetic saturates.
//!
//! *Absent on purpose.* The current time: an instant always comes in as a value.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Unit, day::write_date};

/// Milliseconds in a civil day of 24 hours.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Before everything.
    pub const MIN: Timestamp = Timestamp(i64::MIN);
    /// After everything.
    pub const MAX: Timestamp = Timestamp(i64::MAX);

    /// Reads an instant of RFC 3339 with any offset; what is finer than a millisecond is dropped.
    ///
    /// # Errors
    /// [`TimeError::Timestamp`] for anything else, also for a time without an offset: only a
    /// [`Zone`](crate::Zone) can say what instant that is.
    ///
    /// ```
    /// use duban_calendar::Timestamp;
    /// let at = Timestamp::parse("2026-03-19T17:30:00+08:00").unwrap();
    /// assert_eq!(at.to_string(), "2026-03-19T09:30:00.000Z");
    /// ```
    pub fn parse(text: &str) -> Result<Timestamp, TimeError> {
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|at| Timestamp(at.timestamp_millis()))
            .map_err(|_| TimeError::Timestamp { text: text.to_owned() })
    }

    /// The instant `ms` milliseconds later, or earlier if negative, within `MIN..=MAX`.
    pub const fn plus_ms(self, ms: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(ms))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(f, self.0.div_euclid(DAY_MS))?;
        let ms = self.0.rem_euclid(DAY_MS);
        let (seconds, ms) = (ms / 1000, ms % 1000);
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        write!(f, "T{hours:02}:{minutes:02}:{:02}.{ms:03}Z", seconds % 60)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Timestamp, TimeError> {
        Timestamp::parse(text)
    }
}

/// What is shown on a clock on the wall: a civil day and the time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// The civil day.
    pub day: Day,
    /// Milliseconds since the wall clock showed 00:00.
    pub ms_of_day: u32,
}

use crate::Day;

/// A day, an instant, a unit or a length that could not be read. Shown to whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Not a day.
    #[error("`{text}` is not a day; write it as `2026-03-19`")]
    Day {
        /// What was written.
        text: String,
    },
    /// Not an instant.
    #[error("`{text}` is not an instant; write it with its offset, as `2026-03-19T17:30:00+08:00`")]
    Timestamp {
        /// What was written.
        text: String,
    },
    /// Not a local time, with or without an offset.
    #[error("`{text}` is not a time; write `2026-03-19` or `2026-03-19T17:30:00`")]
    Moment {
        /// What was written.
        text: String,
    },
    /// Not a unit of time.
    #[error("`{text}` is not a unit of time; write one of {}", Unit::listed())]
    Unit {
        /// What was written.
        text: String,
    },
    /// A length without its unit: 日 may be a working day or a civil day, so it is never guessed.
    #[error(
        "`{text}` has no unit, and no unit, no clock; write for example `{text} workdays`, or one of {}",
        Unit::listed()
    )]
    NoUnit {
        /// What was written.
        text: String,
    },
    /// A length whose number is beyond all counting.
    #[error("`{text}` is longer than can be counted; {} is the greatest number", u32::MAX)]
    TooLong {
        /// What was written.
        text: String,
    },
    /// A length without a whole number in front.
    #[error("`{text}` is not a length of time; write a whole number and a unit, as `20 workdays`")]
    Length {
        /// What was written.
        text: String,
    },
}
