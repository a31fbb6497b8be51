//! Real logs through the mappings that ship: every record of the log is exactly one event.
//!
//! The logs are not part of the repository; they are read from `../shared/data/logs` beside it, and a test says so and passes
//! where they are absent.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use duban_domain::{About, EventKind};
use duban_exchange::{Incoming, file_stem, open, read};
use expect_test::{Expect, expect};

use crate::support::{repository, shipped};

/// Reads a log and compares the count of its events, kind by kind: records, then derived.
#[track_caller]
fn check(log: &str, mapping: &str, expected: Expect) {
    let path = repository().join("../shared/data/logs").join(log);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return;
    }
    let mapping = shipped(mapping);
    let (input, _) = open(&path).unwrap();
    let mut counts: BTreeMap<(&str, EventKind), usize> = BTreeMap::new();
    let (mut cases, mut identities) = (BTreeSet::new(), HashSet::new());
    let (mut records, mut derived) = (0, 0);
    for incoming in read(input, &file_stem(&path), &mapping).unwrap() {
        match incoming.unwrap() {
            Incoming::Event { event, derived: is_derived, .. } => {
                let About::Case { case, fact } = &event.about else {
                    panic!("an import tells of cases only")
                };
                cases.insert(case.clone());
                assert!(
                    identities.insert((case.clone(), event.origin.clone())),
                    "{:?} of {case} comes twice",
                    event.origin
                );
                *(if is_derived { &mut derived } else { &mut records }) += 1;
                *counts
                    .entry((if is_derived { "derived" } else { "records" }, fact.kind()))
                    .or_default() += 1;
            }
            Incoming::Quarantined(bad) => panic!("{}: {}\n{}", bad.place, bad.reason, bad.record),
        }
    }
    let mut told = format!("{} cases, {records} records, {derived} derived\n", cases.len());
    for ((which, kind), count) in counts.into_iter().rev() {
        told += &format!("{which} {kind} {count}\n");
    }
    expected.assert_eq(&told);
}

#[test]
fn the_receipt_phase() {
    check(
        "receipt.xes.gz",
        "wabo-receipt.toml",
        expect![[r#"
        1434 cases, 8577 records, 4197 derived
        records step_completed 8577
        derived completed 1329
        derived accepted 1434
        derived described 1434
    "#]],
    );
}

#[test]
fn the_first_municipality() {
    check(
        "BPIC15_1.xes.gz",
        "bpic15.toml",
        expect![[r#"
            1199 cases, 52217 records, 4553 derived
            records noted 48344
            records deemed_granted 10
            records lapsed 42
            records withdrawn 68
            records delivered 903
            records denied 2
            records granted 911
            records extension_approved 143
            records resumed 24
            records suspended 29
            records refused 5
            records not_accepted 2
            records supplement_received 247
            records supplement_requested 288
            records submitted 1199
            derived completed 956
            derived accepted 1199
            derived received 1199
            derived described 1199
        "#]],
    );
}

#[test]
fn the_second_municipality() {
    check(
        "BPIC15_2.xes.gz",
        "bpic15.toml",
        expect![[r#"
            832 cases, 44354 records, 3207 derived
            records noted 41620
            records deemed_granted 8
            records lapsed 32
            records withdrawn 29
            records delivered 706
            records granted 700
            records extension_approved 78
            records resumed 16
            records suspended 19
            records refused 1
            records not_accepted 3
            records supplement_received 134
            records supplement_requested 178
            records submitted 830
            derived completed 711
            derived accepted 832
            derived received 832
            derived described 832
        "#]],
    );
}

#[test]
fn building_permits_of_a_city() {
    check(
        "calgary_building_permits.csv.gz",
        "calgary.toml",
        expect![[r#"
        5000 cases, 5000 records, 14223 derived
        records described 5000
        derived completed 4439
        derived granted 4784
        derived received 5000
    "#]],
    );
}
