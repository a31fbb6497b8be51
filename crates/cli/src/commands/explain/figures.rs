//! The figures of what is no term: what a rule looked at, and how far it is to a date.
//!
//! *Absent on purpose.* Names of our own for what a rule looked at: it is shown in the words of the script, where it can be looked up.

use duban_calendar::{Length, Timestamp, Unit, Zone};
use duban_rulebook::{Found, Look, Until};

use super::script_words;
use crate::args::Lang;
use crate::{print, words};

/// What a check looked at and what it found, as a table; nothing where it looked at nothing.
pub(super) fn table(looks: &[Look], zone: &Zone, lang: Lang) -> String {
    if looks.is_empty() {
        return String::new();
    }
    let header = [words::pick(lang, "looked at", "所查内容"), words::pick(lang, "found", "结果")];
    let rows = looks.iter().map(|look| vec![at(look, lang), found(&look.found, zone, lang)]);
    format!("\n{}", print::table(&header, rows))
}

/// Where the date of a deadline came from, and what of it counts.
pub(super) fn until(look: &Look, to: Until, zone: &Zone, lang: Lang) -> String {
    let counts = match to {
        Until::EndOfDay => words::pick(lang, "to the end of the day", "至当日结束"),
        Until::Instant => words::pick(lang, "to the instant", "至该时刻"),
    };
    format!("{} = {} ({counts})", at(look, lang), found(&look.found, zone, lang))
}

fn at(look: &Look, lang: Lang) -> String {
    match lang {
        Lang::En => look.at.clone(),
        Lang::Zh => script_words::in_chinese(&look.at),
    }
}

fn found(found: &Found, zone: &Zone, lang: Lang) -> String {
    match found {
        Found::Nothing => words::pick(lang, "nothing", "无").to_owned(),
        Found::Truth(true) => words::pick(lang, "yes", "是").to_owned(),
        Found::Truth(false) => words::pick(lang, "no", "否").to_owned(),
        Found::Number(number) => number.to_string(),
        Found::Between(amount, unit) => between(*amount, *unit, lang),
        Found::Text(text) => {
            let kind = script_words::kind(text).filter(|_| lang == Lang::Zh);
            kind.unwrap_or(text).to_owned()
        }
        Found::Day(day) => day.to_string(),
        Found::Time(at) => zone.display(*at),
        Found::Length(length) => words::length(lang, *length),
    }
}

fn between(amount: i64, unit: Unit, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{amount} {unit}"),
        Lang::Zh => format!("{amount}{}", unit.zh()),
    }
}

/// A part of the way from a start to a date and beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Used up when the threshold was passed.
    Used,
    /// Yet to come then.
    Left,
    /// How far the date lay back then.
    Overdue,
}

impl Part {
    pub(super) fn word(self, lang: Lang) -> &'static str {
        match self {
            Part::Used => words::pick(lang, "used", "已用"),
            Part::Left => words::pick(lang, "left", "剩余"),
            Part::Overdue => words::pick(lang, "overdue", "超期"),
        }
    }
}

/// The way from the start over the deadline, as it stood at `hit`.
pub(super) fn parts(
    started_at: Timestamp,
    deadline: Timestamp,
    hit: Timestamp,
) -> Vec<(Part, Timestamp, Timestamp)> {
    let used = (Part::Used, started_at, hit.min(deadline));
    let left = (Part::Left, hit, deadline);
    let overdue = (Part::Overdue, deadline, hit);
    [used, left, overdue].into_iter().filter(|(_, from, to)| from < to).collect()
}

/// The same as a table.
pub(super) fn stretches(
    started_at: Timestamp,
    deadline: Timestamp,
    hit: Timestamp,
    zone: &Zone,
    lang: Lang,
) -> String {
    let header = [
        words::pick(lang, "from", "自"),
        words::pick(lang, "to", "至"),
        words::pick(lang, "what", "性质"),
        words::pick(lang, "length", "时长"),
    ];
    let rows = parts(started_at, deadline, hit).into_iter().map(|(part, from, to)| {
        vec![
            words::deadline(zone, from),
            words::deadline(zone, to),
            part.word(lang).to_owned(),
            elapsed(from, to, lang),
        ]
    });
    print::table(&header, rows)
}

/// The time between two instants, in days of 24 hours and what remains of one.
fn elapsed(from: Timestamp, to: Timestamp, lang: Lang) -> String {
    let seconds = to.0.abs_diff(from.0) / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let days = u32::try_from(days).unwrap_or(u32::MAX);
    let days = words::length(lang, Length::new(days, Unit::Days));
    format!("{days} {}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}
