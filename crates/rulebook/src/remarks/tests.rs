//! Scripts that something is to be said of, and scripts that must stay without a word.

use expect_test::{Expect, expect};

use crate::{Bundle, Rulebook};

const MANIFEST: &str = r#"
    name = "city"
    title = { zh = "市级规则", en = "City rules" }
    calendar = "cn"
"#;

const CALENDAR: &str = r#"
    title = "Monday to Friday"
    zone = "Asia/Shanghai"
    weekly_rest = ["saturday", "sunday"]
    office_hours = ["09:00-17:00"]
"#;

/// One line a remark: where, how bad, what, and what to do.
fn told(script: &str) -> String {
    told_of(&[script])
}

/// The same of several scripts, in their order.
fn told_of(scripts: &[&str]) -> String {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let mut files = vec![file("city/rulebook.toml", MANIFEST), file("calendars/cn.toml", CALENDAR)];
    for (at, script) in scripts.iter().enumerate() {
        files.push(file(&format!("city/{at}.rhai"), script));
    }
    let book = Bundle::from_files(files).and_then(Rulebook::compile);
    let book = book.unwrap_or_else(|error| panic!("{scripts:?}\n{}", error.render()));
    let line = |it: &crate::Mistake| {
        let level = if it.is_warning() { "warning" } else { "error" };
        let (line, column) = (it.line().unwrap_or(0), it.column().unwrap_or(0));
        let help = it.advice().unwrap_or_default();
        format!("{line}:{column} {level} {}: {} | {help}\n", it.code(), it.message())
    };
    book.remarks().iter().map(line).collect()
}

#[track_caller]
fn says(script: &str, expected: &Expect) {
    expected.assert_eq(&told(script));
}

/// A clock with these words, each line at the beginning of a line.
fn clock(words: &str) -> String {
    format!(
        "clock(\"k\").title(\"甲\", \"k\").basis(\"1\").starts(\"accepted\").stops(\"granted\")\n{words};\n"
    )
}

/// A check on denials with these closures.
fn check(words: &str) -> String {
    format!("check(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"denied\").finding()\n{words};\n")
}

/// What is said of a condition of a check, which begins in its third line.
#[track_caller]
fn check_says(condition: &str, expected: &Expect) {
    says(&check(&format!(".when(|c, e|\n{condition})")), expected);
}

/// What is said of a clock, whose words begin in its second line.
#[track_caller]
fn clock_says(words: &str, expected: &Expect) {
    says(&clock(words), expected);
}

mod compare;
mod kinds;
mod others;
mod silent;
