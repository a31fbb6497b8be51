//! Generations, up to their end.

use super::*;

#[test]
fn a_record_is_reused_under_a_new_name() {
    let mut slab = Slab::default();
    let first = slab.insert(u64::MAX - 1);
    assert_eq!(slab.remove(first), Some(u64::MAX - 1));
    let second = slab.insert(2);
    assert_eq!((first.index, slab.records.len()), (second.index, 1));
    assert!(!slab.is_live(first));
    assert_eq!(slab.remove(first), None);
    assert_eq!((slab.live(), slab.remove(second)), (1, Some(2)));
}

#[test]
fn a_record_that_has_spent_its_generations_is_retired() {
    let mut slab = Slab::default();
    let handle = slab.insert(1);
    slab.remove(handle);
    slab.records[0].generation = RETIRED - 1;

    let last = slab.insert(2);
    assert_eq!((last.index, last.generation), (0, RETIRED - 1));
    assert_eq!(slab.remove(last), Some(2));
    let next = slab.insert(3);
    assert_eq!(next.index, 1);
    assert!(!slab.is_live(last));
    assert_eq!(slab.remove(Handle::NONE), None);
}

#[test]
fn the_free_list_gives_back_every_record() {
    let mut slab = Slab::default();
    let handles: Vec<_> = (0..100).map(|key| slab.insert(key)).collect();
    for &handle in &handles {
        assert!(slab.remove(handle).is_some());
    }
    let again: Vec<_> = (0..100).map(|key| slab.insert(key)).collect();
    assert_eq!((slab.records.len(), slab.live()), (100, 100));
    assert!(handles.iter().all(|&handle| !slab.is_live(handle)));
    assert!(again.iter().all(|&handle| slab.is_live(handle)));
}

#[test]
fn none_names_nothing() {
    let mut slab = Slab::default();
    assert_eq!(slab.remove(Handle::NONE), None);
    slab.insert(1);
    assert!(!slab.is_live(Handle::NONE));
}
