//! Stories at the edges can be read, pass, and show the edge.

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use duban_author::Suite;
use duban_author::boundary::{Which, boundary};
use expect_test::expect;

use crate::support::{rulebook, rules};

fn national() -> PathBuf {
    rules().join("national")
}

#[test]
fn the_edges_of_the_promise_are_as_a_lawyer_counts_them() {
    let made =
        boundary(&national(), Which::Named("promised")).unwrap_or_else(|error| panic!("{error}"));
    let shown: Vec<_> = made.text.lines().filter(|line| !line.starts_with("item = ")).collect();
    expect![[r#"
        [[story]]
        name = "promised: stops in the last minute"
        events = """
        2025-03-03 09:00  accepted
        2025-03-10 23:59  granted
        """
        expect = """
        2025-03-06 24:00  reminder promised
        2025-03-10 23:59  finding off_hours
        2025-03-19 24:00  reminder delivery
        2025-03-24 24:00  yellow delivery
        """

        [[story]]
        name = "promised: stops when the limit has run out"
        events = """
        2025-03-03 09:00  accepted
        2025-03-11 00:00  granted
        """
        expect = """
        2025-03-06 24:00  reminder promised
        2025-03-10 24:00  yellow promised
        2025-03-20 24:00  reminder delivery
        2025-03-25 24:00  yellow delivery
        """

        [[story]]
        name = "promised: starts on a make-up working day"
        events = """
        2025-01-26 09:00  accepted
        """
        expect = """
        2025-02-06 24:00  reminder promised
        2025-02-08 24:00  yellow promised
        2025-02-26 24:00  reminder statutory
        2025-02-28 24:00  red statutory
        """

        [[story]]
        name = "promised: starts on the last working day before a long holiday"
        events = """
        2025-01-27 09:00  accepted
        """
        expect = """
        2025-02-07 24:00  reminder promised
        2025-02-10 24:00  yellow promised
        2025-02-27 24:00  reminder statutory
        2025-03-03 24:00  red statutory
        """

        [[story]]
        name = "promised: starts on 29 February"
        events = """
        2024-02-29 09:00  accepted
        """
        expect = """
        2024-03-05 24:00  reminder promised
        2024-03-07 24:00  yellow promised
        2024-03-26 24:00  reminder statutory
        2024-03-28 24:00  red statutory
        """

        [[story]]
        name = "promised: pauses across a long holiday"
        events = """
        2025-01-26 09:00  accepted
        2025-01-27 09:00  special_started 听证 notified="15 workdays"
        2025-02-05 09:00  special_ended 听证
        """
        expect = """
        2025-01-27 09:00  finding special_without_approver
        2025-01-27 09:00  yellow special_without_basis
        2025-02-07 24:00  reminder promised
        2025-02-10 24:00  yellow promised
        2025-02-27 24:00  reminder statutory
        2025-03-03 24:00  red statutory
        """

    "#]]
    .assert_eq(&(shown.join("\n") + "\n"));
}

#[test]
fn every_story_that_is_made_is_read_and_passes() {
    let made = boundary(&national(), Which::All).unwrap_or_else(|error| panic!("{error}"));
    let dir = tempfile::tempdir().unwrap();
    let manifest = format!("{}", national().canonicalize().unwrap().display());
    let text = made.text.replace("\nexpect = ", &format!("\nrules = \"{manifest}\"\nexpect = "));
    fs::write(dir.path().join("boundary.toml"), text).unwrap();
    let suite = Suite::gather(&[dir.path().join("boundary.toml")]);
    let suite = suite.unwrap_or_else(|error| panic!("{error}"));
    let report = suite.run(NonZeroUsize::MIN).unwrap_or_else(|error| panic!("{error}"));
    assert!(report.told() >= 60, "only {} stories were made", report.told());
    assert_eq!((report.told(), report.failed()), (made.stories, 0));
    assert_eq!(made.skipped, [""; 0], "each clock of the law has its edges");
}

#[test]
fn a_clock_that_is_not_there_is_refused_with_advice() {
    let told = boundary(&national(), Which::Named("promissed")).unwrap_err().to_string();
    expect!["the rulebook has no clock `promissed`; did you mean `promised`?"].assert_eq(&told);
}

const CLOCK: &str = "clock(\"promised\").title(\"承诺\", \"promise\").basis(\"1\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).yellow(at_due());\n";

/// The stories for a rulebook of one clock with these lines in its manifest.
fn in_force(dates: &str) -> Result<String, String> {
    let place = rulebook(CLOCK, "");
    let manifest = place.path().join("own/rulebook.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(manifest, format!("{text}{dates}\n")).unwrap();
    let made = boundary(&place.path().join("own"), Which::All);
    made.map(|made| made.text).map_err(|error| error.to_string())
}

#[test]
fn stories_happen_while_the_version_is_in_force() {
    for (dates, first, last) in [("from = 2026-01-01", 2026, 2026), ("to = 2019-12-31", 2000, 2019)]
    {
        let text = in_force(dates).unwrap();
        assert!(text.contains("stops in the last minute"), "{text}");
        let days = text.lines().filter_map(|line| line.strip_suffix("  accepted"));
        let years: Vec<i32> = days.map(|day| day[..4].parse().unwrap()).collect();
        assert!(years.len() >= 4, "{text}");
        assert!(years.iter().all(|year| (first..=last).contains(year)), "{text}");
    }
}

#[test]
fn a_version_that_begins_behind_all_schedules_has_no_edges_yet() {
    expect!["the newest version of the rulebook is in force from 2060-01-01, and the calendar `cn` has no published schedule of a year in that time, so there is no day to tell a story of; add the schedule, or try the rules with an earlier `from`"].assert_eq(&in_force("from = 2060-01-01").unwrap_err());
}

#[test]
fn of_an_overlay_its_own_clocks_alone_may_be_wanted() {
    let hunan = rules().join("presets/hunan");
    let made = |which| boundary(&hunan, which).unwrap_or_else(|error| panic!("{error}")).stories;
    let (own, all) = (made(Which::Own), made(Which::All));
    assert!(0 < own && own < all, "{own} of {all}");
}
