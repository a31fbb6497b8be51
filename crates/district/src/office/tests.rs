//! Moments are instants in office hours, and the other way round.

use duban_calendar::{Calendar, Day};

use super::{Moment, Office};
use crate::random::{Purpose, Random};

fn office() -> Office {
    let text = "title = 't'\nzone = 'Asia/Shanghai'\nweekly_rest = ['saturday', 'sunday']\n\
        office_hours = ['09:00-12:00', '13:30-17:30']";
    Office::new(&Calendar::from_toml("t", text).unwrap())
}

#[test]
fn a_moment_is_an_instant_in_a_session() {
    let office = office();
    let day: Day = "2025-03-03".parse().unwrap();
    let shown = |second| office.calendar.zone().display(office.at(Moment { day, second }));
    assert_eq!(shown(0), "2025-03-03 09:00:00 +08:00");
    assert_eq!(shown(3 * 3_600 - 1), "2025-03-03 11:59:59 +08:00");
    assert_eq!(shown(3 * 3_600), "2025-03-03 13:30:00 +08:00", "noon belongs to the afternoon");
    assert_eq!(shown(7 * 3_600 - 1), "2025-03-03 17:29:59 +08:00");
}

#[test]
fn who_comes_outside_office_hours_waits() {
    let office = office();
    let friday: Day = "2025-03-07".parse().unwrap();
    let monday = Moment { day: friday.plus(3), second: 0 };
    assert_eq!(office.from(friday, 8 * 3_600), Moment { day: friday, second: 0 });
    assert_eq!(office.from(friday, 12 * 3_600 + 60), Moment { day: friday, second: 3 * 3_600 });
    assert_eq!(office.from(friday, 17 * 3_600 + 1_800), monday);
    assert_eq!(office.from(friday.plus(1), 10 * 3_600), monday);
}

#[test]
fn a_day_never_runs_out() {
    let (office, mut random) = (office(), Random::new(1, Purpose::Case, 0));
    let mut now = office.some_time("2025-03-03".parse().unwrap(), &mut random);
    assert!(!office.is_evening(now));
    for _ in 0..100 {
        let later = office.later(now, 600, 3_600, &mut random);
        assert!(later >= now && later.day == now.day);
        now = later;
    }
    assert!(office.is_evening(now) && office.calendar.office_open(office.at(now)));
}
