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
        "\n.limit(months(3)).extends(\"extension_approved\", days(10)).red(at_due())",
        &expect![[r#"
            1:1 error rule::units: `extension_approved` extends the clock `k` by 10 days, which can't be counted in months, as its limit of 3 months is
        "#]],
    );
    for counted in [
        "limit(hours(10)).work_seconds()",
        "limit(workdays(1)).work_seconds()",
        "limit(hours(10)).wall_clock()",
        "limit(days(10)).wall_clock()",
        "limit(minutes(10)).wall_clock().extends(\"extension_approved\", hours(1))",
    ] {
        clock_says(&format!("\n.{counted}.red(at_due())"), &expect![[""]]);
    }
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
            2:25 error rule::wrong_kind: `accepted_on` is a date or an instant, and is held against a text
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
        "clock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"supplement_received\").stops([\"accepted\", \"supplement_requested\"]).limit(workdays(2)).red(at_due());\n",
        &expect![[r#"
            1:1 warning rule::stopped_before_start: `supplement_requested` comes before `supplement_received`, and has stopped the clock `k` when that starts it: a clock that runs once is not started behind its stop
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
