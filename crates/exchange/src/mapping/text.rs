//! Texts that a mapping takes from a record: a column, a constant, a column through a table, or several columns put together.
//!
//! *Invariant.* A text of which a part is absent is absent as a whole: half a key is no key.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::columns::{Column, Columns, Level, View};
use crate::mapping::sheet::{Node, Sheet};

/// Where a text comes from.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    Column(Column),
    Constant(String),
    Template(Vec<Piece>),
    /// A code and what it means; a code that is not in the table stays itself, unless `otherwise` stands for it.
    Lookup {
        column: Column,
        table: BTreeMap<String, String>,
        otherwise: Option<String>,
    },
}

/// A part of a template.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Letters(String),
    Column(Column),
}

/// What a bare string in a mapping means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// The name of a column: where a mapping lists where things stand.
    Column,
    /// Words with `{COLUMN}` in them: where it says what things mean.
    Template,
}

const EXAMPLE: &str = "{ column = \"NAME\" }";

impl Text {
    /// The text for a record, if all of it is there.
    pub(crate) fn read<'a>(&'a self, view: View<'a>) -> Option<Cow<'a, str>> {
        match self {
            Text::Column(column) => view.get(*column).map(Cow::Borrowed),
            Text::Constant(text) => Some(Cow::Borrowed(text)),
            Text::Template(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    text.push_str(match piece {
                        Piece::Letters(letters) => letters,
                        Piece::Column(column) => view.get(*column)?,
                    });
                }
                Some(Cow::Owned(text))
            }
            Text::Lookup { column, table, otherwise } => {
                let code = view.get(*column)?;
                let meaning = table.get(code).or(otherwise.as_ref());
                Some(Cow::Borrowed(meaning.map_or(code, String::as_str)))
            }
        }
    }

    /// The same as an owned text.
    pub(crate) fn owned(&self, view: View<'_>) -> Option<String> {
        self.read(view).map(Cow::into_owned)
    }

    /// What the text is taken from, for messages.
    pub(crate) fn described(&self, columns: &Columns) -> String {
        match self {
            Text::Column(column) | Text::Lookup { column, .. } => columns.name(*column).to_owned(),
            Text::Constant(text) => text.clone(),
            Text::Template(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Letters(letters) => letters.clone(),
                    Piece::Column(column) => format!("{{{}}}", columns.name(*column)),
                })
                .collect(),
        }
    }
}

impl<'t> Sheet<'t> {
    /// Reads where a text comes from.
    pub(super) fn text(&mut self, node: &Node<'t>, level: Level, bare: Bare) -> Option<Text> {
        self.text_beside(node, level, bare, &[])
    }

    /// Reads where a text comes from, out of a table in which other fields stand too.
    pub(super) fn text_beside(
        &mut self,
        node: &Node<'t>,
        level: Level,
        bare: Bare,
        others: &[&'static str],
    ) -> Option<Text> {
        if let Some(text) = node.as_str() {
            return match bare {
                Bare::Column => Some(Text::Column(self.columns.add(text, level))),
                Bare::Template => self.template(node, text, level),
            };
        }
        let mut table = self.table(node, EXAMPLE)?;
        let constant = table.take("constant");
        let template = table.take("template");
        let column = table.take("column");
        let lookup = table.take("table");
        let otherwise = table.take("otherwise");
        for other in others {
            table.take(other);
        }
        self.finish(table);
        match (constant, template, column) {
            (Some(constant), None, None) => Some(Text::Constant(
                self.word(&constant, "{ constant = \"building permit\" }")?.to_owned(),
            )),
            (None, Some(template), None) => {
                let text = self.word(&template, "{ template = \"{SN}/{NODESTATE}\" }")?;
                self.template(&template, text, level)
            }
            (None, None, Some(column)) => {
                let name = self.word(&column, EXAMPLE)?;
                let column = self.columns.add(name, level);
                self.lookup(column, lookup, otherwise)
            }
            _ => {
                let advice = format!(
                    "write exactly one of `constant`, `template` and `column`, for example `{EXAMPLE}`"
                );
                self.flaw(&node.span, "this does not say where one text comes from", advice);
                None
            }
        }
    }

    /// Reads an optional text.
    pub(super) fn maybe_text(
        &mut self,
        node: Option<Node<'t>>,
        level: Level,
        bare: Bare,
    ) -> Option<Text> {
        self.text(&node?, level, bare)
    }

    fn lookup(
        &mut self,
        column: Column,
        table: Option<Node<'t>>,
        otherwise: Option<Node<'t>>,
    ) -> Option<Text> {
        let example = "table = { 1 = \"workdays\", 2 = \"days\" }";
        let otherwise = match otherwise {
            Some(node) => Some(self.word(&node, "otherwise = \"other\"")?.to_owned()),
            None => None,
        };
        let Some(node) = table else {
            return Some(match otherwise {
                Some(_) => Text::Lookup { column, table: BTreeMap::new(), otherwise },
                None => Text::Column(column),
            });
        };
        let mut table = BTreeMap::new();
        for (code, meaning) in self.table(&node, example)?.all() {
            table.insert(code.to_owned(), self.word(&meaning, example)?.to_owned());
        }
        Some(Text::Lookup { column, table, otherwise })
    }

    fn template(&mut self, node: &Node<'t>, text: &'t str, level: Level) -> Option<Text> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}').filter(|(name, _)| !name.is_empty())
            else {
                self.flaw(
                    &node.span,
                    format!("a `{{` in `{text}` opens no `{{COLUMN}}`"),
                    "write the name of a column in braces",
                );
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Letters(before.to_owned()));
            }
            pieces.push(Piece::Column(self.columns.add(name, level)));
            rest = after;
        }
        if pieces.is_empty() {
            return Some(Text::Constant(text.to_owned()));
        }
        if let ([Piece::Column(column)], "") = (pieces.as_slice(), rest) {
            return Some(Text::Column(*column));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Letters(rest.to_owned()));
        }
        Some(Text::Template(pieces))
    }
}
