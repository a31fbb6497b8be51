//! Chance has to be pinned: another sequence is another district for everybody.

use super::{Purpose, Random, WHOLE};

#[test]
fn sequences_are_the_same_for_ever_and_differ_from_each_other() {
    let draw = |seed, purpose, number| {
        let mut random = Random::new(seed, purpose, number);
        [random.below(1_000), random.below(1_000), random.below(1_000)]
    };
    assert_eq!(draw(1, Purpose::Case, 0), [28, 100, 803]);
    assert_ne!(draw(1, Purpose::Case, 0), draw(2, Purpose::Case, 0));
    assert_ne!(draw(1, Purpose::Case, 0), draw(1, Purpose::Items, 0));
    assert_ne!(draw(1, Purpose::Case, 0), draw(1, Purpose::Case, 1));
}

#[test]
fn draws_stay_in_their_ranges_and_fill_them() {
    let mut random = Random::new(1, Purpose::Case, 1);
    let mut seen = [0; 5];
    for _ in 0..10_000 {
        seen[random.between(3, 7) as usize - 3] += 1;
    }
    assert!(seen.iter().all(|&count| (1_800..2_200).contains(&count)), "{seen:?}");
    assert_eq!((random.below(0), random.between(4, 4)), (0, 4));
    let hits = (0..100_000).filter(|_| random.chance(WHOLE / 50)).count();
    assert!((1_800..2_200).contains(&hits), "{hits}");
}

#[test]
fn weights_are_kept() {
    let mut random = Random::new(1, Purpose::Items, 1);
    let mut seen = [0; 3];
    for _ in 0..10_000 {
        seen[random.weighted(&[1, 1, 10])] += 1;
    }
    assert_eq!(seen[1], 0, "what weighs nothing never comes");
    assert!((850..1_150).contains(&seen[0]), "{seen:?}");
}

#[test]
fn a_shuffled_list_is_another_order_of_the_same() {
    let mut list: Vec<u32> = (0..100).collect();
    Random::new(1, Purpose::Items, 2).shuffle(&mut list);
    assert!(!list.is_sorted());
    list.sort_unstable();
    assert!(list.into_iter().eq(0..100));
}
