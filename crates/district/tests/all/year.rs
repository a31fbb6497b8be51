//! The stream as a whole: the same for ever, in order, complete, of believable size.

use std::collections::{BTreeMap, BTreeSet};

use duban_domain::{EventKind, RecordKey};
use expect_test::expect;
use sha2::{Digest, Sha256};

use crate::world::{World, histories, kind};

#[test]
fn the_same_seed_is_the_same_year_on_any_machine() {
    let world = World::new();
    assert_eq!(digest(&world, 7), digest(&world, 7));
    assert_ne!(digest(&world, 7), digest(&world, 8));
    expect!["1040bb19eb5596849602a612ee0fedee97fb5e1629e4f0a2a2d8cfd50cc932db"]
        .assert_eq(&digest(&world, 7));
}

/// Over the bytes that a journal would store.
fn digest(world: &World, seed: u64) -> String {
    let mut hash = Sha256::new();
    for event in world.district(seed, 2_000).events() {
        hash.update(postcard::to_stdvec(&event).unwrap());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn events_come_in_the_order_of_recording_and_within_the_year() {
    let world = World::new();
    let zone = world.calendar.zone();
    let mut before = zone.start_of("2025-01-01".parse().unwrap());
    for event in world.district(3, 5_000).events() {
        assert!(before <= event.recorded_at, "{event:?} is recorded before {before}");
        assert!(event.occurred_at <= event.recorded_at, "{event:?} is known before it happened");
        before = event.recorded_at;
    }
    assert!(before < zone.start_of("2026-01-01".parse().unwrap()), "recorded after the year");
}

#[test]
fn no_record_comes_twice_and_a_correction_has_something_to_correct() {
    let district = World::new().district(4, 20_000);
    let (mut seen, mut corrections) = (BTreeSet::new(), 0);
    for event in district.events() {
        let key = match &event.origin.key {
            RecordKey::Ordinal(number) => number.to_string(),
            RecordKey::Text(text) | RecordKey::Derived(text) => text.clone(),
        };
        let record = (event.case().unwrap().clone(), key);
        let version = event.origin.version;
        if version == 2 {
            corrections += 1;
            assert!(seen.contains(&(record.clone(), 1)), "{record:?} corrects nothing");
        }
        assert!(seen.insert((record, version)), "{event:?} comes twice");
    }
    assert!(corrections > 0);
}

#[test]
fn every_kind_of_event_occurs() {
    let mut counts = BTreeMap::new();
    for event in World::new().district(5, 60_000).events() {
        *counts.entry(kind(&event)).or_insert(0) += 1;
    }
    let missing: Vec<_> = EventKind::ALL.iter().filter(|kind| !counts.contains_key(kind)).collect();
    assert!(missing.is_empty(), "{missing:?} of {counts:?}");
}

#[test]
fn a_case_is_described_first_and_has_some_eight_events() {
    let district = World::new().district(6, 10_000);
    let histories = histories(&district);
    let (cases, events) = (histories.len(), histories.values().map(Vec::len).sum::<usize>());
    assert!(cases as u32 <= district.case_count() && cases > 9_800, "{cases} cases");
    assert!((6..=12).contains(&(events / cases)), "{events} events in {cases} cases");
    for (case, history) in &histories {
        assert_eq!(kind(&history[0]), EventKind::Described, "{case}");
        let described = history.iter().filter(|it| kind(it) == EventKind::Described).count();
        assert_eq!(described, 1, "{case}");
    }
}

#[test]
fn a_district_may_have_nothing_to_offer() {
    let world = World { catalogue: duban_domain::Catalogue::default(), ..World::new() };
    let district = world.district(1, 100);
    assert_eq!((district.events().count(), district.planted().len()), (0, 0));
}

#[test]
fn a_year_begins_at_once() {
    // Were a province's year told as a whole, this would take minutes and gigabytes.
    let district = World::new().district(1, 50_000_000);
    let beginning: Vec<_> = district.events().take(1_000).collect();
    assert!(beginning[999].recorded_at < beginning[0].recorded_at.plus_ms(86_400_000));
}
