//! What does the journal cost per event: to append by the million, to read from end to end, and to look one case up?
//!
//! The peer in the same run is `serde_json`, the codec that event stores of this kind use: its bytes and its time to read
//! the same events. Times are those of the thread on the processor; durable appends also by the clock on the wall. Under
//! `cargo test` the loads are tiny.
#![expect(clippy::expect_used, reason = "a bench that can't set itself up has nothing to measure")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "wheel/cpu_time.rs"]
mod cpu_time;
#[path = "journal/feed.rs"]
mod feed;

use std::hint::black_box;

use cpu_time::CpuTime;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use duban_domain::{Event, Symbols};
use duban_journal::Journal;
use feed::Feed;

/// Under `cargo test` the benches only show that they run.
fn in_earnest() -> bool {
    std::env::args().any(|it| it == "--bench")
}

fn events() -> Vec<Event> {
    Feed::new(92).take(if in_earnest() { 1_000_000 } else { 1_000 }).collect()
}

fn filled(events: &[Event]) -> Journal {
    let journal = Journal::in_memory().expect("memory");
    journal.append_bulk(events.iter().cloned(), &mut |_| {}).expect("appended");
    journal
}

fn append_durably(criterion: &mut Criterion) {
    let events = events();
    let mut group = criterion.benchmark_group("append in bulk, durable");
    group.throughput(Throughput::Elements(events.len() as u64)).sample_size(10);
    group.bench_function("a million", |bench| {
        bench.iter_batched(
            || {
                let folder = tempfile::tempdir().expect("a folder");
                (Journal::open(folder.path()).expect("a journal"), folder, events.clone())
            },
            |(journal, folder, events)| {
                journal.append_bulk(events.into_iter(), &mut |_| {}).expect("appended");
                (journal, folder)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn append(criterion: &mut Criterion<CpuTime>) {
    let events = events();
    let mut group = criterion.benchmark_group("append in bulk");
    group.throughput(Throughput::Elements(events.len() as u64)).sample_size(10);
    group.bench_function("in memory", |bench| {
        bench.iter_batched(
            || (Journal::in_memory().expect("memory"), events.clone()),
            |(journal, events)| {
                journal.append_bulk(events.into_iter(), &mut |_| {}).expect("appended");
                journal
            },
            BatchSize::PerIteration,
        );
    });
    let journal = filled(&events);
    group.bench_function("all known already", |bench| {
        bench.iter_batched(
            || events.clone(),
            |events| journal.append_bulk(events.into_iter(), &mut |_| {}).expect("appended"),
            BatchSize::PerIteration,
        );
    });
    group.finish();

    let folder = tempfile::tempdir().expect("a folder");
    let on_disk = Journal::open(folder.path()).expect("a journal");
    on_disk.append_bulk(events.iter().cloned(), &mut |_| {}).expect("appended");
    drop(on_disk);
    let file = folder.path().join("journal.redb").metadata().expect("the file");
    let json: usize =
        events.iter().map(|event| serde_json::to_vec(event).expect("json").len()).sum();
    let each = |bytes: u64| bytes as f64 / events.len() as f64;
    println!(
        "bytes an event: {:.1} on disk, {:.1} to the end of the file, {:.1} as JSON",
        each(occupied(&file)),
        each(file.len()),
        each(json as u64),
    );
}

/// What the file takes of the disk; a store makes its file longer before it fills it.
#[cfg(unix)]
fn occupied(file: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::blocks(file) * 512
}

#[cfg(not(unix))]
fn occupied(file: &std::fs::Metadata) -> u64 {
    file.len()
}

fn scan(criterion: &mut Criterion<CpuTime>) {
    let events = events();
    let journal = filled(&events);
    let json: Vec<Vec<u8>> =
        events.iter().map(|event| serde_json::to_vec(event).expect("json")).collect();
    let mut group = criterion.benchmark_group("read from end to end");
    group.throughput(Throughput::Elements(events.len() as u64)).sample_size(20);
    group.bench_function("journal", |bench| {
        let (mut symbols, mut block) = (Symbols::new(), Vec::new());
        bench.iter(|| {
            let mut reader = journal.events(0);
            while reader.next_block(&mut symbols, &mut block).expect("read").is_some() {
                black_box(&block);
                block.clear();
            }
        });
    });
    group
        .bench_function("block index", |bench| bench.iter(|| journal.block_index().expect("read")));
    group.bench_function("serde_json", |bench| {
        bench.iter(|| {
            for event in &json {
                black_box(serde_json::from_slice::<Event>(event).expect("json"));
            }
        });
    });
    group.finish();
}

fn history(criterion: &mut Criterion<CpuTime>) {
    let events = events();
    let journal = filled(&events);
    let mut cases = events.iter().filter_map(Event::case).cycle().step_by(7919);
    criterion.bench_function("history of one case", |bench| {
        bench.iter_batched(
            || cases.next().expect("endless"),
            |case| journal.history(case).expect("read"),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(wall, append_durably);
criterion_group!(name = processor; config = Criterion::default().with_measurement(CpuTime); targets = append, scan, history);
criterion_main!(wall, processor);
