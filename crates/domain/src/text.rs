//! Limits and days as people write them in a TOML file: `"20 workdays"`, `2026-03-19`.
//!
//! *Invariant.* A bare number is refused with the calendar's own words, never taken for a length.
//!
//! *Absent on purpose.* The compact form of the journal: what is written here never goes there.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serializer};
use toml::Value;

pub(crate) fn serialize<S: Serializer, T: Display>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    one(deserializer).map(Some)
}

/// The same for what must be there.
pub(crate) mod needed {
    use super::{Deserializer, Display, FromStr, Serializer, one};

    pub(crate) fn serialize<S: Serializer, T: Display>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
    where
        D: Deserializer<'de>,
        T: FromStr<Err: Display>,
    {
        one(deserializer)
    }
}

fn one<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Datetime(date) => date.to_string(),
        other @ (Value::Float(_) | Value::Boolean(_) | Value::Array(_) | Value::Table(_)) => {
            return Err(D::Error::custom(format!(
                "`{other}` is neither a length of time nor a date; write for example `\"20 workdays\"` or `2026-03-19`"
            )));
        }
    };
    text.parse().map_err(D::Error::custom)
}
