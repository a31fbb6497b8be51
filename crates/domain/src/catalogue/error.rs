//! What can be wrong with the text of a catalogue, told to whoever wrote it.
//!
//! *Invariant.* Every flaw says where: file and line, and the item and field where there are such.
//!
//! *Absent on purpose.* An excerpt of the text: who shows the error has the text and underlines [`Flaw::span`].

use std::fmt;
use std::ops::Range;

use duban_calendar::Day;
use thiserror::Error;

/// Why the texts make no catalogue: every flaw that was found, in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct CatalogueError {
    /// At least one.
    pub flaws: Vec<Flaw>,
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Flaw {
    /// The file, as it was handed in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The bytes of the file's text that are meant.
    pub span: Range<usize>,
    /// The code of the item, where one is concerned and has a code.
    pub item: Option<String>,
    /// The field: `promised_limit`, `steps[2].limit`.
    pub field: Option<String>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Wrong {
    /// Not TOML, or a field that cannot be read; the words come from the reader.
    #[error("{0}")]
    Unreadable(String),
    /// Something at the top of the file that is no item.
    #[error(
        "`{0}` is no part of a catalogue; a catalogue file holds `[[item]]` tables and nothing else"
    )]
    NotAnItem(String),
    /// A field that must say something says nothing.
    #[error("it is empty; cases and reports name the item by it")]
    Empty,
    /// The version ends before it begins.
    #[error("the version ends on {to}, before it begins on {from}; it would never be in force")]
    EndsBeforeItBegins {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// Two versions of one item hold on one day.
    #[error(
        "two versions are in force on one day: this one ({}) and that in {file}, line {line} ({}); a case has one law at a time, so give the older one a last day `to`",
        period(this),
        period(other)
    )]
    TwoInForce {
        /// From when to when this one holds.
        this: (Option<Day>, Option<Day>),
        /// From when to when the other one holds.
        other: (Option<Day>, Option<Day>),
        /// The file of the other one.
        file: String,
        /// The line of the other one.
        line: u32,
    },
}

fn period(&(from, to): &(Option<Day>, Option<Day>)) -> String {
    match (from, to) {
        (None, None) => "without first or last day".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
    }
}

impl fmt::Display for CatalogueError {
    /// One line a flaw.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, flaw) in self.flaws.iter().enumerate() {
            let end = if at == 0 { "" } else { "\n" };
            write!(f, "{end}{flaw}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Flaw {
    /// `file:line: item CODE, field: what is wrong`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        match (&self.item, &self.field) {
            (Some(item), Some(field)) => write!(f, "item `{item}`, `{field}`: ")?,
            (Some(item), None) => write!(f, "item `{item}`: ")?,
            (None, Some(field)) => write!(f, "`{field}`: ")?,
            (None, None) => {}
        }
        fmt::Display::fmt(&self.wrong, f)
    }
}
