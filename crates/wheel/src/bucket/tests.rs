//! Chunks and bounds.

use super::*;

fn filled(dues: impl IntoIterator<Item = u64>, spare: &mut Spare) -> Bucket {
    let mut bucket = Bucket::default();
    dues.into_iter()
        .for_each(|due| bucket.push(Entry { due, key: 0, handle: Handle::NONE }, spare));
    bucket
}

fn dues(bucket: &Bucket) -> Vec<u64> {
    bucket.runs().flatten().map(|entry| entry.due).collect()
}

#[test]
fn more_than_a_chunk_of_more_than_one_tick_is_heavy() {
    let spare = &mut Spare::default();
    let crowd = |count| std::iter::repeat_n(5, count);
    assert!(!filled(crowd(1000), spare).is_heavy());
    assert!(!filled([9].into_iter().chain(crowd(CHUNK - 1)), spare).is_heavy());
    assert!(filled([9].into_iter().chain(crowd(CHUNK)), spare).is_heavy());
    assert!(filled(crowd(CHUNK).chain([4]), spare).is_heavy());
}

#[test]
fn entries_come_out_as_they_went_in() {
    let spare = &mut Spare::default();
    for count in [0, 1, 63, 64, 65, 128, 200] {
        let mut bucket = filled(0..count, spare);
        assert_eq!(dues(&bucket), (0..count).collect::<Vec<_>>());
        bucket.clear(spare);
        assert!(bucket.is_empty() && dues(&bucket).is_empty());
    }
}

#[test]
fn the_last_entry_takes_the_place_of_a_removed_one() {
    let spare = &mut Spare::default();
    let mut bucket = filled(0..66, spare);
    bucket.swap_remove(3, spare);
    bucket.swap_remove(64, spare);
    assert_eq!(dues(&bucket), [0, 1, 2, 65].into_iter().chain(4..64).collect::<Vec<_>>());
    (0..64).for_each(|_| bucket.swap_remove(0, spare));
    assert!(bucket.is_empty() && bucket.earliest() == u64::MAX);
}

#[test]
fn chunks_come_off_the_end() {
    let spare = &mut Spare::default();
    let mut bucket = filled(0..70, spare);
    let counts: Vec<_> =
        std::iter::from_fn(|| bucket.pop_chunk()).map(|(_, count)| count).collect();
    assert_eq!(counts, [6, 64]);
    assert_eq!(bucket.earliest(), u64::MAX);
}

#[test]
fn a_storm_does_not_leave_its_memory_behind() {
    let spare = &mut Spare::default();
    filled(0..100_000, spare).clear(spare);
    assert_eq!(spare.0.len(), SPARE);
}
