//! Conditions under which a rule holds: `where = { question = "True", NODEENDTIME = { differs_from = "NODESTARTTIME" } }`.
//!
//! *Invariant.* A rule holds if all its conditions do. An absent cell counts as the empty text, so that `""` asks for absence.

use crate::columns::{Column, Level, View};
use crate::mapping::glob::Glob;
use crate::mapping::sheet::{Node, Sheet};

/// One condition on one column.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    column: Column,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    /// It fits one of these patterns.
    Fits(Vec<Glob>),
    /// It fits none of these patterns.
    FitsNone(Vec<Glob>),
    /// It is not what stands in the other column.
    DiffersFrom(Column),
}

const EXAMPLE: &str =
    "where = { question = \"True\", RESULT = [\"1\", \"4\"], STATE = { not = \"0\" } }";

impl Condition {
    /// Whether a record meets the condition.
    pub(crate) fn holds(&self, view: View<'_>) -> bool {
        let cell = view.get(self.column).unwrap_or_default();
        match &self.test {
            Test::Fits(patterns) => patterns.iter().any(|pattern| pattern.matches(cell)),
            Test::FitsNone(patterns) => !patterns.iter().any(|pattern| pattern.matches(cell)),
            Test::DiffersFrom(other) => view.get(*other).unwrap_or_default() != cell,
        }
    }
}

impl<'t> Sheet<'t> {
    /// Reads the conditions of a rule.
    pub(super) fn conditions(&mut self, node: Option<Node<'t>>, level: Level) -> Vec<Condition> {
        let Some(table) = node.and_then(|node| self.table(&node, EXAMPLE)) else {
            return Vec::new();
        };
        table
            .all()
            .into_iter()
            .filter_map(|(name, node)| {
                let column = self.columns.add(name, level);
                Some(Condition { column, test: self.test(&node, level)? })
            })
            .collect()
    }

    fn test(&mut self, node: &Node<'t>, level: Level) -> Option<Test> {
        let Some(mut table) = node.as_table() else { return Some(Test::Fits(self.patterns(node))) };
        let (not, differs) = (table.take("not"), table.take("differs_from"));
        self.finish(table);
        match (not, differs) {
            (Some(not), None) => Some(Test::FitsNone(self.patterns(&not))),
            (None, Some(other)) => {
                let name = self.word(&other, "{ differs_from = \"NODESTARTTIME\" }")?;
                Some(Test::DiffersFrom(self.columns.add(name, level)))
            }
            _ => {
                self.flaw(
                    &node.span,
                    "this is no condition",
                    "write a text, a list of texts, `{ not = … }` or `{ differs_from = … }`",
                );
                None
            }
        }
    }

    /// Reads one or several patterns.
    pub(super) fn patterns(&mut self, node: &Node<'t>) -> Vec<Glob> {
        self.words(node, EXAMPLE).into_iter().map(|(pattern, _)| Glob::new(pattern)).collect()
    }
}
