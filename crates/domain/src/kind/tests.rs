//! Names of kinds, and sets of them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::{EventKind, KindSet, Milestone};

#[test]
fn every_kind_has_a_name_of_its_own_in_both_languages() {
    let names: BTreeSet<_> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
    let terms: BTreeSet<_> = EventKind::ALL.iter().map(|kind| kind.zh()).collect();
    assert_eq!((names.len(), terms.len()), (EventKind::COUNT, EventKind::COUNT));
    for (at, &kind) in EventKind::ALL.iter().enumerate() {
        assert_eq!(kind.index(), at);
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
}

#[test]
fn a_name_that_is_none_is_told_so() {
    let error = "acepted".parse::<EventKind>().unwrap_err();
    assert_eq!(error.to_string(), "`acepted` is not an event kind");
}

#[test]
fn a_milestone_is_the_kind_of_its_name() {
    for &milestone in Milestone::ALL {
        assert_eq!(Milestone::of(milestone.kind()), Some(milestone));
        assert_eq!(format!("{milestone:?}"), format!("{:?}", milestone.kind()));
    }
    assert_eq!(Milestone::of(EventKind::Described), None);
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_set_of_kinds_is_a_set(
        one in prop::collection::btree_set(prop::sample::select(EventKind::ALL), 0..20),
        two in prop::collection::btree_set(prop::sample::select(EventKind::ALL), 0..20),
    ) {
        let set = |kinds: &BTreeSet<EventKind>| kinds.iter().copied().collect::<KindSet>();
        let both: BTreeSet<_> = one.union(&two).copied().collect();
        prop_assert_eq!(set(&one).union(set(&two)), set(&both));
        prop_assert_eq!(set(&both).iter().collect::<BTreeSet<_>>(), both.clone());
        prop_assert_eq!(set(&both).is_empty(), both.is_empty());
        for &kind in EventKind::ALL {
            prop_assert_eq!(set(&both).contains(kind), both.contains(&kind));
        }
    }
}
