//! Appending: the only code that adds to the journal.
//!
//! *Invariant.* An event gets its position, its leaf, its place in a block and in its chain together, and all of a commit
//! becomes durable together or not at all. When a commit fails, the writer is thrown away with all it knows, and the next one
//! begins from what is durable.
//!
//! *Absent on purpose.* Changing and removing. The last block is written again, with more events behind those it has, until
//! it is full; so blocks are as full when events come one by one as when they come by the million.

use duban_calendar::Timestamp;
use duban_domain::{About, Event};
use redb::WriteTransaction;

use crate::Position;
use crate::block::BlockBuilder;
use crate::chains::{Chains, chain_of};
use crate::condition::Condition;
use crate::error::JournalError;
use crate::identity::Identity;
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::store::{BLOCKS, Snapshot, Store};
use crate::wire;

/// The end of the journal, ready for more.
#[derive(Debug)]
pub(crate) struct Writer {
    tail: BlockBuilder,
    frontier: Frontier,
    /// The latest recording of an event of a case; None when that could not be found out because a block is damaged.
    latest: Option<Timestamp>,
    chains: Chains,
}

impl Writer {
    /// Reads the end of what is durable.
    pub(crate) fn load(store: &Store) -> Result<Writer, JournalError> {
        let snapshot = store.snapshot()?;
        let frontier = snapshot.frontier()?;
        let tail = match snapshot.last_block()? {
            Some(stored) => {
                let block = stored.open(store)?;
                BlockBuilder::resume(&block)
                    .map_err(|damage| store.damaged_block(stored.first, damage))?
            }
            None => BlockBuilder::new(0),
        };
        if tail.next() != frontier.size() {
            return Err(store.damaged(&format!(
                "its blocks hold {} events, its Merkle tree has {} leaves",
                tail.next(),
                frontier.size()
            )));
        }
        let (upto, latest) = snapshot.noted_latest()?;
        let latest = (upto == frontier.size()).then_some(latest);
        Ok(Writer { tail, frontier, latest, chains: Chains::default() })
    }
}

/// An event, and what is worked out from it alone: so any thread can do that.
#[derive(Debug)]
pub(crate) struct Prepared {
    event: Event<String>,
    identity: Identity,
    leaf: Hash,
}

impl Prepared {
    /// Prepares an event. `scratch` is overwritten.
    pub(crate) fn of(event: Event<String>, scratch: &mut Vec<u8>) -> postcard::Result<Prepared> {
        let identity = Identity::of(&event, scratch)?;
        scratch.clear();
        wire::leaf_bytes(&event, scratch)?;
        Ok(Prepared { leaf: leaf_hash(scratch), event, identity })
    }
}

/// A commit in the making.
pub(crate) struct Commit<'a> {
    store: &'a Store,
    writer: &'a mut Writer,
    writing: WriteTransaction,
    committed: Snapshot<'a>,
}

impl<'a> Commit<'a> {
    pub(crate) fn begin(
        store: &'a Store,
        writer: &'a mut Writer,
    ) -> Result<Commit<'a>, JournalError> {
        let (writing, committed) = (store.begin_write()?, store.snapshot()?);
        Ok(Commit { store, writer, writing, committed })
    }

    /// Where the next new event will stand.
    pub(crate) fn next(&self) -> Position {
        self.writer.tail.next()
    }

    /// Checks all that can be wrong with one request and not with the others of the commit. Changes nothing that counts.
    pub(crate) fn prepare(
        &mut self,
        events: &[Event<String>],
        condition: Option<&Condition>,
    ) -> Result<(), JournalError> {
        self.writer.chains.read_all(events.iter().map(chain_of), &self.committed)?;
        let Some(condition) = condition else { return Ok(()) };
        let chain = self.writer.chains.read(condition.chain(), &self.committed)?;
        match self.writer.chains.last(chain) {
            None => Ok(()),
            // Another request of this very commit was first; what it appended cannot be read back yet.
            Some(head) if head >= self.store.position() => Err(condition.broken()),
            Some(head) => condition.check(head, &self.committed),
        }
    }

    /// Reads what the journal has of the chains of these events, all at once.
    pub(crate) fn read_ahead(&mut self, events: &[Prepared]) -> Result<(), JournalError> {
        let names = events.iter().map(|prepared| chain_of(&prepared.event));
        self.writer.chains.read_all(names, &self.committed)
    }

    /// Appends the event, unless the journal has it, and says whether it did.
    pub(crate) fn add(&mut self, prepared: Prepared) -> Result<bool, JournalError> {
        let Prepared { event, identity, leaf } = prepared;
        let Writer { tail, frontier, latest, chains } = &mut *self.writer;
        let chain = chains.read(chain_of(&event), &self.committed)?;
        if !chains.is_new(chain, identity) {
            return Ok(false);
        }
        frontier.push(leaf);
        let position = tail.next();
        if tail.is_full() {
            store_block(self.store, &self.writing, tail)?;
            *tail = BlockBuilder::new(position);
        }
        if let (Some(latest), About::Case { .. }) = (latest, &event.about) {
            *latest = event.recorded_at.max(*latest);
        }
        tail.push(chains.extend(chain, position), event)?;
        Ok(true)
    }

    /// Makes the commit durable, and then, not before, visible.
    pub(crate) fn finish(self) -> Result<(), JournalError> {
        let Commit { store, writer, writing, committed } = self;
        let added = writer.tail.next() - store.position();
        if added == 0 {
            // Looking for what the journal has already filled the memory as well.
            writer.chains.forget(store.limits.forget_after);
            return writing.abort().map_err(|error| store.failed(error));
        }
        store_block(store, &writing, &writer.tail)?;
        store.put_frontier(&writing, &writer.frontier)?;
        // Where some are missing, they stay so until the journal is opened anew.
        if committed.times_upto()? == Some(store.position()) {
            store.put_times_upto(&writing, writer.frontier.size())?;
        }
        if let Some(latest) = writer.latest {
            store.put_latest(&writing, writer.frontier.size(), latest)?;
        }
        let drain = match &*store.heads() {
            Some(heads) => heads.drain(store, &writing, added)?,
            None => None,
        };
        writing.commit().map_err(|error| store.failed(error))?;
        store.publish(writer.frontier.clone(), |heads| {
            writer.chains.committed(|chain, last| heads.set(chain, last));
            writer.chains.forget(store.limits.forget_after);
            if let Some(drain) = drain {
                heads.drained(drain);
            }
        });
        Ok(())
    }
}

fn store_block(
    store: &Store,
    writing: &WriteTransaction,
    block: &BlockBuilder,
) -> Result<(), JournalError> {
    let mut blocks = writing.open_table(BLOCKS).map_err(|error| store.failed(error))?;
    blocks
        .insert(block.first(), block.to_bytes()?.as_slice())
        .map_err(|error| store.failed(error))?;
    store.put_times(writing, block.info())
}

#[cfg(test)]
mod tests;
