//! Splits a CSV text into rows so that a quotation mark that is never closed costs its own line and no other.
//!
//! *Invariant.* Every line belongs to exactly one row. A row that is quoted wrongly is its first line, with the reason; reading goes on
//! with the next.
//!
//! *Absent on purpose.* Anything but commas and double quotation marks (RFC 4180).

use std::collections::BTreeSet;

/// What is wrong with a line that was replaced in part.
pub(super) const ILLEGIBLE: &str = "it holds bytes that are no UTF-8; save the file as UTF-8";

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it begins, from 1.
    pub(super) line: usize,
    pub(super) fields: Vec<String>,
    /// What is wrong with its quoting or its letters.
    pub(super) flaw: Option<String>,
}

/// The lines, counted from 1, in which bytes stand that are no UTF-8.
pub(super) fn illegible_lines(bytes: &[u8]) -> BTreeSet<usize> {
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    lines.filter(|(_, line)| std::str::from_utf8(line).is_err()).map(|(number, _)| number).collect()
}

/// The rows of a text; empty lines are none. Bytes that were no text have been replaced in it, on these lines.
pub(super) fn rows(text: &str, illegible: &BTreeSet<usize>) -> impl Iterator<Item = Row> {
    let (mut rest, mut line) = (text, 1);
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let (mut row, behind) = row(rest, line);
            let taken = &rest[..rest.len() - behind.len()];
            let last = line + taken.trim_end_matches('\n').matches('\n').count();
            if row.flaw.is_none() && illegible.range(line..=last).next().is_some() {
                row.flaw = Some(ILLEGIBLE.to_owned());
            }
            line += taken.matches('\n').count();
            rest = behind;
            if row.fields != [""] {
                return Some(row);
            }
        }
    })
}

/// The row at the beginning of a text, and what stands behind it.
fn row(text: &str, line: usize) -> (Row, &str) {
    let (mut fields, mut rest) = (Vec::new(), text);
    loop {
        let before = text.len() - rest.len();
        let Some((field, behind)) = field(rest) else {
            let opened = line + text[..before].matches('\n').count();
            return broken(text, line, opened);
        };
        fields.push(field);
        rest = match behind.strip_prefix(',') {
            Some(behind) => behind,
            None => {
                let behind = behind.strip_prefix('\r').unwrap_or(behind);
                let row = Row { line, fields, flaw: None };
                return (row, behind.strip_prefix('\n').unwrap_or(behind));
            }
        };
    }
}

/// The field at the beginning of a text, and what stands behind it: a comma, the end of the line or nothing. None when its quotation
/// mark is not closed, or closed in the middle of the field.
fn field(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', '\n']).unwrap_or(text.len());
        let (field, behind) = text.split_at(end);
        // A carriage return before the line feed belongs to the end of the line.
        let kept = field.strip_suffix('\r').filter(|_| !behind.starts_with(',')).unwrap_or(field);
        return Some((kept.to_owned(), behind));
    };
    let (mut field, mut rest) = (String::new(), quoted);
    loop {
        let (inside, behind) = rest.split_once('"')?;
        field.push_str(inside);
        match behind.strip_prefix('"') {
            Some(behind) => {
                field.push('"');
                rest = behind;
            }
            None => {
                let ends = behind.is_empty() || behind.starts_with([',', '\r', '\n']);
                return ends.then_some((field, behind));
            }
        }
    }
}

/// A row that is quoted wrongly: its first line, cut at the commas.
fn broken(text: &str, line: usize, opened: usize) -> (Row, &str) {
    let (first, behind) = text.split_once('\n').unwrap_or((text, ""));
    let fields = first.trim_end_matches('\r').split(',').map(|it| it.replace('"', "")).collect();
    let flaw = format!(
        "the quotation mark that opens in line {opened} is not closed at the end of its field; close it, or write it twice where it belongs to the text"
    );
    (Row { line, fields, flaw: Some(flaw) }, behind)
}

#[cfg(test)]
mod tests;
