//! From facts to runs: when each clock of a case started and stopped.
//!
//! *Invariant.* A pure function of the case's facts; the order in which they arrived does not show.
//!
//! *Absent on purpose.* How long a run may take: that is measured in `measure`.

use duban_calendar::Timestamp;
use duban_domain::Sym;
use duban_rulebook::{ClockPlan, Subject};
use smallvec::SmallVec;

use crate::case_state::{CaseState, Row, Run};

/// A run as the facts tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ToldRun {
    pub(crate) subject: Option<Sym>,
    pub(crate) started_at: Timestamp,
    /// `Timestamp::MAX` while nothing stopped it.
    pub(crate) stopped_at: Timestamp,
}

impl From<&Run> for ToldRun {
    fn from(run: &Run) -> ToldRun {
        ToldRun { subject: run.subject, started_at: run.started_at, stopped_at: run.stopped_at }
    }
}

/// The runs of one clock, in the order of their starts. Of rows of a kind that does, `not_stopping` tells which don't stop it, by their
/// places, and `refused` which don't start it.
pub(crate) fn told(
    case: &CaseState,
    clock: &ClockPlan,
    book: u8,
    not_stopping: impl Fn(usize) -> bool,
    refused: impl Fn(usize) -> bool,
) -> SmallVec<[ToldRun; 4]> {
    let mut runs: SmallVec<[ToldRun; 4]> = SmallVec::new();
    for (place, row) in case.rows.iter().enumerate() {
        if clock.stops.contains(row.kind) && !not_stopping(place) {
            let subject = subject_of(case, clock, row);
            let open = runs.iter_mut().filter(|run| run.stopped_at == Timestamp::MAX);
            for run in open.filter(|run| is_stopped_by(clock, run.subject, subject)) {
                run.stopped_at = row.occurred_at;
            }
        }
        if clock.starts.contains(row.kind) && row.book == book && !refused(place) {
            runs.extend(started(case, clock, row, runs.iter().copied()));
        }
    }
    if runs_once(clock)
        && let Some(run) = runs.first_mut().filter(|run| run.stopped_at == Timestamp::MAX)
    {
        run.stopped_at = stopped_before(case, clock, run.started_at, not_stopping);
    }
    runs
}

/// The run that a row starts, after those that its clock had before. None when it starts none.
pub(crate) fn started(
    case: &CaseState,
    clock: &ClockPlan,
    row: &Row,
    before: impl Iterator<Item = ToldRun>,
) -> Option<ToldRun> {
    let subject = subject_of(case, clock, row);
    if clock.per != Subject::Case && subject.is_none() {
        return None;
    }
    let once = runs_once(clock);
    // A second start of what already runs changes nothing: the law counts from the first.
    let mut same = before.filter(|run| run.subject == subject);
    if same.any(|run| once || run.stopped_at == Timestamp::MAX) {
        return None;
    }
    Some(ToldRun { subject, started_at: row.occurred_at, stopped_at: Timestamp::MAX })
}

/// Whether a stop for a step or special procedure stops this run: it stops its own, and one that doesn't say stops all.
pub(crate) fn is_stopped_by(clock: &ClockPlan, run: Option<Sym>, stop: Option<Sym>) -> bool {
    clock.per == Subject::Case || stop.is_none() || run == stop
}

/// Whether the clock runs once for a case. Then a stop before its start counts that comes once in a case: one completed before it was
/// accepted is a finding, and its clock has stopped all the same, after no time.
pub(crate) fn runs_once(clock: &ClockPlan) -> bool {
    clock.per == Subject::Case && !clock.repeats
}

/// When the clock's run, which nothing behind its start stopped, was stopped all the same: before it, or at the very instant, where the
/// order in which the two became known says nothing. `Timestamp::MAX` when it was not.
pub(crate) fn stopped_before(
    case: &CaseState,
    clock: &ClockPlan,
    started_at: Timestamp,
    not_stopping: impl Fn(usize) -> bool,
) -> Timestamp {
    let stops = |(place, row): &(usize, &Row)| {
        clock.stops.contains(row.kind)
            && (!row.kind.recurs() || row.occurred_at >= started_at)
            && !not_stopping(*place)
    };
    case.rows.iter().enumerate().find(stops).map_or(Timestamp::MAX, |(_, row)| row.occurred_at)
}

/// The step or special procedure that a row is about, where its clock runs for one.
pub(crate) fn subject_of(case: &CaseState, clock: &ClockPlan, row: &Row) -> Option<Sym> {
    match clock.per {
        Subject::Case => None,
        Subject::Step => CaseState::step(row),
        Subject::Special => case.detail(row).special,
    }
}
