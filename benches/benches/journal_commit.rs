//! How long does one event take to be durable, alone and with many who append at the same time?
//!
//! Prints distributions of the time from the call to the return, beside the bare floor: a write and fdatasync of as many
//! bytes to a file of its own. Under `cargo test` the loads are tiny.
#![expect(clippy::expect_used, reason = "a bench that can't set itself up has nothing to measure")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "journal/feed.rs"]
mod feed;

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use duban_domain::Event;
use duban_journal::Journal;
use feed::Feed;
use hdrhistogram::Histogram;

fn main() {
    let earnest = std::env::args().any(|arg| arg == "--bench");
    let each = if earnest { 3_000 } else { 5 };
    print("write and fdatasync 4 KiB", floor(each));
    for threads in [1, 8, 64] {
        print(&format!("append from {threads} threads"), appends(threads, each));
    }
    print("append from 64 tasks on one thread", appends_of_tasks(64, each));
}

/// The times of a run, and how long it took.
struct Run {
    nanos: Histogram<u64>,
    elapsed: Duration,
}

fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000_000, 3).expect("valid bounds")
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn now() -> Instant {
    Instant::now()
}

fn floor(times: usize) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = File::create(folder.path().join("floor")).expect("a file");
    let (mut nanos, started) = (histogram(), now());
    for _ in 0..times {
        let start = now();
        file.write_all(&[7; 4096]).expect("written");
        file.sync_data().expect("synced");
        nanos.saturating_record(start.elapsed().as_nanos() as u64);
    }
    Run { nanos, elapsed: started.elapsed() }
}

fn appends(threads: u64, each: usize) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Journal::open(folder.path()).expect("a journal");
    let started = now();
    let append_all = &|seed| {
        let mut nanos = histogram();
        for event in feed(seed, each) {
            let start = now();
            journal.append(vec![event]).expect("appended");
            nanos.saturating_record(start.elapsed().as_nanos() as u64);
        }
        nanos
    };
    let mut nanos = histogram();
    thread::scope(|scope| {
        let running: Vec<_> =
            (0..threads).map(|seed| scope.spawn(move || append_all(seed))).collect();
        for thread in running {
            nanos.add(thread.join().expect("no panic")).expect("same bounds");
        }
    });
    assert_eq!(journal.position(), threads * each as u64);
    Run { nanos, elapsed: started.elapsed() }
}

/// As [`appends`], with tasks for threads.
fn appends_of_tasks(tasks: u64, each: usize) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Arc::new(Journal::open(folder.path()).expect("a journal"));
    let started = now();
    let append_all = |journal: Arc<Journal>, seed| async move {
        let mut nanos = histogram();
        for event in feed(seed, each) {
            let start = now();
            journal.append_async(vec![event], None).await.expect("appended");
            nanos.saturating_record(start.elapsed().as_nanos() as u64);
        }
        nanos
    };
    let mut nanos = histogram();
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(async {
        let running: Vec<_> =
            (0..tasks).map(|seed| tokio::spawn(append_all(journal.clone(), seed))).collect();
        for task in running {
            nanos.add(task.await.expect("no panic")).expect("same bounds");
        }
    });
    assert_eq!(journal.position(), tasks * each as u64);
    Run { nanos, elapsed: started.elapsed() }
}

/// Feeds of different threads name the same cases; a source of their own keeps their events apart.
fn feed(seed: u64, each: usize) -> impl Iterator<Item = Event> {
    Feed::new(seed).take(each).map(move |mut event| {
        event.origin.source = format!("feed {seed}");
        event
    })
}

fn print(what: &str, Run { nanos, elapsed }: Run) {
    let micros = |quantile| nanos.value_at_quantile(quantile) / 1000;
    println!(
        "{what}: {:.0}/s; p50 {} us, p99 {} us, p99.9 {} us, max {} us",
        nanos.len() as f64 / elapsed.as_secs_f64(),
        micros(0.5),
        micros(0.99),
        micros(0.999),
        nanos.max() / 1000,
    );
}
