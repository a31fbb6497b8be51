//! A date of the case does not outlive the row that told it: a higher version that leaves it empty takes it back, in whatever files and
//! order the versions come.

use serde_json::{Value, json};

use crate::support::{Place, repo};

/// Each row repeats when the case was accepted and when it was over.
const MAPPING: &str = r#"
source = "window"
recorded = "column stored"
unknown = "note"
zone = "Asia/Shanghai"

[case]
id = "case"
item = { constant = "511A0000600001-511602000000-000-115113016823646795-1-00" }

[[case.derive]]
column = "taken"
kind = "accepted"

[[case.derive]]
column = "over"
kind = "completed"

[record]
activity = "what"
time = "when"
key = "key"
version = "version"
"#;

/// The step of a case, as a row tells it: key, version, the day on which it was stored, and the dates of the case.
fn step(key: u32, version: u32, stored: &str, taken: &str, over: &str) -> String {
    format!("A-1,{taken},{over},{key},审核,2026-03-03 09:00:00,{version},2026-{stored} 10:00:00")
}

fn write(place: &Place, name: &str, rows: &[String]) {
    let header = "case,taken,over,key,what,when,version,stored";
    place.write(name, format!("{header}\n{}\n", rows.join("\n")));
}

/// The ways in which it may be said when something became known.
fn mappings() -> [String; 2] {
    [MAPPING.to_owned(), MAPPING.replace("column stored", "as occurred")]
}

/// What a replay of these files, each imported by itself, comes to.
fn imported(mapping: &str, files: &[&[String]]) -> (Place, Value) {
    let place = Place::new();
    place.write("m.toml", mapping);
    for (number, rows) in files.iter().enumerate() {
        let file = format!("{number}.csv");
        write(&place, &file, rows);
        assert_eq!(import(&place, &file)["differs"], 0);
        assert_eq!(import(&place, &file)["accepted"], 0, "known the second time");
    }
    let replayed = place.json(&["replay", "--to", "2026-06-01", "--format", "json"]);
    (place, decisions(replayed))
}

/// Which decisions were made, and how the clocks stand.
fn decisions(mut replayed: Value) -> Value {
    json!({ "digest": replayed["digest"].take(), "clocks": replayed["clocks"].take() })
}

fn import(place: &Place, file: &str) -> Value {
    let rules = repo("rules/national");
    place.json(&["import", file, "--mapping", "m.toml", "--rules", &rules, "--format", "json"])
}

/// What a replay straight from the file comes to.
fn straight(mapping: &str, rows: &[String]) -> Value {
    let place = Place::new();
    place.write("m.toml", mapping);
    write(&place, "all.csv", rows);
    let rules = repo("rules/national");
    let arguments = ["replay", "all.csv", "--mapping", "m.toml", "--rules", &rules];
    decisions(place.json(&[&arguments[..], &["--to", "2026-06-01", "--format", "json"]].concat()))
}

/// What was taken back of the case, as `duban case` tells it.
fn taken_back(place: &Place) -> Vec<String> {
    let case = place.json(&["case", "A-1", "--format", "json"]);
    let lines = case["timeline"].as_array().unwrap().iter();
    let told = lines.map(|line| line["what"].as_str().unwrap().to_owned());
    told.filter(|what| what.starts_with("taken back")).collect()
}

/// How many cases ended within the limit set by law, and how many are beyond it.
fn statutory(replayed: &Value) -> [u64; 2] {
    let clock = &replayed["clocks"]["statutory"];
    ["in_time", "overdue"].map(|name| clock[name].as_u64().unwrap_or(0))
}

#[test]
fn a_corrected_row_takes_back_the_date_that_it_leaves_empty() {
    let rows =
        [step(1, 1, "03-06", "2026-03-02", "2026-03-05"), step(1, 2, "03-09", "2026-03-02", "")];
    for mapping in mappings() {
        let (place, together) = imported(&mapping, &[&rows]);
        assert_eq!(taken_back(&place), ["taken back: completed"]);
        assert_eq!(statutory(&together), [0, 1], "it was not over after all: {together}");
        let (place, apart) = imported(&mapping, &[&rows[..1], &rows[1..]]);
        assert_eq!(taken_back(&place), ["taken back: completed"]);
        assert_eq!(apart, together);
        assert_eq!(straight(&mapping, &rows), together);
        // However late the earlier version comes.
        let (place, late) = imported(&mapping, &[&rows[1..], &rows[..1]]);
        assert_eq!(taken_back(&place), ["taken back: completed"]);
        assert_eq!(late["clocks"], together["clocks"]);
    }
}

#[test]
fn a_corrected_row_may_leave_all_dates_empty_and_a_later_one_give_them_again() {
    let rows = [
        step(1, 1, "03-06", "2026-03-02", "2026-03-05"),
        step(1, 2, "03-09", "", ""),
        step(1, 3, "03-10", "2026-03-02", "2026-03-05"),
    ];
    for mapping in mappings() {
        let (place, gone) = imported(&mapping, &[&rows[..2]]);
        assert_eq!(taken_back(&place).len(), 2);
        assert_eq!(statutory(&gone), [0, 0]);
        let (_, together) = imported(&mapping, &[&rows]);
        assert_eq!(statutory(&together), [1, 0]);
        let (_, apart) = imported(&mapping, &[&rows[..1], &rows[1..2], &rows[2..]]);
        assert_eq!(apart, together);
    }
}

#[test]
fn a_correction_that_repeats_the_dates_takes_nothing_back() {
    let rows = [1, 2, 3].map(|version| {
        step(1, version, &format!("03-0{}", 5 + version), "2026-03-02", "2026-03-05")
    });
    for mapping in mappings() {
        let (place, together) = imported(&mapping, &[&rows]);
        assert_eq!((taken_back(&place).len(), statutory(&together)), (0, [1, 0]));
        let (place, apart) = imported(&mapping, &[&rows[..1], &rows[1..2], &rows[2..]]);
        assert_eq!(taken_back(&place).len(), 0);
        assert_eq!(apart, together);
    }
}

/// A row may be as old as its record: that the case was over by then is told by a later one.
#[test]
fn a_date_that_another_row_told_is_left_to_that_row() {
    let rows = [
        step(1, 1, "03-03", "2026-03-02", ""),
        step(2, 1, "03-06", "2026-03-02", "2026-03-05"),
        step(1, 2, "03-09", "2026-03-02", ""),
        step(2, 2, "03-10", "2026-03-02", ""),
    ];
    for (known, back, clocks) in [(3, 0, [1, 0]), (4, 1, [0, 1])] {
        let (place, together) = imported(MAPPING, &[&rows[..known]]);
        assert_eq!((taken_back(&place).len(), statutory(&together)), (back, clocks));
        let each: Vec<_> = rows[..known].chunks(1).collect();
        let (place, apart) = imported(MAPPING, &each);
        assert_eq!(taken_back(&place).len(), back);
        assert_eq!(apart, together);
    }
}
