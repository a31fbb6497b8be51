//! `duban deadline --batch`: a file of questions in, the same with their answers out.
//!
//! *Invariant.* Every row comes out again, in its place, with an answer or with the reason why it has none. Exit code 0 means that all
//! have an answer, 1 that some have none: who calls this from a script need not read a million notes to know.
//!
//! *Absent on purpose.* Arithmetic: that is the calendar's.

use std::fs;
use std::path::Path;

use duban_calendar::Calendar;
use duban_calendar::batch::{answer_csv_row, answer_jsonl_object};
use serde_json::{Map, Value, json};

use super::rows::{ILLEGIBLE, Row, illegible_lines, rows};
use crate::failure::Failure;
use crate::print;

/// The byte order mark, which some editors put first.
const MARK: char = '\u{feff}';

/// The columns that are read; others go through.
const COLUMNS: [&str; 4] = ["id", "from", "limit", "unit"];

pub(super) fn answer(path: &Path, calendar: &Calendar) -> Result<(), Failure> {
    let read = || {
        fs::read(path)
            .map_err(|error| Failure::input(format!("can't read `{}`: {error}", path.display())))
    };
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => answer_csv(&read()?, path, calendar),
        Some("jsonl" | "ndjson") => answer_jsonl(&read()?, calendar),
        _ => Err(Failure::input(format!(
            "`{}`: a batch is a .csv file with the columns id,from,limit,unit, or a .jsonl file of objects",
            path.display()
        ))
        .or_in_chinese(format!(
            "`{}`：批量文件须为 .csv（列 id,from,limit,unit）或 .jsonl（每行一个对象）",
            path.display()
        ))),
    }
}

fn answer_csv(bytes: &[u8], path: &Path, calendar: &Calendar) -> Result<(), Failure> {
    let (text, illegible) = (String::from_utf8_lossy(bytes), illegible_lines(bytes));
    let mut rows = rows(text.trim_start_matches(MARK), &illegible);
    let header = rows.next().map_or_else(Vec::new, |header| header.fields);
    let mut places = [0; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        let column = header.iter().position(|it| it.trim() == name);
        *place = column.ok_or_else(|| no_column(path, name, &header))?;
    }
    let (mut answered, mut unanswered) = (Vec::new(), 0);
    for row in rows {
        let (due, note) = answer_row(&row, places, header.len(), calendar);
        unanswered += u64::from(due.is_empty());
        let mut fields = row.fields;
        fields.resize(header.len(), String::new());
        fields.extend([due, note]);
        answered.push(fields);
    }
    let all = answered.len();
    let header: Vec<&str> = header.iter().map(String::as_str).chain(["due", "note"]).collect();
    print::csv(&header, answered)?;
    verdict(unanswered, all, "note")
}

fn no_column(path: &Path, name: &str, header: &[String]) -> Failure {
    let path = path.display();
    let parted = match header {
        [only] if only.contains([';', '\t']) => ", parted by commas",
        _ => "",
    };
    Failure::input(format!(
        "`{path}`, line 1: there is no column `{name}`; the first line names the columns id,from,limit,unit{parted}"
    ))
    .or_in_chinese(format!(
        "`{path}` 第 1 行：没有 `{name}` 列；首行须为列名 id,from,limit,unit，以逗号分隔"
    ))
}

/// The due date of a row and a note on it; without a due date the note says why.
fn answer_row(
    row: &Row,
    places: [usize; COLUMNS.len()],
    columns: usize,
    calendar: &Calendar,
) -> (String, String) {
    let (found, line) = (row.fields.len(), row.line);
    let unusable = if let Some(flaw) = &row.flaw {
        Some(flaw.clone())
    } else if found > columns {
        Some(format!(
            "it has {found} fields, and the header names {columns}; put a field with a comma into quotation marks"
        ))
    } else {
        None
    };
    match unusable {
        Some(reason) => (String::new(), format!("line {line}: no due date: {reason}")),
        None => {
            let [id, from, limit, unit] =
                places.map(|place| row.fields.get(place).map_or("", String::as_str));
            let (due, note) = answer_csv_row(calendar, id, from, limit, unit);
            let note = if due.is_empty() { format!("line {line}: {note}") } else { note };
            (due, note)
        }
    }
}

fn answer_jsonl(bytes: &[u8], calendar: &Calendar) -> Result<(), Failure> {
    let (mut answers, mut unanswered, mut all) = (String::new(), 0, 0);
    let lines = bytes.split(|byte| *byte == b'\n');
    for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
        let answer = match std::str::from_utf8(line) {
            Ok(line) => answer_jsonl_object(calendar, line.trim_start_matches(MARK).trim_end()),
            Err(_) => json!({ "error": ILLEGIBLE }).to_string(),
        };
        let object = serde_json::from_str::<Map<String, Value>>(&answer);
        unanswered += u64::from(object.is_ok_and(|object| object.contains_key("error")));
        all += 1;
        answers.push_str(&answer);
        answers.push('\n');
    }
    print::text(&answers)?;
    verdict(unanswered, all, "error")
}

fn verdict(unanswered: u64, all: usize, column: &str) -> Result<(), Failure> {
    match unanswered {
        0 => Ok(()),
        _ => Err(Failure::answer_no(format!(
            "{unanswered} of {all} rows have no due date; `{column}` says why"
        ))
        .or_in_chinese(format!("{all} 行中有 {unanswered} 行没有到期日；原因见 `{column}`"))),
    }
}
