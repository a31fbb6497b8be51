//! What rules can say: conditions, what events carry, policies for the unknown, keys and versions.

use expect_test::expect;

use crate::support::{check, mapping};

fn with(rules: &str) -> duban_exchange::Mapping {
    mapping(&format!(
        r#"
        recorded = "as occurred"
        optional = ["extra"]
        [case]
        id = "case"
        [record]
        activity = "what"
        time = "when"
        {rules}
        "#
    ))
}

fn table(rows: &str) -> String {
    let rows: String = rows
        .lines()
        .filter(|row| !row.trim().is_empty())
        .map(|row| format!("A,{},2026-03-19T09:00:00Z\n", row.trim()))
        .collect();
    format!("case,what,extra,when\n{rows}")
}

/// A rule for each kind of event that carries something.
const KINDS: &str = r#"
[[activity]]
name = "hearing"
kind = "special_started"
special = "听证"
basis = "{extra}"
length = "20 workdays"
[[activity]]
name = "heard"
kind = "special_ended"
special = "听证"
[[activity]]
name = "hung up"
kind = "suspended"
basis = "{extra}"
[[activity]]
name = "more time"
kind = "extension_approved"
length = { column = "extra", unit = "days" }
approver = "the mayor"
[[activity]]
name = "more time please"
kind = "extension_requested"
length = { column = "extra" }
[[activity]]
name = "printed"
kind = "certificate_issued"
number = "No. {extra}"
[[activity]]
name = "rated"
kind = "evaluated"
grade = { column = "extra", table = { good = "1", bad = "5" } }
[[activity]]
name = "paid"
kind = "fee_charged"
charged = "{extra}"
standard = "120"
basis = "发改价格〔2019〕914号"
[[activity]]
name = "sent back"
kind = "step_returned"
step = "审核"
[[activity]]
name = "begun"
kind = "step_started"
officer = "{extra}"
note = "by hand"
"#;

#[test]
fn every_kind_of_event_takes_what_it_carries() {
    check(
        &with(KINDS),
        table(
            "hearing,行政许可法 46
             heard,
             hung up,
             more time,42
             more time please,10 workdays
             printed,77
             rated,good
             paid,120.5
             sent back,
             begun,Li
             more time,some
             rated,7
             paid,free",
        ),
        expect![[r#"
            = A 2026-03-19T09:00Z special_started 听证 Some("行政许可法 46") Some("20 workdays") (#0)
            = A 2026-03-19T09:00Z special_ended Some("听证") (#1)
            = A 2026-03-19T09:00Z suspended None (#2)
            = A 2026-03-19T09:00Z extension_approved Some("42 days") Some("the mayor") (#3)
            = A 2026-03-19T09:00Z extension_requested Some("10 workdays") (#4)
            = A 2026-03-19T09:00Z certificate_issued Some("No. 77") (#5)
            = A 2026-03-19T09:00Z evaluated 1 (#6)
            = A 2026-03-19T09:00Z fee_charged 12050 of Some(12000) Some("发改价格〔2019〕914号") (#7)
            = A 2026-03-19T09:00Z step_returned 审核 (#8)
            = A 2026-03-19T09:00Z step_started begun (#9) by Li “by hand”
            ! line 12: `length`: `some days` is not a length of time; write a whole number and a unit, as `20 workdays`; mend the value, or name its unit in the mapping with `unit`
                A,more time,some,2026-03-19T09:00:00Z
            ! line 13: the grade is `7`, not a number from 1 (very satisfied) to 5 (very dissatisfied); mend the value, or put the source's words into the mapping as a table
                A,rated,7,2026-03-19T09:00:00Z
            ! line 14: the fee is `free`, not an amount in yuan; mend the value: digits, and at most two more behind a point
                A,paid,free,2026-03-19T09:00:00Z
        "#]],
    );
}

#[test]
fn the_first_rule_that_fits_decides() {
    check(
        &with(
            r#"
            [[activity]]
            name = "decide"
            where = { extra = ["yes", "y*s!"] }
            kind = "granted"
            [[activity]]
            name = "decide"
            where = { extra = { not = ["", "?"] } }
            kind = "denied"
            [[activity]]
            name = ["decide", "look"]
            where = { extra = "" }
            kind = "step_started"
            [[activity]]
            where = { what = { differs_from = "extra" } }
            kind = "resumed"
            "#,
        ),
        table("decide,yes\ndecide,yeees!\ndecide,never\ndecide,\nlook,\ndecide,?\nsame,same"),
        expect![[r#"
            = A 2026-03-19T09:00Z granted (#0)
            = A 2026-03-19T09:00Z granted (#1)
            = A 2026-03-19T09:00Z denied (#2)
            = A 2026-03-19T09:00Z step_started decide (#3)
            = A 2026-03-19T09:00Z step_started look (#4)
            = A 2026-03-19T09:00Z resumed (#5)
            = A 2026-03-19T09:00Z noted `same` (#6)
        "#]],
    );
}

#[test]
fn unknown_activities_are_kept_set_aside_or_left_out_as_the_mapping_says() {
    let rows = table("known,\nunheard of,\n,");
    let with = |policy: &str| {
        mapping(&format!(
            r#"
            recorded = "as occurred"
            unknown = "{policy}"
            case.id = "case"
            record.activity = "what"
            record.time = "when"
            activity = [{{ name = "known", kind = "accepted" }}]
            "#
        ))
    };
    check(
        &with("note"),
        &rows,
        expect![[r#"
            = A 2026-03-19T09:00Z accepted (#0)
            = A 2026-03-19T09:00Z noted `unheard of` (#1)
            ! line 4: the record does not say what happened: `what` is empty; mend the record
                A,,,2026-03-19T09:00:00Z
        "#]],
    );
    check(
        &with("quarantine"),
        &rows,
        expect![[r#"
            = A 2026-03-19T09:00Z accepted (#0)
            ! line 3: the mapping has no rule for the activity `unheard of`; add an `[[activity]]` for it to the mapping, or let `unknown = "note"` keep such records as notes
                A,unheard of,,2026-03-19T09:00:00Z
            ! line 4: the record does not say what happened: `what` is empty; mend the record
                A,,,2026-03-19T09:00:00Z
        "#]],
    );
    check(
        &with("ignore"),
        &rows,
        expect![[r#"
            = A 2026-03-19T09:00Z accepted (#0)
        "#]],
    );
}

#[test]
fn a_key_and_a_version_make_a_record_the_same_one_or_its_correction() {
    check(
        &mapping(
            r#"
            recorded = "as occurred"
            source = "window"
            [case]
            id = "case"
            [record]
            activity = "what"
            time = "when"
            key = { template = "{no}/{state}" }
            version = "version"
            "#,
        ),
        "case,what,when,no,state,version\n\
         A,x,2026-03-19T09:00:00Z,1,02,1\n\
         A,x,2026-03-19T09:30:00Z,1,02,2\n\
         A,x,2026-03-19T09:30:00Z,2,02,\n\
         A,x,2026-03-19T09:30:00Z,,02,1\n\
         A,x,2026-03-19T09:30:00Z,3,02,0\n",
        expect![[r#"
            = A 2026-03-19T09:00Z noted `x` (1/02)
            = A 2026-03-19T09:30Z noted `x` (1/02) v2
            = A 2026-03-19T09:30Z noted `x` (2/02)
            ! line 5: the record's key is taken from `{no}/{state}`, which is empty; mend the record
                A,x,2026-03-19T09:30:00Z,,02,1
            ! line 6: `version` is `0`, not a version: 1 for a first report, more for a correction; mend the record
                A,x,2026-03-19T09:30:00Z,3,02,0
        "#]],
    );
}

#[test]
fn what_is_derived_from_a_record_stands_around_it_in_the_order_of_time() {
    check(
        &mapping(
            r#"
            recorded = "column stored"
            [case]
            id = "case"
            [record]
            activity = "what"
            time = "end"
            derive = [
                { column = "end", kind = "granted", where = { what = "decide" } },
                { column = "start", kind = "step_started" },
            ]
            [[activity]]
            kind = "step_completed"
            "#,
        ),
        "case,what,start,end,stored\n\
         A,decide,2026-03-19T09:00:00Z,2026-03-19T09:00:00Z,2026-03-20T00:00:00Z\n\
         A,look,,2026-03-19T10:00:00Z,2026-03-20T00:00:00Z\n\
         A,look,never,2026-03-19T10:00:00Z,2026-03-20T00:00:00Z\n\
         A,look,,2026-03-19T10:00:00Z,\n",
        expect![[r#"
            + A 2026-03-19T09:00Z step_started decide (~0/start/step_started) recorded 2026-03-20T00:00Z
            = A 2026-03-19T09:00Z step_completed decide Passed (#0) recorded 2026-03-20T00:00Z
            + A 2026-03-19T09:00Z granted (~0/end/granted) recorded 2026-03-20T00:00Z
            = A 2026-03-19T10:00Z step_completed look Passed (#1) recorded 2026-03-20T00:00Z
            ! line 4: `start` is `never`, which is no time in any form that the mapping knows; mend the value, or add its form to `times` in the mapping, for example `times = ["%d.%m.%Y %H:%M"]`
                A,look,never,2026-03-19T10:00:00Z,2026-03-20T00:00:00Z
            ! line 5: nothing says when this became known: `stored` is empty; mend the record; it is never taken to be now
                A,look,,2026-03-19T10:00:00Z,
        "#]],
    );
}

#[test]
fn facts_have_types_and_a_wrong_one_refuses_the_record() {
    let mapping = mapping(
        r#"
        zone = "Asia/Shanghai"
        recorded = "as occurred"
        [case]
        id = "case"
        department = { column = "dept", table = { 01 = "Planning" }, otherwise = "elsewhere" }
        item = { constant = "511A" }
        [case.facts]
        words = "words"
        count = { column = "count", type = "int" }
        joint = { column = "joint", type = "bool" }
        until = { column = "until", type = "time" }
        on = { column = "until", type = "date" }
        limit = { column = "count", type = "length", unit = { column = "unit", table = { g = "workdays" } } }
        kind = { constant = "承诺件" }
        [record]
        activity = { constant = "x" }
        time = "when"
        "#,
    );
    check(
        &mapping,
        "case,when,dept,words,count,joint,until,unit\n\
         A,2026-03-19T09:00:00Z,01,a b,20,是,2026-04-01,g\n\
         B,2026-03-19T09:00:00Z,07,,,,,\n\
         C,2026-03-19T09:00:00Z,,,2.5,,,g\n\
         D,2026-03-19T09:00:00Z,,,,perhaps,,\n\
         E,2026-03-19T09:00:00Z,,,20,,,\n\
         F,2026-03-19T09:00:00Z,,,20,,,q\n",
        expect![[r#"
            + A 2026-03-19T09:00Z described 511A Planning words="a b" count=20 joint=true until=2026-03-31T16:00Z on=2026-04-01 limit=20 workdays kind="承诺件" (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            + B 2026-03-19T09:00Z described 511A elsewhere kind="承诺件" (~described)
            = B 2026-03-19T09:00Z noted `x` (#0)
            ! line 4: the fact `count` is `2.5`, which is no whole number; mend the value, or take the fact as a text by leaving out its `type` in the mapping
                C,2026-03-19T09:00:00Z,,,2.5,,,g
            ! line 5: the fact `joint` is `perhaps`, which is neither yes nor no; mend the value, or take the fact as a text by leaving out its `type` in the mapping
                D,2026-03-19T09:00:00Z,,,,perhaps,,
            ! line 6: `limit`: `20` has no unit, and no unit, no clock; write for example `20 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; mend the value, or name its unit in the mapping with `unit`
                E,2026-03-19T09:00:00Z,,,20,,,
            ! line 7: `limit`: `q` is not a unit of time; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; mend the value, or name its unit in the mapping with `unit`
                F,2026-03-19T09:00:00Z,,,20,,,q
        "#]],
    );
}
