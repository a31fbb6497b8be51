//! One row of a table: `id,from,limit,unit` in, `due,note` out.
//!
//! *Invariant.* Whatever makes the due date surprising or uncertain stands in the note.
//!
//! *Absent on purpose.* Pauses and extensions: a row that needs them is an object (see `jsonl`).

use crate::{
    Calendar, Certainty, Day, DayKind, Length, Policy, Term, Unit,
    batch::{Form, Written, read_unit},
    count::{Count, End},
    length::read_amount,
};

/// Answers one row: the due date, and what should be known about it.
///
/// Working days, days, months and years count by the day, to its end, rolling over (民法典 201 to
/// 203), and the answer is a date. Hours and minutes are absolute, and the answer is an instant,
/// written as `from` is. An error leaves the due date empty and says in the note why.
///
/// ```
/// # let calendar = duban_calendar::Calendar::from_toml("cn", include_str!("../../../../rules/calendars/cn.toml")).unwrap();
/// use duban_calendar::batch::answer_csv_row;
/// let (due, note) = answer_csv_row(&calendar, "A-1", "2026-09-20", "15", "days");
/// assert_eq!((due.as_str(), note.as_str()), ("2026-10-08", "rolled over 国庆节"));
/// ```
pub fn answer_csv_row(
    calendar: &Calendar,
    id: &str,
    from: &str,
    limit: &str,
    unit: &str,
) -> (String, String) {
    answer(calendar, from, limit, unit)
        .unwrap_or_else(|reason| (String::new(), format!("no due date for `{id}`: {reason}")))
}

fn answer(
    calendar: &Calendar,
    from: &str,
    limit: &str,
    unit: &str,
) -> Result<(String, String), String> {
    let from = Written::read(calendar, from).map_err(|error| format!("column `from`: {error}"))?;
    let amount = read_limit(limit.trim()).map_err(|reason| format!("column `limit`: {reason}"))?;
    let unit = read_unit(unit).map_err(|reason| format!("column `unit`: {reason}"))?;
    let policy = match unit {
        Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => Policy::LAW,
        Unit::Hours | Unit::Minutes => Policy::WallClock,
    };
    let term = Term { policy, ..Term::plain(from.at, Length::new(amount, unit)) };
    let count = Count::new(calendar, &term).map_err(|error| error.to_string())?;
    // Without pauses every clock ends.
    let Some(end) = count.end else { return Ok(Default::default()) };
    let mut notes = Vec::new();
    if policy == Policy::WallClock && from.form == Form::Date {
        notes.push("counted from 00:00".to_owned());
    }
    notes.extend(rolled_over(calendar, end));
    notes.extend(count.relied_on(end).and_then(|days| reaches_into(calendar, days)));
    let due = match policy {
        Policy::WallClock => from.alike(calendar, end.at),
        Policy::Day { .. } | Policy::WorkSecond => end.day.to_string(),
    };
    Ok((due, notes.join("; ")))
}

/// Reads the number of a limit, whose unit has a column of its own.
fn read_limit(text: &str) -> Result<u32, String> {
    match (read_amount(text), text.parse::<Length>()) {
        (Some(Some(amount)), _) => Ok(amount),
        (Some(None), _) => Err(format!(
            "`{text}` is longer than can be counted; {} is the greatest number",
            u32::MAX
        )),
        (None, Ok(Length { amount, unit })) => Err(format!(
            "`{text}` is a number and its unit; write `{amount}` here and `{unit}` in the column `unit`"
        )),
        (None, Err(_)) => Err(format!(
            "`{text}` is not a whole number; write one, as `20`, and its unit in the column `unit`"
        )),
    }
}

/// What a due day rolled over.
fn rolled_over(calendar: &Calendar, end: End) -> Option<String> {
    if end.used_up == end.day {
        return None;
    }
    let mut holidays = Vec::new();
    for day in (end.used_up.0..end.day.0).map(Day) {
        if let DayKind::Holiday(name) = calendar.kind(day)
            && !holidays.contains(&name)
        {
            holidays.push(name);
        }
    }
    let what = if holidays.is_empty() { "the weekly rest".to_owned() } else { holidays.join(", ") };
    Some(format!("rolled over {what}"))
}

/// The years in which the answer may still change, or for which nothing is known.
fn reaches_into(calendar: &Calendar, (first, last): (Day, Day)) -> Option<String> {
    let worst = calendar.certainty_between(first, last);
    let new_year = |year| Day::from_ymd(year, 1, 1).unwrap_or(Day::MAX);
    let mut years =
        (first.ymd().0..=last.ymd().0).filter(|&year| calendar.certainty(new_year(year)) == worst);
    let from = years.next()?;
    let years = match years.next_back() {
        Some(to) => format!("{from} to {to}"),
        None => from.to_string(),
    };
    match worst {
        Certainty::Official => None,
        Certainty::Provisional => Some(format!("reaches into provisional days of {years}")),
        Certainty::Unknown => Some(format!("reaches into {years}, for which no schedule is known")),
    }
}
