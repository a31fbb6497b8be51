//! Values of a kind that does not fit where they stand.

use super::{check_says, clock, clock_says, expect, says};

#[test]
fn answers_that_a_rule_cannot_take() {
    clock_says(
        ".limit(|c| c.item.name).red(at_due())",
        &expect![[r#"
        2:12 error rule::wrong_kind: the closure of `limit` answers a text here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    clock_says(
        ".limit(|c| c.officers).red(|c| workdays(3))",
        &expect![[r#"
        2:12 error rule::wrong_kind: the closure of `limit` answers a number without a unit here | answer `workdays(20)`, or nothing for no limit
        2:32 error rule::wrong_kind: the closure of `red` answers a length of time here | answer `before(workdays(1))` or `at_due()`
    "#]],
    );
    clock_says(
        ".limit(|c| { let days = 20; days }).red(at_due())",
        &expect![[r#"
        2:29 error rule::wrong_kind: the closure of `limit` answers a number without a unit here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    clock_says(
        ".limit(workdays(3)).red(|c| if c.officers > 1 { at_due() } else { 90 })",
        &expect![[r#"
        2:67 error rule::wrong_kind: the closure of `red` answers a number here | answer `before(workdays(1))` or `at_due()`
    "#]],
    );
    clock_says(
        ".until(|c| c.item.code).red(at_due())",
        &expect![[r#"
        2:12 error rule::wrong_kind: the closure of `until` answers a text here | answer a date
    "#]],
    );
    clock_says(
        ".limit(workdays(3)).red(at_due()).pauses(\"suspended\", \"resumed\", |e| e.notified_length)",
        &expect![[r#"
        2:70 error rule::wrong_kind: the closure of `pauses` answers a length of time here | answer `pause()`, `no_pause()` or `cap(...)`
    "#]],
    );
    clock_says(
        ".limit(workdays(3)).red(at_due()).extends(\"extension_approved\", |e| e.approver)",
        &expect![[r#"
        2:69 error rule::wrong_kind: the closure of `extends` answers a text here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    check_says(
        "c.officers",
        &expect![[r#"
        3:1 error rule::wrong_kind: the closure of `when` answers a number here | answer a comparison, `true` or `false`
    "#]],
    );
    check_says(
        "workdays_between(c.accepted_on, e.occurred_on)",
        &expect![[r#"
        3:1 error rule::wrong_kind: the closure of `when` answers a number here | answer a comparison, `true` or `false`
    "#]],
    );
    says(
        "check(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").when(|c, e| c.item.known)\n.finding(|c, e| c.officers);",
        &expect![[r#"
            2:17 error rule::wrong_kind: the closure of `finding` answers a number here | answer a text in quotes
        "#]],
    );
    says(
        "check(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").per(|c, e| c.item.known, |c, e| e.occurred_on)\n.share(|c, e| e.post).over_percent(30).at_least(20).each(months(1)).finding();",
        &expect![[r#"
            1:63 error rule::wrong_kind: the closure of `per` answers yes or no here | answer for example `e.officer`
            1:84 error rule::wrong_kind: the closure of `per` answers a date here | answer for example `e.officer`
            2:15 error rule::wrong_kind: the closure of `share` answers a text here | answer a comparison, `true` or `false`
        "#]],
    );
    says(
        "check(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").per(|c, e| c.department)\n.numbers(|c, e| e.length).missing_for(workdays(5)).finding();",
        &expect![[r#"
            2:17 error rule::wrong_kind: the closure of `numbers` answers a length of time here | answer for example `e.officer`
        "#]],
    );
    says(
        "scoring().title(\"甲\", \"k\").basis(\"1\").dimension(\"甲\", \"a\", 10)\n.deduct(|m| m.yellow > 3).bonus(\"乙\", \"b\", |m| m.clock(\"k\"))\n.dimension(\"丙\", \"c\", 10).deduct(|m| `${m.red}`);\nclock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(days(3)).red(at_due());",
        &expect![[r#"
            2:22 error rule::wrong_kind: the closure of `deduct` answers yes or no here | answer a number
            2:47 error rule::wrong_kind: the closure of `bonus` answers the warnings of a clock here | answer a number
            3:37 error rule::wrong_kind: the closure of `deduct` answers a text here | answer a number
        "#]],
    );
}

#[test]
fn answers_through_functions_and_ways() {
    says(
        &format!(
            "fn of_item(item) {{ item.name }}\nfn deep(c) {{ if c.officers > 1 {{ return of_item(c.item); }} of_item(c.item) }}\n{}",
            clock(".limit(|c| deep(c)).red(at_due())")
        ),
        &expect![[r#"
            4:12 error rule::wrong_kind: the closure of `limit` answers a text here | answer `workdays(20)`, or nothing for no limit
        "#]],
    );
    clock_says(
        ".limit(|c| { if c.officers > 1 {\nreturn c.item.code;\n} workdays(3) }).red(at_due())",
        &expect![[r#"
        3:8 error rule::wrong_kind: the closure of `limit` answers a text here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    clock_says(
        ".limit(|c| switch c.item.kind {\n\"other\" => 3,\n_ => c.item.promised_limit }).red(at_due())",
        &expect![[r#"
        3:12 error rule::wrong_kind: the closure of `limit` answers a number without a unit here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    clock_says(
        ".limit(|c| c.item.promised_limit ?? 20).red(at_due())",
        &expect![[r#"
        2:37 error rule::wrong_kind: the closure of `limit` answers a number without a unit here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    clock_says(
        ".limit(|c| {\ntry { workdays(3) } catch (problem) { \"3\" } }).red(at_due())",
        &expect![[r#"
        3:39 error rule::wrong_kind: the closure of `limit` answers a text here | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
}

#[test]
fn closures_that_answer_nothing() {
    clock_says(
        ".limit(|c| { return; }).red(at_due())",
        &expect![[r#"
        2:14 warning rule::no_answer: the closure of `limit` never answers anything | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    clock_says(
        ".limit(|c| { let days = workdays(20); }).red(at_due())",
        &expect![[r#"
        2:14 warning rule::no_answer: the closure of `limit` never answers anything | answer `workdays(20)`, or nothing for no limit
    "#]],
    );
    says(
        "check(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").when(|c, e| c.item.known)\n.finding(|c, e| if c.officers > 1 { \"二\" });",
        &expect![[r#"
            2:17 error rule::wrong_kind: the closure of `finding` answers nothing here | answer a text in quotes
        "#]],
    );
    says(
        "scoring().title(\"甲\", \"k\").basis(\"1\").dimension(\"甲\", \"a\", 10)\n.deduct(|m| if m.yellow > 3 { 5 });",
        &expect![[r#"
            2:13 error rule::wrong_kind: the closure of `deduct` answers nothing here | answer a number
        "#]],
    );
}

#[test]
fn conditions_that_are_no_question() {
    check_says(
        "if c.officers { true } else { e.note && c.item.known }",
        &expect![[r#"
        3:4 error rule::wrong_kind: `if` asks for yes or no, and this is a number | hold it against something, as `c.officers > 0`
        3:31 error rule::wrong_kind: `&&` asks for yes or no, and this is a text | hold it against something; whether it is there asks `e.note != ()`
    "#]],
    );
    check_says(
        "!c.accepted_on || c.item.code || c.item.known",
        &expect![[r#"
        3:2 error rule::wrong_kind: `!` asks for yes or no, and this is a date | hold it against something; whether it is there asks `c.accepted_on != ()`
        3:19 error rule::wrong_kind: `||` asks for yes or no, and this is a text | hold it against something; whether it is there asks `c.item.code != ()`
    "#]],
    );
    check_says(
        "{ let found = false; while c.item.promised_limit { found = true; break; } found }",
        &expect![[r#"
        3:28 error rule::wrong_kind: `while` asks for yes or no, and this is a length of time | hold it against something; whether it is there asks `c.item.promised_limit != ()`
    "#]],
    );
}

#[test]
fn what_words_cannot_take() {
    check_says(
        "c.has(3) || c.count(c.item.known) > 1",
        &expect![[r#"
        3:3 error rule::wrong_kind: `has` takes a text, not a number | write a kind of event in quotes: `has("accepted")`
        3:15 error rule::wrong_kind: `count` takes a text, not yes or no | write a kind of event in quotes: `count("accepted")`
    "#]],
    );
    check_says(
        "c.item.promised_limit > workdays(\"3\") || e.length == days(c.item.name) || e.length == hours(1.5)",
        &expect![[r#"
        3:25 error rule::wrong_kind: `workdays` takes a whole number, not a text | write the number without quotes: `workdays(3)`
        3:54 error rule::wrong_kind: `days` takes a whole number, not a text | write for example `days(5)`
        3:87 error rule::wrong_kind: `hours` takes a whole number, not a fraction | write for example `hours(5)`
    "#]],
    );
    check_says(
        "workdays_between(c.accepted_on, 5) > 3 || is_workday(e.note) || in_office_hours(e.length)",
        &expect![[r#"
        3:1 error rule::wrong_kind: `workdays_between` takes a date or an instant, not a number | give it a date or an instant, as `e.occurred_at`
        3:43 error rule::wrong_kind: `is_workday` takes a date or an instant, not a text | give it a date or an instant, as `e.occurred_at`
        3:65 error rule::wrong_kind: `in_office_hours` takes a date or an instant, not a length of time | give it a date or an instant, as `e.occurred_at`
    "#]],
    );
    check_says(
        "date_of(\"2026-01-01\") < c.accepted_on || date(20260101) == c.accepted_on",
        &expect![[r#"
        3:1 error rule::wrong_kind: `date_of` takes a date or an instant, not a text | give it a date or an instant, as `e.occurred_at`
        3:42 error rule::wrong_kind: `date` takes a text, not a number | write the day in quotes: `date("2026-03-19")`
    "#]],
    );
    clock_says(
        ".limit(workdays(3)).red(|c| before(3)).yellow(|c| at_percent(\"90\")).yellow(|c| at_percent(0)).reminder(|c| earliest(at_due(), workdays(1)))",
        &expect![[r#"
        2:29 error rule::wrong_kind: `before` takes a length of time, not a number without a unit | no unit, no clock: write for example `before(workdays(3))`
        2:51 error rule::wrong_kind: `at_percent` takes a whole number, not a text | write the number without quotes: `at_percent(90)`
        2:80 error rule::wrong_kind: `at_percent(0)` is no share of a limit | write a share of the limit from 1 to 100; what comes after the due date is `after(workdays(5))`
        2:108 error rule::wrong_kind: `earliest` takes a threshold, not a length of time | write for example `earliest(at_due(), at_percent(90))`
    "#]],
    );
    clock_says(
        ".limit(|c| min(c.item.promised_limit, 5)).red(at_due()).pauses(\"suspended\", \"resumed\", |e| cap(5))",
        &expect![[r#"
        2:12 error rule::wrong_kind: `min` takes a length of time, not a number without a unit | no unit, no length: write for example `workdays(5)`
        2:92 error rule::wrong_kind: `cap` takes a length of time, not a number without a unit | no unit, no clock: write for example `cap(workdays(5))`
    "#]],
    );
    check_says(
        "c.item.code.starts_with(c.item.promised_limit) || c.item.promised_limit.is_empty()",
        &expect![[r#"
        3:13 error rule::wrong_kind: `starts_with` takes a text, not a length of time | give it a text
        3:73 error rule::wrong_kind: `is_empty` takes a text or a list, not a length of time | give it a text or a list
    "#]],
    );
}

#[test]
fn fields_that_a_value_has_not() {
    check_says(
        "{ let item = c.item; item.nmae == \"x\" || c.item.promised_limit.days > 3 || c.accepted_on.year == 2026 }",
        &expect![[r#"
        3:27 error rule::unknown_field: `nmae` is not a field of an item | did you mean `name`?
        3:64 error rule::unknown_field: a length of time has no field `days` | a length has `.amount`, `.unit` and `.zh`
        3:90 error rule::unknown_field: a date has no field `year` | use the value as it is, or ask a word of the vocabulary about it
    "#]],
    );
}
