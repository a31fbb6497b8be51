//! What authors mistook who knew only the docs, and what `check` says of it.

use expect_test::{Expect, expect};

use crate::check::{in_short, script_says};

#[track_caller]
fn clock_says(words: &str, expected: &Expect) {
    let script = format!(
        "clock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"accepted\").stops(\"granted\"){words};\n"
    );
    in_short(&script, expected);
}

#[test]
fn units_that_a_clock_does_not_count() {
    clock_says(
        "\n.limit(hours(10)).red(at_due())",
        &expect![[r#"
        2:2 error rule::units: the clock `k`: its limit is 10 hours, and the clock counts whole days
    "#]],
    );
    clock_says(
        "\n.limit(minutes(10)).red(at_due())",
        &expect![[r#"
        2:2 error rule::units: the clock `k`: its limit is 10 minutes, and the clock counts whole days
    "#]],
    );
    clock_says(
        "\n.limit(days(10)).work_seconds().red(at_due())",
        &expect![[r#"
            2:18 error rule::units: the clock `k`: its limit is 10 days, and the clock counts office hours
        "#]],
    );
    clock_says(
        "\n.limit(workdays(10)).wall_clock().red(at_due())",
        &expect![[r#"
            2:22 error rule::units: the clock `k`: its limit is 10 workdays, and the clock counts on days of rest too
        "#]],
    );
    clock_says(
        "\n.limit(|c| if c.facts.x == 1 { hours(10) } else { workdays(2) }).red(at_due())",
        &expect![[r#"
            2:32 error rule::units: the clock does not count in `hours`
        "#]],
    );
    clock_says(
        "\n.limit(|c| min(c.item.promised_limit ?? days(1), max(days(1), workdays(1)))).red(at_due())",
        &expect![[r#"
            2:50 error rule::wrong_kind: `max` compares days with workdays, which depends on the day
        "#]],
    );
    clock_says(
        "\n.limit(months(3)).extends(\"extension_approved\", hours(10)).red(at_due())",
        &expect![[r#"
            1:1 error rule::units: `extension_approved` extends the clock `k` by 10 hours, which can't be counted, as the clock counts whole days
        "#]],
    );
    for counted in [
        "limit(hours(10)).work_seconds()",
        "limit(workdays(1)).work_seconds()",
        "limit(hours(10)).wall_clock()",
        "limit(days(10)).wall_clock()",
        "limit(hours(10)).wall_clock().extends(\"extension_approved\", workdays(1))",
        "limit(months(3)).extends(\"extension_approved\", days(10))",
        "limit(days(60)).extends(\"extension_approved\", workdays(30))",
        "limit(minutes(10)).wall_clock().extends(\"extension_approved\", hours(1))",
    ] {
        clock_says(&format!("\n.{counted}.red(at_due())"), &expect![[""]]);
    }
}

#[test]
fn a_condition_of_what_stops_a_clock_anyway() {
    clock_says(
        "\n.stops(\"granted\", |c, e| c.has(\"accepted\"))\n.limit(workdays(2)).red(at_due())",
        &expect![[r#"
            2:2 error rule::always: `granted` stops the clock `k` anyway, so this condition decides nothing
        "#]],
    );
    clock_says(
        "\n.no_stops().stops(\"granted\", |c, e| c.has(\"accepted\"))\n.limit(workdays(2)).red(at_due())",
        &expect![[""]],
    );
    clock_says(
        "\n.stops(\"delivered\", true)\n.stops(\"delivered\", |c, e| workdays(2))\n.limit(workdays(2)).red(at_due())",
        &expect![[r#"
            2:2 error rule::misused: `stops` takes a closure, not yes or no
        "#]],
    );
}

#[test]
fn totals_of_pauses_that_are_none() {
    let says = |words: &str, expected: &Expect| {
        clock_says(
            &format!(
                "\n.limit(workdays(9)).pauses(\"suspended\", \"resumed\"){words}.red(at_due())"
            ),
            expected,
        );
    };
    says(".pauses_at_most(workdays(5))", &expect![[""]]);
    says(
        ".pauses_at_most(months(2))",
        &expect![[r#"
        2:52 error rule::units: pauses of `k` can't be added up to 2 months
    "#]],
    );
    says(
        ".pauses_at_most(workdays(5), [\"suspended\", \"special_started\"])",
        &expect![[r#"
        2:52 error rule::never_happens: no pause of `k` begins with what may take 5 workdays together
    "#]],
    );
    says(
        ".no_pauses().pauses_at_most(workdays(5))",
        &expect![[r#"
        2:64 error rule::never_happens: no pause of `k` begins with what may take 5 workdays together
    "#]],
    );
    says(
        ".pauses_at_most(5)",
        &expect![[r#"
        2:52 error rule::misused: `pauses_at_most` takes a length of time, not a whole number
    "#]],
    );
}

#[test]
fn thresholds_out_of_order() {
    clock_says(
        "\n.limit(days(10)).yellow(after(days(3)))\n.red(at_due())",
        &expect![[r#"
        2:1 warning rule::out_of_order: the yellow of `k` comes after its red in city/clocks.rhai:3
    "#]],
    );
    clock_says(
        "\n.limit(days(10)).yellow(at_due())\n.reminder(after(days(1)))",
        &expect![[r#"
        3:1 warning rule::out_of_order: the reminder of `k` comes after its yellow in city/clocks.rhai:2
    "#]],
    );
    clock_says(
        "\n.limit(days(10)).red(at_percent(80))\n.yellow(at_percent(90))",
        &expect![[r#"
        3:1 warning rule::out_of_order: the yellow of `k` comes after its red in city/clocks.rhai:2
    "#]],
    );
    clock_says(
        "\n.limit(days(10)).reminder(at_due()).yellow(after(days(3))).red(after(days(10)))",
        &expect![[""]],
    );
    clock_says(
        "\n.limit(days(10)).red(before(workdays(1))).yellow(before(days(2)))",
        &expect![[""]],
    );
}

#[test]
fn a_date_held_against_a_text() {
    clock_says(
        "\n.when(|c| c.accepted_on >= \"2026-07-01\").limit(days(10)).red(at_due())",
        &expect![[r#"
            2:25 error rule::wrong_kind: `c.accepted_on` is a date, and is held against a text
        "#]],
    );
    clock_says(
        "\n.when(|c| c.facts.accepted_on == \"2026-07-01\").limit(days(10)).red(at_due())",
        &expect![[""]],
    );
}

#[test]
fn a_once_clock_that_its_own_beginning_stops() {
    in_short(
        "clock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"hearing_held\").stops([\"granted\", \"hearing_requested\"]).limit(workdays(2)).red(at_due());\n",
        &expect![[r#"
            1:1 warning rule::stopped_before_start: `hearing_requested` comes before `hearing_held`, and has stopped the clock `k` when that starts it: a clock that runs once is not started behind its stop
        "#]],
    );
}

#[test]
fn a_word_that_a_declaration_has_not() {
    clock_says(
        ".limit(days(10)).orange(at_due())",
        &expect![[r#"
        1:91 error rule::unknown_word: there is no word `orange`
    "#]],
    );
    script_says(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(days(10)).yelow(at_due()).orange(at_due());\n",
        &expect![[r#"
            rule::unknown_word

              x there is no word `yelow`
               ,-[city/clocks.rhai:1:64]
             1 | clock("k").starts("accepted").stops("granted").limit(days(10)).yelow(at_due()).orange(at_due());
               :                                                                ^^^^^
               `----
              help: did you mean `yellow`?

            rule::unknown_word

              x there is no word `orange`
               ,-[city/clocks.rhai:1:80]
             1 | clock("k").starts("accepted").stops("granted").limit(days(10)).yelow(at_due()).orange(at_due());
               :                                                                                ^^^^^^
               `----
              help: a clock raises `reminder`, `yellow` and `red`; its other words stand in the vocabulary

        "#]],
    );
}

#[test]
fn what_a_clock_does_not_keep_of_an_event() {
    script_says(
        "clock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"accepted\").stops(\"granted\").when(|c, e| e.note != ())\n.limit(days(10)).red(at_due());\n",
        &expect![[r#"
            rule::unknown_field

              x `note` is not a field of a past event
               ,-[city/clocks.rhai:1:91]
             1 | clock("k").title("甲", "k").basis("1").starts("accepted").stops("granted").when(|c, e| e.note != ())
               :                                                                                          ^^^^
             2 | .limit(days(10)).red(at_due());
               `----
              help: a case keeps it of extensions, suspensions and special procedures alone; let a check look
                    at it, on the event itself

        "#]],
    );
}

#[test]
fn what_another_clock_refers_to_is_missed_where_it_was_removed() {
    script_says(
        "clock(\"a\").title(\"甲\", \"a\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(days(10)).red(at_due());\nclock(\"b\").title(\"乙\", \"b\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(days(10)).red(at_due())\n.pauses_like(\"a\");\nremove(\"a\");\n",
        &expect![[r#"
            rule::unknown_rule

              x `a` is removed here, and the clock `b` refers to it by `pauses_like` in city/clocks.rhai:3
               ,-[city/clocks.rhai:4:8]
             3 | .pauses_like("a");
             4 | remove("a");
               :        ^^^
               `----
              help: remove `b` too, or keep `a` without a warning: `change("a").no_warnings()`

        "#]],
    );
}

#[test]
fn names_that_a_warning_cannot_be_known_by() {
    let named =
        |name: &str| format!("check(\"{name}\").on(\"denied\").when(|c, e| true).finding();\n");
    in_short(
        &["", " 时限", "a/b", "a@b", "a=b", "a-b 1"].map(named).concat(),
        &expect![[r#"
        1:1 error rule::name: "" is no name for a rule: it is written in the numbers of warnings and in stories
        2:1 error rule::name: " 时限" is no name for a rule: it is written in the numbers of warnings and in stories
        3:1 error rule::name: "a/b" is no name for a rule: it is written in the numbers of warnings and in stories
        4:1 error rule::name: "a@b" is no name for a rule: it is written in the numbers of warnings and in stories
        5:1 error rule::name: "a=b" is no name for a rule: it is written in the numbers of warnings and in stories
    "#]],
    );
}

#[test]
fn a_function_with_the_name_of_a_word() {
    in_short(
        "// fn clock\nfn clock(x) { 1 }\nclock(\"x\");\n",
        &expect![[r#"
        2:4 error rule::shadowed: the function `clock` has the name of a word, which would no longer mean what it means
    "#]],
    );
}

#[test]
fn a_clock_that_runs_for_so_long_and_until_then() {
    clock_says(
        ".limit(workdays(5)).until(|c| c.facts.expiry_date).red(at_due())",
        &expect![[r#"
            1:94 error rule::misused: `until` contradicts `limit` in line 1
        "#]],
    );
}

#[test]
fn a_clock_for_each_step_that_begins_with_none() {
    clock_says(
        ".per(\"step\").limit(workdays(5)).red(at_due())",
        &expect![[r#"
        1:1 error rule::never_happens: the clock `k` runs for each step, and nothing that starts it is about one, so it never runs
    "#]],
    );
}

#[test]
fn a_pause_that_ends_with_the_end_of_another() {
    clock_says(
        ".limit(workdays(5)).pauses(\"special_started\", \"resumed\").red(at_due())",
        &expect![[r#"
            1:1 warning rule::pause_without_end: the pause of `k` begins with `special_started` and ends with `resumed`, which ends what `suspended` begins
        "#]],
    );
}

#[test]
fn members_of_the_case_where_something_else_is_wanted() {
    in_short(
        "check(\"a\").title(\"甲\", \"a\").basis(\"1\").on(\"denied\").when(|c, e| c.item.statutory_limit > 15).red();
check(\"b\").title(\"甲\", \"a\").basis(\"1\").on(\"denied\").when(|c, e| c.item.statutory_limit).red();
check(\"c\").title(\"甲\", \"a\").basis(\"1\").on([\"denied\", \"granted\"]).when(|c, e| e.kind == \"deneid\" && e.kind != \"denied\").red();
check(\"d\").title(\"甲\", \"a\").basis(\"1\").on(\"denied\").per(|c, e| e.occurred_on).over(1).within(days(1)).red();
clock(\"e\").title(\"甲\", \"e\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(|c| c.accepted_on).red(|c, e| c.accepted_on);
clock(\"f\").title(\"甲\", \"f\").basis(\"1\").starts(\"accepted\").stops(\"granted\").until(|c| c.item.promised_limit).red(at_due());
clock(\"g\").title(\"甲\", \"g\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).red(at_due())
    .pauses(\"special_started\", \"special_ended\", |s| if s.kind == \"听证\" { pause() } else { no_pause() });
",
        &expect![[r#"
            1:87 error rule::wrong_kind: `c.item.statutory_limit` is a length of time, and is held against a number without a unit
            2:64 error rule::wrong_kind: the closure of `when` answers a length of time here
            3:87 error rule::wrong_kind: `deneid` is no kind of event, so no event is one
            4:63 error rule::wrong_kind: the closure of `per` answers a date here
            5:85 error rule::wrong_kind: the closure of `limit` answers a date here
            5:111 error rule::wrong_kind: the closure of `red` answers a date here
            6:85 error rule::wrong_kind: the closure of `until` answers a length of time here
        "#]],
    );
}
