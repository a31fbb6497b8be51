//! `duban import`: files into the journal. The good records go in, the bad ones go to the quarantine, the same record is taken once.
//!
//! *Invariant.* Every record of the files is counted in one line of the summary; none is lost without a word.

mod chunk;
mod reasons;

use std::path::Path;

use duban_calendar::Zone;
use duban_exchange::Mapping;
use duban_journal::{Journal, JournalError, Quarantined};
use duban_rulebook::RuleSet;
use serde::Serialize;

use crate::args::{Import, Lang, ListFormat};
use crate::config::Config;
use crate::failure::Failure;
use crate::history::in_order;
use crate::incoming::{self, Taken};
use crate::sifting::{Sifted, sift};
use crate::unmapped::{Activity, Unmapped};
use crate::words::pick;
use crate::{meter, print, workspace};
use chunk::Chunk;
use reasons::Reasons;

/// So many events are read before they are sorted by recording time and appended at once.
const CHUNK: usize = 500_000;

/// So many bad records are held in memory.
const BAD_MAX: usize = 1000;

/// So many records of each sort that was set aside are shown.
const SHOWN: usize = 5;

/// What an import came to.
#[derive(Debug, Default, Serialize)]
struct Summary {
    /// New events in the journal, derived ones included.
    accepted: u64,
    /// Of those read, the ones that are no records of their own.
    derived: u64,
    /// Events that the journal had already.
    duplicates: u64,
    /// Events that the journal has with other content.
    differs: u64,
    /// Records that could not be taken.
    quarantined: u64,
    /// Records that the mapping leaves out.
    ignored: u64,
    /// Of those read, the ones whose activity the mapping has no rule for and keeps as a note, by activity.
    unmapped: Vec<Activity>,
}

/// An import under way.
struct Importing<'a> {
    journal: &'a Journal,
    /// In which times are shown.
    zone: Zone,
    summary: Summary,
    /// How many records became events of their own.
    fitted: u64,
    unmapped: Unmapped,
    reasons: Reasons,
    chunk: Chunk,
    bad: Vec<Quarantined>,
    /// The first of those that were set aside, to be shown.
    shown_bad: Vec<Quarantined>,
    shown_differing: Vec<Quarantined>,
}

/// The columns; their names are part of the interface.
const COLUMNS: [&str; 6] =
    ["accepted", "derived", "duplicates", "differs", "quarantined", "ignored"];

pub(crate) fn run(args: &Import, config: &Config, lang: Lang) -> Result<(), Failure> {
    let mapping = incoming::mapping(args.mapping.mapping.as_ref(), config)?;
    // Rules that can't be used are found before anything is written.
    let rules = config
        .rules(args.rules.rules.as_ref())
        .map(|dir| workspace::load_rules(dir, lang))
        .transpose()?;
    let journal = Journal::open(&config.data(args.data.data.as_ref()))?;
    check_whole(&journal)?;
    let zone = incoming::zone(&mapping, || match &rules {
        Some(rules) => Some(rules.zone().clone()),
        // A journal may have adopted none yet, or some that this program cannot use: that is no matter of an import.
        None => workspace::adopted_rules(&journal).ok().map(|rules| rules.zone().clone()),
    })?;
    let mut importing = Importing::into(&journal, zone);
    let mut broken = None;
    for file in &args.files {
        // What came in before is told all the same.
        match importing.file(file, &mapping) {
            Ok(None) => {}
            Ok(Some(trouble)) if broken.is_none() => broken = Some(trouble),
            Ok(Some(trouble)) => print::aside(&format!("duban: {}", trouble.told(lang))),
            Err(failure) => {
                broken = broken.or(Some(failure));
                break;
            }
        }
    }
    if let Err(error) = journal.settle() {
        print::aside(&format!(
            "{error}; nothing of the events is lost, but the next command takes longer to find a case"
        ));
    }
    // Input of which nothing could be taken changes nothing, the rules in use neither.
    if let Some(rules) = rules.filter(|_| importing.took_something()) {
        come_into_use(&journal, &rules)?;
    }
    importing.summary.unmapped = importing.unmapped.activities();
    match args.print.format {
        ListFormat::Json => print::json(&importing.summary)?,
        ListFormat::Csv => print::csv(&COLUMNS, [row(&importing.summary)])?,
        ListFormat::Text => {
            let adoptions = journal.adoptions()?.len() as u64;
            print::text(&importing.told(adoptions, lang))?;
        }
    }
    match broken.or_else(|| importing.misfit()) {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// Refuses to add to a journal of which a part cannot be read. To compare the checksums of all blocks takes a twentieth of a second for a
/// million events, where importing them took seconds.
fn check_whole(journal: &Journal) -> Result<(), Failure> {
    let damaged = |error: JournalError| {
        Failure::input(format!(
            "{error}; nothing was imported, because as long as a part of the journal cannot be read, nobody can tell which records \
             it has already and which of them a new one corrects"
        ))
    };
    journal.check_blocks().map_err(damaged)
}

fn come_into_use(journal: &Journal, rules: &RuleSet) -> Result<(), Failure> {
    if let Some(replaced) = workspace::adopt(journal, rules, meter::now())? {
        print::aside(&format!(
            "these rules come into use for the whole journal in place of `{replaced}`; the earlier ones stay in its history"
        ));
    }
    Ok(())
}

impl<'a> Importing<'a> {
    fn took_something(&self) -> bool {
        self.summary.accepted + self.summary.duplicates > 0
    }

    fn into(journal: &'a Journal, zone: Zone) -> Importing<'a> {
        Importing {
            journal,
            zone,
            summary: Summary::default(),
            fitted: 0,
            unmapped: Unmapped::default(),
            reasons: Reasons::default(),
            chunk: Chunk::of(CHUNK),
            bad: Vec::new(),
            shown_bad: Vec::new(),
            shown_differing: Vec::new(),
        }
    }

    /// Imports one file; answers why it could not be read to its end, if so.
    fn file(&mut self, file: &Path, mapping: &Mapping) -> Result<Option<Failure>, Failure> {
        let reading = incoming::read(file, mapping, &mut |taken| {
            match taken {
                Taken::Event(told) => {
                    if self.chunk.is_full_before(&told) {
                        self.keep(file, false)?;
                    }
                    *(if told.derived { &mut self.summary.derived } else { &mut self.fitted }) += 1;
                    self.chunk.add(told);
                }
                Taken::Quarantined(record) => {
                    self.reasons.count(&record);
                    self.bad.push(record);
                }
            }
            if self.bad.len() >= BAD_MAX { self.keep_bad() } else { Ok(()) }
        })?;
        self.summary.ignored += reading.ignored;
        self.unmapped.add(reading.unmapped);
        self.keep(file, true)?;
        Ok(reading.broken)
    }

    /// Writes what was read so far, first what is set aside: it is lost nowhere, whatever happens to the rest.
    fn keep(&mut self, file: &Path, is_last: bool) -> Result<(), Failure> {
        self.keep_bad()?;
        let (journal, chunk) = (self.journal, self.chunk.take());
        let known = |cases: &[&str]| {
            let histories = journal.histories(cases)?.into_iter();
            let events = |history: Vec<_>| history.into_iter().map(|(_, event)| event).collect();
            Ok(histories.map(events).collect())
        };
        let Sifted { events, differing, repeated, waiting } =
            sift(chunk, &known, &self.zone, is_last)?;
        let differing: Vec<_> =
            differing.into_iter().map(|record| incoming::in_file(file, record)).collect();
        self.summary.differs += differing.len() as u64;
        journal.quarantine(&differing)?;
        show_first(&mut self.shown_differing, differing);
        self.chunk.put_off(waiting);
        let read = events.len() as u64;
        let events = in_order(events);
        let repeated = repeated + read - events.len() as u64;
        let appended = journal.append_bulk(events.into_iter(), &mut |_| {})?;
        self.summary.accepted += appended.appended;
        self.summary.duplicates += appended.duplicates + repeated;
        Ok(())
    }

    fn keep_bad(&mut self) -> Result<(), Failure> {
        let bad = std::mem::take(&mut self.bad);
        self.summary.quarantined += bad.len() as u64;
        self.journal.quarantine(&bad)?;
        show_first(&mut self.shown_bad, bad);
        Ok(())
    }

    /// The failure of an import in which nothing fitted the mapping.
    fn misfit(&self) -> Option<Failure> {
        let reason = self.reasons.most_frequent().filter(|_| self.fitted == 0)?;
        let first = &reason.first;
        Some(Failure::input(format!(
            "nothing fits the mapping: every record was set aside ({} of {} like {}, {}): {}; {}; or use the mapping that \
             was made for these files",
            print::thousands(reason.count),
            print::thousands(self.summary.quarantined),
            first.source,
            first.place,
            first.reason,
            first.advice
        )))
    }

    /// The summary for people. `adoptions` is how many events of the journal belong to no case.
    fn told(&self, adoptions: u64, lang: Lang) -> String {
        let Summary { accepted, derived, duplicates, differs, quarantined, ignored, unmapped: _ } =
            &self.summary;
        let derived = print::thousands(*derived);
        let derived = match lang {
            Lang::En => format!("  (of those read, {derived} derived from case attributes)"),
            Lang::Zh => format!("  (读入的事件中有 {derived} 条由办件属性推出)"),
        };
        let mut text = line(pick(lang, "accepted", "入库"), *accepted, &derived);
        text += &line(pick(lang, "duplicate", "重复"), *duplicates, "");
        text += &line(pick(lang, "differs", "内容不同"), *differs, "");
        text += &line(pick(lang, "quarantined", "隔离"), *quarantined, "");
        text += &line(pick(lang, "ignored", "忽略"), *ignored, "");
        text += &self.unmapped.told(lang);
        let held = print::thousands(self.journal.position());
        let adoptions = print::thousands(adoptions);
        text += &match lang {
            Lang::En => format!(
                "the journal now holds {held} events (among them {adoptions} that say which rules came into use)\n"
            ),
            Lang::Zh => format!("事件库现有 {held} 条事件（其中 {adoptions} 条记载规则的采用）\n"),
        };
        let lists = [
            (pick(lang, "differs", "内容不同"), &self.shown_differing),
            (pick(lang, "quarantined", "隔离"), &self.shown_bad),
        ];
        for (word, records) in lists {
            for Quarantined { source, place, reason, advice, record: _ } in records {
                text += &format!("  {word}: {source}, {place}: {reason}; {advice}\n");
            }
        }
        if *differs + *quarantined > 0 {
            text += pick(
                lang,
                "`duban import --quarantine` lists all that is held\n",
                "`duban import --quarantine` 列出隔离区全部记录\n",
            );
        }
        text
    }
}

/// A count behind its word. A Chinese letter is as wide as two others.
fn line(word: &str, count: u64, remark: &str) -> String {
    let width: usize = word.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    format!("{word}{:pad$}{:>12}{remark}\n", "", print::thousands(count), pad = 13 - width)
}

fn show_first(shown: &mut Vec<Quarantined>, records: Vec<Quarantined>) {
    let room = SHOWN - shown.len();
    shown.extend(records.into_iter().take(room));
}

fn row(it: &Summary) -> Vec<String> {
    [it.accepted, it.derived, it.duplicates, it.differs, it.quarantined, it.ignored]
        .map(|it| it.to_string())
        .to_vec()
}
