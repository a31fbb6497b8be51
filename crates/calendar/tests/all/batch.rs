//! Rows and objects of text, and what comes back for them.

use duban_calendar::batch::{answer_csv_row, answer_jsonl_object};
use expect_test::{Expect, expect};

use crate::shared::{cn, nl};

#[track_caller]
fn check_rows(rows: &str, expected: &Expect) {
    let calendar = cn();
    let mut told = String::new();
    for row in rows.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let [id, from, limit, unit] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("not a row: {row}")
        };
        let (due, note) = answer_csv_row(calendar, id, from, limit, unit);
        told.push_str(&format!("{row} -> {due}, {note}\n"));
    }
    expected.assert_eq(&told);
}

#[test]
fn rows_say_when_and_what_to_know() {
    check_rows(
        "
        1,2026-09-30,5,workdays
        2,2026-09-20,15,days
        3,2026-03-06,1,day
        4,2026-08-31,6,months
        5,2024-02-29,1,years
        6,2026-03-07,0,workdays
        7,2026-03-07 23:30,0,days
        8,2026-12-20,30,workdays
        9,2026-12-20,600,workdays
        10,2026-03-06T10:00:00,36,hours
        11,2026-03-06T10:00:00+09:00,90,minutes
        12,2026-03-06,36,hours
        ",
        &expect![[r#"
            1,2026-09-30,5,workdays -> 2026-10-13, 
            2,2026-09-20,15,days -> 2026-10-08, rolled over 国庆节
            3,2026-03-06,1,day -> 2026-03-09, rolled over the weekly rest
            4,2026-08-31,6,months -> 2027-03-01, rolled over the weekly rest; reaches into provisional days of 2027
            5,2024-02-29,1,years -> 2025-02-28, 
            6,2026-03-07,0,workdays -> 2026-03-07, 
            7,2026-03-07 23:30,0,days -> 2026-03-09, rolled over the weekly rest
            8,2026-12-20,30,workdays -> 2027-02-01, reaches into provisional days of 2027
            9,2026-12-20,600,workdays -> 2029-04-17, reaches into 2028 to 2029, for which no schedule is known
            10,2026-03-06T10:00:00,36,hours -> 2026-03-07T22:00:00, 
            11,2026-03-06T10:00:00+09:00,90,minutes -> 2026-03-06T10:30:00+08:00, 
            12,2026-03-06,36,hours -> 2026-03-07T12:00:00, counted from 00:00
        "#]],
    );
}

#[test]
fn a_bad_row_says_why() {
    check_rows(
        "
        1,2026-02-30,5,workdays
        2,2026-02-20,5,
        3,2026-02-20,5,weeks
        4,2026-02-20,-5,days
        5,2026-02-20,4294967295,years
        6,20 February,5,days
        ",
        &expect![[r#"
            1,2026-02-30,5,workdays -> , no due date for `1`: column `from`: `2026-02-30` is not a time; write `2026-03-19` or `2026-03-19T17:30:00`
            2,2026-02-20,5, -> , no due date for `2`: column `unit`: there is no unit, and no unit, no clock; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
            3,2026-02-20,5,weeks -> , no due date for `3`: column `unit`: `weeks` is not a unit of time; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
            4,2026-02-20,-5,days -> , no due date for `4`: column `limit`: `-5` is not a whole number; write one, as `20`, and its unit in the column `unit`
            5,2026-02-20,4294967295,years -> , no due date for `5`: the clock leaves the years 1 to 9999; check its start, its limit and its pauses
            6,20 February,5,days -> , no due date for `6`: column `from`: `20 February` is not a time; write `2026-03-19` or `2026-03-19T17:30:00`
        "#]],
    );
}

#[test]
fn a_limit_is_a_number_whose_unit_has_a_column_of_its_own() {
    check_rows(
        "
        1,2026-02-20,5 workdays,workdays
        2,2026-02-20,1 month,
        3,2026-02-20,,days
        4,2026-02-20,2.5,days
        5,2026-02-20,99999999999,days
        6,2026-02-20,五,days
        ",
        &expect![[r#"
            1,2026-02-20,5 workdays,workdays -> , no due date for `1`: column `limit`: `5 workdays` is a number and its unit; write `5` here and `workdays` in the column `unit`
            2,2026-02-20,1 month, -> , no due date for `2`: column `limit`: `1 month` is a number and its unit; write `1` here and `months` in the column `unit`
            3,2026-02-20,,days -> , no due date for `3`: column `limit`: `` is not a whole number; write one, as `20`, and its unit in the column `unit`
            4,2026-02-20,2.5,days -> , no due date for `4`: column `limit`: `2.5` is not a whole number; write one, as `20`, and its unit in the column `unit`
            5,2026-02-20,99999999999,days -> , no due date for `5`: column `limit`: `99999999999` is longer than can be counted; 4294967295 is the greatest number
            6,2026-02-20,五,days -> , no due date for `6`: column `limit`: `五` is not a whole number; write one, as `20`, and its unit in the column `unit`
        "#]],
    );
}

#[track_caller]
fn check_objects(objects: &str, expected: &Expect) {
    let calendar = cn();
    let lines = objects.lines().map(str::trim).filter(|line| !line.is_empty());
    let told: Vec<String> = lines.map(|line| answer_jsonl_object(calendar, line)).collect();
    expected.assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn objects_come_back_with_their_answers() {
    check_objects(
        r#"
        {"policy": "day", "start": "2026-03-02", "limit": 20, "unit": "workdays", "pauses": [], "extensions": [], "roll": false, "id": 1}
        {"id":"甲","start":"2026-03-02T15:00:00","policy":"day","unit":"workdays","limit":2,"pauses":[{"from":"2026-03-03","to":null,"cap":null}]}
        {"policy": "day", "start": "2026-09-20", "limit": 15, "unit": "days", "roll": false}
        {"policy": "wall-clock", "start": "2026-03-02T10:00:00.250", "limit": 36, "unit": "hours"}
        {"policy": "wall-clock", "start": "2026-03-02T10:00:00Z", "limit": 1, "unit": "months"}
        {"policy": "work-second", "start": "2026-03-02T10:00:00", "limit": 1, "unit": "workdays", "due": "wrong"}
        "#,
        &expect![[r#"
            {"policy": "day", "start": "2026-03-02", "limit": 20, "unit": "workdays", "pauses": [], "extensions": [], "roll": false, "due": "2026-03-30", "before_1wd": "2026-03-27", "at_90_percent": "2026-03-26", "id": 1}
            {"id": "甲", "start": "2026-03-02T15:00:00", "policy": "day", "unit": "workdays", "limit": 2, "pauses": [{"from":"2026-03-03","to":null,"cap":null}], "due": null, "before_1wd": null, "at_90_percent": "2026-03-03"}
            {"policy": "day", "start": "2026-09-20", "limit": 15, "unit": "days", "roll": false, "due": "2026-10-05"}
            {"policy": "wall-clock", "start": "2026-03-02T10:00:00.250", "limit": 36, "unit": "hours", "due": "2026-03-03T22:00:00.250"}
            {"policy": "wall-clock", "start": "2026-03-02T10:00:00Z", "limit": 1, "unit": "months", "due": "2026-04-02T18:00:00+08:00"}
            {"policy": "work-second", "start": "2026-03-02T10:00:00", "limit": 1, "unit": "workdays", "due": "2026-03-03T10:00:00"}
        "#]],
    );
}

#[test]
fn a_bad_object_comes_back_with_an_error() {
    check_objects(
        r#"
        {"policy": "day", "start": "2026-03-02", "limit": 20, "id": 1}
        {"policy": "days", "start": "2026-03-02", "limit": 20, "unit": "workdays", "id": 2}
        {"policy": "day", "start": "2026-03-32", "limit": 20, "unit": "workdays", "id": 3, "due": "2026-03-03"}
        {"policy": "day", "start": "2026-03-02", "limit": 2.5, "unit": "workdays"}
        {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "hours"}
        {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "days", "pauses": [{"form": "2026-03-03"}]}
        {"policy": "day", "start": "2026-03-02"
        [1, 2]
        "#,
        &expect![[r#"
            {"policy": "day", "start": "2026-03-02", "limit": 20, "error": "`unit`: there is no unit, and no unit, no clock; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`", "id": 1}
            {"policy": "days", "start": "2026-03-02", "limit": 20, "unit": "workdays", "error": "`days` is not a policy; write one of `day`, `wall-clock`, `work-second`", "id": 2}
            {"policy": "day", "start": "2026-03-32", "limit": 20, "unit": "workdays", "error": "`2026-03-32` is not a time; write `2026-03-19` or `2026-03-19T17:30:00`", "id": 3}
            {"policy": "day", "start": "2026-03-02", "limit": 2.5, "unit": "workdays", "error": "`limit` is 2.5; write a whole number from 0 to 4294967295"}
            {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "hours", "error": "policy `day` does not count hours; choose `wall-clock` for absolute or `work-second` for office time"}
            {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "days", "pauses": [{"form": "2026-03-03"}], "error": "unknown field `form`, expected one of `from`, `to`, `cap`, at byte 87"}
            {"error": "not an object of JSON: EOF while parsing an object, at byte 39"}
            {"error": "not an object of JSON: invalid type: sequence, expected an object, at byte 0"}
        "#]],
    );
}

#[test]
fn a_pause_that_ends_before_it_begins_is_an_error() {
    check_objects(
        r#"
        {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "pauses": [{"from": "2026-03-03", "to": "2026-03-03"}, {"from": "2026-03-09", "to": "2026-03-05"}]}
        {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "pauses": [{"from": "2026-03-03", "to": "2026-03-03"}]}
        "#,
        &expect![[r#"
            {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "pauses": [{"from": "2026-03-03", "to": "2026-03-03"}, {"from": "2026-03-09", "to": "2026-03-05"}], "error": "`pauses[2]` ends at 2026-03-05, before it begins at 2026-03-09; put the earlier time first"}
            {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "pauses": [{"from": "2026-03-03", "to": "2026-03-03"}], "due": "2026-03-09", "before_1wd": "2026-03-06", "at_90_percent": "2026-03-06"}
        "#]],
    );
}

#[test]
fn an_extension_may_have_a_unit_of_its_own() {
    check_objects(
        r#"
        {"policy": "day", "start": "2025-03-04", "limit": 1, "unit": "months", "extensions": [{"on": "2025-03-20", "length": 10, "unit": "workdays"}]}
        {"policy": "day", "start": "2025-03-04", "limit": 1, "unit": "months", "extensions": [{"on": "2025-03-20", "length": 10, "unit": "hours"}]}
        "#,
        &expect![[r#"
            {"policy": "day", "start": "2025-03-04", "limit": 1, "unit": "months", "extensions": [{"on": "2025-03-20", "length": 10, "unit": "workdays"}], "due": "2025-04-18"}
            {"policy": "day", "start": "2025-03-04", "limit": 1, "unit": "months", "extensions": [{"on": "2025-03-20", "length": 10, "unit": "hours"}], "error": "policy `day` does not count hours; choose `wall-clock` for absolute or `work-second` for office time"}
        "#]],
    );
}

#[test]
fn a_member_that_nobody_knows_goes_through_with_a_note() {
    check_objects(
        r#"{"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "pause": [], "id": 1, "note": "of before"}"#,
        &expect![[r#"
            {"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "due": "2026-03-09", "before_1wd": "2026-03-06", "at_90_percent": "2026-03-06", "note": "not looked at: `pause`; a clock has `policy`, `start`, `limit`, `unit`, `pauses`, `extensions`, `roll`", "pause": [], "id": 1}
        "#]],
    );
}

#[test]
fn times_are_local_to_the_calendar() {
    let asked =
        r#"{"policy": "wall-clock", "start": "2026-03-28T02:30:00", "limit": 1, "unit": "days"}"#;
    expect![[r#"{"policy": "wall-clock", "start": "2026-03-28T02:30:00", "limit": 1, "unit": "days", "due": "2026-03-29T03:00:00"}"#]]
        .assert_eq(&answer_jsonl_object(nl(), asked));
}
