//! Conduct checks: what an event itself breaches, whatever the clocks say.
//!
//! *Invariant.* A check looks at an event when it comes in, with the case as it is then. A corrected record is checked again, and what
//! the first version was found to breach is re-judged.

use duban_calendar::Certainty;
use duban_domain::{Event, EventKind, Sym};
use duban_rulebook::{CheckPlan, Evaluator, Fault, Rule};
use smallvec::SmallVec;

use crate::case_state::{NO_BOOK, RaisedBy, Row};
use crate::desk::Desk;
use crate::draft::{RuleRef, What, Why};
use crate::view::{Asked, View};

/// A check, by its number, and what it has to say; None where the event does not breach it.
type Said = (u16, Result<Option<String>, Fault>);

impl Desk<'_> {
    /// Makes the checks that an event's kind calls for. `corrects`: an earlier version of the record was checked before.
    pub(crate) fn check(&mut self, event: &Event<Sym>, row: &Row, corrects: bool) {
        if corrects {
            self.clear_other_checks(row);
            self.unsight_others(row);
        }
        if row.book == NO_BOOK {
            return;
        }
        let book = usize::from(row.book);
        let plan = self.plan(book);
        self.sight_all(event, row, corrects);
        for (check, breached) in self.breaches(book, row.kind, event, corrects) {
            match breached {
                Ok(found) => self.enter(book, check, &plan.checks[usize::from(check)], row, found),
                Err(fault) => self.fault(book, RuleRef::Check(check), fault.to_string()),
            }
        }
    }

    /// What the checks have to say about the event; of a check that it does not breach, only where it may have been breached before.
    fn breaches(
        &mut self,
        book: usize,
        kind: EventKind,
        event: &Event<Sym>,
        corrects: bool,
    ) -> SmallVec<[Said; 1]> {
        let mut breaches = SmallVec::new();
        let plan = self.plan(book);
        let plain = View::on(self.case, book, self.tables);
        let view = View { about: Asked::Event(event), ..plain };
        let evaluator = &mut self.recalls[book].evaluator;
        if event.origin.version == 1 && !corrects {
            let breached = evaluator.breaches(kind, &view);
            for number in breached.yes {
                let check = &plan.checks[usize::from(number)];
                breaches.push((number, message(check, evaluator, &view).map(Some)));
            }
            breaches
                .extend(breached.faults.into_iter().map(|(number, fault)| (number, Err(fault))));
            return breaches;
        }
        for &number in &plan.checks_on[kind.index()] {
            let check = &plan.checks[usize::from(number)];
            if check.first_version && event.origin.version > 1 {
                continue;
            }
            let Some(when) = check.when else { continue };
            match evaluator.truth(when, &view) {
                Ok(false) if corrects => breaches.push((number, Ok(None))),
                Ok(false) => {}
                Ok(true) => breaches.push((number, message(check, evaluator, &view).map(Some))),
                Err(fault) => breaches.push((number, Err(fault))),
            }
        }
        breaches
    }

    fn enter(
        &mut self,
        book: usize,
        check: u16,
        plan: &CheckPlan,
        row: &Row,
        found: Option<String>,
    ) {
        let rule = self.tables.books[book].check_names[usize::from(check)];
        let source = RaisedBy::Check { key: row.key };
        let same =
            |note: &crate::case_state::RaisedNote| note.source == source && note.rule == rule;
        let before = self.case.raised.iter().position(same);
        match (before, found) {
            (None, None) => {}
            (Some(note), None) => self.rejudge_check(book, check, note, false),
            (Some(note), Some(_)) => self.rejudge_check(book, check, note, true),
            (None, Some(message)) => {
                let due_at = row.occurred_at;
                let occurrence = self.note_raised(source, rule, None, plan.level, due_at);
                let asked = (None, plan.level, occurrence, due_at);
                let why = Why::Said(message);
                let mut raised =
                    self.answering(book, asked, plan.answers, Certainty::Official, why);
                if plan.answers == duban_rulebook::Answers::Step
                    && row.who != crate::case_state::NONE
                {
                    raised.who = row.who;
                    raised.department =
                        self.tables.actors.get(row.who).department.or(raised.department);
                }
                self.say(book, RuleRef::Check(check), What::Raised(Box::new(raised)));
            }
        }
    }

    /// A correction may make a record another kind of event, or move it to a day on which another version of the rulebook was in force or
    /// none: the checks on what it was then no longer apply.
    fn clear_other_checks(&mut self, row: &Row) {
        let source = RaisedBy::Check { key: row.key };
        for at in 0..self.case.raised.len() {
            let note = self.case.raised[at];
            if note.source != source || !note.stands || self.is_asked(row, note.rule) {
                continue;
            }
            if let Some((book, check)) = self.tables.check_named(note.rule) {
                self.rejudge_check(book, check, at, false);
            }
        }
    }

    /// Whether the check of this name looks at what a record says now.
    pub(crate) fn is_asked(&self, row: &Row, rule: u16) -> bool {
        let Some(book) = self.tables.books.get(usize::from(row.book)) else { return false };
        let (kind, plan) = (row.kind.index(), book.plan());
        let mut asked = plan.checks_on[kind].iter().chain(&plan.across_on[kind]);
        asked.any(|check| book.check_names[usize::from(*check)] == rule)
    }

    fn rejudge_check(&mut self, book: usize, check: u16, note: usize, stands: bool) {
        if self.case.raised[note].stands != stands {
            self.say_stands(note, book, RuleRef::Check(check), stands);
        }
    }
}

/// What a check says of an event that breaches it.
fn message(check: &CheckPlan, evaluator: &mut Evaluator, view: &View<'_>) -> Result<String, Fault> {
    match &check.message {
        Rule::Fixed(message) => Ok(message.clone()),
        Rule::Script(script) => evaluator.text(*script, view),
    }
}
