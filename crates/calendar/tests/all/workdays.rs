//! Counting working days in constant time against a day-by-day loop.

use duban_calendar::{Calendar, Certainty, Day, DayKind};
use proptest::prelude::*;

use crate::shared::{at, cases, cn, day, night, nl};

fn loop_add(calendar: &Calendar, mut day: Day, n: i32) -> Day {
    let step = i64::from(n.signum());
    let mut left = n.abs();
    while left > 0 {
        day = day.plus(step);
        left -= i32::from(calendar.is_workday(day));
    }
    day
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Also before 1970 and after 2199, where the tables end.
    #[test]
    fn adding_and_counting_agree_with_a_loop(
        from in prop_oneof![-400..400i32, 12_000..21_000i32, 83_600..84_400i32],
        n in -300..300i32,
    ) {
        for calendar in [cn(), nl(), night("UTC")] {
            let to = loop_add(calendar, Day(from), n);
            prop_assert_eq!(calendar.add_workdays(Day(from), n), to);
            let (first, last) = (from.min(to.0), from.max(to.0));
            let count = (first + 1..=last).filter(|&day| calendar.is_workday(Day(day))).count();
            let count = count as i32 * if to.0 < from { -1 } else { 1 };
            prop_assert_eq!(calendar.workdays_between(Day(from), to), count);
        }
    }
}

#[test]
fn far_days_count_the_bare_week() {
    let calendar = cn();
    for day in [Day::MIN, Day(-1_000_000_000), Day(1_000_000_000), Day::MAX] {
        assert_eq!(calendar.certainty(day), Certainty::Unknown);
        let near = calendar.add_workdays(day, 5);
        assert!((near.0.wrapping_sub(day.0)).unsigned_abs() <= 9 || near == Day::MAX);
        assert_eq!(calendar.add_workdays(day, 0), day);
    }
    assert_eq!(calendar.add_workdays(Day::MIN, i32::MIN), Day::MIN);
    assert_eq!(calendar.add_workdays(Day::MAX, i32::MAX), Day::MAX);
    assert_eq!(calendar.workdays_between(Day::MIN, Day::MAX), i32::MAX);
}

#[test]
fn the_office_is_open_in_its_sessions() {
    let calendar = cn();
    let open = |text: &str| calendar.office_open(at(calendar, text));
    assert_eq!(
        ["08:59:59", "09:00:00", "11:59:59", "12:00:00", "13:30:00", "17:29:59", "17:30:00"]
            .map(|time| open(&format!("2026-03-06 {time}"))),
        [false, true, true, false, true, true, false]
    );
    // A make-up Saturday, an ordinary one, and a holiday.
    assert!(open("2026-02-14 10:00:00"));
    assert!(!open("2026-03-07 10:00:00"));
    assert!(!open("2026-10-01 10:00:00"));
}

#[test]
fn days_have_kinds_names_and_sources() {
    let calendar = cn();
    assert_eq!(calendar.kind(day("2026-02-13")), DayKind::Workday);
    assert_eq!(calendar.kind(day("2026-02-14")), DayKind::MakeUp("春节"));
    assert_eq!(calendar.kind(day("2026-02-15")), DayKind::Holiday("春节"));
    assert_eq!(calendar.kind(day("2026-03-07")), DayKind::Rest);
    assert!(calendar.source(day("2026-03-07")).unwrap().contains("国务院办公厅"));
    assert_eq!(calendar.source(day("2003-03-07")), None);
    assert_eq!(calendar.certainty(day("2003-12-31")), Certainty::Unknown);
    assert_eq!(calendar.certainty(day("2004-01-01")), Certainty::Official);
    assert_eq!(calendar.certainty(day("2026-12-31")), Certainty::Official);
    assert_eq!(calendar.certainty(day("2027-01-01")), Certainty::Provisional);
    assert_eq!(calendar.certainty(day("2028-01-01")), Certainty::Unknown);
}
