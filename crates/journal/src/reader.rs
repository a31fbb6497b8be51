//! Reading the journal from a position on, a block at a time.
//!
//! *Invariant.* A reader sees what was durable when it was first asked, whole and in order; it never waits for the writer,
//! nor the writer for it.
//!
//! *Absent on purpose.* Waiting for more: a follower makes a new reader from where it stands.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_domain::{About, Event, Sym, Symbols};
use redb::{AccessGuard, ReadOnlyTable, ReadableTable};

use crate::Position;
use crate::block::{Block, BlockInfo};
use crate::chains::chain_of;
use crate::error::{Damage, JournalError};
use crate::memory::Memory;
use crate::store::{BLOCKS, Snapshot, Store, TIMES};

/// Reads events in the order of their positions. Made by [`Journal::events`](crate::Journal::events).
pub struct Reader {
    store: Arc<Store>,
    from: Position,
    blocks: Option<Blocks>,
    /// The facts of descriptions that are given out; None: all of them.
    facts: Option<Vec<String>>,
    memory: Memory,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("place", &self.store.place)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl Reader {
    pub(crate) fn new(store: Arc<Store>, from: Position) -> Reader {
        Reader { store, from, blocks: None, facts: None, memory: Memory::default() }
    }

    /// The same reader, which gives out of the descriptions of cases only the facts of these names. Sources tell much that no rule
    /// asks for, and names that are different in every case are what takes longest to read.
    pub fn with_facts(self, names: impl IntoIterator<Item = String>) -> Reader {
        Reader { facts: Some(names.into_iter().collect()), ..self }
    }

    /// Appends the events of the next block to `out`, and answers their positions; None when there are no more. Each string of
    /// the block is interned once, however many events repeat it; that of a case, once for all that is read of it.
    ///
    /// `symbols` is the same table each time: the reader remembers the symbols of cases from block to block.
    ///
    /// # Errors
    /// [`JournalError::DamagedBlock`] names the first block whose bytes are not those that were written; nothing of it is
    /// given out, and the next call goes on behind it.
    pub fn next_block(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<Option<Range<Position>>, JournalError> {
        let blocks = match &mut self.blocks {
            Some(blocks) => blocks,
            unopened => unopened.insert(self.store.snapshot()?.blocks_from(self.from)?),
        };
        let Some(stored) = blocks.next(&self.store)? else { return Ok(None) };
        let block = stored.open(&self.store)?;
        blocks.passed(block.info);
        let before = out.len();
        let facts = self.facts.as_deref();
        let decoded = block.decode(self.from, facts, symbols, &mut self.memory, out);
        decoded.map(Some).map_err(|damage| {
            out.truncate(before);
            self.store.damaged_block(stored.first, damage)
        })
    }
}

/// The blocks of a snapshot from a position on. They lie without a gap from the first to the last: where one is missing, a page of the
/// index that leads to them is damaged.
pub(crate) struct Blocks {
    range: redb::Range<'static, Position, &'static [u8]>,
    /// Where the next block has to begin; None behind one that could not be read.
    next: Option<Position>,
    /// Where the last one ends.
    end: Position,
}

/// The bytes of a block, still in the memory of the store.
pub(crate) struct StoredBlock {
    pub(crate) first: Position,
    bytes: AccessGuard<'static, &'static [u8]>,
}

impl Blocks {
    pub(crate) fn next(&mut self, store: &Store) -> Result<Option<StoredBlock>, JournalError> {
        let entry = self.range.next().transpose().map_err(|error| store.failed(error))?;
        let stored = entry.map(|(first, bytes)| StoredBlock { first: first.value(), bytes });
        let found = stored.as_ref().map_or(self.end, |stored| stored.first);
        match self.next.take() {
            Some(next) if next != found => Err(store.damaged_block(next, Damage::Missing)),
            Some(_) | None => Ok(stored),
        }
    }

    /// A block was taken apart, and is as long as it says.
    pub(crate) fn passed(&mut self, block: BlockInfo) {
        self.next = Some(block.first + block.count);
    }
}

impl StoredBlock {
    /// Checks the block and takes it apart.
    pub(crate) fn open(&self, store: &Store) -> Result<Block<'_>, JournalError> {
        let block = Block::read(self.bytes.value()).and_then(|block| {
            let named = block.info.first == self.first;
            if named { Ok(block) } else { Err(Damage::Malformed("the position")) }
        });
        block.map_err(|damage| store.damaged_block(self.first, damage))
    }
}

/// The earliest and latest recording of each block, by the position of its first event.
type Times = ReadOnlyTable<Position, (i64, i64)>;

impl Snapshot<'_> {
    fn blocks(&self) -> Result<ReadOnlyTable<Position, &'static [u8]>, JournalError> {
        self.reading.open_table(BLOCKS).map_err(|error| self.store.failed(error))
    }

    /// The blocks from the one that holds this position on.
    pub(crate) fn blocks_from(&self, from: Position) -> Result<Blocks, JournalError> {
        let first = self.block_of(from)?.map_or(from, |block| block.first);
        let range = self.blocks()?.range(first..).map_err(|error| self.store.failed(error))?;
        let end = self.frontier()?.size();
        Ok(Blocks { range, next: Some(first.min(end)), end })
    }

    /// The last block.
    pub(crate) fn last_block(&self) -> Result<Option<StoredBlock>, JournalError> {
        self.block_of(Position::MAX)
    }

    /// The block that holds this position, or the last before it.
    pub(crate) fn block_of(&self, position: Position) -> Result<Option<StoredBlock>, JournalError> {
        let mut range =
            self.blocks()?.range(..=position).map_err(|error| self.store.failed(error))?;
        let entry = range.next_back().transpose().map_err(|error| self.store.failed(error))?;
        Ok(entry.map(|(first, bytes)| StoredBlock { first: first.value(), bytes }))
    }

    /// What the blocks say of themselves, in order.
    pub(crate) fn block_index(&self) -> Result<Vec<BlockInfo>, JournalError> {
        match self.times()? {
            Some(times) => self.index_by_times(&times),
            None => self.index_by_blocks(),
        }
    }

    /// The times of all blocks. None where a program wrote last that knew nothing of them.
    fn times(&self) -> Result<Option<Times>, JournalError> {
        if self.times_upto()? != Some(self.frontier()?.size()) {
            return Ok(None);
        }
        self.reading.open_table(TIMES).map(Some).map_err(|error| self.store.failed(error))
    }

    fn index_by_times(&self, times: &Times) -> Result<Vec<BlockInfo>, JournalError> {
        let mut index: Vec<BlockInfo> = Vec::new();
        for entry in times.iter().map_err(|error| self.store.failed(error))? {
            let (first, at) = entry.map_err(|error| self.store.failed(error))?;
            let (first, (min, max)) = (first.value(), at.value());
            if let Some(before) = index.last_mut() {
                before.count = first - before.first;
            }
            let (recorded_min, recorded_max) = (Timestamp(min), Timestamp(max));
            index.push(BlockInfo { first, count: 0, recorded_min, recorded_max });
        }
        if let Some(last) = index.last_mut() {
            last.count = self.frontier()?.size().saturating_sub(last.first);
        }
        Ok(index)
    }

    /// The same from the blocks themselves, each compared with its checksum.
    pub(crate) fn index_by_blocks(&self) -> Result<Vec<BlockInfo>, JournalError> {
        let mut blocks = self.blocks_from(0)?;
        let mut index = Vec::new();
        while let Some(stored) = blocks.next(self.store)? {
            let info = stored.open(self.store)?.info;
            blocks.passed(info);
            index.push(info);
        }
        Ok(index)
    }

    /// The latest recording of an event of a case; None if there is no such event. Reads what came after it was noted last,
    /// which is nothing but in journals of the first version of the program.
    pub(crate) fn latest(&self) -> Result<Option<Timestamp>, JournalError> {
        let (from, mut latest) = self.noted_latest()?;
        if from < self.frontier()?.size() {
            let mut blocks = self.blocks_from(from)?;
            while let Some(stored) = blocks.next(self.store)? {
                let block = stored.open(self.store)?;
                blocks.passed(block.info);
                for at in from.saturating_sub(stored.first)..block.info.count {
                    let record = block.record(at as usize);
                    let event =
                        record.map_err(|it| self.store.damaged_block(stored.first, it))?.event;
                    if matches!(event.about, About::Case { .. }) {
                        latest = latest.max(event.recorded_at);
                    }
                }
            }
        }
        Ok(Some(latest).filter(|latest| *latest != Timestamp::MIN))
    }

    /// Visits the chain and position of every event from a position on.
    pub(crate) fn chains_from(
        &self,
        from: Position,
        mut visit: impl FnMut(&str, Position),
    ) -> Result<(), JournalError> {
        let mut blocks = self.blocks_from(from)?;
        while let Some(stored) = blocks.next(self.store)? {
            let block = stored.open(self.store)?;
            blocks.passed(block.info);
            let damaged = |damage| self.store.damaged_block(stored.first, damage);
            let strings = block.strings().map_err(damaged)?;
            for at in from.saturating_sub(stored.first)..block.info.count {
                let event = block.record(at as usize).and_then(|it| strings.spell(it.event));
                visit(chain_of(&event.map_err(damaged)?), stored.first + at);
            }
        }
        Ok(())
    }
}

impl Store {
    pub(crate) fn damaged_block(&self, first: Position, damage: Damage) -> JournalError {
        JournalError::DamagedBlock { place: self.place.clone(), first, damage }
    }
}
