//! What people are told when something can't be read or counted.

use std::fmt::Display;

use duban_calendar::{Calendar, Day, Extension, Length, Policy, Term, Timestamp, Unit, Zone};
use expect_test::{Expect, expect};

use crate::shared::{at, cn};

#[track_caller]
fn check<T>(result: Result<T, impl Display>, expected: &Expect) {
    let Err(error) = result else { panic!("there should be an error") };
    expected.assert_eq(&error.to_string());
}

const FRAME: &str = r#"title = "An example"
zone = "Asia/Shanghai"
weekly_rest = ["saturday", "sunday"]
office_hours = ["09:00-12:00", "13:30-17:30"]
[year.2026]
status = "official"
source = "the notice of the year"
holidays."国庆节" = "10-01..10-07"
make_up."国庆节" = "09-20, 10-10"
"#;

/// Reads the frame with one part of it replaced.
fn calendar(part: &str, by: &str) -> Result<Calendar, impl Display> {
    assert!(FRAME.contains(part), "{part} is not in the frame");
    Calendar::from_toml("example", &FRAME.replacen(part, by, 1))
}

#[test]
fn calendars_that_make_no_sense() {
    check(
        calendar("Asia/Shanghai", "Asia/Peking"),
        &expect![
            "calendar `example`, line 2: `Asia/Peking` is not a time zone; write a name of the IANA database, as `Asia/Shanghai`"
        ],
    );
    check(
        calendar("\"saturday\", ", "\"satuday\", "),
        &expect![
            "calendar `example`, line 3: `satuday` is not a day of the week; write them in English, as `saturday`"
        ],
    );
    check(
        calendar(
            "[\"saturday\", \"sunday\"]",
            r#"["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]"#,
        ),
        &expect![
            "calendar `example`, line 3: every day is a day of rest, so no limit in workdays could ever end; leave one out"
        ],
    );
    check(
        calendar("09:00-12:00", "9-12"),
        &expect![
            "calendar `example`, line 4: `9-12` is not a session; write opening and closing time, as `09:00-12:00`"
        ],
    );
    check(
        calendar("09:00-12:00", "12:00-09:00"),
        &expect![
            "calendar `example`, line 4: `12:00-09:00` is not a session; write opening and closing time, as `09:00-12:00`"
        ],
    );
    check(
        calendar("13:30-17:30", "11:30-17:30"),
        &expect![
            "calendar `example`, line 4: session `11:30-17:30` opens before the one above it closes; write the sessions in order"
        ],
    );
    check(
        calendar("\"09:00-12:00\", \"13:30-17:30\"", ""),
        &expect![
            "calendar `example`, line 4: there are no office hours; write at least one session, as `09:00-17:00`"
        ],
    );
    check(
        calendar("year.2026", "year.26"),
        &expect!["calendar `example`, line 5: `26` is not a year from 1970 to 2199"],
    );
    check(
        calendar("official", "offical"),
        &expect![
            "calendar `example`, line 6: `offical` is not a status; write `official` once the year's schedule is published, else `provisional`"
        ],
    );
    check(
        calendar("10-01..10-07", "10-01 to 10-07"),
        &expect![
            "calendar `example`, line 8: `10-01 to 10-07` is not a day of 2026; write days as `05-01` and ranges as `05-01..05-05`, by comma"
        ],
    );
    check(
        calendar("10-01..10-07", "10-07..10-01"),
        &expect![
            "calendar `example`, line 8: `10-07..10-01` is not a day of 2026; write days as `05-01` and ranges as `05-01..05-05`, by comma"
        ],
    );
    check(
        calendar("10-01..10-07", "02-29"),
        &expect![
            "calendar `example`, line 8: `02-29` is not a day of 2026; write days as `05-01` and ranges as `05-01..05-05`, by comma"
        ],
    );
    check(
        calendar("10-01..10-07", "10-01..10-07, 10-05"),
        &expect![
            "calendar `example`, line 8: 2026-10-05 is already listed as 国庆节; a day can be only one thing"
        ],
    );
    check(
        calendar("09-20, 10-10", "10-03, 10-10"),
        &expect![
            "calendar `example`, line 9: 2026-10-03 is already listed as 国庆节; a day can be only one thing"
        ],
    );
    check(
        calendar("09-20, 10-10", "09-21"),
        &expect![
            "calendar `example`, line 9: 2026-09-21 is a working day anyway; a make-up day replaces a day of the weekly rest"
        ],
    );
    check(
        calendar("make_up", "makeup"),
        &expect![
            "calendar `example`, line 9: unknown field `makeup`, expected one of `status`, `source`, `holidays`, `make_up`"
        ],
    );
    check(
        calendar("source = \"the notice of the year\"\n", ""),
        &expect!["calendar `example`, line 5: missing field `source`"],
    );
    check(
        calendar("title = \"An example\"", "title = An example"),
        &expect![
            "calendar `example`, line 1: string values must be quoted, expected literal string"
        ],
    );
}

#[test]
fn clocks_that_can_not_be_counted() {
    let calendar = cn();
    let start = at(calendar, "2026-03-02");
    let due = |policy, amount, unit| {
        calendar.due(&Term { policy, ..Term::plain(start, Length::new(amount, unit)) })
    };
    check(
        due(Policy::LAW, 5, Unit::Hours),
        &expect![
            "policy `day` does not count hours; choose `wall-clock` for absolute or `work-second` for office time"
        ],
    );
    check(
        due(Policy::WorkSecond, 5, Unit::Months),
        &expect![
            "policy `work-second` does not count months; office time is counted in workdays, hours or minutes"
        ],
    );
    check(
        due(Policy::WallClock, 5, Unit::Workdays),
        &expect![
            "policy `wall-clock` does not count workdays; choose `day` to count whole working days or `work-second` for office time"
        ],
    );
    check(
        due(Policy::LAW, u32::MAX, Unit::Workdays),
        &expect!["the clock leaves the years 1 to 9999; check its start, its limit and its pauses"],
    );
    let extensions =
        [Extension { on: start, length: Length::new(1, Unit::Workdays) }; Term::EXTENSIONS_MAX + 1];
    let plain = Term::plain(start, Length::new(5, Unit::Workdays));
    check(
        calendar.due(&Term { extensions: &extensions, ..plain }),
        &expect!["65 extensions on one clock; at most 64 are counted"],
    );
}

#[test]
fn times_and_lengths_that_can_not_be_read() {
    check(
        "20".parse::<Length>(),
        &expect![
            "`20` has no unit, and no unit, no clock; write for example `20 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`"
        ],
    );
    check(
        "twenty workdays".parse::<Length>(),
        &expect![
            "`twenty workdays` is not a length of time; write a whole number and a unit, as `20 workdays`"
        ],
    );
    check(
        "-5 days".parse::<Length>(),
        &expect![
            "`-5 days` is not a length of time; write a whole number and a unit, as `20 workdays`"
        ],
    );
    check(
        "5.5 days".parse::<Length>(),
        &expect![
            "`5.5 days` is not a length of time; write a whole number and a unit, as `20 workdays`"
        ],
    );
    check(
        "99999999999 days".parse::<Length>(),
        &expect![
            "`99999999999 days` is longer than can be counted; 4294967295 is the greatest number"
        ],
    );
    check(
        "5 weeks".parse::<Length>(),
        &expect![
            "`weeks` is not a unit of time; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`"
        ],
    );
    check(
        "2026-02-29".parse::<Day>(),
        &expect!["`2026-02-29` is not a day; write it as `2026-03-19`"],
    );
    check(
        "+026-02-09".parse::<Day>(),
        &expect!["`+026-02-09` is not a day; write it as `2026-03-19`"],
    );
    check(
        Timestamp::parse("2026-02-09T10:00:00"),
        &expect![
            "`2026-02-09T10:00:00` is not an instant; write it with its offset, as `2026-03-19T17:30:00+08:00`"
        ],
    );
    check(
        Zone::named("Middle Earth"),
        &expect![
            "`Middle Earth` is not a time zone; write a name of the IANA database, as `Asia/Shanghai`"
        ],
    );
}

#[test]
fn lengths_are_written_as_they_are_read() {
    for (text, zh) in [
        ("20 workdays", "20个工作日"),
        ("1 workday", "1个工作日"),
        ("15 days", "15个自然日"),
        ("48 hours", "48小时"),
        ("30 minutes", "30分钟"),
        ("6 months", "6个月"),
        ("1 year", "1年"),
    ] {
        let length: Length = text.parse().unwrap();
        assert_eq!((length.to_string().as_str(), length.zh().as_str()), (text, zh));
    }
}
