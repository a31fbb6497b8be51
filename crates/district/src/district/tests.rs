//! What is in memory while the year goes by.

use std::collections::VecDeque;

use duban_calendar::Calendar;
use duban_domain::{Catalogue, Organisation};

use super::{Config, District, Year};

#[test]
fn only_the_cases_in_flight_are_in_memory() {
    let catalogue =
        "[[item]]\ncode = 'A'\nname = 'a'\ndepartment = 'd'\npromised_limit = '10 workdays'";
    let catalogue = Catalogue::from_toml(&[("a.toml".to_owned(), catalogue.to_owned())]).unwrap();
    let calendar = "title = 't'\nzone = 'Asia/Shanghai'\nweekly_rest = ['saturday', 'sunday']\n\
        office_hours = ['09:00-12:00', '13:30-17:30']";
    let calendar = Calendar::from_toml("t", calendar).unwrap();
    let config = Config { cases: 20_000, ..Config::default() };
    let district = District::new(&catalogue, &Organisation::default(), &calendar, config);

    let coming = VecDeque::new();
    let mut year = Year { district: &district, day: 0, coming, today: Vec::new().into_iter() };
    let (mut events, mut most) = (0, 0);
    while year.next().is_some() {
        events += 1;
        most = most.max(year.today.len() + year.coming.iter().map(Vec::len).sum::<usize>());
    }
    assert!(most < events / 12, "{most} of {events} events in memory at once");
}
