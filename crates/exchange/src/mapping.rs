//! A mapping: what the records of a foreign log mean, as a person wrote it in TOML.
//!
//! `fixtures/mappings/README.md` explains the file. [`Mapping::from_toml`] checks it whole and tells all that is wrong with it at once; a
//! mapping that was accepted refers only to columns by number and to kinds that exist.
//!
//! *Invariant.* Rules are tried in the order of the file, and the first that fits decides.
//!
//! *Absent on purpose.* Code in mappings: patterns, tables and conditions, nothing that computes. What a case *means* is the
//! rulebook's to say.

mod activities;
mod acts;
mod compile;
mod condition;
mod effect;
mod error;
mod glob;
mod sheet;
mod text;
mod times;
mod values;

use duban_calendar::{Timestamp, Zone};

use crate::columns::{Column, Columns, View};
use crate::fault::Fault;
use crate::reading::Format;

pub(crate) use activities::Activities;
pub(crate) use effect::{Effect, Extra};
pub use error::{MappingError, MappingFlaw};
pub(crate) use text::Text;
pub(crate) use times::Times;
pub(crate) use values::FactOf;

/// What the records of a foreign log mean.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(crate) format: Option<Format>,
    pub(crate) source: Option<String>,
    pub(crate) delimiter: Option<u8>,
    pub(crate) columns: Columns,
    pub(crate) times: Times,
    pub(crate) recorded: Recorded,
    pub(crate) case: CasePart,
    /// None where a record is a whole case.
    pub(crate) record: Option<RecordPart>,
}

/// When the journal could know of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Recorded {
    /// When it happened: history is played back.
    AsOccurred,
    /// The time in this column.
    Column(Column),
}

/// What a case is.
#[derive(Clone, Debug)]
pub(crate) struct CasePart {
    pub(crate) id: Text,
    pub(crate) item: Option<Text>,
    pub(crate) department: Option<Text>,
    pub(crate) facts: Vec<(String, FactOf)>,
    /// Events that dates of the case stand for.
    pub(crate) derived: Vec<Derived>,
}

/// What a record is.
#[derive(Clone, Debug)]
pub(crate) struct RecordPart {
    pub(crate) activity: Text,
    pub(crate) time: Column,
    pub(crate) key: Option<Text>,
    pub(crate) version: Option<Column>,
    pub(crate) extra: Extra,
    pub(crate) activities: Activities,
    /// Events that further columns of the record stand for.
    pub(crate) derived: Vec<Derived>,
}

/// An event that a column of its own stands for.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    pub(crate) column: Column,
    pub(crate) key: Option<Text>,
    pub(crate) effect: Effect,
}

/// What to do with a record whose activity no rule knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// Leave it out.
    Ignore,
    /// Keep it as a note under its own name.
    Note,
    /// Set it aside.
    Quarantine,
}

impl Mapping {
    /// Reads a mapping file. `name` is what messages call it.
    ///
    /// # Errors
    /// [`MappingError`] with all that is wrong, each flaw with its line and what to write instead.
    ///
    /// ```
    /// use duban_exchange::Mapping;
    /// let text = r#"
    ///     recorded = "as occurred"
    ///     [case]
    ///     id = "concept:name"
    ///     [record]
    ///     activity = "concept:name"
    ///     time = "time:timestamp"
    ///     [[activity]]
    ///     name = "Accept*"
    ///     kind = "acepted"
    /// "#;
    /// let error = Mapping::from_toml("mine.toml", text).unwrap_err();
    /// assert_eq!(error.to_string(), "mine.toml:10: `acepted` is not an event kind; did you mean `accepted`?");
    /// ```
    pub fn from_toml(name: &str, text: &str) -> Result<Mapping, MappingError> {
        compile::mapping(name, text)
    }

    /// The source that the mapping gives all records, whatever the file is called.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Where the times were written that tell no offset, if the mapping says.
    pub fn zone(&self) -> Option<&Zone> {
        self.times.zone.as_ref()
    }

    /// The instant in a column, if anything stands there.
    pub(crate) fn time(&self, view: View<'_>, column: Column) -> Result<Option<Timestamp>, Fault> {
        view.get(column)
            .map(|text| {
                self.times
                    .instant(text)
                    .map_err(|wrong| wrong.fault(self.columns.name(column), text))
            })
            .transpose()
    }
}
