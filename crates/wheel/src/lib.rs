//! A hierarchical timing wheel: millions of deadlines, each fired exactly when it is due.
//!
//! Eleven levels of 64 slots, each 64 times as wide as the one below, span every `u64` tick: at one tick a millisecond
//! that is 584 million years. A level has room for two turns, the one that the clock is in and the one after it, so
//! that a coarse slot can be emptied ahead of time, a little at every advance, instead of all at once when it is reached.
//!
//! *Invariants.* A timer fires at the first advance to its due tick or later, never before, and once. One advance fires
//! in the order of `(due, key)`, whatever the order of scheduling and however time got there. A timer above level 0
//! stands at least two slots ahead of the clock when it is put there.
//!
//! *Absent on purpose.* No clock (time is an argument), no callbacks, no randomness, no unsafe code, no dependencies.
//! Nothing is written to disk: the wheel is rebuilt from the journal.
//!
//! ```
//! use duban_wheel::{Fired, Wheel};
//!
//! let mut wheel = Wheel::new(0);
//! let yellow = wheel.insert(80, 1);
//! wheel.insert(100, 2);
//! assert!(wheel.cancel(yellow));
//!
//! let mut fired = Vec::new();
//! wheel.advance(100, &mut fired);
//! assert_eq!(fired, [Fired { due: 100, key: 2 }]);
//! ```

mod advance;
mod bucket;
mod place;
mod slab;
mod sweep;

use std::fmt;

use bucket::{Bucket, Entry, Spare};
use place::{LEVELS, Level, OVERDUE, Place, SLOTS};
use slab::Slab;
use sweep::Sweep;

pub use slab::Handle;

/// A timer that has fallen due. Ordered by `(due, key)`, the order in which timers fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fired {
    /// The tick that the timer was set for, however late the advance that fired it.
    pub due: u64,
    /// The caller's own word for the timer.
    pub key: u64,
}

/// Timers ordered by when they fall due. A tick is whatever the caller counts in; Duban counts milliseconds.
///
/// Inserting and cancelling cost the same with ten timers as with ten million. An advance over an empty stretch costs
/// the same for a millisecond as for a century.
///
/// # Memory
///
/// 28 bytes a timer: 24 in its bucket and 4 for its generation, plus 4 for the place of a timer that is gone, and about
/// 70 KiB for the wheel itself. A cancelled timer leaves its 24 bytes behind until its bucket is reached, or until more than half of what the wheel holds is such remains:
/// then the inserts clear them away, a chunk every few. See [`held`](Self::held).
pub struct Wheel {
    now: u64,
    /// No later than the first tick at which an advance has anything to do.
    next_work: u64,
    slab: Slab,
    levels: [Level; LEVELS],
    /// [`SLOTS`] buckets a level, then the one of timers that were already due when inserted.
    buckets: Box<[Bucket]>,
    spare: Spare,
    held: usize,
    moved: u64,
    sweep: Sweep,
}

impl Wheel {
    /// A wheel without timers, whose time is `now`.
    pub fn new(now: u64) -> Wheel {
        Wheel {
            now,
            next_work: u64::MAX,
            slab: Slab::default(),
            levels: [Level::default(); LEVELS],
            buckets: (0..=OVERDUE).map(|_| Bucket::default()).collect(),
            spare: Spare::default(),
            held: 0,
            moved: 0,
            sweep: Sweep::default(),
        }
    }

    /// Sets a timer that fires at `due`, or at the next advance if `due` is not after [`now`](Self::now).
    ///
    /// `key` comes back in [`Fired`] and orders the timers of one instant. Two timers may have the same key; they are
    /// told apart by their handles.
    ///
    /// # Panics
    ///
    /// With more than 4 294 967 295 timers pending at once; they would take over 100 GB.
    #[inline]
    pub fn insert(&mut self, due: u64, key: u64) -> Handle {
        let handle = self.slab.insert();
        let entry = Entry { due, key, handle };
        if due > self.now {
            self.put(entry);
        } else {
            self.buckets[OVERDUE].push(entry, &mut self.spare);
            self.next_work = self.next_work.min(due);
        }
        self.held += 1;
        self.sweep_a_little();
        handle
    }

    /// Takes a timer back; `false` if it has fired or been cancelled already.
    ///
    /// ```
    /// let mut wheel = duban_wheel::Wheel::new(0);
    /// let handle = wheel.insert(5, 1);
    /// assert!(wheel.cancel(handle));
    /// assert!(!wheel.cancel(handle));
    /// ```
    #[inline]
    pub fn cancel(&mut self, handle: Handle) -> bool {
        self.slab.remove(handle)
    }

    /// The latest tick that the wheel was advanced to.
    #[inline]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// How many timers are pending: inserted, not yet fired, not cancelled.
    #[inline]
    pub fn len(&self) -> usize {
        self.slab.live()
    }

    /// Whether no timer is pending.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries the buckets hold: the pending timers and the remains of cancelled ones.
    ///
    /// Stays below two and a half times the greatest number of timers that were ever pending at once, plus a few
    /// thousand, however often they are re-armed.
    pub fn held(&self) -> usize {
        self.held
    }

    /// How many times an entry was moved to a finer level since the wheel was made: the price of cascading.
    pub fn moved(&self) -> u64 {
        self.moved
    }

    /// When to call [`advance`](Self::advance) next; `None` if no timer is pending.
    ///
    /// Never before [`now`](Self::now), and never after the earliest due tick (or `now`, if that has passed). It may
    /// be earlier than any due tick, because a timer there was cancelled, or because a full coarse slot lies ahead that
    /// is best emptied early, a slice an advance. It is `now` itself while there is such a slice to do at once. Calling
    /// `advance(wake_at)` until `wake_at` is later than `now` comes to an end.
    #[inline]
    pub fn wake_at(&self) -> Option<u64> {
        (!self.is_empty()).then(|| self.next_work.max(self.now))
    }

    /// The earliest due tick among the pending timers, exactly; `None` if there is none.
    ///
    /// Clears away cancelled timers as it looks. Costs a look through the first bucket of each level, which may hold
    /// thousands: to know how long to sleep, ask [`wake_at`](Self::wake_at).
    pub fn next_due(&mut self) -> Option<u64> {
        let mut earliest = self.earliest_in(OVERDUE);
        for level in 0..LEVELS {
            // The slots of a level follow one another in time, so its first living bucket decides.
            while let Some(index) = self.first_bucket(level, self.now) {
                if earliest.is_some_and(|earliest| earliest <= self.buckets[index].earliest()) {
                    break;
                }
                if let Some(due) = self.earliest_in(index) {
                    earliest = Some(earliest.map_or(due, |earliest| due.min(earliest)));
                    break;
                }
            }
        }
        earliest
    }

    /// Files a timer that is due after `now` under the finest level that reaches it.
    #[inline]
    fn put(&mut self, entry: Entry) {
        let Place { level: number, slot } = Place::of(self.now, entry.due);
        let (level, bucket) = (&mut self.levels[number], &mut self.buckets[number * SLOTS + slot]);
        bucket.push(entry, &mut self.spare);
        level.occupied |= 1 << slot;
        level.next_work = level.next_work.min(entry.due);
        if bucket.is_heavy() {
            level.heavy |= 1 << slot;
            level.next_work = level.next_work.min(place::slot_before(number, entry.due));
        }
        self.next_work = self.next_work.min(level.next_work);
    }

    /// The bucket of the first occupied slot of a level, counted from where the clock stood at `from`.
    #[inline]
    fn first_bucket(&self, level: usize, from: u64) -> Option<usize> {
        place::first_slot(self.levels[level].occupied, level, from).map(|slot| level * SLOTS + slot)
    }

    /// Tells the maps that a bucket has become empty.
    fn mark_empty(&mut self, index: usize) {
        if index != OVERDUE {
            let keep = !(1 << (index % SLOTS));
            self.levels[index / SLOTS].occupied &= keep;
            self.levels[index / SLOTS].heavy &= keep;
        }
    }
}

impl fmt::Debug for Wheel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wheel")
            .field("now", &self.now)
            .field("len", &self.len())
            .field("held", &self.held)
            .field("wake_at", &self.wake_at())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
