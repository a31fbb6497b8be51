//! What `check` says of rulebooks that are wrong, odd, or no rulebooks at all.

use std::fs;
use std::path::Path;

use duban_author::lint::{Check, check};
use expect_test::{Expect, expect};
use tempfile::TempDir;

use crate::support::rules;

const MANIFEST: &str =
    "name = \"city\"\ntitle = { zh = \"市级\", en = \"City\" }\ncalendar = \"cn\"\n";
const CALENDAR: &str = "title = \"Monday to Friday\"\nzone = \"Asia/Shanghai\"\nweekly_rest = [\"saturday\", \"sunday\"]\noffice_hours = [\"09:00-17:00\"]\n";

/// A folder with these files and the calendar `cn`.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let calendar = ("calendars/cn.toml", CALENDAR);
    for (path, text) in files.iter().chain([&calendar]) {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    place
}

/// What a check says, without the places of temporary folders.
fn told(place: &Path) -> (Check, String) {
    let check = check(&[place.to_owned()]);
    let text: String = check.mistakes.iter().map(|mistake| mistake.render() + "\n").collect();
    let shown = text.replace(&place.display().to_string(), "RULES");
    for word in
        ["::<", "i64", "&str", "ImmutableString", "Dynamic", "alloc", "rhai::", "std::", "core::"]
    {
        assert!(!shown.contains(word), "`{word}` is no word for an author:\n{shown}");
    }
    (check, shown)
}

#[track_caller]
fn says(files: &[(&str, &str)], expected: &Expect) {
    let place = folder(files);
    expected.assert_eq(&told(place.path()).1);
}

#[track_caller]
pub(crate) fn script_says(script: &str, expected: &Expect) {
    says(&[("city/rulebook.toml", MANIFEST), ("city/clocks.rhai", script)], expected);
}

/// One line a mistake: how bad, where, what.
#[track_caller]
pub(crate) fn in_short(script: &str, expected: &Expect) {
    let place = folder(&[("city/rulebook.toml", MANIFEST), ("city/clocks.rhai", script)]);
    let check = told(place.path()).0;
    let line = |it: &duban_rulebook::Mistake| {
        let level = if it.is_warning() { "warning" } else { "error" };
        let (line, column) = (it.line().unwrap_or(0), it.column().unwrap_or(0));
        format!("{line}:{column} {level} {}: {}\n", it.code(), it.message())
    };
    expected.assert_eq(&check.mistakes.iter().map(line).collect::<String>());
}

#[test]
fn nothing_is_said_of_what_ships() {
    let rules = rules();
    let (check, text) = told(&rules);
    assert!(!check.books.is_empty());
    assert!(check.mistakes.is_empty(), "{text}");
}

#[test]
fn all_mistakes_of_a_rulebook_are_told_at_once() {
    in_short(
        r#"clock("a").starts("acepted").stops("granted").limit(20);
clock("b").starts("accepted").stops("granted").limit(workdays("5")).red(at_due());
clock("c").starts("accepted").stops("granted").limit(workdays(5)).red(before(3));
clock("d").starts("accepted").stops("granted").limit(|c| c.item.promissed_limit).red(at_percent(120));
check("e").on("accepted").when(|c, e| e.ocurred_on < c.received_on).yelow("late");
"#,
        &expect![[r#"
            1:19 error rule::unknown_kind: `acepted` is not a kind of event
            1:47 error rule::no_unit: the limit `20` has no unit
            2:54 error rule::misused: `workdays` needs a whole number, not a text
            3:71 error rule::no_unit: `before(3)` has no unit
            4:86 error rule::after_due: `at_percent(120)` lies after the due date
            5:41 error rule::unknown_field: `ocurred_on` is not a field of an event
            5:69 error rule::unknown_word: there is no word `yelow`
        "#]],
    );
}

#[test]
fn a_threshold_that_is_never_reached() {
    script_says(
        r#"clock("statutory").title("法定时限", "statutory limit").basis("行政许可法 42")
    .starts("accepted").stops(["granted", "denied"])
    .limit(workdays(20))
    .yellow(before(workdays(20)))
    .red(at_due());
"#,
        &expect![[r#"
            rule::unreachable

              x the yellow of `statutory` lies at or before the start of its limit of 20 workdays, so it is
              | never reached
               ,-[city/clocks.rhai:4:5]
             3 |     .limit(workdays(20))
             4 |     .yellow(before(workdays(20)))
               :     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
             5 |     .red(at_due());
               `----
              help: take a threshold that is shorter than the limit, or `at_percent(...)`

        "#]],
    );
}

#[test]
fn clocks_that_cannot_do_what_they_say() {
    in_short(
        r#"clock("silent").title("甲", "a").basis("1").starts("accepted").stops("granted").limit(workdays(5));
clock("late").title("甲", "a").basis("1").starts("received").stops(["accepted", "deemed_accepted"]).limit(workdays(5))
    .on_expiry(deem("deemed_accepted").backdated_to("received")).red(after(workdays(1)));
clock("never").title("甲", "a").basis("1").starts("deemed_granted").stops("delivered").limit(workdays(5)).red(at_due());
clock("pausing").title("甲", "a").basis("1").starts("accepted").stops("granted").limit(workdays(5)).red(at_due()).red(at_due())
    .pauses("special_started", "special_started", cap(hours(3)))
    .extends("extension_approved", hours(8));
clock("bare").starts("accepted").stops("granted").limit(workdays(5)).red(at_due());
"#,
        &expect![[r#"
            1:1 warning rule::silent: the clock `silent` raises nothing when it runs out
            3:5 error rule::unreachable: the red of `late` lies after the due day, and by then silence has stopped the clock
            4:1 error rule::never_happens: the clock `never` never starts: nothing brings about `deemed_granted`
            5:1 error rule::pause_without_end: the pause of `pausing` begins and ends with the same event `special_started`
            5:1 warning rule::twice: the clock `pausing` raises the same red at the same time in city/clocks.rhai:5
            5:1 error rule::units: `extension_approved` extends the clock `pausing` by 8 hours, which can't be counted, as the clock counts whole days
            5:1 error rule::units: a pause of `pausing` is capped at 3 hours, which can't be counted, as the clock counts whole days
            8:1 warning rule::no_basis: the clock `bare` raises a card and names no article it rests on
            8:1 warning rule::no_title: the clock `bare` has no title in both languages, and people read `bare`
        "#]],
    );
}

#[test]
fn what_never_runs_and_what_nobody_uses() {
    in_short(
        r#"const UNUSED = 5;
const USED = 5;
fn unused(x) { x }
fn used(x) { return x; x + 1 }
clock("a").title("甲", "a").basis("1").starts("accepted").stops("granted").red(at_due())
    .when(|c| c.item.code == "1" && c.item.code == "1")
    .limit(|c| {
        if false { return workdays(1); }
        if c.department == "甲局" { workdays(used(USED)) } else if c.department == "甲局" { workdays(2) } else { workdays(3) }
    });
clock("b").title("甲", "a").basis("1").starts("accepted").stops("granted").limit(workdays(1)).red(at_due()).when(|c| false);
"#,
        &expect![[r#"
            1:7 warning rule::unused: nothing uses the constant `UNUSED`
            3:1 warning rule::unused: nothing uses the function `unused`
            4:26 warning rule::never_runs: this can never run: what stands before it ends the function or the loop
            6:49 warning rule::never_runs: this is asked twice in one condition
            8:12 warning rule::never_runs: the condition is `false`, so what stands under it can never run
            9:79 warning rule::never_runs: this was asked before in the same `if`, so what stands under it can never run
            11:117 warning rule::always: `when` is always `false`, so this rule never does anything
        "#]],
    );
}

#[test]
fn a_function_is_told_from_one_whose_name_begins_alike() {
    in_short(
        "fn of_10(x) { x }\nfn of_1(x) {\n    // fn\n    x\n}\nconst X = of_10(1);\ncheck(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"accepted\").when(|c, e| e.grade == X).yellow(\"late\");\n",
        &expect![[r#"
            2:1 warning rule::unused: nothing uses the function `of_1`
        "#]],
    );
}

#[test]
fn answers_of_the_wrong_kind() {
    in_short(
        r#"clock("a").title("甲", "a").basis("1").starts("accepted").stops("granted")
    .limit(|c| if c.department == "甲局" { 20 } else { "twenty" })
    .pauses("special_started", "special_ended", |s| if s.kind == "听证" { cap(5) } else { workdays(3) })
    .extends("extension_approved", |e| min(e.length, 10))
    .when(|c| "yes")
    .red(|c| if c.department == "甲局" { at_percent(0) } else { before(2) });
"#,
        &expect![[r#"
            2:42 error rule::wrong_kind: the closure of `limit` answers a number without a unit here
            2:54 error rule::wrong_kind: the closure of `limit` answers a text here
            3:73 error rule::wrong_kind: `cap` takes a length of time, not a number without a unit
            3:89 error rule::wrong_kind: the closure of `pauses` answers a length of time here
            4:40 error rule::wrong_kind: `min` takes a length of time, not a number without a unit
            5:15 error rule::wrong_kind: the closure of `when` answers a text here
            6:40 error rule::wrong_kind: `at_percent(0)` is no share of a limit
            6:63 error rule::wrong_kind: `before` takes a length of time, not a number without a unit
        "#]],
    );
}

#[test]
fn folders_that_hold_no_rulebook() {
    let empty = tempfile::tempdir().unwrap();
    let (check, text) = told(empty.path());
    assert!(check.books.is_empty());
    expect![[r#"
        rulebook::none

          x `RULES` holds no rulebook
          help: a rulebook is a folder with a `rulebook.toml` and scripts (*.rhai); start one with `duban
                rules new`

    "#]].assert_eq(&text);
    let (_, text) = told(&empty.path().join("nowhere"));
    expect![[r#"
        rulebook::cannot_read

          x `RULES` cannot be read: it is not there
          help: name the folder of a rulebook, or one that holds rulebooks

    "#]]
    .assert_eq(&text.replace(&empty.path().display().to_string(), "RULES"));
}

#[test]
fn what_is_extended_is_missing_or_goes_round() {
    let extending = |name: &str, base: &str| {
        format!(
            "name = \"{name}\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\ncalendar = \"cn\"\nextends = \"{base}\"\n"
        )
    };
    let (east, west) = (extending("东区", "西区"), extending("西区", "东区"));
    says(
        &[("东区/rulebook.toml", &east), ("西区/rulebook.toml", &west)],
        &expect![[r#"
            rulebook::circle

              x the rulebooks extend each other in a circle: `东区` -> `西区` -> `东区`
               ,-[东区/rulebook.toml:4:1]
             3 | calendar = "cn"
             4 | extends = "西区"
               : ^^^^^^^^^^^^^^^^
               `----
              help: one of them must stand on its own: remove its `extends`

            rulebook::circle

              x the rulebooks extend each other in a circle: `西区` -> `东区` -> `西区`
               ,-[西区/rulebook.toml:4:1]
             3 | calendar = "cn"
             4 | extends = "东区"
               : ^^^^^^^^^^^^^^^^
               `----
              help: one of them must stand on its own: remove its `extends`

        "#]],
    );
    says(
        &[("city/rulebook.toml", &extending("city", "nowhere"))],
        &expect![[r#"
        rulebook::missing_base

          x `city` extends `nowhere`, which is not there
           ,-[city/rulebook.toml:4:1]
         3 | calendar = "cn"
         4 | extends = "nowhere"
           : ^^^^^^^^^^^^^^^^^^^
           `----
          help: name a rulebook in a folder beside or above this one, or give the path to it: `extends =
                "../national"`

    "#]],
    );
}

#[test]
fn two_versions_in_force_on_one_day() {
    let version = |from: &str| format!("{MANIFEST}from = {from}\n");
    let clock = "clock(\"a\").title(\"甲\", \"a\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(days(5)).red(at_due());\n";
    let (older, newer) = (version("2024-01-01"), version("2025-01-01"));
    says(
        &[
            ("city/2024/rulebook.toml", &older),
            ("city/2024/clocks.rhai", clock),
            ("city/2025/rulebook.toml", &newer),
            ("city/2025/clocks.rhai", clock),
        ],
        &expect![[r#"
            rulebook::overlap

              x two versions of `city` are in force on one day: from 2024-01-01 and from 2025-01-01
              help: write `to = 2024-12-31` into the `rulebook.toml` that says `from = 2024-01-01`

        "#]],
    );
}

#[test]
fn what_only_an_overlay_uses_is_used() {
    let national = MANIFEST.replace("city", "national");
    let city = format!("{MANIFEST}extends = \"national\"\n");
    let clock = "clock(\"a\").title(\"甲\", \"a\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(days(LIMIT)).red(at_due());\n";
    says(
        &[
            ("national/rulebook.toml", &national),
            ("national/words.rhai", "const LIMIT = 5;\n"),
            ("city/rulebook.toml", &city),
            ("city/clocks.rhai", clock),
        ],
        &expect![[""]],
    );
}

#[test]
fn promises_beyond_the_law_are_told_at_their_item() {
    let manifest = format!("{MANIFEST}catalogue = [\"catalogue\"]\n");
    says(
        &[
            ("city/rulebook.toml", &manifest),
            (
                "catalogue/a.toml",
                "[[item]]\ncode = \"1\"\nname = \"甲证\"\ndepartment = \"甲局\"\nstatutory_limit = \"10 workdays\"\npromised_limit = \"15 workdays\"\n",
            ),
        ],
        &expect![[r#"
            catalogue::limits

              ! 甲证: promises 15 workdays, but the law allows only 10 workdays
               ,-[catalogue/a.toml:1:1]
             1 | [[item]]
               : ^^^^^^^^
             2 | code = "1"
               `----
              help: promise no more than the law gives, or mend the statutory limit

        "#]],
    );
}

#[test]
fn carriage_returns_and_a_byte_order_mark_change_no_place() {
    let script = "clock(\"a\")\n  .starts(\"acepted\").stops(\"granted\")\n  .limit(days(5));\n";
    let mut shown = Vec::new();
    for text in [script.to_owned(), format!("\u{feff}{}", script.replace('\n', "\r\n"))] {
        let place = folder(&[("city/rulebook.toml", MANIFEST), ("city/clocks.rhai", &text)]);
        shown.push(told(place.path()).1);
    }
    assert!(shown[0].contains("acepted"), "{}", shown[0]);
    assert_eq!(shown[0], shown[1]);
}

#[test]
fn a_script_without_an_end_or_beyond_all_limits() {
    in_short(
        "let n = 0;\nwhile true { n += 1; }\n",
        &expect![[r#"
        2:14 error rule::beyond_limits: the rule does not come to an end
    "#]],
    );
    in_short(
        "fn deep(n) { deep(n + 1) }\nlet n = deep(0);\n",
        &expect![[r#"
        2:9 error rule::beyond_limits: functions call each other too deep
    "#]],
    );
    in_short(
        "let text = \"0123456789\";\nwhile true { text += text; }\n",
        &expect![[r#"
        2:19 error rule::beyond_limits: a text or list grows too large
    "#]],
    );
    in_short(
        &format!("let n = {}1{};\n", "(".repeat(500), ")".repeat(500)),
        &expect![[r#"
            1:40 error rule::syntax: too much stands in one expression
        "#]],
    );
}

#[test]
fn a_script_of_ten_thousand_lines_is_checked() {
    let rule = |at: usize| {
        format!(
            "check(\"rule {at}\")\n    .title(\"规则 {at}\", \"rule {at}\").basis(\"1\")\n    .on(\"accepted\")\n    .when(|c, e| e.occurred_on < c.received_on && c.department == \"局 {at}\")\n    .yellow(\"late\");\n"
        )
    };
    let script: String = (0..2_000).map(rule).collect();
    in_short(&script, &expect![[""]]);
}

#[test]
fn days_between_two_versions_on_which_none_is_in_force() {
    let version = |days: &str| format!("{MANIFEST}{days}\n");
    let (old, new) = (version("to = 2026-06-30"), version("from = 2027-07-01"));
    let clock = "clock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(days(10)).red(at_due());\n";
    says(
        &[
            ("city/old/rulebook.toml", &old),
            ("city/old/clocks.rhai", clock),
            ("city/new/rulebook.toml", &new),
            ("city/new/clocks.rhai", clock),
        ],
        &expect![[r#"
            rulebook::gap

              ! no version of `city` is in force on the days 2026-07-01 to 2027-06-30, so what happens on them
              | is not supervised
              help: give the older version a later `to`, or the newer one an earlier `from`

        "#]],
    );
}
