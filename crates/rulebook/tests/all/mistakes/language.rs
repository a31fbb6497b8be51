//! Mistakes with the language itself: what it takes without a word, and what it says in words of its own.

use expect_test::expect;

use super::shows;
use crate::support::{CALENDAR, MANIFEST, mistakes};
use duban_rulebook::{Bundle, Rulebook};

#[test]
fn a_comment_without_its_end() {
    shows(
        "/* art. 1 /* both */\nclock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5));\n",
        expect![[r#"
            rule::syntax

              x a comment has no end, so that nothing behind it is a rule
               ,-[t/rules.rhai:1:1]
             1 | /* art. 1 /* both */
               : ^^
             2 | clock("k").starts("accepted").stops("granted").limit(workdays(5));
               `----
              help: close it with `*/`

        "#]],
    );
}

#[test]
fn signs_of_a_comment_within_a_text_are_no_comment() {
    crate::support::clock(".title(\"/* 甲\", \"a\").limit(workdays(5))");
}

#[test]
fn a_range_where_a_number_belongs() {
    shows(
        "clock(\"k\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\").limit(workdays(1..3));",
        expect![[r#"
            rule::misused

              x `workdays` needs a whole number, not a range of numbers
               ,-[t/rules.rhai:1:69]
             1 | clock("k").basis("法 1").starts("accepted").stops("granted").limit(workdays(1..3));
               :                                                                    ^^^^^^^^^^^^^^
               `----
              help: write for example `workdays(5)`

        "#]],
    );
}

#[test]
fn a_sign_that_rules_do_not_have() {
    shows(
        "const X = 1 -- 1;",
        expect![[r#"
            rule::syntax

              x `--` is no sign of a rulebook
               ,-[t/rules.rhai:1:13]
             1 | const X = 1 -- 1;
               :             ^
               `----
              help: use one of + - * / % == != < <= > >= && || ! ??, with blanks between two of them

        "#]],
    );
}

#[test]
fn a_line_that_nobody_could_read_is_not_shown() {
    shows(
        &format!("const X = {}1;", "1+".repeat(5_000)),
        expect![[r#"
            rule::syntax

              x too much stands in one expression
               ,-[t/rules.rhai:1:132]
               `----
              help: give its parts names with `let` above it, or move them into a function `fn`

        "#]],
    );
}

#[test]
fn a_text_that_goes_on_and_on() {
    let told = mistakes(&format!("const X = \"{}\";", "长".repeat(70_000)));
    assert!(told.contains("a text is longer than 65536 bytes"), "{told}");
    assert!(told.len() < 1_000, "{told}");
}

#[test]
fn what_a_script_throws_has_no_name_of_a_programmer() {
    for thrown in ["|x| x", "1..2", "#{ a: 1 }", "workdays(1)"] {
        let told = mistakes(&format!("fn f() {{ throw {thrown} }}\nconst X = f();"));
        assert!(told.contains("the script gives up: it throws a"), "{told}");
        assert!(!told.contains("anon$") && !told.contains("::Length"), "{told}");
    }
}

#[test]
fn rulebooks_that_extend_each_other_say_where() {
    let extending = |name: &str, base: &str| {
        let manifest = MANIFEST.replace("\"t\"", &format!("{name:?}"));
        (format!("{name}/rulebook.toml"), format!("{manifest}extends = {base:?}\n"))
    };
    let place = tempfile::tempdir().unwrap();
    let files = [extending("a", "b"), extending("b", "a")];
    for (path, text) in files.iter().chain([&("calendars/cn.toml".into(), CALENDAR.into())]) {
        let path = place.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let error = Bundle::read(&place.path().join("a")).and_then(Rulebook::compile).unwrap_err();
    expect!["a/rulebook.toml:5: the rulebooks extend each other in a circle: `a` -> `b` -> `a`; one of them must stand on its own: remove its `extends`"].assert_eq(&error.to_string());
}

/// What each of these is told, without the excerpt.
fn in_short(scripts: &[&str]) -> String {
    let told = |script: &&str| {
        let files = vec![
            ("t/rulebook.toml".to_owned(), MANIFEST.to_owned()),
            ("t/rules.rhai".to_owned(), (*script).to_owned()),
            ("calendars/cn.toml".to_owned(), CALENDAR.to_owned()),
        ];
        let error = Bundle::from_files(files).and_then(Rulebook::compile).unwrap_err();
        let first = &error.mistakes()[0];
        format!("{}: {}\n", first.message(), first.advice().unwrap_or_default())
    };
    scripts.iter().map(told).collect()
}

#[test]
fn signs_of_an_input_method_for_chinese() {
    let scripts = [
        "clock（\"k\"）;",
        "clock(\"k\")。stops(\"granted\");",
        "clock(\"k\")；",
        "clock(“k”);",
        "clock(‘k’);",
        "clock(\"k\").stops(【\"granted\"]);",
        "clock(\"k\").stops([\"granted\"、\"denied\"]);",
        "clock(\"k\").when(｜c| c.officers ≥ 3);",
        "clock(\"k\") → 3;",
    ];
    expect![[r#"
        `（` is no sign of a rulebook: outside texts its signs are half-width: write `(` in its place
        `。` is no sign of a rulebook: outside texts its signs are half-width: write `.` in its place
        `；` is no sign of a rulebook: outside texts its signs are half-width: write `;` in its place
        `“` is no sign of a rulebook: outside texts its signs are half-width: write `"` in its place
        `‘` is no sign of a rulebook: outside texts its signs are half-width: write `"` in its place
        `【` is no sign of a rulebook: outside texts its signs are half-width: write `[` in its place
        `、` is no sign of a rulebook: outside texts its signs are half-width: write `,` in its place
        `｜` is no sign of a rulebook: outside texts its signs are half-width: write `|` in its place
        `→` does not belong here: outside texts, rules use half-width signs: ( ) . , " |
    "#]].assert_eq(&in_short(&scripts));
}

#[test]
fn single_quotes() {
    let scripts =
        ["clock('k');", "clock('时限');", "change('k');", "clock(\"k\").per('x');", "date('x');"];
    expect![[r#"
        `clock` takes the name of a rule in double quotes, not a letter: write for example `clock("statutory")`
        single quotes hold one letter, and a text stands in double quotes: write `"时限"`
        `change` takes the name of a rule in double quotes, not a letter: write for example `change("statutory")`
        the clock `k` never starts: say which events start it: `.starts("accepted")`
        `date` does not take a letter: a text stands in double quotes; single ones hold one letter
    "#]].assert_eq(&in_short(&scripts));
}

#[test]
fn words_said_with_too_much_or_of_the_wrong_thing() {
    let scripts = [
        "check(\"k\").per(|c, e| e.officer, |c, e| e.post, |c, e| e.step);",
        "check(\"k\").on(\"denied\", \"granted\");",
        "check(\"k\").when();",
        "check(\"k\").first_version(3);",
        "check(\"k\").limit(workdays(3));",
        "clock(\"k\").over(3);",
        "clock(\"k\").pauses(\"suspended\");",
        "clock(\"k\", \"l\");",
        "clock();",
        "scoring().finding(\"x\");",
    ];
    expect![[r#"
        `per` of a check takes 1 or 2 things, and is given 3: join two into one text: `|c, e| `${e.department} ${e.post}``
        `on` of a check takes one thing, and is given 2: write several kinds as one list: `["granted", "denied"]`
        `when` of a check takes one thing, and is given 0: say what is missing; the vocabulary tells how each word is said
        `first_version` of a check takes nothing, and is given 1: leave out what is too much; the vocabulary tells how each word is said
        `limit` is said of a clock, and this is a check: leave it out, or declare what it belongs to
        `over` is said of a check, and this is a clock: leave it out, or declare what it belongs to
        `pauses` of a clock takes 2 or 3 things, and is given 1: say what is missing; the vocabulary tells how each word is said
        `clock` takes the name of a rule in double quotes, not a text and a text: write for example `clock("statutory")`
        `clock` takes the name of a rule in double quotes, not nothing: write for example `clock("statutory")`
        `finding` is said of a check, and this is the scoring: leave it out, or declare what it belongs to
    "#]].assert_eq(&in_short(&scripts));
}
