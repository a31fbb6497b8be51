//! One event on one line, as people write it: `2025-03-20 09:00 recorded 2025-04-20 09:00  granted officer=王芳`.
//!
//! First when it happened, then `recorded` and when it was taken in (left out: at once), then its kind. Behind it stand at most one word of
//! its own (a step, a length, a grade) and `name=value` words in any order; quotes keep blanks together, and `""` within them is a quote.
//!
//! | of any event | `case=` `department=` `post=` `officer=` `note=` `source=` `record=` or `derived=` `version=` |
//! |---|---|
//! | `described` | `item=` `of=` (the department that answers) `fact.NAME=` (read as what it looks like) `text.NAME=` (as words) |
//! | `step_started`, `step_completed`, `step_returned` | STEP, and of a completion `outcome=passed` or `rejected` |
//! | `special_started`, `special_ended` | KIND, and of a start `basis=` `approver=` `notified=` |
//! | `suspended` | `basis=` |
//! | `extension_requested`, `extension_approved` | LENGTH, and of an approval `approver=` |
//! | `certificate_issued` | NUMBER |
//! | `evaluated` | GRADE, 1 to 5 |
//! | `fee_charged` | FEN, `standard=` `basis=` |
//! | `noted` | ACTIVITY |
//!
//! *Invariant.* Whatever a line holds, it is an event or a mistake with its place; a word that means nothing is never passed over.
//!
//! *Absent on purpose.* Warnings and adoptions: supervision comes to them itself, and no decision depends on one.

mod fact;
mod time;
mod words;

use std::ops::Range;

use duban_calendar::{TimeError, Zone};
use thiserror::Error;

use crate::{About, By, Event, EventKind, Origin, RecordKey, suggest};

pub use time::{instant, value};
use words::Words;

/// The case of a line that names none.
pub const CASE: &str = "A-1";

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct LineError {
    /// The bytes of the line that are meant.
    pub span: Range<usize>,
    /// What is wrong, and what to write.
    pub problem: Problem,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The line ends too early.
    #[error("{what} is missing; write for example `{example}`")]
    Missing {
        /// What should stand there.
        what: &'static str,
        /// How it may look.
        example: &'static str,
    },
    /// A `name=` before the event.
    #[error(
        "`{name}=` stands where {what} belongs; write what has a name behind the event, as `2025-03-03 09:00 accepted {name}={word}`"
    )]
    Early {
        /// The name.
        name: String,
        /// What is said of it.
        word: String,
        /// What should stand there.
        what: &'static str,
    },
    /// A date that the calendar does not have, or no date at all.
    #[error("`{0}` is not a date; write a day that there is, for example `2025-03-03`")]
    Date(String),
    /// A time of day that no clock shows.
    #[error(
        "`{0}` is not a time of day; write 00:00 to 23:59, or 24:00 for the end of the day, for example `09:00`"
    )]
    Clock(String),
    /// A word that is no kind of event.
    #[error("`{word}` is not a kind of event; {advice}")]
    Kind {
        /// The word.
        word: String,
        /// What to write.
        advice: String,
    },
    /// A `name=` that this kind of event does not have.
    #[error("`{kind}` has no `{name}=`; {advice}")]
    Name {
        /// The event.
        kind: EventKind,
        /// The name.
        name: String,
        /// What to write.
        advice: String,
    },
    /// The same name twice, or two names of which one excludes the other.
    #[error("`{0}=` is said already, and an event says it once; leave out one of the two")]
    Twice(String),
    /// A word that the event has no use for.
    #[error(
        "`{word}` has no place here: {takes}; put a word with blanks between double quotes, and write what has a name as `name=value`"
    )]
    Extra {
        /// The word.
        word: String,
        /// What the event takes.
        takes: String,
    },
    /// A length of time that cannot be read.
    #[error(transparent)]
    Length(TimeError),
    /// Something that should be a number.
    #[error("`{word}` is not {what}; write for example `{example}`")]
    Number {
        /// The word.
        word: String,
        /// What should stand there.
        what: &'static str,
        /// How it may look.
        example: &'static str,
    },
    /// A word outside a short list.
    #[error("`{word}` is not {what}; {advice}")]
    Choice {
        /// The word.
        word: String,
        /// What should stand there.
        what: &'static str,
        /// What to write.
        advice: String,
    },
    /// A quotation mark that is opened and not closed.
    #[error(
        "this quotation mark is not closed; put another `\"` behind the last word that belongs to it"
    )]
    Quote,
}

/// What any event may say beside its kind.
const NAMES: [&str; 9] =
    ["case", "department", "post", "officer", "note", "source", "record", "derived", "version"];

/// Reads one event. A line that names no record is the record `line PLACE` of the source `story`, and one that names no case belongs to
/// [`CASE`]. Times are those of `zone`.
///
/// # Errors
/// When a word is missing, means nothing here or cannot be read; see [`Problem`].
///
/// ```
/// use duban_calendar::Zone;
/// use duban_domain::{EventKind, line};
///
/// let zone = Zone::named("Asia/Shanghai").unwrap();
/// let event = line::read("2025-03-04 10:00  accepted  officer=王芳 post=窗口", 1, &zone).unwrap();
/// assert_eq!(event.by.officer.as_deref(), Some("王芳"));
/// let error = line::read("2025-02-30 10:00  accepted", 1, &zone).unwrap_err();
/// assert!(error.to_string().starts_with("`2025-02-30` is not a date"));
/// ```
pub fn read(line: &str, place: usize, zone: &Zone) -> Result<Event<String>, LineError> {
    let mut words = Words::of(line)?;
    let occurred_at = words.instant(zone)?;
    let recorded_at = if words.skip("recorded") { words.instant(zone)? } else { occurred_at };
    let kind = read_kind(&mut words)?;
    let mut said = words.rest(kind)?;
    let mut text = |name: &str| said.named(name).map(|word| word.text);
    let by = By { department: text("department"), post: text("post"), officer: text("officer") };
    let note = text("note");
    let source = text("source").unwrap_or_else(|| "story".to_owned());
    let case = text("case").unwrap_or_else(|| CASE.to_owned());
    let key = match (said.named("record"), said.named("derived")) {
        (Some(_), Some(derived)) => return Err(derived.wrong(Problem::Twice("record".to_owned()))),
        (Some(record), None) => RecordKey::Text(record.text),
        (None, Some(derived)) => RecordKey::Derived(derived.text),
        (None, None) => RecordKey::Text(format!("line {place}")),
    };
    let version = said.number("version", "a version", "2")?.unwrap_or(1);
    let fact = fact::read(kind, &mut said, zone)?;
    said.end(kind)?;
    Ok(Event {
        occurred_at,
        recorded_at,
        origin: Origin { source, key, version },
        by,
        note,
        about: About::Case { case, fact },
    })
}

fn read_kind(words: &mut Words<'_>) -> Result<EventKind, LineError> {
    let word = words.next("the event", "accepted")?;
    word.text.parse().map_err(|_| {
        let names = EventKind::ALL.iter().map(|kind| kind.name());
        let of_title = EventKind::ALL.iter().find(|kind| kind.zh() == word.text);
        let advice = match of_title {
            Some(kind) => format!("write `{kind}`"),
            None => suggest::advice(&word.text, names),
        };
        word.wrong(Problem::Kind { word: word.text.clone(), advice })
    })
}

#[cfg(test)]
mod tests;
