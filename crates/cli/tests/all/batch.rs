//! The calculator for many rows: every row comes out again, and the exit code says whether all are answered.

use crate::support::{Place, shared};

/// The exit code, what was printed, and what was said.
fn batch(name: &str, text: &str) -> (i32, String, String) {
    let place = Place::new();
    place.write(name, text);
    let output = place.duban(&["deadline", "--batch", name]);
    let word = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), word(output.stdout), word(output.stderr))
}

#[test]
fn an_unclosed_quotation_mark_swallows_no_other_row() {
    let rows = "id,from,limit,unit\n1,2026-03-02,5,workdays\n2,\"2026-03-02,5,workdays\n3,2026-03-02,5,workdays\n";
    let (code, answered, said) = batch("limits.csv", rows);
    assert_eq!(
        (code, said.trim_end()),
        (1, "duban: 1 of 3 rows have no due date; `note` says why")
    );
    let lines: Vec<&str> = answered.lines().collect();
    assert_eq!(lines[1], "1,2026-03-02,5,workdays,2026-03-09,");
    assert!(
        lines[2].starts_with("2,2026-03-02,5,workdays,,") && lines[2].contains("line 3"),
        "{answered}"
    );
    assert_eq!((lines[3], lines.len()), ("3,2026-03-02,5,workdays,2026-03-09,", 4));
}

#[test]
fn a_row_that_can_t_be_answered_says_where_and_what_to_write() {
    let rows = "id,from,limit,unit\n1,2026-03-02,5 workdays,workdays\n2,2026-03-02,5,workdays\n";
    let (code, answered, _) = batch("limits.csv", rows);
    assert_eq!(code, 1);
    let expected = "line 2: no due date for `1`: column `limit`: `5 workdays` is a number and its unit; write `5` here and \
        `workdays` in the column `unit`";
    let lines: Vec<&str> = answered.lines().collect();
    assert_eq!(lines[1], format!("1,2026-03-02,5 workdays,workdays,,{expected}"));
    assert_eq!(lines[2], "2,2026-03-02,5,workdays,2026-03-09,");
}

#[test]
fn an_object_in_other_letters_spoils_no_other() {
    let place = Place::new();
    let good = br#"{"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays"}"#;
    let bad = b"{\"policy\": \"day\", \"id\": \"\xb8\xd6\"}";
    place.write("clocks.jsonl", [&good[..], &bad[..], &good[..]].join(&b'\n'));
    let output = place.duban(&["deadline", "--batch", "clocks.jsonl"]);
    let answered = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(answered.matches("\"due\": \"2026-03-09\"").count(), 2, "{answered}");
    assert!(answered.lines().nth(1).unwrap().contains("no UTF-8"), "{answered}");
}

#[test]
fn a_table_with_other_commas_is_told_which() {
    let place = Place::new();
    place.write("limits.csv", "id;from;limit;unit\n1;2026-03-02;5;workdays\n");
    let refused = place.refusal(&["deadline", "--batch", "limits.csv"]);
    assert!(refused.contains("line 1: there is no column `id`"), "{refused}");
    assert!(refused.contains("parted by commas"), "{refused}");
}

#[test]
fn a_row_with_a_field_too_many_is_not_guessed_at() {
    let (code, answered, _) =
        batch("limits.csv", "id,from,limit,unit\n1,2026-03-02,1,000,days\n2,2026-03-02,5,days\n");
    assert_eq!(code, 1);
    assert!(
        answered.contains("line 2: no due date: it has 5 fields, and the header names 4"),
        "{answered}"
    );
    assert!(answered.contains("\n2,2026-03-02,5,days,2026-03-09,"), "{answered}");
}

#[test]
fn rows_that_are_all_answered_end_well() {
    let rows = "\u{feff}id,from,limit,unit,remark\r\nA,2026-09-20,15,days,\"a, \"\"b\"\"\"\r\nB,2026-03-02,5,workdays\r\n";
    let (code, answered, said) = batch("limits.csv", rows);
    assert_eq!((code, said.as_str()), (0, ""));
    let expected = "id,from,limit,unit,remark,due,note\n\
        A,2026-09-20,15,days,\"a, \"\"b\"\"\",2026-10-08,rolled over 国庆节\n\
        B,2026-03-02,5,workdays,,2026-03-09,\n";
    assert_eq!(answered, expected);
}

#[test]
fn objects_tell_their_own_errors_and_the_exit_code_tells_that_there_are_some() {
    let good =
        r#"{"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "id": 1}"#;
    let bad = r#"{"policy": "day", "start": "2026-03-02", "limit": 5, "id": 2}"#;
    let (code, answered, said) = batch("clocks.jsonl", &format!("{good}\n{bad}\n\n{good}\n"));
    assert_eq!(
        (code, said.trim_end()),
        (1, "duban: 1 of 3 rows have no due date; `error` says why")
    );
    assert_eq!(answered.matches("\"due\": \"2026-03-09\"").count(), 2, "{answered}");
    let suspended = r#"{"policy": "day", "start": "2026-03-02", "limit": 5, "unit": "workdays", "pauses": [{"from": "2026-03-03", "to": null, "cap": null}]}"#;
    assert_eq!(batch("clocks.jsonl", suspended).0, 0, "no due date yet is an answer");
}

#[test]
fn a_file_that_is_no_batch_is_refused() {
    assert_eq!(batch("limits.csv", "id,from,limit\n1,2026-03-02,5\n").0, 2);
    assert_eq!(batch("limits.csv", "").0, 2);
    assert_eq!(batch("limits.txt", "").0, 2);
}

#[test]
fn the_worked_clocks_are_all_answered() {
    let Some(vectors) = shared("vectors/clocks.jsonl") else { return };
    let text = std::fs::read_to_string(vectors).unwrap();
    let (code, answered, said) = batch("clocks.jsonl", &text);
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(answered == text, "an answer differs");
}

/// U+FFFD is a letter like any other: somebody else's loss, which this file tells truly.
#[test]
fn a_replacement_character_is_text() {
    let rows = "id,from,limit,unit\na\u{FFFD},2026-03-02,5,workdays\n";
    let (code, answered, _) = batch("limits.csv", rows);
    assert_eq!(
        (code, answered.lines().nth(1)),
        (0, Some("a\u{FFFD},2026-03-02,5,workdays,2026-03-09,"))
    );
    let object = "{\"id\": \"\u{FFFD}\", \"policy\": \"day\", \"start\": \"2026-03-02\", \"limit\": 5, \"unit\": \"workdays\"}";
    let (code, answered, _) = batch("clocks.jsonl", object);
    assert!(code == 0 && answered.contains("2026-03-09"), "{answered}");
}

#[test]
fn a_row_in_other_letters_spoils_no_other() {
    let place = Place::new();
    let row = b"\n1,2026-03-02,5,workdays".as_slice();
    let other = b"\n\xb8\xd6,2026-03-02,5,workdays".as_slice();
    place.write("limits.csv", [b"id,from,limit,unit", row, other, row].concat());
    let output = place.duban(&["deadline", "--batch", "limits.csv"]);
    let answered = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(answered.matches("workdays,2026-03-09,").count(), 2, "{answered}");
    assert!(
        answered.contains("line 3: no due date: it holds bytes that are no UTF-8"),
        "{answered}"
    );
}
