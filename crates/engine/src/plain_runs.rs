//! Runs that nothing paused or extended, measured once for all that start on one day: most runs are such, and of one clock and limit
//! hundreds begin on the same day.
//!
//! *Invariant.* What is kept is what measuring anew would give. A limit in whole days counts from the day of the start, so the hour of
//! the start decides only whether a threshold still lies ahead of it; and it is kept only where the first and the last instant of
//! that day come to the same, as then all between them do: a threshold that has gone by does not come back later in the day.
//!
//! *Absent on purpose.* Runs with pauses or extensions, and clocks that count hours: few are alike.

use std::ops::RangeInclusive;

use duban_calendar::{Day, Length, Policy, TermError, Timestamp};

use crate::measure::{Measured, Said, Span, Thresholds};
use crate::ruler::Ruler;

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
    said: Said,
    measured: Measured,
}

/// What plain runs have in common that are measured alike, but for thresholds that scripts answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Alike {
    clock: u8,
    limit: Length,
    day: Day,
}

impl Alike {
    /// None for a run that is not plain.
    fn of(clock: u8, ruler: &Ruler<'_>) -> Option<Alike> {
        let Span::For { limit, pauses, extensions } = ruler.span else { return None };
        let plain = pauses.is_empty() && extensions.is_empty();
        let counts_days = matches!(ruler.policy, Policy::Day { .. });
        let day = || ruler.calendar.zone().day_of(ruler.start);
        (plain && counts_days).then(|| Alike { clock, limit: *limit, day: day() })
    }

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
        ruler: Ruler<'_>,
        thresholds: &Thresholds<'_>,
    ) -> Result<Measured, TermError> {
        let alike = Alike::of(clock, &ruler).filter(|_| !self.kept.is_empty());
        let Some(alike) = alike else { return ruler.measured(thresholds.iter()) };
        let place = alike.place();
        if let Some(kept) = &self.kept[place]
            && kept.alike == alike
            && kept.starts.contains(&ruler.start)
            && kept.said == thresholds.said
        {
            return Ok(kept.measured.clone());
        }
        let measured = ruler.measured(thresholds.iter())?;
        let zone = ruler.calendar.zone();
        let starts = zone.start_of(alike.day)..=Timestamp(zone.end_of(alike.day).0 - 1);
        if are_alike(ruler, &starts, thresholds, &measured) {
            let (said, measured) = (thresholds.said.clone(), measured.clone());
            self.kept[place] = Some(Kept { alike, starts, said, measured });
        }
        Ok(measured)
    }
}

/// Whether runs that start first, last or when this one does are measured so.
fn are_alike(
    ruler: Ruler<'_>,
    starts: &RangeInclusive<Timestamp>,
    thresholds: &Thresholds<'_>,
    measured: &Measured,
) -> bool {
    starts.contains(&ruler.start)
        && [starts.start(), starts.end()].into_iter().all(|start| {
            let there = Ruler { start: *start, ..ruler }.measured(thresholds.iter());
            there.as_ref() == Ok(measured)
        })
}

#[cfg(test)]
mod tests;
