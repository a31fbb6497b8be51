//! `rulebook.toml`: what a rulebook is called, where and when it holds, and what it builds on.
//!
//! *Invariant.* A manifest that was read is usable: its name is a folder's name, its dates are in order.
//!
//! *Absent on purpose.* Rules: those stand in the scripts beside it.

use duban_calendar::Day;
use serde::Deserialize;

use crate::error::{Mistake, Source};
use crate::plan::{InForce, Title};

/// The folders of a bundle that are no rulebook.
pub(crate) const CALENDARS: &str = "calendars";
pub(crate) const CATALOGUE: &str = "catalogue";
/// The folder of a rulebook in which its stories stand.
const TESTS: &str = "tests";
pub(crate) const FILE: &str = "rulebook.toml";

/// What stands in `rulebook.toml`.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) title: Title,
    pub(crate) jurisdiction: Option<Title>,
    pub(crate) basis: Vec<String>,
    pub(crate) in_force: InForce,
    /// The rulebook it overlays: a name, or a path relative to its folder.
    pub(crate) extends: Option<String>,
    /// The calendar, by name; an overlay has that of its base unless it names another.
    pub(crate) calendar: Option<String>,
    /// Folders of the catalogue: names, or paths relative to its folder.
    pub(crate) catalogue: Vec<String>,
    pub(crate) limits: Limits,
}

/// How much one call of a script may do. An author can lower these, and raise them up to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    /// Steps of calculation.
    pub(crate) operations: u64,
    /// Calls within calls.
    pub(crate) depth: usize,
    /// Bytes of a text.
    pub(crate) text: usize,
    /// Entries of a list.
    pub(crate) list: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { operations: 20_000, depth: 16, text: 4_096, list: 1_000 }
    }
}

impl Limits {
    /// No author can allow a script more than this: a shard must not stand still.
    const MOST: Limits = Limits { operations: 1_000_000, depth: 32, text: 65_536, list: 10_000 };

    fn bounded(self) -> Limits {
        Limits {
            operations: self.operations.clamp(1, Limits::MOST.operations),
            depth: self.depth.clamp(1, Limits::MOST.depth),
            text: self.text.clamp(1, Limits::MOST.text),
            list: self.list.clamp(1, Limits::MOST.list),
        }
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: toml::Spanned<String>,
    title: WrittenTitle,
    jurisdiction: Option<WrittenTitle>,
    #[serde(default)]
    basis: Vec<String>,
    from: Option<toml::Spanned<WrittenDay>>,
    to: Option<toml::Spanned<WrittenDay>>,
    extends: Option<String>,
    calendar: Option<String>,
    #[serde(default)]
    catalogue: Vec<String>,
    #[serde(default)]
    limits: Limits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTitle {
    zh: String,
    en: String,
}

/// A date with or without quotes.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenDay {
    Bare(toml::value::Datetime),
    Quoted(String),
}

impl Manifest {
    pub(crate) fn read(source: &Source) -> Result<Manifest, Mistake> {
        let written: Written = toml::from_str(&source.text).map_err(|error| {
            Mistake::new("rulebook::unreadable", format!("the manifest cannot be read: {}", plain(error.message())))
                .at(source, error.span().unwrap_or(0..0))
                .help("a manifest has `name`, `title = { zh, en }`, `calendar`, and where they apply `jurisdiction`, `basis`, `from`, `to`, `extends`, `catalogue`, `limits`")
        })?;
        let name = written.name.get_ref().clone();
        if !is_rulebook_name(&name) {
            return Err(Mistake::new("rulebook::name", format!("`{name}` cannot be the name of a rulebook"))
                .at(source, written.name.span())
                .help("other rulebooks name it as a folder: use letters, digits, `-` and `_`, and neither `calendars`, `catalogue` nor `tests`"));
        }
        let from = written.from.as_ref().map(|day| read_day(source, day)).transpose()?;
        let to = written.to.as_ref().map(|day| read_day(source, day)).transpose()?;
        if let (Some(from), Some(to), Some(place)) = (from, to, &written.to)
            && to < from
        {
            return Err(Mistake::new(
                "rulebook::dates",
                format!(
                    "it ends on {to}, before it begins on {from}, so it would never be in force"
                ),
            )
            .at(source, place.span())
            .help("`from` is the first day in force, `to` the last"));
        }
        Ok(Manifest {
            name,
            title: written.title.into(),
            jurisdiction: written.jurisdiction.map(Title::from),
            basis: written.basis,
            in_force: InForce { from, to },
            extends: written.extends,
            calendar: written.calendar,
            catalogue: written.catalogue,
            limits: written.limits.bounded(),
        })
    }
}

impl From<WrittenTitle> for Title {
    fn from(title: WrittenTitle) -> Title {
        Title { zh: title.zh, en: title.en }
    }
}

fn read_day(source: &Source, written: &toml::Spanned<WrittenDay>) -> Result<Day, Mistake> {
    let text = match written.get_ref() {
        WrittenDay::Bare(day) => day.to_string(),
        WrittenDay::Quoted(text) => text.clone(),
    };
    text.parse().map_err(|_| {
        Mistake::new("rulebook::dates", format!("`{text}` is not a date"))
            .at(source, written.span())
            .help("write it as 2026-03-19")
    })
}

/// Whether a rulebook can have this name, which also stands in paths, in the journal and in file systems of every kind: letters of any script,
/// digits, `-` and `_`, and not the name of a folder that holds something else.
pub fn is_rulebook_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(allowed) && ![CALENDARS, CATALOGUE, TESTS].contains(&name)
}

/// The reader's words without its line breaks.
fn plain(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
