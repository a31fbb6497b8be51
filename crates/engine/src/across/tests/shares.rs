//! Shares and jumps against plain counting, on any number of shards.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{rules_of, told};
use crate::decision::Decision;

const CHECKS: &str = r#"
check("share").title("不予许可率", "refusals").basis("试验")
    .on(["granted", "denied"]).when(|c, e| e.department != ()).per(|c, e| e.department)
    .share(|c, e| e.kind == "denied").over_percent(50).at_least(3).each(months(1)).finding();
check("jump").title("突增", "a jump").basis("试验")
    .on(["granted", "denied"]).when(|c, e| e.department != ()).per(|c, e| e.department)
    .over_times(2).at_least(2).each(months(1)).finding();
check("worse").title("否定率上升", "more refusals").basis("试验")
    .on(["granted", "denied"]).when(|c, e| e.department != ()).per(|c, e| e.department)
    .share(|c, e| e.kind == "denied").over_times(1).at_least(2).each(months(1)).finding();
check("unlike").title("否定率偏离", "unlike others").basis("试验")
    .on(["granted", "denied"]).when(|c, e| e.department != ()).per(|c, e| e.department)
    .share(|c, e| e.kind == "denied").over_times(2).against("others").at_least(2).each(months(1)).finding();
check("busy").title("业务量偏离", "busier than others").basis("试验")
    .on(["granted", "denied"]).when(|c, e| e.department != ()).per(|c, e| e.department)
    .over_times(1).against("others").at_least(2).each(months(1)).finding();
"#;

/// Whether it was refused, month and day on which it became known, department and case.
type Decided = (bool, u32, u32, u8, u8);

fn line((nth, &(denied, month, day, department, case)): (usize, &Decided)) -> String {
    let kind = if denied { "denied" } else { "granted" };
    format!(
        "2025-01-01 09:00 recorded 2025-{month:02}-{day:02} 09:00 {kind} department=d{department} case=A-{case} record=r{nth}"
    )
}

/// What was told of whom at which midnight, with what was counted.
fn raised(decisions: &[Decision]) -> Vec<String> {
    let said = |decision: &Decision| match decision {
        Decision::Raised(it) => {
            let counted = it.message.rsplit_once('(')?.1.trim_end_matches(')');
            Some(format!("{} {counted}", it.id.rule))
        }
        Decision::Rejudged(_) | Decision::Deemed(_) => None,
    };
    let mut raised: Vec<_> = decisions.iter().filter_map(said).collect();
    raised.sort();
    raised
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_124),
        ..ProptestConfig::default()
    })]

    #[test]
    fn shares_and_jumps_are_those_of_plain_counting_whatever_the_shards(
        decided in prop::collection::vec((any::<bool>(), 1..4_u32, 1..29_u32, 0..3_u8, 0..9_u8), 1..40),
    ) {
        let rules = rules_of(CHECKS);
        let lines: Vec<_> = decided.iter().enumerate().map(line).collect();
        // The third month is not over.
        let one = told(&rules, &lines, 1, "2025-03-30");
        for shards in [2, 3] {
            prop_assert_eq!(&told(&rules, &lines, shards, "2025-03-30"), &one);
        }
        let mut counts: BTreeMap<(u8, u32), (u64, u64)> = BTreeMap::new();
        for &(denied, month, _, department, _) in &decided {
            let (all, hits) = counts.entry((department, month)).or_default();
            *all += 1;
            *hits += u64::from(denied);
        }
        let mut expected = Vec::new();
        for (&(department, month), &(all, hits)) in counts.iter().filter(|it| it.0.1 < 3) {
            if all >= 3 && hits * 2 > all {
                let permille = hits * 1000 / all;
                expected.push(format!("share d{department}: {hits} of {all} in 2025-{month:02}, {}.{} %", permille / 10, permille % 10));
            }
            let percent = |all: u64, hits: u64| {
                let permille = hits * 1000 / all;
                format!("{}.{} %", permille / 10, permille % 10)
            };
            let (before, denied) = counts.get(&(department, month - 1)).copied().unwrap_or_default();
            let last = format!("2025-{:02}", month - 1);
            if before >= 2 && all > before * 2 {
                expected.push(format!("jump d{department}: {all} in 2025-{month:02}, {before} in {last}"));
            }
            let own = format!("{hits} of {all} in 2025-{month:02}, {}", percent(all, hits));
            if before >= 2 && all >= 2 && hits * before > denied * all {
                expected.push(format!("worse d{department}: {own}; {denied} of {before} in {last}, {}", percent(before, denied)));
            }
            let others: Vec<_> = counts.iter().filter(|it| it.0.1 == month && it.0.0 != department).map(|it| it.1).collect();
            let (number, sum, denied) = others.iter().fold((0, 0, 0), |sum, it| (sum.0 + 1, sum.1 + it.0, sum.2 + it.1));
            if sum >= 2 && all >= 2 && hits * sum > 2 * denied * all {
                expected.push(format!("unlike d{department}: {own}; {denied} of {sum} of {number} others, {}", percent(sum, denied)));
            }
            if number > 0 && sum >= 2 * number && all * number > sum {
                expected.push(format!("busy d{department}: {all} in 2025-{month:02}, {sum} of {number} others"));
            }
        }
        expected.sort();
        prop_assert_eq!(raised(&one), expected);
    }
}

#[test]
fn a_share_counts_each_record_once_as_it_first_came_in() {
    let mut lines: Vec<_> =
        [(true, 1, 3, 0, 1), (true, 1, 3, 0, 2), (false, 1, 3, 0, 3), (false, 1, 3, 0, 4)]
            .iter()
            .enumerate()
            .map(line)
            .collect();
    let rules = rules_of(CHECKS);
    assert_eq!(raised(&told(&rules, &lines, 1, "2025-02-01")), Vec::<String>::new());
    let corrected = lines[2].replace("granted", "denied").replace("09:00 denied", "10:00 denied");
    lines.push(format!("{corrected} version=2"));
    assert_eq!(raised(&told(&rules, &lines, 1, "2025-02-01")), Vec::<String>::new());
}

#[test]
fn periods_of_several_months_begin_with_january() {
    let rules = rules_of(&CHECKS.replace("months(1)", "months(3)"));
    let decided = [(true, 1, 2, 0, 1), (true, 3, 31, 0, 2), (true, 4, 1, 0, 3), (true, 2, 2, 0, 4)];
    let lines: Vec<_> = decided.iter().enumerate().map(line).collect();
    assert_eq!(raised(&told(&rules, &lines, 1, "2025-03-30")), Vec::<String>::new());
    assert_eq!(
        raised(&told(&rules, &lines, 1, "2025-03-31")),
        ["share d0: 3 of 3 in 2025-01 to 2025-03, 100.0 %"]
    );
}

#[test]
fn a_period_is_compared_with_the_same_one_of_the_year_before() {
    let check = r#"
check("jump").title("突增", "a jump").basis("试验")
    .on(["granted", "denied"]).per(|c, e| e.department)
    .over_times(2).against("year_before").at_least(2).each(months(3)).finding();
"#;
    let line = |(nth, day): (usize, &str)| {
        format!("{day} 09:00 granted department=d0 case=A-{nth} record=r{nth}")
    };
    let five_after = |two: [&'static str; 2]| -> Vec<String> {
        let days = two.into_iter().chain(["2025-04-01"; 5]);
        days.enumerate().map(line).collect()
    };
    let rules = rules_of(check);
    let told = |lines: &[String]| raised(&told(&rules, lines, 1, "2025-06-30"));
    assert_eq!(
        told(&five_after(["2024-04-01", "2024-06-30"])),
        ["jump d0: 5 in 2025-04 to 2025-06, 2 in 2024-04 to 2024-06"]
    );
    assert_eq!(told(&five_after(["2024-04-01", "2024-07-01"])), Vec::<String>::new());
    assert_eq!(told(&five_after(["2025-03-01", "2025-03-31"])), Vec::<String>::new());
}
