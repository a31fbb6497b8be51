//! What authors stumble over: each small rulebook does on its story what one would expect who knows only the docs.

use std::num::NonZeroUsize;

use duban_author::Suite;
use expect_test::{Expect, expect};

use crate::support::rulebook;

/// What a rulebook of this script decides on these events.
#[track_caller]
fn decides(script: &str, events: &str, expected: &Expect) {
    let story =
        format!("[[story]]\nname = \"it\"\nevents = \"\"\"\n{events}\n\"\"\"\nexpect = \"\"\n");
    let place = rulebook(script, &story);
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    let report = suite.run(NonZeroUsize::MIN).unwrap_or_else(|error| panic!("{error}"));
    let decided: String =
        report.books[0].verdicts[0].decided.iter().map(|line| format!("{line}\n")).collect();
    expected.assert_eq(&decided);
}

#[test]
fn a_step_that_began_before_stops_no_clock_that_begins_later() {
    let handover = "clock(\"handover\").starts(\"step_completed\").stops([\"step_started\", \"granted\"])\n    .limit(workdays(2)).yellow(at_due());";
    let events = "2025-03-03 09:00  accepted\n2025-03-03 09:00  step_started 审核\n2025-03-04 09:00  step_completed 审核";
    decides(
        handover,
        events,
        &expect![[r#"
        2025-03-06 24:00  yellow handover
    "#]],
    );
    let in_time = format!("{events}\n2025-03-05 09:00  step_started 决定");
    decides(handover, &in_time, &expect![""]);
    // A decision comes once, so that whoever reports it first has decided all the same.
    let decided = format!("2025-03-02 09:00 recorded 2025-03-05 10:00  granted\n{events}");
    decides(handover, &decided, &expect![""]);
}

#[test]
fn at_one_instant_the_order_in_which_two_became_known_says_nothing() {
    let clock = "clock(\"k\").starts(\"step_completed\").stops(\"step_started\").limit(workdays(2)).yellow(at_due());";
    let completed = "2025-03-03 10:00  step_completed 审核";
    let started = "2025-03-03 10:00  step_started 决定";
    decides(clock, &format!("{completed}\n{started}"), &expect![""]);
    decides(clock, &format!("{started}\n{completed}"), &expect![""]);
}

#[test]
fn a_supplement_asked_for_before_stops_no_clock_that_begins_later() {
    let clock = "clock(\"k\").starts(\"accepted\").stops([\"granted\", \"supplement_requested\"]).limit(workdays(2)).yellow(at_due());";
    let events = "2025-03-03 09:00  supplement_requested\n2025-03-04 09:00  accepted";
    decides(
        clock,
        events,
        &expect![[r#"
        2025-03-06 24:00  yellow k
    "#]],
    );
}

/// What a record of the past has of itself, or of what it ended, a clock sees as a check does.
#[test]
fn the_basis_of_a_past_charge_and_the_notified_length_of_what_was_ended() {
    let rules = "clock(\"fee\").starts(\"fee_charged\").stops(\"granted\").limit(workdays(2)).yellow(at_due())\n    .when(|c, e| e.basis == \"价费1号\");\nclock(\"after\").repeats().starts(\"special_ended\").stops(\"granted\").limit(|c, e| e.notified_length).yellow(at_due());\ncheck(\"told\").on(\"special_ended\").when(|c, e| e.notified_length == workdays(3)).finding(\"told\");";
    let charges = "2025-03-03 09:00  fee_charged 100 basis=别的\n2025-03-04 09:00  fee_charged 100 basis=价费1号";
    decides(
        rules,
        charges,
        &expect![[r#"
        2025-03-06 24:00  yellow fee
    "#]],
    );
    let ended = "2025-03-04 10:00  special_started 听证 notified=\"9 workdays\"\n2025-03-04 11:00  special_started 检测 notified=\"3 workdays\"\n2025-03-05 10:00  special_ended 检测";
    decides(
        rules,
        ended,
        &expect![[r#"
        2025-03-05 10:00  finding told
        2025-03-10 24:00  yellow after
    "#]],
    );
    // The beginning becomes known after the end.
    let late = "2025-03-05 10:00  special_ended 听证\n2025-03-04 10:00 recorded 2025-03-06 10:00  special_started 听证 notified=\"3 workdays\"";
    decides(
        rules,
        late,
        &expect![[r#"
        2025-03-10 24:00  yellow after
    "#]],
    );
}

#[test]
fn what_a_pause_was_that_ended_before_the_clock_began_is_nobodys_matter() {
    let clock = "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).yellow(at_due()).pauses(\"special_started\", \"special_ended\", |s| cap(s.notified_length));";
    let events = "2025-03-03 09:00  special_started 听证 notified=\"3 hours\"\n2025-03-03 12:00  special_ended 听证\n2025-03-04 09:00  accepted\n2025-03-05 09:00  granted";
    decides(clock, events, &expect![[r#""#]]);
}

#[test]
fn what_is_unusable_goes_by_the_record_as_it_is_now() {
    let clock = "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(2)).yellow(at_due()).extends(\"extension_approved\", |e| e.length);";
    let first =
        "2025-03-03 09:00  accepted\n2025-03-04 09:00  extension_approved \"3 hours\" record=r1";
    let mended = "2025-03-04 09:00 recorded 2025-03-05 09:00  extension_approved \"3 workdays\" record=r1 version=2";
    decides(
        clock,
        &format!("{first}\n{mended}"),
        &expect![[r#"
            2025-03-04 09:00  finding k failed: the `extension_approved` of 2025-03-04 is left out: 3 hours can't be counted, as the clock counts whole days; give it in workdays, days, months or years
            2025-03-04 09:00  finding k taken back  decided 2025-03-05 09:00
            2025-03-10 24:00  yellow k
        "#]],
    );
    let worse = "2025-03-04 09:00 recorded 2025-03-05 09:00  extension_approved \"4 minutes\" record=r1 version=2";
    decides(
        clock,
        &format!("{first}\n{worse}"),
        &expect![[r#"
            2025-03-04 09:00  finding k failed: the `extension_approved` of 2025-03-04 is left out: 3 hours can't be counted, as the clock counts whole days; give it in workdays, days, months or years
            2025-03-04 09:00  finding k taken back  decided 2025-03-05 09:00
            2025-03-05 09:00  finding k failed: the `extension_approved` of 2025-03-04 is left out: 4 minutes can't be counted, as the clock counts whole days; give it in workdays, days, months or years
            2025-03-05 24:00  yellow k
        "#]],
    );
}

#[test]
fn a_per_that_answers_nothing_counts_nothing() {
    let check = "check(\"burst\").on(\"completed\").per(|c, e| e.officer).over(1).within(minutes(10)).finding(\"x\");";
    let events = "2025-03-03 09:00  completed\n2025-03-03 09:01  completed case=B-2\n2025-03-03 09:02  completed case=B-3";
    decides(check, events, &expect![""]);
    let check = "check(\"burst\").on(\"completed\").per(|c, e| if e.post == \"x\" { \"y\" }).over(1).within(minutes(10)).finding(\"x\");";
    decides(check, events, &expect![""]);
    let check = "fn name(e) { e.officer } check(\"burst\").on(\"completed\").per(|c, e| name(e)).over(1).within(minutes(10)).finding(\"x\");";
    decides(check, events, &expect![""]);
}

#[test]
fn one_unusable_record_is_found_and_the_clock_goes_on() {
    let clock = "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).yellow(at_due())\n    .extends(\"extension_approved\", |e| e.length).pauses(\"special_started\", \"special_ended\", |s| cap(s.notified_length));";
    let events = "2025-03-03 09:00  accepted\n2025-03-04 09:00  extension_approved \"3 hours\"\n2025-03-04 10:00  extension_approved \"1 workdays\"\n2025-03-04 11:00  special_started 听证 notified=\"3 hours\"\n2025-03-04 12:00  special_ended 听证";
    decides(
        clock,
        events,
        &expect![[r#"
            2025-03-04 09:00  finding k failed: the `extension_approved` of 2025-03-04 is left out: 3 hours can't be counted, as the clock counts whole days; give it in workdays, days, months or years
            2025-03-04 11:00  finding k failed: the `special_started` of 2025-03-04 is left out: 3 hours can't be counted, as the clock counts whole days; give it in workdays, days, months or years
            2025-03-11 24:00  yellow k
        "#]],
    );
}

#[test]
fn a_stop_at_the_very_due_instant_is_late_and_reminds_of_nothing() {
    let clock = "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).reminder(at_due()).yellow(at_due()).red(after(workdays(1)));";
    let at_due = "2025-03-03 09:00  accepted\n2025-03-11 00:00  granted";
    decides(
        clock,
        at_due,
        &expect![[r#"
        2025-03-10 24:00  yellow k
    "#]],
    );
    let before = "2025-03-03 09:00  accepted\n2025-03-10 23:59  granted";
    decides(clock, before, &expect![""]);
}

#[test]
fn a_pause_and_an_extension_know_their_record() {
    let clock = "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).yellow(at_due())\n    .extends(\"extension_approved\", |e| if (e.note ?? \"\") == \"ok\" { e.length } else { () })\n    .pauses(\"special_started\", \"special_ended\", |s| if (s.note ?? \"\") == \"ok\" { cap(s.notified_length) } else { no_pause() });";
    let events = "2025-03-03 09:00  accepted\n2025-03-04 09:00  extension_approved \"3 workdays\" note=ok\n2025-03-04 11:00  special_started 听证 notified=\"3 workdays\" note=ok\n2025-03-28 12:00  special_ended 听证";
    decides(
        clock,
        events,
        &expect![[r#"
        2025-03-18 24:00  yellow k
    "#]],
    );
}

#[test]
fn what_fails_on_a_case_is_told_in_the_words_of_its_author() {
    let by_fact = "clock(\"k\").starts(\"accepted\").stops(\"granted\")\n.limit(|c| c.facts.limit).red(at_due());";
    decides(
        by_fact,
        "2025-03-03 09:00  described fact.limit=\"10 hours\"\n2025-03-03 09:00  accepted",
        &expect![[r#"
            2025-03-03 09:00  finding k failed: own/clocks.rhai:1: its limit is 10 hours, and the clock counts whole days; say how its hours count: `.work_seconds()` counts those of the office, `.wall_clock()` those of the night too
        "#]],
    );
    for (looks, expected) in [
        (
            "e.note.trim() == ()",
            expect![[r#"
            2025-03-03 09:00  finding k failed: own/clocks.rhai:1: `trim` works on a text that was looked at, and this one was not yet; look at the text first: `let text = value(...); text.trim(...);`
        "#]],
        ),
        (
            "e.post.is_empty()",
            expect![[r#"
                2025-03-03 09:00  finding k failed: own/clocks.rhai:1: `is_empty` is asked of what is missing in this case; ask first whether it is there, for example `e.note == () || e.note.is_empty()`
            "#]],
        ),
        (
            "e.note.split(\"x\") == []",
            expect![[r#"
            2025-03-03 09:00  finding k failed: own/clocks.rhai:1: `split` works on a text that was looked at, and this one was not yet; look at the text first: `let text = value(...); text.split(...);`
        "#]],
        ),
    ] {
        let check = format!("check(\"k\").on(\"accepted\").when(|c, e| {looks}).finding(\"x\");");
        decides(&check, "2025-03-03 09:00  accepted note=x", &expected);
    }
}
