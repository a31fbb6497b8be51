//! One object of a line: a clock with its pauses and extensions in, the same with its answers out.
//!
//! *Invariant.* What came in goes out as it was written, field by field, in its order; the answers
//! stand behind the last field of the question. Answers that came in are replaced.
//!
//! *Absent on purpose.* Explanations: an object asks when, `segments` says why.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use crate::{
    Calendar, Close, Extension, Length, MonthEnd, Pause, Policy, Term, Threshold, Timestamp, Unit,
    batch::{Written, read_unit},
};

const QUESTION: [&str; 7] = ["policy", "start", "limit", "unit", "pauses", "extensions", "roll"];
const ANSWER: [&str; 5] = ["due", "before_1wd", "at_90_percent", "error", "note"];

/// What the asker calls the object by.
const NAME: &str = "id";

/// Answers one object: `policy, start, limit, unit, pauses, extensions, roll` in, and with them out
/// `due`, for the policy `day` in `workdays` also `before_1wd` and `at_90_percent`.
///
/// Under the policy `day` answers are dates, else instants written as `start` is; `null` while the
/// clock is suspended or where a threshold is not armed. A cap is in the unit of the limit, of a limit in
/// months and years in days; an extension may have a `unit` of its own. An object that can't be answered gets an
/// `error` in words instead. A member that is neither part of the question nor `id` goes through, and a
/// `note` says that it was not looked at: it may be a misspelt one.
///
/// ```
/// # let calendar = duban_calendar::Calendar::from_toml("cn", include_str!("../../../../rules/calendars/cn.toml")).unwrap();
/// use duban_calendar::batch::answer_jsonl_object;
/// let asked = r#"{"policy": "day", "start": "2026-09-30", "limit": 5, "unit": "workdays", "id": 1}"#;
/// assert_eq!(
///     answer_jsonl_object(&calendar, asked),
///     r#"{"policy": "day", "start": "2026-09-30", "limit": 5, "unit": "workdays", "due": "2026-10-13", "before_1wd": "2026-10-12", "at_90_percent": "2026-10-12", "id": 1}"#,
/// );
/// ```
pub fn answer_jsonl_object(calendar: &Calendar, object: &str) -> String {
    let fields = serde_json::from_str::<Fields>(object);
    let (fields, answers) = match fields {
        Ok(fields) => (fields.0, read(object).and_then(|question| answer(calendar, &question))),
        Err(error) => (Vec::new(), Err(format!("not an object of JSON: {}", placed(&error)))),
    };
    let mut answers = answers.unwrap_or_else(|reason| vec![("error", Value::String(reason))]);
    answers.extend(note(&fields).map(|note| ("note", Value::String(note))));
    write(&fields, &answers)
}

/// Names the members that nobody asked for.
fn note(fields: &[(String, Box<RawValue>)]) -> Option<String> {
    let asked = |name: &str| QUESTION.contains(&name) || ANSWER.contains(&name) || name == NAME;
    let strange = fields.iter().map(|(name, _)| name.as_str()).filter(|name| !asked(name));
    let strange: Vec<String> = strange.map(|name| format!("`{name}`")).collect();
    (!strange.is_empty()).then(|| {
        let known = QUESTION.map(|name| format!("`{name}`")).join(", ");
        format!("not looked at: {}; a clock has {known}", strange.join(", "))
    })
}

/// The fields of an object as they were written.
struct Fields(Vec<(String, Box<RawValue>)>);

#[derive(Deserialize)]
struct Question {
    policy: String,
    start: String,
    limit: Value,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    pauses: Vec<AskedPause>,
    #[serde(default)]
    extensions: Vec<AskedExtension>,
    #[serde(default = "rolling")]
    roll: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedPause {
    from: String,
    to: Option<String>,
    cap: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedExtension {
    on: String,
    length: Value,
    /// The limit's where it is not said.
    unit: Option<String>,
}

/// 民法典 203 holds where nothing else is said.
fn rolling() -> bool {
    true
}

fn read(object: &str) -> Result<Question, String> {
    serde_json::from_str(object).map_err(|error| placed(&error))
}

/// What the reader of JSON says, with the place within the object: which line of a file it is, the asker knows better.
fn placed(error: &serde_json::Error) -> String {
    let (message, place) = (error.to_string(), format!(" at line {} column ", error.line()));
    message.replacen(&place, ", at byte ", 1)
}

fn answer(calendar: &Calendar, asked: &Question) -> Result<Vec<(&'static str, Value)>, String> {
    let policy = match asked.policy.as_str() {
        "day" => {
            Policy::Day { close: Close::EndOfDay, roll: asked.roll, month_end: MonthEnd::LastDay }
        }
        "wall-clock" => Policy::WallClock,
        "work-second" => Policy::WorkSecond,
        other => {
            return Err(format!(
                "`{other}` is not a policy; write one of `day`, `wall-clock`, `work-second`"
            ));
        }
    };
    let unit = read_unit(&asked.unit).map_err(|reason| format!("`unit`: {reason}"))?;
    let at = |text: &str| Written::read(calendar, text).map_err(|error| error.to_string());
    let start = at(&asked.start)?;
    let pauses = asked.pauses.iter().zip(1..).map(|(pause, place)| {
        let from = at(&pause.from)?.at;
        let to = pause.to.as_deref().map(at).transpose()?.map(|to| to.at);
        if to.is_some_and(|to| to < from) {
            let ends = pause.to.as_deref().unwrap_or_default();
            return Err(format!(
                "`pauses[{place}]` ends at {ends}, before it begins at {}; put the earlier time first",
                pause.from
            ));
        }
        let cap = pause.cap.as_ref().map(|cap| whole("cap", cap)).transpose()?;
        let cap = cap.map(|cap| Length::new(cap, cap_unit(unit)));
        Ok(Pause { from, to, cap })
    });
    let pauses = pauses.collect::<Result<Vec<_>, String>>()?;
    let extensions = asked.extensions.iter().map(|extension| {
        let unit = match &extension.unit {
            Some(unit) => {
                read_unit(unit).map_err(|reason| format!("`unit` of an extension: {reason}"))?
            }
            None => unit,
        };
        let length = Length::new(whole("length", &extension.length)?, unit);
        Ok(Extension { on: at(&extension.on)?.at, length })
    });
    let extensions = extensions.collect::<Result<Vec<_>, String>>()?;
    let limit = Length::new(whole("limit", &asked.limit)?, unit);
    let term = Term {
        policy,
        start: start.at,
        limit,
        pauses: &pauses,
        totals: &[],
        extensions: &extensions,
    };
    answers(calendar, &term, start).map_err(|error| error.to_string())
}

/// In what a cap is counted that is but a number: as the limit, but in days where that counts months or years.
fn cap_unit(limit: Unit) -> Unit {
    match limit {
        Unit::Months | Unit::Years => Unit::Days,
        Unit::Workdays | Unit::Days | Unit::Hours | Unit::Minutes => limit,
    }
}

fn answers(
    calendar: &Calendar,
    term: &Term<'_>,
    start: Written,
) -> Result<Vec<(&'static str, Value)>, crate::TermError> {
    let zone = calendar.zone();
    let date = |at: Timestamp| zone.day_of(at).to_string();
    let due = calendar.due(term)?;
    if !matches!(term.policy, Policy::Day { .. }) {
        return Ok(vec![("due", or_null(due.at.map(|at| start.alike(calendar, at))))]);
    }
    let mut answers = vec![("due", or_null(due.day.map(|day| day.to_string())))];
    if term.limit.unit == Unit::Workdays {
        let before = Threshold::BeforeDue(Length::new(1, Unit::Workdays));
        let before = calendar.threshold(term, &before)?.map(date);
        // 24:00 is the first instant of the next day; the day that ends is meant.
        let percent = calendar.threshold(term, &Threshold::AtPercent(90))?;
        let percent = percent.map(|at| date(at.plus_ms(-1)));
        answers.extend([("before_1wd", or_null(before)), ("at_90_percent", or_null(percent))]);
    }
    Ok(answers)
}

fn or_null(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::String)
}

fn whole(field: &str, value: &Value) -> Result<u32, String> {
    value
        .as_u64()
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| format!("`{field}` is {value}; write a whole number from 0 to {}", u32::MAX))
}

fn write(fields: &[(String, Box<RawValue>)], answers: &[(&str, Value)]) -> String {
    let asked = |name: &str| QUESTION.contains(&name);
    let behind = fields.iter().rposition(|(name, _)| asked(name)).map_or(0, |last| last + 1);
    let (question, rest) = fields.split_at(behind);
    let field = |(name, raw): &(String, Box<RawValue>)| {
        let kept = !ANSWER.contains(&name.as_str());
        kept.then(|| format!("{}: {}", Value::from(name.as_str()), raw.get()))
    };
    let answers = answers.iter().map(|(name, value)| format!("\"{name}\": {value}"));
    let all: Vec<String> = question
        .iter()
        .filter_map(field)
        .chain(answers)
        .chain(rest.iter().filter_map(field))
        .collect();
    format!("{{{}}}", all.join(", "))
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
