//! What the tests of this crate have in common: calendars, dates and the shared data.

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::PathBuf,
    sync::{LazyLock, Mutex},
};

use duban_calendar::{Calendar, Day, Timestamp};
use proptest::{prelude::ProptestConfig, test_runner::RngSeed};

pub(crate) fn cn() -> &'static Calendar {
    static CN: LazyLock<Calendar> =
        LazyLock::new(|| read("cn", include_str!("../../../../rules/calendars/cn.toml")));
    &CN
}

pub(crate) fn nl() -> &'static Calendar {
    static NL: LazyLock<Calendar> =
        LazyLock::new(|| read("nl", include_str!("../../../../rules/calendars/nl.toml")));
    &NL
}

/// An office that works on Sundays and at night, so that the clocks change while it is open.
pub(crate) fn night(zone: &'static str) -> &'static Calendar {
    static KNOWN: Mutex<BTreeMap<&str, &Calendar>> = Mutex::new(BTreeMap::new());
    KNOWN.lock().unwrap().entry(zone).or_insert_with(|| {
        let text = format!(
            r#"
            title = "An office that works at night"
            zone = "{zone}"
            weekly_rest = ["wednesday", "friday"]
            office_hours = ["00:00-02:30", "02:45-05:00", "22:15-24:00"]
            "#
        );
        Box::leak(Box::new(read("night", &text)))
    })
}

fn read(name: &str, text: &str) -> Calendar {
    Calendar::from_toml(name, text).unwrap()
}

/// So many cases, the same in every run.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(20_260_930);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

/// A file of the shared data, or `None` with a word on stderr where it can't be read.
pub(crate) fn shared(path: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    fs::read_to_string(&path).inspect_err(|error| eprintln!("skipped: {path:?}: {error}")).ok()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A date, or a date and a time to the second, local to the calendar.
pub(crate) fn at(calendar: &Calendar, text: &str) -> Timestamp {
    let (date, time) = text.split_once(' ').unwrap_or((text, "00:00:00"));
    let number = |range: Range<usize>| time[range].parse::<u32>().unwrap();
    let (hours, minutes, seconds) = (number(0..2), number(3..5), number(6..8));
    calendar.zone().instant(day(date), ((hours * 60 + minutes) * 60 + seconds) * 1000)
}
