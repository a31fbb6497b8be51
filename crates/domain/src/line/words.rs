//! The words of a line, each with its place.
//!
//! *Invariant.* Every word of a line is asked for once, or [`Said::end`] refuses it.
//!
//! *Absent on purpose.* What the words mean: who asks for one knows.

use std::ops::Range;
use std::str::FromStr;

use duban_calendar::{Length, Timestamp, Zone};

use super::{LineError, NAMES, Problem, fact, time};
use crate::{EventKind, suggest};

/// A word, without its quotes.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Range<usize>,
    /// The name in front of an equals sign, where the word has one.
    name: Option<String>,
}

impl Word {
    pub(super) fn wrong(&self, problem: Problem) -> LineError {
        LineError { span: self.span.clone(), problem }
    }

    pub(super) fn length(&self) -> Result<Length, LineError> {
        self.text.parse().map_err(|error| self.wrong(Problem::Length(error)))
    }

    pub(super) fn number<N: FromStr>(
        &self,
        what: &'static str,
        example: &'static str,
    ) -> Result<N, LineError> {
        let wrong = |_| self.wrong(Problem::Number { word: self.text.clone(), what, example });
        self.text.parse().map_err(wrong)
    }
}

/// The words of a line from left to right.
pub(super) struct Words<'l> {
    line: &'l str,
    words: std::iter::Peekable<std::vec::IntoIter<Word>>,
}

impl<'l> Words<'l> {
    pub(super) fn of(line: &'l str) -> Result<Words<'l>, LineError> {
        Ok(Words { line, words: split(line)?.into_iter().peekable() })
    }

    /// The next word, which has no name.
    pub(super) fn next(
        &mut self,
        what: &'static str,
        example: &'static str,
    ) -> Result<Word, LineError> {
        let end = self.line.trim_end().len();
        let missing = || LineError { span: end..end, problem: Problem::Missing { what, example } };
        let word = self.words.next().ok_or_else(missing)?;
        let Some(name) = word.name.clone() else { return Ok(word) };
        Err(word.wrong(Problem::Early { name, word: word.text.clone(), what }))
    }

    /// Passes over a word if it is this one.
    pub(super) fn skip(&mut self, wanted: &str) -> bool {
        self.words.next_if(|word| word.name.is_none() && word.text == wanted).is_some()
    }

    pub(super) fn instant(&mut self, zone: &Zone) -> Result<Timestamp, LineError> {
        let day = self.next("the date", "2025-03-03 09:00")?;
        let day = time::day(&day.text).map_err(|problem| day.wrong(problem))?;
        let clock = self.next("the time of day", "09:00")?;
        time::at(day, &clock.text, zone).map_err(|problem| clock.wrong(problem))
    }

    /// What is said behind the kind of event.
    pub(super) fn rest(self, kind: EventKind) -> Result<Said, LineError> {
        let end = self.line.trim_end().len();
        let (mut own, mut named): (Option<Word>, Vec<Word>) = (None, Vec::new());
        for word in self.words {
            match &word.name {
                None if own.is_some() || fact::takes(kind).is_none() => {
                    let takes = match fact::takes(kind) {
                        Some((what, _)) => format!("`{kind}` takes {what} and nothing more"),
                        None => format!("`{kind}` takes no word of its own"),
                    };
                    return Err(word.wrong(Problem::Extra { word: word.text.clone(), takes }));
                }
                None => own = Some(word),
                Some(name) if named.iter().any(|it| it.name.as_ref() == Some(name)) => {
                    return Err(word.wrong(Problem::Twice(name.clone())));
                }
                Some(_) => named.push(word),
            }
        }
        Ok(Said { own, named, end })
    }
}

/// What a line says behind its kind of event.
pub(super) struct Said {
    own: Option<Word>,
    named: Vec<Word>,
    end: usize,
}

impl Said {
    /// The event's own word.
    pub(super) fn own(&mut self) -> Option<Word> {
        self.own.take()
    }

    /// The event's own word, which it cannot do without.
    pub(super) fn needed(&mut self, kind: EventKind) -> Result<Word, LineError> {
        let (what, example) = fact::takes(kind).unwrap_or(("a word", "..."));
        let problem = Problem::Missing { what, example };
        self.own.take().ok_or(LineError { span: self.end..self.end, problem })
    }

    pub(super) fn named(&mut self, name: &str) -> Option<Word> {
        let place = self.named.iter().position(|word| word.name.as_deref() == Some(name))?;
        Some(self.named.remove(place))
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.named(name).map(|word| word.text)
    }

    pub(super) fn number<N: FromStr>(
        &mut self,
        name: &str,
        what: &'static str,
        example: &'static str,
    ) -> Result<Option<N>, LineError> {
        self.named(name).map(|word| word.number(what, example)).transpose()
    }

    /// The words `PREFIX.NAME=`, with NAME, in their order.
    pub(super) fn prefixed(&mut self, prefixes: &[&str]) -> Vec<(String, String, Word)> {
        let parts = |word: &Word| {
            let (prefix, name) = word.name.as_deref()?.split_once('.')?;
            let known = prefixes.contains(&prefix) && !name.is_empty();
            known.then(|| (prefix.to_owned(), name.to_owned()))
        };
        let (mut found, mut others) = (Vec::new(), Vec::new());
        for word in self.named.drain(..) {
            match parts(&word) {
                Some((prefix, name)) => found.push((prefix, name, word)),
                None => others.push(word),
            }
        }
        self.named = others;
        found
    }

    /// Refuses what nobody asked for.
    pub(super) fn end(self, kind: EventKind) -> Result<(), LineError> {
        let Some(word) = self.named.into_iter().next() else { return Ok(()) };
        let name = word.name.clone().unwrap_or_default();
        let advice = suggest::advice(&name, NAMES.iter().chain(fact::names(kind)).copied());
        Err(word.wrong(Problem::Name { kind, name, advice }))
    }
}

/// Apart by blanks; quotes keep blanks together, and two in a row within them are one.
fn split(line: &str) -> Result<Vec<Word>, LineError> {
    let mut words = Vec::new();
    let mut letters = line.char_indices().peekable();
    while let Some(&(start, letter)) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
            continue;
        }
        let mut word = Word { text: String::new(), span: start..line.len(), name: None };
        let (mut opened, mut ever_quoted) = (None, false);
        while let Some(&(at, letter)) = letters.peek() {
            if opened.is_none() && letter.is_whitespace() {
                word.span.end = at;
                break;
            }
            letters.next();
            if letter == '"' {
                let doubled = opened.is_some() && letters.next_if(|(_, it)| *it == '"').is_some();
                if doubled {
                    word.text.push('"');
                } else {
                    opened = if opened.is_some() { None } else { Some(at) };
                }
                ever_quoted = true;
            } else if letter == '=' && !ever_quoted && word.name.is_none() && !word.text.is_empty()
            {
                word.name = Some(std::mem::take(&mut word.text));
            } else {
                word.text.push(letter);
            }
        }
        if let Some(at) = opened {
            return Err(LineError { span: at..line.len(), problem: Problem::Quote });
        }
        words.push(word);
    }
    Ok(words)
}
