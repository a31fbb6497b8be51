//! Histories for a replay: a journal's events merged by recording time, or files read once and sorted.
//!
//! *Invariant.* Both hand out the same events in the same order for the same records, so that a replay straight from the file comes
//! to the same decisions as one from the journal.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;
use std::vec;

use duban_calendar::Timestamp;
use duban_domain::{Event, Origin, Sym, Symbols};
use duban_engine::History;
use duban_journal::{BlockInfo, Journal, JournalError, Position, Reader};
use duban_rulebook::RuleSet;

/// How many events are handed out at once.
const BATCH: usize = 4096;

/// Events that were read from files, each once, in the order of their recording.
#[derive(Debug)]
pub(crate) struct FileHistory {
    events: Arc<Vec<Event<String>>>,
    next: usize,
}

/// Sorts events for playing back: duplicates are dropped (the first of the same record and version counts), then by recording time;
/// equal times keep the order of the files.
pub(crate) fn in_order(events: Vec<Event<String>>) -> Vec<Event<String>> {
    let mut seen: HashSet<(Origin, Option<String>)> = HashSet::with_capacity(events.len());
    let mut events: Vec<_> = events
        .into_iter()
        .filter(|event| seen.insert((event.origin.clone(), event.case().cloned())))
        .collect();
    events.sort_by_key(|event| event.recorded_at);
    events
}

impl FileHistory {
    /// A history of events that are [`in_order`].
    pub(crate) fn of(events: Arc<Vec<Event<String>>>) -> FileHistory {
        FileHistory { events, next: 0 }
    }
}

impl History for FileHistory {
    type Error = std::convert::Infallible;

    fn next_batch(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, Self::Error> {
        let end = self.events.len().min(self.next + BATCH);
        for event in &self.events[self.next..end] {
            out.push(event.clone().map(&mut |text| symbols.intern(&text)));
        }
        let more = end > self.next;
        self.next = end;
        Ok(more)
    }
}

/// A journal's events in the order of their recording. Each import was appended in that order, so the journal is a few ordered
/// stretches, which are merged while they are read.
#[derive(Debug)]
pub(crate) struct JournalHistory {
    stretches: Vec<Stretch>,
    /// The next recording time of each stretch that is not over, the earliest on top; equal times in the order of the journal.
    heads: BinaryHeap<Reverse<(Timestamp, usize)>>,
    opened: bool,
}

/// Blocks of the journal whose recording times only rise.
#[derive(Debug)]
struct Stretch {
    reader: Reader,
    end: Position,
    /// What is left of the block at hand.
    left: vec::IntoIter<Event<Sym>>,
}

impl JournalHistory {
    /// The history of all that is in the journal now, as far as these rules read it.
    pub(crate) fn open(journal: &Journal, rules: &RuleSet) -> Result<JournalHistory, JournalError> {
        let blocks = journal.block_index()?;
        let stretches = rising(&blocks)
            .into_iter()
            .map(|(first, end)| Stretch {
                reader: journal.events(first).with_facts(rules.fact_names()),
                end,
                left: Vec::new().into_iter(),
            })
            .collect();
        Ok(JournalHistory { stretches, heads: BinaryHeap::new(), opened: false })
    }

    fn open_stretches(&mut self, symbols: &mut Symbols) -> Result<(), JournalError> {
        self.opened = true;
        for place in 0..self.stretches.len() {
            if let Some(at) = self.stretches[place].head(symbols)? {
                self.heads.push(Reverse((at, place)));
            }
        }
        Ok(())
    }
}

/// The stretches of rising recording times, as (first position, position after the last).
fn rising(blocks: &[BlockInfo]) -> Vec<(Position, Position)> {
    let mut stretches: Vec<(Position, Position)> = Vec::new();
    let mut latest = Timestamp::MIN;
    for block in blocks {
        let end = block.first + block.count;
        match stretches.last_mut() {
            Some(stretch) if block.recorded_min >= latest => stretch.1 = end,
            _ => stretches.push((block.first, end)),
        }
        latest = block.recorded_max;
    }
    stretches
}

impl Stretch {
    /// The recording time of its next event; None when it is over.
    fn head(&mut self, symbols: &mut Symbols) -> Result<Option<Timestamp>, JournalError> {
        while self.left.as_slice().is_empty() {
            let mut block = Vec::new();
            if !self.next_block(symbols, &mut block)? {
                return Ok(None);
            }
            self.left = block.into_iter();
        }
        Ok(self.left.as_slice().first().map(|event| event.recorded_at))
    }

    /// Appends its next block; false when it is over.
    fn next_block(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, JournalError> {
        let before = out.len();
        let read = self.reader.next_block(symbols, out)?;
        let Some(positions) = read.filter(|it| it.start < self.end) else {
            out.truncate(before);
            return Ok(false);
        };
        // The journal may have grown since its stretches were told.
        let beyond = positions.end.saturating_sub(self.end) as usize;
        out.truncate(out.len() - beyond);
        // Within a block the journal promises nothing but the order of appending.
        out[before..].sort_by_key(|event| event.recorded_at);
        Ok(true)
    }
}

impl History for JournalHistory {
    type Error = JournalError;

    fn next_batch(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, JournalError> {
        if let [only] = self.stretches.as_mut_slice() {
            return only.next_block(symbols, out);
        }
        if !self.opened {
            self.open_stretches(symbols)?;
        }
        let before = out.len();
        while out.len() - before < BATCH {
            let Some(Reverse((_, place))) = self.heads.pop() else { break };
            let stretch = &mut self.stretches[place];
            out.extend(stretch.left.next());
            if let Some(at) = stretch.head(symbols)? {
                self.heads.push(Reverse((at, place)));
            }
        }
        Ok(out.len() > before)
    }
}
