//! The levels of a warning.
//!
//! *Invariant.* The order is that of gravity, and the names are those of rulebooks, the command line and the API.
//!
//! *Absent on purpose.* When which level is due: there is no national threshold, so every place says it in its rulebook.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How grave a warning is. The order is that of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 疑点: something to look at in the data; no card, no points.
    Finding,
    /// 预警: a deadline is near.
    Reminder,
    /// 黄牌: yellow card.
    Yellow,
    /// 红牌: red card.
    Red,
}

impl Level {
    /// All levels, the mildest first.
    pub const ALL: [Level; 4] = [Level::Finding, Level::Reminder, Level::Yellow, Level::Red];

    /// The name that rulebooks, the command line and the API use.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Finding => "finding",
            Level::Reminder => "reminder",
            Level::Yellow => "yellow",
            Level::Red => "red",
        }
    }

    /// The Chinese term.
    pub const fn zh(self) -> &'static str {
        match self {
            Level::Finding => "疑点",
            Level::Reminder => "预警",
            Level::Yellow => "黄牌",
            Level::Red => "红牌",
        }
    }

    /// Whether a warning of this level is a card: it stays once raised, and only a re-judgement or an appeal takes it off.
    pub const fn is_card(self) -> bool {
        matches!(self, Level::Yellow | Level::Red)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is no level.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a level of warning; write one of `finding`, `reminder`, `yellow`, `red`")]
pub struct UnknownLevel(pub String);

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(name: &str) -> Result<Self, UnknownLevel> {
        Level::ALL
            .into_iter()
            .find(|level| level.name() == name)
            .ok_or_else(|| UnknownLevel(name.to_owned()))
    }
}

#[cfg(test)]
mod tests;
