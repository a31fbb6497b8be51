//! Clearing away what cancelled timers leave behind, so that endless re-arming does not fill the memory.
//!
//! When more than half of what the wheel holds is stale, a pass over all buckets begins. Every few inserts do a chunk of
//! it, so that no single one has to wait for millions.
//!
//! *Invariant.* Removing stale entries changes neither what fires nor when.

use crate::Wheel;
use crate::bucket::CHUNK;

/// Inserts to one chunk of a pass. Eight entries looked at for one put in: the wheel grows by a seventh during a pass.
const PACE: usize = CHUNK / 8;

/// So few stale entries are not worth a pass.
const SLACK: usize = 1024;

/// How far the pass has come. It goes from the last bucket to the first, and in each from the last entry to the first.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    /// Buckets not yet begun; none and no entries left: no pass is under way.
    buckets: usize,
    /// Entries not yet looked at in the bucket after those.
    entries: usize,
    /// Inserts since the last chunk.
    inserts: usize,
}

impl Sweep {
    #[inline]
    fn is_idle(&self) -> bool {
        self.buckets == 0 && self.entries == 0
    }
}

impl Wheel {
    /// Counts an insert, and does its share of the pass if one is under way or due.
    #[inline]
    pub(crate) fn sweep_a_little(&mut self) {
        if !self.sweep.is_idle() || self.held > 2 * self.len() + SLACK {
            self.sweep.inserts += 1;
            if self.sweep.inserts >= PACE {
                self.sweep.inserts = 0;
                self.sweep_on();
            }
        }
    }

    fn sweep_on(&mut self) {
        if self.sweep.is_idle() {
            self.sweep.buckets = self.buckets.len();
        }
        // As many buckets or entries as a chunk has: empty buckets count too, lest one insert look at all of them.
        let mut looks = 0;
        while looks < CHUNK && !self.sweep.is_idle() {
            if self.sweep.entries == 0 {
                self.sweep.buckets -= 1;
                self.sweep.entries = self.buckets[self.sweep.buckets].len();
                looks += 1;
            } else {
                looks += self.sweep_run();
            }
        }
    }

    /// Clears the last run of entries not yet looked at. Returns how many it looked at.
    fn sweep_run(&mut self) -> usize {
        let index = self.sweep.buckets;
        // The bucket may have been emptied since the last run.
        let end = self.sweep.entries.min(self.buckets[index].len());
        self.sweep.entries = 0;
        if end == 0 {
            return 0;
        }
        let (start, run) = self.buckets[index].run_before(end);
        let living = self.slab.living_mask(run);
        for place in (start..end).rev() {
            if living >> (place - start) & 1 == 0 {
                self.drop_stale(index, place);
            }
        }
        self.sweep.entries = start;
        end - start
    }

    /// The earliest due tick of the pending timers in a bucket; drops the stale entries that it comes upon.
    pub(crate) fn earliest_in(&mut self, index: usize) -> Option<u64> {
        let bound = self.buckets[index].earliest();
        let mut earliest = u64::MAX;
        for place in (0..self.buckets[index].len()).rev() {
            let entry = self.buckets[index].get(place);
            if !self.slab.is_live(entry.handle) {
                self.drop_stale(index, place);
            } else if entry.due == bound {
                return Some(bound);
            } else {
                earliest = earliest.min(entry.due);
            }
        }
        if self.buckets[index].is_empty() {
            return None;
        }
        self.buckets[index].set_earliest(earliest);
        Some(earliest)
    }

    fn drop_stale(&mut self, index: usize, place: usize) {
        self.buckets[index].swap_remove(place, &mut self.spare);
        self.held -= 1;
        if self.buckets[index].is_empty() {
            self.mark_empty(index);
        }
    }
}
