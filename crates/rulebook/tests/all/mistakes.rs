//! What an author sees when a rulebook is wrong: the place, the words underlined, and what to do.

use expect_test::{Expect, expect};

use crate::support::{MANIFEST, compile, files, mistakes};

#[track_caller]
fn shows(script: &str, expected: Expect) {
    expected.assert_eq(&mistakes(script));
}

#[test]
fn a_sentence_that_does_not_end() {
    shows(
        "clock(\"k\")\n    .starts(\"accepted\"",
        expect![[r#"
            rule::syntax

              x `)` is missing to close the arguments list of this function call 'starts'
               ,-[t/rules.rhai:2:22]
             1 | clock("k")
             2 |     .starts("accepted"
               :                      ^
               `----
              help: add `)`, or remove what stands before it

        "#]],
    );
}

#[test]
fn a_full_width_sign() {
    shows(
        "clock(\"时限\"）;",
        expect![[r#"
        rule::syntax

          x `）` does not belong here
           ,-[t/rules.rhai:1:15]
         1 | clock("时限"）;
           :             ^^
           `----
          help: outside texts, rules use half-width signs: ( ) . , " |

    "#]],
    );
}

#[test]
fn a_text_without_its_end() {
    shows(
        "clock(\"k).starts(\"accepted\");",
        expect![[r#"
        rule::syntax

          x `,` is missing to separate the arguments to function call 'clock'
           ,-[t/rules.rhai:1:19]
         1 | clock("k).starts("accepted");
           :                   ^^^^^^^^
           `----
          help: add `,`, or remove what stands before it

    "#]],
    );
}

#[test]
fn an_unknown_kind_of_event() {
    shows(
        "clock(\"k\").starts([\"received\", \"acepted\"]).stops(\"受理\").limit(workdays(5));",
        expect![[r#"
            rule::unknown_kind

              x `acepted` is not a kind of event
               ,-[t/rules.rhai:1:32]
             1 | clock("k").starts(["received", "acepted"]).stops("受理").limit(workdays(5));
               :                                ^^^^^^^^^
               `----
              help: did you mean `accepted`?

            rule::unknown_kind

              x `受理` is not a kind of event
               ,-[t/rules.rhai:1:50]
             1 | clock("k").starts(["received", "acepted"]).stops("受理").limit(workdays(5));
               :                                                  ^^^^^^
               `----
              help: did you mean `accepted`?

        "#]],
    );
}

#[test]
fn an_unknown_word() {
    shows(
        "clock(\"k\").strats(\"accepted\").stops(\"granted\").limit(workday(5));",
        expect![[r#"
            rule::unknown_word

              x there is no word `strats`
               ,-[t/rules.rhai:1:12]
             1 | clock("k").strats("accepted").stops("granted").limit(workday(5));
               :            ^^^^^^
               `----
              help: did you mean `starts`?

            rule::unknown_word

              x there is no word `workday`
               ,-[t/rules.rhai:1:54]
             1 | clock("k").strats("accepted").stops("granted").limit(workday(5));
               :                                                      ^^^^^^^
               `----
              help: did you mean `workdays`?

        "#]],
    );
}

#[test]
fn an_unknown_field_of_the_case() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\")\n    .limit(|c| c.item.statutory_limt ?? workdays(20));",
        expect![[r#"
            rule::unknown_field

              x `statutory_limt` is not a field of an item
               ,-[t/rules.rhai:2:23]
             1 | clock("k").starts("accepted").stops("granted")
             2 |     .limit(|c| c.item.statutory_limt ?? workdays(20));
               :                       ^^^^^^^^^^^^^^
               `----
              help: did you mean `statutory_limit`?

        "#]],
    );
}

#[test]
fn an_unknown_field_of_the_event_and_of_a_special_procedure() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5))\n    .pauses(\"suspended\", \"resumed\", |s| cap(s.length))\n    .extends(\"extension_approved\", |e| e.lenght);",
        expect![[r#"
            rule::unknown_field

              x `lenght` is not a field of an event
               ,-[t/rules.rhai:3:42]
             2 |     .pauses("suspended", "resumed", |s| cap(s.length))
             3 |     .extends("extension_approved", |e| e.lenght);
               :                                          ^^^^^^
               `----
              help: did you mean `length`?

        "#]],
    );
}

#[test]
fn an_unknown_kind_within_a_closure() {
    shows(
        "check(\"k\").on(\"accepted\").when(|c| c.has(\"recieved\")).yellow();",
        expect![[r#"
            rule::unknown_kind

              x `recieved` is not a kind of event
               ,-[t/rules.rhai:1:42]
             1 | check("k").on("accepted").when(|c| c.has("recieved")).yellow();
               :                                          ^^^^^^^^^^
               `----
              help: did you mean `received`?

        "#]],
    );
}

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

              x `work_seconds` contradicts what was said before about how this clock counts
               ,-[t/rules.rhai:1:77]
             1 | clock("k").starts("accepted").stops("granted").limit(workdays(5)).no_roll().work_seconds();
               :                                                                             ^^^^^^^^^^^^^^
               `----
              help: a clock counts in one way; leave one of the two

        "#]],
    );
}

#[test]
fn a_closure_that_wants_to_remember() {
    shows(
        "let seen = 0;\ncheck(\"k\").on(\"accepted\").when(|c| { seen += 1; seen > 3 }).yellow();",
        expect![[r#"
            rule::misused

              x a rule cannot change `seen`: it remembers nothing from one case to the next
               ,-[t/rules.rhai:2:38]
             1 | let seen = 0;
             2 | check("k").on("accepted").when(|c| { seen += 1; seen > 3 }).yellow();
               :                                      ^^^^
               `----
              help: use a variable of its own: `let seen = ...` within the closure

        "#]],
    );
}

#[test]
fn a_switch_on_what_is_not_yet_looked_at() {
    shows(
        "clock(\"k\").starts(\"accepted\").stops(\"granted\")\n    .limit(|c| switch c.facts.category { \"A\" => workdays(5), _ => workdays(10) });",
        expect![[r#"
            rule::misused

              x `switch` has to look at a value, and this one may be one that is not looked at before
              | something is asked of it
               ,-[t/rules.rhai:2:16]
             1 | clock("k").starts("accepted").stops("granted")
             2 |     .limit(|c| switch c.facts.category { "A" => workdays(5), _ => workdays(10) });
               :                ^^^^^^
               `----
              help: end it with `.value()`, as `switch c.facts.category.value() { ... }`, or use `if`

        "#]],
    );
}

#[test]
fn a_fact_named_only_when_the_rule_runs() {
    shows(
        "check(\"k\").on(\"accepted\").when(|c| { let n = \"x\"; c.facts[n] == 1 }).yellow();",
        expect![[r#"
            rule::misused

              x the name of a fact is worked out only when the rule runs
               ,-[t/rules.rhai:1:52]
             1 | check("k").on("accepted").when(|c| { let n = "x"; c.facts[n] == 1 }).yellow();
               :                                                    ^
               `----
              help: name it outright, as `c.facts["许可到期日"]`, so that cases know which facts to keep

        "#]],
    );
}

#[test]
fn a_day_that_does_not_exist() {
    shows(
        "check(\"k\").on(\"accepted\").when(|c, e| e.occurred_on < date(\"2026-02-30\")).yellow();",
        expect![[r#"
            rule::misused

              x `2026-02-30` is not a date
               ,-[t/rules.rhai:1:60]
             1 | check("k").on("accepted").when(|c, e| e.occurred_on < date("2026-02-30")).yellow();
               :                                                            ^^^^^^^^^^^^
               `----
              help: write it as `date("2026-03-19")`

        "#]],
    );
}

#[test]
fn a_deduction_that_counts_an_unknown_check() {
    shows(
        "check(\"late\").on(\"accepted\").when(|c| true).yellow();\nscoring().dimension(\"期限\", \"limits\", 14).deduct(|m| m.check(\"lat\") * 5 + m.yelow);",
        expect![[r#"
            rule::unknown_rule

              x there is no check `lat`
               ,-[t/rules.rhai:2:64]
             1 | check("late").on("accepted").when(|c| true).yellow();
             2 | scoring().dimension("期限", "limits", 14).deduct(|m| m.check("lat") * 5 + m.yelow);
               :                                                              ^^^^^
               `----
              help: did you mean `late`?

            rule::unknown_field

              x `yelow` is not a field of the counters
               ,-[t/rules.rhai:2:79]
             1 | check("late").on("accepted").when(|c| true).yellow();
             2 | scoring().dimension("期限", "limits", 14).deduct(|m| m.check("lat") * 5 + m.yelow);
               :                                                                             ^^^^^
               `----
              help: did you mean `yellow`?

        "#]],
    );
}

#[test]
fn a_way_out_of_the_rulebook() {
    shows(
        "import \"other\" as other;",
        expect![[r#"
        rule::syntax

          x `import` cannot be used in a rulebook
           ,-[t/rules.rhai:1:1]
         1 | import "other" as other;
           : ^^^^^^
           `----
          help: use another name; scripts reach no files, no network and no clock

    "#]],
    );
    shows(
        "let x = eval(\"1\");",
        expect![[r#"
        rule::syntax

          x `eval` cannot be used in a rulebook
           ,-[t/rules.rhai:1:9]
         1 | let x = eval("1");
           :         ^^^^
           `----
          help: use another name; scripts reach no files, no network and no clock

    "#]],
    );
    shows(
        "let x = sleep(10);",
        expect![[r#"
            rule::unknown_word

              x there is no word `sleep`
               ,-[t/rules.rhai:1:9]
             1 | let x = sleep(10);
               :         ^^^^^
               `----
              help: define it with `fn`, or use a word of the vocabulary

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
fn a_script_that_does_not_come_to_an_end() {
    shows(
        "let n = 0;\nwhile true { n += 1; }",
        expect![[r#"
            rule::misused

              x the rule does not come to an end
               ,-[t/rules.rhai:2:14]
             1 | let n = 0;
             2 | while true { n += 1; }
               :              ^
               `----
              help: check its loops, or raise `operations` under `[limits]` in rulebook.toml

        "#]],
    );
}

#[test]
fn chinese_carriage_returns_and_a_byte_order_mark_do_not_shift_the_place() {
    let script = "\u{feff}// 行政许可法第四十二条\r\nclock(\"法定时限\")\r\n    .title(\"法定时限\").starts(\"受理\")\r\n    .stops(\"granted\").limit(workdays(20));\r\n";
    shows(
        script,
        expect![[r#"
            rule::unknown_kind

              x `受理` is not a kind of event
               ,-[t/rules.rhai:3:35]
             2 | clock("法定时限")
             3 |     .title("法定时限").starts("受理")
               :                               ^^^^^^
             4 |     .stops("granted").limit(workdays(20));
               `----
              help: did you mean `accepted`?

        "#]],
    );
}

#[track_caller]
fn bundle_shows(entries: &[(&str, &str)], expected: Expect) {
    use duban_rulebook::{Bundle, Rulebook};
    let error = Bundle::from_files(files(entries)).and_then(Rulebook::compile).unwrap_err();
    expected.assert_eq(&error.render());
}

#[test]
fn a_manifest_with_an_unknown_field() {
    let manifest = format!("{MANIFEST}calender = \"cn\"\n");
    bundle_shows(
        &[("t/rulebook.toml", &manifest)],
        expect![[r#"
        rulebook::unreadable

          x the manifest cannot be read: unknown field `calender`, expected one of `name`, `title`,
          | `jurisdiction`, `basis`, `from`, `to`, `extends`, `calendar`, `catalogue`, `limits`
           ,-[t/rulebook.toml:5:1]
         4 | calendar = "cn"
         5 | calender = "cn"
           : ^^^^^^^^
           `----
          help: a manifest has `name`, `title = { zh, en }`, `calendar`, and where they apply
                `jurisdiction`, `basis`, `from`, `to`, `extends`, `catalogue`, `limits`

    "#]],
    );
}

#[test]
fn a_manifest_that_ends_before_it_begins() {
    let manifest = format!("{MANIFEST}from = 2026-01-01\nto = \"2025-12-31\"\n");
    bundle_shows(
        &[("t/rulebook.toml", &manifest)],
        expect![[r#"
        rulebook::dates

          x it ends on 2025-12-31, before it begins on 2026-01-01, so it would never be in force
           ,-[t/rulebook.toml:6:6]
         5 | from = 2026-01-01
         6 | to = "2025-12-31"
           :      ^^^^^^^^^^^^
           `----
          help: `from` is the first day in force, `to` the last

    "#]],
    );
}

#[test]
fn a_calendar_that_is_not_there() {
    bundle_shows(
        &[("t/rulebook.toml", &MANIFEST.replace("\"cn\"", "\"de\""))],
        expect![[r#"
        rulebook::missing_calendar

          x the calendar `de` is not there
           ,-[t/rulebook.toml:4:1]
         3 | title = { zh = "试", en = "Test" }
         4 | calendar = "de"
           : ^^^^^^^^^^^^^^^
           `----
          help: put `de.toml` into a folder `calendars` beside or above the rulebook's folder

    "#]],
    );
}

#[test]
fn a_rulebook_that_extends_nothing_that_is_there() {
    let manifest = format!("{MANIFEST}extends = \"national\"\n");
    bundle_shows(
        &[("t/rulebook.toml", &manifest)],
        expect![[r#"
        rulebook::missing_base

          x `t` extends `national`, which is not there
           ,-[t/rulebook.toml:5:1]
         4 | calendar = "cn"
         5 | extends = "national"
           : ^^^^^^^^^^^^^^^^^^^^
           `----
          help: name a rulebook in a folder beside or above this one, or give the path to it: `extends =
                "../national"`

    "#]],
    );
}

#[test]
fn rulebooks_that_extend_each_other() {
    let extends = |name: &str, base: &str| {
        format!("{}extends = \"{base}\"\n", MANIFEST.replace("\"t\"", &format!("\"{name}\"")))
    };
    let (a, b) = (extends("a", "b"), extends("b", "a"));
    bundle_shows(
        &[("a/rulebook.toml", &a), ("b/rulebook.toml", &b)],
        expect![[r#"
        rulebook::circle

          x the rulebooks extend each other in a circle: `a` -> `b` -> `a`
          help: one of them must stand on its own: remove its `extends`

    "#]],
    );
}

#[test]
fn an_item_without_a_unit() {
    let item =
        "[[item]]\ncode = \"1\"\nname = \"事项\"\ndepartment = \"局\"\nstatutory_limit = \"20\"\n";
    bundle_shows(
        &[("t/rulebook.toml", MANIFEST), ("catalogue/items.toml", item)],
        expect![[r#"
            catalogue::flawed

              x item `1`: `statutory_limit`: `20` has no unit, and no unit, no clock; write for example `20
              | workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
               ,-[catalogue/items.toml:5:19]
             4 | department = "局"
             5 | statutory_limit = "20"
               :                   ^^^^
               `----

        "#]],
    );
}

#[test]
fn one_line_a_mistake_for_those_who_want_it_short() {
    let error =
        compile("clock(\"k\").starts(\"acepted\").stops(\"granted\").limit(20);").unwrap_err();
    expect![[r#"
        t/rules.rhai:1: `acepted` is not a kind of event; did you mean `accepted`?
        t/rules.rhai:1: the limit `20` has no unit; no unit, no clock: write `limit(workdays(20))`, or days, weeks, hours, minutes, months, years"#]].assert_eq(&error.to_string());
}
