//! Texts in, rows out.

use std::collections::BTreeSet;

use super::{illegible_lines, rows};

/// `line: field|field`, and a `!` before a row with a flaw.
fn told(text: &str) -> Vec<String> {
    rows(text, &BTreeSet::new())
        .map(|row| {
            let flaw = if row.flaw.is_some() { "!" } else { "" };
            format!("{flaw}{}: {}", row.line, row.fields.join("|"))
        })
        .collect()
}

#[test]
fn rows_are_split_as_every_writer_of_csv_quotes_them() {
    assert_eq!(told("a,b\r\n1,2\r\n"), ["1: a|b", "2: 1|2"]);
    assert_eq!(told("a,\n,\n,b"), ["1: a|", "2: |", "3: |b"]);
    assert_eq!(told("\"a,b\",\"c \"\"d\"\"\"\n"), ["1: a,b|c \"d\""]);
    assert_eq!(told("\"a\nb\",c\nd,e"), ["1: a\nb|c", "3: d|e"]);
    assert_eq!(told("\n\r\n1,2\n\n"), ["3: 1|2"], "empty lines are no rows");
    assert_eq!(told("a \"b\",c"), ["1: a \"b\"|c"], "a quotation mark within a field is a letter");
    assert_eq!(told(""), [""; 0]);
}

#[test]
fn an_unclosed_quotation_mark_costs_one_line() {
    assert_eq!(told("1,\"2\n3,4\n5,6"), ["!1: 1|2", "2: 3|4", "3: 5|6"]);
    assert_eq!(told("1,\"2\n3,\"4\"\n5,6"), ["!1: 1|2", "2: 3|4", "3: 5|6"]);
    assert_eq!(told("1,\"2\"3\n4,5"), ["!1: 1|23", "2: 4|5"]);
    let flaw = rows("x,y\n1,\"2\n3,4", &BTreeSet::new()).find_map(|row| row.flaw).unwrap();
    assert!(flaw.contains("opens in line 2"), "{flaw}");
}

#[test]
fn letters_that_were_lost_are_a_flaw() {
    let bytes = b"a,\xb8\nb,\xef\xbf\xbd\n\"c\n\xb8\",d\ne,f";
    let illegible = illegible_lines(bytes);
    let text = String::from_utf8_lossy(bytes);
    let flawed = rows(&text, &illegible).map(|row| (row.line, row.flaw.is_some()));
    assert_eq!(flawed.collect::<Vec<_>>(), [(1, true), (2, false), (3, true), (5, false)]);
}
