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

/// What is said when a question can't be answered.
#[test]
fn what_a_department_is_refused_it_is_refused_in_chinese() {
    let place = Place::new();
    let refused = |args: &[&str]| place.refusal(&[args, &["--lang", "zh"]].concat());
    assert_chinese(&refused(&["warnings"]).replace("duban", ""));
    place.answer(&["demo", "--cases", "300"]);
    for args in [
        &["case", "X"][..],
        &["explain", "X"],
        &["explain", "X/promised/red/1"],
        &["warnings", "--from", "2025-02-30"],
        &["warnings", "--from", "2025-03-02", "--to", "2025-03-01"],
        &["score", "--period", "2025-13"],
        &["deadline", "--from", "2025-03-02", "--pause", "x", "--limit", "5 days"],
        &["demo", "--cases", "301"],
    ] {
        let told = refused(args);
        assert!(!told.is_ascii(), "{told}");
        assert_chinese(&told.replace("duban", "").replace("DIR", ""));
    }
    let nothing = |args: &[&str]| place.answer(&[args, &["--lang", "zh"]].concat());
    assert!(nothing(&["warnings", "--case", "X"]).contains("没有符合条件的"));
    assert!(nothing(&["upcoming", "--department", "X"]).contains("没有符合条件的"));
    assert!(nothing(&["score", "--period", "2031-01"]).contains("没有办件"));
}

#[test]
fn a_command_line_that_is_wrong_is_told_in_chinese() {
    let place = Place::new();
    for (args, said) in [
        (&["warnings", "--levle", "red"][..], "没有参数 `--levle`；是否应为 `--level`"),
        (&["warning"], "没有命令 `warning`"),
        (&["score"], "缺少必需的参数：`--period <YYYY-MM>`"),
        (&["score", "--period"], "参数 `--period <YYYY-MM>` 缺少值"),
        (
            &["score", "--period", "2025-06", "--by", "x"],
            "的值 `x` 无效；可用的值：`department`、`post`、`item`",
        ),
        (&["replay", "--shards", "0"], "参数 `--shards <SHARDS>` 的值 `0` 无效"),
        (&["import", "a.csv", "--quarantine"], "不能与"),
        (&["replay", "--shards", "1", "--shards", "2"], "只能写一次"),
    ] {
        let told = place.refusal(&[&["--lang=zh"][..], args].concat());
        assert!(told.contains(said), "{told}");
        assert_eq!(told, place.refusal(&[args, &["--lang", "zh"]].concat()));
    }
    let english = place.refusal(&["replay", "--shards", "0"]);
    assert!(english.contains("write how many shards there are to be, 1 or more"), "{english}");
    assert!(place.answer(&["--lang", "zh", "--help"]).contains("Usage"));
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
