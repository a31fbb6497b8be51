//! Telling a case's clocks anew: which runs its facts tell of, and which of those that are known are gone. This is the way of
//! whatever is not the plain course of things: late and corrected events, descriptions, what the law deems.
//!
//! *Invariant.* Only the clocks that an event reaches are looked at, and of these only the runs that it can change.
//!
//! *Absent on purpose.* Deciding: a run that changed is re-judged and armed; what it raises is decided when it falls due.

use duban_calendar::Timestamp;
use duban_domain::{EventKind, KindSet};
use duban_rulebook::ClockPlan;
use smallvec::SmallVec;

use crate::case_state::{Row, Run, RunStanding, make_room};
use crate::desk::Desk;
use crate::draft::RuleRef;
use crate::reach::{all_of, bits};
use crate::runs::{ToldRun, told};
use crate::view::View;

/// So many runs of clocks one case can have: what was raised names its run in 16 bits.
const RUNS_MAX: usize = 1 << 16;

impl Desk<'_> {
    /// Works out again every clock of the case that events of these kinds reach. `changed` is the earliest time at which the case's
    /// history is different from before.
    pub(crate) fn work_out(&mut self, kinds: KindSet, changed: Timestamp) {
        for book in 0..self.tables.books.len() {
            let plan = self.plan(book);
            self.recalls[book].refresh(plan);
            // A description may change anything a rule reads.
            let reach = &self.recalls[book].reach;
            let clocks = if kinds.contains(EventKind::Described) {
                all_of(plan.clocks.len())
            } else {
                kinds.iter().fold(0, |set, kind| set | reach.by(kind).any)
            };
            // What nothing ever started has no runs, and tells of none.
            let started = self.case.seen.iter().fold(0, |set, kind| set | reach.by(kind).starts);
            for clock in bits(clocks & started) {
                self.work_out_clock(book, clock, changed);
            }
        }
    }

    /// The same for one clock.
    pub(crate) fn work_out_clock(&mut self, book: usize, clock: usize, changed: Timestamp) {
        let plan = &self.plan(book).clocks[clock];
        let told = self.runs_told(book, clock, plan);
        let known = self.known_runs(book, clock, &told);
        for (told, known) in told.iter().zip(&known) {
            let (at, since) = match known {
                Some(at) => (*at, self.move_run(*at, told, changed)),
                None => match self.enter_run(book, clock, told) {
                    Some(at) => (at, Some(changed)),
                    None => {
                        self.too_many_runs(book, clock);
                        continue;
                    }
                },
            };
            if let Some(since) = since {
                self.rejudge(at, since);
                self.arm(at);
            }
        }
        self.drop_gone(book, clock, &told);
    }

    fn runs_told(&mut self, book: usize, clock: usize, plan: &ClockPlan) -> SmallVec<[ToldRun; 4]> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a plan has at most 64 clocks and a set 255 versions"
        )]
        let (book_no, clock_no) = (book as u8, clock as u8);
        let not_starting = self.not_starting(book, clock_no, plan);
        let not_stopping = self.not_stopping(book, clock_no, plan);
        let case = &*self.case;
        let own = |row: &Row| {
            let run = case.runs.get(row.key as usize);
            row.is_deemed() && run.is_some_and(|run| (run.book, run.clock) == (book_no, clock_no))
        };
        // What its own expiry brought about does not stop it.
        let not_stopping = |row: usize| own(&case.rows[row]) || not_stopping.contains(&row);
        told(case, plan, book_no, not_stopping, |row| not_starting.contains(&row))
    }

    /// The facts that would start the clock by their kind, but to which it does not apply: a clock may run for some evaluations and
    /// not for others.
    fn not_starting(
        &mut self,
        book: usize,
        clock_no: u8,
        plan: &ClockPlan,
    ) -> SmallVec<[usize; 4]> {
        let mut refused = SmallVec::new();
        for at in 0..self.case.rows.len() {
            let row = self.case.rows[at];
            if plan.starts.contains(row.kind)
                && usize::from(row.book) == book
                && !self.applies(book, clock_no, plan, &row)
            {
                refused.push(at);
            }
        }
        refused
    }

    /// The facts that would stop the clock by their kind, but of which a condition says that they don't.
    pub(crate) fn not_stopping(
        &mut self,
        book: usize,
        clock_no: u8,
        plan: &ClockPlan,
    ) -> SmallVec<[usize; 4]> {
        let mut refused = SmallVec::new();
        if plan.stops_if.is_empty() {
            return refused;
        }
        for at in 0..self.case.rows.len() {
            let row = self.case.rows[at];
            if plan.stops.contains(row.kind) && !self.stops(book, clock_no, plan, &row) {
                refused.push(at);
            }
        }
        refused
    }

    /// Whether what would stop a clock by its kind does. All that is known of the case is looked at, as when it is asked whether the clock
    /// applies. Where the condition fails, the clock goes on, and that is a finding.
    pub(crate) fn stops(&mut self, book: usize, clock_no: u8, plan: &ClockPlan, row: &Row) -> bool {
        if plan.is_always_stopped_by(row.kind) {
            return true;
        }
        let view = View::on(self.case, book, self.tables).about_start(row);
        let mut fault = None;
        for stop in plan.stops_if.iter().filter(|stop| stop.kinds.contains(row.kind)) {
            match self.recalls[book].evaluator.truth(stop.when, &view) {
                Ok(true) => return true,
                Ok(false) => {}
                Err(failed) => fault = Some(failed),
            }
        }
        if let Some(fault) = fault {
            self.fault(book, RuleRef::Clock(clock_no), fault.to_string());
        }
        false
    }

    /// Whether a clock applies to what would start it. All that is known of the case is looked at: some are known to be for this clock
    /// only when it is over (a case that was sent up to a higher level).
    fn applies(&mut self, book: usize, clock_no: u8, plan: &ClockPlan, row: &Row) -> bool {
        let Some(applies) = plan.applies else { return true };
        let view = View::on(self.case, book, self.tables).about_start(row);
        match self.recalls[book].evaluator.truth(applies, &view) {
            Ok(applies) => applies,
            Err(fault) => {
                self.fault(book, RuleRef::Clock(clock_no), fault.to_string());
                false
            }
        }
    }

    /// Which of the runs that are known each of those told is. One that starts when it started is the same run; what is left over on
    /// both sides are starts that were corrected, in their order.
    fn known_runs(
        &self,
        book: usize,
        clock: usize,
        told: &[ToldRun],
    ) -> SmallVec<[Option<usize>; 4]> {
        let runs = &self.case.runs;
        let mut left: SmallVec<[usize; 8]> =
            (0..runs.len()).filter(|at| runs[*at].is_of(book, clock)).collect();
        let mut take = |same: &dyn Fn(&Run) -> bool| {
            let found = left.iter().position(|at| same(&runs[*at]))?;
            Some(left.remove(found))
        };
        let mut known: SmallVec<[Option<usize>; 4]> = told
            .iter()
            .map(|told| {
                take(&|run| (run.subject, run.started_at) == (told.subject, told.started_at))
            })
            .collect();
        for (told, known) in told.iter().zip(&mut known).filter(|(_, known)| known.is_none()) {
            *known = take(&|run| run.subject == told.subject && run.standing != RunStanding::Gone);
        }
        known
    }

    /// Enters a run that was not known; answers its place. None when the case has too many.
    pub(crate) fn enter_run(&mut self, book: usize, clock: usize, told: &ToldRun) -> Option<usize> {
        let at = self.case.runs.len();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a plan has at most 64 clocks and a set 255 versions"
        )]
        let (book, clock) = (book as u8, clock as u8);
        if at >= RUNS_MAX {
            return None;
        }
        make_room(&mut self.case.runs, 8);
        self.case.runs.push(Run {
            started_at: told.started_at,
            stopped_at: told.stopped_at,
            due_at: Timestamp::MAX,
            next_at: Timestamp::MAX,
            subject: told.subject,
            clock,
            book,
            standing: RunStanding::Counts,
            is_deemed: false,
        });
        Some(at)
    }

    /// Enters a known run as it is told now; answers since when it may be different from before. `changed`: since when the case's
    /// history is.
    fn move_run(&mut self, at: usize, told: &ToldRun, changed: Timestamp) -> Option<Timestamp> {
        let run = &mut self.case.runs[at];
        let was_gone = run.standing == RunStanding::Gone;
        let moved = (run.started_at, run.stopped_at) != (told.started_at, told.stopped_at);
        if was_gone {
            run.standing = RunStanding::Counts;
        }
        run.started_at = told.started_at;
        run.stopped_at = told.stopped_at;
        match (was_gone, moved || changed <= told.stopped_at) {
            (true, _) => Some(Timestamp::MIN),
            (false, true) => Some(changed),
            (false, false) => None,
        }
    }

    /// Says that a case has too many runs.
    pub(crate) fn too_many_runs(&mut self, book: usize, clock: usize) {
        #[expect(clippy::cast_possible_truncation, reason = "a plan has at most 64 clocks")]
        let rule = RuleRef::Clock(clock as u8);
        let message = format!(
            "the case has {RUNS_MAX} runs of clocks already; those that start now are not supervised"
        );
        self.fault(book, rule, message);
    }

    /// Runs whose start was corrected away, or to which the clock turned out not to apply, never counted, and neither do their warnings.
    fn drop_gone(&mut self, book: usize, clock: usize, told: &[ToldRun]) {
        for at in 0..self.case.runs.len() {
            let run = self.case.runs[at];
            let still = || {
                told.iter().any(|it| (it.subject, it.started_at) == (run.subject, run.started_at))
            };
            if run.is_of(book, clock) && run.standing != RunStanding::Gone && !still() {
                let run = &mut self.case.runs[at];
                run.standing = RunStanding::Gone;
                run.next_at = Timestamp::MAX;
                self.rejudge(at, Timestamp::MIN);
                self.tell_late_extension(at, false);
                self.tell_unusable(at, &[]);
                self.take_back_deeming(at);
            }
        }
    }
}
