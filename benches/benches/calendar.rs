//! Do the flat tables of working days earn their place beside walking the calendar day by day, and what does a deadline cost?
//!
//! A million additions of 1 to 60 working days from days of twenty years. Under `cargo test` the loads are tiny.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use duban_calendar::{Calendar, Day, Length, Term, Threshold, Unit};

const CN: &str = include_str!("../../rules/calendars/cn.toml");

#[expect(
    clippy::expect_used,
    reason = "the shipped calendar is read by the tests; a bench without it has nothing to measure"
)]
fn calendar() -> Calendar {
    Calendar::from_toml("cn", CN).expect("the shipped calendar is sound")
}

fn count() -> usize {
    if std::env::args().any(|it| it == "--bench") { 1_000_000 } else { 100 }
}

/// Days of 2005 to 2025 and numbers of working days, the same in every run.
fn questions() -> Vec<(Day, i32)> {
    let mut state = 92_u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % bound
    };
    (0..count()).map(|_| (Day(12_784 + below(7_600) as i32), 1 + below(60) as i32)).collect()
}

fn walk(calendar: &Calendar, day: Day, workdays: i32) -> Day {
    let (mut day, mut left) = (day, workdays);
    while left > 0 {
        day = day.plus(1);
        left -= i32::from(calendar.is_workday(day));
    }
    day
}

fn working_days(criterion: &mut Criterion) {
    let (calendar, questions) = (calendar(), questions());
    let mut group = criterion.benchmark_group("add_workdays");
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("tables", |bencher| {
        bencher.iter(|| {
            questions.iter().fold(0, |sum, &(day, n)| sum ^ calendar.add_workdays(day, n).0)
        });
    });
    group.bench_function("day by day", |bencher| {
        bencher.iter(|| questions.iter().fold(0, |sum, &(day, n)| sum ^ walk(&calendar, day, n).0));
    });
    group.finish();
}

fn deadlines(criterion: &mut Criterion) {
    let calendar = calendar();
    let start = calendar.zone().start_of(Day(20_000));
    let term = Term::plain(start, Length::new(20, Unit::Workdays));
    let early = Threshold::Earliest(Box::new([
        Threshold::BeforeDue(Length::new(1, Unit::Workdays)),
        Threshold::AtPercent(90),
    ]));
    let mut group = criterion.benchmark_group("deadline");
    group.bench_function("due", |bencher| bencher.iter(|| calendar.due(black_box(&term))));
    group.bench_function("due and two thresholds", |bencher| {
        bencher.iter(|| {
            calendar.reckon(black_box(&term)).map(|reckoning| {
                (
                    reckoning.due(),
                    reckoning.threshold(&early),
                    reckoning.threshold(&Threshold::AtDue),
                )
            })
        });
    });
    group.finish();
}

criterion_group!(benches, working_days, deadlines);
criterion_main!(benches);
