//! A case on the desk: all that may be looked at and changed while it is worked on.
//!
//! *Invariant.* There is one case on a desk, and no way to another: so no decision depends on two cases, and cases can be worked on in
//! any order and on any number of shards.

use std::collections::VecDeque;

use duban_calendar::Timestamp;
use duban_domain::{KindSet, Level, Sym};
use duban_rulebook::{Answers, ClockPlan, Plan};

use crate::across::Noted;
use crate::case_state::{CaseState, RaisedBy, RaisedNote};
use crate::draft::{Draft, RuleRef, What, Why};
use crate::recall::Recall;
use crate::tables::Tables;

/// A case, and what it takes to work on it.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    pub(crate) tables: &'a Tables,
    /// One for each rulebook version.
    pub(crate) recalls: &'a mut [Recall],
    pub(crate) case: &'a mut CaseState,
    /// The case's place in the supervisor's table.
    pub(crate) place: u32,
    /// Engine time.
    pub(crate) now: Timestamp,
    pub(crate) drafts: &'a mut Vec<Draft>,
    /// What checks over several cases count.
    pub(crate) noted: &'a mut Noted,
    /// What deeming changed among the facts: kinds, and since when. To be worked out when the work at hand is done.
    pub(crate) changed: VecDeque<(KindSet, Timestamp)>,
    /// The expiries that took effect on this desk: run and due instant.
    pub(crate) expired: Vec<(usize, Timestamp)>,
}

impl<'a> Desk<'a> {
    /// The plan of a rulebook version.
    pub(crate) fn plan(&self, book: usize) -> &'a Plan {
        self.tables.books[book].plan()
    }

    /// The clock of the run at a place.
    pub(crate) fn plan_of(&self, run: usize) -> &'a ClockPlan {
        let run = &self.case.runs[run];
        &self.plan(usize::from(run.book)).clocks[usize::from(run.clock)]
    }

    /// Decides what falls due up to and including an instant, each at its own.
    pub(crate) fn run_down(&mut self, until: Timestamp) {
        while self.case.wake_at <= until && self.case.wake_at != Timestamp::MAX {
            // Of those that fall at one instant, the run that was entered first.
            let runs = self.case.runs.iter().enumerate();
            let Some((at, run)) = runs.min_by_key(|(_, run)| run.next_at) else { return };
            self.now = run.next_at;
            self.case.runs[at].next_at = Timestamp::MAX;
            self.fall_due(at);
            self.settle();
            self.case.sum_up();
        }
    }

    /// Works out what deeming changed, and what that changes in turn. Taking back leaves less to take back, so this ends.
    pub(crate) fn settle(&mut self) {
        while let Some((kinds, since)) = self.changed.pop_front() {
            self.work_out(kinds, since);
        }
    }

    /// A rule could not be applied to the case: said once for each rule and case.
    pub(crate) fn fault(&mut self, book: usize, rule: RuleRef, message: String) {
        let name = self.name(book, rule);
        let known = |note: &RaisedNote| note.source == RaisedBy::Fault && note.rule == name;
        if !self.case.raised.iter().any(known) {
            self.find(RaisedBy::Fault, book, rule, None, Why::Fault(message));
        }
    }

    /// Raises a finding about a rule of this case.
    pub(crate) fn find(
        &mut self,
        source: RaisedBy,
        book: usize,
        rule: RuleRef,
        subject: Option<Sym>,
        why: Why,
    ) {
        let now = self.now;
        let name = self.name(book, rule);
        let occurrence = self.note_raised(source, name, subject, Level::Finding, now);
        let asked = (subject, Level::Finding, occurrence, now);
        let certainty = duban_calendar::Certainty::Official;
        let raised = self.answering(book, asked, Answers::Department, certainty, why);
        self.say(book, rule, What::Raised(Box::new(raised)));
    }

    /// A rule's name, in the table of rule names.
    fn name(&self, book: usize, rule: RuleRef) -> u16 {
        match rule {
            RuleRef::Clock(clock) => self.tables.books[book].clock_names[usize::from(clock)],
            RuleRef::Check(check) => self.tables.books[book].check_names[usize::from(check)],
        }
    }

    /// Hands a decision out.
    pub(crate) fn say(&mut self, book: usize, rule: RuleRef, what: What) {
        #[expect(clippy::cast_possible_truncation, reason = "versions are fewer than 255")]
        let book = book as u8;
        self.drafts.push(Draft { decided_at: self.now, case: self.place, book, rule, what });
    }
}
