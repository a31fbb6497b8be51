//! With `--lang zh` a department reads Chinese: no table, message or sentence is left in English.

use crate::support::Place;

/// Words of three letters and more that are neither names, paths, numbers nor commands to type.
fn english(text: &str) -> Vec<&str> {
    let code = |word: &str| {
        word.contains(['/', ':', '`', '_', '-']) || word.chars().any(|c| c.is_ascii_digit())
    };
    let commands = |line: &&str| !line.trim_start().starts_with("duban ");
    text.lines()
        .filter(commands)
        .flat_map(str::split_whitespace)
        .filter(|word| !code(word))
        .flat_map(|word| word.split(|c: char| !c.is_ascii_alphabetic()))
        .filter(|word| word.len() >= 3 && word.chars().any(|c| c.is_ascii_lowercase()))
        .collect()
}

#[track_caller]
fn assert_chinese(text: &str) {
    let left = english(text);
    assert!(left.is_empty(), "left in English: {left:?} in\n{text}");
}

#[test]
fn what_a_department_reads_is_chinese() {
    let place = Place::new();
    let read = |args: &[&str]| place.answer(&[args, &["--lang", "zh"]].concat());
    assert_chinese(&read(&["demo", "--cases", "3000"]));
    let warnings = read(&["warnings"]);
    assert!(warnings.contains("法定时限") && warnings.contains("入库"), "{warnings}");
    assert_chinese(&warnings);
    assert_chinese(&read(&["upcoming"]));
    assert_chinese(&read(&["score", "--period", "2025-06"]));
    assert_chinese(&read(&["replay"]).replace(" (", " （"));
    let rows = place.json(&["warnings", "--format", "json"]);
    let rows = rows.as_array().unwrap();
    for row in rows.iter().step_by(rows.len() / 12) {
        let explained = read(&["explain", row["id"].as_str().unwrap()]);
        assert_chinese(&explained.replace("(national ", "("));
        assert_chinese(&read(&["case", row["case"].as_str().unwrap()]));
    }
}
