//! The text of a calendar, as a lawyer writes it, read and checked.
//!
//! ```toml
//! title = "中华人民共和国法定工作日"
//! zone = "Asia/Shanghai"
//! weekly_rest = ["saturday", "sunday"]
//! office_hours = ["09:00-12:00", "13:30-17:30"]
//!
//! [year.2026]
//! status = "official"                      # or "provisional"
//! source = "国务院办公厅关于2026年部分节假日安排的通知"
//! holidays."国庆节" = "10-01..10-07"        # days and ranges, by comma
//! make_up."国庆节" = "09-20, 10-10"
//! ```
//!
//! *Invariant.* What comes out is consistent: no day has two names, a make-up day would else be a day
//! of rest, sessions are in order, and there is a day to work on.
//!
//! *Absent on purpose.* Recurring holidays: every year is written out, because every year is decreed.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use crate::{
    Certainty, Day, Session, Weekday, Zone,
    calendar::{Named, Parts, SPAN},
    workdays::Week,
};

/// Why a calendar was not accepted. Read by whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// No such time zone.
    #[error("`{name}` is not a time zone; write a name of the IANA database, as `Asia/Shanghai`")]
    Zone {
        /// What was written.
        name: String,
    },
    /// The text is not TOML, or an entry is missing, unknown or of the wrong kind.
    #[error("calendar `{calendar}`, line {line}: {message}")]
    Form {
        /// The name of the calendar.
        calendar: String,
        /// The line, from 1.
        line: usize,
        /// What the reader of TOML says.
        message: String,
    },
    /// An entry makes no sense.
    #[error("calendar `{calendar}`, line {line}: {problem}")]
    Entry {
        /// The name of the calendar.
        calendar: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: EntryProblem,
    },
}

/// What is wrong with one entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryProblem {
    /// `zone` names none.
    #[error("`{0}` is not a time zone; write a name of the IANA database, as `Asia/Shanghai`")]
    Zone(String),
    /// Not a weekday.
    #[error("`{0}` is not a day of the week; write them in English, as `saturday`")]
    Weekday(String),
    /// All seven days are days of rest.
    #[error("every day is a day of rest, so no limit in workdays could ever end; leave one out")]
    NoWork,
    /// Not a session.
    #[error("`{0}` is not a session; write opening and closing time, as `09:00-12:00`")]
    Session(String),
    /// Sessions overlap or are out of order.
    #[error("session `{0}` opens before the one above it closes; write the sessions in order")]
    SessionOrder(String),
    /// There are no sessions.
    #[error("there are no office hours; write at least one session, as `09:00-17:00`")]
    NoSession,
    /// Not a year of the tables.
    #[error("`{0}` is not a year from 1970 to 2199")]
    Year(String),
    /// Not a status of a year.
    #[error(
        "`{0}` is not a status; write `official` once the year's schedule is published, else `provisional`"
    )]
    Status(String),
    /// Not a day or a range of days.
    #[error(
        "`{0}` is not a day of {1}; write days as `05-01` and ranges as `05-01..05-05`, by comma"
    )]
    Days(String, i32),
    /// A day was listed before.
    #[error("{0} is already listed as {1}; a day can be only one thing")]
    Twice(Day, String),
    /// A make-up day that is worked anyway.
    #[error("{0} is a working day anyway; a make-up day replaces a day of the weekly rest")]
    MakeUpWorked(Day),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    zone: Spanned<String>,
    weekly_rest: Spanned<Vec<Spanned<String>>>,
    office_hours: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    year: BTreeMap<Spanned<String>, Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    status: Spanned<String>,
    source: String,
    #[serde(default)]
    holidays: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    make_up: BTreeMap<String, Spanned<String>>,
}

/// A problem and the byte at which it was found.
type Placed<T> = Result<T, (usize, EntryProblem)>;

/// Reads and checks the text of a calendar.
pub(crate) fn read(name: &str, text: &str) -> Result<Parts, CalendarError> {
    let calendar = name.to_owned();
    let line = |at: usize| 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
    match toml::from_str(text) {
        Ok(file) => check(file).map_err(|(at, problem)| CalendarError::Entry {
            calendar,
            line: line(at),
            problem,
        }),
        Err(error) => Err(CalendarError::Form {
            calendar,
            line: line(error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        }),
    }
}

fn check(file: File) -> Placed<Parts> {
    let zone = entry(&file.zone, |name| Zone::named(name).ok(), EntryProblem::Zone)?;
    let rest = file.weekly_rest.get_ref().iter();
    let rest = rest.map(|day| entry(day, read_weekday, EntryProblem::Weekday));
    let week = Week::resting(&rest.collect::<Placed<Vec<_>>>()?)
        .ok_or((file.weekly_rest.span().start, EntryProblem::NoWork))?;
    let sessions = sessions(&file.office_hours)?;
    let mut days = BTreeMap::new();
    let (mut status, mut sources) = (BTreeMap::new(), BTreeMap::new());
    for (number, year) in &file.year {
        let number = entry(number, read_year, EntryProblem::Year)?;
        list_days(number, year, week, &mut days)?;
        status.insert(number, entry(&year.status, read_status, EntryProblem::Status)?);
        sources.insert(number, year.source.clone());
    }
    let (named, certainties) = (days.into_iter().collect(), runs(&status));
    Ok(Parts { title: file.title, zone, week, sessions, named, certainties, sources })
}

/// Reads one entry, or says what is wrong with it and where it stands.
fn entry<T>(
    text: &Spanned<String>,
    read: impl Fn(&str) -> Option<T>,
    problem: fn(String) -> EntryProblem,
) -> Placed<T> {
    read(text.get_ref()).ok_or_else(|| (text.span().start, problem(text.get_ref().clone())))
}

fn sessions(hours: &Spanned<Vec<Spanned<String>>>) -> Placed<Vec<Session>> {
    let mut sessions: Vec<Session> = Vec::new();
    for text in hours.get_ref() {
        let session = entry(text, read_session, EntryProblem::Session)?;
        if sessions.last().is_some_and(|last| session.opens < last.closes) {
            let problem = EntryProblem::SessionOrder(text.get_ref().clone());
            return Err((text.span().start, problem));
        }
        sessions.push(session);
    }
    if sessions.is_empty() {
        return Err((hours.span().start, EntryProblem::NoSession));
    }
    Ok(sessions)
}

fn read_weekday(text: &str) -> Option<Weekday> {
    Weekday::ALL.into_iter().find(|day| day.name() == text)
}

fn read_status(text: &str) -> Option<Certainty> {
    match text {
        "official" => Some(Certainty::Official),
        "provisional" => Some(Certainty::Provisional),
        _ => None,
    }
}

/// Reads `09:00-12:00`; the end may be `24:00`.
fn read_session(text: &str) -> Option<Session> {
    let time = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let two_digits = |text: &str| {
            (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())?
        };
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some((hours * 60 + minutes) * 60_000)
    };
    let (opens, closes) = text.split_once('-')?;
    let session = Session { opens: time(opens)?, closes: time(closes)? };
    (session.opens < session.closes).then_some(session)
}

fn read_year(text: &str) -> Option<i32> {
    let (first, end) = (SPAN.start.ymd().0, SPAN.end.ymd().0);
    text.parse().ok().filter(|year| (first..end).contains(year))
}

/// Adds the holidays and make-up days of a year.
fn list_days(number: i32, year: &Year, week: Week, days: &mut BTreeMap<Day, Named>) -> Placed<()> {
    let holidays = year.holidays.iter().map(|it| (it, Named::Holiday as fn(String) -> Named));
    let make_up = year.make_up.iter().map(|it| (it, Named::MakeUp as fn(String) -> Named));
    for ((name, list), kind) in holidays.chain(make_up) {
        let place = list.span().start;
        for item in list.get_ref().split(',').map(str::trim) {
            let (first, last) = read_days(number, item)
                .ok_or_else(|| (place, EntryProblem::Days(item.to_owned(), number)))?;
            for day in (first.0..=last.0).map(Day) {
                let named = kind(name.clone());
                if matches!(named, Named::MakeUp(_)) && week.works(day.weekday()) {
                    return Err((place, EntryProblem::MakeUpWorked(day)));
                }
                if let Some(Named::Holiday(other) | Named::MakeUp(other)) = days.insert(day, named)
                {
                    return Err((place, EntryProblem::Twice(day, other)));
                }
            }
        }
    }
    Ok(())
}

/// Reads `05-01` or `05-01..05-05` of a year.
fn read_days(year: i32, text: &str) -> Option<(Day, Day)> {
    let day = |text: &str| format!("{year:04}-{}", text.trim()).parse::<Day>().ok();
    match text.split_once("..") {
        Some((first, last)) => {
            let (first, last) = (day(first)?, day(last)?);
            (first <= last).then_some((first, last))
        }
        None => day(text).map(|day| (day, day)),
    }
}

/// Turns the status of years into runs of days, unknown before, between and after.
fn runs(status: &BTreeMap<i32, Certainty>) -> Vec<(Day, Certainty)> {
    let new_year = |year: i32| Day::from_ymd(year, 1, 1).unwrap_or(Day::MAX);
    let mut runs = vec![(Day::MIN, Certainty::Unknown)];
    for (&year, &certainty) in status {
        if runs.last().is_some_and(|&(from, _)| from == new_year(year)) {
            runs.pop();
        }
        if runs.last().is_none_or(|&(_, last)| last != certainty) {
            runs.push((new_year(year), certainty));
        }
        runs.push((new_year(year + 1), Certainty::Unknown));
    }
    runs
}
