//! From facts to runs: when each clock of a case started and stopped.
//!
//! *Invariant.* A pure function of the case's facts; the order in which they arrived does not show.
//!
//! *Absent on purpose.* How long a run may take: that is measured in `measure`.

use duban_calendar::Timestamp;
use duban_domain::Sym;
use duban_rulebook::{ClockPlan, Subject};
use smallvec::SmallVec;

use crate::case_state::{CaseState, Row};

/// A run as the facts tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) subject: Option<Sym>,
    pub(crate) ordinal: u16,
    pub(crate) started_at: Timestamp,
    /// `Timestamp::MAX` while nothing stopped it.
    pub(crate) stopped_at: Timestamp,
}

/// The runs of one clock, in the order of their starts. `deemed_by` tells which rows the clock's own expiry brought about: those
/// don't stop it; `refused` which rows, by their places, don't start it although they are of a kind that does.
pub(crate) fn told(
    case: &CaseState,
    clock: &ClockPlan,
    book: u8,
    deemed_by: impl Fn(&Row) -> bool,
    refused: impl Fn(usize) -> bool,
) -> SmallVec<[Told; 4]> {
    let mut runs: SmallVec<[Told; 4]> = SmallVec::new();
    for (place, row) in case.rows.iter().enumerate() {
        if clock.stops.contains(row.kind) && !deemed_by(row) {
            stop(&mut runs, clock, subject_of(case, clock, row), row);
        }
        if clock.starts.contains(row.kind) && row.book == book && !refused(place) {
            start(&mut runs, clock, subject_of(case, clock, row), row);
        }
    }
    if clock.per == Subject::Case && !clock.repeats {
        stop_before_start(case, clock, &mut runs, deemed_by);
    }
    runs
}

fn start(runs: &mut SmallVec<[Told; 4]>, clock: &ClockPlan, subject: Option<Sym>, row: &Row) {
    if clock.per != Subject::Case && subject.is_none() {
        return;
    }
    let same = runs.iter().rev().find(|run| run.subject == subject);
    let ordinal = match same {
        // A second start of what already runs changes nothing: the law counts from the first.
        Some(run) if run.stopped_at == Timestamp::MAX => return,
        Some(_) if clock.per == Subject::Case && !clock.repeats => return,
        Some(run) => run.ordinal.saturating_add(1),
        None => 0,
    };
    runs.push(Told { subject, ordinal, started_at: row.occurred_at, stopped_at: Timestamp::MAX });
}

/// A stop that says for which step or special procedure it is stops that one; any other stops all that run.
fn stop(runs: &mut SmallVec<[Told; 4]>, clock: &ClockPlan, subject: Option<Sym>, row: &Row) {
    for run in runs.iter_mut().filter(|run| run.stopped_at == Timestamp::MAX) {
        if clock.per == Subject::Case || subject.is_none() || run.subject == subject {
            run.stopped_at = row.occurred_at;
        }
    }
}

/// A case completed before it was accepted is a finding, and the clock has stopped all the same: it ran for no time.
fn stop_before_start(
    case: &CaseState,
    clock: &ClockPlan,
    runs: &mut SmallVec<[Told; 4]>,
    deemed_by: impl Fn(&Row) -> bool,
) {
    let Some(run) = runs.first_mut().filter(|run| run.stopped_at == Timestamp::MAX) else { return };
    let stops = |row: &&Row| clock.stops.contains(row.kind) && !deemed_by(row);
    if let Some(row) = case.rows.iter().find(stops) {
        run.stopped_at = row.occurred_at;
    }
}

fn subject_of(case: &CaseState, clock: &ClockPlan, row: &Row) -> Option<Sym> {
    match clock.per {
        Subject::Case => None,
        Subject::Step => CaseState::step(row),
        Subject::Special => case.detail(row).special,
    }
}
