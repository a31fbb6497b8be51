//! The arithmetic on lines against the painted model, for every policy, unit and zone.

use duban_calendar::{
    Calendar, Close, Extension, Length, MonthEnd, Pause, Policy, SegmentKind, Term, Threshold,
    Timestamp, Total, Unit,
};
use proptest::{prelude::*, sample::select};

use crate::{
    model::Model,
    shared::{cases, cn, night, nl},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

/// A clock whose times are offsets from its start.
#[derive(Clone, Debug)]
struct Sketch {
    start: i64,
    amount: u32,
    pauses: Vec<(i64, Option<i64>, Option<Amount>)>,
    /// How much, in which of two units that add up, and which pauses by their bits.
    totals: Vec<(u32, bool, u8)>,
    extensions: Vec<(i64, Amount)>,
}

/// So many of the clock's own unit, or of the one at this place among those that its policy counts.
#[derive(Clone, Copy, Debug)]
struct Amount(u32, Option<usize>);

impl Amount {
    fn of(self, policy: Policy, own: Unit) -> Length {
        let units = match policy {
            Policy::Day { .. } => [Unit::Workdays, Unit::Days, Unit::Months],
            Policy::WorkSecond => [Unit::Workdays, Unit::Hours, Unit::Minutes],
            Policy::WallClock => [Unit::Workdays, Unit::Days, Unit::Hours],
        };
        Length::new(self.0, self.1.map_or(own, |place| units[place]))
    }
}

fn amount(most: u32) -> impl Strategy<Value = Amount> {
    let unit = prop_oneof![2 => Just(None), 3 => (0..3usize).prop_map(Some)];
    (0..=most, unit).prop_map(|(amount, unit)| Amount(amount, unit))
}

/// A clock of this size; times fall on multiples of `grain`.
fn sketch(
    starts: std::ops::Range<i64>,
    limit: impl Strategy<Value = u32>,
    grain: i64,
    reach: std::ops::Range<i64>,
    cap: u32,
) -> impl Strategy<Value = Sketch> {
    let to = prop_oneof![5 => (-1..reach.end / 2).prop_map(Some), 1 => Just(None)];
    let cap = prop_oneof![2 => Just(None), 1 => amount(cap).prop_map(Some)];
    let pause = (reach.clone(), to, cap)
        .prop_map(move |(from, to, cap)| (from * grain, to.map(|to| (from + to) * grain), cap));
    let extension = (reach, amount(7)).prop_map(move |(on, length)| (on * grain, length));
    (
        starts.prop_map(|start| start * MINUTE),
        limit,
        prop::collection::vec(pause, 0..4),
        prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec((0..15u32, any::<bool>(), 0..8u8), 1..3)],
        prop::collection::vec(extension, 0..4),
    )
        .prop_map(|(start, amount, pauses, totals, extensions)| Sketch {
            start,
            amount,
            pauses,
            totals,
            extensions,
        })
}

/// Asserts that everything that can be asked about a clock is answered as the model does.
fn agrees(
    calendar: &Calendar,
    sketch: &Sketch,
    policy: Policy,
    unit: Unit,
) -> Result<(), TestCaseError> {
    let at = |offset: i64| Timestamp(sketch.start + offset);
    let pauses: Vec<Pause> = sketch
        .pauses
        .iter()
        .map(|&(from, to, cap)| {
            // As many months as days would be too long to paint.
            let unit = if matches!(unit, Unit::Months | Unit::Years) { Unit::Days } else { unit };
            let cap = cap.map(|cap| cap.of(policy, unit));
            Pause { from: at(from), to: to.map(at), cap }
        })
        .collect();
    let extensions: Vec<Extension> = sketch
        .extensions
        .iter()
        .map(|&(on, length)| Extension { on: at(on), length: length.of(policy, unit) })
        .collect();
    let summed = match policy {
        Policy::Day { .. } => [Unit::Workdays, Unit::Days],
        Policy::WorkSecond => [Unit::Workdays, Unit::Hours],
        Policy::WallClock => [Unit::Hours, Unit::Minutes],
    };
    let total = |&(most, other, bits): &(u32, bool, u8)| Total {
        most: Length::new(most, summed[usize::from(other)]),
        pauses: (0..pauses.len()).filter(|place| bits >> place & 1 == 1).collect(),
    };
    let totals: Vec<Total> = sketch.totals.iter().map(total).collect();
    let limit = Length::new(sketch.amount, unit);
    let term = Term {
        policy,
        start: at(0),
        limit,
        pauses: &pauses,
        totals: &totals,
        extensions: &extensions,
    };

    let model = Model::new(calendar, &term);
    let due = calendar.due(&term).unwrap();
    prop_assert_eq!((due.day, due.at), (model.due_day(), model.due()));
    let counted: Vec<bool> =
        (0..extensions.len()).map(|place| due.extended.contains(place)).collect();
    prop_assert_eq!(counted, model.counted.clone());
    prop_assert_eq!(due.certainty, model.certainty());
    for threshold in thresholds() {
        let found = calendar.threshold(&term, &threshold).unwrap();
        prop_assert_eq!(found, model.threshold(&threshold), "{:?}", threshold);
    }
    for offset in [-3 * DAY, -MINUTE, 0, MINUTE, 5 * DAY, 40 * DAY] {
        let used = calendar.used(&term, at(offset));
        let used = (used.counted as i64, used.total as i64);
        prop_assert_eq!(used, model.used(at(offset)), "used at {}", offset);
        explains(calendar, &term, Some(at(offset)))?;
    }
    explains(calendar, &term, None)
}

fn thresholds() -> Vec<Threshold> {
    let workdays = |amount| Length::new(amount, Unit::Workdays);
    let before = Threshold::BeforeDue(workdays(1));
    let percent = Threshold::AtPercent(50);
    vec![
        Threshold::AtDue,
        Threshold::BeforeDue(workdays(0)),
        before.clone(),
        Threshold::BeforeDue(workdays(3)),
        Threshold::AtPercent(0),
        percent.clone(),
        Threshold::AtPercent(100),
        Threshold::AtPercent(200),
        Threshold::AfterDue(workdays(0)),
        Threshold::AfterDue(workdays(2)),
        Threshold::Earliest([before.clone(), percent.clone()].into()),
        Threshold::Latest([before, percent].into()),
    ]
}

/// Segments follow one another, count what is used, and end with the whole limit. What a part counts begins at nothing.
fn explains(
    calendar: &Calendar,
    term: &Term<'_>,
    upto: Option<Timestamp>,
) -> Result<(), TestCaseError> {
    let segments = calendar.segments(term, upto).unwrap();
    let due = calendar.due(term).unwrap();
    let (mut so_far, mut of_part) = (0, 0);
    for (place, segment) in segments.iter().enumerate() {
        if let Some(next) = segments.get(place + 1) {
            prop_assert_eq!(segment.to, next.from);
            prop_assert!(segment.part <= next.part);
            prop_assert_ne!((&segment.kind, segment.part), (&next.kind, next.part));
        }
        if place > 0 && segments[place - 1].part < segment.part {
            of_part = 0;
        }
        prop_assert!(segment.first <= segment.last && segment.from <= segment.to);
        prop_assert_eq!(segment.counted > 0, segment.kind.counts());
        so_far += segment.counted;
        of_part += segment.counted;
        prop_assert_eq!(segment.so_far, of_part);
    }
    let end = match (upto, due.at) {
        (Some(upto), Some(due)) => upto.min(due.plus_ms(-1).max(term.start)),
        (Some(upto), None) => upto,
        (None, Some(due)) => due.plus_ms(-1).max(term.start),
        (None, None) => {
            let last = segments.last().unwrap();
            prop_assert!(matches!(last.kind, SegmentKind::Paused(_)));
            prop_assert_eq!(last.to, Timestamp::MAX);
            return Ok(());
        }
    };
    let used = calendar.used(term, end);
    if matches!(term.policy, Policy::Day { .. }) {
        // What rolls over a holiday in days is no longer counted.
        prop_assert_eq!(so_far, used.counted.min(used.total));
    } else if upto.is_none_or(|upto| due.at.is_some_and(|due| due <= upto)) {
        prop_assert_eq!(so_far, used.total);
    } else {
        prop_assert_eq!(so_far, used.counted);
    }
    Ok(())
}

/// Minutes from 2004 to 2028: official, provisional and unknown years.
const MINUTES: std::ops::Range<i64> = 17_882_496..30_506_000;

/// Minutes around the changes of the clocks in spring and autumn 2018, in all zones used here.
const CHANGES: std::ops::Range<i64> = 25_300_000..25_760_000;

/// Zones and minutes at which they change: back at 24:00, back at 00:01, and at night.
const CLOSE: [(&str, i64); 4] = [
    ("America/Sao_Paulo", 25_315_320),
    ("America/St_Johns", 21_484_951),
    ("Europe/Amsterdam", 25_678_140),
    ("Australia/Lord_Howe", 25_647_330),
];

fn roll() -> impl Strategy<Value = Policy> {
    let day = |roll| Policy::Day { close: Close::EndOfDay, roll, month_end: MonthEnd::LastDay };
    prop_oneof![4 => Just(Policy::LAW), 1 => Just(day(false))]
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn days_and_workdays_are_counted_as_painted(
        sketch in sketch(MINUTES, 0..40u32, DAY, -15..60, 25),
        unit in select(vec![Unit::Workdays, Unit::Days]),
        policy in roll(),
    ) {
        agrees(cn(), &sketch, policy, unit)?;
        agrees(nl(), &sketch, policy, unit)?;
    }

    #[test]
    fn months_and_years_are_counted_as_painted(
        sketch in sketch(MINUTES, 0..3u32, DAY, -15..90, 25),
        unit in select(vec![Unit::Months, Unit::Years]),
        policy in roll(),
    ) {
        let short = Sketch { extensions: Vec::new(), ..sketch.clone() };
        agrees(cn(), if unit == Unit::Years { &short } else { &sketch }, policy, unit)?;
    }

    #[test]
    fn days_are_counted_where_midnight_is_missing_or_comes_twice(
        sketch in sketch(CHANGES, 0..40u32, 60 * MINUTE, -240..1_000, 25),
        zone in select(vec!["America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Beirut"]),
        unit in select(vec![Unit::Workdays, Unit::Days]),
    ) {
        agrees(night(zone), &sketch, Policy::LAW, unit)?;
    }

    #[test]
    fn office_time_is_counted_as_painted(
        sketch in sketch(MINUTES, 0..60u32, 7 * MINUTE, -600..3_000, 9),
        unit in select(vec![Unit::Hours, Unit::Minutes]),
    ) {
        agrees(cn(), &sketch, Policy::WorkSecond, unit)?;
    }

    #[test]
    fn office_time_in_workdays_is_counted_as_painted(
        sketch in sketch(MINUTES, 0..8u32, 7 * MINUTE, -600..3_000, 4),
    ) {
        agrees(cn(), &sketch, Policy::WorkSecond, Unit::Workdays)?;
    }

    #[test]
    fn office_time_is_counted_while_the_clocks_change(
        sketch in sketch(CHANGES, 0..8u32, 7 * MINUTE, -600..3_000, 4),
        zone in select(vec!["Europe/Amsterdam", "America/Sao_Paulo", "Australia/Lord_Howe"]),
    ) {
        agrees(night(zone), &sketch, Policy::WorkSecond, Unit::Workdays)?;
    }

    #[test]
    fn office_time_is_counted_close_to_a_change(
        sketch in sketch(-1_600..300, 0..20u32, 7 * MINUTE, -150..300, 9),
        (zone, change) in select(CLOSE.to_vec()),
        unit in select(vec![Unit::Hours, Unit::Workdays]),
    ) {
        let sketch = Sketch { start: sketch.start + change * MINUTE, ..sketch };
        agrees(night(zone), &sketch, Policy::WorkSecond, unit)?;
    }

    #[test]
    fn the_wall_clock_is_counted_as_painted(
        sketch in sketch(CHANGES, 0..30u32, 7 * MINUTE, -600..3_000, 3),
        zone in select(vec!["Europe/Amsterdam", "America/Sao_Paulo", "Australia/Lord_Howe"]),
        unit in select(vec![Unit::Days, Unit::Hours, Unit::Minutes]),
    ) {
        agrees(night(zone), &sketch, Policy::WallClock, unit)?;
    }

    #[test]
    fn months_of_the_wall_clock_are_counted_as_painted(
        sketch in sketch(CHANGES, 0..2u32, 7 * MINUTE, -600..3_000, 3),
    ) {
        let plain = Sketch { extensions: Vec::new(), ..sketch };
        agrees(nl(), &plain, Policy::WallClock, Unit::Months)?;
    }
}
