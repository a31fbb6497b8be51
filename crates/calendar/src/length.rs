//! Units and lengths of time as laws and promises state them.
//!
//! *Invariant.* A length always carries its unit. 日 means a working day in one law and a civil day
//! in the next, so a unit is never guessed from the number.
//!
//! *Absent on purpose.* Conversions between units: how long a month is depends on where it starts.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::TimeError;

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working days of the calendar in force (工作日; 行政许可法 82).
    Workdays,
    /// Civil days (自然日).
    Days,
    /// Hours: of office time under the policy `work-second`, else of the clock on the wall.
    Hours,
    /// Minutes, as hours.
    Minutes,
    /// Months to the corresponding day (民法典 202).
    Months,
    /// Years to the corresponding day (民法典 202).
    Years,
}

impl Unit {
    /// Every unit, in the order in which messages list them.
    pub const ALL: [Unit; 6] =
        [Unit::Workdays, Unit::Days, Unit::Hours, Unit::Minutes, Unit::Months, Unit::Years];

    /// The word for it in rules and in data, in the plural.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Workdays => "workdays",
            Unit::Days => "days",
            Unit::Hours => "hours",
            Unit::Minutes => "minutes",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }

    /// The Chinese measure word, as it follows the number.
    pub const fn zh(self) -> &'static str {
        match self {
            Unit::Workdays => "个工作日",
            Unit::Days => "个自然日",
            Unit::Hours => "小时",
            Unit::Minutes => "分钟",
            Unit::Months => "个月",
            Unit::Years => "年",
        }
    }

    /// The names of all units for a message: "`workdays`, `days`, ...".
    pub(crate) fn listed() -> String {
        Unit::ALL.map(|unit| format!("`{}`", unit.name())).join(", ")
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Unit {
    type Err = TimeError;

    /// Reads a [name](Unit::name), also in the singular.
    fn from_str(text: &str) -> Result<Unit, TimeError> {
        Unit::ALL
            .into_iter()
            .find(|unit| unit.name() == text || unit.name().strip_suffix('s') == Some(text))
            .ok_or_else(|| TimeError::Unit { text: text.to_owned() })
    }
}

/// A length of time as stated: an amount and its unit.
///
/// ```
/// use duban_calendar::Length;
/// let length: Length = "20 workdays".parse().unwrap();
/// assert_eq!((length.to_string().as_str(), length.zh().as_str()), ("20 workdays", "20个工作日"));
/// assert!("20".parse::<Length>().unwrap_err().to_string().contains("no unit, no clock"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Length {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// A length of `amount` in `unit`.
    pub const fn new(amount: u32, unit: Unit) -> Length {
        Length { amount, unit }
    }

    /// The length in Chinese: 20个工作日.
    pub fn zh(self) -> String {
        format!("{}{}", self.amount, self.unit.zh())
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.unit.name();
        let name = if self.amount == 1 { &name[..name.len() - 1] } else { name };
        write!(f, "{} {name}", self.amount)
    }
}

impl FromStr for Length {
    type Err = TimeError;

    /// Reads a whole number, blanks and a [unit](Unit).
    fn from_str(text: &str) -> Result<Length, TimeError> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (amount, unit) = text.split_at(digits);
        let amount =
            read_amount(amount).ok_or_else(|| TimeError::Length { text: text.to_owned() })?;
        let amount = amount.ok_or_else(|| TimeError::TooLong { text: text.to_owned() })?;
        match unit.trim_start() {
            "" => Err(TimeError::NoUnit { text: text.to_owned() }),
            // `5.5 days`, `5-10 days`
            unit if !unit.starts_with(char::is_alphabetic) => {
                Err(TimeError::Length { text: text.to_owned() })
            }
            unit => Ok(Length { amount, unit: unit.parse()? }),
        }
    }
}

/// Reads a whole number, which may be more than can be counted; the outer `None` means that it is no number at all.
pub(crate) fn read_amount(digits: &str) -> Option<Option<u32>> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())
}
