//! What does it cost to make events of a foreign log, and to have them durably in the journal?
//!
//! One feed is written as a table, as lines of JSON and as an XES log, and read through one mapping. The peers in the same run
//! are the parsers that people would reach for, `csv` and `serde_json`, on the same bytes: they part the fields and know nothing
//! of what those mean. An element is an event that came out. Reading is timed by what the thread took of the processor, the
//! durable import by the clock on the wall. Under `cargo test` the loads are tiny.
#![expect(clippy::expect_used, reason = "a bench that can't set itself up has nothing to measure")]

#[path = "wheel/cpu_time.rs"]
mod cpu_time;
#[path = "journal/feed.rs"]
mod feed;
#[path = "import/logs.rs"]
mod logs;

use std::hint::black_box;

use cpu_time::CpuTime;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use duban_domain::Event;
use duban_exchange::{Incoming, Mapping, read};
use duban_journal::Journal;
use feed::Feed;
use logs::Logs;

/// Under `cargo test` the benches only show that they run.
fn in_earnest() -> bool {
    std::env::args().any(|it| it == "--bench")
}

fn logs() -> Logs {
    Logs::of(Feed::new(92).take(if in_earnest() { 200_000 } else { 1_000 }))
}

fn mapping() -> Mapping {
    Mapping::from_toml("feed.toml", logs::MAPPING).expect("a mapping")
}

/// The events of a log; none of its records may have been set aside.
fn events<'a>(log: &'a str, mapping: &'a Mapping) -> impl Iterator<Item = Event> + 'a {
    let incoming = read(log.as_bytes(), "feed", mapping).expect("a log");
    incoming.map(|incoming| match incoming {
        Ok(Incoming::Event { event, .. }) => *event,
        other => unreachable!("the feed has no bad records: {other:?}"),
    })
}

fn parse_and_map(criterion: &mut Criterion<CpuTime>) {
    let (logs, mapping) = (logs(), mapping());
    let mut group = criterion.benchmark_group("parse and map");
    group.sample_size(10);
    for (name, log) in logs.each() {
        group.throughput(Throughput::Elements(events(log, &mapping).count() as u64));
        group.bench_function(name, |bench| {
            bench.iter(|| events(log, &mapping).for_each(|event| _ = black_box(event)));
        });
    }
    group.throughput(Throughput::Elements(events(&logs.table, &mapping).count() as u64));
    group.bench_function("table, fields alone (csv)", |bench| {
        bench.iter(|| {
            let mut reader = csv::Reader::from_reader(logs.table.as_bytes());
            for record in reader.records() {
                black_box(record.expect("a record"));
            }
        });
    });
    group.bench_function("lines of JSON, members alone (serde_json)", |bench| {
        bench.iter(|| {
            for line in logs.json.lines() {
                black_box(serde_json::from_str::<serde_json::Value>(line).expect("an object"));
            }
        });
    });
    group.finish();
}

fn import_durably(criterion: &mut Criterion) {
    let (logs, mapping) = (logs(), mapping());
    let mut group = criterion.benchmark_group("parse, map and append, durable");
    group.sample_size(10);
    for (name, log) in logs.each() {
        group.throughput(Throughput::Elements(events(log, &mapping).count() as u64));
        group.bench_function(name, |bench| {
            bench.iter_batched(
                || {
                    let folder = tempfile::tempdir().expect("a folder");
                    (Journal::open(folder.path()).expect("a journal"), folder)
                },
                |(journal, folder)| {
                    journal.append_bulk(events(log, &mapping), &mut |_| {}).expect("appended");
                    (journal, folder)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(
    name = reading;
    config = Criterion::default().with_measurement(CpuTime);
    targets = parse_and_map
);
criterion_group!(importing, import_durably);
criterion_main!(reading, importing);
