//! Tables: event logs of one row an event, tables of one row a case, and what real ones look like.

use expect_test::expect;

use crate::support::{check, mapping, told};

const EVENTS: &str = r#"
    zone = "Asia/Shanghai"
    recorded = "column stored"
    [case]
    id = "case"
    item = "item"
    facts = { limit = { column = "limit", type = "length" } }
    [[case.derive]]
    column = "applied"
    kind = "received"
    [record]
    activity = "what"
    time = "when"
    officer = "who"
    [[activity]]
    name = "taken in"
    kind = "accepted"
    [[activity]]
    name = "check*"
    kind = "step_completed"
    step = "审核"
    outcome = "rejected"
"#;

#[test]
fn a_row_is_an_event_and_its_case_is_described_when_first_seen_and_when_it_changes() {
    check(
        &mapping(EVENTS),
        "case,item,limit,applied,what,when,stored,who\n\
         A-1,511A,20 workdays,2026-03-18,taken in,2026-03-19 09:00:00,2026-03-19 09:05:00,Li\n\
         B-7,511B,,,taken in,2026-03-19 10:00:00,2026-03-19 10:00:00,\n\
         A-1,511A,20 workdays,2026-03-18,checked,2026-03-20 09:00:00,2026-03-20 09:00:00,Wang\n\
         A-1,511A,15 workdays,2026-03-18,phoned,2026-03-21 09:00:00,2026-03-21 09:00:00,Wang\n",
        expect![[r#"
            + A-1 2026-03-17T16:00Z described 511A - limit=20 workdays (~described) recorded 2026-03-19T01:05Z
            + A-1 2026-03-17T16:00Z received (~applied/received) recorded 2026-03-19T01:05Z
            = A-1 2026-03-19T01:00Z accepted (#0) recorded 2026-03-19T01:05Z by Li
            + B-7 2026-03-19T02:00Z described 511B - (~described)
            = B-7 2026-03-19T02:00Z accepted (#0)
            = A-1 2026-03-20T01:00Z step_completed 审核 Rejected (#1) by Wang
            + A-1 2026-03-21T01:00Z described 511A - limit=15 workdays (~described)
            = A-1 2026-03-21T01:00Z noted `phoned` (#2) by Wang
        "#]],
    );
}

#[test]
fn a_case_that_is_told_otherwise_and_back_is_told_each_time_and_a_changed_date_is_a_correction() {
    check(
        &mapping(EVENTS),
        "case,item,limit,applied,what,when,stored,who\n\
         A,511A,,,x,2026-03-19,2026-03-19,\n\
         A,511B,,2026-03-18,x,2026-03-20,2026-03-20,\n\
         A,511A,,2026-03-17,x,2026-03-21,2026-03-21,\n\
         A,511A,,2026-03-17,x,2026-03-22,2026-03-22,\n",
        expect![[r#"
            + A 2026-03-18T16:00Z described 511A - (~described)
            = A 2026-03-18T16:00Z noted `x` (#0)
            + A 2026-03-19T16:00Z described 511B - (~described)
            + A 2026-03-17T16:00Z received (~applied/received) recorded 2026-03-19T16:00Z
            = A 2026-03-19T16:00Z noted `x` (#1)
            + A 2026-03-20T16:00Z described 511A - (~described)
            + A 2026-03-16T16:00Z received (~applied/received) v2 recorded 2026-03-20T16:00Z
            = A 2026-03-20T16:00Z noted `x` (#2)
            = A 2026-03-21T16:00Z noted `x` (#3)
        "#]],
    );
}

const CASES: &str = r#"
    zone = "America/Edmonton"
    recorded = "as occurred"
    [case]
    id = "permit"
    item = "class"
    [[case.derive]]
    column = "applied"
    kind = "received"
    [[case.derive]]
    column = "completed"
    kind = "completed"
    [[case.derive]]
    column = "issued"
    kind = "granted"
"#;

#[test]
fn a_row_that_is_a_whole_case_describes_it_and_its_dates_are_derived_in_order() {
    check(
        &mapping(CASES),
        "permit,class,applied,issued,completed\n\
         BP-1,Garage,2024-03-01T00:00:00.000,2024-03-15T00:00:00.000,2024-03-15T00:00:00.000\n\
         BP-2,Garage,2024-03-02T00:00:00.000,,\n\
         BP-3,Garage,,,\n\
         BP-2,Garage,2024-03-02T00:00:00.000,,\n",
        expect![[r#"
            = BP-1 2024-03-01T07:00Z described Garage - (described)
            + BP-1 2024-03-01T07:00Z received (~applied/received)
            + BP-1 2024-03-15T06:00Z completed (~completed/completed)
            + BP-1 2024-03-15T06:00Z granted (~issued/granted)
            = BP-2 2024-03-02T07:00Z described Garage - (described)
            + BP-2 2024-03-02T07:00Z received (~applied/received)
            ! line 4: the case has no time at all: no event, and none of `applied`, `completed`, `issued`; mend the record, or name a date under `[[case.derive]]` in the mapping
                BP-3,Garage,,,
            = BP-2 2024-03-02T07:00Z described Garage - (described)
        "#]],
    );
}

const SMALL: &str = r#"
    recorded = "as occurred"
    absent = ["无"]
    [case]
    id = "case"
    [record]
    activity = "what"
    time = "when"
    note = "remark"
"#;

#[test]
fn what_parts_the_fields_is_seen_from_the_header() {
    for delimiter in [";", "\t", "|"] {
        let table =
            "case,what,when,remark\nA,x,2026-03-19T09:00:00Z,\"a,b\"\n".replace(',', delimiter);
        let expected = format!("= A 2026-03-19T09:00Z noted `x` (#0) “a{delimiter}b”\n");
        assert_eq!(told(&mapping(SMALL), table.as_bytes()), expected);
    }
}

#[test]
fn quotes_line_breaks_marks_and_blank_lines_are_taken_as_tables_have_them() {
    check(
        &mapping(SMALL),
        "\u{feff}case,\" what \",when,remark\r\n\
         A , x ,2026-03-19T09:00:00Z,\"said \"\"no\"\",\r\ntwice\"\r\n\
         \r\n\
         B,y,2026-03-19T09:00:00Z,无",
        expect![[r#"
            = A 2026-03-19T09:00Z noted `x` (#0) “said "no",\r\ntwice”
            = B 2026-03-19T09:00Z noted `y` (#0)
        "#]],
    );
}

#[test]
fn a_table_may_have_no_rows() {
    check(&mapping(SMALL), "case,what,when,remark\n", expect![""]);
}
