//! Where a due tick belongs on the wheel: plain arithmetic on ticks, and the maps of occupied slots.
//!
//! *Invariant.* [`Place::of`] names the finest level that reaches the tick. There the tick is at most 127 slots ahead of
//! the clock, so no two turns share a slot; and above level 0 at least two, so that a bucket is never moved to where it
//! already is.

/// One slot is 64 times as wide as a slot of the level below.
const BITS: u32 = 6;

/// Eleven levels of six bits cover the 64 bits of a tick.
pub(crate) const LEVELS: usize = 11;

/// Two turns of 64: the clock's own and the next.
pub(crate) const SLOTS: usize = 128;

/// The bucket after those of all levels: timers that were due when they were inserted.
pub(crate) const OVERDUE: usize = LEVELS * SLOTS;

/// Which slots of a level have something in them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    /// The bucket holds an entry, though perhaps only that of a cancelled timer.
    pub(crate) occupied: u128,
    /// The bucket is worth emptying ahead of time.
    pub(crate) heavy: u128,
    /// No later than the first tick at which an advance has anything to do here.
    pub(crate) next_work: u64,
}

impl Default for Level {
    fn default() -> Self {
        Level { occupied: 0, heavy: 0, next_work: u64::MAX }
    }
}

/// A level and a slot of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) level: usize,
    pub(crate) slot: usize,
}

impl Place {
    /// The place of a tick that is later than `now`.
    #[inline]
    pub(crate) fn of(now: u64, due: u64) -> Place {
        let mut level = (((due - now) | 1).ilog2() / BITS) as usize;
        if level > 0 && slots_ahead(level, now, due) == 1 {
            level -= 1;
        }
        Place { level, slot: slot(level, due) }
    }
}

/// How many slots of `level` a tick lies ahead of the clock. The tick must not be in an earlier slot than the clock.
#[inline]
pub(crate) fn slots_ahead(level: usize, now: u64, due: u64) -> u64 {
    (due >> shift(level)) - (now >> shift(level))
}

/// The first tick of the slot before the one that `due` is in: from then on that slot's bucket may be emptied downwards.
#[inline]
pub(crate) fn slot_before(level: usize, due: u64) -> u64 {
    (due >> shift(level)).saturating_sub(1) << shift(level)
}

/// The first marked slot of a level, counted round from where the clock stood at `from`.
#[inline]
pub(crate) fn first_slot(marked: u128, level: usize, from: u64) -> Option<usize> {
    let start = slot(level, from);
    let ahead = marked.rotate_right(start as u32).trailing_zeros() as usize;
    (marked != 0).then_some((start + ahead) % SLOTS)
}

#[inline]
fn slot(level: usize, tick: u64) -> usize {
    (tick >> shift(level)) as usize % SLOTS
}

#[inline]
fn shift(level: usize) -> u32 {
    level as u32 * BITS
}

#[cfg(test)]
mod tests;
