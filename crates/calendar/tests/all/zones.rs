//! Zones against chrono, whose rules they were surveyed from, and days and instants as text.

use std::sync::LazyLock;

use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use duban_calendar::{Day, MonthEnd, Timestamp, Zone};
use proptest::prelude::*;

use crate::shared::cases;

const NAMES: [&str; 10] = [
    "Asia/Shanghai",
    "Europe/Amsterdam",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Tehran",
    "Europe/Dublin",
    "UTC",
];

static ZONES: LazyLock<Vec<(Zone, Tz)>> = LazyLock::new(|| {
    NAMES.iter().map(|name| (Zone::named(name).unwrap(), name.parse().unwrap())).collect()
});

const DAY: i64 = 86_400_000;
/// The years 1900 to 2199, for which rules are read.
const SURVEYED: std::ops::Range<i64> = -25_567 * DAY..84_006 * DAY;

fn chrono_offset(tz: Tz, at: i64) -> i64 {
    let utc = DateTime::from_timestamp_millis(at).unwrap().naive_utc();
    i64::from(tz.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * 1000
}

#[test]
fn every_hour_of_forty_years_has_the_offset_that_chrono_gives() {
    for &(ref zone, tz) in ZONES.iter() {
        for at in (0..40 * 366 * DAY).step_by(3_600_000) {
            assert_eq!(zone.offset_ms(Timestamp(at)), chrono_offset(tz, at), "{tz} {at}");
        }
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn any_instant_has_the_offset_that_chrono_gives(at in SURVEYED, zone in 0..NAMES.len()) {
        let (ref zone, tz) = ZONES[zone];
        prop_assert_eq!(zone.offset_ms(Timestamp(at)), chrono_offset(tz, at));
    }

    /// Local times of 2011 to 2018: gaps of half an hour, an hour and a day, and repeats of them.
    #[test]
    fn a_local_time_is_its_first_instant_or_the_end_of_its_gap(
        minute in 14_975 * 1_440..17_897 * 1_440i64,
        zone in 0..NAMES.len(),
    ) {
        let (ref zone, tz) = ZONES[zone];
        let (day, minute) = (Day(minute.div_euclid(1_440) as i32), minute.rem_euclid(1_440) as u32);
        let found = zone.instant(day, minute * 60_000);
        let (year, month, day) = day.ymd();
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
        match tz.from_local_datetime(&date.and_time(time)) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                prop_assert_eq!(found.0, at.timestamp_millis());
            }
            LocalResult::None => {
                let wall = date.and_time(time).and_utc().timestamp_millis();
                let shown = |at: i64| at + chrono_offset(tz, at);
                prop_assert!(shown(found.0 - 1) < wall && wall < shown(found.0));
            }
        }
    }
}

#[test]
fn no_instant_and_no_day_is_too_far() {
    for (zone, _) in ZONES.iter() {
        for at in [i64::MIN, i64::MIN + 1, SURVEYED.start, SURVEYED.end, i64::MAX - 1, i64::MAX] {
            let local = zone.local(Timestamp(at));
            assert_eq!(zone.day_of(Timestamp(at)), local.day);
            assert!(zone.start_of(local.day) <= zone.end_of(local.day));
            assert!(!zone.display(Timestamp(at)).is_empty());
            assert!(!Timestamp(at).to_string().is_empty());
        }
    }
}

#[test]
fn a_day_that_a_zone_skipped_is_empty() {
    let apia = Zone::named("Pacific/Apia").unwrap();
    let skipped: Day = "2011-12-30".parse().unwrap();
    assert_eq!(apia.start_of(skipped), apia.end_of(skipped));
    assert_eq!(apia.display(apia.start_of(skipped)), "2011-12-31 00:00:00 +14:00");
}

#[test]
fn days_agree_with_chrono_over_eight_centuries() {
    let mut date = NaiveDate::from_ymd_opt(1600, 1, 1).unwrap();
    let mut day = Day::from_ymd(1600, 1, 1).unwrap();
    while date < NaiveDate::from_ymd_opt(2400, 1, 1).unwrap() {
        assert_eq!(day.to_string(), date.to_string());
        assert_eq!(date.to_string().parse(), Ok(day));
        assert_eq!(format!("{:?}", day.weekday()), date.format("%A").to_string());
        let months = chrono::Months::new((day.0.unsigned_abs()) % 40);
        let later = date.checked_add_months(months).unwrap();
        let moved = day.plus_months(months.as_u32().into(), MonthEnd::LastDay).unwrap();
        assert_eq!(moved.to_string(), later.to_string());
        (date, day) = (date.succ_opt().unwrap(), day.plus(1));
    }
}

#[test]
fn extremes_of_days_can_be_named() {
    assert_eq!(Day::MIN.to_string(), "-5877641-06-23");
    assert_eq!(Day::MAX.to_string(), "+5881580-07-11");
    assert_eq!((Day::MAX.plus(1), Day::MIN.plus(i64::MIN)), (Day::MAX, Day::MIN));
    assert_eq!(Day::MAX.plus_months(i64::MAX, MonthEnd::LastDay), Some(Day::MAX));
    assert_eq!(Day::MIN.plus_months(i64::MIN, MonthEnd::LastDay), Some(Day::MIN));
    assert_eq!(Day::from_ymd(i32::MAX, 1, 1), None);
}

#[test]
fn instants_are_read_with_any_offset_and_written_in_utc() {
    for (text, written) in [
        ("2026-03-19T17:30:00+08:00", "2026-03-19T09:30:00.000Z"),
        ("2026-03-19T17:30:00.1239Z", "2026-03-19T17:30:00.123Z"),
        ("1969-12-31T23:59:59.999-00:30", "1970-01-01T00:29:59.999Z"),
    ] {
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), written);
        assert_eq!(written.parse::<Timestamp>().unwrap().to_string(), written);
    }
}
