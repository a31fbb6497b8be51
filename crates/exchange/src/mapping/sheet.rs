//! A mapping as it stands in the file: TOML in which every value still knows its place.
//!
//! *Invariant.* A field is taken by name or it is unknown, and an unknown field is a flaw: nothing in a mapping is silently without
//! effect.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::columns::Columns;
use crate::mapping::error::{MappingError, MappingFlaw};
use crate::suggest::nearest;

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node<'t> {
    value: &'t DeValue<'t>,
    pub(super) span: Range<usize>,
}

impl<'t> Node<'t> {
    pub(super) fn new(value: &'t Spanned<DeValue<'t>>) -> Node<'t> {
        Node { value: value.get_ref(), span: value.span() }
    }

    pub(super) fn as_str(&self) -> Option<&'t str> {
        self.value.as_str()
    }

    pub(super) fn as_table(&self) -> Option<Table<'t>> {
        let entries = self.value.as_table()?;
        Some(Table { entries, span: self.span.clone(), known: Vec::new() })
    }

    pub(super) fn as_array(&self) -> Option<Vec<Node<'t>>> {
        Some(self.value.as_array()?.iter().map(Node::new).collect())
    }
}

/// A table of which each field is to be taken.
#[derive(Debug)]
pub(super) struct Table<'t> {
    entries: &'t DeTable<'t>,
    pub(super) span: Range<usize>,
    known: Vec<&'static str>,
}

impl<'t> Table<'t> {
    pub(super) fn new(table: &'t Spanned<DeTable<'t>>) -> Table<'t> {
        Table { entries: table.get_ref(), span: table.span(), known: Vec::new() }
    }

    /// The field of this name, if it is there.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Node<'t>> {
        self.known.push(name);
        let (_, value) = self.entries.iter().find(|(key, _)| key.get_ref() == name)?;
        Some(Node::new(value))
    }

    /// All fields, in the order of the file, where any name may stand.
    pub(super) fn all(self) -> Vec<(&'t str, Node<'t>)> {
        let mut fields: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), Node::new(value)))
            .collect();
        fields.sort_by_key(|(_, node)| node.span.start);
        fields
    }
}

/// A mapping in the making: what was understood so far, and what was not.
#[derive(Debug)]
pub(super) struct Sheet<'t> {
    file: &'t str,
    text: &'t str,
    flaws: Vec<MappingFlaw>,
    pub(super) columns: Columns,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Sheet<'t> {
        Sheet { file, text, flaws: Vec::new(), columns: Columns::default() }
    }

    /// Notes a flaw.
    pub(super) fn flaw(
        &mut self,
        span: &Range<usize>,
        wrong: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        self.flaws.push(MappingFlaw {
            file: self.file.to_owned(),
            line: 1 + before.iter().filter(|&&byte| byte == b'\n').count(),
            span: span.clone(),
            wrong: wrong.into(),
            advice: advice.into(),
        });
    }

    /// Notes that `word` is none of `candidates`, with the nearest of them.
    pub(super) fn unknown(
        &mut self,
        span: &Range<usize>,
        word: &str,
        is_no: &str,
        candidates: &[&str],
    ) {
        let advice = match nearest(word, candidates.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", listed(candidates)),
        };
        self.flaw(span, format!("`{word}` is {is_no}"), advice);
    }

    /// The text of a value that must be one.
    pub(super) fn word(&mut self, node: &Node<'t>, example: &str) -> Option<&'t str> {
        let word = node.as_str();
        if word.is_none() {
            self.flaw(
                &node.span,
                "a text is expected here",
                format!("write for example `{example}`"),
            );
        }
        word
    }

    /// The texts of a value that must be one or a list of them, each with its place.
    pub(super) fn words(&mut self, node: &Node<'t>, example: &str) -> Vec<(&'t str, Range<usize>)> {
        let nodes = node.as_array().unwrap_or_else(|| vec![node.clone()]);
        nodes
            .iter()
            .filter_map(|node| Some((self.word(node, example)?, node.span.clone())))
            .collect()
    }

    /// The table of a value that must be one.
    pub(super) fn table(&mut self, node: &Node<'t>, example: &str) -> Option<Table<'t>> {
        let table = node.as_table();
        if table.is_none() {
            self.flaw(
                &node.span,
                "a table is expected here",
                format!("write for example `{example}`"),
            );
        }
        table
    }

    /// A field that must be there.
    pub(super) fn required(
        &mut self,
        table: &mut Table<'t>,
        name: &'static str,
        advice: &str,
    ) -> Option<Node<'t>> {
        let node = table.take(name);
        if node.is_none() {
            self.flaw(&table.span.clone(), format!("`{name}` is missing"), advice);
        }
        node
    }

    /// Notes each field that nobody took.
    pub(super) fn finish(&mut self, table: Table<'t>) {
        for (key, _) in table.entries {
            let name = key.get_ref().as_ref();
            if !table.known.contains(&name) {
                self.unknown(
                    &key.span(),
                    name,
                    "not a field that has a meaning here",
                    &table.known,
                );
            }
        }
    }

    /// All that is wrong, if anything is.
    pub(super) fn done(mut self) -> Result<(), MappingError> {
        if self.flaws.is_empty() {
            return Ok(());
        }
        self.flaws.sort_by_key(|flaw| flaw.span.start);
        Err(MappingError { flaws: self.flaws })
    }
}

/// "`a`, `b`, `c`".
pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
