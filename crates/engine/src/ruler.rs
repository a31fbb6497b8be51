//! The arithmetic on one run: when it is due and when its thresholds fall, given its span and its start.
//!
//! *Invariant.* Nothing is asked here: what the rules had to say about the case is in the span and the thresholds.
//!
//! *Absent on purpose.* How working days, pauses and extensions count: that is the calendar's to know.

use duban_calendar::{
    Calendar, Certainty, Day, Length, Policy, Reckoning, Term, TermError, Threshold, Timestamp,
    Unit,
};
use smallvec::SmallVec;

use crate::case_state::RunStanding;
use crate::measure::{Measured, Span};

/// The arithmetic on a span.
#[derive(Clone, Copy)]
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

    /// Measures the run.
    pub(crate) fn measured<'t>(
        &self,
        thresholds: impl Iterator<Item = Option<&'t Threshold>>,
    ) -> Result<Measured, TermError> {
        let term = self.term();
        let reckoning = term.as_ref().map(|term| self.calendar.reckon(term)).transpose()?;
        let (due_at, certainty, extended_late) = self.due(reckoning.as_ref());
        let fall = |at: &Threshold| self.threshold(reckoning.as_ref(), at, due_at);
        let hits: SmallVec<_> = thresholds.map(|at| at.and_then(fall)).collect();
        let standing = if due_at.is_some() { RunStanding::Counts } else { RunStanding::Suspended };
        Ok(Measured { standing, due_at, certainty, hits, extended_late })
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
