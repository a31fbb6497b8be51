//! Letting time pass: firing what is due, and moving the rest of what was reached to finer levels.
//!
//! A bucket is reached when the clock comes to its earliest due tick. What is due by then fires; what is not goes down.
//! Heavy buckets are emptied before that, from the tick on at which the slot before them begins. So one advance moves
//!
//! * at most [`SPILL`] chunks of 64 entries ahead of time,
//! * at most one bucket of up to 64 entries a level that has just been reached,
//! * and what is left of a heavy bucket that was reached sooner than enough advances could empty it.
//!
//! The last is nothing for a caller who heeds `wake_at`, which asks for the slices as early as they can be done, and whose
//! clock leaves time for them. A leap over many slots moves no more: what the leap passes fires from wherever it is.
//!
//! *Invariant.* Levels are treated from the finest up. What is moved goes to a level that has been treated already, and
//! is due later, so no bucket is reached twice.

use std::mem;

use crate::bucket::Entry;
use crate::place::{self, LEVELS, OVERDUE, SLOTS};
use crate::{Fired, Wheel};

/// Chunks that an advance may empty ahead of time: some 5 microseconds' work.
pub(crate) const SPILL: usize = 8;

/// So many timers at one tick are worth a list of their keys.
const STORM: usize = 1024;

impl Wheel {
    /// Moves time on to `now` and appends to `fired` all timers due by then, in the order of `(due, key)`.
    ///
    /// Time does not go backwards: an earlier `now` only fires what was inserted too late. If nothing is due the cost is
    /// that of one comparison.
    ///
    /// ```
    /// # use duban_wheel::{Fired, Wheel};
    /// let mut wheel = Wheel::new(1_000);
    /// wheel.insert(2_000, 7);
    /// wheel.insert(2_000, 3);
    /// wheel.insert(990, 9);
    ///
    /// let mut fired = Vec::new();
    /// wheel.advance(5_000, &mut fired);
    /// let keys: Vec<_> = fired.iter().map(|it| it.key).collect();
    /// assert_eq!(keys, [9, 3, 7]);
    /// ```
    #[inline]
    pub fn advance(&mut self, now: u64, fired: &mut Vec<Fired>) {
        if now < self.next_work && self.next_work > self.now {
            self.now = self.now.max(now);
        } else {
            self.turn(now, fired);
        }
    }

    fn turn(&mut self, now: u64, fired: &mut Vec<Fired>) {
        let from = self.now;
        let first = fired.len();
        self.now = now.max(from);

        self.empty(OVERDUE, fired);
        let mut spill = SPILL;
        for level in 0..LEVELS {
            if self.levels[level].next_work <= self.now {
                self.fire_level(level, from, fired);
                spill = self.spill_level(level, spill);
                self.note_work(level);
            }
        }
        self.next_work = self.levels.iter().fold(u64::MAX, |next, level| next.min(level.next_work));
        put_in_order(&mut fired[first..]);
    }

    /// Empties the buckets of a level whose earliest tick has come. `from` is where the clock stood before.
    fn fire_level(&mut self, level: usize, from: u64, fired: &mut Vec<Fired>) {
        while let Some(index) = self.first_bucket(level, from) {
            if self.buckets[index].earliest() > self.now {
                break;
            }
            self.mark_empty(index);
            self.empty(index, fired);
        }
    }

    /// Fires the timers of a bucket that are due and moves the others down.
    fn empty(&mut self, index: usize, fired: &mut Vec<Fired>) {
        // Nothing is put into this bucket meanwhile: what is not due yet goes to a finer level.
        let mut bucket = mem::take(&mut self.buckets[index]);
        self.held -= bucket.len();
        for run in bucket.runs() {
            for entry in self.slab.living(run) {
                if entry.due > self.now {
                    self.put_down(entry);
                } else if self.slab.remove(entry.handle) {
                    fired.push(Fired { due: entry.due, key: entry.key });
                }
            }
        }
        bucket.clear(&mut self.spare);
        self.buckets[index] = bucket;
    }

    /// Empties heavy buckets of a level that are about to be reached. Returns how many of `chunks` were not needed.
    fn spill_level(&mut self, level: usize, mut chunks: usize) -> usize {
        while let Some(slot) = place::first_slot(self.levels[level].heavy, level, self.now) {
            let index = level * SLOTS + slot;
            if chunks == 0
                || place::slots_ahead(level, self.now, self.buckets[index].earliest()) > 1
            {
                break;
            }
            if let Some((chunk, count)) = self.buckets[index].pop_chunk() {
                self.held -= count;
                self.slab.living(chunk.first(count)).for_each(|entry| self.put_down(entry));
                self.spare.give(chunk);
                chunks -= 1;
            }
            if self.buckets[index].is_empty() {
                self.mark_empty(index);
            }
        }
        chunks
    }

    fn put_down(&mut self, entry: Entry) {
        self.held += 1;
        self.moved += 1;
        self.put(entry);
    }

    /// Remembers when a level next has something to do.
    fn note_work(&mut self, level: usize) {
        let mut next = u64::MAX;
        if let Some(index) = self.first_bucket(level, self.now) {
            next = self.buckets[index].earliest();
        }
        if let Some(slot) = place::first_slot(self.levels[level].heavy, level, self.now) {
            next =
                next.min(place::slot_before(level, self.buckets[level * SLOTS + slot].earliest()));
        }
        self.levels[level].next_work = next;
    }
}

/// Sorts by `(due, key)`. A storm has one due tick, and its keys alone sort twice as fast.
fn put_in_order(fired: &mut [Fired]) {
    let due = fired.first().map(|it| it.due);
    if fired.len() > STORM && fired.iter().all(|it| Some(it.due) == due) {
        let mut keys: Vec<u64> = fired.iter().map(|it| it.key).collect();
        keys.sort_unstable();
        fired.iter_mut().zip(keys).for_each(|(it, key)| it.key = key);
    } else {
        fired.sort_unstable_by_key(|it| u128::from(it.due) << 64 | u128::from(it.key));
    }
}
