//! What a supervisor has to show: its decisions in words, how its clocks stand, and what became of each case.
//!
//! *Invariant.* Reading an outcome changes nothing; it may be read at any time.
//!
//! *Absent on purpose.* Totals over departments and months: that is the score's.

use std::collections::BTreeMap;

use duban_calendar::{Certainty, Timestamp};
use duban_domain::{By, EventKind, Sym, WarningId};
use duban_rulebook::Title;
use serde::Serialize;

use crate::binding::Book;
use crate::case_state::{CaseState, NONE, Run, RunStanding};
use crate::decision::{Decision, Deemed, Rejudged, Warning};
use crate::draft::{Draft, RaisedDraft, RuleRef, What, Why};
use crate::measure::span;
use crate::ruler::RunRuler;
use crate::supervisor::Supervisor;
use crate::view::View;

/// How the runs of one clock ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Stopped before the due instant.
    pub in_time: u64,
    /// Stopped at or after the due instant.
    pub late: u64,
    /// Not stopped.
    pub open: u64,
    /// Of those open, the ones whose due instant has passed.
    pub overdue: u64,
    /// Runs for which the rulebook gives no limit: they can't be late.
    pub no_limit: u64,
}

/// A clock's run, for those who count or show clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRun {
    /// The clock's name.
    pub clock: String,
    /// The version of the rules that judges it, by its number from 0.
    pub version: usize,
    /// Its title in both languages.
    pub title: Title,
    /// The legal article behind it.
    pub basis: String,
    /// The step or special procedure it ran for.
    pub subject: Option<String>,
    /// When it started.
    pub started_at: Timestamp,
    /// When it stopped, if it did.
    pub stopped_at: Option<Timestamp>,
    /// When it is due; None while it is suspended or has no limit.
    pub due_at: Option<Timestamp>,
    /// How certain the days are that the due instant was reckoned with; asked of runs that go on.
    pub certainty: Certainty,
    /// How it stands.
    pub state: RunState,
    /// How much of the limit was used when it stopped, or by now, in hundredths; None without a limit that is a length of time.
    pub used_percent: Option<u64>,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// It runs, and is not due yet.
    Running,
    /// It runs, and its due instant has passed.
    Overdue,
    /// A pause without an end and a cap keeps it from having a due day.
    Suspended,
    /// Stopped before its due instant.
    InTime,
    /// Stopped at or after its due instant.
    Late,
    /// The rulebook gives no limit for this case.
    NoLimit,
}

/// A case as the fold of its events, for those who count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSummary {
    /// Its number.
    pub case: String,
    /// The item's code.
    pub item: Option<String>,
    /// The department that answers for it.
    pub department: Option<String>,
    /// Who accepted or first handled it, as far as the source says.
    pub handler: By,
    /// For each kind that occurred, when it first did.
    pub firsts: BTreeMap<EventKind, Timestamp>,
    /// The grades that the applicant gave, in the order of occurrence: 1 very satisfied … 5 very dissatisfied.
    pub grades: Vec<u8>,
    /// Its clocks' runs.
    pub runs: Vec<ClockRun>,
}

impl Tally {
    fn count(&mut self, state: RunState) {
        match state {
            RunState::NoLimit => self.no_limit += 1,
            RunState::InTime => self.in_time += 1,
            RunState::Late => self.late += 1,
            RunState::Running | RunState::Suspended => self.open += 1,
            RunState::Overdue => {
                self.open += 1;
                self.overdue += 1;
            }
        }
    }

    /// Adds what was counted elsewhere: another version of the clock, or another shard.
    pub(crate) fn add(&mut self, other: Tally) {
        self.in_time += other.in_time;
        self.late += other.late;
        self.open += other.open;
        self.overdue += other.overdue;
        self.no_limit += other.no_limit;
    }
}

impl Supervisor {
    /// Takes the decisions made since the last call, in words. Those on one case come in the order in which they were made; for an order
    /// among cases see [`crate::sort`].
    pub fn take_decisions(&mut self) -> Vec<Decision> {
        let drafts = std::mem::take(&mut self.drafts);
        drafts.iter().map(|draft| self.in_words(draft)).collect()
    }

    /// How many decisions wait to be taken.
    pub fn decisions_waiting(&self) -> usize {
        self.drafts.len()
    }

    /// How the runs of each clock stand, by the clock's name.
    pub fn tallies(&self) -> BTreeMap<String, Tally> {
        let clocks = |book: &Book| vec![Tally::default(); book.plan().clocks.len()];
        let mut counts: Vec<Vec<Tally>> = self.tables.books.iter().map(clocks).collect();
        for run in self.cases.iter().flat_map(|case| &case.runs) {
            if run.standing != RunStanding::Gone {
                counts[usize::from(run.book)][usize::from(run.clock)].count(state(run, self.now));
            }
        }
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for (book, counts) in self.tables.books.iter().zip(counts) {
            for (clock, count) in book.plan().clocks.iter().zip(counts) {
                tallies.entry(clock.name.clone()).or_default().add(count);
            }
        }
        tallies
    }

    /// Each case as it stands, in the order of their first events.
    pub fn summaries(&mut self) -> impl Iterator<Item = CaseSummary> {
        (0..self.cases.len()).map(|place| self.summary(place))
    }

    /// One case as it stands; None when nothing is known of it.
    pub fn case_summary(&mut self, case: &str) -> Option<CaseSummary> {
        let place = self.place_of(case)?;
        Some(self.summary(place))
    }

    fn summary(&mut self, place: usize) -> CaseSummary {
        let mut runs = Vec::new();
        for at in 0..self.cases[place].runs.len() {
            if self.cases[place].runs[at].standing != RunStanding::Gone {
                runs.push(self.clock_run(place, at));
            }
        }
        let case = &self.cases[place];
        let item =
            self.tables.books.iter().enumerate().find_map(|(no, book)| book.item_of(case, no));
        let department = case.department.or_else(|| item.map(|item| item.department));
        let mut firsts = BTreeMap::new();
        for row in &case.rows {
            firsts.entry(row.kind).or_insert(row.occurred_at);
        }
        let handler =
            case.rows.iter().find(|row| row.who != NONE && row.kind == EventKind::Accepted);
        let handler = handler.or_else(|| case.rows.iter().find(|row| row.who != NONE));
        CaseSummary {
            case: self.tables.symbols.get(case.name).to_owned(),
            item: self.word(case.item_code),
            department: self.word(department),
            handler: handler.map_or_else(By::default, |row| self.actor(row.who)),
            firsts,
            grades: case.grades(),
            runs,
        }
    }

    pub(crate) fn clock_run(&mut self, place: usize, at: usize) -> ClockRun {
        let run = self.cases[place].runs[at];
        let state = state(&run, self.now);
        let used_percent = self.used_percent(place, &run);
        let certainty = self.certainty(place, at);
        let plan = &self.tables.books[usize::from(run.book)].plan().clocks[usize::from(run.clock)];
        ClockRun {
            clock: plan.name.clone(),
            version: usize::from(run.book),
            title: plan.title.clone(),
            basis: plan.basis.clone(),
            subject: self.word(run.subject),
            started_at: run.started_at,
            stopped_at: run.is_stopped().then_some(run.stopped_at),
            due_at: (run.due_at != Timestamp::MAX).then_some(run.due_at),
            certainty,
            state,
            used_percent,
        }
    }

    /// What is over was reckoned with days that have passed; else whether its due day reaches into days not yet settled.
    fn certainty(&mut self, place: usize, at: usize) -> Certainty {
        let run = self.cases[place].runs[at];
        if run.is_stopped() || run.due_at == Timestamp::MAX {
            return Certainty::Official;
        }
        let mut desk = self.desk(place, self.now);
        let measured = desk.measure(at, desk.plan_of(at), run.counts_until());
        measured.map_or(Certainty::Official, |measured| measured.certainty)
    }

    fn used_percent(&mut self, place: usize, run: &Run) -> Option<u64> {
        let rulebook = self.tables.books[usize::from(run.book)].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let book = usize::from(run.book);
        let case = &self.cases[place];
        let view = View::on(case, book, &self.tables);
        let span =
            span(view, &mut self.recalls[book].evaluator, plan, run, Timestamp::MAX).ok()??;
        let calendar = rulebook.calendar();
        let ruler = RunRuler { calendar, policy: plan.policy, start: run.started_at, span: &span };
        let upto = if run.is_stopped() { run.stopped_at } else { self.now };
        let used = calendar.used(&ruler.term()?, upto);
        (used.total > 0).then(|| used.counted.saturating_mul(100) / used.total)
    }

    pub(crate) fn in_words(&self, draft: &Draft) -> Decision {
        let case = &self.cases[draft.case as usize];
        let book = &self.tables.books[usize::from(draft.book)];
        let (rule, basis, place) = match draft.rule {
            RuleRef::Clock(clock) => {
                let plan = &book.plan().clocks[usize::from(clock)];
                (&plan.name, &plan.basis, &plan.place)
            }
            RuleRef::Check(check) => {
                let plan = &book.plan().checks[usize::from(check)];
                (&plan.name, &plan.basis, &plan.place)
            }
        };
        let id = |subject: Option<Sym>, level, occurrence| WarningId {
            case: self.tables.symbols.get(case.name).to_owned(),
            rule: rule.clone(),
            subject: self.word(subject),
            level,
            occurrence,
        };
        match &draft.what {
            What::Raised(raised) => Decision::Raised(Box::new(Warning {
                id: id(raised.subject, raised.level, raised.occurrence),
                due_at: raised.due_at,
                decided_at: draft.decided_at,
                item: self.word(case.item_code),
                answers: self.answers(raised),
                step: self.word(raised.step),
                basis: basis.clone(),
                rulebook: book.rulebook.name().to_owned(),
                hash: book.rulebook.hash().to_owned(),
                place: self.raising_place(draft, raised).unwrap_or_else(|| place.to_string()),
                message: self.message(draft, raised),
                fault: matches!(raised.why, Why::Fault(_)),
                certainty: raised.certainty,
            })),
            What::Rejudged { subject, level, occurrence, due_at, verdict } => {
                Decision::Rejudged(Rejudged {
                    id: id(*subject, *level, *occurrence),
                    due_at: *due_at,
                    decided_at: draft.decided_at,
                    verdict: *verdict,
                })
            }
            What::Deemed { kind, occurred_at, due_at, withdrawn } => Decision::Deemed(Deemed {
                case: self.tables.symbols.get(case.name).to_owned(),
                clock: rule.clone(),
                kind: kind.name().to_owned(),
                occurred_at: *occurred_at,
                due_at: *due_at,
                decided_at: draft.decided_at,
                withdrawn: *withdrawn,
            }),
        }
    }

    pub(crate) fn answers(&self, raised: &RaisedDraft) -> By {
        let by = if raised.who == NONE { By::default() } else { self.actor(raised.who) };
        By { department: self.word(raised.department), ..by }
    }

    /// Where the threshold that was passed stands in the script.
    fn raising_place(&self, draft: &Draft, raised: &RaisedDraft) -> Option<String> {
        let (Why::Threshold(threshold), RuleRef::Clock(clock)) = (&raised.why, draft.rule) else {
            return None;
        };
        let plan = &self.tables.books[usize::from(draft.book)].plan().clocks[usize::from(clock)];
        plan.thresholds.get(usize::from(*threshold)).map(|it| it.place.to_string())
    }

    fn message(&self, draft: &Draft, raised: &RaisedDraft) -> String {
        let plan = self.tables.books[usize::from(draft.book)].plan();
        match (&raised.why, draft.rule) {
            (Why::Said(message) | Why::Fault(message), _) => message.clone(),
            (Why::Threshold(_), RuleRef::Clock(clock)) => {
                let title = &plan.clocks[usize::from(clock)].title;
                format!("{} · {}", title.zh, title.en)
            }
            (Why::Threshold(_), RuleRef::Check(check)) => {
                plan.checks[usize::from(check)].title.zh.clone()
            }
        }
    }

    pub(crate) fn word(&self, sym: Option<Sym>) -> Option<String> {
        sym.map(|sym| self.tables.symbols.get(sym).to_owned())
    }

    fn actor(&self, who: u32) -> By {
        self.tables.actors.get(who).clone().map(&mut |sym| self.tables.symbols.get(sym).to_owned())
    }

    /// The cases in the order of their first events.
    pub(crate) fn states(&self) -> &[CaseState] {
        &self.cases
    }
}

/// How a run stands at an instant of engine time.
pub(crate) fn state(run: &Run, now: Timestamp) -> RunState {
    match (run.standing, run.is_stopped()) {
        (RunStanding::NoLimit | RunStanding::Gone, _) => RunState::NoLimit,
        (RunStanding::Suspended, false) => RunState::Suspended,
        (RunStanding::Suspended, true) => RunState::InTime,
        (RunStanding::Counts, true) if run.stopped_at < run.due_at => RunState::InTime,
        (RunStanding::Counts, true) => RunState::Late,
        (RunStanding::Counts, false) if run.due_at <= now => RunState::Overdue,
        (RunStanding::Counts, false) => RunState::Running,
    }
}
