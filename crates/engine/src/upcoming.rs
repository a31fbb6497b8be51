//! What falls due next if nothing happens: each running clock's thresholds that are still ahead.
//!
//! *Absent on purpose.* Prophecy: a pause or a stop that comes in later moves these, as it moves the clock.

use duban_calendar::{Certainty, Timestamp};
use duban_domain::{By, Level};
use duban_rulebook::Title;
use serde::Serialize;

use crate::case_state::{RaisedBy, RunStanding};
use crate::draft::Why;
use crate::measure::measure;
use crate::supervisor::Supervisor;
use crate::view::View;

/// A threshold that lies ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Upcoming {
    /// When it falls.
    pub at: Timestamp,
    /// The case.
    pub case: String,
    /// The clock.
    pub clock: String,
    /// The step or special procedure it runs for.
    pub subject: Option<String>,
    /// The level of the warning to come.
    pub level: Level,
    /// When the clock is due, where it has a due instant.
    pub due_at: Option<Timestamp>,
    /// How certain the days are that it was reckoned with.
    pub certainty: Certainty,
    /// The item's code.
    pub item: Option<String>,
    /// Who would answer for it as things stand.
    pub answers: By,
    /// The clock's title.
    #[serde(skip)]
    pub title: Title,
}

impl Supervisor {
    /// The thresholds that fall after engine time, up to and including `until`, in the order of falling.
    pub fn upcoming(&mut self, until: Timestamp) -> Vec<Upcoming> {
        let mut list = Vec::new();
        for place in 0..self.states().len() {
            for at in 0..self.cases[place].runs.len() {
                self.upcoming_of(place, at, until, &mut list);
            }
        }
        list.sort_by(|a, b| {
            (a.at, &a.case, &a.clock, &a.subject, a.level)
                .cmp(&(b.at, &b.case, &b.clock, &b.subject, b.level))
        });
        list
    }

    fn upcoming_of(&mut self, place: usize, at: usize, until: Timestamp, list: &mut Vec<Upcoming>) {
        let run = self.cases[place].runs[at];
        if run.is_stopped() || run.standing == RunStanding::Gone {
            return;
        }
        let book = usize::from(run.book);
        let rulebook = self.tables.books[book].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let case = &self.cases[place];
        let view = View::on(case, book, &self.tables);
        let measured = measure(view, &mut self.recalls[book], plan, &run, Timestamp::MAX);
        // What can't be measured was said as a finding when its clock started.
        let Ok(measured) = measured else { return };
        for (threshold, hit) in measured.hits.iter().enumerate() {
            let Some(hit) = hit.filter(|hit| *hit > self.now && *hit <= until) else { continue };
            let level = plan.thresholds[threshold].level;
            if level.is_card() && self.was_raised(place, at, threshold) {
                continue;
            }
            let asked = (run.subject, level, 0, hit);
            let draft = self.desk(place, self.now).answering(
                book,
                asked,
                plan.answers,
                measured.certainty,
                Why::Threshold(0),
            );
            list.push(Upcoming {
                at: hit,
                case: self.tables.symbols.get(self.cases[place].name).to_owned(),
                clock: plan.name.clone(),
                subject: self.word(run.subject),
                level,
                due_at: measured.due_at,
                certainty: measured.certainty,
                item: self.word(self.cases[place].item_code),
                answers: self.answers(&draft),
                title: plan.title.clone(),
            });
        }
    }

    fn was_raised(&self, place: usize, at: usize, threshold: usize) -> bool {
        self.cases[place].raised.iter().any(|note| {
            matches!(note.source, RaisedBy::Threshold { run, threshold: passed }
                if usize::from(run) == at && usize::from(passed) == threshold && note.stands)
        })
    }
}
