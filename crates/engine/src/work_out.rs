//! Working a case's clocks out again: which runs its facts tell of, and which of those that are known are gone.
//!
//! *Invariant.* Only the clocks that an event's kind concerns are looked at, and of these only the runs that it can change.
//!
//! *Absent on purpose.* Deciding: a run that changed is re-judged and armed; what it raises is decided when it falls due.

use duban_calendar::Timestamp;
use duban_domain::{EventKind, KindSet};
use duban_rulebook::ClockPlan;
use duban_wheel::Handle;
use smallvec::SmallVec;

use crate::case_state::{Row, Run, Standing};
use crate::draft::RuleRef;
use crate::runs::{Told, told};
use crate::supervisor::Supervisor;
use crate::view::View;

/// So many runs of clocks one case can have: a timer's key has 16 bits for them.
const RUNS_MAX: usize = 1 << 16;

impl Supervisor {
    /// Works out again every clock of the case that these kinds concern. `changed` is the earliest time at which the case's history
    /// is different from before.
    pub(crate) fn work_out(&mut self, place: usize, kinds: KindSet, changed: Timestamp) {
        for book in 0..self.books.len() {
            let plan = self.books[book].plan();
            // A description may change anything a rule reads.
            let mut clocks = if kinds.contains(EventKind::Described) {
                mask(plan.clocks.len())
            } else {
                kinds.iter().fold(0, |set, kind| set | plan.touches[kind.index()])
            };
            while clocks != 0 {
                let clock = clocks.trailing_zeros() as usize;
                clocks &= clocks - 1;
                self.work_out_clock(place, book, clock, changed);
            }
        }
    }

    fn work_out_clock(&mut self, place: usize, book: usize, clock: usize, changed: Timestamp) {
        let rulebook = self.books[book].rulebook.clone();
        let plan = &rulebook.plan().clocks[clock];
        let runs = self.runs_told(place, book, clock, plan);
        for told in &runs {
            let Some((run, moved)) = self.note_run(place, book, clock, told) else {
                self.too_many_runs(place, book, clock);
                break;
            };
            let known = &self.cases[place].runs[run];
            if moved || !known.is_stopped() || changed <= known.stopped_at {
                self.rejudge(place, run, changed);
                self.arm(place, run);
            }
        }
        self.drop_gone(place, book, clock, &runs, changed);
    }

    fn runs_told(
        &mut self,
        place: usize,
        book: usize,
        clock: usize,
        plan: &ClockPlan,
    ) -> SmallVec<[Told; 4]> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a plan has at most 64 clocks and a set 255 versions"
        )]
        let (book_no, clock_no) = (book as u8, clock as u8);
        let not_starting = self.not_starting(place, book, clock_no, plan);
        let case = &self.cases[place];
        let own = |row: &Row| {
            let run = case.runs.get(row.key as usize);
            row.is_deemed() && run.is_some_and(|run| (run.book, run.clock) == (book_no, clock_no))
        };
        told(case, plan, book_no, own, |row| not_starting.contains(&row))
    }

    /// The facts that would start the clock by their kind, but to which it does not apply: a clock may run for some evaluations and
    /// not for others.
    fn not_starting(
        &mut self,
        place: usize,
        book: usize,
        clock_no: u8,
        plan: &ClockPlan,
    ) -> SmallVec<[usize; 4]> {
        let mut refused = SmallVec::new();
        let Some(applies) = plan.applies else { return refused };
        for at in 0..self.cases[place].rows.len() {
            let case = &self.cases[place];
            let row = &case.rows[at];
            if !plan.starts.contains(row.kind) {
                continue;
            }
            let view = View::on(case, book, &self.books, &self.symbols, &self.actors);
            match self.evaluators[book].truth(applies, &view.about_start(row)) {
                Ok(true) => {}
                Ok(false) => refused.push(at),
                Err(fault) => {
                    refused.push(at);
                    self.fault(place, book, RuleRef::Clock(clock_no), fault.to_string());
                }
            }
        }
        refused
    }

    /// Enters a run as the facts tell it; answers its place and whether it is new or changed.
    fn note_run(
        &mut self,
        place: usize,
        book: usize,
        clock: usize,
        told: &Told,
    ) -> Option<(usize, bool)> {
        let case = &mut self.cases[place];
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a plan has at most 64 clocks and a set 255 versions"
        )]
        let (book, clock) = (book as u8, clock as u8);
        let same = |run: &Run| {
            (run.book, run.clock, run.subject, run.ordinal)
                == (book, clock, told.subject, told.ordinal)
        };
        let Some(at) = case.runs.iter().position(same) else {
            if case.runs.len() >= RUNS_MAX {
                return None;
            }
            case.runs.push(Run {
                started_at: told.started_at,
                stopped_at: told.stopped_at,
                due_at: Timestamp::MAX,
                timer: Handle::NONE,
                subject: told.subject,
                ordinal: told.ordinal,
                clock,
                book,
                standing: Standing::Counts,
                deemed_at: Timestamp::MAX,
            });
            return Some((case.runs.len() - 1, true));
        };
        let run = &mut case.runs[at];
        let moved = run.standing == Standing::Gone
            || (run.started_at, run.stopped_at) != (told.started_at, told.stopped_at);
        if run.standing == Standing::Gone {
            run.standing = Standing::Counts;
        }
        run.started_at = told.started_at;
        run.stopped_at = told.stopped_at;
        Some((at, moved))
    }

    fn too_many_runs(&mut self, place: usize, book: usize, clock: usize) {
        #[expect(clippy::cast_possible_truncation, reason = "a plan has at most 64 clocks")]
        let rule = RuleRef::Clock(clock as u8);
        let message = format!(
            "the case has {RUNS_MAX} runs of clocks already; those that start now are not supervised"
        );
        self.fault(place, book, rule, message);
    }

    /// Runs whose start was corrected away count no more, and neither do their warnings.
    fn drop_gone(
        &mut self,
        place: usize,
        book: usize,
        clock: usize,
        told: &[Told],
        changed: Timestamp,
    ) {
        for at in 0..self.cases[place].runs.len() {
            let run = self.cases[place].runs[at];
            let mine = (usize::from(run.book), usize::from(run.clock)) == (book, clock);
            let still =
                || told.iter().any(|it| (it.subject, it.ordinal) == (run.subject, run.ordinal));
            if mine && run.standing != Standing::Gone && !still() {
                self.cases[place].runs[at].standing = Standing::Gone;
                self.set_timer(place, at, None);
                self.rejudge(place, at, changed);
                self.take_back_deeming(place, at);
            }
        }
    }
}

/// The lowest `count` bits.
fn mask(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}
