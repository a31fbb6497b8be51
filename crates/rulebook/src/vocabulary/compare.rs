//! Comparing values that the script language does not know.
//!
//! The language answers `false` when it compares two things of different kinds. In a rule that would be a card never given, so here
//! it is an error, except with what is missing: nothing is before, after or equal to what is not there.
//!
//! *Invariant.* `!(a < b)` and `a >= b` agree whenever both values are there.
//!
//! *Absent on purpose.* An order among texts: no rule depends on the alphabet.

use std::cmp::Ordering;

use duban_calendar::{Length, Threshold};
use rhai::{Dynamic, Engine, ImmutableString};

use crate::plan::PauseEffect;
use crate::query::{Number, Question, TextTest};
use crate::recorder::{Recorder, Thrown};
use crate::vocabulary::dates::{Date, Instant, ask_dates};
use crate::vocabulary::unread::{LazyNumber, Words};
use crate::vocabulary::values::same_unit;
use crate::vocabulary::{Complaint, kind_of};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Op {
    Less,
    LessOrSame,
    More,
    MoreOrSame,
    Same,
    Other,
}

const OPS: [(&str, Op); 6] = [
    ("<", Op::Less),
    ("<=", Op::LessOrSame),
    (">", Op::More),
    (">=", Op::MoreOrSame),
    ("==", Op::Same),
    ("!=", Op::Other),
];

pub(crate) fn register(engine: &mut Engine) {
    register_for::<Length>(engine);
    register_for::<Date>(engine);
    register_for::<Instant>(engine);
    register_for::<LazyNumber>(engine);
    register_for::<Words>(engine);
    register_for::<Threshold>(engine);
    register_for::<PauseEffect>(engine);
}

fn register_for<T: Clone + Send + Sync + 'static>(engine: &mut Engine) {
    for (sign, op) in OPS {
        let holds = move |a: Dynamic, b: Dynamic| compare(sign, op, &a, &b);
        engine.register_fn(sign, move |a: T, b: T| holds(Dynamic::from(a), Dynamic::from(b)));
        engine.register_fn(sign, move |a: T, b: Dynamic| holds(Dynamic::from(a), b));
        engine.register_fn(sign, move |a: Dynamic, b: T| holds(a, Dynamic::from(b)));
    }
}

fn compare(sign: &str, op: Op, a: &Dynamic, b: &Dynamic) -> Result<bool, Thrown> {
    if a.is_unit() || b.is_unit() {
        return Ok(op == Op::Other);
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Length>(), b.read_lock::<Length>()) {
        return lengths(op, *a, *b);
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Date>(), b.read_lock::<Date>()) {
        return dates(op, &a, &b);
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Instant>(), b.read_lock::<Instant>()) {
        return instants(op, &a, &b);
    }
    if let (Some((a, of_a)), Some((b, of_b))) = (number(a), number(b))
        && let Some(recorder) = of_a.or(of_b)
    {
        return numbers(op, &recorder, a, b);
    }
    if let Some(answer) = texts(op, a, b) {
        return answer;
    }
    Err(unlike(sign, a, b).thrown())
}

fn unlike(sign: &str, a: &Dynamic, b: &Dynamic) -> Complaint {
    let (left, right) = (kind_of(a), kind_of(b));
    let of = |kind: &str| left == kind || right == kind;
    let advice = if of("a length of time") && of("a whole number") {
        "no unit, no clock: write for example `workdays(5)`"
    } else if of("a date") && of("an instant") {
        "compare fields that both end in `_on`, or both in `_at`"
    } else if (of("a date") || of("an instant")) && of("a text") {
        "write the date as `date(\"2026-03-19\")`"
    } else if left == right {
        "these can only be told apart by what they were made from"
    } else {
        "compare things of the same kind"
    };
    Complaint::new(format!("{left} cannot be compared with {right} (`{sign}`)"), advice)
}

fn lengths(op: Op, a: Length, b: Length) -> Result<bool, Thrown> {
    if matches!(op, Op::Same | Op::Other) {
        return Ok((a == b) == (op == Op::Same));
    }
    same_unit(a, b)?;
    Ok(match op {
        Op::Less => a.amount < b.amount,
        Op::LessOrSame => a.amount <= b.amount,
        Op::More => a.amount > b.amount,
        Op::MoreOrSame | Op::Same | Op::Other => a.amount >= b.amount,
    })
}

fn dates(op: Op, a: &Date, b: &Date) -> Result<bool, Thrown> {
    let before = |x: &Date, y: &Date| ask_dates(a, b, Question::Before(x.term, y.term));
    let same = || ask_dates(a, b, Question::SameDay(a.term, b.term));
    order(op, || before(a, b), || before(b, a), same)
}

fn instants(op: Op, a: &Instant, b: &Instant) -> Result<bool, Thrown> {
    use crate::query::Term;
    let (x, y) = (Term::of(a.field), Term::of(b.field));
    let before = || a.recorder.ask_whether(Question::BeforeTime(x, y));
    let after = || a.recorder.ask_whether(Question::BeforeTime(y, x));
    let same = || a.recorder.ask_whether(Question::SameTime(x, y));
    order(op, before, after, same)
}

fn numbers(op: Op, recorder: &Recorder, a: Number, b: Number) -> Result<bool, Thrown> {
    let is = |order| recorder.ask_whether(Question::Compare(Box::new((a, b)), order));
    order(op, || is(Ordering::Less), || is(Ordering::Greater), || is(Ordering::Equal))
}

/// Asks the one question that decides the comparison.
fn order(
    op: Op,
    less: impl Fn() -> Result<bool, Thrown>,
    more: impl Fn() -> Result<bool, Thrown>,
    same: impl Fn() -> Result<bool, Thrown>,
) -> Result<bool, Thrown> {
    match op {
        Op::Less => less(),
        Op::MoreOrSame => less().map(|less| !less),
        Op::More => more(),
        Op::LessOrSame => more().map(|more| !more),
        Op::Same => same(),
        Op::Other => same().map(|same| !same),
    }
}

fn number(value: &Dynamic) -> Option<(Number, Option<std::sync::Arc<Recorder>>)> {
    if let Some(lazy) = value.read_lock::<LazyNumber>() {
        return Some((lazy.number, Some(lazy.recorder.clone())));
    }
    value.as_int().ok().map(|number| (Number::Const(number), None))
}

fn texts(op: Op, a: &Dynamic, b: &Dynamic) -> Option<Result<bool, Thrown>> {
    if !matches!(op, Op::Same | Op::Other) {
        return None;
    }
    let same = if let (Some(a), Some(b)) = (a.read_lock::<Words>(), b.read_lock::<Words>()) {
        a.recorder.ask_whether(Question::SameText(a.field, b.field))
    } else {
        let (words, text) = if a.is::<Words>() { (a, b) } else { (b, a) };
        let (words, text) = (words.read_lock::<Words>()?, text.read_lock::<ImmutableString>()?);
        words.test(TextTest::Is, &text)
    };
    Some(same.map(|same| same == (op == Op::Same)))
}
