//! Gaps in numbers against a search for what is missing, in any order of arrival and on any number of shards.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{rules_of, told};
use crate::across::gap::{LEAP, OPEN};
use crate::decision::Decision;

const CHECK: &str = r#"
check("gap").title("断号", "a gap").basis("试验")
    .on("certificate_issued").when(|c, e| e.department != ()).per(|c, e| e.department)
    .numbers(|c, e| e.number).missing_for(workdays(1)).finding();
"#;

fn line(minute: usize, department: u8, number: u64) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    let case = number % 10;
    format!(
        "2025-03-03 {hour:02}:{minute:02} certificate_issued 〔2025〕第{number:03}号 department=d{department} case=A-{case} record=d{department}n{number}"
    )
}

/// What is told of the gaps, in the English half of the messages.
fn raised(decisions: &[Decision]) -> BTreeSet<String> {
    let said = |decision: &Decision| match decision {
        Decision::Raised(it) => {
            Some(it.message.rsplit_once('(')?.1.trim_end_matches(')').to_owned())
        }
        Decision::Rejudged(_) | Decision::Deemed(_) => None,
    };
    decisions.iter().filter_map(said).collect()
}

fn missing(department: u8, numbers: &BTreeSet<u64>) -> Vec<String> {
    let numbers: Vec<u64> = numbers.iter().copied().collect();
    let mut expected = Vec::new();
    for pair in numbers.windows(2) {
        let (first, last, next) = (pair[0] + 1, pair[1] - 1, pair[1]);
        let written = |number: u64| format!("〔2025〕第{number:03}号");
        if first == last {
            expected.push(format!(
                "d{department}: {} is missing before {}",
                written(first),
                written(next)
            ));
        } else if first < last && last - first < LEAP {
            let [one, other] = [first, last].map(written);
            expected.push(format!(
                "d{department}: {one} to {other} are missing before {}, {} numbers",
                written(next),
                last - first + 1
            ));
        }
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_125),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_does_not_come_in_time_is_missing_whatever_the_order_and_the_shards(
        numbers in prop::collection::btree_set((0..2_u8, prop_oneof![4 => 1..40_u64, 1 => 100..400_u64]), 1..40)
            .prop_map(|set| set.into_iter().collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let rules = rules_of(CHECK);
        let lines: Vec<_> =
            numbers.iter().enumerate().map(|(minute, &(department, number))| line(minute, department, number)).collect();
        let one = told(&rules, &lines, 1, "2025-03-10");
        for shards in [2, 3] {
            prop_assert_eq!(&told(&rules, &lines, shards, "2025-03-10"), &one);
        }
        let of = |department: u8| numbers.iter().filter(|it| it.0 == department).map(|it| it.1).collect();
        let expected: BTreeSet<_> = (0..2).flat_map(|department| missing(department, &of(department))).collect();
        prop_assert_eq!(raised(&one), expected);
    }
}

#[test]
fn a_number_may_come_until_the_end_of_its_time() {
    let rules = rules_of(CHECK);
    let with = |last: &str| {
        let late = format!("{last} certificate_issued 〔2025〕第008号 department=d0 case=A-8");
        let lines = [line(0, 0, 7), line(1, 0, 9), late];
        raised(&told(&rules, &lines, 1, "2025-03-10")).len()
    };
    assert_eq!(with("2025-03-04 23:59"), 0);
    assert_eq!(with("2025-03-05 00:00"), 0);
    assert_eq!(with("2025-03-05 00:01"), 1);
}

#[test]
fn of_too_many_gaps_the_lowest_are_given_up() {
    let rules = rules_of(CHECK);
    // Every other number, one gap more than is waited for.
    let lines: Vec<_> =
        (0..=OPEN + 1).map(|nth| line(nth, 0, 1 + 2 * u64::try_from(nth).unwrap())).collect();
    let told = raised(&told(&rules, &lines, 1, "2025-03-10"));
    assert_eq!(told.len(), OPEN);
    assert!(!told.iter().any(|it| it.contains("第002号 is missing")), "{told:?}");
}

#[test]
fn what_has_no_digits_is_no_number_and_long_ones_count_by_their_end() {
    let rules = rules_of(CHECK);
    let numbers = ["无", "202503030000000000007", "202503030000000000009"];
    let lines: Vec<_> = numbers
        .iter()
        .enumerate()
        .map(|(nth, number)| {
            format!(
                "2025-03-03 09:0{nth} certificate_issued text={number} department=d0 case=A-{nth}"
            )
            .replace("text=", "")
        })
        .collect();
    assert_eq!(
        raised(&told(&rules, &lines, 1, "2025-03-10")),
        BTreeSet::from([
            "d0: 202503030000000000008 is missing before 202503030000000000009".to_owned()
        ])
    );
}
