//! What a closure looked at, in the words of its script: nothing that its answer depends on is left out.

use duban_rulebook::Evaluator;
use expect_test::{Expect, expect};

use crate::questions::dated;
use crate::support::check;

#[expect(clippy::needless_pass_by_value, reason = "so that an expectation is written in place")]
#[track_caller]
fn shows(when: &str, expected: Expect) {
    let book = check(when);
    let looks = Evaluator::new(&book).looks(book.plan().checks[0].when.unwrap(), &dated());
    let lines = looks.iter().map(|look| format!("{} = {:?}\n", look.at, look.found));
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn each_field_is_shown_and_what_was_worked_out_from_it() {
    shows(
        "e.occurred_on > c.received_on + workdays(5)",
        expect![[r#"
            e.occurred_at = Time(2026-10-10T03:59:00.000Z)
            c.first("received") = Time(2026-09-28T02:00:00.000Z)
            (date_of(c.first("received")) + workdays(5)) = Day(2026-10-10)
            (date_of(c.first("received")) + workdays(5)) < date_of(e.occurred_at) = Truth(false)
        "#]],
    );
    shows(
        "minutes_between(e.occurred_at, e.recorded_at) > 30",
        expect![[r#"
        e.occurred_at = Time(2026-10-10T03:59:00.000Z)
        e.recorded_at = Time(2026-10-10T04:30:00.000Z)
        minutes_between(e.occurred_at, e.recorded_at) = Between(31, Minutes)
        minutes_between(e.occurred_at, e.recorded_at) > 30 = Truth(true)
    "#]],
    );
    shows(
        "e.note.contains(\"加急\") && c.officer == e.officer",
        expect![[r#"
        e.note = Text("经审查，符合条件；加急")
        e.note.contains("加急") = Truth(true)
        c.officer = Text("张三")
        e.officer = Text("张三")
        c.officer == e.officer = Truth(true)
    "#]],
    );
    shows(
        "e.charged_fen > e.standard_fen",
        expect![[r#"
        e.charged_fen = Number(12000)
        e.standard_fen = Number(10000)
        e.charged_fen > e.standard_fen = Truth(true)
    "#]],
    );
    shows(
        "c.completed_at == () && !in_office_hours(e.recorded_at)",
        expect![[r#"
        c.first("completed") = Nothing
        e.recorded_at = Time(2026-10-10T04:30:00.000Z)
        in_office_hours(e.recorded_at) = Truth(false)
    "#]],
    );
    shows(
        "c.count(\"received\") == 1 && c.item.promised_limit > workdays(9)",
        expect![[r#"
        c.count("received") = Number(1)
        c.item.promised_limit = Length(Length { amount: 10, unit: Workdays })
    "#]],
    );
}

#[test]
fn what_was_remembered_is_shown_all_the_same() {
    let book = check("e.grade >= 4");
    let when = book.plan().checks[0].when.unwrap();
    let mut evaluator = Evaluator::new(&book);
    let fresh = evaluator.looks(when, &dated());
    assert_eq!(evaluator.truth(when, &dated()), Ok(true));
    assert_eq!(evaluator.looks(when, &dated()), fresh);
    assert_eq!(evaluator.profile()[0].calls, 1, "looking is not counted");
}
