//! From what a closure returned to the reply that was asked for.
//!
//! *Invariant.* A closure that returns the wrong kind of thing is a fault, except that saying nothing means: no limit, no threshold, no
//! pause, not so.
//!
//! *Absent on purpose.* Converting: a number is no length and a length no pause.

use std::sync::Arc;

use duban_calendar::{Length, Threshold};
use rhai::{Dynamic, ImmutableString};

use crate::draft::{Answer, Closure};
use crate::fault::{self, Fault};
use crate::memo::{MomentKind, Reply};
use crate::plan::PauseEffect;
use crate::query::Term;
use crate::vocabulary::dates::{Date, Instant};
use crate::vocabulary::unread::{LazyNumber, Words};
use crate::vocabulary::{Complaint, kind_of};

pub(crate) fn read(answer: Dynamic, closure: &Closure) -> Result<Reply, Fault> {
    let nothing = answer.is_unit();
    let reply = match closure.answer {
        Answer::Limit if nothing => Some(Reply::Limit(None)),
        Answer::Limit => answer.read_lock::<Length>().map(|limit| Reply::Limit(Some(*limit))),
        Answer::Threshold if nothing => Some(Reply::Threshold(None)),
        Answer::Threshold => {
            answer.read_lock::<Threshold>().map(|at| Reply::Threshold(Some(Arc::new(at.clone()))))
        }
        Answer::Pause if nothing => Some(Reply::Pause(PauseEffect::None)),
        Answer::Pause => answer.read_lock::<PauseEffect>().map(|effect| Reply::Pause(*effect)),
        Answer::Truth if nothing => Some(Reply::Truth(false)),
        Answer::Truth => answer.as_bool().ok().map(Reply::Truth),
        Answer::Text => text(&answer, closure)?.map(Reply::Text),
        Answer::Name if nothing => Some(Reply::Text(Arc::from(""))),
        Answer::Name => name(&answer, closure)?.map(Reply::Text),
        Answer::Moment if nothing => Some(Reply::Moment(None)),
        Answer::Moment => moment(&answer).map(|moment| Reply::Moment(Some(moment))),
        // Scoring closures are called by the scoring, never by the evaluator.
        Answer::Points => None,
    };
    reply.ok_or_else(|| fault::because(wrong(&answer, closure), closure))
}

fn text(answer: &Dynamic, closure: &Closure) -> Result<Option<Arc<str>>, Fault> {
    if let Some(text) = answer.read_lock::<ImmutableString>() {
        return Ok(Some(Arc::from(text.as_str())));
    }
    match answer.read_lock::<Words>() {
        Some(words) => words
            .read()
            .map(|text| Some(Arc::from(text.as_str())))
            .map_err(|error| fault::of(&error, closure)),
        None => Ok(None),
    }
}

/// A text, or a number as its digits.
fn name(answer: &Dynamic, closure: &Closure) -> Result<Option<Arc<str>>, Fault> {
    let number = match answer.read_lock::<LazyNumber>() {
        Some(number) => Some(number.count().map_err(|error| fault::of(&error, closure))?),
        None => answer.as_int().ok(),
    };
    match number {
        Some(number) => Ok(Some(Arc::from(number.to_string()))),
        None => text(answer, closure),
    }
}

fn moment(answer: &Dynamic) -> Option<(Term, MomentKind)> {
    if let Some(date) = answer.read_lock::<Date>() {
        return Some((date.term, MomentKind::Day));
    }
    answer.read_lock::<Instant>().map(|at| (Term::of(at.field), MomentKind::Time))
}

fn wrong(answer: &Dynamic, closure: &Closure) -> Complaint {
    let (expected, advice) = match closure.answer {
        Answer::Limit if answer.is_int() => {
            ("a length of time", "no unit, no clock: write for example `workdays(5)`")
        }
        Answer::Limit => ("a length of time", "write for example `workdays(5)`"),
        Answer::Threshold => {
            ("a threshold", "write for example `before(workdays(1))` or `at_due()`")
        }
        Answer::Pause if answer.is::<Length>() => {
            ("the effect of a pause", "a length caps a pause: write `cap(...)` around it")
        }
        Answer::Pause => {
            ("the effect of a pause", "write `pause()`, `no_pause()` or `cap(workdays(10))`")
        }
        Answer::Truth => ("yes or no", "end it with a comparison"),
        Answer::Text => ("a text", "write it between backticks: `accepted on ${e.occurred_on}`"),
        Answer::Name => ("a text or a number", "write for example `e.officer`"),
        Answer::Moment => ("a date or an instant", "write for example `c.facts.expiry_date`"),
        Answer::Points => ("a number of points", "write for example `m.yellow * 5`"),
    };
    Complaint::new(
        format!("`{}` must answer {expected}, not {}", closure.word, kind_of(answer)),
        advice,
    )
}
