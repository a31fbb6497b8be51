//! Conduct checks: what an event itself breaches, whatever the clocks say.
//!
//! *Invariant.* A check looks at an event when it comes in, with the case as it is then. A corrected record is checked again, and what
//! the first version was found to breach is re-judged.

use duban_calendar::Certainty;
use duban_domain::{Event, Sym};
use duban_rulebook::{Answers, CheckPlan, Evaluator, Fault, Rule};

use crate::across::AskedOnce;
use crate::case_state::{NO_BOOK, NONE, RaisedBy, RaisedNote, Row};
use crate::desk::Desk;
use crate::draft::{RuleRef, What, Why};
use crate::view::{Asked, View};

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
        if event.origin.version == 1 && !corrects {
            self.check_first(event, row);
        } else {
            self.check_again(event, row, corrects);
        }
    }

    /// The same for the first version of a record: of what one event calls for all is asked at once, and most breach nothing.
    fn check_first(&mut self, event: &Event<Sym>, row: &Row) {
        let book = usize::from(row.book);
        let view = View { about: Asked::Event(event), ..View::on(self.case, book, self.tables) };
        let breached = self.recalls[book].evaluator.breaches(row.kind, &view);
        let mut asked = AskedOnce::default();
        for check in breached.yes {
            self.breach(check, event, row, false, &mut asked);
        }
        for (check, fault) in breached.faults {
            self.fault(book, RuleRef::Check(check), fault.to_string());
        }
    }

    /// The same for a later one. `corrects`: an earlier one was checked before.
    fn check_again(&mut self, event: &Event<Sym>, row: &Row, corrects: bool) {
        let book = usize::from(row.book);
        let plan = self.plan(book);
        let mut asked = AskedOnce::default();
        for &number in &plan.checks_on[row.kind.index()] {
            let check = &plan.checks[usize::from(number)];
            if check.first_version && event.origin.version > 1 {
                continue;
            }
            let plain = View::on(self.case, book, self.tables);
            let view = View { about: Asked::Event(event), ..plain };
            let evaluator = &mut self.recalls[book].evaluator;
            match check.when.map_or(Ok(true), |when| evaluator.truth(when, &view)) {
                Ok(true) => self.breach(number, event, row, corrects, &mut asked),
                Ok(false) if corrects => self.clear(number, row),
                Ok(false) => {}
                Err(fault) => self.fault(book, RuleRef::Check(number), fault.to_string()),
            }
        }
    }

    /// The event breaches a check, or counts as one of several cases.
    fn breach(
        &mut self,
        check: u16,
        event: &Event<Sym>,
        row: &Row,
        corrects: bool,
        asked: &mut AskedOnce,
    ) {
        let book = usize::from(row.book);
        let plan = &self.plan(book).checks[usize::from(check)];
        let done = match &plan.across {
            Some(across) => self.sight((check, across), event, row, corrects, asked),
            None => {
                let plain = View::on(self.case, book, self.tables);
                let view = View { about: Asked::Event(event), ..plain };
                message(plan, &mut self.recalls[book].evaluator, &view)
                    .map(|message| self.enter(book, check, plan, row, message))
            }
        };
        if let Err(fault) = done {
            self.fault(book, RuleRef::Check(check), fault.to_string());
        }
    }

    /// A corrected record does not breach a check, whatever its earlier version did.
    fn clear(&mut self, check: u16, row: &Row) {
        let book = usize::from(row.book);
        if self.plan(book).checks[usize::from(check)].across.is_some() {
            self.unsight(book, check, row);
        } else if let Some(note) = self.noted_before(book, check, row) {
            self.rejudge_check(book, check, note, false);
        }
    }

    /// The place of what a check raised about a record before.
    fn noted_before(&self, book: usize, check: u16, row: &Row) -> Option<usize> {
        let rule = self.tables.books[book].check_names[usize::from(check)];
        let source = RaisedBy::Check { key: row.key };
        let same = |note: &RaisedNote| note.source == source && note.rule == rule;
        self.case.raised.iter().position(same)
    }

    fn enter(&mut self, book: usize, check: u16, plan: &CheckPlan, row: &Row, message: String) {
        if let Some(note) = self.noted_before(book, check, row) {
            return self.rejudge_check(book, check, note, true);
        }
        let rule = self.tables.books[book].check_names[usize::from(check)];
        let due_at = row.occurred_at;
        let source = RaisedBy::Check { key: row.key };
        let occurrence = self.note_raised(source, rule, None, plan.level, due_at);
        let asked = (None, plan.level, occurrence, due_at);
        let why = Why::Said(message);
        let mut raised = self.answering(book, asked, plan.answers, Certainty::Official, why);
        if plan.answers == Answers::Step && row.who != NONE {
            raised.who = row.who;
            raised.department = self.tables.actors.get(row.who).department.or(raised.department);
        }
        self.say(book, RuleRef::Check(check), What::Raised(Box::new(raised)));
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
        book.plan().checks_on[row.kind.index()]
            .iter()
            .any(|check| book.check_names[usize::from(*check)] == rule)
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
