//! The journal against a plain list of events: same order, same histories, same root, whatever is done to it.

use crate::disk::Disk;
use crate::shared::{about_case, about_warning, assert_holds, read};
use duban_domain::{Event, WarningFact};
use duban_journal::{Appended, Journal, Limits, Quarantined};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The journal as one would write it with all the memory and time in the world.
#[derive(Default)]
struct Model {
    events: Vec<Event>,
    quarantined: Vec<Quarantined>,
}

impl Model {
    fn append(&mut self, events: Vec<Event>) -> Appended {
        let mut appended = Appended { first: self.events.len() as u64, appended: 0, duplicates: 0 };
        for event in events {
            let same = |known: &Event| known.case() == event.case() && known.origin == event.origin;
            if self.events.iter().any(same) {
                appended.duplicates += 1;
            } else {
                self.events.push(event);
                appended.appended += 1;
            }
        }
        appended
    }

    fn quarantine(&mut self, records: Vec<Quarantined>) -> u64 {
        let before = self.quarantined.len();
        for record in records {
            let same = |known: &Quarantined| {
                known.source == record.source && known.record == record.record
            };
            if !self.quarantined.iter().any(same) {
                self.quarantined.push(record);
            }
        }
        (self.quarantined.len() - before) as u64
    }
}

#[derive(Clone, Debug)]
enum Step {
    Append(Vec<Event>),
    Bulk(Vec<Event>),
    Quarantine(Vec<Quarantined>),
    Settle,
    Reopen,
    ReadFrom(prop::sample::Index),
}

/// Few cases, keys and versions, so that the same event comes again, in one batch and in different ones.
fn event() -> impl Strategy<Value = Event> {
    let case = prop::sample::select(vec!["A", "B", "C", "D", "E", "F", "G", "H", ""]);
    (case, 0..12u32, 1..3u32, any::<bool>()).prop_map(|(case, key, version, about_the_case)| {
        if about_the_case {
            about_case(case, key, version)
        } else {
            about_warning(case, key, WarningFact::Acknowledged)
        }
    })
}

fn record() -> impl Strategy<Value = Quarantined> {
    (0..3u8, 0..4u8, any::<u8>()).prop_map(|(source, record, reason)| Quarantined {
        source: format!("file {source}"),
        place: format!("line {reason}"),
        reason: format!("reason {reason}"),
        advice: "write it in full".to_owned(),
        record: format!("record {record}"),
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => prop::collection::vec(event(), 0..8).prop_map(Step::Append),
        3 => prop::collection::vec(event(), 0..30).prop_map(Step::Bulk),
        1 => prop::collection::vec(record(), 0..5).prop_map(Step::Quarantine),
        1 => Just(Step::Settle),
        2 => Just(Step::Reopen),
        1 => any::<prop::sample::Index>().prop_map(Step::ReadFrom),
    ]
}

/// Limits so small that all they bound happens all the time.
fn limits() -> impl Strategy<Value = Limits> {
    (1..20u64, 0..2usize, 0..20usize, 1..6usize).prop_map(
        |(drain_after, drain_step, forget_after, bulk)| Limits {
            drain_after,
            drain_step,
            forget_after,
            bulk,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]
    #[test]
    fn agrees_with_the_model(limits in limits(), steps in prop::collection::vec(step(), 1..40)) {
        let disk = Disk::default();
        let mut journal = Journal::on_backend(disk.clone(), limits).unwrap();
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::Append(events) => {
                    prop_assert_eq!(journal.append(events.clone()).unwrap(), model.append(events));
                }
                Step::Bulk(events) => {
                    let (mut told, all) = (0, events.len() as u64);
                    let appended = journal.append_bulk(events.clone().into_iter(), &mut |taken| told = taken).unwrap();
                    let expected = model.append(events);
                    prop_assert_eq!((appended.appended, appended.duplicates), (expected.appended, expected.duplicates));
                    prop_assert_eq!((appended.first, told), (expected.first, all));
                }
                Step::Quarantine(records) => {
                    prop_assert_eq!(journal.quarantine(&records).unwrap(), model.quarantine(records));
                }
                Step::Settle => journal.settle().unwrap(),
                Step::Reopen => {
                    drop(journal);
                    journal = Journal::on_backend(disk.clone(), limits).unwrap();
                }
                Step::ReadFrom(at) => {
                    let from = at.index(model.events.len() + 2);
                    let expected: Vec<_> = model.events.iter().cloned().zip(0..).skip(from).collect();
                    let expected: Vec<_> = expected.into_iter().map(|(event, at)| (at, event)).collect();
                    prop_assert_eq!(read(&journal, from as u64).unwrap(), expected);
                }
            }
            assert_holds(&journal, &model.events);
        }
        let quarantined: Vec<_> = (1..).zip(model.quarantined).collect();
        prop_assert_eq!(journal.quarantined().unwrap(), quarantined);
    }
}

/// Enough for many blocks, so that histories lead from block to block.
#[test]
fn many_blocks_are_one_journal() {
    let limits = Limits { bulk: 1 << 14, ..Limits::default() };
    let journal = Journal::on_backend(Disk::default(), limits).unwrap();
    let events: Vec<Event> =
        (0..20_000u32).map(|n| about_case(&format!("case {}", n * 7919 % 200), n, 1)).collect();
    let mut told = Vec::new();
    let appended =
        journal.append_bulk(events.iter().cloned(), &mut |taken| told.push(taken)).unwrap();
    assert_eq!(appended, Appended { first: 0, appended: 20_000, duplicates: 0 });
    assert_eq!(told, [1 << 14, 20_000]);
    assert_holds(&journal, &events);
    assert!(journal.block_index().unwrap().len() > 10);
    let again = journal.append_bulk(events.iter().cloned(), &mut |_| {}).unwrap();
    assert_eq!(again, Appended { first: 20_000, appended: 0, duplicates: 20_000 });
}
