//! Printing: tables for people, CSV and JSON for programs.
//!
//! *Invariant.* A closed pipe (`duban warnings | head`) is no failure.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use crate::failure::Failure;

/// Writes text to standard output.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    quiet(io::stdout().lock().write_all(text.as_bytes()))
}

/// Tells something beside the answer, on standard error and on lines of its own. Where nobody can read it nothing is lost by going on.
pub(crate) fn aside(text: &str) {
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// A table without borders, as wide as its content.
pub(crate) fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    for row in rows {
        table.add_row(row);
    }
    let mut text = String::new();
    for line in table.to_string().lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Writes rows as CSV with a header.
pub(crate) fn csv(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Failure::input(format!("can't write CSV: {error}"));
    writer.write_record(header).map_err(failed)?;
    for row in rows {
        writer.write_record(&row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::input(error.to_string()))?;
    quiet(io::stdout().lock().write_all(&bytes))
}

/// Writes one JSON value, indented.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::input(format!("can't write JSON: {error}")))?;
    text.push('\n');
    quiet(io::stdout().lock().write_all(text.as_bytes()))
}

fn quiet(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// A whole number with its thousands apart.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many of something: `1 story`, `1,234 stories`.
pub(crate) fn so_many(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { more })
}

/// A word with blanks behind it, so many letters wide. A Chinese letter is as wide as two others.
pub(crate) fn padded(word: &str, width: usize) -> String {
    let taken: usize = word.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    format!("{word}{:pad$}", "", pad = width.saturating_sub(taken))
}

/// The word, or a dash where there is none.
pub(crate) fn or_dash(word: Option<&str>) -> String {
    word.unwrap_or("-").to_owned()
}
