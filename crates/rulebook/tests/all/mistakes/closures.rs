//! Mistakes in closures, found without a case.

use expect_test::expect;

use super::shows;

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
