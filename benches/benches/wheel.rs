//! Does the wheel earn its place beside a heap, a tree and the timers that one could take off the shelf?
//!
//! A million timers spread over a year: what each costs to insert, to cancel, to put off and to fire, and how long a
//! million at one instant take. The wheel also with ten million. `--quick` takes some two minutes; under `cargo test`
//! the loads are tiny. Counted is the time on the processor.
//!
//! Not alike in all: the wheel, the heap and the tree fire in the order of `(due, key)`, the two others in none.

#[path = "wheel/contenders.rs"]
mod contenders;
#[path = "wheel/cpu_time.rs"]
mod cpu_time;
#[path = "wheel/random.rs"]
mod random;

use std::hint::black_box;
use std::sync::LazyLock;

use contenders::{Delays, HashWheel, Heap, Ours, Timers, Tree};
use cpu_time::CpuTime;
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main,
};
use random::Random;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// Under `cargo test` the benches only show that they run.
static IN_EARNEST: LazyLock<bool> = LazyLock::new(|| std::env::args().any(|it| it == "--bench"));

fn scale(timers: usize) -> usize {
    if *IN_EARNEST { timers } else { timers / 10_000 }
}

/// The time over which timers are spread.
fn year() -> u64 {
    if *IN_EARNEST { 365 * DAY } else { DAY }
}

fn random_dues(count: usize) -> Vec<u64> {
    let mut random = Random(92);
    (0..count).map(|_| 1 + random.below(year())).collect()
}

fn shuffled<T>(mut items: Vec<T>) -> Vec<T> {
    let mut random = Random(7);
    for last in (1..items.len()).rev() {
        items.swap(last, random.below(last as u64 + 1) as usize);
    }
    items
}

/// Timers at these due ticks, their keys counted from zero, and their handles in that order.
fn filled<T: Timers>(dues: &[u64]) -> (T, Vec<T::Handle>) {
    let mut timers = T::new(dues.len());
    let handles = dues.iter().zip(0..).map(|(&due, key)| timers.insert(due, key)).collect();
    (timers, handles)
}

fn insert<T: Timers>(group: &mut BenchmarkGroup<'_, CpuTime>, count: usize) {
    let dues = random_dues(scale(count));
    group.throughput(Throughput::Elements(dues.len() as u64));
    group.bench_function(T::NAME, |bench| bench.iter_with_large_drop(|| filled::<T>(&dues)));
}

/// A random half of them.
fn cancel<T: Timers>(group: &mut BenchmarkGroup<'_, CpuTime>, count: usize) {
    let dues = random_dues(scale(count));
    group.throughput(Throughput::Elements(dues.len() as u64 / 2));
    let setup = || {
        let (timers, handles) = filled::<T>(&dues);
        let mut handles = shuffled(handles);
        handles.truncate(dues.len() / 2);
        (timers, handles)
    };
    let routine = |(mut timers, handles): (T, Vec<T::Handle>)| {
        handles.iter().for_each(|handle| timers.cancel(handle));
        (timers, handles)
    };
    group.bench_function(T::NAME, |bench| {
        bench.iter_batched(setup, routine, BatchSize::PerIteration)
    });
}

/// Cancel one at random, insert it again at random: as many times as there are timers.
fn re_arm<T: Timers>(group: &mut BenchmarkGroup<'_, CpuTime>, count: usize) {
    let dues = random_dues(scale(count));
    group.throughput(Throughput::Elements(dues.len() as u64));
    let routine = |(mut timers, mut handles): (T, Vec<T::Handle>)| {
        let mut random = Random(5);
        for _ in 0..dues.len() {
            let key = random.below(dues.len() as u64);
            timers.cancel(&handles[key as usize]);
            handles[key as usize] = timers.insert(1 + random.below(year()), key);
        }
        (timers, handles)
    };
    group.bench_function(T::NAME, |bench| {
        bench.iter_batched(|| filled::<T>(&dues), routine, BatchSize::PerIteration)
    });
}

/// A year goes by in steps, and all timers with it.
fn fire<T: Timers>(group: &mut BenchmarkGroup<'_, CpuTime>, count: usize, step: u64) {
    let dues = random_dues(scale(count));
    group.throughput(Throughput::Elements(dues.len() as u64));
    let routine = |(mut timers, handles): (T, Vec<T::Handle>)| {
        let mut fired = 0;
        for now in (step..=year() + step).step_by(step as usize) {
            fired += timers.advance(now);
        }
        assert_eq!(fired, dues.len());
        (timers, handles)
    };
    group.bench_function(T::NAME, |bench| {
        bench.iter_batched(|| filled::<T>(&dues), routine, BatchSize::PerIteration)
    });
}

/// The close of business: all at one instant, after the memory has been scrambled by others that came and went.
fn storm<T: Timers>(group: &mut BenchmarkGroup<'_, CpuTime>, count: usize) {
    let count = scale(count);
    let close = year() / 12;
    group.throughput(Throughput::Elements(count as u64));
    let setup = || {
        let (mut timers, handles) = filled::<T>(&random_dues(2 * count));
        shuffled(handles).iter().for_each(|handle| timers.cancel(handle));
        for key in shuffled((0..count as u64).collect()) {
            timers.insert(close, key);
        }
        assert_eq!(timers.advance(close - 1), 0);
        timers
    };
    let routine = |mut timers: T| {
        assert_eq!(black_box(timers.advance(close)), count);
        timers
    };
    group.bench_function(T::NAME, |bench| {
        bench.iter_batched(setup, routine, BatchSize::PerIteration)
    });
}

/// The same question put to every contender.
macro_rules! each {
    ($ask:ident, $group:expr, $count:expr $(, $more:expr)*) => {
        $ask::<Ours>($group, $count $(, $more)*);
        $ask::<Heap>($group, $count $(, $more)*);
        $ask::<Tree>($group, $count $(, $more)*);
        $ask::<Delays>($group, $count $(, $more)*);
        $ask::<HashWheel>($group, $count $(, $more)*);
    };
}

fn compare(criterion: &mut Criterion<CpuTime>) {
    const MILLION: usize = 1_000_000;
    const TEN: usize = 10 * MILLION;
    let mut ask = |name: &str, question: &dyn Fn(&mut BenchmarkGroup<'_, CpuTime>)| {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        question(&mut group);
        group.finish();
    };
    ask("insert 1M", &|group| {
        each!(insert, group, MILLION);
    });
    ask("cancel 1M", &|group| {
        each!(cancel, group, MILLION);
    });
    ask("re-arm 1M", &|group| {
        each!(re_arm, group, MILLION);
    });
    ask("fire 1M by the hour", &|group| {
        each!(fire, group, MILLION, HOUR);
    });
    ask("storm 1M", &|group| {
        each!(storm, group, MILLION);
    });
    ask("fire 1M in one leap", &|group| fire::<Ours>(group, MILLION, year()));
    ask("insert 10M", &|group| insert::<Ours>(group, TEN));
    ask("cancel 10M", &|group| cancel::<Ours>(group, TEN));
    ask("re-arm 10M", &|group| re_arm::<Ours>(group, TEN));
    ask("fire 10M by the hour", &|group| fire::<Ours>(group, TEN, HOUR));
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = compare
}
criterion_main!(benches);
