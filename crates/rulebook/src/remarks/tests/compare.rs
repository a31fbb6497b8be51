//! Values that are held against each other or calculated with, and never go together.

use super::{check, check_says, clock, clock_says, expect, says};

#[test]
fn words_that_a_member_never_is() {
    check_says(
        "c.item.kind == \"许可\"",
        &expect![[r#"
        3:16 error rule::wrong_kind: `c.item.kind` is never `许可`: it is one of `committed`, `immediate`, `other` | did you mean `c.item.type == "行政许可"`?
    "#]],
    );
    check_says(
        "c.item.type == \"许可\"",
        &expect![[r#"
        3:16 error rule::wrong_kind: `c.item.type` is never `许可`: it is one of `公共服务`, `其他行政权力`, `行政处罚`, `行政奖励`, `行政强制`, `行政征收`, `行政检查`, `行政确认`, `行政给付`, `行政裁决`, `行政许可` | did you mean `行政许可`?
    "#]],
    );
    check_says(
        "c.item.type != \"行政许课\"",
        &expect![[r#"
        3:16 error rule::wrong_kind: `c.item.type` is never `行政许课`: it is one of `公共服务`, `其他行政权力`, `行政处罚`, `行政奖励`, `行政强制`, `行政征收`, `行政检查`, `行政确认`, `行政给付`, `行政裁决`, `行政许可` | did you mean `行政许可`?
    "#]],
    );
    check_says(
        "\"comitted\" == c.item.kind",
        &expect![[r#"
        3:1 error rule::wrong_kind: `c.item.kind` is never `comitted`: it is one of `committed`, `immediate`, `other` | did you mean `committed`?
    "#]],
    );
    check_says(
        "c.item.promised_limit.unit == \"workday\"",
        &expect![[r#"
        3:31 error rule::wrong_kind: `c.item.promised_limit.unit` is never `workday`: it is one of `days`, `hours`, `minutes`, `months`, `workdays`, `years` | did you mean `workdays`?
    "#]],
    );
    check_says(
        "c.item.kind in [\"immediate\", \"即办件\"]",
        &expect![[r#"
            3:30 error rule::wrong_kind: `c.item.kind` is never `即办件`: it is one of `committed`, `immediate`, `other` | did you mean `immediate`?
        "#]],
    );
    check_says(
        "e.kind == \"不予许可\" || e.kind == \"deneid\"",
        &expect![[r#"
        3:11 error rule::wrong_kind: `不予许可` is no kind of event, so no event is one | did you mean `denied`?
        3:31 error rule::wrong_kind: `deneid` is no kind of event, so no event is one | did you mean `denied`?
    "#]],
    );
    check_says(
        "switch c.item.promised_limit.unit {\n\"workday\" | \"days\" => true, \"hour\" if c.item.kind == \"x\" => { false } \"weeks\" => true, _ => e.note == \"a\" }",
        &expect![[r#"
        4:1 error rule::wrong_kind: `c.item.promised_limit.unit` is never `workday`: it is one of `days`, `hours`, `minutes`, `months`, `workdays`, `years` | did you mean `workdays`?
        4:29 error rule::wrong_kind: `c.item.promised_limit.unit` is never `hour`: it is one of `days`, `hours`, `minutes`, `months`, `workdays`, `years` | did you mean `hours`?
        4:54 error rule::wrong_kind: `c.item.kind` is never `x`: it is one of `committed`, `immediate`, `other` | write one of these words
        4:71 error rule::wrong_kind: `c.item.promised_limit.unit` is never `weeks`: it is one of `days`, `hours`, `minutes`, `months`, `workdays`, `years` | write one of these words
    "#]],
    );
    says(
        &format!(
            "fn is_licence(item) {{ item.type == \"许可\" }}\n{}",
            check(".when(|c, e| is_licence(c.item))")
        ),
        &expect![[r#"
            1:36 error rule::wrong_kind: `item.type` is never `许可`: it is one of `公共服务`, `其他行政权力`, `行政处罚`, `行政奖励`, `行政强制`, `行政征收`, `行政检查`, `行政确认`, `行政给付`, `行政裁决`, `行政许可` | did you mean `行政许可`?
        "#]],
    );
}

#[test]
fn words_of_the_law_for_words_of_the_rules() {
    check_says(
        "c.item.kind == \"承诺件\" || e.length.unit == \"工作日\" || e.length.unit == \"个月\"",
        &expect![[r#"
            3:16 error rule::wrong_kind: `c.item.kind` is never `承诺件`: it is one of `committed`, `immediate`, `other` | did you mean `committed`?
            3:42 error rule::wrong_kind: `e.length.unit` is never `工作日`: it is one of `days`, `hours`, `minutes`, `months`, `workdays`, `years` | did you mean `workdays`?
            3:68 error rule::wrong_kind: `e.length.unit` is never `个月`: it is one of `days`, `hours`, `minutes`, `months`, `workdays`, `years` | did you mean `months`?
        "#]],
    );
}

#[test]
fn a_special_procedure_in_the_place_of_a_kind() {
    says(
        &check(".on(\"special_started\").when(|c, e| e.kind == \"听证\")"),
        &expect![[r#"
        2:46 error rule::wrong_kind: `听证` is no kind of event, so no event is one | write a kind of event; which special procedure it is about says `.special`
    "#]],
    );
    let of_special = ".per(\"special\").limit(|c, s| if s.kind == \"听证\" { days(3) })";
    let clock = clock(of_special).replace("\"accepted\"", "\"special_started\"");
    says(&(clock + "change(\"k\").red(at_due());\n"), &expect![[""]]);
}

#[test]
fn kinds_of_events_that_never_get_there() {
    check_says(
        "e.kind == \"completed\"",
        &expect![[r#"
        3:11 warning rule::never_happens: no event of the kind `completed` ever gets here: the rule looks at `denied` | add `completed` to what the rule looks at, or leave it out here
    "#]],
    );
    check_says(
        "e.kind in [\"denied\", \"granted\"]",
        &expect![[r#"
        3:22 warning rule::never_happens: no event of the kind `granted` ever gets here: the rule looks at `denied` | add `granted` to what the rule looks at, or leave it out here
    "#]],
    );
    clock_says(
        ".limit(workdays(3)).red(at_due()).when(|c, e| e.kind != \"deemed_accepted\")",
        &expect![[r#"
        2:57 warning rule::never_happens: no event of the kind `deemed_accepted` ever gets here: the rule looks at `accepted` | add `deemed_accepted` to what the rule looks at, or leave it out here
    "#]],
    );
    clock_says(
        ".limit(workdays(3)).red(at_due()).extends(\"extension_approved\", |e, c| if e.kind == \"suspended\" { e.length })",
        &expect![[r#"
        2:85 warning rule::never_happens: no event of the kind `suspended` ever gets here: the rule looks at `extension_approved` | add `suspended` to what the rule looks at, or leave it out here
    "#]],
    );
}

#[test]
fn comparisons_of_what_never_goes_together() {
    let all: Vec<String> = COMPARISONS.iter().enumerate().map(|(at, condition)| {
        format!("check(\"k{at}\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").finding().when(|c, e| {condition});\n")
    }).collect();
    says(
        &all.concat(),
        &expect![[r#"
        1:93 error rule::wrong_kind: `count(...)` is a number, and is held against a text | write the number without quotes: `3`
        2:79 error rule::wrong_kind: `c.officers` is a number, and is held against a text | write the number without quotes: `3`
        3:83 error rule::wrong_kind: `e.grade` is a number, and is held against yes or no | hold it against a number, as `> 0`
        4:88 error rule::wrong_kind: `c.item.known` is yes or no, and is held against a text | `true` and `false` stand without quotes
        5:88 error rule::wrong_kind: `c.item.known` is yes or no, and is held against a number | yes is `true`, and no is `false`
        6:89 error rule::wrong_kind: `e.occurred_on` is a date, and is held against an instant | compare fields that both end in `_on`, or both in `_at`
        7:89 error rule::wrong_kind: `e.occurred_at` is an instant, and is held against a text | write the day as `date("2026-07-01")`, and of an instant `date_of(...)`
        8:97 error rule::wrong_kind: `c.item.promised_limit` is a length of time, and is held against a number without a unit | no unit, no length: write for example `workdays(5)`
        9:97 error rule::wrong_kind: `c.item.promised_limit` is a length of time, and is held against a text | hold it against a length, as `workdays(5)`, or ask for its `.unit`
        10:87 error rule::wrong_kind: `c.item.code` is a text, and is held against a number | write the text in quotes: `"5"`
        11:83 error rule::wrong_kind: `c.item` is an item, and is held against a text | ask for one of its fields, as `.code`
        12:123 error rule::wrong_kind: `workdays_between(...)` is a number without a unit, and is held against a length of time | hold it against a number, as `5`; of a length, `.amount` is the number
        13:84 error rule::wrong_kind: `e.grade` is a number, and is held against a text | write the number without quotes: `4`
        14:83 error rule::wrong_kind: nothing can be in this: it is a number | look for it in a list or in a text: `x in ["a", "b"]`
        15:87 error rule::wrong_kind: nothing can be in this: it is a number | look for it in a list or in a text: `x in ["a", "b"]`
        16:114 error rule::wrong_kind: `c.item.promised_limit` is a length of time, and is held against a number without a unit | hold it against a length, as `workdays(5)`, or ask for its `.amount`
        17:141 error rule::wrong_kind: `short.amount` is a number, and is held against a text | write the number without quotes: `3`
        18:117 error rule::wrong_kind: a text is held against a number, which never go together | write the text in quotes: `"3"`
    "#]],
    );
}

const COMPARISONS: &[&str] = &[
    "c.count(\"denied\") > \"3\"",
    "\"3\" == c.officers",
    "e.grade == true",
    "c.item.known == \"true\"",
    "c.item.known == 1",
    "e.occurred_on < e.recorded_at",
    "e.occurred_at >= \"2026-07-01\"",
    "c.item.promised_limit < 5",
    "c.item.promised_limit == \"workdays\"",
    "c.item.code == 5",
    "c.item == \"A-1\"",
    "workdays_between(c.accepted_on, e.occurred_on) > workdays(3)",
    "e.grade in [\"4\", \"5\"]",
    "e.note in 5",
    "c.officers.contains(\"x\")",
    "{ let days = 3; c.item.promised_limit > days }",
    "{ let short = c.item.promised_limit ?? workdays(3); short.amount > \"3\" }",
    "(if c.officers > 1 { \"a\" } else { \"b\" }) == 3",
];

#[test]
fn calculations_that_cannot_be_done() {
    let all: Vec<String> = CALCULATIONS.iter().enumerate().map(|(at, condition)| {
        format!("check(\"k{at}\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").finding().when(|c, e| {condition});\n")
    }).collect();
    says(
        &all.concat(),
        &expect![[r#"
        1:108 error rule::wrong_kind: a length of time and a number without a unit cannot be calculated with (`*`) | calculate with numbers and give the result its unit: `workdays(2 * 5)`; of a length, `.amount` is the number
        2:84 error rule::wrong_kind: a length of time and a number without a unit cannot be calculated with (`+`) | no unit, no length: write for example `+ workdays(3)`
        3:89 error rule::wrong_kind: a date and a number cannot be calculated with (`+`) | no unit, no length: write for example `+ workdays(5)`
        4:89 error rule::wrong_kind: an instant and a length of time cannot be calculated with (`+`) | take its day: `date_of(...)`; an instant cannot be moved
        5:89 error rule::wrong_kind: an instant and an instant cannot be calculated with (`-`) | ask how much lies between them: `workdays_between(from, to)` or `minutes_between(from, to)`
        6:88 error rule::wrong_kind: yes or no and a number cannot be calculated with (`+`) | calculate with numbers
        7:86 error rule::wrong_kind: a number and a text cannot be calculated with (`-`) | calculate with numbers
    "#]],
    );
}

const CALCULATIONS: &[&str] = &[
    "e.length > c.item.promised_limit * 2",
    "e.length + 3 > workdays(5)",
    "c.accepted_on + 5 < e.occurred_on",
    "e.occurred_at + workdays(5) < c.completed_at",
    "e.occurred_at - c.accepted_at > 5",
    "c.item.known + 1 > 2",
    "c.officers - \"1\" > 2",
];
