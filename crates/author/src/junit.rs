//! The outcome of stories in the form that build servers read.
//!
//! *Invariant.* Well-formed XML 1.0, whatever stands in a story.
//!
//! *Absent on purpose.* Times: how long a story took is not looked at.

use std::fmt::Write as _;

use crate::compare::{Change, compare};
use crate::suite::{Report, Verdict};

/// A report as JUnit XML: a suite a rulebook, a case a story.
pub fn junit(report: &Report) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (all, failed) = (report.told(), report.failed());
    xml +=
        &format!("<testsuites name=\"duban rules test\" tests=\"{all}\" failures=\"{failed}\">\n");
    for book in &report.books {
        let (name, tests, failed) = (escaped(&book.name), book.verdicts.len(), book.failed());
        xml += &format!("  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failed}\">\n");
        for verdict in &book.verdicts {
            xml += &case(verdict);
        }
        xml += "  </testsuite>\n";
    }
    xml + "</testsuites>\n"
}

fn case(verdict: &Verdict) -> String {
    let (name, file) = (escaped(&verdict.name), escaped(&verdict.file));
    let opened = format!(
        "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{}\"",
        verdict.line
    );
    if verdict.passed() {
        return opened + "/>\n";
    }
    let mut lines = String::new();
    for change in compare(&verdict.expected, &verdict.decided) {
        let (mark, line) = match change {
            Change::Same(line) => (' ', line),
            Change::Missing(line) => ('-', line),
            Change::Extra(line) => ('+', line),
        };
        let written = writeln!(lines, "{mark} {line}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
    format!(
        "{opened}>\n      <failure message=\"decided otherwise than expected (- expected, + decided)\">{}</failure>\n    </testcase>\n",
        escaped(&lines)
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            // XML 1.0 has no way to write these.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                safe.push('\u{fffd}');
            }
            letter => safe.push(letter),
        }
    }
    safe
}
