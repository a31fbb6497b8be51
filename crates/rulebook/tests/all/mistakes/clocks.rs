//! Mistakes in what clocks and checks declare.

use expect_test::expect;

use super::shows;

#[test]
fn a_limit_without_a_unit() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\")\n    .limit(20);",
        expect![[r#"
            rule::no_unit

              x the limit `20` has no unit
               ,-[t/rules.rhai:2:6]
             1 | clock("k").starts("accepted").stops("granted")
             2 |     .limit(20);
               :      ^^^^^^^^^
               `----
              help: no unit, no clock: write `limit(workdays(20))`, or days, weeks, hours, minutes, months,
                    years

        "#]],
    );
}

#[test]
fn a_threshold_without_a_unit() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).reminder(before(1));",
        expect![[r#"
            rule::no_unit

              x `before(1)` has no unit
               ,-[t/rules.rhai:1:76]
             1 | clock("k").starts("accepted").stops("granted").limit(workdays(5)).reminder(before(1));
               :                                                                            ^^^^^^^^^
               `----
              help: no unit, no clock: write for example `before(workdays(1))`

        "#]],
    );
}

#[test]
fn a_threshold_after_the_due_date() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5))\n    .red(at_percent(120));",
        expect![[r#"
            rule::after_due

              x `at_percent(120)` lies after the due date
               ,-[t/rules.rhai:2:10]
             1 | clock("k").starts("accepted").stops("granted").limit(workdays(5))
             2 |     .red(at_percent(120));
               :          ^^^^^^^^^^^^^^^
               `----
              help: a threshold after the due date says so: `after(workdays(5))`

        "#]],
    );
}

#[test]
fn a_clock_that_neither_starts_nor_stops_nor_has_a_limit() {
    shows(
        "clock(\"k\")\n    .title(\"时限\", \"limit\");",
        expect![[r#"
            rule::incomplete

              x the clock `k` never starts
               ,-[t/rules.rhai:1:1]
             1 | clock("k")
               : ^^^^^^^^^^
             2 |     .title("时限", "limit");
               `----
              help: say which events start it: `.starts("accepted")`

            rule::incomplete

              x the clock `k` never stops, so every case would be late in the end
               ,-[t/rules.rhai:1:1]
             1 | clock("k")
               : ^^^^^^^^^^
             2 |     .title("时限", "limit");
               `----
              help: say which events stop it: `.stops(["granted", "denied"])`

            rule::incomplete

              x the clock `k` has no limit
               ,-[t/rules.rhai:1:1]
             1 | clock("k")
               : ^^^^^^^^^^
             2 |     .title("时限", "limit");
               `----
              help: say how long it runs: `.limit(workdays(20))`, or until when: `.until(|c|
                    c.facts.expiry_date)`

        "#]],
    );
}

#[test]
fn a_check_that_looks_for_nothing() {
    shows(
        "check(\"k\");",
        expect![[r#"
            rule::incomplete

              x the check `k` looks at no event
               ,-[t/rules.rhai:1:1]
             1 | check("k");
               : ^^^^^^^^^^
               `----
              help: say which: `.on("accepted")`

            rule::incomplete

              x the check `k` does not say what it looks for
               ,-[t/rules.rhai:1:1]
             1 | check("k");
               : ^^^^^^^^^^
               `----
              help: say it: `.when(|c, e| e.occurred_on < c.received_on)`

            rule::incomplete

              x the check `k` raises nothing
               ,-[t/rules.rhai:1:1]
             1 | check("k");
               : ^^^^^^^^^^
               `----
              help: end it with `.finding(...)`, `.reminder(...)`, `.yellow(...)` or `.red(...)` and what the
                    warning says

        "#]],
    );
}

#[test]
fn a_name_declared_twice() {
    shows(
        "clock(\"promised\").starts(\"accepted\").stops(\"granted\").limit(workdays(5));\n\nclock(\"promised\").starts(\"accepted\").stops(\"granted\").limit(workdays(6));",
        expect![[r#"
            rule::declared_twice

              x `promised` is declared twice: here and in t/rules.rhai:1
               ,-[t/rules.rhai:3:7]
             2 | 
             3 | clock("promised").starts("accepted").stops("granted").limit(workdays(6));
               :       ^^^^^^^^^^
               `----
              help: a warning is known by this name; rename one, or write `change("promised")` to alter the
                    first

        "#]],
    );
}

#[test]
fn a_word_said_twice() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\")\n    .limit(workdays(5))\n    .limit(workdays(6));",
        expect![[r#"
            rule::said_twice

              x `limit` is said twice; the first time is in line 2
               ,-[t/rules.rhai:3:6]
             2 |     .limit(workdays(5))
             3 |     .limit(workdays(6));
               :      ^^^^^^^^^^^^^^^^^^
               `----
              help: leave one of the two

        "#]],
    );
}

#[test]
fn something_changed_that_is_not_there() {
    shows(
        "clock(\"promised\").starts(\"accepted\").stops(\"granted\").limit(workdays(5));\nchange(\"promissed\").no_warnings();\nremove(\"x\");",
        expect![[r#"
            rule::unknown_rule

              x there is no clock or check `promissed`
               ,-[t/rules.rhai:2:8]
             1 | clock("promised").starts("accepted").stops("granted").limit(workdays(5));
             2 | change("promissed").no_warnings();
               :        ^^^^^^^^^^^
             3 | remove("x");
               `----
              help: did you mean `promised`?

            rule::unknown_rule

              x there is no clock or check `x`
               ,-[t/rules.rhai:3:8]
             2 | change("promissed").no_warnings();
             3 | remove("x");
               :        ^^^
               `----
              help: only what was declared before can be changed or removed

        "#]],
    );
}

#[test]
fn pauses_like_those_of_no_clock() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).pauses_like(\"statutry\");\nclock(\"statutory\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).pauses_like(\"statutory\");",
        expect![[r#"
            rule::unknown_rule

              x there is no clock `statutry`
               ,-[t/rules.rhai:1:79]
             1 | clock("k").starts("accepted").stops("granted").limit(workdays(5)).pauses_like("statutry");
               :                                                                               ^^^^^^^^^^
             2 | clock("statutory").starts("accepted").stops("granted").limit(workdays(5)).pauses_like("statutory");
               `----
              help: did you mean `statutory`?

            rule::misused

              x `pauses_like` goes round in a circle, back to `statutory`
               ,-[t/rules.rhai:2:75]
             1 | clock("k").starts("accepted").stops("granted").limit(workdays(5)).pauses_like("statutry");
             2 | clock("statutory").starts("accepted").stops("granted").limit(workdays(5)).pauses_like("statutory");
               :                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^
               `----
              help: one of the clocks must say it itself

        "#]],
    );
}

#[test]
fn a_pause_on_a_clock_that_runs_until_a_date() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").until(|c| c.facts.expiry_date).pauses(\"suspended\", \"resumed\");",
        expect![[r#"
            rule::incomplete

              x the clock `k` runs until a date, and that no pause or extension moves
               ,-[t/rules.rhai:1:1]
             1 | clock("k").starts("accepted").stops("granted").until(|c| c.facts.expiry_date).pauses("suspended", "resumed");
               : ^^^^^^^^^^
               `----
              help: leave out the pauses and extensions, or give it a limit

        "#]],
    );
}

#[test]
fn two_ways_of_counting() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).no_roll().work_seconds();",
        expect![[r#"
            rule::misused

              x `work_seconds` contradicts `no_roll` in line 1
               ,-[t/rules.rhai:1:77]
             1 | clock("k").starts("accepted").stops("granted").limit(workdays(5)).no_roll().work_seconds();
               :                                                                             ^^^^^^^^^^^^^^
               `----
              help: a clock counts in one way; leave one of the two

        "#]],
    );
}

#[test]
fn more_clocks_than_bits() {
    let clock = |n| {
        format!("clock(\"k{n}\").starts(\"accepted\").stops(\"granted\").limit(workdays(5));\n")
    };
    shows(
        &(0..66).map(clock).collect::<String>(),
        expect![[r#"
            rule::misused

              x there are 66 clocks, and a rulebook has at most 64
                ,-[t/rules.rhai:65:1]
             64 | clock("k63").starts("accepted").stops("granted").limit(workdays(5));
             65 | clock("k64").starts("accepted").stops("granted").limit(workdays(5));
                : ^^^^^^^^^^^^
             66 | clock("k65").starts("accepted").stops("granted").limit(workdays(5));
                `----
              help: join clocks that differ only in a limit: `limit(|c| ...)`

        "#]],
    );
}

#[test]
fn more_thresholds_than_can_be_numbered() {
    shows(
        "let it = clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5));\nfor n in 0..300 { it.red(after(workdays(n))); }\n",
        expect![[r#"
            rule::incomplete

              x the clock `k` has 300 thresholds, and it can have at most 250
               ,-[t/rules.rhai:1:10]
             1 | let it = clock("k").starts("accepted").stops("granted").limit(workdays(5));
               :          ^^^^^^^^^^
             2 | for n in 0..300 { it.red(after(workdays(n))); }
               `----
              help: work the difference out in one closure: `.yellow(|c| ...)`

        "#]],
    );
}

#[test]
fn more_checks_than_can_be_numbered() {
    shows(
        "for n in 0..4_500 { check(`k${n}`).on(\"accepted\").when(|c, e| false).yellow(); }\n",
        expect![[r#"
            rule::misused

              x there are 4500 checks, and a rulebook has at most 4000
               ,-[t/rules.rhai:1:21]
             1 | for n in 0..4_500 { check(`k${n}`).on("accepted").when(|c, e| false).yellow(); }
               :                     ^^^^^^^^^^^^^^
               `----
              help: join checks that differ only in what they compare

        "#]],
    );
}
