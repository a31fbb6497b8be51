//! The catalogue (事项目录): every item that cases can name, in all its versions.
//!
//! *Invariant.* Sorted by code, then by the first day in force; on any day at most one version of a code is in force. So an
//! index is stable for as long as the texts are the same, and a lookup needs no tie-break.
//!
//! *Absent on purpose.* Files and defaults: texts come in as strings, and what a text does not say is not made up. Findings that
//! leave the catalogue usable (promised longer than statutory) are no errors; the author's tools look for them in a [`Survey`].

mod read;

pub use read::{Entry, Survey};

use duban_calendar::Day;

use crate::{FlawedText, Item};

/// All items of a place, immutable.
///
/// ```
/// use duban_domain::Catalogue;
///
/// let text = r#"
///     [[item]]
///     code = "511A0138600000"
///     name = "教师资格认定"
///     department = "区教科体局"
///     statutory_limit = "20 workdays"
///     basis = "行政许可法 42"
/// "#;
/// let catalogue = Catalogue::from_toml(&[("education.toml".to_owned(), text.to_owned())]).unwrap();
/// let item = catalogue.get("511A0138600000", "2026-03-19".parse().unwrap()).unwrap();
/// assert_eq!(item.name, "教师资格认定");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    items: Vec<Item>,
}

impl Catalogue {
    /// Reads the items of several files, each a (path, text) with `[[item]]` tables.
    ///
    /// # Errors
    /// Everything that is wrong with the texts, each with its file, line, item and field: a text that is no TOML, a field that is
    /// missing, unknown or not readable, a limit without its unit, two versions of a code in force on one day.
    pub fn from_toml(files: &[(String, String)]) -> Result<Catalogue, FlawedText> {
        read::catalogue(files)
    }

    /// Reads what can be read of the same files: every item that stands there, and beside them what is wrong.
    pub fn survey(files: &[(String, String)]) -> Survey {
        read::survey(files)
    }

    /// The version of the item with this code that is in force on `day`.
    pub fn get(&self, code: &str, day: Day) -> Option<&Item> {
        self.index_of(code, day).map(|at| self.item(at))
    }

    /// The place of the version of the item with this code that is in force on `day`.
    pub fn index_of(&self, code: &str, day: Day) -> Option<u32> {
        let first = self.first_of(code);
        let versions = self.versions(code);
        // The last version that has begun is the only one that can be in force.
        let begun = versions.partition_point(|item| item.from.is_none_or(|from| from <= day));
        let at = begun.checked_sub(1)?;
        versions[at].in_force(day).then_some((first + at) as u32)
    }

    /// The item at this place.
    ///
    /// # Panics
    /// When the place is not one that [`Catalogue::index_of`] of this catalogue gave.
    pub fn item(&self, index: u32) -> &Item {
        &self.items[index as usize]
    }

    /// Every version of every item, by code and first day in force.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The versions of one item, the oldest first.
    pub fn versions(&self, code: &str) -> &[Item] {
        let first = self.first_of(code);
        let count = self.items[first..].partition_point(|item| item.code == code);
        &self.items[first..first + count]
    }

    /// How many versions of items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no item at all.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn first_of(&self, code: &str) -> usize {
        self.items.partition_point(|item| item.code.as_str() < code)
    }
}

#[cfg(test)]
mod tests;
