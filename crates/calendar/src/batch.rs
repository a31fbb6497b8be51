//! The calculator for many clocks at once: rows and objects of text in, text out.
//!
//! *Invariant.* Every question gets an answer or an error in words; one bad row never spoils another.
//!
//! *Absent on purpose.* Files and the quoting of CSV: they belong to whoever reads and writes them.

mod csv;
mod jsonl;

pub use csv::answer_csv_row;
pub use jsonl::answer_jsonl_object;

use chrono::{NaiveTime, Timelike};

use crate::{Calendar, Day, LocalTime, TimeError, Timestamp, Unit, zone::time_of_day};

/// A time as it was written, so that the answer can be written alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written {
    at: Timestamp,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `2026-03-19`: the start of the day.
    Date,
    /// `2026-03-19T17:30:00`: local time of the calendar.
    Local,
    /// `2026-03-19T17:30:00+08:00`
    Offset,
}

impl Written {
    fn read(calendar: &Calendar, text: &str) -> Result<Written, TimeError> {
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Ok(Written { at: calendar.zone().start_of(day), form: Form::Date });
        }
        if let Ok(at) = Timestamp::parse(text) {
            return Ok(Written { at, form: Form::Offset });
        }
        let (day, ms) =
            read_local(text).ok_or_else(|| TimeError::Moment { text: text.to_owned() })?;
        Ok(Written { at: calendar.zone().instant(day, ms), form: Form::Local })
    }

    /// Writes an instant in the form of this one; a bare date has no form for it, so local time.
    fn alike(self, calendar: &Calendar, at: Timestamp) -> String {
        match self.form {
            Form::Offset => calendar.zone().rfc3339(at),
            Form::Date | Form::Local => {
                let LocalTime { day, ms_of_day } = calendar.zone().local(at);
                format!("{day}T{}", time_of_day(ms_of_day, true))
            }
        }
    }
}

/// Reads a unit that stands in a field of its own, beside its number.
fn read_unit(unit: &str) -> Result<Unit, String> {
    match unit.trim() {
        "" => {
            let units = Unit::listed();
            Err(format!("there is no unit, and no unit, no clock; write one of {units}"))
        }
        unit => unit.parse().map_err(|error: TimeError| error.to_string()),
    }
}

/// Reads a date, `T` or a blank, and a time of day with or without seconds.
fn read_local(text: &str) -> Option<(Day, u32)> {
    let (date, time) = text.split_once(['T', ' '])?;
    let time = ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(time, format).ok())?;
    let ms = time.num_seconds_from_midnight() * 1000 + time.nanosecond() / 1_000_000;
    Some((date.parse().ok()?, ms))
}
