//! Which timers are alive, and what they are called.
//!
//! *Invariant.* A handle names one timer for ever. Its generation is spent when the timer fires or is cancelled, and is
//! never given out again: a record that has been through all its generations is retired.
//!
//! *Absent on purpose.* Due ticks: they are in the buckets, where they can be read in sequence. So cancelling touches
//! one record and nothing else.

use crate::bucket::Entry;

/// No record: the end of the free list, and the index of [`Handle::NONE`].
const NIL: u32 = u32::MAX;

/// The generation of a retired record. No handle has it.
const RETIRED: u32 = u32::MAX;

/// What [`Wheel::insert`](crate::Wheel::insert) gives out and [`Wheel::cancel`](crate::Wheel::cancel) takes: eight
/// bytes that name one timer of one wheel, and go on naming it when it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    index: u32,
    generation: u32,
}

impl Handle {
    /// Names no timer; cancelling it does nothing.
    pub const NONE: Handle = Handle { index: NIL, generation: RETIRED };
}

/// The key is in halves so that a record takes 12 bytes, not 16.
#[derive(Clone, Copy, Debug)]
struct Record {
    /// Of a free record, the low half is the next free one.
    key: [u32; 2],
    generation: u32,
}

/// The records of all timers, reused last in, first out.
#[derive(Debug)]
pub(crate) struct Slab {
    records: Vec<Record>,
    free: u32,
    live: usize,
}

impl Default for Slab {
    fn default() -> Self {
        Slab { records: Vec::new(), free: NIL, live: 0 }
    }
}

impl Slab {
    #[inline]
    pub(crate) fn insert(&mut self, key: u64) -> Handle {
        let key = [key as u32, (key >> 32) as u32];
        self.live += 1;
        let index = self.free;
        if let Some(record) = self.records.get_mut(index as usize) {
            [self.free, _] = record.key;
            record.key = key;
            return Handle { index, generation: record.generation };
        }
        let index = self.records.len();
        assert!(index < NIL as usize, "a wheel holds at most {NIL} timers at once");
        self.records.push(Record { key, generation: 0 });
        Handle { index: index as u32, generation: 0 }
    }

    /// The key of a timer that was alive, and is not any more.
    #[inline]
    pub(crate) fn remove(&mut self, handle: Handle) -> Option<u64> {
        let record = self.records.get_mut(handle.index as usize)?;
        if record.generation != handle.generation {
            return None;
        }
        let [low, high] = record.key;
        record.generation += 1;
        if record.generation != RETIRED {
            record.key = [self.free, 0];
            self.free = handle.index;
        }
        self.live -= 1;
        Some(u64::from(high) << 32 | u64::from(low))
    }

    /// Those of at most 64 entries whose timers are alive.
    ///
    /// All are looked up before the first is given out: the look-ups miss the cache, and can only overlap while nothing
    /// is decided by them.
    #[inline]
    pub(crate) fn living<'a>(&self, run: &'a [Entry]) -> impl Iterator<Item = Entry> + use<'a> {
        let mut left = self.living_mask(run);
        std::iter::from_fn(move || {
            let entry = run.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(*entry)
        })
    }

    /// One bit for each of at most 64 entries, the lowest for the first: whether its timer is alive.
    #[inline]
    pub(crate) fn living_mask(&self, run: &[Entry]) -> u64 {
        run.iter().rev().fold(0, |mask, entry| mask << 1 | u64::from(self.is_live(entry.handle)))
    }

    #[inline]
    pub(crate) fn is_live(&self, handle: Handle) -> bool {
        self.records.get(handle.index as usize).is_some_and(|it| it.generation == handle.generation)
    }

    #[inline]
    pub(crate) fn live(&self) -> usize {
        self.live
    }
}

#[cfg(test)]
mod tests;
