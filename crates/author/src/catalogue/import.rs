//! A table of items (CSV, as an office keeps it in a spreadsheet) turned into a catalogue.
//!
//! *Invariant.* Every record of the table comes out exactly once: as an item, or set aside with line, column and reason. What is
//! written is read back as the same items.
//!
//! *Absent on purpose.* Guesses. A limit without a unit is set aside, and so is a second version of a code for the same days; another
//! encoding than UTF-8 is recognised and refused, for half a catalogue of wrong names is worse than none.

mod cell;
mod column;
mod encoding;
mod record;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use duban_calendar::Day;
use duban_domain::Item;
use serde::Serialize;
use thiserror::Error;

pub use column::Column;

use column::Columns;
use record::Records;

/// What became of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The items, in the order of the table.
    pub items: Vec<Item>,
    /// The records that are no items.
    pub set_aside: Vec<SetAside>,
    /// The columns of the table of which nothing is taken, in their order.
    pub ignored: Vec<String>,
}

/// A record that could not be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The column as the table calls it; None where the whole record is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
}

/// Why a table can't be used at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// Bytes that are another encoding's.
    #[error("the table is {found}, not UTF-8 text; {advice}")]
    Encoding {
        /// What they look like.
        found: &'static str,
        /// How to convert them.
        advice: &'static str,
    },
    /// Nothing stands in it.
    #[error("the table is empty; it has at least a header with the columns {}", Column::needed())]
    Empty,
    /// The header lacks what every item has.
    #[error(
        "the header has no column for {missing}; call it {names}{hint}",
        names = missing.names()
    )]
    Missing {
        /// What it lacks.
        missing: Column,
        /// What else may be wrong.
        hint: &'static str,
    },
    /// Two columns of the header say the same thing.
    #[error(
        "the columns `{first}` and `{second}` of the header both are {column}; leave one of them out"
    )]
    Twice {
        /// What both are.
        column: Column,
        /// The first, as the table calls it.
        first: String,
        /// The second.
        second: String,
    },
}

/// Reads a table with a header; see [`Column`] for what the header may say.
///
/// # Errors
/// When no record can be read: another encoding, no header, a header that lacks a column every item needs.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let bytes = encoding::utf8(bytes)?;
    let mut records = Records::new(bytes);
    let header = records.header().ok_or(ImportError::Empty)?;
    let (columns, ignored) = Columns::of(&header)?;
    let mut imported = Imported { ignored, ..Imported::default() };
    // The items of each code, with the lines on which they stand.
    let mut versions: BTreeMap<String, Vec<(usize, u64)>> = BTreeMap::new();
    while let Some((line, record)) = records.next() {
        let taken = record.and_then(|record| cell::item(&columns, &record)).and_then(|item| {
            let known = versions.entry(item.code.clone()).or_default();
            if let Some((_, other)) =
                known.iter().find(|it| share_a_day(&imported.items[it.0], &item))
            {
                return Err(second_version(&columns, &item, *other));
            }
            known.push((imported.items.len(), line));
            Ok(item)
        });
        match taken {
            Ok(item) => imported.items.push(item),
            Err(fault) => imported.set_aside.push(fault.on(line)),
        }
    }
    Ok(imported)
}

/// The items as the text of a catalogue, under a line of comment that says where they come from.
///
/// # Errors
/// Never for items that were read: every one of them can be written down.
pub fn write(items: &[Item], origin: &str) -> Result<String, toml::ser::Error> {
    #[derive(Serialize)]
    struct File<'a> {
        item: [&'a Item; 1],
    }
    let mut text = format!("# {}\n", origin.replace(['\n', '\r'], " "));
    for item in items {
        let table = toml::to_string(&File { item: [item] })?;
        // Writing into a string cannot fail.
        let _ = write!(text, "\n{table}");
    }
    Ok(text)
}

/// What is wrong with a record, before its line is known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    column: Option<String>,
    reason: String,
    advice: String,
}

impl Fault {
    fn new(column: Option<&str>, reason: impl Into<String>, advice: impl Into<String>) -> Fault {
        Fault { column: column.map(str::to_owned), reason: reason.into(), advice: advice.into() }
    }

    fn on(self, line: u64) -> SetAside {
        let Fault { column, reason, advice } = self;
        SetAside { line, column, reason, advice }
    }
}

/// Whether two versions of an item are in force on one day.
fn share_a_day(one: &Item, other: &Item) -> bool {
    let first = |it: &Item| it.from.unwrap_or(Day::MIN);
    let last = |it: &Item| it.to.unwrap_or(Day::MAX);
    first(one) <= last(other) && first(other) <= last(one)
}

fn second_version(columns: &Columns, item: &Item, line: u64) -> Fault {
    Fault::new(
        columns.name(Column::Code),
        format!("`{}` is in force on the same days on line {line}", item.code),
        "leave out one of the two, or part them by a last day of the older and a first day of the newer one",
    )
}

#[cfg(test)]
mod tests;
