//! Too many different things within a time: by hand, and against a search through all stretches.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{groups, rules_of, told};
use crate::decision::Decision;

const CHECKS: &str = r#"
check("motley").title("窗口过多", "many desks").basis("试验").on("completed")
    .per(|c, e| e.officer).different(|c, e| e.post).over(2).within(minutes(5)).finding();
"#;

/// Minute of the day, officer, post, and how many minutes later it became known.
type Closure = (u32, u8, Option<u8>, u32);

fn line((nth, (minute, officer, post, later)): (usize, &Closure)) -> String {
    let time = |minute: u32| format!("2025-03-03 {:02}:{:02}", minute / 60, minute % 60);
    let post = post.map(|post| format!(" post=p{post}")).unwrap_or_default();
    let (occurred, recorded) = (time(*minute), time(minute + later));
    format!(
        "{occurred} recorded {recorded} completed officer=w{officer}{post} case=A-{nth} record=r{nth}"
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_123),
        ..ProptestConfig::default()
    })]

    #[test]
    fn who_did_too_many_different_things_is_told_whatever_the_order_and_the_shards(
        closures in prop::collection::vec((0..40_u32, 0..2_u8, prop::option::weighted(0.9, 0..4_u8), 0..90_u32), 1..24),
    ) {
        let rules = rules_of(CHECKS);
        let lines: Vec<_> = closures.iter().enumerate().map(line).collect();
        let one = told(&rules, &lines, 1, "2025-03-03");
        for shards in [2, 3] {
            prop_assert_eq!(&told(&rules, &lines, shards, "2025-03-03"), &one);
        }
        let too_many = |officer: u8| {
            let own = || closures.iter().filter(move |it| it.1 == officer);
            own().any(|from| {
                let near = own().filter(|it| (from.0..from.0 + 5).contains(&it.0));
                near.filter_map(|it| it.2).collect::<BTreeSet<_>>().len() > 2
            })
        };
        let expected: BTreeSet<_> = (0..2).filter(|it| too_many(*it)).map(|it| format!("w{it}")).collect();
        prop_assert_eq!(groups(&one, "motley"), expected);
    }
}

#[test]
fn a_correction_may_make_two_things_one() {
    let lines = [
        "2025-03-03 09:00 completed officer=w1 post=p1 case=A-1 record=a",
        "2025-03-03 09:01 completed officer=w1 post=p2 case=A-2 record=b",
        "2025-03-03 09:01 recorded 2025-03-03 09:02 completed officer=w1 post=p1 case=A-2 record=b version=2",
        "2025-03-03 09:03 completed officer=w1 post=p3 case=A-3 record=c",
    ];
    let mut lines = lines.map(str::to_owned);
    let rules = rules_of(CHECKS);
    assert_eq!(groups(&told(&rules, &lines, 1, "2025-03-03"), "motley"), BTreeSet::new());
    lines[2] = lines[2].replace("post=p1", "post=p4");
    let said = told(&rules, &lines, 1, "2025-03-03").into_iter().map(|it| match it {
        Decision::Raised(it) => format!("{} {}", it.id, it.message),
        Decision::Rejudged(_) | Decision::Deemed(_) => unreachable!(),
    });
    let said: Vec<_> = said.collect();
    assert_eq!(
        said,
        [
            "A-3/motley@w1/finding/1 窗口过多（w1：2025-03-03 09:00:00 +08:00 至 2025-03-03 09:03:00 +08:00 共 3 件，不同者 3 个：A-1, A-2, A-3） · \
             many desks (w1: 3 from 2025-03-03 09:00:00 +08:00 to 2025-03-03 09:03:00 +08:00, 3 different: A-1, A-2, A-3)"
        ]
    );
}
