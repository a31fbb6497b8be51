//! A line of a story that stands for many: `2025-03-03 09:00  completed case=B-{n} times=100 every="1 hour"`.
//!
//! *Invariant.* What a line says is what its first event says: the others differ in their number and in when they happen.
//!
//! *Absent on purpose.* Repeating several lines together: what happens to one of many cases is told by as many lines.

use std::ops::Range;

use duban_calendar::{Length, Unit};

/// What stands for the number of an event.
const NUMBER: &str = "{n}";

/// So many events a line stands for at most.
const TIMES_MOST: usize = 10_000;

/// A line that was taken apart.
#[derive(Debug)]
pub(crate) struct Repeated {
    /// The line without the words for repeating.
    text: String,
    times: usize,
    every_ms: i64,
}

impl Repeated {
    /// Takes a line apart.
    ///
    /// # Errors
    /// Where the words for repeating stand that mean nothing, and what is wrong with them.
    pub(crate) fn of(line: &str) -> Result<Repeated, (usize, String)> {
        let (times, every) = (word(line, "times="), word(line, "every="));
        let Some(times) = times else {
            return match every {
                Some(every) => Err((every.span.start, "`every=` says how far apart the events of a line are, and the line has only one; write `times=100` too".to_owned())),
                None => Ok(Repeated { text: line.to_owned(), times: 1, every_ms: 0 }),
            };
        };
        let count: Option<usize> = times.value.parse().ok();
        let Some(count) = count.filter(|count| (1..=TIMES_MOST).contains(count)) else {
            return Err((
                times.span.start,
                format!(
                    "`times={}` is not how often a line is repeated; write a number from 1 to {TIMES_MOST}",
                    times.value
                ),
            ));
        };
        let every_ms = every.as_ref().map_or(Ok(0), |every| {
            milliseconds(every.value).ok_or_else(|| {
                let message = format!(
                    "`every={}` is not how far apart the events are; write for example `every=\"10 minutes\"`, `every=\"1 hour\"` or `every=\"1 day\"`",
                    every.value
                );
                (every.span.start, message)
            })
        })?;
        let mut spans: Vec<_> =
            [Some(times), every].into_iter().flatten().map(|it| it.span).collect();
        spans.sort_by_key(|span| span.start);
        let mut text = line.to_owned();
        for span in spans.into_iter().rev() {
            text.replace_range(span, "");
        }
        Ok(Repeated { text, times: count, every_ms })
    }

    /// Its events: each as a line of its own, and how many milliseconds after the first it happens.
    pub(crate) fn each(&self) -> impl Iterator<Item = (String, i64)> + '_ {
        (1..=self.times).zip(0_i64..).map(|(number, before)| {
            let text = if self.times == 1 {
                self.text.clone()
            } else {
                self.text.replace(NUMBER, &number.to_string())
            };
            (text, before * self.every_ms)
        })
    }
}

/// A `name=value` of a line.
struct Word<'l> {
    span: Range<usize>,
    value: &'l str,
}

/// The word with this name, outside quotes.
fn word<'l>(line: &'l str, name: &str) -> Option<Word<'l>> {
    let mut quoted = false;
    let mut at_start = false;
    for (at, letter) in line.char_indices() {
        if letter == '"' {
            quoted = !quoted;
        }
        if at_start && !quoted && line[at..].starts_with(name) {
            let rest = &line[at + name.len()..];
            let (value, length) = match rest.strip_prefix('"').and_then(|it| it.split_once('"')) {
                Some((value, _)) => (value, value.len() + 2),
                None => {
                    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                    (&rest[..end], end)
                }
            };
            return Some(Word { span: at..at + name.len() + length, value });
        }
        at_start = letter.is_whitespace();
    }
    None
}

/// A length of so many hours or minutes, or of days of 24 hours.
fn milliseconds(text: &str) -> Option<i64> {
    let length: Length = text.parse().ok()?;
    let minutes = match length.unit {
        Unit::Minutes => 1,
        Unit::Hours => 60,
        Unit::Days => 24 * 60,
        Unit::Workdays | Unit::Months | Unit::Years => return None,
    };
    Some(i64::from(length.amount) * minutes * 60_000)
}
