//! The identity of a warning: what makes it the same one after any crash, restart or re-delivery.

use std::fmt;
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
        write!(f, "{}/{}", self.case, self.rule)?;
        if let Some(subject) = &self.subject {
            write!(f, "@{subject}")?;
        }
        write!(f, "/{}/{}", self.level, self.occurrence)
    }
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
                Some((rule, subject)) => (rule, Some(subject.to_owned())),
                None => (rule, None),
            };
            Some(WarningId { case, rule: rule.to_owned(), subject, level, occurrence })
        };
        parse().ok_or_else(|| NotAWarningId(text.to_owned()))
    }
}
