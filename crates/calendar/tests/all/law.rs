//! The worked examples of the law of periods, and the edges that lawyers argue about.

use duban_calendar::{
    Calendar, Certainty, Close, Extension, Length, MonthEnd, Pause, Policy, Term, Threshold,
    Timestamp, Unit,
};

use crate::shared::{at, cn, day, nl};

/// Accepted, limit, due.
const WORKED: [(&str, &str, &str); 10] = [
    // National Day; the make-up Saturday 10-10 counts.
    ("2026-09-30", "5 workdays", "2026-10-13"),
    // Spring Festival, with two make-up Saturdays.
    ("2026-02-13", "20 workdays", "2026-03-19"),
    ("2025-09-26", "10 workdays", "2025-10-16"),
    ("2025-01-24", "5 workdays", "2025-02-07"),
    // A make-up Sunday is the due day.
    ("2026-09-18", "1 workday", "2026-09-20"),
    // The make-up Saturday 05-09 is not reached.
    ("2026-04-30", "3 workdays", "2026-05-08"),
    // Across the year; Sunday 01-04 is worked.
    ("2025-12-24", "20 workdays", "2026-01-22"),
    // Natural days roll over the rest of the holiday.
    ("2026-09-20", "15 days", "2026-10-08"),
    ("2026-04-02", "30 days", "2026-05-06"),
    // The notice of what is missing, after which silence is acceptance.
    ("2026-02-12", "5 workdays", "2026-02-26"),
];

#[test]
fn worked_examples_of_the_law() {
    let calendar = cn();
    for (from, limit, due) in WORKED {
        let term = Term::plain(at(calendar, from), limit.parse().unwrap());
        let found = calendar.due(&term).unwrap();
        assert_eq!(found.day, Some(day(due)), "{limit} from {from}");
        assert_eq!(found.at, Some(calendar.zone().end_of(day(due))));
    }
}

#[test]
fn months_end_with_the_month_or_not_at_all() {
    let calendar = cn();
    let start = at(calendar, "2027-12-31 10:00:00");
    let two_months = Term::plain(start, Length::new(2, Unit::Months));
    assert_eq!(calendar.due(&two_months).unwrap().day, Some(day("2028-02-29")));
    let policy = Policy::Day { close: Close::EndOfDay, roll: true, month_end: MonthEnd::Refuse };
    let refused = calendar.due(&Term { policy, ..two_months }).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "2 months from 2027-12-31 end on a day that the month does not have; \
         state the due date, or let such limits end with the month"
    );
}

#[test]
fn a_year_from_the_29th_of_february_ends_on_the_28th() {
    let calendar = cn();
    let start = at(calendar, "2024-02-29");
    let year = Term::plain(start, Length::new(1, Unit::Years));
    assert_eq!(calendar.due(&year).unwrap().day, Some(day("2025-02-28")));
    let four = Term::plain(start, Length::new(4, Unit::Years));
    assert_eq!(calendar.due(&four).unwrap().day, Some(day("2028-02-29")));
}

#[test]
fn close_of_business_ends_the_due_day_before_midnight() {
    let calendar = cn();
    let policy =
        Policy::Day { close: Close::CloseOfBusiness, roll: true, month_end: MonthEnd::LastDay };
    let term =
        Term { policy, ..Term::plain(at(calendar, "2026-03-02"), Length::new(1, Unit::Workdays)) };
    assert_eq!(calendar.due(&term).unwrap().at, Some(at(calendar, "2026-03-03 17:30:00")));
}

#[test]
fn an_extension_counts_on_the_due_day_and_not_on_the_day_after() {
    let calendar = cn();
    let start = at(calendar, "2026-03-02");
    let due = |on: &str| {
        let extensions =
            [Extension { on: at(calendar, on), length: Length::new(10, Unit::Workdays) }];
        let term =
            Term { extensions: &extensions, ..Term::plain(start, Length::new(20, Unit::Workdays)) };
        let due = calendar.due(&term).unwrap();
        (due.day.unwrap().to_string(), due.extended.count())
    };
    assert_eq!(due("2026-03-30 23:59:59"), ("2026-04-14".to_owned(), 1));
    assert_eq!(due("2026-03-31 00:00:00"), ("2026-03-30".to_owned(), 0));
}

#[test]
fn an_extension_counts_while_the_due_day_rolls_over_a_holiday() {
    let calendar = cn();
    let due = |on: &str| {
        let extensions = [Extension { on: at(calendar, on), length: Length::new(10, Unit::Days) }];
        let limit = Length::new(15, Unit::Days);
        let term =
            Term { extensions: &extensions, ..Term::plain(at(calendar, "2026-09-20"), limit) };
        calendar.due(&term).unwrap().day
    };
    // The fifteenth day is 10-05, and the due day 10-08.
    assert_eq!(due("2026-10-08"), Some(day("2026-10-15")));
    assert_eq!(due("2026-10-09"), Some(day("2026-10-08")));
}

#[test]
fn an_extension_is_judged_by_the_due_day_that_earlier_ones_left() {
    let calendar = cn();
    let on = |text| at(calendar, text);
    // In this order the second extension comes first, and makes room for the first.
    let extensions = [
        Extension { on: on("2026-04-10"), length: Length::new(5, Unit::Workdays) },
        Extension { on: on("2026-03-30"), length: Length::new(10, Unit::Workdays) },
        Extension { on: on("2026-04-30"), length: Length::new(5, Unit::Workdays) },
    ];
    let limit = Length::new(20, Unit::Workdays);
    let term = Term { extensions: &extensions, ..Term::plain(on("2026-03-02"), limit) };
    let due = calendar.due(&term).unwrap();
    assert_eq!(due.day, Some(day("2026-04-21")));
    assert_eq!([0, 1, 2].map(|place| due.extended.contains(place)), [true, true, false]);
}

#[test]
fn an_open_pause_suspends_unless_it_is_capped_or_comes_too_late() {
    let calendar = cn();
    let start = at(calendar, "2026-03-02");
    let due = |from: &str, cap: Option<u32>| {
        let cap = cap.map(|cap| Length::new(cap, Unit::Workdays));
        let pauses = [Pause { from: at(calendar, from), to: None, cap }];
        let limit = Length::new(20, Unit::Workdays);
        calendar.due(&Term { pauses: &pauses, ..Term::plain(start, limit) }).unwrap().day
    };
    assert_eq!(due("2026-03-29", None), None);
    assert_eq!(due("2026-03-30", None), Some(day("2026-03-30")));
    assert_eq!(due("2026-03-10", Some(5)), Some(day("2026-04-07")));
    assert_eq!(due("2026-03-10", Some(0)), Some(day("2026-03-30")));
}

#[test]
fn a_suspended_clock_may_have_passed_a_share_of_its_limit() {
    let calendar = cn();
    let pauses = [Pause { from: at(calendar, "2026-03-27"), to: None, cap: None }];
    let limit = Length::new(20, Unit::Workdays);
    let term = Term { pauses: &pauses, ..Term::plain(at(calendar, "2026-03-02"), limit) };
    let threshold = |it| calendar.threshold(&term, &it).unwrap();
    let end_of_26th = Some(at(calendar, "2026-03-27"));
    let one = Length::new(1, Unit::Workdays);
    assert_eq!(threshold(Threshold::AtPercent(90)), end_of_26th);
    assert_eq!(threshold(Threshold::AtPercent(100)), None);
    assert_eq!(threshold(Threshold::AtDue), None);
    let both: Box<[Threshold]> = [Threshold::BeforeDue(one), Threshold::AtPercent(90)].into();
    assert_eq!(threshold(Threshold::Earliest(both.clone())), end_of_26th);
    assert_eq!(threshold(Threshold::Latest(both)), None);
}

#[test]
fn countdowns_in_other_units() {
    let calendar = cn();
    let start = at(calendar, "2026-03-02");
    let term = Term::plain(start, Length::new(20, Unit::Workdays));
    let before = |limit: &str| {
        let threshold = Threshold::BeforeDue(limit.parse().unwrap());
        calendar.threshold(&term, &threshold).unwrap().map(|at| calendar.zone().display(at))
    };
    let after = |limit: &str| {
        let threshold = Threshold::AfterDue(limit.parse().unwrap());
        calendar.threshold(&term, &threshold).unwrap().map(|at| calendar.zone().display(at))
    };
    assert_eq!(before("3 days").unwrap(), "2026-03-27 00:00:00 +08:00");
    assert_eq!(before("48 hours").unwrap(), "2026-03-29 00:00:00 +08:00");
    assert_eq!(before("1 month"), None);
    assert_eq!(after("1 month").unwrap(), "2026-05-01 00:00:00 +08:00");
    assert_eq!(after("90 minutes").unwrap(), "2026-03-31 01:30:00 +08:00");
    assert_eq!(after("3 days").unwrap(), "2026-04-03 00:00:00 +08:00");
}

#[test]
fn countdowns_keep_to_what_the_policy_counts() {
    let calendar = cn();
    let limit = Length::new(2, Unit::Workdays);
    let office = Term {
        policy: Policy::WorkSecond,
        ..Term::plain(at(calendar, "2026-03-06 14:00:00"), limit)
    };
    let shown = |term: &Term<'_>, threshold| {
        let at = calendar.threshold(term, &threshold).unwrap().unwrap();
        calendar.zone().display(at)
    };
    let hours = |amount| Length::new(amount, Unit::Hours);
    assert_eq!(shown(&office, Threshold::AtDue), "2026-03-10 14:00:00 +08:00");
    // Four office hours: half an hour and three in the morning, and half an hour of Monday.
    assert_eq!(shown(&office, Threshold::BeforeDue(hours(4))), "2026-03-09 17:00:00 +08:00");
    assert_eq!(shown(&office, Threshold::AfterDue(hours(4))), "2026-03-11 09:30:00 +08:00");

    let wall = Term {
        policy: Policy::WallClock,
        ..Term::plain(at(calendar, "2026-03-06 14:00:00"), Length::new(5, Unit::Days))
    };
    let two_days = Length::new(2, Unit::Days);
    assert_eq!(shown(&wall, Threshold::AtDue), "2026-03-11 14:00:00 +08:00");
    assert_eq!(shown(&wall, Threshold::BeforeDue(two_days)), "2026-03-09 14:00:00 +08:00");
    assert_eq!(shown(&wall, Threshold::AfterDue(two_days)), "2026-03-13 14:00:00 +08:00");
}

#[test]
fn the_wall_clock_skips_the_hour_that_summer_takes_and_takes_the_first_that_winter_gives() {
    let calendar = nl();
    let due = |start: &str, limit: &str| {
        let start = at(calendar, start);
        let term = Term { policy: Policy::WallClock, ..Term::plain(start, limit.parse().unwrap()) };
        calendar.zone().display(calendar.due(&term).unwrap().at.unwrap())
    };
    assert_eq!(due("2026-03-28 02:30:00", "1 day"), "2026-03-29 03:00:00 +02:00");
    assert_eq!(due("2026-03-28 02:30:00", "24 hours"), "2026-03-29 03:30:00 +02:00");
    assert_eq!(due("2026-10-24 02:30:00", "1 day"), "2026-10-25 02:30:00 +02:00");
    assert_eq!(due("2026-10-24 02:30:00", "25 hours"), "2026-10-25 02:30:00 +01:00");
    assert_eq!(due("2026-01-31 12:00:00", "1 month"), "2026-02-28 12:00:00 +01:00");
}

#[test]
fn office_time_waits_for_the_opening() {
    let calendar = cn();
    let due = |start: &str, limit: &str| {
        let start = at(calendar, start);
        let term =
            Term { policy: Policy::WorkSecond, ..Term::plain(start, limit.parse().unwrap()) };
        calendar.zone().display(calendar.due(&term).unwrap().at.unwrap())
    };
    assert_eq!(due("2026-03-06 12:30:00", "30 minutes"), "2026-03-06 14:00:00 +08:00");
    assert_eq!(due("2026-03-06 18:00:00", "1 workday"), "2026-03-09 17:30:00 +08:00");
    assert_eq!(due("2026-03-07 10:00:00", "0 hours"), "2026-03-07 10:00:00 +08:00");
    // The make-up Saturday is open like any working day.
    assert_eq!(due("2026-02-13 17:00:00", "1 hour"), "2026-02-14 09:30:00 +08:00");
}

#[test]
fn a_due_date_is_as_certain_as_the_days_it_rests_on() {
    let calendar = cn();
    let certainty = |start: &str, limit: &str| {
        let term = Term::plain(at(calendar, start), limit.parse().unwrap());
        calendar.due(&term).unwrap().certainty
    };
    assert_eq!(certainty("2026-12-01", "20 workdays"), Certainty::Official);
    assert_eq!(certainty("2026-12-01", "30 workdays"), Certainty::Provisional);
    assert_eq!(certainty("2026-12-01", "300 workdays"), Certainty::Unknown);
    // Only the day it ends on has to be known.
    assert_eq!(certainty("1990-01-01", "20 years"), Certainty::Official);
    assert_eq!(certainty("2026-12-01", "2 years"), Certainty::Unknown);
}

#[test]
fn a_due_date_that_rolls_out_of_an_unknown_year_stays_unknown() {
    let text = r#"
        title = "Only 2023 is known"
        zone = "Asia/Shanghai"
        weekly_rest = ["saturday", "sunday"]
        office_hours = ["09:00-17:00"]
        [year.2023]
        status = "official"
        source = "a notice"
    "#;
    let calendar = Calendar::from_toml("one year", text).unwrap();
    // Saturday 2022-12-31 may have been a make-up day, and then the due day.
    let term = Term::plain(at(&calendar, "2022-12-21"), Length::new(10, Unit::Days));
    let due = calendar.due(&term).unwrap();
    assert_eq!((due.day, due.certainty), (Some(day("2023-01-02")), Certainty::Unknown));
}

#[test]
fn instants_and_lengths_beyond_reason_are_refused_and_never_panic() {
    let calendar = cn();
    for start in [i64::MIN, -62_135_596_800_001, 0, 253_402_300_800_000, i64::MAX] {
        for unit in Unit::ALL {
            for policy in [Policy::LAW, Policy::WallClock, Policy::WorkSecond] {
                let cap = Some(Length::new(u32::MAX, unit));
                let pauses = [Pause { from: Timestamp(start / 2), to: None, cap }];
                let term = Term {
                    policy,
                    pauses: &pauses,
                    ..Term::plain(Timestamp(start), Length::new(u32::MAX, unit))
                };
                assert!(calendar.due(&term).is_err(), "{term:?}");
                assert_eq!(calendar.used(&term, term.start).total, 0);
            }
        }
    }
}

/// One meaning of "a month before": whether a clock has a limit or runs until the date on which that limit ends.
#[test]
fn thresholds_before_a_date_lie_where_those_before_a_due_day_do() {
    let calendar = cn();
    let lengths =
        ["0 workdays", "1 workdays", "12 workdays", "3 days", "1 months", "1 years", "5 hours"];
    let lengths = lengths.map(|length| length.parse::<Length>().unwrap());
    let singles: Vec<_> = lengths
        .iter()
        .flat_map(|length| [Threshold::BeforeDue(*length), Threshold::AfterDue(*length)])
        .chain([Threshold::AtDue])
        .collect();
    let pairs =
        singles.iter().flat_map(|one| singles.iter().map(|other| [one.clone(), other.clone()]));
    let several = pairs.flat_map(|pair| {
        [Threshold::Earliest(Box::new(pair.clone())), Threshold::Latest(Box::new(pair))]
    });
    let thresholds: Vec<_> = singles.iter().cloned().chain(several).collect();
    for (from, limit, _) in WORKED {
        let start = at(calendar, from);
        let term = Term::plain(start, limit.parse().unwrap());
        let due = calendar.due(&term).unwrap().at.unwrap();
        for threshold in &thresholds {
            assert_eq!(
                calendar.threshold_until(threshold, start, due),
                calendar.threshold(&term, threshold).unwrap(),
                "{threshold:?} of {limit} from {from}"
            );
        }
    }
}
