//! Mappings that are wrong, and what their authors are told.

use duban_exchange::Mapping;
use expect_test::{Expect, expect};

#[track_caller]
fn check(text: &str, expected: Expect) {
    let error = Mapping::from_toml("my.toml", text.trim_start()).expect_err("the mapping is wrong");
    expected.assert_eq(&format!("{error}\n"));
}

#[test]
fn a_missing_record_time_is_never_now() {
    check(
        r#"
case.id = "a"
"#,
        expect![[r#"
            my.toml:1: `recorded` is missing: nothing says when each record became known, and it is never taken to be now; write `recorded = "column MAKETIME"` for the column that holds it, or `recorded = "as occurred"` to play history back as if all had been known at once
        "#]],
    );
}

/// One flaw of each kind.
const FLAWED: &str = r#"
format = "xml"
zone = "Beijing"
times = ["%Y-%m", "%d.%m.%y"]
recorded = "now"
unknown = "drop"
optional = ["C"]
delimiter = ";;"

[case]
id = 7
items = "ITEMNO"
[case.facts]
a = { column = "A", type = "number" }
b = { column = "B", type = "length", unit = "workday" }
c = { column = "B", type = "length", unit = "fortnights" }
d = { colunm = "D" }

[record]
activity = "WHAT"
key = { template = "{SN" }

[[activity]]
name = "x"
kind = "acepted"

[[activity]]
kind = "accepted"
step = "审核"

[[activity]]
kind = "special_started"

[[activity]]
kind = "extension_approved"
length = "42"

[[activity]]
name = "y"

[[activity]]
kind = "described"

[[case.derive]]
column = "startdate"
kind = "step_started"
"#;

#[test]
fn all_that_is_wrong_is_told_at_once_line_by_line() {
    check(
        FLAWED,
        expect![[r#"
            my.toml:1: `xml` is no format that can be read; write one of `csv`, `ndjson`, `xes`
            my.toml:2: `Beijing` is not a time zone; write a name of the IANA database, for example `Asia/Shanghai`
            my.toml:3: `%Y-%m` in `%Y-%m` describes no day that can be read; use `%Y %m %d` (together), `%H %M %S %f %z` and letters, or `%s` for seconds since 1970
            my.toml:3: `%y` in `%d.%m.%y` describes no day that can be read; use `%Y %m %d` (together), `%H %M %S %f %z` and letters, or `%s` for seconds since 1970
            my.toml:4: `now` does not say when a record became known; write `recorded = "column MAKETIME"` for the column that holds it, or `recorded = "as occurred"` to play history back as if all had been known at once
            my.toml:5: `drop` is nothing that can be done with an unknown activity; write one of `ignore`, `note`, `quarantine`
            my.toml:6: the mapping does not use the column `C`; leave it out of `optional`
            my.toml:7: the delimiter of a table is one ASCII character; write for example `delimiter = ";"` or `delimiter = "\t"`
            my.toml:10: a table is expected here; write for example `{ column = "NAME" }`
            my.toml:11: `items` is not a field that has a meaning here; did you mean `item`?
            my.toml:13: `number` is no type of fact; write one of `text`, `int`, `bool`, `time`, `date`, `length`
            my.toml:15: `fortnights` is not a unit of time; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; write for example `length = "42 days"` or `length = { column = "DAYS", unit = "days" }`
            my.toml:16: this does not say where one text comes from; write exactly one of `constant`, `template` and `column`, for example `{ column = "NAME" }`
            my.toml:16: `colunm` is not a field that has a meaning here; did you mean `column`?
            my.toml:18: `time` is missing; say when it happened: `time = "OCCURTIME"`
            my.toml:20: a `{` in `{SN` opens no `{COLUMN}`; write the name of a column in braces
            my.toml:24: `acepted` is not an event kind; did you mean `accepted`?
            my.toml:28: `step` is not a field that has a meaning here; write one of `name`, `time`, `kind`, `where`, `officer`, `department`, `post`, `note`
            my.toml:30: `special` is missing; name the procedure: `special = "听证"`
            my.toml:35: `42` has no unit, and no unit, no clock; write for example `42 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; write for example `length = "42 days"` or `length = { column = "DAYS", unit = "days" }`
            my.toml:37: `kind` is missing; say which event it is, for example `kind = "accepted"`
            my.toml:41: `described` comes of itself, from `[case]`; leave this rule out
            my.toml:43: `step` is missing; name the step: `step = "审核"`
        "#]],
    );
}

#[test]
fn rules_without_a_record_are_told() {
    check(
        r#"
recorded = "as occurred"
[case]
id = "a"
[[activity]]
name = "x"
kind = "accepted"
"#,
        expect![[r#"
            my.toml:4: there are rules for activities, but no `[record]` says where the activity stands; add `[record]` with `activity` and `time`; without it, each record is a whole case
        "#]],
    );
}

#[test]
fn what_is_not_toml_is_told_in_its_line() {
    check(
        r#"
recorded = "as occurred"
[case
"#,
        expect![[r#"
            my.toml:2: unclosed table, expected `]`; a mapping is a TOML file, see https://toml.io
        "#]],
    );
}

#[test]
fn an_empty_mapping_is_told_what_it_lacks() {
    check(
        "",
        expect![[r#"
            my.toml:1: `recorded` is missing: nothing says when each record became known, and it is never taken to be now; write `recorded = "column MAKETIME"` for the column that holds it, or `recorded = "as occurred"` to play history back as if all had been known at once
            my.toml:1: `case` is missing; say what tells the cases apart: `[case]` and below it `id = "PROJID"`
        "#]],
    );
}
