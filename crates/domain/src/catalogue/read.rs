//! From the text of `[[item]]` tables to a catalogue, or to a list of all that is wrong with them.
//!
//! *Invariant.* What passes here keeps the promise of [`Catalogue`]: sorted, and never two versions of a code on one day.
//!
//! *Absent on purpose.* The form of the tables: that is read in `tables`.

use duban_calendar::Day;

use super::Catalogue;
use crate::tables::{self, Row};
use crate::{Exemption, Flaw, FlawedText, Item, Wrong};

/// The items of a catalogue as they stand in their files, sorted as in a [`Catalogue`], and all that keeps them from being one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Every item that could be read, by code and first day in force.
    pub entries: Vec<Entry>,
    /// What is wrong; a catalogue has none.
    pub flaws: Vec<Flaw>,
}

/// An item and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The item.
    pub item: Item,
    /// The file, as it was handed in.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: u32,
}

pub(super) fn catalogue(files: &[(String, String)]) -> Result<Catalogue, FlawedText> {
    let Survey { entries, flaws } = survey(files);
    if flaws.is_empty() {
        Ok(Catalogue { items: entries.into_iter().map(|entry| entry.item).collect() })
    } else {
        Err(FlawedText { flaws })
    }
}

pub(super) fn survey(files: &[(String, String)]) -> Survey {
    let mut flaws = Vec::new();
    let mut rows = tables::read::<Item>("item", files, &mut flaws);
    flaws.extend(rows.iter().flat_map(own_flaws));
    // A stable sort: of two versions that begin on one day the one written first stays first, and the other is named.
    rows.sort_by(|a, b| {
        (&a.value.code, first_day(&a.value)).cmp(&(&b.value.code, first_day(&b.value)))
    });
    flaws.extend(rows.windows(2).filter_map(|pair| two_in_force(&pair[0], &pair[1])));
    let entry =
        |row: Row<'_, Item>| Entry { file: row.file.to_owned(), line: row.line, item: row.value };
    Survey { entries: rows.into_iter().map(entry).collect(), flaws }
}

/// What a single item can get wrong beyond its form.
fn own_flaws(row: &Row<'_, Item>) -> Vec<Flaw> {
    let item = &row.value;
    let named = [("code", &item.code), ("name", &item.name), ("department", &item.department)];
    let empty = named.into_iter().filter(|(_, text)| text.trim().is_empty());
    let mut flaws: Vec<_> = empty.map(|(field, _)| row.flaw(Some(field), Wrong::Empty)).collect();
    if let (Some(from), Some(to)) = (item.from, item.to)
        && to < from
    {
        flaws.push(row.flaw(Some("to"), Wrong::EndsBeforeItBegins { from, to }));
    }
    if let Some(Exemption { from, to, .. }) = item.exemption
        && to < from
    {
        flaws.push(row.flaw(Some("exemption"), Wrong::ExemptionEndsBeforeItBegins { from, to }));
    }
    flaws
}

/// The flaw of the later of two neighbours, if they are versions of one code and a day belongs to both.
fn two_in_force(earlier: &Row<'_, Item>, later: &Row<'_, Item>) -> Option<Flaw> {
    let (one, two) = (&earlier.value, &later.value);
    if one.code != two.code || one.to.is_some_and(|to| to < first_day(two)) {
        return None;
    }
    let wrong = Wrong::TwoInForce {
        this: (two.from, two.to),
        other: (one.from, one.to),
        file: earlier.file.to_owned(),
        line: earlier.line,
    };
    Some(later.flaw(None, wrong))
}

fn first_day(item: &Item) -> Day {
    item.from.unwrap_or(Day(i32::MIN))
}
