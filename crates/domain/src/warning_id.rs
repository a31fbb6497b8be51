//! The identity of a warning: what makes it the same one after any crash, restart or re-delivery.
//!
//! *Invariant.* What is written can be read back: a slash or an at sign within a rule or subject is written as `%2F` or `%40`.
//! A case number stands first and as it is, whatever it holds.
//!
//! *Absent on purpose.* A number of its own: who knows the case and the rule can name the warning before it is raised.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Level;

/// (case, clock or check, its subject, level, occurrence). Written `CASE/rule/level/occurrence`, or
/// `CASE/rule@subject/level/occurrence` for a clock that runs once for each step or special procedure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WarningId<S = String> {
    /// The case.
    pub case: S,
    /// The clock or check.
    pub rule: S,
    /// The step or special procedure that the clock ran for.
    pub subject: Option<S>,
    /// The level.
    pub level: Level,
    /// 1 for the first of its kind, then 2, ….
    pub occurrence: u32,
}

impl<S: fmt::Display> fmt::Display for WarningId<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.case)?;
        write!(Escaping(f), "{}", self.rule)?;
        if let Some(subject) = &self.subject {
            f.write_char('@')?;
            write!(Escaping(f), "{subject}")?;
        }
        write!(f, "/{}/{}", self.level, self.occurrence)
    }
}

/// Each character that means something in a warning's name, and how it is written where it means itself.
const ESCAPES: [(char, &str); 3] = [('%', "%25"), ('/', "%2F"), ('@', "%40")];

/// Writes on, with such characters escaped.
struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for char in text.chars() {
            match ESCAPES.iter().find(|(meant, _)| *meant == char) {
                Some((_, escape)) => self.0.write_str(escape)?,
                None => self.0.write_char(char)?,
            }
        }
        Ok(())
    }
}

fn unescaped(text: &str) -> String {
    // The percent sign comes last, so that `%252F` becomes `%2F` and stays that.
    ESCAPES.iter().rev().fold(text.to_owned(), |text, (meant, escape)| {
        text.replace(escape, meant.encode_utf8(&mut [0; 4]))
    })
}

/// A word that names no warning.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` does not name a warning; write it as `duban warnings` prints it: `CASE/clock/level/occurrence`"
)]
pub struct NotAWarningId(pub String);

impl FromStr for WarningId {
    type Err = NotAWarningId;

    /// Reads from the right, since a case number may hold a slash.
    fn from_str(text: &str) -> Result<Self, NotAWarningId> {
        let parse = || {
            let mut parts = text.rsplitn(4, '/');
            let occurrence = parts.next()?.parse().ok()?;
            let level = parts.next()?.parse().ok()?;
            let rule = parts.next()?;
            let case = parts.next().filter(|case| !case.is_empty())?.to_owned();
            let (rule, subject) = match rule.split_once('@') {
                Some((rule, subject)) => (unescaped(rule), Some(unescaped(subject))),
                None => (unescaped(rule), None),
            };
            Some(WarningId { case, rule, subject, level, occurrence })
        };
        parse().ok_or_else(|| NotAWarningId(text.to_owned()))
    }
}

impl<S> WarningId<S> {
    /// The same identity with each string replaced.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> WarningId<T> {
        WarningId {
            case: f(self.case),
            rule: f(self.rule),
            subject: self.subject.map(f),
            level: self.level,
            occurrence: self.occurrence,
        }
    }
}

#[cfg(test)]
mod tests;
