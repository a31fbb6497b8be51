//! What was refused can be listed whole.

use crate::support::{Place, SIMPLE_MAPPING, repo};

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

/// What was set aside for its content is shown in the words and the times of its place, and in nothing that is stored.
#[test]
fn what_differs_is_shown_as_people_can_read_it() {
    let place = Place::new();
    // The log has offsets, so its mapping needs no zone: times are shown in that of the rules in use.
    place.write(
        "m.toml",
        SIMPLE_MAPPING.replace("zone = \"Asia/Shanghai\"", "source = \"window\"")
            + "[case.facts]\nlimit = { column = \"limit\", type = \"length\", unit = \"workdays\" }\n",
    );
    let log = |time: &str, limit: u32| {
        format!("case,what,when,limit\nA-1,受理,{time},10\nA-2,受理,2025-03-04T02:00:00Z,{limit}\n")
    };
    place.write("one.csv", log("2025-03-04T02:00:00Z", 10));
    place.write("two.csv", log("2025-03-05T02:00:00Z", 20));
    let rules = repo("rules/national");
    place.answer(&["import", "one.csv", "--mapping", "m.toml", "--rules", &rules]);
    place.answer(&["import", "two.csv", "--mapping", "m.toml"]);
    let held = place.json(&["import", "--quarantine", "--format", "json"]);
    let of = |number: usize, field: &str| held[number][field].as_str().unwrap().to_owned();
    assert_eq!(
        of(0, "reason"),
        "case A-1: the same record came before with other content: \
         it happened at 2025-03-04 10:00:00 +08:00, now 2025-03-05 10:00:00 +08:00"
    );
    assert_eq!(
        of(0, "record"),
        "case: A-1; record: no. 1; version: 1; event: accepted; happened: 2025-03-05 10:00:00 +08:00; \
         recorded: 2025-03-05 10:00:00 +08:00"
    );
    assert_eq!(of(1, "record"), "case: A-2; limit: 20 workdays");
    assert!(of(1, "reason").ends_with("`limit` was `10 workdays`, now `20 workdays`"));
    let text = place.answer(&["import", "--quarantine"]);
    assert!(!text.contains("{\"") && !text.contains('Z'), "{text}");
}
