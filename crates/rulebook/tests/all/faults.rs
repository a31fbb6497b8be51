//! A script that fails on a case is a fault in the author's words, soon, and nothing else is lost.

use std::time::Duration;

use duban_domain::EventKind;
use duban_rulebook::{Datum, Evaluator, Field};
use expect_test::{Expect, expect};

use crate::support::{Case, book, check, clock, compile, holds, limit_of};

fn case() -> Case {
    Case::new()
        .at(Field::First(EventKind::Received), "2026-09-28T10:00:00+08:00")
        .at(Field::OccurredAt, "2026-10-10T11:59:00+08:00")
        .length(Field::PromisedLimit, "10 workdays")
        .length(Field::StatutoryLimit, "30 days")
        .with(Field::EventCharged, Datum::Int(0))
        .text(Field::Department, "区卫健局")
        .text(Field::EventNote, "补正")
}

#[track_caller]
fn fails(when: &str, expected: Expect) {
    expected.assert_eq(&holds(&check(when), &case()).unwrap_err());
}

#[test]
fn things_that_cannot_be_compared() {
    fails(
        "c.item.promised_limit > 5",
        expect![
            "t/rules.rhai:1: a length of time cannot be compared with a whole number (`>`); no unit, no clock: write for example `workdays(5)`"
        ],
    );
    fails(
        "c.item.promised_limit < c.item.statutory_limit",
        expect![
            "t/rules.rhai:1: `10 workdays` and `30 days` cannot be compared or added: they count different things; ask for the `.unit` first, or give both in the same unit"
        ],
    );
    fails(
        "c.received_on < e.occurred_at",
        expect![
            "t/rules.rhai:1: a date cannot be compared with an instant (`<`); compare fields that both end in `_on`, or both in `_at`"
        ],
    );
    fails(
        "e.occurred_on == \"2026-10-10\"",
        expect![[
            r#"t/rules.rhai:1: a date cannot be compared with a text (`==`); write the date as `date("2026-03-19")`"#
        ]],
    );
    fails(
        "c.item.promised_limit == \"10 workdays\"",
        expect![
            "t/rules.rhai:1: a length of time cannot be compared with a text (`==`); compare things of the same kind"
        ],
    );
    fails(
        "date(\"2026-01-01\") < date(\"2026-01-02\")",
        expect![
            "t/rules.rhai:1: both dates stand in the script, so their order is always the same; compare a date of the case or the event with them"
        ],
    );
}

#[test]
fn things_that_cannot_be_calculated() {
    fails(
        "1 / (c.count(\"accepted\")) == 1",
        expect![
            "t/rules.rhai:1: this cannot be calculated: a number is divided by zero or grows too large; check the numbers before calculating"
        ],
    );
    fails(
        "5 / e.charged_fen == 1",
        expect!["t/rules.rhai:1: `5 / 0` cannot be calculated; check for a division by zero"],
    );
    fails(
        "c.item.promised_limit + 5 > workdays(3)",
        expect![
            "t/rules.rhai:1: `+` does not work between a length of time and a whole number; no unit, no clock: write for example `workdays(5)`"
        ],
    );
    fails(
        "c.item.promised_limit + c.item.statutory_limit > workdays(3)",
        expect![
            "t/rules.rhai:1: `10 workdays` and `30 days` cannot be compared or added: they count different things; ask for the `.unit` first, or give both in the same unit"
        ],
    );
    fails(
        "min(e.length, workdays(3)) == workdays(3)",
        expect![
            "t/rules.rhai:1: `min` does not take nothing and a length of time; something is missing in this case; say what holds then, as `c.item.promised_limit ?? workdays(5)`"
        ],
    );
    fails(
        "hours_between(c.received_on, e.occurred_on) > 3",
        expect![
            "t/rules.rhai:1: `hours_between` needs instants: a date has no time of day; use the fields that end in `_at`"
        ],
    );
    fails(
        "c.received_on + hours(3) < e.occurred_on",
        expect![
            "t/rules.rhai:1: a date has no hours, so `3 hours` cannot be added to it or taken off; use workdays, days, months or years"
        ],
    );
    fails(
        "e.length.amount > 3",
        expect![
            "t/rules.rhai:1: `.amount` is read of what is missing in this case; ask first whether it is there, or say what holds otherwise with `??`"
        ],
    );
}

#[test]
fn a_text_is_told_to_be_looked_at_only_where_it_was_not() {
    fails(
        "e.note.sub_string(\"a\") == \"\"",
        expect![
            "t/rules.rhai:1: `sub_string` works on a text that was looked at, and this one was not yet; look at the text first: `let text = value(...); text.sub_string(...);`"
        ],
    );
    fails(
        "{ let name = value(e.note); name.sub_string(\"a\") == \"\" }",
        expect![
            "t/rules.rhai:1: `sub_string` does not take a text and a text; use values of the kinds that belong together"
        ],
    );
}

#[test]
fn names_that_only_a_case_can_show_to_be_wrong() {
    fails(
        "{ let item = c.item; item.cod == \"1\" }",
        expect!["t/rules.rhai:1: `cod` is not a field of an item; did you mean `code`?"],
    );
    fails(
        "{ let kind = \"acc\" + \"epted\"; c.has(kind) || c.has(kind + \"x\") }",
        expect!["t/rules.rhai:1: `acceptedx` is not a kind of event; did you mean `accepted`?"],
    );
    fails(
        "workdays(3).lenght == 3",
        expect![
            "t/rules.rhai:1: a length of time has no field `lenght`; check the spelling of the field"
        ],
    );
    fails(
        "throw \"我不知道\"",
        expect!["t/rules.rhai:1: the script gives up: 我不知道; see why it throws"],
    );
}

#[test]
fn an_answer_of_the_wrong_kind() {
    fails(
        "5",
        expect![
            "t/rules.rhai:1: `when` must answer yes or no, not a whole number; end it with a comparison"
        ],
    );
    fails(
        "c.department",
        expect![
            "t/rules.rhai:1: `when` must answer yes or no, not a text; end it with a comparison"
        ],
    );
    let answers = |words: &str, expected: Expect| {
        let book = clock(words);
        let fault = Evaluator::new(&book).limit(limit_of(&book), &case()).unwrap_err();
        expected.assert_eq(&fault.to_string());
    };
    answers(
        ".limit(|c| 20)",
        expect![
            "t/rules.rhai:1: `limit` must answer a length of time, not a whole number; no unit, no clock: write for example `workdays(5)`"
        ],
    );
    answers(
        ".limit(|c| c.received_on)",
        expect![
            "t/rules.rhai:1: `limit` must answer a length of time, not a date; write for example `workdays(5)`"
        ],
    );
    answers(
        ".limit(|c| workdays(0 - 5))",
        expect![
            "t/rules.rhai:1: `workdays(-5)` is no length of time; a limit is not negative and not more than 1000000"
        ],
    );
}

#[test]
fn a_fault_says_where() {
    let book = book(
        "fn half(n) {\n    n / 0\n}\n\ncheck(\"k\")\n    .on(\"accepted\")\n    .when(|c|\n        half(3) == 1)\n    .yellow();",
    );
    let fault =
        Evaluator::new(&book).truth(book.plan().checks[0].when.unwrap(), &case()).unwrap_err();
    assert_eq!((fault.place.file.as_str(), fault.place.line), ("t/rules.rhai", 8));
}

#[test]
fn a_fault_is_remembered_like_any_answer() {
    let book = check("c.item.promised_limit > 5");
    let mut evaluator = Evaluator::new(&book);
    let when = book.plan().checks[0].when.unwrap();
    let first = evaluator.truth(when, &case()).unwrap_err();
    assert_eq!(evaluator.truth(when, &case()).unwrap_err(), first);
    assert_eq!(evaluator.profile()[0].hits, 1);
}

/// Generous for a loaded machine; without limits none of these would come back at all.
const SOON: Duration = Duration::from_secs(5);

#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the test is about real time")]
fn fails_soon(when: &str, expected: Expect) {
    let start = std::time::Instant::now();
    fails(when, expected);
    assert!(start.elapsed() < SOON, "{when} took {:?}", start.elapsed());
}

#[test]
fn a_script_can_do_no_harm() {
    fails_soon(
        "{ let n = 0; while true { n += 1; } n > 0 }",
        expect![
            "t/rules.rhai:1: the rule does not come to an end; check its loops, or raise `operations` under `[limits]` in rulebook.toml"
        ],
    );
    fails_soon(
        "{ let t = \"督\"; for i in range(0, 40) { t += t; } t == \"\" }",
        expect![
            "t/rules.rhai:1: a text or list grows too large; check its loops, or raise `text` or `list` under `[limits]` in rulebook.toml"
        ],
    );
    fails_soon(
        "{ let l = [1]; for i in range(0, 40) { l += l; } l.len() > 0 }",
        expect![
            "t/rules.rhai:1: a text or list grows too large; check its loops, or raise `text` or `list` under `[limits]` in rulebook.toml"
        ],
    );
    let book = book(
        "fn deep(n) { deep(n + 1) }\ncheck(\"k\").on(\"accepted\").when(|c| deep(0)).yellow();",
    );
    expect!["t/rules.rhai:2: functions call each other too deep; check for a function that calls itself without an end"].assert_eq(&holds(&book, &case()).unwrap_err());
}

#[test]
fn an_author_can_lower_what_a_script_may_do() {
    use crate::support::{MANIFEST, files};
    use duban_rulebook::{Bundle, Rulebook};
    let manifest = format!("{MANIFEST}[limits]\noperations = 10\n");
    let script = "check(\"k\").on(\"accepted\").when(|c| { let n = 0; for i in range(0, 50) { n += i; } n > 0 }).yellow();";
    let entries = [("t/rulebook.toml", manifest.as_str()), ("t/rules.rhai", script)];
    let book = Bundle::from_files(files(&entries)).and_then(Rulebook::compile).unwrap();
    assert!(
        holds(&std::sync::Arc::new(book), &case()).unwrap_err().contains("does not come to an end")
    );
    assert_eq!(holds(&crate::support::book(script), &case()), Ok(true));
}

#[test]
fn a_script_that_catches_errors_cannot_hide_a_read() {
    let book = check(
        "{ let found = false; try { found = c.received_on < e.occurred_on; } catch { found = false; } found }",
    );
    assert_eq!(holds(&book, &case()), Ok(true));
}

#[test]
fn an_expression_too_deep_to_read_is_a_mistake_and_no_crash() {
    let deep = format!("let x = {}1{};", "(".repeat(5_000), ")".repeat(5_000));
    assert!(compile(&deep).is_err());
    let wide = format!("let x = 1{};", " + 1".repeat(20_000));
    assert!(compile(&wide).is_err());
}
