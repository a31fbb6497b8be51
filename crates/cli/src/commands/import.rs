//! `duban import`: files into the journal. The good records go in, the bad ones go to the quarantine, the same record is taken once.

use std::path::Path;

use duban_domain::Event;
use duban_exchange::{Mapping, Quarantine};
use duban_journal::{Journal, Quarantined};
use serde::Serialize;

use crate::args::{Import, TextOrJson};
use crate::commands::incoming::{self, Taken};
use crate::config::Config;
use crate::failure::Failure;
use crate::history::in_order;
use crate::{meter, print, workspace};

/// So many events are sorted by recording time and appended at once.
const CHUNK: usize = 500_000;

/// So many bad records are held in memory.
const BAD_MAX: usize = 1000;

/// What an import came to.
#[derive(Debug, Default, Serialize)]
struct Summary {
    /// New events in the journal, derived ones included.
    accepted: u64,
    /// Of those read, the ones that are no records of their own.
    derived: u64,
    /// Events that the journal had already.
    duplicates: u64,
    /// Records that could not be taken.
    quarantined: u64,
}

pub(crate) fn run(args: &Import, config: &Config) -> Result<(), Failure> {
    let mapping = incoming::mapping(args.mapping.as_ref(), config)?;
    // Rules that can't be used are found before anything is written.
    let rules = config.rules(args.rules.rules.as_ref()).map(workspace::load_rules).transpose()?;
    let journal = Journal::open(&config.data(args.data.data.as_ref()))?;
    let replaced = match &rules {
        Some(rules) => workspace::adopt(&journal, rules, meter::now())?,
        None => None,
    };
    if let Some(replaced) = replaced {
        eprintln!(
            "these rules come into use for the whole journal in place of `{replaced}`; the earlier ones stay in its history"
        );
    }
    let mut summary = Summary::default();
    let mut broken = Vec::new();
    for file in &args.files {
        broken.extend(import_file(&journal, file, &mapping, &mut summary)?);
    }
    journal.settle()?;
    match args.format {
        TextOrJson::Json => print::json(&summary)?,
        TextOrJson::Text => print::text(&told(&summary, &journal)?)?,
    }
    match broken.into_iter().next() {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// Imports one file; answers why it could not be read to its end, if so.
fn import_file(
    journal: &Journal,
    file: &Path,
    mapping: &Mapping,
    summary: &mut Summary,
) -> Result<Option<Failure>, Failure> {
    let mut chunk: Vec<Event<String>> = Vec::new();
    let mut bad: Vec<Quarantined> = Vec::new();
    let reading = incoming::read(file, mapping, &mut |taken| {
        match taken {
            Taken::Event(event, derived) => {
                summary.derived += u64::from(derived);
                chunk.push(event);
            }
            Taken::Quarantined(record) => bad.push(quarantined(record)),
        }
        if chunk.len() >= CHUNK || bad.len() >= BAD_MAX {
            keep(journal, std::mem::take(&mut chunk), std::mem::take(&mut bad), summary)?;
        }
        Ok(())
    })?;
    keep(journal, chunk, bad, summary)?;
    Ok(reading.broken)
}

/// Writes what was read so far, the bad records first: they are lost nowhere, whatever happens to the good ones.
fn keep(
    journal: &Journal,
    chunk: Vec<Event<String>>,
    bad: Vec<Quarantined>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    summary.quarantined += bad.len() as u64;
    journal.quarantine(&bad)?;
    let read = chunk.len() as u64;
    let events = in_order(chunk);
    let repeated = read - events.len() as u64;
    let appended = journal.append_bulk(events.into_iter(), &mut |_| {})?;
    summary.accepted += appended.appended;
    summary.duplicates += appended.duplicates + repeated;
    Ok(())
}

fn quarantined(record: Quarantine) -> Quarantined {
    Quarantined {
        source: record.source,
        place: record.place,
        reason: record.reason,
        advice: record.advice,
        record: record.record,
    }
}

fn told(summary: &Summary, journal: &Journal) -> Result<String, Failure> {
    let mut text = format!(
        "accepted     {:>12}  (of those read, {} derived from case attributes)\n\
         duplicate    {:>12}\n\
         quarantined  {:>12}\n\
         the journal now holds {} events\n",
        print::thousands(summary.accepted),
        print::thousands(summary.derived),
        print::thousands(summary.duplicates),
        print::thousands(summary.quarantined),
        print::thousands(journal.position()),
    );
    if summary.quarantined > 0 {
        for (_, record) in journal.quarantined()?.into_iter().rev().take(5) {
            text.push_str(&format!(
                "  quarantined: {}, {}: {}; {}\n",
                record.source, record.place, record.reason, record.advice
            ));
        }
    }
    Ok(text)
}
