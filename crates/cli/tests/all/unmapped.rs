//! Activities that a mapping has no rule for and keeps as notes: counted by name wherever files are read.

use std::fmt::Write as _;

use serde_json::json;

use crate::support::{Place, SIMPLE_MAPPING, repo};

const REPLAY: [&str; 6] = ["replay", "log.csv", "--mapping", "m.toml", "--rules", "rules"];
const IMPORT: [&str; 4] = ["import", "log.csv", "--mapping", "m.toml"];

/// A log in which each activity has so many records, under a mapping of which two activities have rules.
fn place(unknown: &str, activities: &[(&str, usize)]) -> Place {
    let place = Place::new();
    place.write(
        "m.toml",
        SIMPLE_MAPPING.replace("unknown = \"quarantine\"", &format!("unknown = \"{unknown}\""))
            + "[[activity]]\nname = \"备注\"\nkind = \"noted\"\n",
    );
    let mut log = "case,what,when\n".to_owned();
    for (number, (name, count)) in activities.iter().enumerate() {
        for minute in 0..*count {
            writeln!(log, "A-1,{name},2025-03-03 1{number}:0{minute}:00").unwrap();
        }
    }
    place.write("log.csv", log);
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    place.write(
        "rules/rulebook.toml",
        "name = \"rules\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n",
    );
    place.write(
        "rules/clocks.rhai",
        "clock(\"c\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).red(at_due());",
    );
    place
}

const MANY: [(&str, usize); 8] =
    [("受理", 1), ("b", 2), ("e", 1), ("备注", 3), ("a", 2), ("d", 4), ("f", 1), ("g", 1)];

#[test]
fn the_most_frequent_comes_first_and_all_are_in_the_json() {
    let place = place("note", &MANY);
    let all: Vec<_> = [("d", 4), ("a", 2), ("b", 2), ("e", 1), ("f", 1), ("g", 1)]
        .map(|(activity, records)| json!({ "activity": activity, "records": records }))
        .into();
    // The same JSON comes from the files and from a journal, which knows no mapping.
    let replayed = place.json(&[&REPLAY[..], &["--format", "json"]].concat());
    assert_eq!(replayed.get("unmapped"), None);
    let english = "no rule for their activity: 11 records: `d` (4), `a` (2), `b` (2), `e` (1), `f` (1) and 1 more\n";
    let text = place.answer(&REPLAY);
    assert!(text.contains(english), "{text}");
    let text = place.answer(&[&REPLAY[..], &["--lang", "zh"]].concat());
    let chinese =
        "仅作为记事保留的记录 11 条：`d`（4）、`a`（2）、`b`（2）、`e`（1）、`f`（1），另有 1 种\n";
    assert!(text.contains(chinese), "{text}");

    let text = place.answer(&IMPORT);
    assert!(text.contains(english), "{text}");
    let again = place.json(&[&IMPORT[..], &["--format", "json"]].concat());
    assert_eq!((&again["unmapped"], &again["duplicates"]), (&json!(all), &15.into()));
}

#[test]
fn what_has_a_rule_or_is_no_event_is_not_counted() {
    let known = [("受理", 1), ("备注", 3)];
    for (unknown, activities) in [("note", &known[..]), ("ignore", &MANY), ("quarantine", &MANY)] {
        let place = place(unknown, activities);
        let summary = place.json(&[&IMPORT[..], &["--format", "json"]].concat());
        assert_eq!(summary["unmapped"], json!([]), "{unknown}");
        let text = place.answer(&IMPORT);
        assert!(!text.contains("kept as notes,"), "{text}");
    }
}
