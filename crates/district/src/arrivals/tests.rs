//! A year of arrivals adds up.

use duban_calendar::Calendar;

use super::Arrivals;

#[test]
fn every_case_has_its_day_and_rest_days_are_quiet() {
    let text = "title = 't'\nzone = 'Asia/Shanghai'\nweekly_rest = ['saturday', 'sunday']\noffice_hours = ['09:00-17:00']";
    let calendar = Calendar::from_toml("t", text).unwrap();
    let arrivals = Arrivals::over(2024, 100_000, &calendar);
    assert_eq!(arrivals.days(), 366);
    let mut next = 0;
    for day in 0..arrivals.days() {
        let cases = arrivals.on(day);
        assert_eq!(cases.start, next);
        next = cases.end;
        let (most, least) =
            if calendar.is_workday(arrivals.day(day)) { (700, 200) } else { (40, 5) };
        assert!((least..=most).contains(&cases.len()), "{:?}: {}", arrivals.day(day), cases.len());
    }
    assert_eq!(next, 100_000);
    assert_eq!(Arrivals::over(2024, 3, &calendar).on(365).end, 3, "few cases are not lost either");
}
