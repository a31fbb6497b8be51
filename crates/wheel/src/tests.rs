//! What the inside of the wheel promises: maps that tell the truth, and bounded work.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::advance::SPILL;
use crate::bucket::CHUNK;

impl Wheel {
    /// Checks what must hold between any two calls.
    fn assert_consistent(&self) {
        let mut held = 0;
        let mut live = 0;
        for (index, bucket) in self.buckets.iter().enumerate() {
            let entries: Vec<_> = bucket.runs().flatten().copied().collect();
            assert_eq!(entries.len(), bucket.len());
            held += entries.len();
            live += entries.iter().filter(|entry| self.slab.is_live(entry.handle)).count();
            assert!(entries.iter().all(|entry| entry.due >= bucket.earliest()));
            assert!(index == OVERDUE || entries.iter().all(|entry| self.reaches(index, entry.due)));
            assert!(entries.is_empty() || self.next_work <= bucket.earliest());
            if index != OVERDUE {
                let marked = self.levels[index / SLOTS].occupied >> (index % SLOTS) & 1 == 1;
                assert_eq!(marked, !entries.is_empty(), "map of bucket {index}");
            }
        }
        assert_eq!((held, live), (self.held, self.len()));
    }

    /// Whether `due` belongs into this bucket and into no earlier turn of it.
    fn reaches(&self, index: usize, due: u64) -> bool {
        let (level, slot) = (index / SLOTS, index % SLOTS);
        let ahead = place::slots_ahead(level, self.now, due);
        due > self.now && ahead < SLOTS as u64 && (due >> (6 * level)) % SLOTS as u64 == slot as u64
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn stays_consistent(
        start in any::<u64>(),
        steps in prop::collection::vec((0..4u8, any::<u64>(), 0..64u32), 1..150),
    ) {
        let mut wheel = Wheel::new(start);
        let mut handles = Vec::new();
        let mut fired = Vec::new();
        for (kind, bits, shift) in steps {
            let wait = bits >> shift;
            match kind {
                0 => wheel.advance(wheel.now().saturating_add(wait), &mut fired),
                1 if !handles.is_empty() => {
                    wheel.cancel(handles[bits as usize % handles.len()]);
                }
                2 => _ = wheel.next_due(),
                // Enough at a time to make heavy buckets.
                _ => handles.extend((0..40).map(|key| wheel.insert(start.saturating_add(wait ^ key), key))),
            }
            wheel.assert_consistent();
        }
    }
}

/// A crowd that becomes due within one slot of each of several widths, woken only when it asks to be.
#[test]
fn a_wakeful_caller_never_waits_for_a_cascade() {
    for bits in [12, 18, 24, 30] {
        let mut wheel = Wheel::new(77);
        for key in 0..100_000u64 {
            wheel.insert(
                (3 << bits) + (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)),
                key,
            );
        }
        let mut fired = Vec::new();
        let (mut slices, mut most) = (0, 0);
        while let Some(at) = wheel.wake_at() {
            let before = wheel.moved();
            wheel.advance(at, &mut fired);
            most = most.max(wheel.moved() - before);
            slices += 1;
        }
        let bound = (SPILL * CHUNK + LEVELS * CHUNK) as u64;
        assert!(most <= bound, "{most} entries moved in one advance, {bound} promised");
        assert!(
            wheel.moved() <= 100_000 * bits / 6,
            "{} moves over {} levels",
            wheel.moved(),
            bits / 6
        );
        assert!(slices > 100_000 / bound, "the crowd was never large enough to be sliced");
        assert_eq!(fired.len(), 100_000);
        assert!(fired.is_sorted());
    }
}

#[test]
fn a_storm_at_one_instant_is_never_moved() {
    let mut wheel = Wheel::new(0);
    for key in 0..10_000u64 {
        wheel.insert(20 * 365 * 86_400_000, key.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }
    let mut fired = Vec::new();
    let mut wakes = 0;
    while let Some(at) = wheel.wake_at() {
        wheel.advance(at, &mut fired);
        wakes += 1;
    }
    assert_eq!((fired.len(), wakes, wheel.moved()), (10_000, 1, 0));
    assert!(fired.is_sorted());
}

#[test]
fn chunks_of_a_storm_are_given_back() {
    let mut wheel = Wheel::new(0);
    for round in 1..=4 {
        (0..100_000).for_each(|key| _ = wheel.insert(round * 1_000_000, key));
        wheel.advance(round * 1_000_000, &mut Vec::new());
    }
    assert_eq!(wheel.held(), 0);
    assert!(wheel.buckets.iter().all(|bucket| bucket.runs().next().is_none()));
}
