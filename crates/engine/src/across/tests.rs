//! Bursts against a search through all pairs, on any number of shards; silences by hand. The other kinds of checks have files of their own.

mod again;
mod different;
mod gaps;
mod names;
mod shares;
mod versions;

use std::collections::BTreeSet;
use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_domain::line;
use duban_rulebook::{Bundle, RuleSet};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::across;
use crate::decision::{Decision, sort};
use crate::supervisor::Supervisor;

const CHECKS: &str = r#"
check("batch").title("批量办结", "closed in a batch").basis("试验")
    .on("completed").when(|c, e| e.officer != ()).per(|c, e| e.officer)
    .over(2).within(minutes(5)).finding();
check("silent").title("无数据", "no data").basis("试验")
    .on(["completed", "accepted"]).when(|c, e| e.department != ()).per(|c, e| e.department)
    .silent_for(workdays(1)).answers("department").finding();
check("missed").title("中断", "missed").basis("试验")
    .on("delivered").when(|c, e| e.department != ()).per(|c, e| e.department)
    .over(2).within(days(2)).silent_for(days(2)).answers("department").finding();
"#;

fn rules() -> Arc<RuleSet> {
    rules_of(CHECKS)
}

fn rules_of(checks: &str) -> Arc<RuleSet> {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let calendar = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/calendars/cn.toml"),
    );
    let bundle = Bundle::from_files(vec![
        file(
            "r/rulebook.toml",
            "name = \"r\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n",
        ),
        file("r/checks.rhai", checks),
        file("calendars/cn.toml", &calendar.unwrap()),
    ]);
    let rules = bundle.and_then(|bundle| RuleSet::from_bundles(vec![bundle]));
    Arc::new(rules.unwrap_or_else(|error| panic!("{}", error.render())))
}

/// What comes of these lines over so many shards, with time moved on to the end of a day.
fn told(rules: &Arc<RuleSet>, lines: &[String], shards: usize, until: &str) -> Vec<Decision> {
    let zone = rules.zone();
    let mut events: Vec<_> = (1..)
        .zip(lines)
        .map(|(number, text)| line::read(text, number, zone).unwrap_or_else(|it| panic!("{it}")))
        .collect();
    events.sort_by_key(|event| event.recorded_at);
    let until = zone.end_of(until.parse().unwrap());
    let mut supervisors: Vec<_> = (0..shards).map(|_| Supervisor::new(rules.clone())).collect();
    for event in events {
        let shard = event.case().map_or(0, |case| case.len() * 7 + usize::from(case.as_bytes()[2]))
            % shards;
        let supervisor = &mut supervisors[shard];
        let event = event.map(&mut |text| supervisor.symbols().intern(&text));
        supervisor.apply(&event);
    }
    supervisors.iter_mut().for_each(|supervisor| supervisor.advance(until));
    let mut decisions = across(&supervisors, until);
    for supervisor in &mut supervisors {
        decisions.append(&mut supervisor.take_decisions());
    }
    sort(&mut decisions);
    decisions
}

fn groups(decisions: &[Decision], rule: &str) -> BTreeSet<String> {
    let raised = decisions.iter().filter_map(|decision| match decision {
        Decision::Raised(it) if it.id.rule == rule => it.id.subject.clone(),
        Decision::Raised(_) | Decision::Rejudged(_) | Decision::Deemed(_) => None,
    });
    raised.collect()
}

/// Minute of the day, officer, case, and how many minutes later it became known.
type Closure = (u32, u8, u8, u32);

fn lines(closures: &[Closure]) -> Vec<String> {
    let time = |minute: u32| format!("2025-03-03 {:02}:{:02}", minute / 60, minute % 60);
    let line = |(nth, &(minute, officer, case, later)): (usize, &Closure)| {
        let (occurred, recorded) = (time(minute), time(minute + later));
        format!(
            "{occurred} recorded {recorded} completed officer=w{officer} case=A-{case} record=r{nth}"
        )
    };
    closures.iter().enumerate().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whoever_closed_too_many_at_once_is_told_whatever_the_order_and_the_shards(
        closures in prop::collection::vec((0..60_u32, 0..3_u8, 0..9_u8, 0..90_u32), 1..24),
    ) {
        let rules = rules();
        let lines = lines(&closures);
        let one = told(&rules, &lines, 1, "2025-03-03");
        for shards in [2, 3] {
            prop_assert_eq!(&told(&rules, &lines, shards, "2025-03-03"), &one);
        }
        let too_many = |officer: u8| {
            let minutes = || closures.iter().filter(move |it| it.1 == officer).map(|it| it.0);
            minutes().any(|from| minutes().filter(|it| (from..from + 5).contains(it)).count() > 2)
        };
        let expected: BTreeSet<_> = (0..3).filter(|it| too_many(*it)).map(|it| format!("w{it}")).collect();
        prop_assert_eq!(groups(&one, "batch"), expected);
    }
}

#[test]
fn a_burst_is_told_once_and_says_which_cases() {
    let closures = [
        (0, 1, 1, 0),
        (2, 1, 2, 0),
        (4, 1, 3, 0),
        (5, 1, 4, 0),
        (30, 1, 5, 0),
        (31, 1, 6, 0),
        (33, 1, 7, 0),
    ];
    let decisions = told(&rules(), &lines(&closures), 1, "2025-03-03");
    let said: Vec<_> = decisions
        .iter()
        .filter_map(|decision| match decision {
            Decision::Raised(it) => Some(format!("{} {}", it.id, it.message)),
            Decision::Rejudged(_) | Decision::Deemed(_) => None,
        })
        .collect();
    assert_eq!(
        said,
        [
            "A-3/batch@w1/finding/1 批量办结（w1：2025-03-03 00:00:00 +08:00 至 2025-03-03 00:04:00 +08:00 共 3 件：A-1, A-2, A-3） · closed in a \
             batch (w1: 3 from 2025-03-03 00:00:00 +08:00 to 2025-03-03 00:04:00 +08:00: A-1, A-2, A-3)",
            "A-7/batch@w1/finding/1 批量办结（w1：2025-03-03 00:30:00 +08:00 至 2025-03-03 00:33:00 +08:00 共 3 件：A-5, A-6, A-7） · closed in a \
             batch (w1: 3 from 2025-03-03 00:30:00 +08:00 to 2025-03-03 00:33:00 +08:00: A-5, A-6, A-7)",
        ]
    );
}

#[test]
fn a_record_that_became_another_kind_does_not_count_any_more() {
    let lines = [
        "2025-03-03 09:00 completed officer=w1 case=A-1 record=a",
        "2025-03-03 09:01 completed officer=w1 case=A-2 record=b",
        "2025-03-03 09:01 recorded 2025-03-03 09:02 delivered officer=w1 case=A-2 record=b version=2",
        "2025-03-03 09:03 completed officer=w1 case=A-3 record=c",
    ];
    let mut lines = lines.map(str::to_owned);
    assert_eq!(groups(&told(&rules(), &lines, 1, "2025-03-03"), "batch"), BTreeSet::new());
    lines[2] = lines[2].replace("delivered", "completed");
    let told = told(&rules(), &lines, 1, "2025-03-03");
    assert_eq!(groups(&told, "batch"), BTreeSet::from(["w1".to_owned()]));
}

#[test]
fn a_corrected_record_counts_as_what_it_says_now() {
    let lines = [
        "2025-03-03 09:00 completed officer=w1 case=A-1 record=a",
        "2025-03-03 09:01 completed officer=w1 case=A-2 record=b",
        "2025-03-03 08:00 recorded 2025-03-03 09:02 completed officer=w1 case=A-2 record=b version=2",
        "2025-03-03 09:03 completed officer=w1 case=A-3 record=c",
    ];
    let lines = lines.map(str::to_owned);
    assert_eq!(groups(&told(&rules(), &lines, 1, "2025-03-03"), "batch"), BTreeSet::new());
}

/// The working day after Friday the 7th is Monday the 10th, and what comes on Tuesday comes too late.
#[test]
fn who_sends_nothing_for_a_working_day_is_told() {
    let lines = [
        "2025-03-07 09:00 accepted department=甲局 case=A-1",
        "2025-03-11 09:00 completed department=甲局 case=A-1",
        "2025-03-07 09:00 accepted department=乙局 case=A-2",
        "2025-03-10 23:59 completed department=乙局 case=A-2",
    ];
    let lines = lines.map(str::to_owned);
    let dues = |until: &str| -> Vec<(String, Timestamp)> {
        let decisions = told(&rules(), &lines, 1, until);
        let raised = decisions.iter().filter_map(|decision| match decision {
            Decision::Raised(it) => Some((it.id.subject.clone()?, it.due_at)),
            Decision::Rejudged(_) | Decision::Deemed(_) => None,
        });
        raised.collect()
    };
    let rules = rules();
    let end_of = |day: &str| rules.zone().end_of(day.parse().unwrap());
    let first = ("甲局".to_owned(), end_of("2025-03-10"));
    assert_eq!(dues("2025-03-10"), vec![first.clone()]);
    let silent =
        [("乙局".to_owned(), end_of("2025-03-11")), ("甲局".to_owned(), end_of("2025-03-12"))];
    assert_eq!(dues("2025-03-12"), [vec![first], silent.to_vec()].concat());
}

/// More than two within two days, and then none for two days: whoever sends now and then is not missed.
#[test]
fn only_who_sends_regularly_is_missed() {
    let missed = |days: &[&str], until: &str| {
        let line = |(nth, day): (usize, &&str)| {
            format!("{day} delivered department=甲局 case=A-{nth} record=r{nth}")
        };
        let lines: Vec<_> = days.iter().enumerate().map(line).collect();
        groups(&told(&rules(), &lines, 2, until), "missed").len()
    };
    assert_eq!(
        missed(&["2025-03-03 09:00", "2025-03-03 09:00", "2025-03-04 09:00"], "2025-03-06"),
        1
    );
    assert_eq!(
        missed(&["2025-03-03 09:00", "2025-03-03 09:00", "2025-03-04 09:00"], "2025-03-05"),
        0
    );
    assert_eq!(missed(&["2025-03-03 09:00", "2025-03-04 09:00"], "2025-03-06"), 0);
    assert_eq!(
        missed(&["2025-03-02 09:00", "2025-03-03 09:00", "2025-03-04 09:00"], "2025-03-06"),
        0
    );
    let sent_on = ["2025-03-03 09:00", "2025-03-03 09:00", "2025-03-04 09:00", "2025-03-06 23:59"];
    assert_eq!(missed(&sent_on, "2025-03-07"), 0);
}
