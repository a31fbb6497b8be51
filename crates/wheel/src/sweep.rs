//! Clearing away what cancelled timers leave behind, so that endless re-arming does not fill the memory.
//!
//! When more than half of what the wheel holds is stale, a pass over all buckets begins. Each insert does [`STEPS`]
//! entries of it, so that no single one has to wait for millions.
//!
//! *Invariant.* Removing stale entries changes neither what fires nor when.

use crate::Wheel;

/// Entries looked at by one insert during a pass. Eight to one insert make the wheel grow by a seventh in a pass.
const STEPS: usize = 8;

/// So few stale entries are not worth a pass.
const SLACK: usize = 1024;

/// How far the pass has come. It goes from the last bucket to the first, and in each from the last entry to the first.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    /// Buckets not yet begun; none and no entries left: no pass is under way.
    buckets: usize,
    /// Entries not yet looked at in the bucket after those.
    entries: usize,
}

impl Sweep {
    fn is_idle(&self) -> bool {
        self.buckets == 0 && self.entries == 0
    }
}

impl Wheel {
    /// A step of the pass, if one is under way or due.
    #[inline]
    pub(crate) fn sweep_a_little(&mut self) {
        if !self.sweep.is_idle() || self.held > 2 * self.len() + SLACK {
            self.sweep_on();
        }
    }

    fn sweep_on(&mut self) {
        if self.sweep.is_idle() {
            self.sweep.buckets = self.buckets.len();
        }
        for _ in 0..STEPS {
            if self.sweep.entries > 0 {
                self.sweep_entry();
            } else if self.sweep.buckets > 0 {
                self.sweep.buckets -= 1;
                self.sweep.entries = self.buckets[self.sweep.buckets].len();
            }
        }
    }

    fn sweep_entry(&mut self) {
        let index = self.sweep.buckets;
        // The bucket may have been emptied since the last step.
        let place = self.sweep.entries.min(self.buckets[index].len());
        self.sweep.entries = place.saturating_sub(1);
        if place > 0 {
            self.drop_if_stale(index, place - 1);
        }
    }

    /// The earliest due tick of the pending timers in a bucket; drops the stale entries that it comes upon.
    pub(crate) fn earliest_in(&mut self, index: usize) -> Option<u64> {
        let bound = self.buckets[index].earliest();
        let mut earliest = u64::MAX;
        for place in (0..self.buckets[index].len()).rev() {
            let due = self.buckets[index].get(place).due;
            if !self.drop_if_stale(index, place) {
                earliest = earliest.min(due);
                if due == bound {
                    return Some(due);
                }
            }
        }
        if self.buckets[index].is_empty() {
            return None;
        }
        self.buckets[index].set_earliest(earliest);
        Some(earliest)
    }

    fn drop_if_stale(&mut self, index: usize, place: usize) -> bool {
        let stale = !self.slab.is_live(self.buckets[index].get(place).handle);
        if stale {
            self.buckets[index].swap_remove(place, &mut self.spare);
            self.held -= 1;
            if self.buckets[index].is_empty() {
                self.mark_empty(index);
            }
        }
        stale
    }
}
