//! What is read by hand against what is read by the general way: whatever the bytes, they never differ.

use duban_domain::Event;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::wire::{Record, encode};

/// Each number stands for itself; wanted are the facts whose names have a one in one of these bits.
struct Itself {
    wanted: u32,
}

impl Meaning<u32> for Itself {
    fn string(&mut self, number: u32) -> Option<u32> {
        Some(number)
    }

    fn case(&mut self, number: u32, _back: u64) -> Option<u32> {
        Some(number)
    }

    fn wants(&mut self, name: u32) -> bool {
        name & self.wanted != 0 || self.wanted == ALL
    }
}

/// Every fact is wanted.
const ALL: u32 = u32::MAX;

const BASE: Timestamp = Timestamp(1_773_912_600_000);

/// What is read the general way, less the facts of a description that are not wanted.
fn generally(bytes: &[u8], meaning: &mut Itself) -> Option<Event<u32>> {
    let mut event = crate::wire::decode(1, bytes, BASE).ok()?.event;
    if let About::Case { fact: CaseFact::Described(it), .. } = &mut event.about {
        it.facts.retain(|(name, _)| meaning.wants(*name));
    }
    Some(event)
}

#[track_caller]
fn check(bytes: &[u8], wanted: u32) -> bool {
    let mut meaning = Itself { wanted };
    let by_hand = read(bytes, BASE, &mut meaning);
    let is_plain = by_hand.is_some();
    if is_plain {
        assert_eq!(
            by_hand,
            generally(bytes, &mut meaning),
            "{bytes:?}, of which {wanted:#b} is wanted"
        );
    }
    is_plain
}

/// All, none, or some of the facts.
fn wanted() -> impl Strategy<Value = u32> {
    prop_oneof![Just(ALL), Just(0), 1..8u32]
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..300u32, any::<u32>()]
}

fn maybe() -> impl Strategy<Value = Option<u32>> {
    prop::option::of(number())
}

fn time() -> impl Strategy<Value = Timestamp> {
    prop_oneof![any::<i64>(), -1_000_000_000..1_000_000_000i64].prop_map(Timestamp)
}

fn plain_fact() -> impl Strategy<Value = CaseFact<u32>> {
    let value = prop_oneof![
        number().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Int),
        any::<bool>().prop_map(Value::Bool),
        time().prop_map(Value::Time),
    ];
    let facts = prop::collection::vec((number(), value), 0..5);
    let described = (maybe(), maybe(), facts).prop_map(|(item, department, facts)| {
        CaseFact::Described(Box::new(Description { item, department, facts }))
    });
    let outcome = any::<bool>().prop_map(|it| if it { Outcome::Passed } else { Outcome::Rejected });
    prop_oneof![
        described,
        prop::sample::select(Milestone::ALL).prop_map(CaseFact::Reached),
        number().prop_map(|step| CaseFact::StepStarted { step }),
        (number(), outcome).prop_map(|(step, outcome)| CaseFact::StepCompleted { step, outcome }),
        number().prop_map(|step| CaseFact::StepReturned { step }),
    ]
}

fn plain_record() -> impl Strategy<Value = Vec<u8>> {
    let key = prop_oneof![
        number().prop_map(RecordKey::Ordinal),
        number().prop_map(RecordKey::Text),
        number().prop_map(RecordKey::Derived),
    ];
    let origin = (number(), key, number()).prop_map(|(source, key, version)| Origin {
        source,
        key,
        version,
    });
    let by = (maybe(), maybe(), maybe()).prop_map(|(department, post, officer)| By {
        department,
        post,
        officer,
    });
    let about = (number(), plain_fact()).prop_map(|(case, fact)| About::Case { case, fact });
    let event = (time(), time(), origin, by, maybe(), about).prop_map(
        |(occurred_at, recorded_at, origin, by, note, about)| Event {
            occurred_at,
            recorded_at,
            origin,
            by,
            note,
            about,
        },
    );
    (any::<u64>(), event).prop_map(|(back, event)| {
        let mut bytes = Vec::new();
        encode(Record { back, event }, BASE, &mut bytes).unwrap();
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(7),
        cases: 2000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn plain_records_are_read_by_hand(bytes in plain_record(), wanted in wanted()) {
        prop_assert!(check(&bytes, wanted));
    }

    #[test]
    fn damaged_records_are_read_as_generally_or_not_at_all(
        bytes in plain_record(),
        wanted in wanted(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = bytes;
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        check(&bytes, wanted);
    }

    #[test]
    fn what_is_no_record_is_not_plain(
        bytes in prop::collection::vec(any::<u8>(), 0..60),
        wanted in wanted(),
    ) {
        check(&bytes, wanted);
    }
}
