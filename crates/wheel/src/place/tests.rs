//! The geometry, tried at every magnitude.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

/// Ticks whose highest bit is anywhere, so that every level has its share.
fn tick() -> impl Strategy<Value = u64> {
    prop_oneof![
        8 => (any::<u64>(), 0..64u32).prop_map(|(bits, shift)| bits >> shift),
        1 => (0..64u32, 0..3u64).prop_map(|(shift, near)| (1u64 << shift).wrapping_add(near).wrapping_sub(1)),
        1 => Just(u64::MAX),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 50_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_place_is_within_two_turns_and_no_finer_level_reaches_it(now in tick(), wait in tick()) {
        let now = now.min(u64::MAX - 1);
        let due = now.saturating_add(wait.max(1));
        let Place { level, slot } = Place::of(now, due);
        let ahead = slots_ahead(level, now, due);
        prop_assert!(ahead < SLOTS as u64, "{ahead} slots ahead at level {level}");
        prop_assert_eq!(slot as u64, (due >> (6 * level)) % SLOTS as u64);
        if level > 0 {
            prop_assert!(ahead >= 2, "{ahead} slots ahead at level {level}");
            prop_assert!(slot_before(level, due) > now);
            // Two turns of the level below end where the second next slot of this one begins.
            prop_assert_eq!(Place::of((now >> (6 * level)) << (6 * level), due).level, level);
        }
    }

    #[test]
    fn the_first_slot_is_the_nearest_ahead(marked in any::<u128>(), level in 0..LEVELS, from in tick()) {
        let start = (from >> (6 * level)) as usize;
        let nearest = (0..SLOTS).map(|ahead| start.wrapping_add(ahead) % SLOTS).find(|slot| marked >> slot & 1 == 1);
        prop_assert_eq!(first_slot(marked, level, from), nearest);
    }
}

#[test]
fn nothing_is_marked_on_an_empty_level() {
    assert_eq!(first_slot(0, 3, 12_345), None);
}
