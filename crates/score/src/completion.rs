//! How a completed case is judged: on time, late or without a limit, early or not, and how much of its limit it used.
//!
//! A case is completed (办结) when it is decided or closed, whichever came first. It is judged by the clocks that its completion
//! stopped: those of the whole case (not of a step or special procedure) that ran before it and ended with it. For the national
//! rulebook these are the promised and the statutory one, but no name is looked at, so any rulebook's clocks do. Of several, the one
//! that was due first is the case's *limit*: the promised one, where there is a promise, else the statutory one.
//!
//! *Invariant.* A completed case is exactly one of on time, late and without a limit.
//!
//! *Absent on purpose.* The completeness notice, delivery and complaints: their clocks end before or begin after the decision. Being
//! late with them draws a warning, which counts as such.

use duban_calendar::{Timestamp, Zone};
use duban_domain::EventKind;
use duban_engine::{CaseSummary, ClockRun, RunState};

/// What completes a case. A certificate or its delivery presupposes a decision, so it completes a case whose decision nobody reported.
const COMPLETES: [EventKind; 15] = [
    EventKind::Granted,
    EventKind::GrantedWithGap,
    EventKind::Denied,
    EventKind::DeemedGranted,
    EventKind::DeemedRenewed,
    EventKind::CertificateIssued,
    EventKind::Delivered,
    EventKind::Completed,
    EventKind::NotAccepted,
    EventKind::Refused,
    EventKind::Returned,
    EventKind::Withdrawn,
    EventKind::Lapsed,
    EventKind::Voided,
    EventKind::Deleted,
];

/// Ends that are no work done: they are never early, or a department would gain by talking applicants out of their cases.
const NO_MERIT: [EventKind; 4] =
    [EventKind::Withdrawn, EventKind::Lapsed, EventKind::Voided, EventKind::Deleted];

/// A completed case as it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Completion {
    /// When it was completed.
    pub(crate) at: Timestamp,
    /// Against its limit; None without one.
    pub(crate) judgement: Option<Judgement>,
}

/// How a case did against its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Whether any of the clocks stopped late.
    pub(crate) late: bool,
    /// Whether it was completed on a day before the due day.
    pub(crate) early: bool,
    /// How much of the limit was used, in hundredths; None for a deadline that is no length of time.
    pub(crate) used_percent: Option<u64>,
}

/// When a case began to count: when it was accepted, else taken in, else with whatever is known of it first. So each case counts in
/// exactly one month. None for a case of which no event is known.
pub(crate) fn begun_at(case: &CaseSummary) -> Option<Timestamp> {
    let first = |kind| case.firsts.get(&kind).copied();
    let accepted = first(EventKind::Accepted).into_iter().chain(first(EventKind::DeemedAccepted));
    accepted
        .min()
        .or_else(|| first(EventKind::Received))
        .or_else(|| case.firsts.values().min().copied())
}

/// The completion of a case; None while it is open.
pub(crate) fn completion(case: &CaseSummary, zone: &Zone) -> Option<Completion> {
    let ends = || COMPLETES.into_iter().filter_map(|kind| Some((*case.firsts.get(&kind)?, kind)));
    let (at, by) = ends().min_by_key(|&(at, _)| at)?;
    let judges = |run: &&ClockRun| {
        let stopped = ends().any(|(end, _)| run.stopped_at == Some(end));
        let before = run.started_at < at || run.stopped_at == Some(at);
        run.subject.is_none() && run.state != RunState::NoLimit && stopped && before
    };
    let judging = || case.runs.iter().filter(judges);
    // A clock that only began with the decision and was stopped in the same instant (delivery on the spot) gives way to the others.
    let due_first = |run: &&ClockRun| (run.started_at >= at, run.due_at.unwrap_or(Timestamp::MAX));
    let judgement = judging().min_by_key(due_first).map(|limit| {
        let late = judging().any(|run| run.state == RunState::Late);
        let early = !late && !NO_MERIT.contains(&by) && is_early(limit, zone);
        Judgement { late, early, used_percent: limit.used_percent }
    });
    Some(Completion { at, judgement })
}

/// Whether the clock was stopped on a day before its due day. The due instant of a day-counted clock is the end of that day, 24:00.
fn is_early(limit: &ClockRun, zone: &Zone) -> bool {
    let (Some(stopped_at), Some(due_at)) = (limit.stopped_at, limit.due_at) else { return false };
    zone.day_of(stopped_at) < zone.day_of(due_at.plus_ms(-1))
}

#[cfg(test)]
mod tests;
