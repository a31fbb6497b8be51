//! What was refused can be listed whole.

use crate::support::{Place, SIMPLE_MAPPING};

#[test]
fn every_record_that_is_held_is_listed() {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    let mut log = "case,what,when\nA-0,受理,2025-03-04 10:00:00\n".to_owned();
    for row in 1..=12 {
        log.push_str(&format!("A-{row},跳舞,2025-03-04 10:00:00\n"));
    }
    place.write("log.csv", log);
    let told = place.answer(&["import", "log.csv", "--mapping", "m.toml"]);
    assert!(told.contains("duban import --quarantine"), "{told}");

    let held = place.json(&["import", "--quarantine", "--format", "json"]);
    let held = held.as_array().unwrap();
    assert_eq!(held.len(), 12);
    let numbers: Vec<_> = held.iter().map(|it| it["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    for field in ["source", "place", "reason", "advice", "record"] {
        assert!(held.iter().all(|it| !it[field].as_str().unwrap().is_empty()), "{field}");
    }

    let csv = place.answer(&["import", "--quarantine", "--format", "csv"]);
    assert_eq!(csv.lines().next(), Some("number,source,place,reason,advice,record"));
    assert!(csv.lines().count() >= 13, "{csv}");
    let text = place.answer(&["import", "--quarantine"]);
    assert!(text.contains("跳舞") && text.ends_with("12 records in quarantine\n"), "{text}");
}

#[test]
fn listing_imports_nothing_and_begins_no_journal() {
    let place = Place::new();
    place.refusal(&["import", "--quarantine"]);
    assert!(!place.path("duban-data").exists());
    place.refusal(&["import", "--quarantine", "log.csv"]);
    place.refusal(&["import"]);
}
