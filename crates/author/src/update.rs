//! Writes what was decided into the files of stories, in place of what was expected.
//!
//! *Invariant.* Nothing but the expected texts of stories that failed is touched: comments, layout and line ends stay.
//!
//! *Absent on purpose.* Judgement: who updates reads what came of it.

use std::fs;
use std::ops::Range;

use crate::suite::{Report, SuiteError, Verdict};

/// Rewrites the expected texts of all stories of a report that failed. Answers the paths of the files that were changed.
///
/// # Errors
/// When a file cannot be read or written.
pub fn update(report: &Report) -> Result<Vec<std::path::PathBuf>, SuiteError> {
    let failed = report.books.iter().flat_map(|book| &book.verdicts).filter(|it| !it.passed());
    let mut by_file: std::collections::BTreeMap<_, Vec<&Verdict>> = Default::default();
    for verdict in failed {
        by_file.entry(&verdict.path).or_default().push(verdict);
    }
    let mut changed = Vec::new();
    for (path, verdicts) in by_file {
        let text =
            fs::read_to_string(path).map_err(|error| SuiteError::unreadable(path, &error))?;
        // Spans count from behind a byte order mark.
        let (mark, body) = match text.strip_prefix('\u{feff}') {
            Some(body) => ("\u{feff}", body),
            None => ("", text.as_str()),
        };
        if verdicts.iter().any(|verdict| *verdict.text != *text) {
            return Err(SuiteError::Path(format!(
                "`{}` was changed while its stories were told, so nothing was written into it; run the command again",
                path.display()
            )));
        }
        let edits = verdicts.iter().map(|it| (it.span.clone(), it.decided.as_slice())).collect();
        let text = format!("{mark}{}", rewritten(body, edits));
        fs::write(path, text).map_err(|error| SuiteError::unwritable(path, &error))?;
        changed.push(path.clone());
    }
    Ok(changed)
}

/// A text with other TOML strings in place of those at these bytes.
pub fn rewritten(text: &str, mut edits: Vec<(Range<usize>, &[String])>) -> String {
    edits.sort_by_key(|(span, _)| span.start);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (mut new, mut at) = (String::new(), 0);
    for (span, lines) in edits {
        new.push_str(&text[at..span.start]);
        new.push_str(&literal(lines, end));
        at = span.end;
    }
    new.push_str(&text[at..]);
    new
}

fn literal(lines: &[String], end: &str) -> String {
    if lines.is_empty() {
        return "\"\"".to_owned();
    }
    let mut literal = format!("\"\"\"{end}");
    for line in lines {
        for letter in line.chars() {
            match letter {
                '\\' | '"' => literal.extend(['\\', letter]),
                control if control.is_control() => {
                    literal.push_str(&format!("\\u{:04X}", u32::from(control)));
                }
                letter => literal.push(letter),
            }
        }
        literal.push_str(end);
    }
    literal + "\"\"\""
}
