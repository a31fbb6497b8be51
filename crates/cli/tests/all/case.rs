//! A case by what had happened, and by what was known.

use crate::support::{Place, SIMPLE_MAPPING, repo};

/// Accepted on 3 March, due in five working days on the 10th, granted on the 6th, which became known on the 20th.
fn place() -> Place {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING.replace("as occurred", "column entered"));
    place.write(
        "log.csv",
        "case,what,when,entered\nA-1,受理,2025-03-03 10:00:00,2025-03-03 10:00:00\nA-1,准予,2025-03-06 10:00:00,2025-03-20 10:00:00\n",
    );
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    place.write(
        "rules/rulebook.toml",
        "name = \"rules\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n",
    );
    place.write(
        "rules/clocks.rhai",
        "clock(\"c\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).red(at_due());",
    );
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"]);
    place
}

#[track_caller]
fn check(args: &[&str], until: &str, events: usize, state: &str) {
    let shown = place().json(&[&["case", "A-1", "--format", "json"], args].concat());
    let timeline = shown["timeline"].as_array().unwrap();
    let cards = timeline.iter().filter(|it| it["what"].as_str().unwrap().starts_with('▲')).count();
    let told = (&shown["until"], timeline.len() - cards, &shown["clocks"][0]["state"]);
    assert_eq!(told, (&until.into(), events, &state.into()), "{shown:#}");
}

#[test]
fn what_had_happened_is_shown_as_if_it_had_been_known() {
    check(&["--as-of", "2025-03-05"], "2025-03-05T23:59:59.999+08:00", 1, "running");
    check(&["--as-of", "2025-03-07"], "2025-03-07T23:59:59.999+08:00", 2, "in_time");
}

#[test]
fn what_was_known_is_shown_at_the_time_asked_for() {
    check(&["--known-at", "2025-03-07"], "2025-03-07T23:59:59.999+08:00", 1, "running");
    let both = ["--known-at", "2025-03-07", "--as-of", "2025-03-12"];
    check(&both, "2025-03-12T23:59:59.999+08:00", 1, "overdue");
    let later = ["--known-at", "2025-03-21", "--as-of", "2025-03-05"];
    check(&later, "2025-03-05T23:59:59.999+08:00", 1, "running");
    let told = place().answer(&[&["case", "A-1"], &both[..]].concat());
    let line = told.lines().nth(1).unwrap();
    assert_eq!(
        line,
        "as it stood at 2025-03-12 23:59:59 +08:00, by what was recorded by 2025-03-07 23:59:59 +08:00"
    );
}

#[test]
fn a_time_before_all_is_no_unknown_case() {
    let refused = place().refusal(&["case", "A-1", "--as-of", "2025-01-01"]);
    assert!(refused.contains("its first event occurred 2025-03-03 10:00:00 +08:00"), "{refused}");
}

#[test]
fn far_more_than_the_limit_is_told_as_its_multiple() {
    let place = place();
    let used = |until: &str, lang: &str| {
        place.answer(&["case", "A-1", "--known-at", "2025-03-07", "--as-of", until, "--lang", lang])
    };
    let in_may = used("2025-05-14", "en");
    assert!(in_may.contains(" 980 % "), "{in_may}");
    let in_june = used("2025-06-12", "en");
    assert!(in_june.contains(" 13.8 times the limit "), "{in_june}");
    let chinese = used("2025-06-12", "zh");
    assert!(chinese.contains("为时限的 13.8 倍"), "{chinese}");
}
