//! One event behind another of another case, against a search through all pairs.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{rules_of, told};
use crate::decision::Decision;

const CHECK: &str = r#"
check("again").title("再次受理", "accepted again").basis("试验")
    .on("accepted").follows("withdrawn").when(|c, e| e.officer != ()).per(|c, e| e.officer)
    .within(hours(3)).finding();
"#;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_123),
        ..ProptestConfig::default()
    })]

    /// Whether it is a withdrawal, hour, officer, case, and how many hours later it became known.
    #[test]
    fn what_follows_a_withdrawal_is_told_whatever_the_order_and_the_shards(
        events in prop::collection::vec((any::<bool>(), 0..12_u32, 0..2_u8, 0..5_u8, 0..12_u32), 1..14),
    ) {
        let rules = rules_of(CHECK);
        let line = |(nth, &(withdrawn, hour, officer, case, later)): (usize, &(bool, u32, u8, u8, u32))| {
            let kind = if withdrawn { "withdrawn" } else { "accepted" };
            format!("2025-03-03 {hour:02}:00 recorded 2025-03-03 {:02}:00 {kind} officer=w{officer} case=A-{case} record=r{nth}", hour + later)
        };
        let lines: Vec<_> = events.iter().enumerate().map(line).collect();
        let one = told(&rules, &lines, 1, "2025-03-03");
        for shards in [2, 3] {
            prop_assert_eq!(&told(&rules, &lines, shards, "2025-03-03"), &one);
        }
        let follows = |next: &(bool, u32, u8, u8, u32)| !next.0 && events.iter().any(|lead| {
            lead.0 && lead.2 == next.2 && lead.3 != next.3 && (lead.1..lead.1 + 3).contains(&next.1)
        });
        let mut expected: Vec<_> =
            events.iter().filter(|it| follows(it)).map(|it| (format!("A-{}", it.3), format!("w{}", it.2))).collect();
        let mut raised: Vec<_> = one.iter().filter_map(|it| match it {
            Decision::Raised(it) => Some((it.id.case.clone(), it.id.subject.clone()?)),
            Decision::Rejudged(_) | Decision::Deemed(_) => None,
        }).collect();
        expected.sort();
        raised.sort();
        prop_assert_eq!(raised, expected);
    }
}

#[test]
fn it_is_said_what_followed_what() {
    let lines = [
        "2025-03-03 09:00 withdrawn officer=w1 case=A-1",
        "2025-03-03 10:00 accepted officer=w1 case=A-2",
    ];
    let decisions = told(&rules_of(CHECK), &lines.map(str::to_owned), 1, "2025-03-03");
    let said: BTreeSet<_> = decisions
        .iter()
        .filter_map(|decision| match decision {
            Decision::Raised(it) => Some(format!("{} {}", it.id, it.message)),
            Decision::Rejudged(_) | Decision::Deemed(_) => None,
        })
        .collect();
    let expected = "A-2/again@w1/finding/1 再次受理（w1：2025-03-03 09:00:00 +08:00 A-1 之后 2025-03-03 10:00:00 +08:00 A-2） · accepted again (w1: A-1 on \
                    2025-03-03 09:00:00 +08:00, then A-2 on 2025-03-03 10:00:00 +08:00)";
    assert_eq!(said, BTreeSet::from([expected.to_owned()]));
}
