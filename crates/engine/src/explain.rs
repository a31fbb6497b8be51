//! Why a warning was raised: the term as it stood at its due instant, day by day, so that it can be checked with a pocket calculator.
//!
//! *Invariant.* An explanation is worked out by the same functions that raised the warning, from the same facts.
//!
//! *Absent on purpose.* Layout: the command line and the console print it as they like.

use std::sync::Arc;

use duban_calendar::{
    Extension, Length, Part, Pause, Policy, Segment, Threshold, Timestamp, Total,
};
use duban_domain::{Event, Sym, WarningId};
use duban_rulebook::{ClockPlan, Evaluator, Look, Place, Plan, Rule, TermPlan, Title, Until};

use crate::case_state::{NO_BOOK, RaisedBy, RaisedNote, Row, Run, RunStanding};
use crate::decision::Warning;
use crate::measure::{Span, span};
use crate::outcome::ClockRun;
use crate::ruler::RunRuler;
use crate::supervisor::Supervisor;
use crate::view::{Asked, View};

/// Why a warning was raised.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The rule's title.
    pub title: Title,
    /// The legal article behind it.
    pub basis: String,
    /// Where the rule was declared; the warning itself names the line of its threshold.
    pub place: Place,
    /// What it was raised on.
    pub ground: Ground,
}

/// What a warning was raised on.
#[derive(Clone, Debug)]
pub enum Ground {
    /// A clock that runs for a length of time.
    Term {
        /// Its arithmetic.
        arithmetic: Box<Arithmetic>,
        /// The threshold that was passed.
        threshold: Threshold,
        /// Its instant.
        hit: Timestamp,
    },
    /// An extension that came when the limit of such a clock had run out. It is among the clock's extensions, as one that did not count;
    /// the due instant is the one that stood when it came.
    LateExtension(Box<Arithmetic>),
    /// A clock that runs until a date among the case's facts.
    Until {
        /// When it started.
        started_at: Timestamp,
        /// What the rule looked at for the date, and what it found.
        looks: Vec<Look>,
        /// What of that date counts.
        to: Until,
        /// The deadline.
        deadline: Timestamp,
        /// The threshold that was passed.
        threshold: Threshold,
        /// Its instant.
        hit: Timestamp,
    },
    /// A check on an event, which occurred at this instant.
    Check(Timestamp),
    /// A check over several cases: what it counted stands in the warning's message.
    Across,
    /// The rule could not be applied to the case.
    Fault,
}

/// The arithmetic of a clock.
#[derive(Clone, Debug)]
pub struct Arithmetic {
    /// How it counts.
    pub policy: Policy,
    /// When it started.
    pub started_at: Timestamp,
    /// Whether nobody started it but silence: the law deems that to have happened which starts it.
    pub start_is_deemed: bool,
    /// Its limit without extensions.
    pub limit: Length,
    /// What did not count.
    pub pauses: Vec<Pause>,
    /// What several of the pauses together kept from being counted at most.
    pub totals: Vec<Total>,
    /// What was added.
    pub extensions: Vec<Granted>,
    /// What is counted in one unit, in turn: more than one where an extension was granted in another unit than was counted before.
    pub parts: Vec<Part>,
    /// The due instant as it stood; None while suspended.
    pub due_at: Option<Timestamp>,
    /// Every stretch from the start to the due instant, or to a threshold that lies behind it.
    pub segments: Vec<Segment>,
}

/// A clock of a case, as it stands by all that is known.
#[derive(Clone, Debug)]
pub struct ClockExplained {
    /// Its run.
    pub run: ClockRun,
    /// Where it was declared.
    pub place: Place,
    /// Its arithmetic; None where it has no limit, or runs until a date.
    pub arithmetic: Option<Arithmetic>,
}

/// An extension of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// When it was granted.
    pub on: Timestamp,
    /// By how much.
    pub length: Length,
    /// Whether it came before the limit had run out.
    pub counted: bool,
}

impl Supervisor {
    /// Explains a warning that this supervisor raised, from what had occurred by its due instant, or by
    /// the event that moved it there. None when it raised no such warning.
    pub fn explain(&mut self, warning: &Warning) -> Option<Explanation> {
        let id = &warning.id;
        let place = self.place_of(&id.case)?;
        // What such a check raises has whom it counted as its subject; a failure of the check itself has none.
        if id.subject.is_some() && self.tables.rules.looks_across(&id.rule) {
            return self.explain_check(warning, Ground::Across);
        }
        let note = self.note_of(place, id)?;
        match note.source {
            RaisedBy::Threshold { run, threshold } => {
                self.explain_clock(place, usize::from(run), usize::from(threshold), note.due_at)
            }
            RaisedBy::Check { .. } => self.explain_check(warning, Ground::Check(note.due_at)),
            RaisedBy::LateExtension { run } => self.explain_late_extension(place, usize::from(run)),
            RaisedBy::Unusable { .. } | RaisedBy::UndoesItself { .. } | RaisedBy::Fault => {
                self.explain_fault(warning)
            }
        }
    }

    /// The clocks of a case with their arithmetic, in the order in which they came to run. None when nothing is known of the case.
    pub fn explain_clocks(&mut self, case: &str) -> Option<Vec<ClockExplained>> {
        let place = self.place_of(case)?;
        let mut clocks = Vec::new();
        for at in 0..self.cases[place].runs.len() {
            let run = self.cases[place].runs[at];
            if run.standing == RunStanding::Gone {
                continue;
            }
            let book = usize::from(run.book);
            let rulebook = self.tables.books[book].rulebook.clone();
            let plan = &rulebook.plan().clocks[usize::from(run.clock)];
            let view = View::on(&self.cases[place], book, &self.tables);
            let evaluator = &mut self.recalls[book].evaluator;
            let span = span(view, evaluator, plan, &run, run.counts_until()).ok().flatten();
            let arithmetic = span.and_then(|it| self.arithmetic(place, &run, plan, &it, None));
            let run = self.clock_run(place, at);
            clocks.push(ClockExplained { run, place: plan.place.clone(), arithmetic });
        }
        Some(clocks)
    }

    fn explain_clock(
        &mut self,
        place: usize,
        at: usize,
        threshold: usize,
        hit: Timestamp,
    ) -> Option<Explanation> {
        let run = self.cases[place].runs[at];
        let book = usize::from(run.book);
        let rulebook = self.tables.books[book].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let shown_by = self.desk(place, self.now).shown_by(at, threshold, hit);
        let view = View::on(&self.cases[place], book, &self.tables);
        let evaluator = &mut self.recalls[book].evaluator;
        let span = span(view, evaluator, plan, &run, shown_by).ok()??;
        let threshold = match &plan.thresholds.get(threshold)?.at {
            Rule::Fixed(threshold) => threshold.clone(),
            Rule::Script(script) => {
                let view = View { as_of: shown_by, ..view }.about_run(plan, &run);
                Arc::unwrap_or_clone(evaluator.threshold(*script, &view).ok()??)
            }
        };
        let ground = match span {
            Span::For { .. } => {
                let arithmetic = self.arithmetic(place, &run, plan, &span, Some(hit))?;
                Ground::Term { arithmetic: Box::new(arithmetic), threshold, hit }
            }
            Span::Until(deadline) => {
                let TermPlan::Until { when, to } = plan.term else { return None };
                let looks =
                    evaluator.looks(when, &View { as_of: hit, ..view }.about_run(plan, &run));
                Ground::Until { started_at: run.started_at, looks, to, deadline, threshold, hit }
            }
        };
        Some(explanation_of(plan, ground))
    }

    /// By all facts up to the end of the run, as the extension was found late.
    fn explain_late_extension(&mut self, place: usize, at: usize) -> Option<Explanation> {
        let run = self.cases[place].runs[at];
        let book = usize::from(run.book);
        let rulebook = self.tables.books[book].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let view = View::on(&self.cases[place], book, &self.tables);
        let span = span(view, &mut self.recalls[book].evaluator, plan, &run, run.counts_until())
            .ok()??;
        let arithmetic = self.arithmetic(place, &run, plan, &span, None)?;
        Some(explanation_of(plan, Ground::LateExtension(Box::new(arithmetic))))
    }

    /// The arithmetic of a run, with segments up to its due instant or to `hit`, whichever is later. None where the span is no length
    /// of time.
    fn arithmetic(
        &self,
        place: usize,
        run: &Run,
        plan: &ClockPlan,
        span: &Span,
        hit: Option<Timestamp>,
    ) -> Option<Arithmetic> {
        let Span::For { limit, pauses, totals, extensions } = span else { return None };
        let book = usize::from(run.book);
        let calendar = self.tables.books[book].rulebook.calendar();
        let ruler = RunRuler { calendar, policy: plan.policy, start: run.started_at, span };
        let term = ruler.term()?;
        let reckoning = calendar.reckon(&term).ok()?;
        let due = reckoning.due();
        let starts =
            |row: &&Row| row.occurred_at == run.started_at && plan.starts.contains(row.kind);
        let upto = hit.filter(|hit| due.at.is_none_or(|due_at| *hit > due_at));
        let granted = |(at, extension): (usize, &Extension)| Granted {
            on: extension.on,
            length: extension.length,
            counted: due.extended.contains(at),
        };
        Some(Arithmetic {
            policy: plan.policy,
            started_at: run.started_at,
            start_is_deemed: self.cases[place].rows.iter().find(starts).is_some_and(Row::is_deemed),
            limit: *limit,
            pauses: pauses.to_vec(),
            totals: totals.clone(),
            extensions: extensions.iter().enumerate().map(granted).collect(),
            parts: reckoning.parts(),
            due_at: due.at,
            segments: calendar.segments(&term, upto).ok()?,
        })
    }

    /// What a check looked at when it found that the event breaches it, in the order in which it did. The event must be the one that was
    /// applied last: a check looks at the case as it is when the event comes in. Empty when no check raised the warning on that event.
    pub fn looks(&mut self, id: &WarningId, event: &Event<Sym>) -> Vec<Look> {
        self.check_looks(id, event).unwrap_or_default()
    }

    fn check_looks(&mut self, id: &WarningId, event: &Event<Sym>) -> Option<Vec<Look>> {
        let place = self.place_of(&id.case)?;
        let RaisedBy::Check { key } = self.note_of(place, id)?.source else { return None };
        let case = &self.cases[place];
        let row = case.rows.iter().find(|row| row.key == key && row.book != NO_BOOK)?;
        let book = usize::from(row.book);
        let check = self.tables.books[book].plan().checks.iter().find(|it| it.name == id.rule)?;
        let view = View { about: Asked::Event(event), ..View::on(case, book, &self.tables) };
        let evaluator: &Evaluator = &self.recalls[book].evaluator;
        Some(evaluator.looks(check.when?, &view))
    }

    /// What is kept of a warning that was raised.
    fn note_of(&self, place: usize, id: &WarningId) -> Option<RaisedNote> {
        let rule = self.tables.names.find(&id.rule)?;
        let subject = match &id.subject {
            Some(subject) => Some(self.tables.symbols.find(subject)?),
            None => None,
        };
        let wanted = |note: &&RaisedNote| {
            (note.rule, note.subject, note.level, note.occurrence)
                == (rule, subject, id.level, id.occurrence)
        };
        self.cases[place].raised.iter().find(wanted).copied()
    }

    /// The plan of the rulebook version that raised a warning: another version may call another check or clock by the same name.
    fn plan_behind(&self, warning: &Warning) -> Option<&Plan> {
        let books = self.tables.books.iter();
        books.map(|book| &book.rulebook).find(|it| it.hash() == warning.hash).map(|it| it.plan())
    }

    fn explain_check(&self, warning: &Warning, ground: Ground) -> Option<Explanation> {
        let checks = &self.plan_behind(warning)?.checks;
        let plan = checks.iter().find(|check| check.name == warning.id.rule)?;
        let (title, basis, place) = (plan.title.clone(), plan.basis.clone(), plan.place.clone());
        Some(Explanation { title, basis, place, ground })
    }

    fn explain_fault(&self, warning: &Warning) -> Option<Explanation> {
        let clocks = &self.plan_behind(warning)?.clocks;
        match clocks.iter().find(|clock| clock.name == warning.id.rule) {
            Some(plan) => Some(explanation_of(plan, Ground::Fault)),
            None => self.explain_check(warning, Ground::Fault),
        }
    }
}

fn explanation_of(plan: &ClockPlan, ground: Ground) -> Explanation {
    let (title, basis, place) = (plan.title.clone(), plan.basis.clone(), plan.place.clone());
    Explanation { title, basis, place, ground }
}
