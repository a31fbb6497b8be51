//! Runs that nothing paused or extended, measured once for all that start on one day: most runs are such, and of one clock and limit
//! hundreds begin on the same day.
//!
//! *Invariant.* What is kept is what measuring anew would give. A limit in whole days counts from the day of the start, so the hour of
//! the start decides only whether a threshold still lies ahead of it; and it is kept only where the first and the last instant of
//! that day come to the same, as then all between them do: a threshold that has gone by does not come back later in the day.
//!
//! *Absent on purpose.* Runs with pauses or extensions, and clocks that count hours: few are alike.

use std::ops::RangeInclusive;

use duban_calendar::{Calendar, Day, Length, Policy, TermError, Timestamp};
use smallvec::SmallVec;

use crate::measure::{AnsweredThresholds, Measured, Span, Thresholds};
use crate::ruler::RunRuler;

/// So many are kept, each at the one place its clock, limit and day point to: whatever comes to that place later takes it.
const PLACES: usize = 1024;

/// The plain runs of one rulebook version.
#[derive(Debug)]
pub(crate) struct PlainRuns {
    /// Empty when nothing is to be kept.
    kept: Vec<Option<Kept>>,
}

#[derive(Clone, Debug)]
struct Kept {
    alike: Alike,
    /// The first and the last start of which it is known. Where clocks are put back at midnight, a day is more than what lies between.
    starts: RangeInclusive<Timestamp>,
    said: AnsweredThresholds,
    measured: Measured,
}

/// A run that nothing paused or extended.
#[derive(Clone, Copy)]
pub(crate) struct Plain<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) policy: Policy,
    pub(crate) start: Timestamp,
    pub(crate) limit: Length,
}

/// What plain runs have in common that are measured alike, but for thresholds that scripts answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Alike {
    clock: u8,
    limit: Length,
    day: Day,
}

impl Alike {
    fn place(&self) -> usize {
        let parts = [u32::from(self.clock), self.limit.amount, self.limit.unit as u32];
        let mixed = parts.into_iter().fold(self.day.0 as u32, |mixed, part| {
            (mixed ^ part).wrapping_mul(0x9e37_79b1).rotate_left(15)
        });
        mixed as usize % PLACES
    }
}

impl PlainRuns {
    /// None is known yet.
    pub(crate) fn new() -> PlainRuns {
        PlainRuns { kept: vec![None; PLACES] }
    }

    /// None is known, and none will be kept.
    pub(crate) fn forgetful() -> PlainRuns {
        PlainRuns { kept: Vec::new() }
    }

    /// Measures a run of a clock.
    pub(crate) fn measured(
        &mut self,
        clock: u8,
        plain: Plain<'_>,
        thresholds: &Thresholds<'_>,
    ) -> Result<Measured, TermError> {
        if self.kept.is_empty() || !matches!(plain.policy, Policy::Day { .. }) {
            return plain.measured_from(plain.start, thresholds);
        }
        let day = plain.calendar.zone().day_of(plain.start);
        let alike = Alike { clock, limit: plain.limit, day };
        let place = alike.place();
        if let Some(kept) = &self.kept[place]
            && kept.alike == alike
            && kept.starts.contains(&plain.start)
            && kept.said == thresholds.said
        {
            return Ok(kept.measured.clone());
        }
        let measured = plain.measured_from(plain.start, thresholds)?;
        let zone = plain.calendar.zone();
        let starts = zone.start_of(day)..=Timestamp(zone.end_of(day).0 - 1);
        if are_alike(plain, &starts, thresholds, &measured) {
            let (said, measured) = (thresholds.said.clone(), measured.clone());
            self.kept[place] = Some(Kept { alike, starts, said, measured });
        }
        Ok(measured)
    }
}

impl Plain<'_> {
    /// Measures it, had it begun then.
    pub(crate) fn measured_from(
        &self,
        start: Timestamp,
        thresholds: &Thresholds<'_>,
    ) -> Result<Measured, TermError> {
        let Plain { calendar, policy, limit, .. } = *self;
        let span = Span::For {
            limit,
            pauses: SmallVec::new(),
            totals: Vec::new(),
            extensions: SmallVec::new(),
        };
        RunRuler { calendar, policy, start, span: &span }.measured(thresholds.iter())
    }
}

/// Whether runs that start first, last or when this one does are measured so.
fn are_alike(
    plain: Plain<'_>,
    starts: &RangeInclusive<Timestamp>,
    thresholds: &Thresholds<'_>,
    measured: &Measured,
) -> bool {
    starts.contains(&plain.start)
        && [starts.start(), starts.end()]
            .into_iter()
            .all(|start| plain.measured_from(*start, thresholds).as_ref() == Ok(measured))
}

#[cfg(test)]
mod tests;
