//! The demonstration district, small: what the README promises of it.

use crate::support::{Place, timeless};

#[test]
fn the_same_seed_makes_the_same_district() {
    let (one, two) = (Place::new(), Place::new());
    one.answer(&["demo", "--cases", "2000", "--seed", "7"]);
    two.answer(&["demo", "--cases", "2000", "--seed", "7"]);
    let answer = |place: &Place| timeless(place.json(&["replay", "--format", "json"]));
    assert_eq!(answer(&one), answer(&two));
    let other = Place::new();
    other.answer(&["demo", "--cases", "2000", "--seed", "8"]);
    assert_ne!(answer(&one)["digest"], answer(&other)["digest"]);
}

#[test]
fn a_second_demo_uses_what_is_there_and_another_one_is_refused() {
    let place = Place::new();
    let line = |text: String| text.lines().next().unwrap().to_owned();
    let first = line(place.answer(&["demo", "--cases", "500"]));
    assert_eq!(first, line(place.answer(&["demo", "--cases", "500"])));
    let refused = place.refusal(&["demo", "--cases", "501"]);
    assert!(refused.contains("another journal"), "{refused}");
}

#[test]
fn every_case_is_accounted_for() {
    let place = Place::new();
    let told = place.answer(&["demo", "--cases", "6000", "--seed", "2"]);
    let cases = place.json(&["replay", "--format", "json"])["cases"].as_u64().unwrap();
    assert!(cases < 6000, "then the test needs another seed");
    let of_the_others = format!("of the other {} nothing was recorded", 6000 - cases);
    assert!(told.contains("6,000 cases in 2025") && told.contains(&of_the_others), "{told}");
}

#[test]
fn warnings_are_listed_in_the_order_in_which_they_fell_due() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "1500"]);
    let rows = place.json(&["warnings", "--format", "json"]);
    let key = |row: &serde_json::Value| {
        ["due_at", "case", "clock"].map(|field| row[field].as_str().unwrap().to_owned())
    };
    let keys: Vec<_> = rows.as_array().unwrap().iter().map(key).collect();
    assert!(keys.is_sorted(), "out of order");
}

#[test]
fn no_reminder_comes_with_the_card_that_it_is_to_prevent() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "3000"]);
    let rows = place.json(&["warnings", "--format", "json"]);
    let rows = rows.as_array().unwrap();
    let of_one_run = |a: &serde_json::Value, b: &serde_json::Value| {
        ["case", "clock", "due_at"].iter().all(|field| a[field] == b[field])
    };
    for reminder in rows.iter().filter(|row| row["level"] == "reminder") {
        let mut others = rows.iter().filter(|row| row["level"] != "reminder");
        assert!(!others.any(|card| of_one_run(card, reminder)), "{reminder}");
    }
}

#[test]
fn every_warning_of_a_clock_can_be_explained() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "1500"]);
    let rows = place.json(&["warnings", "--format", "json"]);
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 50, "{} warnings", rows.len());
    for row in rows.iter().step_by(7) {
        let id = row["id"].as_str().unwrap();
        let explained = place.json(&["explain", id, "--format", "json"]);
        assert_eq!((&explained["id"], &explained["due_at"]), (&row["id"], &row["due_at"]));
        if explained["ground"]["kind"] == "term" {
            assert_eq!(explained["ground"]["at"], row["due_at"], "{id}");
        }
    }
}

#[test]
fn the_whole_year_shows_every_side() {
    let place = Place::new();
    let text = place.answer(&["demo", "--cases", "2000", "--lang", "zh"]);
    for word in ["37 个部门", "红牌", "黄牌", "部门排名", "优秀"] {
        assert!(text.contains(word), "no {word} in\n{text}");
    }
    let upcoming = place.json(&["upcoming", "--format", "json"]);
    assert!(!upcoming.as_array().unwrap().is_empty());
    for by in ["department", "post", "item"] {
        let table = place.json(&["score", "--period", "2025-06", "--by", by, "--format", "json"]);
        assert!(!table["rows"].as_array().unwrap().is_empty(), "no rows by {by}");
    }
    let case =
        place.json(&["warnings", "--format", "json"])[0]["case"].as_str().unwrap().to_owned();
    let shown = place.json(&["case", &case, "--format", "json"]);
    assert_eq!(shown["case"], case.as_str());
    let early = place.json(&["case", &case, "--format", "json", "--known-at", "2025-12-31"]);
    assert!(
        early["timeline"].as_array().unwrap().len() <= shown["timeline"].as_array().unwrap().len()
    );
}

#[test]
fn a_list_as_a_table_holds_what_it_holds_as_json() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "1000"]);
    for (list, columns) in [
        ("warnings", ["id", "level", "due_at", "message", "verdict", "certainty"].as_slice()),
        ("upcoming", ["at", "level", "clock", "due_at", "certainty"].as_slice()),
    ] {
        let objects = place.json(&[list, "--format", "json"]);
        let table = place.answer(&[list, "--format", "csv"]);
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let header = table.headers().unwrap().clone();
        let rows: Vec<_> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), objects.as_array().unwrap().len());
        assert!(!rows.is_empty());
        for (row, object) in rows.iter().zip(objects.as_array().unwrap()) {
            for column in columns {
                let at = header.iter().position(|name| name == *column).unwrap();
                assert_eq!(&row[at], object[column].as_str().unwrap_or_default(), "{column}");
            }
        }
    }
}

#[test]
fn an_explanation_says_when_a_card_was_judged_again() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "4000"]);
    let rows = place.json(&["warnings", "--format", "json"]);
    let rejudged = rows.as_array().unwrap().iter().find(|row| row["verdict"] == "not_due").unwrap();
    let id = rejudged["id"].as_str().unwrap();
    let explained = place.json(&["explain", id, "--format", "json"]);
    assert_eq!(explained["verdict"], "not_due");
    assert!(explained["rejudged_at"].is_string());
    assert!(place.answer(&["explain", id]).contains("it was not due"));
}
