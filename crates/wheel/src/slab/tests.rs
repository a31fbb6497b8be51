//! Generations, up to their end.

use super::*;

#[test]
fn a_place_is_used_again_under_a_new_name() {
    let mut slab = Slab::default();
    let first = slab.insert();
    assert!(slab.remove(first));
    let second = slab.insert();
    assert_eq!((first.index, slab.generations.len()), (second.index, 1));
    assert!(!slab.is_live(first) && slab.is_live(second));
    assert!(!slab.remove(first));
    assert_eq!(slab.live(), 1);
    assert!(slab.remove(second));
}

#[test]
fn a_place_that_has_spent_its_generations_is_retired() {
    let mut slab = Slab::default();
    let handle = slab.insert();
    slab.remove(handle);
    slab.generations[0] = RETIRED - 1;

    let last = slab.insert();
    assert_eq!((last.index, last.generation), (0, RETIRED - 1));
    assert!(slab.remove(last));
    assert_eq!(slab.insert().index, 1);
    assert!(!slab.is_live(last));
}

#[test]
fn every_free_place_is_used_again() {
    let mut slab = Slab::default();
    let handles: Vec<_> = (0..100).map(|_| slab.insert()).collect();
    assert!(handles.iter().all(|&handle| slab.remove(handle)));
    let again: Vec<_> = (0..100).map(|_| slab.insert()).collect();
    assert_eq!((slab.generations.len(), slab.live()), (100, 100));
    assert!(handles.iter().all(|&handle| !slab.is_live(handle)));
    assert!(again.iter().all(|&handle| slab.is_live(handle)));
}

#[test]
fn none_names_nothing() {
    let mut slab = Slab::default();
    assert!(!slab.remove(Handle::NONE));
    slab.insert();
    assert!(!slab.is_live(Handle::NONE));
}
