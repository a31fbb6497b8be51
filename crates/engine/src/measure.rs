//! Measuring one run of a clock: its term from the facts of the case, and when each of its thresholds falls.
//!
//! *Invariant.* A pure function of the facts that had occurred up to a given instant. Asked about the past it gives the answer that
//! was true then; that is how a warning is judged again.
//!
//! *Absent on purpose.* What has been raised already, and what time it is.

use std::sync::Arc;

use duban_calendar::{Certainty, Extension, Length, Pause, TermError, Threshold, Timestamp, Total};
use duban_domain::EventKind;
use duban_rulebook::{
    ClockPlan, Evaluator, ExtensionPlan, Fault, Moment, PauseEffect, PausePlan, Rule, TermPlan,
    ThresholdPlan, TotalPlan, Until, uncounted, uncounted_on,
};
use smallvec::SmallVec;

use crate::case_state::{CaseState, Row, Run, RunStanding};
use crate::plain_runs::Plain;
use crate::recall::Recall;
use crate::ruler::RunRuler;
use crate::view::{Asked, View};

/// A run, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) standing: RunStanding,
    pub(crate) due_at: Option<Timestamp>,
    pub(crate) certainty: Certainty,
    /// For each threshold of the clock when it falls; None: not armed, or not to be told yet.
    pub(crate) hits: SmallVec<[Option<Timestamp>; 4]>,
    /// Whether an extension came when the limit had already run out.
    pub(crate) extended_late: bool,
    /// The records that it leaves out.
    pub(crate) unusable: Vec<Unusable>,
}

/// A record that would pause or extend a run, but can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unusable {
    /// The record, as [`Row::key`] has it.
    pub(crate) key: u64,
    pub(crate) version: u32,
    /// Which it is and why, in words for people.
    pub(crate) why: String,
}

impl Unusable {
    fn because(view: &View<'_>, row: &Row, unmeasured: &Unmeasured) -> Unusable {
        let day = view.book.calendar().zone().day_of(row.occurred_at);
        let Unmeasured(reason) = unmeasured;
        let why = format!("the `{}` of {day} is left out: {reason}", row.kind);
        Unusable { key: row.key, version: row.version, why }
    }
}

impl Measured {
    /// A run of this clock without a limit.
    fn without_limit(clock: &ClockPlan) -> Measured {
        Measured {
            standing: RunStanding::NoLimit,
            due_at: None,
            certainty: Certainty::Official,
            hits: SmallVec::from_elem(None, clock.thresholds.len()),
            extended_late: false,
            unusable: Vec::new(),
        }
    }
}

/// The term of a run, as the facts make it.
#[derive(Clone, Debug)]
pub(crate) enum Span {
    /// A length of time from the start.
    For {
        limit: Length,
        pauses: SmallVec<[Pause; 2]>,
        totals: Vec<Total>,
        extensions: SmallVec<[Extension; 2]>,
    },
    /// Until an instant.
    Until(Timestamp),
}

/// Why a run can't be measured, in words for the rule's author.
#[derive(Clone, Debug)]
pub(crate) struct Unmeasured(pub(crate) String);

impl From<Fault> for Unmeasured {
    fn from(fault: Fault) -> Self {
        Unmeasured(fault.to_string())
    }
}

impl From<TermError> for Unmeasured {
    fn from(error: TermError) -> Self {
        Unmeasured(error.to_string())
    }
}

/// When a run's thresholds are, in the order of the clock: as its plan has them, and as scripts said.
pub(crate) struct Thresholds<'a> {
    plans: &'a [ThresholdPlan],
    /// Those that scripts answer, in their order.
    pub(crate) said: AnsweredThresholds,
}

/// Thresholds that scripts said; None where a script said there is none.
pub(crate) type AnsweredThresholds = SmallVec<[Option<Arc<Threshold>>; 1]>;

impl<'a> Thresholds<'a> {
    fn asked(
        view: &View<'_>,
        evaluator: &mut Evaluator,
        plans: &'a [ThresholdPlan],
    ) -> Result<Thresholds<'a>, Fault> {
        let mut said = AnsweredThresholds::new();
        for plan in plans {
            if let Rule::Script(script) = plan.at {
                said.push(evaluator.threshold(script, view)?);
            }
        }
        Ok(Thresholds { plans, said })
    }

    /// Those of a clock of which no script answers any.
    #[cfg(test)]
    pub(crate) fn fixed(plans: &'a [ThresholdPlan]) -> Thresholds<'a> {
        Thresholds { plans, said: AnsweredThresholds::new() }
    }

    /// Each threshold; None where there is none.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&Threshold>> {
        let mut said = self.said.iter();
        self.plans.iter().map(move |plan| match &plan.at {
            Rule::Fixed(at) => Some(at),
            Rule::Script(_) => said.next()?.as_deref(),
        })
    }
}

/// Measures a run by the facts that had occurred up to and including `as_of`.
pub(crate) fn measure<'a>(
    view: View<'a>,
    recall: &mut Recall,
    clock: &'a ClockPlan,
    run: &'a Run,
    as_of: Timestamp,
) -> Result<Measured, Unmeasured> {
    let asked = View { as_of, ..view }.about_run(clock, run);
    let evaluator = &mut recall.evaluator;
    let (calendar, policy, start) = (view.book.calendar(), clock.policy, run.started_at);
    if let TermPlan::For(limit) = &clock.term
        && is_plain(view.case, clock)
    {
        let Some(limit) = limit_of(&asked, evaluator, clock, limit)? else {
            return Ok(Measured::without_limit(clock));
        };
        let thresholds = Thresholds::asked(&asked, evaluator, &clock.thresholds)?;
        let plain = Plain { calendar, policy, start, limit };
        return Ok(recall.plain_runs.measured(run.clock, plain, &thresholds)?);
    }
    let mut unusable = Vec::new();
    let Some(span) = span_of(&asked, evaluator, clock, run, &mut unusable)? else {
        return Ok(Measured::without_limit(clock));
    };
    let thresholds = Thresholds::asked(&asked, evaluator, &clock.thresholds)?;
    let measured = RunRuler { calendar, policy, start, span: &span }.measured(thresholds.iter())?;
    Ok(Measured { unusable, ..measured })
}

/// Whether nothing ever happened to a case that may pause or extend this clock.
fn is_plain(case: &CaseState, clock: &ClockPlan) -> bool {
    clock.pauses.iter().all(|pause| !case.seen.contains(pause.from))
        && clock.extensions.iter().all(|extension| !case.seen.contains(extension.on))
}

/// The limit of a run; None when the rulebook gives none for this case.
fn limit_of(
    asked: &View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    limit: &Rule<Length>,
) -> Result<Option<Length>, Unmeasured> {
    let limit = match limit {
        Rule::Fixed(limit) => Some(*limit),
        Rule::Script(script) => evaluator.limit(*script, asked)?,
    };
    match limit.and_then(|limit| uncounted(clock.policy, limit)) {
        Some((message, advice)) => Err(Unmeasured(format!("{}: {message}; {advice}", clock.place))),
        None => Ok(limit),
    }
}

/// The term of a run by the facts up to `as_of`; None when the rulebook gives no limit for this case.
pub(crate) fn span<'a>(
    view: View<'a>,
    evaluator: &mut Evaluator,
    clock: &'a ClockPlan,
    run: &'a Run,
    as_of: Timestamp,
) -> Result<Option<Span>, Unmeasured> {
    span_of(&View { as_of, ..view }.about_run(clock, run), evaluator, clock, run, &mut Vec::new())
}

fn span_of(
    asked: &View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    run: &Run,
    unusable: &mut Vec<Unusable>,
) -> Result<Option<Span>, Unmeasured> {
    match &clock.term {
        TermPlan::For(limit) => {
            let Some(limit) = limit_of(asked, evaluator, clock, limit)? else { return Ok(None) };
            let (pauses, totals) = pauses(asked, evaluator, clock, run, unusable);
            let extensions = extensions(asked, evaluator, clock, run, unusable);
            Ok(Some(Span::For { limit, pauses, totals, extensions }))
        }
        TermPlan::Until { when, to } => {
            let zone = asked.book.calendar().zone();
            Ok(evaluator.moment(*when, asked)?.map(|moment| {
                Span::Until(match (moment, to) {
                    (Moment::Time(at), Until::Instant) => at,
                    (Moment::Time(at), Until::EndOfDay) => zone.end_of(zone.day_of(at)),
                    (Moment::Day(day), Until::Instant | Until::EndOfDay) => zone.end_of(day),
                })
            }))
        }
    }
}

/// What pauses a run, and what several of these may take together.
fn pauses(
    view: &View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    run: &Run,
    unusable: &mut Vec<Unusable>,
) -> (SmallVec<[Pause; 2]>, Vec<Total>) {
    let mut pauses = SmallVec::new();
    let total = |plan: &TotalPlan| Total { most: plan.most, pauses: Vec::new() };
    let mut totals: Vec<Total> = clock.pause_totals.iter().map(total).collect();
    for plan in clock.pauses.iter().filter(|plan| view.case.seen.contains(plan.from)) {
        for (place, row) in view.case.rows_until(view.as_of).iter().enumerate() {
            if row.kind != plan.from {
                continue;
            }
            let to = end_of_pause(view.case, plan, place).filter(|to| *to <= view.as_of);
            if to.is_some_and(|to| to <= run.started_at) {
                continue;
            }
            let cap = match cap(view, evaluator, clock, plan, row) {
                Ok(Some(cap)) => cap,
                Ok(None) => continue,
                Err(unmeasured) => {
                    unusable.push(Unusable::because(view, row, &unmeasured));
                    continue;
                }
            };
            for (total, its) in totals.iter_mut().zip(&clock.pause_totals) {
                if its.kinds.contains(row.kind) {
                    total.pauses.push(pauses.len());
                }
            }
            pauses.push(Pause { from: row.occurred_at, to, cap });
        }
    }
    (pauses, totals)
}

/// How long the pause that a row begins may last, where that is bounded; None where it begins none.
fn cap(
    view: &View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    plan: &PausePlan,
    row: &Row,
) -> Result<Option<Option<Length>>, Unmeasured> {
    let effect = match plan.effect {
        Rule::Fixed(effect) => effect,
        Rule::Script(script) => {
            evaluator.pause(script, &View { about: Asked::Row(row), ..*view })?
        }
    };
    Ok(match effect {
        PauseEffect::None => None,
        PauseEffect::Open => Some(None),
        PauseEffect::Capped(length) => Some(Some(counted_on(clock, length)?)),
    })
}

/// When the pause that the row at `place` began was ended: by the first later end of the same special procedure, or by one that
/// does not say which.
fn end_of_pause(case: &CaseState, plan: &PausePlan, place: usize) -> Option<Timestamp> {
    let began = case.detail(&case.rows[place]).special;
    let ends_it = |row: &&Row| {
        row.kind == plan.to
            && (plan.to != EventKind::SpecialEnded
                || case.detail(row).special.is_none_or(|ended| began == Some(ended)))
    };
    case.rows[place + 1..].iter().find(ends_it).map(|row| row.occurred_at)
}

/// How a run was extended.
fn extensions(
    view: &View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    run: &Run,
    unusable: &mut Vec<Unusable>,
) -> SmallVec<[Extension; 2]> {
    let mut extensions = SmallVec::new();
    for plan in clock.extensions.iter().filter(|plan| view.case.seen.contains(plan.on)) {
        for row in view.case.rows_until(view.as_of) {
            if row.kind != plan.on || row.occurred_at < run.started_at {
                continue;
            }
            match extension(view, evaluator, clock, plan, row) {
                Ok(extension) => extensions.extend(extension),
                Err(unmeasured) => unusable.push(Unusable::because(view, row, &unmeasured)),
            }
        }
    }
    extensions
}

/// By how much a row extends a run; None where it does not.
fn extension(
    view: &View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    plan: &ExtensionPlan,
    row: &Row,
) -> Result<Option<Extension>, Unmeasured> {
    let granted = match plan.length {
        Rule::Fixed(length) => Some(length),
        Rule::Script(script) => {
            evaluator.limit(script, &View { about: Asked::Row(row), ..*view })?
        }
    };
    let Some(granted) = granted else { return Ok(None) };
    let length = counted_on(clock, granted)?;
    Ok(Some(Extension { on: row.occurred_at, length }))
}

/// A length that pauses or extends a clock, if the clock can count it.
fn counted_on(clock: &ClockPlan, length: Length) -> Result<Length, Unmeasured> {
    match uncounted_on(clock.policy, length) {
        Some((how, advice)) => {
            Err(Unmeasured(format!("{length} can't be counted, as the clock {how}; {advice}")))
        }
        None => Ok(length),
    }
}
