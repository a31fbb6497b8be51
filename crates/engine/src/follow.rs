//! The plain course of things: an event that occurred after all that is known of its case. What stood before it stands, so only what
//! it starts, stops and moves is worked out.
//!
//! *Invariant.* It comes to what telling the whole history anew would come to (`work_out`): that is where everything goes that is not
//! plain.

use duban_calendar::Timestamp;
use duban_domain::KindSet;

use crate::case_state::{Row, Run};
use crate::desk::Desk;
use crate::draft::RuleRef;
use crate::reach::{Reached, bits};
use crate::runs::{self, ToldRun};
use crate::view::View;

impl Desk<'_> {
    /// Works out the clocks that the last row reaches.
    pub(crate) fn follow(&mut self, row: &Row) {
        if self.case.has_deemed {
            // What was deemed may have to be taken back, and that may reach any clock.
            self.work_out(KindSet::EMPTY.with(row.kind), row.occurred_at);
            return;
        }
        for book in 0..self.tables.books.len() {
            let plan = self.plan(book);
            self.recalls[book].refresh(plan);
            let reached = self.recalls[book].reach.by(row.kind);
            if reached.any != 0 {
                self.follow_by(book, row, reached);
            }
        }
    }

    /// The same by one rulebook version.
    fn follow_by(&mut self, book: usize, row: &Row, reached: Reached) {
        let anew = reached.applies | self.unsettled(book) & reached.any;
        let running = (reached.stops | reached.moves) & !anew;
        if running != 0 {
            self.follow_runs(book, row, reached, running);
        }
        let starts = if usize::from(row.book) == book { reached.starts & !anew } else { 0 };
        if starts != 0 {
            self.start_runs(book, starts, row);
        }
        for clock in bits(anew) {
            if self.plan(book).clocks[clock].starts.intersects(self.case.seen) {
                self.work_out_clock(book, clock, row.occurred_at);
            }
        }
    }

    /// What becomes of the runs of these clocks.
    fn follow_runs(&mut self, book: usize, row: &Row, reached: Reached, clocks: u64) {
        for at in 0..self.case.runs.len() {
            let run = &self.case.runs[at];
            let bit = 1 << run.clock;
            if usize::from(run.book) != book || clocks & bit == 0 {
                continue;
            }
            if reached.stops & bit != 0 && !run.is_stopped() {
                self.stop_run(at, row);
            }
            if reached.moves & bit != 0 && self.case.runs[at].stopped_at >= row.occurred_at {
                self.rejudge(at, row.occurred_at);
                self.arm(at);
            }
        }
    }

    /// The clocks with an unsettled run.
    fn unsettled(&self, book: usize) -> u64 {
        if !self.case.has_unsettled {
            return 0;
        }
        let unsettled = |run: &&Run| usize::from(run.book) == book && run.is_unsettled();
        self.case.runs.iter().filter(unsettled).fold(0, |clocks, run| clocks | 1 << run.clock)
    }

    /// A stop moves nothing: what the run was to pass before it, it passes, and what lies behind it is called off.
    fn stop_run(&mut self, at: usize, row: &Row) {
        let plan = self.plan_of(at);
        let subject = runs::subject_of(self.case, plan, row);
        let Run { subject: own, book, clock, .. } = self.case.runs[at];
        if !runs::is_stopped_by(plan, own, subject)
            || !self.stops(usize::from(book), clock, plan, row)
        {
            return;
        }
        let run = &mut self.case.runs[at];
        run.stopped_at = row.occurred_at;
        // What is to be decided now may have fallen due long ago.
        if run.next_at > row.occurred_at.max(self.now) {
            run.next_at = Timestamp::MAX;
        }
        self.rejudge(at, row.occurred_at);
    }

    /// Starts these clocks, as far as they apply to the row.
    fn start_runs(&mut self, book: usize, clocks: u64, row: &Row) {
        let view = View::on(self.case, book, self.tables).about_start(row);
        let applying = self.recalls[book].evaluator.applying(row.kind, &view);
        let is_asked = |clock: u16| clocks & 1 << clock != 0;
        for (clock, fault) in applying.faults.into_iter().filter(|(clock, _)| is_asked(*clock)) {
            #[expect(clippy::cast_possible_truncation, reason = "a plan has at most 64 clocks")]
            let rule = RuleRef::Clock(clock as u8);
            self.fault(book, rule, fault.to_string());
        }
        for clock in applying.yes.into_iter().filter(|clock| is_asked(*clock)) {
            self.start_run(book, usize::from(clock), row);
        }
    }

    fn start_run(&mut self, book: usize, clock: usize, row: &Row) {
        let plan = &self.plan(book).clocks[clock];
        let before = self.case.runs.iter().filter(|run| run.is_of(book, clock)).map(ToldRun::from);
        let Some(mut told) = runs::started(self.case, plan, row, before) else { return };
        if runs::runs_once(plan) {
            #[expect(clippy::cast_possible_truncation, reason = "a plan has at most 64 clocks")]
            let refused = self.not_stopping(book, clock as u8, plan);
            let not_stopping = |row: usize| refused.contains(&row);
            told.stopped_at = runs::stopped_before(self.case, plan, told.started_at, not_stopping);
        }
        match self.enter_run(book, clock, &told) {
            Some(at) => self.arm(at),
            None => self.too_many_runs(book, clock),
        }
    }
}

#[cfg(test)]
mod tests;
