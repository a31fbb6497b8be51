//! Mistakes in how a script is written, and in its words.

use expect_test::expect;

use super::shows;
use crate::support::compile;

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

              x `）` is no sign of a rulebook: outside texts its signs are half-width
               ,-[t/rules.rhai:1:15]
             1 | clock("时限"）;
               :             ^^
               `----
              help: write `)` in its place

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
fn a_script_that_does_not_come_to_an_end() {
    shows(
        "let n = 0;\nwhile true { n += 1; }",
        expect![[r#"
            rule::beyond_limits

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

#[test]
fn one_line_a_mistake_for_those_who_want_it_short() {
    let error =
        compile("clock(\"k\").starts(\"acepted\").stops(\"granted\").limit(20);").unwrap_err();
    expect![[r#"
        t/rules.rhai:1: `acepted` is not a kind of event; did you mean `accepted`?
        t/rules.rhai:1: the limit `20` has no unit; no unit, no clock: write `limit(workdays(20))`, or days, weeks, hours, minutes, months, years"#]].assert_eq(&error.to_string());
}
