//! The rules that say what an activity of a foreign log is.
//!
//! *Invariant.* The rules are tried in the order of the file; the first whose names and conditions fit decides.

use crate::columns::{Column, Level, View};
use crate::mapping::Unknown;
use crate::mapping::acts::Named;
use crate::mapping::effect::Effect;
use crate::mapping::glob::Glob;
use crate::mapping::sheet::{Sheet, Table};

/// All rules, and what to do where none fits.
#[derive(Clone, Debug)]
pub(crate) struct Activities {
    pub(crate) rules: Vec<Rule>,
    pub(crate) unknown: Unknown,
}

/// One rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The activities it is for; none stands for all.
    names: Vec<Glob>,
    /// The column of its time, where that is not the record's.
    pub(crate) time: Option<Column>,
    pub(crate) effect: Effect,
}

impl Activities {
    /// The rule for a record.
    pub(crate) fn find(&self, activity: &str, view: View<'_>) -> Option<&Rule> {
        self.rules.iter().find(|rule| {
            let named =
                rule.names.is_empty() || rule.names.iter().any(|name| name.matches(activity));
            named && rule.effect.holds(view)
        })
    }
}

impl<'t> Sheet<'t> {
    /// Reads one rule.
    pub(super) fn rule(&mut self, mut table: Table<'t>) -> Option<Rule> {
        let names = table.take("name").map(|node| self.patterns(&node)).unwrap_or_default();
        let time = match table.take("time") {
            Some(node) => {
                let name = self.word(&node, "time = \"NODEENDTIME\"")?;
                Some(self.columns.add(name, Level::Record))
            }
            None => None,
        };
        Some(Rule { names, time, effect: self.effect(table, Level::Record, Named::Yes)? })
    }
}
