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
