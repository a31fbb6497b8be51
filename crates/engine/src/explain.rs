//! Why a warning was raised: the term as it stood at its due instant, day by day, so that it can be checked with a pocket calculator.
//!
//! *Invariant.* An explanation is worked out by the same functions that raised the warning, from the same facts.
//!
//! *Absent on purpose.* Layout: the command line and the console print it as they like.

use std::sync::Arc;

use duban_calendar::{Extension, Length, Pause, Policy, Segment, Threshold, Timestamp};
use duban_domain::WarningId;
use duban_rulebook::{Place, Rule, Title};

use crate::case_state::{RaisedBy, RaisedNote, Row};
use crate::measure::{Span, measure, span};
use crate::ruler::Ruler;
use crate::supervisor::Supervisor;
use crate::view::View;

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
    Term(Box<Reckoning>),
    /// A clock that runs until a date among the case's facts.
    Until {
        /// When it started.
        started_at: Timestamp,
        /// The deadline.
        deadline: Timestamp,
        /// The threshold that was passed.
        threshold: Threshold,
        /// Its instant.
        hit: Timestamp,
    },
    /// A check on an event, which occurred at this instant.
    Check(Timestamp),
    /// The rule could not be applied to the case.
    Fault,
}

/// The arithmetic of a clock.
#[derive(Clone, Debug)]
pub struct Reckoning {
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
    /// What was added, and whether it counted.
    pub extensions: Vec<(Extension, bool)>,
    /// The due instant as it stood; None while suspended.
    pub due_at: Option<Timestamp>,
    /// The threshold that was passed.
    pub threshold: Threshold,
    /// Its instant.
    pub hit: Timestamp,
    /// Every stretch from the start to the due instant, or to the threshold where that is later.
    pub segments: Vec<Segment>,
}

impl Supervisor {
    /// Explains a warning that this supervisor raised, from what had occurred by its due instant. None when it raised no such warning.
    pub fn explain(&mut self, id: &WarningId) -> Option<Explanation> {
        let place = self.place_of(&id.case)?;
        let rule = self.tables.names.find(&id.rule)?;
        let subject = match &id.subject {
            Some(subject) => Some(self.tables.symbols.find(subject)?),
            None => None,
        };
        let wanted = |note: &&RaisedNote| {
            (note.rule, note.subject, note.level, note.occurrence)
                == (rule, subject, id.level, id.occurrence)
        };
        let note = *self.cases[place].raised.iter().find(wanted)?;
        match note.source {
            RaisedBy::Threshold { run, threshold } => {
                self.explain_clock(place, usize::from(run), usize::from(threshold), note.due_at)
            }
            RaisedBy::Check { .. } => self.explain_check(rule, Ground::Check(note.due_at)),
            RaisedBy::LateExtension { .. } | RaisedBy::UndoesItself { .. } | RaisedBy::Fault => {
                self.explain_fault(rule)
            }
        }
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
        let case = &self.cases[place];
        let view = View::on(case, book, &self.tables);
        let recall = &mut self.recalls[book];
        let measured = measure(view, recall, plan, &run, hit).ok()?;
        let evaluator = &mut recall.evaluator;
        let span = span(view, evaluator, plan, &run, hit).ok()??;
        let threshold = match &plan.thresholds.get(threshold)?.at {
            Rule::Fixed(threshold) => threshold.clone(),
            Rule::Script(script) => {
                let view = View { as_of: hit, ..view }.about_run(plan, &run);
                Arc::unwrap_or_clone(evaluator.threshold(*script, &view).ok()??)
            }
        };
        let starts =
            |row: &&Row| row.occurred_at == run.started_at && plan.starts.contains(row.kind);
        let start_is_deemed =
            self.cases[place].rows.iter().find(starts).is_some_and(Row::is_deemed);
        let calendar = rulebook.calendar();
        let ruler = Ruler { calendar, policy: plan.policy, start: run.started_at, span: &span };
        let ground = match (&span, ruler.term()) {
            (Span::For { limit, pauses, extensions }, Some(term)) => {
                let counted = calendar.due(&term).ok()?.extended;
                let extensions = extensions.iter().enumerate();
                Ground::Term(Box::new(Reckoning {
                    policy: plan.policy,
                    started_at: run.started_at,
                    start_is_deemed,
                    limit: *limit,
                    pauses: pauses.to_vec(),
                    extensions: extensions.map(|(at, it)| (*it, counted.contains(at))).collect(),
                    due_at: measured.due_at,
                    threshold,
                    hit,
                    segments: calendar.segments(&term, upto(measured.due_at, hit)).ok()?,
                }))
            }
            (Span::Until(deadline), _) => {
                let deadline = *deadline;
                Ground::Until { started_at: run.started_at, deadline, threshold, hit }
            }
            (Span::For { .. }, None) => return None,
        };
        let (title, basis, place) = (plan.title.clone(), plan.basis.clone(), plan.place.clone());
        Some(Explanation { title, basis, place, ground })
    }

    fn explain_check(&self, rule: u16, ground: Ground) -> Option<Explanation> {
        let checks = self.tables.books.iter().flat_map(|book| &book.plan().checks);
        let plan = checks.into_iter().find(|check| check.name == self.tables.names.get(rule))?;
        let (title, basis, place) = (plan.title.clone(), plan.basis.clone(), plan.place.clone());
        Some(Explanation { title, basis, place, ground })
    }

    fn explain_fault(&self, rule: u16) -> Option<Explanation> {
        let clocks = self.tables.books.iter().flat_map(|book| &book.plan().clocks);
        let clock = clocks.into_iter().find(|clock| clock.name == self.tables.names.get(rule));
        match clock {
            Some(plan) => Some(Explanation {
                title: plan.title.clone(),
                basis: plan.basis.clone(),
                place: plan.place.clone(),
                ground: Ground::Fault,
            }),
            None => self.explain_check(rule, Ground::Fault),
        }
    }
}

/// The segments go on to the threshold where it lies behind the due instant.
fn upto(due_at: Option<Timestamp>, hit: Timestamp) -> Option<Timestamp> {
    match due_at {
        Some(due_at) if hit <= due_at => None,
        Some(_) | None => Some(hit),
    }
}
