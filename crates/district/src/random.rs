//! Chance, reproducible: a SplitMix64 sequence for each purpose and each case.
//!
//! *Invariant.* Integers only, and no sequence depends on how far another was drawn: case 4711 of a seed is the same case on any
//! machine, in any district size, whoever asked for it first.
//!
//! *Absent on purpose.* Cryptographic strength, and any source of entropy.

/// A sequence of numbers that look random.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

/// Chances are given in parts of this.
pub(crate) const WHOLE: u32 = 100_000;

impl Random {
    /// The sequence of this number for this purpose.
    pub(crate) fn new(seed: u64, purpose: Purpose, number: u64) -> Random {
        Random(mix(mix(mix(seed) ^ purpose as u64) ^ number))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        // The high half times the bound, whose high half is below the bound: no division, and a bias of less than 2^-32.
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// A number from `least` to `most`, both included; `least` where that is no range.
    pub(crate) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// True in `parts` of [`WHOLE`] cases.
    pub(crate) fn chance(&mut self, parts: u32) -> bool {
        self.below(WHOLE) < parts
    }

    /// One of several, each as likely as the others.
    ///
    /// # Panics
    /// When there is nothing to pick from.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u32) as usize]
    }

    /// A place in a list of running totals of weights, each as likely as its own weight.
    pub(crate) fn weighted(&mut self, totals: &[u32]) -> usize {
        let at = self.below(totals.last().copied().unwrap_or(0));
        totals.partition_point(|&total| total <= at)
    }

    /// Puts a list into random order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last as u32 + 1) as usize);
        }
    }
}

/// What a sequence is for, so that no two purposes share one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Items = 1,
    Quality,
    Officers,
    Case,
    Applicant,
}

/// The finaliser of SplitMix64: every bit of the input changes half the bits of the output.
pub(crate) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
