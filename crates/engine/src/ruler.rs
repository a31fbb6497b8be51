//! The arithmetic on one run: when it is due and when its thresholds fall, given its span and its start.
//!
//! *Invariant.* Nothing is asked here: what the rules had to say about the case is in the span and the thresholds.
//!
//! *Absent on purpose.* How working days, pauses and extensions count: that is the calendar's to know.

use duban_calendar::{
    Calendar, Certainty, Policy, Reckoning, Term, TermError, Threshold, Timestamp,
};
use smallvec::SmallVec;

use crate::case_state::RunStanding;
use crate::measure::{Measured, Span};

/// The arithmetic on a span.
#[derive(Clone, Copy)]
pub(crate) struct RunRuler<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) policy: Policy,
    pub(crate) start: Timestamp,
    pub(crate) span: &'a Span,
}

impl RunRuler<'_> {
    /// The term of a span that is a length of time.
    pub(crate) fn term(&self) -> Option<Term<'_>> {
        match self.span {
            Span::For { limit, pauses, totals, extensions } => Some(Term {
                policy: self.policy,
                start: self.start,
                limit: *limit,
                pauses,
                totals,
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
        Ok(Measured { standing, due_at, certainty, hits, extended_late, unusable: Vec::new() })
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
            (_, Span::Until(at)) => self.calendar.threshold_until(threshold, self.start, *at),
            (_, Span::For { .. }) => reckoning.and_then(|reckoning| reckoning.threshold(threshold)),
        }
    }
}
