//! Forms of time that real logs use, and those that must not be guessed.

use duban_calendar::{Timestamp, Zone};
use proptest::prelude::*;

use super::{NoTime, Pattern, Times};

fn times(zone: Option<&str>, patterns: &[&str]) -> Times {
    Times {
        patterns: patterns.iter().map(|pattern| Pattern::parse(pattern).unwrap()).collect(),
        zone: zone.map(|zone| Zone::named(zone).unwrap()),
    }
}

#[track_caller]
fn check(times: &Times, text: &str, expected: &str) {
    let shown = match times.instant(text) {
        Ok(at) => at.to_string(),
        Err(NoTime::Form) => "no time".to_owned(),
        Err(NoTime::Zone) => "no zone".to_owned(),
    };
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn the_forms_that_are_always_understood() {
    let times = times(Some("Asia/Shanghai"), &[]);
    check(&times, "2026-03-19T17:30:00+08:00", "2026-03-19T09:30:00.000Z");
    check(&times, "2011-10-11T13:42:22.688+02:00", "2011-10-11T11:42:22.688Z");
    check(&times, "2026-03-19T17:30:00.123456Z", "2026-03-19T17:30:00.123Z");
    check(&times, "2026-03-19 17:30:00 +0800", "2026-03-19T09:30:00.000Z");
    check(&times, "2026-03-19 17:30:00", "2026-03-19T09:30:00.000Z");
    check(&times, "2026-03-19T17:30", "2026-03-19T09:30:00.000Z");
    check(&times, "2026-03-19", "2026-03-18T16:00:00.000Z");
    check(&times, "2026-03-19T24:00:00", "2026-03-19T16:00:00.000Z");
}

#[test]
fn what_is_no_time_is_not_guessed() {
    let times = times(Some("Asia/Shanghai"), &[]);
    for text in [
        "03/04/2026",
        "2026-13-01",
        "2026-02-29",
        "2026-03-19T25:00:00",
        "2026-03-19T24:00:01",
        "2026-3-19",
        "2026-03-19T",
        "2026-03-19T17:30:00+08:00x",
        "20260319",
        "",
        "-",
        "2026-03-19T17:30:00.Z",
        "2026-03-19T17:60:00",
    ] {
        check(&times, text, "no time");
    }
}

#[test]
fn without_a_zone_only_times_with_an_offset_are_times() {
    let times = times(None, &[]);
    check(&times, "2026-03-19T17:30:00+08:00", "2026-03-19T09:30:00.000Z");
    check(&times, "2026-03-19T17:30:00", "no zone");
}

#[test]
fn a_mapping_adds_forms_of_its_own() {
    let times =
        times(Some("Europe/Amsterdam"), &["%d-%m-%Y %H:%M:%S", "%Y年%m月%d日", "%s", "%m/%d/%Y"]);
    check(&times, "9-9-2014 0:00:00", "2014-09-08T22:00:00.000Z");
    check(&times, "2026年3月19日", "2026-03-18T23:00:00.000Z");
    check(&times, "1318340542", "2011-10-11T13:42:22.000Z");
    check(&times, "03/04/2026", "2026-03-03T23:00:00.000Z");
    check(&times, "2011-10-11T13:42:22+02:00", "2011-10-11T11:42:22.000Z");
}

#[test]
fn a_pattern_must_be_understood_and_must_name_a_day() {
    assert_eq!(Pattern::parse("%Y-%m-%d %p"), Err("%p".to_owned()));
    assert_eq!(Pattern::parse("%H:%M"), Err("%H:%M".to_owned()));
    assert_eq!(Pattern::parse("%"), Err("%".to_owned()));
}

#[test]
fn a_day_is_that_of_the_zone_where_there_is_one() {
    let day = |zone, text| times(zone, &[]).day(text).unwrap().to_string();
    assert_eq!(day(Some("Asia/Shanghai"), "2026-03-19T20:00:00Z"), "2026-03-20");
    assert_eq!(day(None, "2026-03-19T20:00:00Z"), "2026-03-19");
    assert_eq!(day(None, "2026-03-19"), "2026-03-19");
}

proptest! {
    /// Our quick reader agrees with the calendar's for every instant it can write.
    #[test]
    fn agrees_with_the_calendar(ms in -62_000_000_000_000_i64..250_000_000_000_000) {
        let text = Timestamp(ms).to_string();
        prop_assert_eq!(Timestamp::parse(&text).ok(), times(None, &[]).instant(&text).ok());
    }

    /// No text makes it panic.
    #[test]
    fn any_text_is_taken(text in "[0-9TZ:+. -]{0,30}") {
        let _ = times(Some("Asia/Shanghai"), &["%d-%m-%Y", "%s"]).instant(&text);
    }
}
