//! From the text of `[[item]]` tables to a catalogue, or to a list of all that is wrong with them.
//!
//! *Invariant.* One bad item hides no other: each table is read on its own, and all flaws come back together.

use std::ops::Range;

use duban_calendar::Day;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Catalogue, CatalogueError, Flaw, Wrong};
use crate::Item;

/// An item and where its table stands.
struct Read<'a> {
    item: Item,
    file: &'a str,
    line: u32,
    span: Range<usize>,
}

pub(super) fn catalogue(files: &[(String, String)]) -> Result<Catalogue, CatalogueError> {
    let mut flaws = Vec::new();
    let mut read = Vec::new();
    for (file, text) in files {
        Reader { file, text, flaws: &mut flaws, read: &mut read }.file();
    }
    // A stable sort: of two versions that begin on one day the one written first stays first, and the other is named.
    read.sort_by(|a, b| {
        (&a.item.code, first_day(&a.item)).cmp(&(&b.item.code, first_day(&b.item)))
    });
    flaws.extend(read.windows(2).filter_map(|pair| two_in_force(&pair[0], &pair[1])));
    if flaws.is_empty() {
        Ok(Catalogue { items: read.into_iter().map(|read| read.item).collect() })
    } else {
        Err(CatalogueError { flaws })
    }
}

struct Reader<'a, 'out> {
    file: &'a str,
    text: &'a str,
    flaws: &'out mut Vec<Flaw>,
    read: &'out mut Vec<Read<'a>>,
}

impl<'a> Reader<'a, '_> {
    fn file(&mut self) {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            self.flaw(
                error.span().unwrap_or(0..0),
                None,
                None,
                Wrong::Unreadable(error.message().to_owned()),
            );
        }
        if !errors.is_empty() {
            return;
        }
        for (key, value) in root.into_inner() {
            match value.get_ref().as_array().filter(|_| key.get_ref() == "item") {
                Some(tables) => tables.iter().for_each(|table| self.item(table)),
                None => {
                    let wrong = Wrong::NotAnItem(key.get_ref().to_string());
                    self.flaw(key.span(), None, None, wrong);
                }
            }
        }
    }

    fn item(&mut self, table: &Spanned<DeValue<'a>>) {
        let code = table.get_ref().get("code").and_then(|code| code.get_ref().as_str());
        match Item::deserialize(table.clone().into_deserializer()) {
            Ok(item) => {
                self.check(table, &item);
                let span = table.span();
                self.read.push(Read {
                    item,
                    file: self.file,
                    line: line(self.text, span.start),
                    span,
                });
            }
            Err(error) => {
                let span = error.span().unwrap_or_else(|| table.span());
                let field = path_to(table.get_ref(), &span);
                self.flaw(span, code, field, Wrong::Unreadable(in_words(error.message())));
            }
        }
    }

    /// What a single item can get wrong beyond its form.
    fn check(&mut self, table: &Spanned<DeValue<'a>>, item: &Item) {
        let code = Some(item.code.as_str());
        let place = |field| table.get_ref().get(field).map_or_else(|| table.span(), Spanned::span);
        for (field, text) in
            [("code", &item.code), ("name", &item.name), ("department", &item.department)]
        {
            if text.trim().is_empty() {
                self.flaw(
                    place(field),
                    code.filter(|code| !code.is_empty()),
                    Some(field.to_owned()),
                    Wrong::Empty,
                );
            }
        }
        if let (Some(from), Some(to)) = (item.from, item.to)
            && to < from
        {
            self.flaw(
                place("to"),
                code,
                Some("to".to_owned()),
                Wrong::EndsBeforeItBegins { from, to },
            );
        }
    }

    fn flaw(
        &mut self,
        span: Range<usize>,
        item: Option<&str>,
        field: Option<String>,
        wrong: Wrong,
    ) {
        let (file, line) = (self.file.to_owned(), line(self.text, span.start));
        self.flaws.push(Flaw { file, line, span, item: item.map(str::to_owned), field, wrong });
    }
}

/// The reader's message without the programmer's word in it.
fn in_words(message: &str) -> String {
    message.replace("unknown variant", "unknown word")
}

/// The flaw of the later of two neighbours, if they are versions of one code and a day belongs to both.
fn two_in_force(earlier: &Read<'_>, later: &Read<'_>) -> Option<Flaw> {
    let (one, two) = (&earlier.item, &later.item);
    if one.code != two.code || one.to.is_some_and(|to| to < first_day(two)) {
        return None;
    }
    Some(Flaw {
        file: later.file.to_owned(),
        line: later.line,
        span: later.span.clone(),
        item: Some(two.code.clone()),
        field: None,
        wrong: Wrong::TwoInForce {
            this: (two.from, two.to),
            other: (one.from, one.to),
            file: earlier.file.to_owned(),
            line: earlier.line,
        },
    })
}

fn first_day(item: &Item) -> Day {
    item.from.unwrap_or(Day(i32::MIN))
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().iter().take(at);
    before.filter(|&&byte| byte == b'\n').count() as u32 + 1
}

/// The path of the innermost field of `value` that holds the bytes `span`: `steps[2].limit`.
fn path_to(value: &DeValue<'_>, span: &Range<usize>) -> Option<String> {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    match value {
        DeValue::Table(table) => table.iter().find_map(|(key, value)| {
            let inner = path_to(value.get_ref(), span);
            let here = holds(value.span()) || holds(key.span());
            match inner {
                Some(inner) if inner.starts_with('[') => Some(format!("{}{inner}", key.get_ref())),
                Some(inner) => Some(format!("{}.{inner}", key.get_ref())),
                None => here.then(|| key.get_ref().to_string()),
            }
        }),
        DeValue::Array(values) => {
            values.iter().enumerate().find_map(|(at, value)| match path_to(value.get_ref(), span) {
                Some(inner) => Some(format!("[{}].{inner}", at + 1)),
                None => holds(value.span()).then(|| format!("[{}]", at + 1)),
            })
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}
