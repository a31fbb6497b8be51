//! Reads the tables of a TOML text one by one, so that a bad one hides no other.
//!
//! *Invariant.* Every table becomes either a row or a flaw.
//!
//! *Absent on purpose.* What a row must say: its owner adds what it finds wrong with [`Row::flaw`].

use std::ops::Range;

use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Flaw, Wrong};

/// A table that could be read, and where it stands.
pub(crate) struct Row<'a, T> {
    pub(crate) value: T,
    pub(crate) file: &'a str,
    pub(crate) line: u32,
    kind: &'static str,
    code: Option<String>,
    span: Range<usize>,
    text: &'a str,
    table: Spanned<DeValue<'a>>,
}

/// The `[[kind]]` tables of all files, in their order. What goes by a `code` is named by it in flaws.
pub(crate) fn read<'a, T: DeserializeOwned>(
    kind: &'static str,
    files: &'a [(String, String)],
    flaws: &mut Vec<Flaw>,
) -> Vec<Row<'a, T>> {
    let mut rows = Vec::new();
    for (file, text) in files {
        let source = Source { kind, file, text };
        for table in source.tables(flaws) {
            match source.row(table) {
                Ok(row) => rows.push(row),
                Err(flaw) => flaws.push(*flaw),
            }
        }
    }
    rows
}

#[derive(Clone, Copy)]
struct Source<'a> {
    kind: &'static str,
    file: &'a str,
    text: &'a str,
}

impl<'a> Source<'a> {
    fn tables(self, flaws: &mut Vec<Flaw>) -> Vec<Spanned<DeValue<'a>>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        if !errors.is_empty() {
            flaws.extend(errors.iter().map(|error| {
                let span = error.span().unwrap_or(0..0);
                self.flaw(span, None, None, Wrong::Unreadable(error.message().to_owned()))
            }));
            return Vec::new();
        }
        let mut tables = Vec::new();
        for (key, value) in root.into_inner() {
            match value.get_ref().as_array().filter(|_| key.get_ref() == self.kind) {
                Some(array) => tables.extend(array.iter().cloned()),
                None => {
                    let found = key.get_ref().to_string();
                    let wrong = Wrong::Foreign { found, table: self.kind };
                    flaws.push(self.flaw(key.span(), None, None, wrong));
                }
            }
        }
        tables
    }

    fn row<T: DeserializeOwned>(
        self,
        table: Spanned<DeValue<'a>>,
    ) -> Result<Row<'a, T>, Box<Flaw>> {
        let Source { kind, file, text } = self;
        let code = table.get_ref().get("code").and_then(|code| code.get_ref().as_str());
        let code = code.filter(|code| !code.is_empty()).map(str::to_owned);
        match T::deserialize(table.clone().into_deserializer()) {
            Ok(value) => {
                let span = table.span();
                let line = line(text, span.start);
                Ok(Row { value, file, line, kind, code, span, text, table })
            }
            Err(error) => {
                let span = error.span().unwrap_or_else(|| table.span());
                let field = path_to(table.get_ref(), &span);
                let wrong = Wrong::Unreadable(in_words(error.message()));
                Err(Box::new(self.flaw(span, code.as_deref(), field, wrong)))
            }
        }
    }

    fn flaw(
        self,
        span: Range<usize>,
        code: Option<&str>,
        field: Option<String>,
        wrong: Wrong,
    ) -> Flaw {
        Flaw {
            file: self.file.to_owned(),
            line: line(self.text, span.start),
            span,
            subject: code.map(|code| (self.kind, code.to_owned())),
            field,
            wrong,
        }
    }
}

impl<T> Row<'_, T> {
    /// A flaw of this row; of one of its own fields, or of the whole.
    pub(crate) fn flaw(&self, field: Option<&str>, wrong: Wrong) -> Flaw {
        let place = field.and_then(|field| self.table.get_ref().get(field));
        let span = place.map_or_else(|| self.span.clone(), Spanned::span);
        let source = Source { kind: self.kind, file: self.file, text: self.text };
        source.flaw(span, self.code.as_deref(), field.map(str::to_owned), wrong)
    }
}

/// The reader's message without the programmer's word in it.
fn in_words(message: &str) -> String {
    message.replace("unknown variant", "unknown word")
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> u32 {
    let before = &text.as_bytes()[..at.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count() as u32 + 1
}

/// The path of the innermost field of `value` that holds the bytes `span`: `steps[2].limit`.
fn path_to(value: &DeValue<'_>, span: &Range<usize>) -> Option<String> {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    match value {
        DeValue::Table(table) => {
            table.iter().find_map(|(key, value)| match path_to(value.get_ref(), span) {
                Some(inner) if inner.starts_with('[') => Some(format!("{}{inner}", key.get_ref())),
                Some(inner) => Some(format!("{}.{inner}", key.get_ref())),
                None => {
                    let here = holds(value.span()) || holds(key.span());
                    here.then(|| key.get_ref().to_string())
                }
            })
        }
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
