//! What a clock says about itself, as people read it.

use std::fmt::Write;

use duban_calendar::{Calendar, Extension, Length, Pause, Policy, Term, Timestamp, Total, Unit};
use expect_test::{Expect, expect};

use crate::shared::{at, cn};

/// A clock in words: policy, start and limit.
fn clock(calendar: &Calendar, policy: Policy, start: &str, limit: &str) -> Term<'static> {
    Term { policy, ..Term::plain(at(calendar, start), limit.parse().unwrap()) }
}

#[track_caller]
fn check(calendar: &Calendar, term: &Term<'_>, upto: Option<Timestamp>, expected: &Expect) {
    let days = matches!(term.policy, Policy::Day { .. });
    let mut told = String::new();
    for segment in calendar.segments(term, upto).unwrap() {
        let from = calendar.zone().display(segment.from);
        let to = match segment.to {
            Timestamp::MAX => "(open)".to_owned(),
            to if days => calendar.zone().display(to.plus_ms(-1))[..10].to_owned(),
            to => calendar.zone().display(to)[..19].to_owned(),
        };
        let from = &from[..if days { 10 } else { 19 }];
        let so_far = if days { segment.so_far.to_string() } else { hours(segment.so_far) };
        writeln!(told, "{from} .. {to} {so_far:>4}  {}", segment.kind).unwrap();
    }
    expected.assert_eq(&told);
}

fn hours(ms: u64) -> String {
    format!("{}:{:02}", ms / 3_600_000, ms / 60_000 % 60)
}

#[test]
fn workdays_over_the_spring_festival() {
    let calendar = cn();
    let term = clock(calendar, Policy::LAW, "2026-02-12", "6 workdays");
    check(
        calendar,
        &term,
        None,
        &expect![[r#"
        2026-02-12 .. 2026-02-12    0  start day, not counted
        2026-02-13 .. 2026-02-13    1  counted
        2026-02-14 .. 2026-02-14    2  make-up working day for 春节, counted
        2026-02-15 .. 2026-02-23    2  holiday 春节
        2026-02-24 .. 2026-02-27    6  counted
    "#]],
    );
}

#[test]
fn days_that_roll_over_a_holiday() {
    let calendar = cn();
    let term = clock(calendar, Policy::LAW, "2026-09-20", "15 days");
    check(
        calendar,
        &term,
        None,
        &expect![[r#"
        2026-09-20 .. 2026-09-20    0  start day, not counted
        2026-09-21 .. 2026-10-05   15  counted
        2026-10-06 .. 2026-10-08   15  rolled over to the next working day
    "#]],
    );
}

#[test]
fn a_pause_with_a_cap_and_an_overlapping_one() {
    let calendar = cn();
    let pauses = [
        Pause {
            from: at(calendar, "2026-03-04"),
            to: Some(at(calendar, "2026-03-20")),
            cap: Some(Length::new(3, Unit::Workdays)),
        },
        Pause { from: at(calendar, "2026-03-13"), to: Some(at(calendar, "2026-03-17")), cap: None },
    ];
    let term = clock(calendar, Policy::LAW, "2026-03-02", "10 workdays");
    check(
        calendar,
        &Term { pauses: &pauses, ..term },
        None,
        &expect![[r#"
        2026-03-02 .. 2026-03-02    0  start day, not counted
        2026-03-03 .. 2026-03-04    2  counted
        2026-03-05 .. 2026-03-09    2  paused by pause 1
        2026-03-10 .. 2026-03-13    6  beyond the cap of pause 1, counted
        2026-03-14 .. 2026-03-17    6  paused by pause 2
        2026-03-18 .. 2026-03-20    9  beyond the cap of pause 1, counted
        2026-03-21 .. 2026-03-22    9  weekly rest
        2026-03-23 .. 2026-03-23   10  counted
    "#]],
    );
}

#[test]
fn two_pauses_that_may_take_so_much_together() {
    let calendar = cn();
    let pause =
        |from, to| Pause { from: at(calendar, from), to: Some(at(calendar, to)), cap: None };
    let pauses = [pause("2026-03-04", "2026-03-09"), pause("2026-03-12", "2026-03-20")];
    let totals = [Total { most: Length::new(5, Unit::Workdays), pauses: vec![0, 1] }];
    let term = clock(calendar, Policy::LAW, "2026-03-02", "10 workdays");
    check(
        calendar,
        &Term { pauses: &pauses, totals: &totals, ..term },
        None,
        &expect![[r#"
            2026-03-02 .. 2026-03-02    0  start day, not counted
            2026-03-03 .. 2026-03-04    2  counted
            2026-03-05 .. 2026-03-09    2  paused by pause 1
            2026-03-10 .. 2026-03-12    5  counted
            2026-03-13 .. 2026-03-16    5  paused by pause 2
            2026-03-17 .. 2026-03-20    9  pause 2, beyond the total, counted
            2026-03-21 .. 2026-03-22    9  weekly rest
            2026-03-23 .. 2026-03-23   10  counted
        "#]],
    );
}

#[test]
fn a_suspended_clock_ends_with_its_open_pause() {
    let calendar = cn();
    let pauses = [Pause { from: at(calendar, "2026-03-04"), to: None, cap: None }];
    let term = clock(calendar, Policy::LAW, "2026-03-02", "10 workdays");
    let term = Term { pauses: &pauses, ..term };
    check(
        calendar,
        &term,
        None,
        &expect![[r#"
        2026-03-02 .. 2026-03-02    0  start day, not counted
        2026-03-03 .. 2026-03-04    2  counted
        2026-03-05 .. (open)    2  paused by pause 1
    "#]],
    );
    let upto = at(calendar, "2026-06-30 12:00:00");
    check(
        calendar,
        &term,
        Some(upto),
        &expect![[r#"
        2026-03-02 .. 2026-03-02    0  start day, not counted
        2026-03-03 .. 2026-03-04    2  counted
        2026-03-05 .. 2026-06-30    2  paused by pause 1
    "#]],
    );
}

#[test]
fn an_item_decided_on_the_spot() {
    let calendar = cn();
    let term = clock(calendar, Policy::LAW, "2026-03-07", "0 workdays");
    check(
        calendar,
        &term,
        None,
        &expect![[r#"
        2026-03-07 .. 2026-03-07    0  start day, not counted
    "#]],
    );
}

#[test]
fn office_time_with_a_pause_over_lunch() {
    let calendar = cn();
    let pauses = [Pause {
        from: at(calendar, "2026-02-14 11:00:00"),
        to: Some(at(calendar, "2026-02-14 14:00:00")),
        cap: None,
    }];
    let term = clock(calendar, Policy::WorkSecond, "2026-02-13 16:00:00", "1 workday");
    check(
        calendar,
        &Term { pauses: &pauses, ..term },
        None,
        &expect![[r#"
        2026-02-13 16:00:00 .. 2026-02-13 17:30:00 1:30  counted
        2026-02-13 17:30:00 .. 2026-02-14 09:00:00 1:30  outside office hours
        2026-02-14 09:00:00 .. 2026-02-14 11:00:00 3:30  make-up working day for 春节, counted
        2026-02-14 11:00:00 .. 2026-02-14 14:00:00 3:30  paused by pause 1
        2026-02-14 14:00:00 .. 2026-02-14 17:30:00 7:00  make-up working day for 春节, counted
    "#]],
    );
}

#[test]
fn office_time_over_a_weekend_with_an_extension_and_a_cap() {
    let calendar = cn();
    let pauses = [Pause {
        from: at(calendar, "2026-03-06 15:30:00"),
        to: None,
        cap: Some(Length::new(3, Unit::Hours)),
    }];
    let extensions = [Extension {
        on: at(calendar, "2026-03-06 16:00:00"),
        length: Length::new(1, Unit::Hours),
    }];
    let term = clock(calendar, Policy::WorkSecond, "2026-03-06 14:00:00", "3 hours");
    let term = Term { pauses: &pauses, extensions: &extensions, ..term };
    check(
        calendar,
        &term,
        None,
        &expect![[r#"
        2026-03-06 14:00:00 .. 2026-03-06 15:30:00 1:30  counted
        2026-03-06 15:30:00 .. 2026-03-09 10:00:00 1:30  paused by pause 1
        2026-03-09 10:00:00 .. 2026-03-09 12:00:00 3:30  beyond the cap of pause 1, counted
        2026-03-09 12:00:00 .. 2026-03-09 13:30:00 3:30  outside office hours
        2026-03-09 13:30:00 .. 2026-03-09 14:00:00 4:00  beyond the cap of pause 1, counted
    "#]],
    );
}

#[test]
fn the_wall_clock_with_pauses_that_overlap() {
    let calendar = cn();
    let pause = |from, to, cap| Pause { from: at(calendar, from), to: Some(at(calendar, to)), cap };
    let pauses = [
        pause("2026-03-07 00:00:00", "2026-03-07 10:00:00", Some(Length::new(2, Unit::Hours))),
        pause("2026-03-07 01:00:00", "2026-03-07 04:00:00", None),
    ];
    let term = clock(calendar, Policy::WallClock, "2026-03-06 14:00:00", "24 hours");
    check(
        calendar,
        &Term { pauses: &pauses, ..term },
        None,
        &expect![[r#"
        2026-03-06 14:00:00 .. 2026-03-07 00:00:00 10:00  counted
        2026-03-07 00:00:00 .. 2026-03-07 02:00:00 10:00  paused by pause 1
        2026-03-07 02:00:00 .. 2026-03-07 04:00:00 10:00  paused by pause 2
        2026-03-07 04:00:00 .. 2026-03-07 10:00:00 16:00  beyond the cap of pause 1, counted
        2026-03-07 10:00:00 .. 2026-03-07 18:00:00 24:00  counted
    "#]],
    );
}
