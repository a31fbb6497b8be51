//! Mistakes in what a rulebook consists of: its manifest, what it extends, its calendar and its catalogue.

use expect_test::{Expect, expect};

use crate::support::{MANIFEST, files};

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
