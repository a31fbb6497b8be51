//! Clocks whose due day was reckoned with days of years for which their calendar has no schedule: the bare week stood in for it.
//!
//! *Invariant.* A year is told only if a due day rests on it, and a clock is counted once, however many such years it reaches.
//!
//! *Absent on purpose.* Provisional years: the calendar knows those, and each due day that rests on them says so itself.

use std::collections::{BTreeMap, BTreeSet};

use duban_calendar::{Calendar, Certainty, Day, Timestamp};

use crate::case_state::{Run, RunStanding};
use crate::measure::span;
use crate::replay::Outcome;
use crate::ruler::RunRuler;
use crate::supervisor::Supervisor;
use crate::view::View;

/// What rests on years that a calendar does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unscheduled {
    /// The years.
    pub years: BTreeSet<i32>,
    /// How many runs of clocks are due by them.
    pub clocks: u64,
}

impl Outcome {
    /// What rests on unknown years, by the name of the calendar that does not know them.
    pub fn unscheduled(&mut self) -> BTreeMap<String, Unscheduled> {
        let mut all: BTreeMap<String, Unscheduled> = BTreeMap::new();
        for supervisor in &mut self.supervisors {
            supervisor.add_unscheduled(&mut all);
        }
        all
    }
}

impl Supervisor {
    fn add_unscheduled(&mut self, all: &mut BTreeMap<String, Unscheduled>) {
        for place in 0..self.cases.len() {
            for at in 0..self.cases[place].runs.len() {
                let run = self.cases[place].runs[at];
                if run.standing != RunStanding::Counts {
                    continue;
                }
                let rulebook = self.tables.books[usize::from(run.book)].rulebook.clone();
                let calendar = rulebook.calendar();
                if !may_reach_unknown(calendar, &run) {
                    continue;
                }
                let Some(days) = self.relied_on(place, &run) else { continue };
                let mut years = unknown_years(calendar, days).peekable();
                if years.peek().is_some() {
                    let found = all.entry(calendar.name().to_owned()).or_default();
                    found.years.extend(years);
                    found.clocks += 1;
                }
            }
        }
    }

    /// The days of the calendar on which the due day of a run rests.
    fn relied_on(&mut self, place: usize, run: &Run) -> Option<(Day, Day)> {
        let book = usize::from(run.book);
        let rulebook = self.tables.books[book].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let view = View::on(&self.cases[place], book, &self.tables);
        let evaluator = &mut self.recalls[book].evaluator;
        // What could not be measured was said as a finding when the clock started.
        let span = span(view, evaluator, plan, run, run.counts_until()).ok()??;
        let calendar = rulebook.calendar();
        let ruler = RunRuler { calendar, policy: plan.policy, start: run.started_at, span: &span };
        calendar.reckon(&ruler.term()?).ok()?.relied_on()
    }
}

/// Whether an unknown day lies between the start of a run and its due day. Few runs do, and only those are measured again.
fn may_reach_unknown(calendar: &Calendar, run: &Run) -> bool {
    let day = |at: Timestamp| calendar.zone().day_of(at);
    calendar.certainty_between(day(run.started_at), day(run.due_at)) == Certainty::Unknown
}

fn unknown_years(
    calendar: &Calendar,
    (first, last): (Day, Day),
) -> impl Iterator<Item = i32> + use<'_> {
    (first.ymd().0..=last.ymd().0).filter(|&year| {
        Day::from_ymd(year, 1, 1).is_some_and(|day| calendar.certainty(day) == Certainty::Unknown)
    })
}
