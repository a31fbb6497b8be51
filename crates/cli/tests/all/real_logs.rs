//! Real logs: counts that were worked out by other means, and the same answer by every road.

use serde_json::Value;

use crate::support::{Place, repo, shared_log, timeless};

fn replay(place: &Place, log: &str, mapping: &str, more: &[&str]) -> Value {
    let (mapping, rules) = (repo(mapping), repo("rules/examples/wabo"));
    let mut args =
        vec!["replay", log, "--mapping", &mapping, "--rules", &rules, "--format", "json"];
    args.extend(more);
    timeless(place.json(&args))
}

const RECEIPT: &str = "fixtures/mappings/wabo-receipt.toml";
const BPIC15: &str = "fixtures/mappings/bpic15.toml";

#[test]
fn the_receipt_log_keeps_and_breaks_its_stated_deadlines_as_counted_by_hand() {
    let Some(log) = shared_log("receipt.xes.gz") else { return };
    let answer = replay(&Place::new(), &log.display().to_string(), RECEIPT, &[]);
    assert_eq!(answer["events"], 8577);
    assert_eq!(answer["cases"], 1434);
    let stated = &answer["clocks"]["stated"];
    assert_eq!(
        (&stated["in_time"], &stated["late"], &stated["open"]),
        (&952.into(), &377.into(), &105.into())
    );
    // Those that ended late, and those that the log leaves open behind their deadline.
    assert_eq!(answer["warnings"]["red"], 377 + stated["overdue"].as_u64().unwrap());
}

#[test]
fn eight_weeks_from_the_start_fall_on_the_stated_day_in_1080_cases() {
    let Some(log) = shared_log("receipt.xes.gz") else { return };
    let answer = replay(&Place::new(), &log.display().to_string(), RECEIPT, &[]);
    let comparison = &answer["comparisons"][0];
    assert_eq!((&comparison["clock"], &comparison["with"]), (&"computed".into(), &"stated".into()));
    assert_eq!(comparison["same_day"], 1080);
    let differ = comparison["differ"].as_array().unwrap();
    assert_eq!(differ.len(), 1434 - 1080);
    assert!(differ.iter().all(|case| case["days"].as_i64() != Some(0)));
}

#[test]
fn every_road_leads_to_the_same_answer() {
    for (log, mapping) in [("receipt.xes.gz", RECEIPT), ("BPIC15_1.xes.gz", BPIC15)] {
        let Some(log) = shared_log(log) else { return };
        let (place, log) = (Place::new(), log.display().to_string());
        let once = replay(&place, &log, mapping, &[]);
        for shards in ["1", "2", "7"] {
            assert_eq!(
                once,
                replay(&place, &log, mapping, &["--shards", shards]),
                "{shards} shards"
            );
        }
        let (mapping, rules) = (repo(mapping), repo("rules/examples/wabo"));
        let import = ["import", &log, "--mapping", &mapping, "--rules", &rules, "--format", "json"];
        place.json(&import);
        for shards in ["1", "2", "7"] {
            let stored = place.json(&["replay", "--format", "json", "--shards", shards]);
            assert_eq!(once, timeless(stored), "from the journal, {shards} shards");
        }
    }
}

#[test]
fn the_permit_logs_go_in_whole_and_only_once() {
    for (log, events) in [("BPIC15_1.xes.gz", 52_217), ("BPIC15_2.xes.gz", 44_354)] {
        let Some(log) = shared_log(log) else { return };
        let (place, log, mapping) = (Place::new(), log.display().to_string(), repo(BPIC15));
        let rules = repo("rules/examples/wabo");
        let import = ["import", &log, "--mapping", &mapping, "--rules", &rules, "--format", "json"];
        let first = place.json(&import);
        assert_eq!(
            first["accepted"].as_u64().unwrap() - first["derived"].as_u64().unwrap(),
            events
        );
        assert_eq!(first["quarantined"], 0);
        let before = timeless(place.json(&["replay", "--format", "json"]));
        assert_eq!(before["events"], events);
        let second = place.json(&import);
        assert_eq!((&second["accepted"], &second["duplicates"]), (&0.into(), &first["accepted"]));
        assert_eq!(before, timeless(place.json(&["replay", "--format", "json"])));
    }
}

#[test]
fn two_imports_in_either_order_come_to_the_same_warnings() {
    let (Some(one), Some(two)) = (shared_log("BPIC15_1.xes.gz"), shared_log("BPIC15_2.xes.gz"))
    else {
        return;
    };
    let (mapping, rules) = (repo(BPIC15), repo("rules/examples/wabo"));
    let digest = |logs: [&std::path::Path; 2]| {
        let place = Place::new();
        for log in logs {
            let log = log.display().to_string();
            place.answer(&["import", &log, "--mapping", &mapping, "--rules", &rules]);
        }
        timeless(place.json(&["replay", "--format", "json"]))
    };
    assert_eq!(digest([&one, &two]), digest([&two, &one]));
}

#[test]
fn suspensions_extensions_and_supplements_move_the_decision() {
    let Some(log) = shared_log("BPIC15_1.xes.gz") else { return };
    let (place, mapping, rules) = (Place::new(), repo(BPIC15), repo("rules/examples/wabo"));
    place.answer(&["import", &log.display().to_string(), "--mapping", &mapping, "--rules", &rules]);
    let rows = place.json(&["warnings", "--format", "json"]);
    let explained = |wanted: &dyn Fn(&Value) -> bool| {
        rows.as_array().unwrap().iter().any(|row| {
            let id = row["id"].as_str().unwrap();
            row["level"] != "finding"
                && wanted(&place.json(&["explain", id, "--format", "json"])["ground"])
        })
    };
    assert!(
        explained(&|ground| !ground["pauses"].as_array().unwrap().is_empty()),
        "no pause anywhere"
    );
    let extended = |ground: &Value| {
        ground["extensions"].as_array().unwrap().iter().any(|it| it["counted"] == true)
    };
    assert!(explained(&extended), "no extension that counted anywhere");
}
