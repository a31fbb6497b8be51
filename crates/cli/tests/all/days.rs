//! Which warnings belong to a day that is asked for: also what runs out at the midnight that ends it.

use serde_json::Value;

use crate::support::Place;

/// The warnings that are due on a day, as (identity, due instant).
fn due_on(place: &Place, day: &str) -> Vec<(String, String)> {
    let list = place.json(&["warnings", "--from", day, "--to", day, "--format", "json"]);
    let word = |it: &Value, member: &str| it[member].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|it| (word(it, "id"), word(it, "due_at"))).collect()
}

#[test]
fn what_runs_out_at_midnight_belongs_to_the_day_that_ends() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "300"]);
    let all = place.json(&["warnings", "--format", "json"]);
    let at_midnight = |it: &&Value| it["due_at"].as_str().unwrap().ends_with("T00:00:00+08:00");
    let card = all.as_array().unwrap().iter().find(at_midnight).unwrap();
    let (id, due_at) = (card["id"].as_str().unwrap(), card["due_at"].as_str().unwrap());
    let next: duban_calendar::Day = due_at[..10].parse().unwrap();
    let ends = next.plus(-1).to_string();
    assert!(
        due_on(&place, &ends).iter().any(|(it, _)| it == id),
        "{id} is due at the end of {ends}"
    );
    assert!(
        due_on(&place, &next.to_string()).iter().all(|(it, _)| it != id),
        "{id} is not due on {next}"
    );
}
