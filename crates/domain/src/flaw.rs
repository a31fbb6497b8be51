//! What can be wrong with a text that a person wrote (a catalogue, an organisation), told to that person.
//!
//! *Invariant.* Every flaw says where: file and line, and whose field where there is one.
//!
//! *Absent on purpose.* An excerpt of the text: who shows the error has the text and underlines [`Flaw::span`].

use std::fmt;
use std::ops::Range;

use duban_calendar::Day;
use thiserror::Error;

/// Why texts could not be used: every flaw that was found, those of one table before those between two.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct FlawedText {
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
    /// Whose flaw it is, as far as its table has a code: ("item", "511A0138600000").
    pub subject: Option<(&'static str, String)>,
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
    /// Something at the top of the file that does not belong there.
    #[error("`{found}` does not belong here; the file holds `[[{table}]]` tables and nothing else")]
    Foreign {
        /// What stands there.
        found: String,
        /// What may stand there.
        table: &'static str,
    },
    /// A field that must say something says nothing.
    #[error("it is empty, but cases and reports go by it")]
    Empty,
    /// A version ends before it begins.
    #[error("the version ends on {to}, before it begins on {from}, so it would never be in force")]
    EndsBeforeItBegins {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// An exemption ends before it begins.
    #[error("the exemption ends on {to}, before it begins on {from}, so it would never hold")]
    ExemptionEndsBeforeItBegins {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// Two versions of one item hold on one day.
    #[error(
        "two versions are in force on one day: this one ({}) and that in {file}, line {line} ({}); \
         a case has one law at a time, so {}",
        period(this),
        period(other),
        remedy(*this, *other)
    )]
    TwoInForce {
        /// From when to when this one holds.
        this: Period,
        /// From when to when the other one holds.
        other: Period,
        /// The file of the other one.
        file: String,
        /// The line of the other one.
        line: u32,
    },
    /// Two things go by one name.
    #[error("`{name}` is taken by {owner} already; events name it, so two must not share it")]
    Taken {
        /// The name or code.
        name: String,
        /// What has it.
        owner: String,
    },
}

/// A first and a last day, where there is one.
type Period = (Option<Day>, Option<Day>);

/// What to write so that two periods that share a day share none.
fn remedy(this: Period, other: Period) -> String {
    let (older, newer, name) =
        if this.0 < other.0 { (this, other, "this one") } else { (other, this, "that one") };
    // Of two that begin on one day neither can end before the other begins.
    let Some(begins) = newer.0.filter(|_| newer.0 != older.0) else {
        return "remove one of them, or let it begin (`from`) on the day after the other one ends (`to`)".to_owned();
    };
    let last = begins.plus(-1);
    match older.1 {
        None => format!("give {name} a last day: `to = '{last}'`"),
        Some(to) => format!("let {name} end earlier: `to = '{last}'` instead of `to = '{to}'`"),
    }
}

fn period(&(from, to): &Period) -> String {
    match (from, to) {
        (None, None) => "without first or last day".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
    }
}

impl fmt::Display for FlawedText {
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
        if let Some((thing, code)) = &self.subject {
            let end = if self.field.is_some() { ", " } else { ": " };
            write!(f, "{thing} `{code}`{end}")?;
        }
        if let Some(field) = &self.field {
            write!(f, "`{field}`: ")?;
        }
        fmt::Display::fmt(&self.wrong, f)
    }
}
