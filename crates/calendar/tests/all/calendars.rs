//! The shipped calendars, day by day against what was collected from the notices, and by the law.

use duban_calendar::{Calendar, Certainty, Day, DayKind};

use crate::shared::{cn, day, nl, shared};

/// Compares every day of a table `date,kind,name,source` with the calendar; returns how many.
fn compare(calendar: &Calendar, table: &str, certainty: Certainty) -> usize {
    for row in table.lines().skip(1) {
        let [date, kind, name, ..] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("not a row: {row}")
        };
        let found = match calendar.kind(day(date)) {
            DayKind::Workday => ("workday", String::new()),
            DayKind::MakeUp(name) => ("workday", format!("{name}调休上班")),
            DayKind::Rest => ("rest", "周末".to_owned()),
            DayKind::Holiday(name) => ("holiday", name.to_owned()),
        };
        assert_eq!((kind, name), (found.0, found.1.as_str()), "{date}");
        assert_eq!(calendar.is_workday(day(date)), kind == "workday", "{date}");
        assert_eq!(calendar.certainty(day(date)), certainty, "{date}");
    }
    table.lines().count() - 1
}

#[test]
fn every_day_from_2004_to_2026_is_what_the_notices_say() {
    let Some(table) = shared("calendar/cn_days.csv") else { return };
    assert_eq!(compare(cn(), &table, Certainty::Official), 8_401);
}

#[test]
fn every_day_of_2027_is_what_the_law_says_so_far() {
    let Some(table) = shared("calendar/cn_days_2027_provisional.csv") else { return };
    assert_eq!(compare(cn(), &table, Certainty::Provisional), 365);
}

#[test]
fn working_days_of_recent_years() {
    let calendar = cn();
    let year = |year| {
        let end = |year| Day::from_ymd(year, 12, 31).unwrap();
        calendar.workdays_between(end(year - 1), end(year))
    };
    assert_eq!([2024, 2025, 2026].map(year), [251, 248, 248]);
}

/// Easter Sunday of the western church, after Gauss and Lilius, as Meeus gives it.
fn easter(year: i32) -> Day {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let drift = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - drift + 15) % 30;
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * week) / 451;
    let day = moon + week - 7 * late + 114;
    Day::from_ymd(year, (day / 31) as u32, (day % 31 + 1) as u32).unwrap()
}

#[test]
fn dutch_holidays_are_those_of_the_law_on_terms() {
    let calendar = nl();
    for year in 2009..=2027 {
        let date = |month, day| Day::from_ymd(year, month, day).unwrap();
        let easter = easter(year);
        let birthday = if year < 2014 { date(4, 30) } else { date(4, 27) };
        let sunday = birthday.weekday() == duban_calendar::Weekday::Sunday;
        let birthday = birthday.plus(-i64::from(sunday));
        let mut holidays = vec![date(1, 1), date(5, 5), date(12, 25), date(12, 26), birthday];
        holidays.extend([-2, 1, 39, 50].map(|days| easter.plus(days)));
        for number in date(1, 1).0..=date(12, 31).0 {
            let day = Day(number);
            let holiday = matches!(calendar.kind(day), DayKind::Holiday(_));
            assert_eq!(holiday, holidays.contains(&day), "{day}");
            assert_eq!(calendar.certainty(day), Certainty::Official);
        }
    }
}
