//! Case heads: the last position of each chain, from which the way back through a case's history begins.
//!
//! A projection of the journal with a checkpoint of its own. What happened since the checkpoint is kept in memory, and read
//! again from the tail of the journal when it is opened. When the tail has grown long, the memory is frozen and drained into
//! the table, a little with each commit, so that no commit waits for all of it; then the checkpoint moves.
//!
//! *Invariant.* Below the checkpoint the table is right; from there on memory is, and memory is asked first. A table that
//! has seen a part of a drain is no harm: memory still knows better.
//!
//! *Absent on purpose.* An index by event: keeping one on the write path makes any store several times slower.

use duban_domain::{Sym, Symbols};
use redb::WriteTransaction;

use crate::Position;
use crate::error::JournalError;
use crate::store::{HEADS, Snapshot, Store};

/// How many heads are drained with a commit for each of its events: more than one, so that a drain ends before the next is due.
const DRAINED_PER_EVENT: usize = 2;

/// The chains that got events since the checkpoint.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    fresh: Overlay,
    /// The chains that are being drained, and the position before which all their events lie.
    frozen: Option<(Overlay, Position)>,
    /// How many of the frozen are in the table already.
    drained: usize,
    /// From here on the table knows nothing for certain.
    checkpoint: Position,
}

/// What a commit takes to the table: the frozen chains up to `drained`.
pub(crate) struct Drain {
    drained: usize,
    /// Where the checkpoint moves, when these are the last.
    checkpoint: Option<Position>,
}

impl Heads {
    /// Catches up from the tail of the journal.
    pub(crate) fn load(snapshot: &Snapshot<'_>) -> Result<Heads, JournalError> {
        let checkpoint = snapshot.checkpoint()?;
        let mut heads = Heads { checkpoint, ..Heads::default() };
        snapshot.chains_from(checkpoint, |chain, position| heads.set(chain, position))?;
        Ok(heads)
    }

    /// The heads when the table has all of them.
    pub(crate) fn settled(checkpoint: Position) -> Heads {
        Heads { checkpoint, ..Heads::default() }
    }

    /// Whether the table has all heads of a journal that is as long as this.
    pub(crate) fn is_settled(&self, durable: Position) -> bool {
        self.checkpoint == durable
    }

    /// Writes all heads that only memory knows to the table, and moves the checkpoint to the end of the journal.
    pub(crate) fn write_all(
        &self,
        store: &Store,
        writing: &WriteTransaction,
        durable: Position,
    ) -> Result<(), JournalError> {
        let frozen = self.frozen.iter().map(|(frozen, _)| frozen);
        let overlays = frozen.chain([&self.fresh]);
        let mut all: Vec<_> = overlays.flat_map(Overlay::iter).collect();
        // In order, neighbours share a page of the table; of one chain, the later position comes last and stays.
        all.sort_unstable();
        let mut table = writing.open_table(HEADS).map_err(|error| store.failed(error))?;
        for (chain, position) in all {
            table.insert(chain, position).map_err(|error| store.failed(error))?;
        }
        store.put_checkpoint(writing, durable)
    }

    /// Notes the last position of a chain.
    pub(crate) fn set(&mut self, chain: &str, position: Position) {
        self.fresh.set(chain, position);
    }

    /// The last position of a chain that got events since the checkpoint.
    pub(crate) fn get(&self, chain: &str) -> Option<Position> {
        let frozen = || self.frozen.as_ref().and_then(|(frozen, _)| frozen.get(chain));
        self.fresh.get(chain).or_else(frozen)
    }

    /// Writes the next of the frozen heads beside a commit of this many events.
    pub(crate) fn drain(
        &self,
        store: &Store,
        writing: &WriteTransaction,
        events: u64,
    ) -> Result<Option<Drain>, JournalError> {
        let Some((frozen, upto)) = &self.frozen else { return Ok(None) };
        let budget = events as usize * DRAINED_PER_EVENT + store.limits.drain_step;
        let drained = frozen.last.len().min(self.drained + budget);
        let mut next: Vec<_> = (self.drained..drained).map(|at| frozen.at(at)).collect();
        // In order, neighbours share a page of the table.
        next.sort_unstable();
        let mut table = writing.open_table(HEADS).map_err(|error| store.failed(error))?;
        for (chain, position) in next {
            table.insert(chain, position).map_err(|error| store.failed(error))?;
        }
        let checkpoint = (drained == frozen.last.len()).then_some(*upto);
        if let Some(upto) = checkpoint {
            store.put_checkpoint(writing, upto)?;
        }
        Ok(Some(Drain { drained, checkpoint }))
    }

    /// Notes that a commit took these heads to the table.
    pub(crate) fn drained(&mut self, drain: Drain) {
        self.drained = drain.drained;
        if let Some(checkpoint) = drain.checkpoint {
            self.frozen = None;
            self.checkpoint = checkpoint;
        }
    }

    /// Begins to drain when the tail up to `durable` has grown long.
    pub(crate) fn freeze_if_long(&mut self, durable: Position, drain_after: u64) {
        if self.frozen.is_none() && durable - self.checkpoint >= drain_after {
            self.frozen = Some((std::mem::take(&mut self.fresh), durable));
            self.drained = 0;
        }
    }
}

/// Chains and their last positions, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    chains: Symbols,
    last: Vec<Position>,
}

impl Overlay {
    pub(crate) fn set(&mut self, chain: &str, position: Position) {
        let sym = self.chains.intern(chain);
        match self.last.get_mut(sym.number() as usize) {
            Some(last) => *last = position,
            None => self.last.push(position),
        }
    }

    pub(crate) fn get(&self, chain: &str) -> Option<Position> {
        self.chains.find(chain).map(|sym| self.last[sym.number() as usize])
    }

    fn iter(&self) -> impl Iterator<Item = (&str, Position)> {
        (0..self.last.len()).map(|at| self.at(at))
    }

    fn at(&self, at: usize) -> (&str, Position) {
        (self.chains.get(Sym::of(at as u32)), self.last[at])
    }
}
