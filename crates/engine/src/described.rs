//! What a case is, as its descriptions say: its item, department and facts, each by the description that occurred last of those that
//! give it.
//!
//! *Invariant.* What a record says is what its newest version says. What a corrected description leaves out is as the others have it,
//! and the order in which versions and descriptions arrive does not show.
//!
//! *Absent on purpose.* A store of descriptions for cases that have one, as nearly all do: what it says is what the case is.

use duban_calendar::Timestamp;
use duban_domain::{CaseFact, Description, EventKind, Sym, Value};
use duban_rulebook::Datum;

use crate::case_state::{CaseState, Row};
use crate::desk::Desk;
use crate::tables::Tables;

/// What one record says of a case, or several together.
#[derive(Debug, Default)]
pub(crate) struct DescribedAs {
    /// The record, as [`Row::key`] names it.
    by: u64,
    occurred_at: Timestamp,
    item: Option<Sym>,
    department: Option<Sym>,
    /// Those that a rule may read, each once.
    facts: Vec<(Sym, Datum)>,
}

impl DescribedAs {
    fn new(description: &Description<Sym>, row: &Row, tables: &Tables) -> DescribedAs {
        let mut said = DescribedAs {
            by: row.key,
            occurred_at: row.occurred_at,
            item: description.item,
            department: description.department,
            facts: Vec::new(),
        };
        for (name, value) in &description.facts {
            if tables.reads_fact(*name) {
                said.set(*name, datum(value));
            }
        }
        said
    }

    /// What was said before, and this on top.
    fn and(mut self, later: &DescribedAs) -> DescribedAs {
        self.item = later.item.or(self.item);
        self.department = later.department.or(self.department);
        for (name, value) in &later.facts {
            self.set(*name, *value);
        }
        self
    }

    fn set(&mut self, name: Sym, value: Datum) {
        match self.facts.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = value,
            None => self.facts.push((name, value)),
        }
    }
}

impl Desk<'_> {
    /// Takes in what a record says of the case in place of what its earlier version said; either of them may not describe it.
    pub(crate) fn describe(&mut self, fact: &CaseFact<Sym>, row: &Row) {
        let mut said = None;
        if let CaseFact::Described(description) = fact {
            said = Some(DescribedAs::new(description, row, self.tables));
        }
        self.case.take_said(row.key, said);
    }
}

impl CaseState {
    fn take_said(&mut self, by: u64, said: Option<DescribedAs>) {
        if self.rare.as_ref().is_none_or(|rare| rare.said.is_empty()) {
            let is_other = |row: &&Row| row.kind == EventKind::Described && row.key != by;
            let Some(other) = self.rows.iter().find(is_other).copied() else {
                self.be(said.unwrap_or_default());
                return;
            };
            // It was the only one so far, so all that is known is what it said.
            let first = DescribedAs {
                by: other.key,
                occurred_at: other.occurred_at,
                item: self.item_code,
                department: self.department,
                facts: std::mem::take(&mut self.rare().facts),
            };
            self.rare().said.push(first);
        }
        let all = &mut self.rare().said;
        all.retain(|other| other.by != by);
        if let Some(said) = said {
            let at = all.partition_point(|other| other.occurred_at <= said.occurred_at);
            all.insert(at, said);
        }
        let together = all.iter().fold(DescribedAs::default(), DescribedAs::and);
        self.be(together);
    }

    fn be(&mut self, said: DescribedAs) {
        self.item_code = said.item;
        self.department = said.department;
        if !said.facts.is_empty() || self.rare.is_some() {
            self.rare().facts = said.facts;
        }
    }
}

fn datum(value: &Value<Sym>) -> Datum {
    match value {
        Value::Text(text) => Datum::Text(*text),
        Value::Int(number) => Datum::Int(*number),
        Value::Bool(truth) => Datum::Bool(*truth),
        Value::Time(at) => Datum::Time(*at),
        Value::Date(day) => Datum::Day(*day),
        Value::Length(length) => Datum::Length(*length),
    }
}
