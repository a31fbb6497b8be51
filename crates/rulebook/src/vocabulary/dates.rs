//! Dates and instants, handed out unread, and the time between them.
//!
//! *Invariant.* Comparing notes which comes first, counting between two notes the count; only writing a date out notes the date.
//!
//! *Absent on purpose.* Today.

use std::sync::Arc;

use duban_calendar::{Length, Unit};
use rhai::{Dynamic, Engine, ImmutableString};

use crate::facts::Field;
use crate::query::{Base, Measure, Number, Query, Question, Shift, Term};
use crate::recorder::{Recorder, Thrown};
use crate::vocabulary::unread::LazyNumber;
use crate::vocabulary::values::add;
use crate::vocabulary::{Complaint, kind_of};

/// A date of a case, yet to be looked at, or one that stands in the script.
#[derive(Clone, Debug)]
pub(crate) struct Date {
    pub(crate) term: Term,
    pub(crate) recorder: Option<Arc<Recorder>>,
}

/// An instant of a case, yet to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Instant {
    pub(crate) field: Field,
    pub(crate) recorder: Arc<Recorder>,
}

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Date>("date");
    engine.register_type_with_name::<Instant>("instant");
    dates(engine);
    between(engine);
}

fn dates(engine: &mut Engine) {
    engine.register_fn("date", |text: ImmutableString| match text.parse() {
        Ok(day) => Ok(Date { term: Term { base: Base::Day(day), shift: None }, recorder: None }),
        Err(_) => Err(no_date(&text).thrown()),
    });
    engine.register_fn("date_of", |value: Dynamic| {
        if value.is_unit() || value.is::<Date>() {
            return Ok(value);
        }
        match value.clone().try_cast::<Instant>() {
            Some(Instant { field, recorder }) => {
                Ok(Dynamic::from(Date { term: Term::of(field), recorder: Some(recorder) }))
            }
            None => Err(Complaint::new(
                format!("`date_of` takes an instant, not {}", kind_of(&value)),
                "write for example `date_of(c.first(\"accepted\"))`",
            )
            .thrown()),
        }
    });
    engine.register_fn("+", |date: Date, by: Length| shifted(date, false, by));
    engine.register_fn("-", |date: Date, by: Length| shifted(date, true, by));
    engine.register_fn("min", |a: Date, b: Date| {
        Ok::<_, Thrown>(if comes_before(&b, &a)? { b } else { a })
    });
    engine.register_fn("max", |a: Date, b: Date| {
        Ok::<_, Thrown>(if comes_before(&a, &b)? { b } else { a })
    });
    engine.register_fn("to_string", |date: &mut Date| read_date(date));
    engine.register_fn("to_string", |at: &mut Instant| read_instant(at));
    engine.register_fn("to_debug", |date: &mut Date| read_date(date));
    engine.register_fn("to_debug", |at: &mut Instant| read_instant(at));
}

pub(crate) fn no_date(text: &str) -> Complaint {
    Complaint::new(format!("`{text}` is not a date"), "write it as `date(\"2026-03-19\")`")
        .about(text)
}

fn shifted(date: Date, back: bool, by: Length) -> Result<Date, Thrown> {
    if matches!(by.unit, Unit::Hours | Unit::Minutes) {
        return Err(Complaint::new(
            format!("a date has no hours, so `{by}` cannot be added to it or taken off"),
            "use workdays, days, months or years",
        )
        .thrown());
    }
    let shift = match date.term.shift {
        None => Shift { back, by },
        Some(first) if first.back == back => Shift { back, by: add(first.by, by)? },
        Some(_) => {
            return Err(Complaint::new(
                "a date was moved forth and back again",
                "move it once, by the difference",
            )
            .thrown());
        }
    };
    Ok(Date { term: Term { shift: Some(shift), ..date.term }, ..date })
}

/// Asks a question about two dates of which at least one belongs to a case.
pub(crate) fn ask_dates(a: &Date, b: &Date, question: Question) -> Result<bool, Thrown> {
    match a.recorder.as_ref().or(b.recorder.as_ref()) {
        Some(recorder) => recorder.ask_whether(question),
        None => Err(Complaint::new(
            "both dates stand in the script, so their order is always the same",
            "compare a date of the case or the event with them",
        )
        .thrown()),
    }
}

pub(crate) fn comes_before(a: &Date, b: &Date) -> Result<bool, Thrown> {
    ask_dates(a, b, Question::Before(a.term, b.term))
}

fn read_date(date: &Date) -> Result<String, Thrown> {
    match (&date.recorder, date.term) {
        (Some(recorder), term) => {
            let day = recorder.ask(Query::Day(term))?.day();
            Ok(day.map(|day| day.to_string()).unwrap_or_default())
        }
        (None, Term { base: Base::Day(day), shift: None }) => Ok(day.to_string()),
        (None, _) => {
            Err(Complaint::new("this date depends on no case", "write the date you mean").thrown())
        }
    }
}

/// Local time to the minute: what people read.
fn read_instant(at: &Instant) -> Result<String, Thrown> {
    let instant = at.recorder.ask(Query::Value(at.field))?.time();
    let shown = instant.map(|instant| {
        let local = at.recorder.calendar.zone().local(instant);
        let minutes = local.ms_of_day / 60_000;
        format!("{} {:02}:{:02}", local.day, minutes / 60, minutes % 60)
    });
    Ok(shown.unwrap_or_default())
}

fn between(engine: &mut Engine) {
    let measures = [
        ("workdays_between", Measure::Workdays),
        ("days_between", Measure::Days),
        ("hours_between", Measure::Hours),
        ("minutes_between", Measure::Minutes),
    ];
    for (word, measure) in measures {
        engine.register_fn(word, move |a: Dynamic, b: Dynamic| time_between(word, measure, a, b));
    }
    engine.register_fn("-", |b: Date, a: Date| {
        time_between("-", Measure::Days, Dynamic::from(a), Dynamic::from(b))
    });
    engine.register_fn("in_office_hours", |at: Dynamic| {
        ask_of("in_office_hours", at, |moment| Question::OfficeOpen(moment.term))
    });
    engine.register_fn("is_workday", |day: Dynamic| {
        ask_of("is_workday", day, |moment| Question::Workday(moment.term))
    });
}

/// A date or an instant, and who can tell it.
struct Moment {
    term: Term,
    is_date: bool,
    recorder: Option<Arc<Recorder>>,
}

fn moment(word: &str, value: Dynamic) -> Result<Moment, Thrown> {
    let kind = kind_of(&value);
    if let Some(date) = value.clone().try_cast::<Date>() {
        return Ok(Moment { term: date.term, is_date: true, recorder: date.recorder });
    }
    match value.try_cast::<Instant>() {
        Some(at) => {
            Ok(Moment { term: Term::of(at.field), is_date: false, recorder: Some(at.recorder) })
        }
        None => Err(Complaint::new(
            format!("`{word}` takes dates or instants, not {kind}"),
            "write for example `c.received_on` or `e.occurred_at`",
        )
        .thrown()),
    }
}

/// What is missing has no distance: the answer is nothing, and compared with anything that is false.
fn time_between(
    word: &'static str,
    measure: Measure,
    a: Dynamic,
    b: Dynamic,
) -> Result<Dynamic, Thrown> {
    if a.is_unit() || b.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    let (a, b) = (moment(word, a)?, moment(word, b)?);
    if matches!(measure, Measure::Hours | Measure::Minutes) && (a.is_date || b.is_date) {
        return Err(Complaint::new(
            format!("`{word}` needs instants: a date has no time of day"),
            "use the fields that end in `_at`",
        )
        .thrown());
    }
    match a.recorder.or(b.recorder) {
        Some(recorder) => {
            let number = Number::Between(measure, a.term, b.term);
            Ok(Dynamic::from(LazyNumber { number, recorder }))
        }
        None => {
            Err(Complaint::new("both dates stand in the script", "write the number you mean")
                .thrown())
        }
    }
}

fn ask_of(
    word: &str,
    value: Dynamic,
    question: impl Fn(&Moment) -> Question,
) -> Result<Dynamic, Thrown> {
    if value.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    let moment = moment(word, value)?;
    match &moment.recorder {
        Some(recorder) => Ok(Dynamic::from_bool(recorder.ask_whether(question(&moment))?)),
        None => Err(Complaint::new(
            "this date stands in the script",
            "ask about a date of the case or the event",
        )
        .thrown()),
    }
}
