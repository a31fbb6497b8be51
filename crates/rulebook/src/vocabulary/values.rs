//! Lengths of time, dates, and what can be worked out between them.
//!
//! *Invariant.* A length always has its unit, and lengths of different units are never compared, added or mixed: how many days ten
//! working days are depends on where they begin.
//!
//! *Absent on purpose.* Today.

use std::sync::Arc;

use duban_calendar::{Length, Unit};
use rhai::{Array, Dynamic, Engine, INT, ImmutableString};

use crate::facts::{Datum, Field};
use crate::query::{Base, Measure, Number, Query, Shift, Term, TextTest};
use crate::recorder::{Recorder, Thrown};
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

/// A number, yet to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct LazyNumber {
    pub(crate) number: Number,
    pub(crate) recorder: Arc<Recorder>,
}

/// A text of a case, yet to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) field: Field,
    pub(crate) recorder: Arc<Recorder>,
}

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Length>("length of time");
    engine.register_type_with_name::<Date>("date");
    engine.register_type_with_name::<Instant>("instant");
    engine.register_type_with_name::<LazyNumber>("number");
    engine.register_type_with_name::<Words>("words");
    lengths(engine);
    dates(engine);
    between(engine);
    numbers(engine);
    texts(engine);
    engine.register_fn("value", value);
}

fn lengths(engine: &mut Engine) {
    let units = [
        ("workdays", Unit::Workdays),
        ("days", Unit::Days),
        ("hours", Unit::Hours),
        ("minutes", Unit::Minutes),
        ("months", Unit::Months),
        ("years", Unit::Years),
    ];
    for (word, unit) in units {
        engine.register_fn(word, move |amount: Dynamic| length(word, &amount, 1, unit));
    }
    engine.register_fn("weeks", |amount: Dynamic| length("weeks", &amount, 7, Unit::Days));
    engine.register_get("amount", |length: &mut Length| INT::from(length.amount));
    engine.register_get("unit", |length: &mut Length| length.unit.name().to_owned());
    engine.register_get("zh", |length: &mut Length| length.zh());
    engine.register_fn("to_string", |length: &mut Length| length.to_string());
    engine.register_fn("to_debug", |length: &mut Length| length.to_string());
    engine.register_fn("+", add);
    engine.register_fn("min", |a: Length, b: Length| {
        Ok::<_, Thrown>(if same_unit(a, b)? && b < a { b } else { a })
    });
    engine.register_fn("max", |a: Length, b: Length| {
        Ok::<_, Thrown>(if same_unit(a, b)? && b > a { b } else { a })
    });
}

fn length(word: &str, amount: &Dynamic, times: u32, unit: Unit) -> Result<Length, Thrown> {
    let Ok(number) = amount.as_int() else {
        return Err(Complaint::new(
            format!("`{word}` needs a whole number, not {}", kind_of(amount)),
            format!("write for example `{word}(5)`"),
        )
        .thrown());
    };
    let amount = u32::try_from(number)
        .ok()
        .and_then(|number| number.checked_mul(times))
        .filter(|amount| *amount <= MOST);
    amount.map(|amount| Length { amount, unit }).ok_or_else(|| {
        Complaint::new(
            format!("`{word}({number})` is no length of time"),
            format!("a limit is not negative and not more than {MOST}"),
        )
        .thrown()
    })
}

/// More than any law gives, and far from where the calendar ends.
const MOST: u32 = 1_000_000;

fn add(a: Length, b: Length) -> Result<Length, Thrown> {
    same_unit(a, b)?;
    let amount = a.amount.saturating_add(b.amount);
    length(a.unit.name(), &Dynamic::from_int(amount.into()), 1, a.unit)
}

/// Always `true`; an error for two units.
pub(crate) fn same_unit(a: Length, b: Length) -> Result<bool, Thrown> {
    if a.unit == b.unit {
        return Ok(true);
    }
    Err(Complaint::new(
        format!("`{a}` and `{b}` cannot be compared or added: they count different things"),
        "ask for the `.unit` first, or give both in the same unit",
    )
    .thrown())
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
pub(crate) fn ask_dates(a: &Date, b: &Date, query: Query) -> Result<bool, Thrown> {
    match a.recorder.as_ref().or(b.recorder.as_ref()) {
        Some(recorder) => recorder.ask_whether(query),
        None => Err(Complaint::new(
            "both dates stand in the script, so their order is always the same",
            "compare a date of the case or the event with them",
        )
        .thrown()),
    }
}

pub(crate) fn comes_before(a: &Date, b: &Date) -> Result<bool, Thrown> {
    ask_dates(a, b, Query::Before(a.term, b.term))
}

fn read_date(date: &Date) -> Result<String, Thrown> {
    match (&date.recorder, date.term) {
        (Some(recorder), term) => match recorder.ask(Query::Day(term))? {
            Datum::Day(day) => Ok(day.to_string()),
            _ => Ok(String::new()),
        },
        (None, Term { base: Base::Day(day), shift: None }) => Ok(day.to_string()),
        (None, _) => {
            Err(Complaint::new("this date depends on no case", "write the date you mean").thrown())
        }
    }
}

/// Local time to the minute: what people read.
fn read_instant(at: &Instant) -> Result<String, Thrown> {
    match at.recorder.ask(Query::Value(at.field))? {
        Datum::Time(instant) => {
            let local = at.recorder.calendar.zone().local(instant);
            let minutes = local.ms_of_day / 60_000;
            Ok(format!("{} {:02}:{:02}", local.day, minutes / 60, minutes % 60))
        }
        _ => Ok(String::new()),
    }
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
        ask_of("in_office_hours", at, |moment| Query::OfficeOpen(moment.term))
    });
    engine.register_fn("is_workday", |day: Dynamic| {
        ask_of("is_workday", day, |moment| Query::Workday(moment.term))
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

fn ask_of(word: &str, value: Dynamic, query: impl Fn(&Moment) -> Query) -> Result<Dynamic, Thrown> {
    if value.is_unit() {
        return Ok(Dynamic::UNIT);
    }
    let moment = moment(word, value)?;
    match &moment.recorder {
        Some(recorder) => Ok(Dynamic::from_bool(recorder.ask_whether(query(&moment))?)),
        None => Err(Complaint::new(
            "this date stands in the script",
            "ask about a date of the case or the event",
        )
        .thrown()),
    }
}

fn numbers(engine: &mut Engine) {
    type Calculation = fn(INT, INT) -> Option<INT>;
    let calculations: [(&str, Calculation); 5] = [
        ("+", INT::checked_add),
        ("-", INT::checked_sub),
        ("*", INT::checked_mul),
        ("/", INT::checked_div),
        ("%", INT::checked_rem),
    ];
    for (sign, calculate) in calculations {
        let done = move |a: INT, b: INT| {
            calculate(a, b).ok_or_else(|| {
                Complaint::new(
                    format!("`{a} {sign} {b}` cannot be calculated"),
                    "check for a division by zero",
                )
                .thrown()
            })
        };
        engine.register_fn(sign, move |a: LazyNumber, b: INT| done(a.count()?, b));
        engine.register_fn(sign, move |a: INT, b: LazyNumber| done(a, b.count()?));
        engine.register_fn(sign, move |a: LazyNumber, b: LazyNumber| done(a.count()?, b.count()?));
    }
    engine.register_fn("to_string", |number: &mut LazyNumber| {
        number.count().map(|count| count.to_string())
    });
    engine.register_fn("to_debug", |number: &mut LazyNumber| {
        number.count().map(|count| count.to_string())
    });
    engine.register_fn("abs", |number: &mut LazyNumber| number.count().map(INT::saturating_abs));
}

impl LazyNumber {
    /// The number itself.
    pub(crate) fn count(&self) -> Result<INT, Thrown> {
        match self.recorder.ask(Query::Count(Box::new(self.number)))? {
            Datum::Int(number) => Ok(number),
            _ => Ok(0),
        }
    }
}

fn texts(engine: &mut Engine) {
    let tests = [
        ("contains", TextTest::Contains),
        ("starts_with", TextTest::StartsWith),
        ("ends_with", TextTest::EndsWith),
    ];
    for (word, test) in tests {
        engine.register_fn(word, move |words: &mut Words, with: ImmutableString| {
            words.test(test, &with)
        });
    }
    engine.register_fn("is_empty", |words: &mut Words| words.test(TextTest::Is, ""));
    engine.register_fn("len", |words: &mut Words| {
        words.read().map(|text| text.chars().count() as INT)
    });
    engine.register_fn("to_string", |words: &mut Words| words.read());
    engine.register_fn("to_debug", |words: &mut Words| words.read());
    engine.register_fn("+", |words: Words, more: ImmutableString| {
        Ok::<_, Thrown>(words.read()? + more)
    });
    engine.register_fn("+", |text: ImmutableString, words: Words| {
        Ok::<_, Thrown>(text + words.read()?)
    });
    engine.register_fn("contains", |list: &mut Array, words: Words| {
        let text = words.read()?;
        Ok::<_, Thrown>(
            list.iter().any(|entry| {
                entry.read_lock::<ImmutableString>().is_some_and(|entry| *entry == text)
            }),
        )
    });
}

impl Words {
    pub(crate) fn test(&self, test: TextTest, with: &str) -> Result<bool, Thrown> {
        self.recorder.ask_whether(Query::Text(self.field, test, Arc::from(with)))
    }

    /// The text itself.
    pub(crate) fn read(&self) -> Result<ImmutableString, Thrown> {
        match self.recorder.ask(Query::Value(self.field))? {
            Datum::Text(sym) => Ok(self.recorder.string(sym)),
            _ => Ok(ImmutableString::new()),
        }
    }
}

/// Looks at what is yet to be looked at; anything else is what it is.
fn value(value: Dynamic) -> Result<Dynamic, Thrown> {
    if let Some(number) = value.clone().try_cast::<LazyNumber>() {
        return Ok(number.count()?.into());
    }
    match value.clone().try_cast::<Words>() {
        Some(words) => Ok(words.read()?.into()),
        None => Ok(value),
    }
}
