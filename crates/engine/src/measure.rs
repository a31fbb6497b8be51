//! Measuring one run of a clock: its term from the facts of the case, and when each of its thresholds falls.
//!
//! *Invariant.* A pure function of the facts that had occurred up to a given instant. Asked about the past it gives the answer that
//! was true then; that is how a warning is judged again.
//!
//! *Absent on purpose.* What has been raised already, and what time it is.

use duban_calendar::{
    Calendar, Certainty, Day, Extension, Length, MonthEnd, Pause, Policy, Reckoning, Term,
    TermError, Threshold, Timestamp, Unit,
};
use duban_domain::EventKind;
use duban_rulebook::{
    ClockPlan, Evaluator, Fault, Moment, PauseEffect, PausePlan, Rule, TermPlan, Until,
};
use smallvec::SmallVec;

use crate::case_state::{CaseState, Row, Run, RunStanding};
use crate::view::{Asked, View};

/// A run, measured.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) standing: RunStanding,
    pub(crate) due_at: Option<Timestamp>,
    pub(crate) certainty: Certainty,
    /// For each threshold of the clock when it falls; None: not armed, or not to be told yet.
    pub(crate) hits: SmallVec<[Option<Timestamp>; 4]>,
    /// Whether an extension came when the limit had already run out.
    pub(crate) extended_late: bool,
}

/// The term of a run, as the facts make it.
#[derive(Clone, Debug)]
pub(crate) enum Span {
    /// A length of time from the start.
    For { limit: Length, pauses: SmallVec<[Pause; 2]>, extensions: SmallVec<[Extension; 2]> },
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

/// Measures a run by the facts that had occurred up to and including `as_of`. None: its limit is unknown.
pub(crate) fn measure(
    view: View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    run: &Run,
    as_of: Timestamp,
) -> Result<Measured, Unmeasured> {
    let view = View { as_of, ..view };
    let Some(span) = span(view, evaluator, clock, run, as_of)? else {
        return Ok(Measured {
            standing: RunStanding::NoLimit,
            due_at: None,
            certainty: Certainty::Official,
            hits: SmallVec::from_elem(None, clock.thresholds.len()),
            extended_late: false,
        });
    };
    let calendar = view.book.calendar();
    let ruler = Ruler { calendar, policy: clock.policy, start: run.started_at, span: &span };
    let term = ruler.term();
    let reckoning = term.as_ref().map(|term| calendar.reckon(term)).transpose()?;
    let (due_at, certainty, extended_late) = ruler.due(reckoning.as_ref());
    let fall = |at: &Threshold| ruler.threshold(reckoning.as_ref(), at, due_at);
    let view = view.about_run(clock, run);
    let mut hits = SmallVec::with_capacity(clock.thresholds.len());
    for threshold in &clock.thresholds {
        hits.push(match &threshold.at {
            Rule::Fixed(at) => fall(at),
            Rule::Script(script) => evaluator.threshold(*script, &view)?.as_ref().and_then(fall),
        });
    }
    let standing = if due_at.is_some() { RunStanding::Counts } else { RunStanding::Suspended };
    Ok(Measured { standing, due_at, certainty, hits, extended_late })
}

/// The term of a run by the facts up to `as_of`; None when the rulebook gives no limit for this case.
pub(crate) fn span(
    view: View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    run: &Run,
    as_of: Timestamp,
) -> Result<Option<Span>, Unmeasured> {
    let view = View { as_of, ..view };
    let asked = view.about_run(clock, run);
    match &clock.term {
        TermPlan::For(limit) => {
            let limit = match limit {
                Rule::Fixed(limit) => Some(*limit),
                Rule::Script(script) => evaluator.limit(*script, &asked)?,
            };
            let Some(limit) = limit else { return Ok(None) };
            let pauses = pauses(view, evaluator, clock, limit.unit, as_of)?;
            let extensions = extensions(view, evaluator, clock, limit.unit, run, as_of)?;
            Ok(Some(Span::For { limit, pauses, extensions }))
        }
        TermPlan::Until { when, to } => {
            let zone = view.book.calendar().zone();
            Ok(evaluator.moment(*when, &asked)?.map(|moment| {
                Span::Until(match (moment, to) {
                    (Moment::Time(at), Until::Instant) => at,
                    (Moment::Time(at), Until::EndOfDay) => zone.end_of(zone.day_of(at)),
                    (Moment::Day(day), Until::Instant | Until::EndOfDay) => zone.end_of(day),
                })
            }))
        }
    }
}

fn pauses(
    view: View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    unit: Unit,
    as_of: Timestamp,
) -> Result<SmallVec<[Pause; 2]>, Unmeasured> {
    let mut pauses = SmallVec::new();
    for plan in &clock.pauses {
        for (place, row) in view.case.rows.iter().enumerate() {
            if row.occurred_at > as_of {
                break;
            }
            if row.kind != plan.from {
                continue;
            }
            let effect = match plan.effect {
                Rule::Fixed(effect) => effect,
                Rule::Script(script) => {
                    evaluator.pause(script, &View { about: Asked::Row(row), ..view })?
                }
            };
            let cap = match effect {
                PauseEffect::None => continue,
                PauseEffect::Open => None,
                PauseEffect::Capped(length) => {
                    Some(in_unit(view.book.calendar(), length, cap_unit(unit), row.occurred_at)?)
                }
            };
            let to = end_of_pause(view.case, plan, place).filter(|to| *to <= as_of);
            pauses.push(Pause { from: row.occurred_at, to, cap });
        }
    }
    Ok(pauses)
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

fn extensions(
    view: View<'_>,
    evaluator: &mut Evaluator,
    clock: &ClockPlan,
    unit: Unit,
    run: &Run,
    as_of: Timestamp,
) -> Result<SmallVec<[Extension; 2]>, Unmeasured> {
    let mut extensions = SmallVec::new();
    for plan in &clock.extensions {
        for row in &view.case.rows {
            if row.occurred_at > as_of {
                break;
            }
            if row.kind != plan.on || row.occurred_at < run.started_at {
                continue;
            }
            let length = match plan.length {
                Rule::Fixed(length) => Some(length),
                Rule::Script(script) => {
                    evaluator.limit(script, &View { about: Asked::Row(row), ..view })?
                }
            };
            if let Some(length) = length {
                let length = in_unit(view.book.calendar(), length, unit, row.occurred_at)?;
                extensions.push(Extension { on: row.occurred_at, length });
            }
        }
    }
    Ok(extensions)
}

/// In what a cap is counted: as its clock, but in days where that counts months or years.
fn cap_unit(unit: Unit) -> Unit {
    match unit {
        Unit::Months | Unit::Years => Unit::Days,
        Unit::Workdays | Unit::Days | Unit::Hours | Unit::Minutes => unit,
    }
}

/// A length in the unit of the clock that it pauses or extends. Working days, natural days and months are turned into days or working
/// days on the calendar, from the day on which the length was granted; nothing else has an exact counterpart.
fn in_unit(
    calendar: &Calendar,
    length: Length,
    unit: Unit,
    from: Timestamp,
) -> Result<u32, Unmeasured> {
    if length.unit == unit {
        return Ok(length.amount);
    }
    let day = calendar.zone().day_of(from);
    let last = match length.unit {
        Unit::Days => Some(day.plus(i64::from(length.amount))),
        Unit::Workdays => i32::try_from(length.amount).ok().map(|n| calendar.add_workdays(day, n)),
        Unit::Months => day.plus_months(i64::from(length.amount), MonthEnd::LastDay),
        Unit::Years => day.plus_months(12 * i64::from(length.amount), MonthEnd::LastDay),
        Unit::Hours | Unit::Minutes => None,
    };
    let counted = match (unit, last) {
        (Unit::Workdays, Some(last)) => Some(calendar.workdays_between(day, last)),
        (Unit::Days, Some(last)) => last.0.checked_sub(day.0),
        (Unit::Months | Unit::Years | Unit::Hours | Unit::Minutes, _) | (_, None) => None,
    };
    counted.and_then(|counted| u32::try_from(counted).ok()).ok_or_else(|| {
        Unmeasured(format!(
            "`{length}` pauses or extends a clock that counts in {unit}, and one can't be turned into the other; \
             give both in the same unit"
        ))
    })
}

/// The arithmetic on a span.
pub(crate) struct Ruler<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) policy: Policy,
    pub(crate) start: Timestamp,
    pub(crate) span: &'a Span,
}

impl Ruler<'_> {
    /// The term of a span that is a length of time.
    pub(crate) fn term(&self) -> Option<Term<'_>> {
        match self.span {
            Span::For { limit, pauses, extensions } => Some(Term {
                policy: self.policy,
                start: self.start,
                limit: *limit,
                pauses,
                extensions,
            }),
            Span::Until(_) => None,
        }
    }

    /// The due instant, how certain it is, and whether an extension came too late to count. `reckoning` is that of the term, where the
    /// span is one.
    fn due(&self, reckoning: Option<&Reckoning<'_>>) -> (Option<Timestamp>, Certainty, bool) {
        match (self.span, reckoning) {
            (Span::For { extensions, .. }, Some(reckoning)) => {
                let due = reckoning.due();
                let late = (due.extended.count() as usize) < extensions.len() && due.at.is_some();
                (due.at, due.certainty, late)
            }
            (Span::For { .. }, None) => (None, Certainty::Official, false),
            (Span::Until(at), _) => (Some(*at), Certainty::Official, false),
        }
    }

    fn threshold(
        &self,
        reckoning: Option<&Reckoning<'_>>,
        threshold: &Threshold,
        due_at: Option<Timestamp>,
    ) -> Option<Timestamp> {
        match (threshold, self.span) {
            (Threshold::AtDue, _) => due_at.filter(|at| *at > self.start),
            (_, Span::Until(at)) => self.around(threshold, *at).filter(|hit| *hit > self.start),
            (_, Span::For { .. }) => reckoning.and_then(|reckoning| reckoning.threshold(threshold)),
        }
    }

    /// A threshold around an absolute deadline: counted from its day, or as a share of the way from the start to it.
    fn around(&self, threshold: &Threshold, due: Timestamp) -> Option<Timestamp> {
        let zone = self.calendar.zone();
        // An end of day at 24:00 belongs to the day that it ends.
        let day = zone.day_of(Timestamp(due.0.saturating_sub(1)));
        let moved = |length: &Length, sign: i32| {
            let amount = i32::try_from(length.amount).ok()?.checked_mul(sign)?;
            match length.unit {
                Unit::Workdays => Some((self.calendar.add_workdays(day, amount), None)),
                Unit::Days => Some((Day(day.0.checked_add(amount)?), None)),
                Unit::Hours => Some((day, Some(i64::from(amount) * 3_600_000))),
                Unit::Minutes => Some((day, Some(i64::from(amount) * 60_000))),
                Unit::Months | Unit::Years => None,
            }
        };
        match threshold {
            Threshold::AtDue => Some(due),
            Threshold::BeforeDue(length) => moved(length, -1).map(|(day, ms)| match ms {
                Some(ms) => Timestamp(due.0.saturating_add(ms)),
                None => zone.start_of(day),
            }),
            Threshold::AfterDue(length) => moved(length, 1).map(|(day, ms)| match ms {
                Some(ms) => Timestamp(due.0.saturating_add(ms)),
                None => zone.end_of(day),
            }),
            Threshold::AtPercent(percent) => {
                let way = i128::from(due.0) - i128::from(self.start.0);
                let part = way * i128::from(*percent) / 100;
                i64::try_from(i128::from(self.start.0) + part).ok().map(Timestamp)
            }
            Threshold::Earliest(list) => list.iter().filter_map(|it| self.around(it, due)).min(),
            Threshold::Latest(list) => list
                .iter()
                .map(|it| self.around(it, due))
                .try_fold(Timestamp::MIN, |latest, hit| hit.map(|hit| latest.max(hit))),
        }
    }
}
