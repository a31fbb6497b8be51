//! How clocks on one obligation agree: a computed due day against a stated one.
//!
//! *Invariant.* Days are local days of the rules' calendar; a due instant at 24:00 belongs to the day that it ends.
//!
//! *Absent on purpose.* Judgement: a difference may be an extension that the log does not tell of. Who reads the list decides.

use std::collections::BTreeMap;

use duban_calendar::{Day, Timestamp};
use duban_rulebook::TermPlan;
use serde::Serialize;

use crate::case_state::{CaseState, Run, RunStanding};
use crate::supervisor::Supervisor;

/// A clock compared with another on the same cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// In how many cases both are due on the same day.
    pub same_day: u64,
    /// The other cases, by their numbers: by how many days this clock is due after the other one.
    pub differ: BTreeMap<String, i32>,
}

impl Supervisor {
    /// The comparisons that the rulebooks ask for, by the names of the two clocks.
    pub fn agreements(&self) -> BTreeMap<(String, String), Agreement> {
        let mut agreements: BTreeMap<(String, String), Agreement> = BTreeMap::new();
        for (number, book) in self.tables.books.iter().enumerate() {
            for (place, clock) in book.plan().clocks.iter().enumerate() {
                let Some(with) = &clock.compares else { continue };
                let Some(other) = book.plan().clocks.iter().position(|it| it.name == *with) else {
                    continue;
                };
                let agreement = agreements.entry((clock.name.clone(), with.clone())).or_default();
                for case in &self.cases {
                    let days =
                        (self.due_day(case, number, place), self.due_day(case, number, other));
                    let (Some(ours), Some(theirs)) = days else { continue };
                    if ours == theirs {
                        agreement.same_day += 1;
                    } else {
                        let case = self.tables.symbols.get(case.name).to_owned();
                        agreement.differ.insert(case, ours.0 - theirs.0);
                    }
                }
            }
        }
        agreements
    }

    /// The local due day of the first run of a clock.
    fn due_day(&self, case: &CaseState, book: usize, clock: usize) -> Option<Day> {
        let wanted = |run: &&Run| {
            (usize::from(run.book), usize::from(run.clock)) == (book, clock)
                && run.standing == RunStanding::Counts
        };
        let run = case.runs.iter().find(wanted)?;
        let book = &self.tables.books[book];
        let plan = &book.plan().clocks[clock];
        let by_day = matches!(plan.policy, duban_calendar::Policy::Day { .. });
        let ends_a_day = by_day && matches!(plan.term, TermPlan::For(_));
        let at = if ends_a_day { Timestamp(run.due_at.0 - 1) } else { run.due_at };
        Some(book.calendar().zone().day_of(at))
    }
}

impl Agreement {
    /// Adds what another shard found.
    pub(crate) fn add(&mut self, other: Agreement) {
        self.same_day += other.same_day;
        self.differ.extend(other.differ);
    }
}
