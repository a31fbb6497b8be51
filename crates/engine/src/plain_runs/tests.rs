//! What is kept against measuring anew, for starts at all hours of neighbouring days; also where clocks were put back at midnight.

use std::sync::LazyLock;

use duban_calendar::{Calendar, Close, MonthEnd, Threshold, Unit};
use duban_domain::Level;
use duban_rulebook::{Place, Rule, ThresholdPlan};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

/// Newfoundland's clocks went from 00:01 back to 23:01 the day before, on 7 November 2010 for the last time.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let text = include_str!("../../../../rules/calendars/nl.toml");
    let moved = text.replace("Europe/Amsterdam", "America/St_Johns");
    Calendar::from_toml("by the sea", &moved).unwrap()
});

fn threshold() -> impl Strategy<Value = Threshold> {
    let length = (0..4u32, prop::sample::select(vec![Unit::Workdays, Unit::Days, Unit::Hours]))
        .prop_map(|(amount, unit)| Length::new(amount, unit));
    let single = prop_oneof![
        Just(Threshold::AtDue),
        length.clone().prop_map(Threshold::BeforeDue),
        length.prop_map(Threshold::AfterDue),
        (1..=100u32).prop_map(Threshold::AtPercent),
    ];
    single.prop_recursive(2, 6, 3, |inner| {
        let several = prop::collection::vec(inner, 1..4).prop_map(Vec::into_boxed_slice);
        prop_oneof![
            several.clone().prop_map(Threshold::Earliest),
            several.prop_map(Threshold::Latest),
        ]
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    (any::<bool>(), any::<bool>()).prop_map(|(business, roll)| Policy::Day {
        close: if business { Close::CloseOfBusiness } else { Close::EndOfDay },
        roll,
        month_end: MonthEnd::LastDay,
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11),
        cases: 3000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_kept_is_what_measuring_anew_gives(
        policy in policy(),
        limit in (0..4u32, prop::sample::select(vec![Unit::Workdays, Unit::Days, Unit::Months])),
        thresholds in prop::collection::vec(threshold(), 1..3),
        minutes in prop::collection::vec(0..3 * 1440i64, 2..20),
    ) {
        let place = Place { file: "test".to_owned(), line: 1 };
        let plan = |at| ThresholdPlan { level: Level::Yellow, at: Rule::Fixed(at), place: place.clone() };
        let plans: Vec<_> = thresholds.into_iter().map(plan).collect();
        let thresholds = Thresholds::fixed(&plans);
        let limit = Length::new(limit.0, limit.1);
        let first = Timestamp::parse("2010-11-06T00:00:00-02:30").unwrap();
        let mut kept = PlainRuns::new();
        for minute in minutes {
            let start = first.plus_ms(minute * 60_000);
            let plain = Plain { calendar: &CALENDAR, policy, start, limit };
            prop_assert_eq!(
                kept.measured(0, plain, &thresholds),
                plain.measured_from(start, &thresholds),
                "start {}", CALENDAR.zone().display(start)
            );
        }
    }
}
