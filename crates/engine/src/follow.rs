//! The plain course of things: an event that occurred after all that is known of its case. What stood before it stands, so only what
//! it starts, stops and moves is worked out.
//!
//! *Invariant.* It comes to what telling the whole history anew would come to (`work_out`): that is where everything goes that is not
//! plain.

use duban_calendar::Timestamp;
use duban_rulebook::ClockPlan;

use crate::case_state::{Row, Run, Standing};
use crate::desk::Desk;
use crate::runs::{self, Told};

impl Desk<'_> {
    /// Works out the clocks that the last row reaches.
    pub(crate) fn follow(&mut self, row: &Row) {
        for book in 0..self.tables.books.len() {
            self.reaches[book].refresh(self.plan(book), &self.evaluators[book]);
            let kind = row.kind.index();
            let reach = &self.reaches[book];
            let (applies, moves) = (reach.applies[kind], reach.moves[kind]);
            let mut clocks = reach.any[kind];
            while clocks != 0 {
                let clock = clocks.trailing_zeros();
                clocks &= clocks - 1;
                let bit = 1 << clock;
                if applies & bit != 0 {
                    self.work_out_clock(book, clock as usize, row.occurred_at);
                } else {
                    self.follow_clock(book, clock as usize, row, moves & bit != 0);
                }
            }
        }
    }

    /// The last row, and one clock that it reaches.
    fn follow_clock(&mut self, book: usize, clock: usize, row: &Row, moves: bool) {
        let plan = &self.plan(book).clocks[clock];
        let known = self.case.runs.len();
        // What started it may have been put right again, and what stopped it before it started may give way to a proper stop.
        let unsettled =
            |run: &Run| run.standing == Standing::Gone || run.stopped_at <= run.started_at;
        if self.case.runs.iter().any(|run| run.is_of(book, clock) && unsettled(run)) {
            self.work_out_clock(book, clock, row.occurred_at);
            return;
        }
        if plan.stops.contains(row.kind) {
            let subject = runs::subject_of(self.case, plan, row);
            for at in 0..known {
                let run = &self.case.runs[at];
                if run.is_of(book, clock)
                    && !run.is_stopped()
                    && runs::is_stopped_by(plan, run.subject, subject)
                {
                    self.stop_run(at, row);
                }
            }
        }
        if plan.starts.contains(row.kind) && usize::from(row.book) == book {
            self.start_run(book, clock, plan, row);
        }
        if moves {
            for at in 0..known {
                let run = &self.case.runs[at];
                if run.is_of(book, clock) && run.stopped_at >= row.occurred_at {
                    self.rejudge(at, row.occurred_at);
                    self.arm(at);
                }
            }
        }
    }

    /// A stop moves nothing: what the run was to pass before it, it passes, and what lies behind it is called off.
    fn stop_run(&mut self, at: usize, row: &Row) {
        let run = &mut self.case.runs[at];
        run.stopped_at = row.occurred_at;
        // What is to be decided now may have fallen due long ago.
        if run.next_at > row.occurred_at.max(self.now) {
            run.next_at = Timestamp::MAX;
        }
        let is_deemed = run.is_deemed();
        self.rejudge(at, row.occurred_at);
        if is_deemed {
            self.arm(at);
        }
    }

    fn start_run(&mut self, book: usize, clock: usize, plan: &ClockPlan, row: &Row) {
        #[expect(clippy::cast_possible_truncation, reason = "a plan has at most 64 clocks")]
        let clock_no = clock as u8;
        if !self.applies(book, clock_no, plan, row) {
            return;
        }
        let before = self.case.runs.iter().filter(|run| run.is_of(book, clock)).map(Told::from);
        let Some(mut told) = runs::started(self.case, plan, row, before) else { return };
        if runs::stops_before_start(plan) {
            told.stopped_at = runs::first_stop(self.case, plan, |_| false);
        }
        match self.enter_run(book, clock, &told) {
            Some(at) => self.arm(at),
            None => self.too_many_runs(book, clock),
        }
    }
}
