//! A table of cases and cards in, the table of scores out.

use duban_rulebook::Rulebook;
use duban_score::{Grading, Scope, ScoringFailed, Subject, Table, score};
use expect_test::{Expect, expect};
use serde_json::Value;

use crate::pocket::{SCORING, rulebook};
use crate::told::{cards, cases, print, zone};

const CASES: &str = "
    A*21  取水许可  水务局/受理岗    accepted 10-08, due 10-20, granted 10-14
    B     取水许可  水务局/受理岗    accepted 10-09, due 10-21, granted 10-23
    C*20  林木采伐  林业局/受理岗    accepted 10-08, due 10-20, granted 10-20
    D     林木采伐  林业局/受理岗    accepted 10-12, due 10-24, withdrawn 10-15
    E     林木采伐  林业局/审核岗    accepted 09-28, due 10-12, granted 10-13
    F*3   户外广告  城管局/受理岗    accepted 10-08, due 10-20, granted 10-09
    G     户外广告  城管局/受理岗    received 10-29
    H     -         -/-              received 10-30, refused 10-30
";

const CARDS: &str = "
    B   promised   reminder  10-20  水务局/受理岗
    B   promised   yellow    10-22  水务局/审核岗
    C1  promised   reminder  10-19  林业局/受理岗
    C2  promised   reminder  10-19  林业局/受理岗
    C3  promised   reminder  10-19  林业局/受理岗
    E   promised   yellow    10-13  林业局/审核岗
    E   promised   red       10-13  林业局/审核岗  not due
    F1  backdated  yellow    10-08  城管局/受理岗
    G   unknown    finding   10-29  城管局/受理岗
";

#[test]
fn a_month_of_a_district() {
    check(
        Subject::Department,
        CASES,
        CARDS,
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
               1      22    22       21     1     21   53.00        0         1       1    0        0     104  水务局  优秀
               2      21    22       21     1      0   96.91        0         3       1    0        1      92  林业局  优秀
               -       4     3        3     0      3    8.00        1         0       1    0        0     103  城管局  优秀
               -       1     1        0     0      0       -        0         0       0    0        0     100  (not stated)  优秀
        "#]],
    );
}

#[test]
fn the_same_month_by_post() {
    check(
        Subject::Post,
        CASES,
        CARDS,
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  post  tier
               1      22    22       21     1     21   53.00        0         1       0    0        0     109  水务局/受理岗  优秀
               2      21    21       21     0      0   96.43        0         3       0    0        0      97  林业局/受理岗  优秀
               -       4     3        3     0      3    8.00        1         0       1    0        0     103  城管局/受理岗  优秀
               -       1     1        0     0      0       -        0         0       0    0        0     100  (not stated)  优秀
               -       0     1        0     1      0  107.00        0         0       1    0        1      95  林业局/审核岗  优秀
               -       0     0        0     0      0       -        0         0       1    0        0      95  水务局/审核岗  优秀
        "#]],
    );
}

#[test]
fn the_same_month_by_item() {
    check(
        Subject::Item,
        CASES,
        CARDS,
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  item  tier
               1      22    22       21     1     21   53.00        0         1       1    0        0     104  取水许可  优秀
               2      21    22       21     1      0   96.91        0         3       1    0        1      92  林木采伐  优秀
               -       4     3        3     0      3    8.00        1         0       1    0        0     103  户外广告  优秀
               -       1     1        0     0      0       -        0         0       0    0        0     100  (not stated)  优秀
        "#]],
    );
}

#[test]
fn equal_points_share_a_rank_and_the_next_is_left_out() {
    check(
        Subject::Department,
        "
        A*20  甲  民政局/-  accepted 10-08
        B*25  甲  财政局/-  accepted 10-08
        C*30  甲  审计局/-  accepted 10-08
        D*20  甲  文旅局/-  accepted 10-08
        ",
        "
        C1  promised  yellow  10-20  审计局/-
        D1  promised  red     10-20  文旅局/-
        ",
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
               1      25     0        0     0      0       -        0         0       0    0        0     100  财政局  优秀
               1      20     0        0     0      0       -        0         0       0    0        0     100  民政局  优秀
               3      30     0        0     0      0       -        0         0       1    0        0      95  审计局  优秀
               4      20     0        0     0      0       -        0         0       0    1        0      90  文旅局  优秀
        "#]],
    );
}

#[test]
fn nineteen_cases_are_shown_and_not_ranked() {
    check(
        Subject::Department,
        "
        A*19  甲  民政局/-  accepted 10-08
        B*20  甲  财政局/-  accepted 10-08
        ",
        "B1  promised  red  10-20  财政局/-",
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
               1      20     0        0     0      0       -        0         0       0    1        0      90  财政局  优秀
               -      19     0        0     0      0       -        0         0       0    0        0     100  民政局  优秀
        "#]],
    );
}

#[test]
fn the_month_begins_and_ends_at_midnight_in_shanghai() {
    // The limit of 30 September runs out at 24:00: the card is October's first. That of 31 October is November's.
    check(
        Subject::Department,
        "
        A  甲  民政局/-  accepted 09-01, due 09-30, granted 10-01
        B  甲  民政局/-  accepted 10-01, due 10-31
        C  甲  民政局/-  accepted 11-01
        ",
        "
        A  promised  yellow    10-01  民政局/-
        A  promised  reminder  09-30  民政局/-
        B  promised  reminder  10-31  民政局/-
        B  promised  yellow    11-01  民政局/-
        ",
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
               -       1     1        0     1      0  103.00        0         1       1    0        0      95  民政局  优秀
        "#]],
    );
}

#[test]
fn a_dimension_loses_no_more_than_it_has() {
    check(
        Subject::Department,
        "A*20  甲  民政局/-  accepted 10-08",
        "
        A1  promised  red  10-20  民政局/-
        A2  promised  red  10-20  民政局/-
        A3  promised  red  10-20  民政局/-
        A4  promised  red  10-20  民政局/-
        A5  promised  red  10-20  民政局/-
        ",
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
               1      20     0        0     0      0       -        0         0       0    5        0      60  民政局  合格
        "#]],
    );
}

#[test]
fn a_scoring_reads_clocks_and_checks_by_name() {
    let scoring = r#"
        scoring().title("绩效", "performance").basis("办法")
            .dimension("承诺", "promises", 50).deduct(|m| m.clock("promised").yellow * 7 + m.clock("promised").all)
            .dimension("行为", "conduct", 50).deduct(|m| m.check("backdated") * 20);
    "#;
    let table = table(Subject::Department, CASES, CARDS, Some(scoring)).unwrap();
    let points = table.rows.iter().map(|row| {
        let name = row.who.name().unwrap_or("(not stated)");
        format!("{name} {}\n", row.total_points().unwrap())
    });
    expect![[r#"
        水务局 91
        林业局 89
        (not stated) 100
        城管局 80
    "#]]
    .assert_eq(&points.collect::<String>());
}

#[test]
fn without_a_scoring_there_are_counts_only() {
    let table = table(Subject::Department, CASES, CARDS, None).unwrap();
    expect![[r#"
        2026-10
        rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
           -      22    22       21     1     21   53.00        0         1       1    0        0       -  水务局  -
           -      21    22       21     1      0   96.91        0         3       1    0        1       -  林业局  -
           -       4     3        3     0      3    8.00        1         0       1    0        0       -  城管局  -
           -       1     1        0     0      0       -        0         0       0    0        0       -  (not stated)  -
    "#]].assert_eq(&print(&table));
}

#[test]
fn a_scoring_that_fails_says_for_whom() {
    let scoring = r#"
        scoring().title("绩效", "performance").basis("办法")
            .dimension("承诺", "promises", 50).deduct(|m| 100 / (m.red + m.yellow + m.volume - 1));
    "#;
    let told = "A  甲  民政局/-  accepted 10-08";
    let failed = table(Subject::Department, told, "", Some(scoring)).unwrap_err();
    expect![[r#"
        2026-10 can't be scored: the rulebook's scoring fails for `民政局`; correct it and ask again
        pocket/scoring.rhai:3: this cannot be calculated: a number is divided by zero or grows too large; check the numbers before calculating"#]].assert_eq(&format!("{failed}\n{}", failed.fault));
}

#[test]
fn programs_read_exact_numbers() {
    let scoring = r#"
        scoring().title("绩效", "performance").basis("办法")
            .dimension("承诺", "promises", 100).deduct(|m| m.late * 0.5).bonus("提前", "early", |m| m.early_percent / 10);
    "#;
    let told = "
        A  甲  民政局/受理岗  accepted 10-08, due 10-20, granted 10-12
        B  甲  民政局/受理岗  accepted 10-08, due 10-11, granted 10-12
    ";
    let card = "B promised yellow 10-12 民政局/受理岗";
    let table = table(Subject::Post, told, card, Some(scoring)).unwrap();
    expect![[r#"
        {
          "name": "受理岗",
          "department": "民政局",
          "rank": null,
          "points": {
            "total": "104.5",
            "bonus": "5",
            "dimensions": [
              {
                "zh": "承诺",
                "en": "promises",
                "full": "100",
                "deducted": "0.5",
                "kept": "99.5"
              }
            ],
            "bonuses": [
              {
                "zh": "提前",
                "en": "early",
                "points": "5"
              }
            ]
          },
          "tier": "excellent",
          "volume": 2,
          "completed": 2,
          "on_time": 1,
          "late": 1,
          "without_limit": 0,
          "early": 1,
          "share_used": "83.00",
          "warnings": {
            "finding": 0,
            "reminder": 0,
            "yellow": 1,
            "red": 0
          },
          "rejudged": 0,
          "streaks": 0,
          "rated": 0,
          "dissatisfied": 0,
          "complaints": 0,
          "clocks": {
            "promised": {
              "finding": 0,
              "reminder": 0,
              "yellow": 1,
              "red": 0
            }
          },
          "checks": {}
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&table.rows[0]).unwrap());
}

#[test]
fn what_the_source_does_not_name_has_a_row_without_a_name() {
    let table = table(Subject::Post, "A*20 - 民政局/- accepted 10-08", "", Some(SCORING)).unwrap();
    let json = serde_json::to_value(&table.rows[0]).unwrap();
    assert_eq!((&json["name"], &json["department"]), (&Value::Null, &"民政局".into()));
    assert_eq!(table.rows[0].rank, None, "there is nobody to rank");
}

#[test]
fn ratings_and_complaints_count_in_the_month_in_which_they_came() {
    let told = "
        A  甲  民政局/-  accepted 09-08, granted 09-09, evaluated 10-01
        B  甲  民政局/-  accepted 09-08, granted 09-09, evaluated 11-01, complaint_filed 10-31
        C  甲  财政局/-  accepted 09-08, evaluated 09-30
    ";
    let table = table(Subject::Department, told, "", None).unwrap();
    let counts = &table.rows[0].counts;
    assert_eq!((table.rows.len(), counts.volume, counts.rated, counts.complaints), (1, 0, 1, 1));
}

#[test]
fn only_reminders_that_stand_are_warnings_in_succession() {
    let cases = "
        A  甲  民政局/-  accepted 10-08
        B  甲  民政局/-  accepted 10-08
        C  甲  民政局/-  accepted 10-08
        D  甲  民政局/-  accepted 10-08, granted 10-13
    ";
    let streaks =
        |cards: &str| table(Subject::Department, cases, cards, None).unwrap().total.streaks;
    let reminders = "
        A  promised  reminder  10-12  民政局/-
        B  promised  reminder  10-14  民政局/-
        C  promised  reminder  10-15  民政局/-
    ";
    assert_eq!(streaks(reminders), 0, "D was completed clean in between");
    assert_eq!(streaks(&format!("{reminders}\nD promised yellow 10-13 民政局/-")), 1);
    assert_eq!(streaks(&format!("{reminders}\nD promised yellow 10-13 民政局/- not due")), 0);
    assert_eq!(streaks(&reminders.replace("10-12", "10-14")), 1);
    assert_eq!(
        streaks(&reminders.replace("10-12", "10-14").replace("reminder  10-15", "yellow 10-15")),
        0
    );
}

#[test]
fn a_post_without_a_department_is_one_of_the_department_of_the_case() {
    let mut cases =
        cases("A  甲  民政局/受理岗  accepted 10-08\nB  甲  民政局/受理岗  accepted 10-08");
    cases[0].handler.department = None;
    let scope = Scope { month: "2026-10".parse().unwrap(), subject: Subject::Post, zone: &zone() };
    let table = score(scope, &cases, cards("", &[]), None, &Grading::default()).unwrap();
    assert_eq!((table.rows.len(), table.rows[0].who.department()), (1, Some("民政局")));
}

#[test]
fn a_subject_is_named_in_one_word() {
    for subject in Subject::ALL {
        assert_eq!(subject.to_string().parse(), Ok(subject));
    }
    let told = "office".parse::<Subject>().unwrap_err().to_string();
    assert_eq!(told, "scores are not kept by `office`; write one of `department`, `post`, `item`");
}

#[test]
fn a_tier_begins_at_its_cut_off() {
    let tiers = [
        (100, "优秀"),
        (90, "优秀"),
        (89, "良好"),
        (80, "良好"),
        (79, "合格"),
        (60, "合格"),
        (59, "不合格"),
        (0, "不合格"),
    ];
    for (total, tier) in tiers {
        assert_eq!(Grading::default().tier(total.into()).zh(), tier, "{total}");
    }
}

#[track_caller]
fn check(subject: Subject, cases: &str, cards: &str, expected: Expect) {
    expected.assert_eq(&print(&table(subject, cases, cards, Some(SCORING)).unwrap()));
}

fn table(
    subject: Subject,
    told: &str,
    raised: &str,
    scoring: Option<&str>,
) -> Result<Table, ScoringFailed> {
    let rulebook = scoring.map(rulebook);
    let scoring = rulebook.as_ref().and_then(Rulebook::scoring);
    let scope = Scope { month: "2026-10".parse().unwrap(), subject, zone: &zone() };
    let cases = cases(told);
    let cards = cards(raised, &cases);
    score(scope, &cases, &cards, scoring, &Grading::default())
}
