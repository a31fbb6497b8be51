//! Which timers are alive.
//!
//! *Invariant.* A handle names one timer for ever. Its generation is spent when the timer fires or is cancelled, and is
//! never given out again: a place that has been through all its generations is retired.
//!
//! *Absent on purpose.* Due ticks and keys: they are in the buckets, where they are read in sequence. What is looked up
//! here at random is four bytes a timer, so that a million of them stay near the processor.

use crate::bucket::Entry;

/// No place: the index of [`Handle::NONE`].
const NIL: u32 = u32::MAX;

/// The generation of a retired place. No handle but [`Handle::NONE`] has it.
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

/// The generation of every timer's place, used again last in, first out.
///
/// Four bytes a place, and a stack of the free ones rather than a chain through them: whoever needs the next place can
/// ask for it before the last has arrived from memory.
#[derive(Debug, Default)]
pub(crate) struct Slab {
    generations: Vec<u32>,
    free: Vec<u32>,
    live: usize,
}

impl Slab {
    #[inline]
    pub(crate) fn insert(&mut self) -> Handle {
        self.live += 1;
        if let Some(index) = self.free.pop() {
            return Handle { index, generation: self.generations[index as usize] };
        }
        let index = self.generations.len();
        assert!(index < NIL as usize, "a wheel holds at most {NIL} timers at once");
        self.generations.push(0);
        Handle { index: index as u32, generation: 0 }
    }

    /// Whether the timer was alive; it is not any more.
    #[inline]
    pub(crate) fn remove(&mut self, handle: Handle) -> bool {
        let Some(generation) = self.generations.get_mut(handle.index as usize) else {
            return false;
        };
        if *generation != handle.generation {
            return false;
        }
        *generation += 1;
        if *generation != RETIRED {
            self.free.push(handle.index);
        }
        self.live -= 1;
        true
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
        self.generations.get(handle.index as usize) == Some(&handle.generation)
    }

    #[inline]
    pub(crate) fn live(&self) -> usize {
        self.live
    }
}

#[cfg(test)]
mod tests;
