//! Points: exact, and never less than nothing.

use duban_domain::Level;
use duban_rulebook::{Counters, Decimal, Points, Scoring};
use expect_test::expect;

use crate::support::book;

fn scoring(dimensions: &str) -> Scoring {
    let rules = "clock(\"statutory\").starts(\"accepted\").stops(\"granted\").limit(workdays(20));\ncheck(\"late\").on(\"granted\").when(|c| true).yellow();\n";
    book(&format!("{rules}scoring(){dimensions};")).scoring().unwrap().clone()
}

#[track_caller]
fn points(dimensions: &str, counters: &Counters) -> Points {
    scoring(dimensions).points(counters).unwrap()
}

#[test]
fn a_dimension_only_loses_and_stops_at_zero() {
    let words = ".dimension(\"期限合法\", \"limits\", 14).deduct(|m| m.yellow * 5 + m.red * 10).dimension(\"政务公开\", \"openness\", 10)";
    let points = points(words, &Counters { yellow: 1, red: 2, ..Counters::default() });
    let limits = &points.dimensions[0];
    assert_eq!((limits.full, limits.deducted, limits.kept), (14.into(), 25.into(), Decimal::ZERO));
    assert_eq!((limits.title.zh.as_str(), limits.title.en.as_str()), ("期限合法", "limits"));
    assert_eq!(
        (points.dimensions[1].kept, points.bonus, points.total),
        (10.into(), Decimal::ZERO, 10.into())
    );
}

#[test]
fn fractions_are_exact() {
    let words = ".dimension(\"数\", \"data\", 1.5).deduct(|m| m.finding * 0.1)";
    let points = points(words, &Counters { finding: 3, ..Counters::default() });
    assert_eq!(points.dimensions[0].deducted.to_string(), "0.3");
    assert_eq!(points.total.to_string(), "1.2");
}

#[test]
fn early_completion_is_worth_a_point_for_each_ten_percent() {
    let words = ".dimension(\"期限\", \"limits\", 14).bonus(\"提前办结\", \"early\", |m| m.early_percent / 10)";
    let bonus = |early, completed| {
        points(words, &Counters { early, completed, ..Counters::default() }).bonus
    };
    assert_eq!((bonus(9, 100), bonus(10, 100), bonus(29, 100)), (0.into(), 1.into(), 2.into()));
    assert_eq!(bonus(0, 0), Decimal::ZERO, "nothing completed is nothing early");
}

#[test]
fn warnings_are_counted_by_check_and_by_clock_and_level() {
    let words = ".dimension(\"期限\", \"limits\", 100).deduct(|m| m.check(\"late\") + m.clock(\"statutory\").red * 10 + m.clock(\"statutory\").all)";
    let mut counters = Counters::default();
    counters.checks.insert("late".to_owned(), 3);
    counters.clocks.insert("statutory".to_owned(), [(Level::Red, 2), (Level::Reminder, 5)].into());
    assert_eq!(points(words, &counters).dimensions[0].deducted, 30.into());
    assert_eq!(points(words, &Counters::default()).total, 100.into());
}

#[test]
fn every_counter_has_its_name() {
    let counters = Counters {
        volume: 1,
        completed: 200,
        on_time: 150,
        late: 4,
        early: 40,
        share_used_percent: 6,
        reminder: 7,
        yellow: 8,
        red: 9,
        finding: 10,
        streaks: 11,
        rated: 12,
        dissatisfied: 13,
        complaints: 14,
        ..Counters::default()
    };
    let named = [
        ("volume", 1),
        ("completed", 200),
        ("on_time", 150),
        ("on_time_percent", 75),
        ("late", 4),
        ("early", 40),
        ("early_percent", 20),
        ("share_used_percent", 6),
        ("reminder", 7),
        ("yellow", 8),
        ("red", 9),
        ("finding", 10),
        ("streaks", 11),
        ("rated", 12),
        ("dissatisfied", 13),
        ("complaints", 14),
    ];
    for (name, expected) in named {
        let words = format!(".dimension(\"数\", \"n\", 1).deduct(|m| m.{name})");
        assert_eq!(points(&words, &counters).dimensions[0].deducted, expected.into(), "{name}");
    }
}

#[test]
fn a_deduction_that_is_no_number_of_points_is_a_fault() {
    let fails = |deduct: &str, expected: expect_test::Expect| {
        let words = format!(".dimension(\"期限\", \"limits\", 14).deduct(|m| {deduct})");
        expected.assert_eq(&scoring(&words).points(&Counters::default()).unwrap_err().to_string());
    };
    fails(
        "0 - 5",
        expect![
            "t/rules.rhai:3: `deduct` answers -5, which is no number of points; answer a number from 0 to 1000000000; `deduct` says what is taken off, without a minus sign"
        ],
    );
    fails(
        "\"5\"",
        expect![
            "t/rules.rhai:3: `deduct` must answer a number of points, not a text; write for example `|m| m.yellow * 5`"
        ],
    );
    fails(
        "5 / m.volume",
        expect![
            "t/rules.rhai:3: this cannot be calculated: a number is divided by zero or grows too large; check the numbers before calculating"
        ],
    );
}
