//! Months at their edges: the turn of the year, leap days, zones, and what is no month.

use super::*;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn reads_what_it_writes_and_nothing_else() {
    assert_eq!(month("2026-10").to_string(), "2026-10");
    for wrong in
        ["2026-13", "2026-00", "0000-01", "2026-1", "2026-10-01", "26-10", " 2026-10", "二月", ""]
    {
        let told = wrong.parse::<Month>().unwrap_err().to_string();
        assert_eq!(told, format!("`{wrong}` is not a month; write it as `2026-10`"));
    }
}

#[test]
fn a_month_ends_where_the_next_begins() {
    let days = |text| (month(text).first_day().to_string(), month(text).last_day().to_string());
    assert_eq!(days("2028-02"), ("2028-02-01".to_owned(), "2028-02-29".to_owned()));
    assert_eq!(days("2026-12"), ("2026-12-01".to_owned(), "2026-12-31".to_owned()));
    assert_eq!(days("9999-12"), ("9999-12-01".to_owned(), "9999-12-31".to_owned()));
}

#[test]
fn going_back_stops_at_the_first_month() {
    assert_eq!(month("2026-03").previous(), month("2026-02"));
    assert_eq!(month("2026-01").previous(), month("2025-12"));
    assert_eq!(month("2026-01").last_year(), month("2025-01"));
    assert_eq!(Month::FIRST.previous(), Month::FIRST);
    assert_eq!(month("0001-07").last_year(), Month::FIRST);
}

#[test]
fn its_instants_are_those_of_the_zone() {
    let shanghai = month("2026-10").bounds(&Zone::named("Asia/Shanghai").unwrap());
    assert_eq!(shanghai.start.to_string(), "2026-09-30T16:00:00.000Z");
    assert_eq!(shanghai.end.to_string(), "2026-10-31T16:00:00.000Z");
    // Daylight saving ends on 25 October: the month begins two hours ahead of UTC and ends one hour ahead.
    let amsterdam = month("2026-10").bounds(&Zone::named("Europe/Amsterdam").unwrap());
    assert_eq!(amsterdam.start.to_string(), "2026-09-30T22:00:00.000Z");
    assert_eq!(amsterdam.end.to_string(), "2026-10-31T23:00:00.000Z");
}

#[test]
fn json_holds_the_month_as_people_write_it() {
    assert_eq!(serde_json::to_string(&month("2026-10")).unwrap(), "\"2026-10\"");
    assert_eq!(serde_json::from_str::<Month>("\"2026-10\"").unwrap(), month("2026-10"));
    assert!(serde_json::from_str::<Month>("\"2026-13\"").is_err());
}
