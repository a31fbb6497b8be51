//! `duban bench replay`: how fast history folds through the rules on this machine, from a journal on disk.

use std::path::{Path, PathBuf};
use std::time::Duration;

use duban_engine::{Manner, Outcome};
use duban_journal::Journal;
use serde::Serialize;

use crate::args::{BenchReplay, Lang, TextOrJson};
use crate::commands::demo::{self, DemoDistrict, EVENTS_PER_CASE};
use crate::commands::replay::per_second;
use crate::config::Config;
use crate::failure::Failure;
use crate::meter::Stopwatch;
use crate::print;
use crate::workspace::Workspace;

#[derive(Debug, Serialize)]
struct Measured {
    events: u64,
    cases: u64,
    journal_bytes: u64,
    bytes_per_event: u64,
    shards: usize,
    /// Durable append of the whole district, dedup and Merkle tree included; None when the journal was there already.
    append_events_per_second: Option<u64>,
    runs_seconds: Vec<f64>,
    median_seconds: f64,
    events_per_second: u64,
    warnings: u64,
    digest: String,
}

pub(crate) fn run(args: &BenchReplay, config: &Config, lang: Lang) -> Result<(), Failure> {
    let kept = args.data.data.clone().or_else(|| config.data.clone());
    let temporary = match kept {
        Some(_) => None,
        None => Some(tempfile::tempdir()?),
    };
    let data: PathBuf = kept
        .or_else(|| temporary.as_ref().map(|dir| dir.path().to_owned()))
        .unwrap_or_else(|| PathBuf::from("duban-data"));
    let append_events_per_second = fill(&data, args, config, lang)?;
    let workspace = Workspace::open(&data, None, lang)?;
    let manner = Manner { shards: args.shards, ..Manner::default() };
    let mut runs = Vec::new();
    // The first run warms the page cache and is not counted.
    let mut outcome = workspace.replay(manner)?;
    for _ in 0..args.runs.max(1) {
        drop(outcome);
        let watch = Stopwatch::start();
        outcome = workspace.replay(manner)?;
        runs.push(watch.elapsed());
    }
    let measured = measured(&runs, &outcome, &data, args, append_events_per_second);
    match args.print.format {
        TextOrJson::Json => print::json(&measured)?,
        TextOrJson::Text => print::text(&told(&measured))?,
    }
    Ok(())
}

/// Writes the district into the journal, unless it is there already; answers the pace of appending.
fn fill(
    data: &Path,
    args: &BenchReplay,
    config: &Config,
    lang: Lang,
) -> Result<Option<u64>, Failure> {
    let rules = demo::rules(config.rules(args.rules.rules.as_ref()), lang)?;
    let cases = u32::try_from(args.events / EVENTS_PER_CASE).unwrap_or(u32::MAX).max(1);
    let district = DemoDistrict::new(&rules, 1, cases)?;
    let journal = Journal::open(data)?;
    if demo::is_there(&journal, &district)? {
        return Ok(None);
    }
    // The pace is that of the journal: the events are made before the clock runs.
    let events: Vec<_> = district.events().collect();
    let count = events.len() as u64;
    demo::begin(&journal, &district, &rules)?;
    let watch = Stopwatch::start();
    journal.append_bulk(events.into_iter(), &mut |_| {})?;
    journal.settle()?;
    Ok(Some(per_second(count, watch.elapsed())))
}

fn measured(
    runs: &[Duration],
    outcome: &Outcome,
    data: &Path,
    args: &BenchReplay,
    append_events_per_second: Option<u64>,
) -> Measured {
    let mut sorted = runs.to_vec();
    sorted.sort();
    let median = sorted[sorted.len() / 2];
    let journal_bytes = std::fs::read_dir(data)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|file| occupied(&file))
        .sum::<u64>();
    Measured {
        events: outcome.events,
        cases: outcome.cases,
        journal_bytes,
        bytes_per_event: journal_bytes / outcome.events.max(1),
        shards: args.shards.get(),
        append_events_per_second,
        runs_seconds: runs.iter().map(Duration::as_secs_f64).collect(),
        median_seconds: median.as_secs_f64(),
        events_per_second: per_second(outcome.events, median),
        warnings: outcome.warnings_by_level().iter().map(|(_, count)| count).sum(),
        digest: outcome.digest(),
    }
}

/// What a file takes of the disk: a store makes its file longer before it fills it.
#[cfg(unix)]
fn occupied(file: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::blocks(file) * 512
}

#[cfg(not(unix))]
fn occupied(file: &std::fs::Metadata) -> u64 {
    file.len()
}

fn told(it: &Measured) -> String {
    let append = it
        .append_events_per_second
        .map_or_else(|| "-  (the journal was there already)".to_owned(), print::thousands);
    let runs: Vec<_> = it.runs_seconds.iter().map(|seconds| format!("{seconds:.3}")).collect();
    format!(
        "events                    {}\n\
         cases                     {}\n\
         warnings                  {}\n\
         journal bytes per event   {}\n\
         durable append, events/s  {append}\n\
         shards                    {}\n\
         runs, s                   {}\n\
         median, s                 {:.3}\n\
         replay, events/s          {}\n\
         {}\n",
        print::thousands(it.events),
        print::thousands(it.cases),
        print::thousands(it.warnings),
        it.bytes_per_event,
        it.shards,
        runs.join(" "),
        it.median_seconds,
        print::thousands(it.events_per_second),
        it.digest,
    )
}
