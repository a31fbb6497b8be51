//! Stories at the edges can be read, pass, and show the edge.

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use duban_author::Suite;
use duban_author::boundary::boundary;
use expect_test::expect;

use crate::support::rules;

fn national() -> PathBuf {
    rules().join("national")
}

#[test]
fn the_edges_of_the_promise_are_as_a_lawyer_counts_them() {
    let made = boundary(&national(), Some("promised")).unwrap_or_else(|error| panic!("{error}"));
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
    let made = boundary(&national(), None).unwrap_or_else(|error| panic!("{error}"));
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
    let told = boundary(&national(), Some("promissed")).unwrap_err().to_string();
    expect!["the rulebook has no clock `promissed`; did you mean `promised`?"].assert_eq(&told);
}
