//! A line on which a clock counts, with gaps where it stands still.
//!
//! Every policy is reduced to this: positions are ranks of working days, civil days, milliseconds of
//! office time or milliseconds. Time that never counts takes up no room on the line, so pauses are
//! intervals and a due date is found in one pass over them.
//!
//! *Invariant.* Gaps are in order, apart, not empty, and after the start.
//!
//! *Absent on purpose.* Time: what a position means is the `ruler`'s business.

/// What lies on the line after this position, up to and including the other, does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) from: i64,
    pub(crate) until: i64,
}

/// A gap that has not ended reaches to here.
pub(crate) const OPEN: i64 = i64::MAX;

/// Where a clock starts, and where it stands still.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    start: i64,
    gaps: Vec<Gap>,
}

impl Line {
    /// The line from `start` on with the union of these gaps.
    pub(crate) fn new(start: i64, gaps: impl Iterator<Item = Gap>) -> Line {
        let mut gaps: Vec<Gap> = gaps
            .map(|gap| Gap { from: gap.from.max(start), until: gap.until })
            .filter(|gap| gap.from < gap.until)
            .collect();
        gaps.sort_unstable_by_key(|gap| gap.from);
        gaps.dedup_by(|next, gap| {
            let meets = next.from <= gap.until;
            if meets {
                gap.until = gap.until.max(next.until);
            }
            meets
        });
        Line { start, gaps }
    }

    /// The first position at which `need` has been counted; `None` if the line stands still before.
    pub(crate) fn advance(&self, need: i64) -> Option<i64> {
        let (mut at, mut left) = (self.start, need);
        for gap in &self.gaps {
            let room = gap.from.saturating_sub(at);
            if left <= room {
                break;
            }
            if gap.until == OPEN {
                return None;
            }
            (at, left) = (gap.until, left - room);
        }
        Some(at.saturating_add(left))
    }

    /// The first position at which so much has fallen into gaps; `None` if that never comes.
    pub(crate) fn gone(&self, mut most: i64) -> Option<i64> {
        for gap in &self.gaps {
            let length = gap.until.saturating_sub(gap.from);
            if most <= length {
                return Some(gap.from.saturating_add(most));
            }
            most -= length;
        }
        None
    }

    /// How much has been counted at a position; nothing before the start.
    pub(crate) fn counted(&self, to: i64) -> i64 {
        let (mut at, mut counted) = (self.start, 0i64);
        for gap in self.gaps.iter().take_while(|gap| gap.from < to) {
            counted = counted.saturating_add(gap.from.saturating_sub(at));
            at = gap.until;
        }
        counted.saturating_add(to.saturating_sub(at).max(0))
    }
}
