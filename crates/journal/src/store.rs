//! What is in the redb file, and what is known of it in memory.
//!
//! *Invariant.* What memory says is durable is in the file; it is told after the commit, never before.
//!
//! *Absent on purpose.* Files and folders: how a journal comes into being and is opened is told in `file`.

use std::cell::OnceCell;
use std::sync::{Arc, RwLock, RwLockReadGuard};

use duban_calendar::Timestamp;
use redb::{
    Database, ReadOnlyDatabase, ReadOnlyTable, ReadTransaction, ReadableDatabase, TableDefinition,
    TableError, WriteTransaction,
};

use crate::Position;
use crate::block::BlockInfo;
use crate::error::{JournalError, from_io, from_opening, from_store};
use crate::file::builder;
use crate::heads::Heads;
use crate::limits::Limits;
use crate::locks::{read, write};
use crate::merkle::Frontier;

/// Blocks by the position of their first event.
pub(crate) const BLOCKS: TableDefinition<'_, Position, &[u8]> = TableDefinition::new("blocks");
/// The earliest and latest `recorded_at` of each block, in milliseconds: what a block says of itself, to be read without it.
pub(crate) const TIMES: TableDefinition<'_, Position, (i64, i64)> =
    TableDefinition::new("block_times");
/// The last position of each chain, as of the checkpoint.
pub(crate) const HEADS: TableDefinition<'_, &str, Position> = TableDefinition::new("heads");
/// Records that were refused, in the order in which they came.
pub(crate) const QUARANTINE: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("quarantine");
/// What was refused already, by the hash of source and record.
pub(crate) const QUARANTINED: TableDefinition<'_, &[u8; 32], u64> =
    TableDefinition::new("quarantined");
const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");

const FORMAT: u32 = 1;
const FORMAT_KEY: &str = "format";
const FRONTIER_KEY: &str = "frontier";
const CHECKPOINT_KEY: &str = "heads_checkpoint";
const LATEST_KEY: &str = "latest_recording";
const TIMES_KEY: &str = "block_times_upto";

/// An open redb file.
pub(crate) enum Db {
    Writable(Database),
    /// Others may read it at the same time, nobody writes it.
    ReadOnly(ReadOnlyDatabase),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Db::Writable(_) => "Writable",
            Db::ReadOnly(_) => "ReadOnly",
        })
    }
}

/// An open file with what is known of it in memory. Shared by the journal, its readers and its writer.
#[derive(Debug)]
pub(crate) struct Store {
    db: Db,
    /// The file's name for messages.
    pub(crate) place: Arc<str>,
    /// What is durable: every event up to the frontier's size.
    pub(crate) durable: RwLock<Frontier>,
    /// The last position of each durable chain; None until somebody asks.
    heads: RwLock<Option<Heads>>,
    pub(crate) limits: Limits,
}

impl Store {
    pub(crate) fn on_backend(
        backend: impl redb::StorageBackend,
        limits: Limits,
    ) -> Result<Store, JournalError> {
        let place: Arc<str> = "in memory".into();
        let is_there = backend.len().map_err(|error| from_io(place.clone(), error))? > 0;
        let db = builder().create_with_backend(backend).map_err(|error| match is_there {
            true => from_opening(&place, error),
            false => from_store(&place, error.into()),
        })?;
        Store::new(Db::Writable(db), place, limits)
    }

    pub(crate) fn new(db: Db, place: Arc<str>, limits: Limits) -> Result<Store, JournalError> {
        let store =
            Store { db, place, durable: RwLock::default(), heads: RwLock::default(), limits };
        store.check_format()?;
        let snapshot = store.snapshot()?;
        *write(&store.durable) = snapshot.frontier()?;
        store.note_latest(&snapshot)?;
        store.note_times(&snapshot)?;
        drop(snapshot);
        Ok(store)
    }

    /// Notes the latest recording where the first version of the program did not, so that it is looked for once and not by each
    /// command. Not in a damaged journal: whoever needs what cannot be read is told then, and the rest can be.
    fn note_latest(&self, snapshot: &Snapshot<'_>) -> Result<(), JournalError> {
        let (noted, _) = snapshot.noted_latest()?;
        if noted == self.position() || matches!(self.db, Db::ReadOnly(_)) {
            return Ok(());
        }
        let latest = match snapshot.latest() {
            Err(JournalError::DamagedBlock { .. }) => return Ok(()),
            latest => latest?.unwrap_or(Timestamp::MIN),
        };
        let writing = self.begin_write()?;
        self.put_latest(&writing, self.position(), latest)?;
        writing.commit().map_err(|error| self.failed(error))
    }

    /// Notes the times of blocks where a program that knew nothing of them wrote last, so that they are looked for once.
    fn note_times(&self, snapshot: &Snapshot<'_>) -> Result<(), JournalError> {
        if snapshot.times_upto()? == Some(self.position()) || matches!(self.db, Db::ReadOnly(_)) {
            return Ok(());
        }
        let index = match snapshot.index_by_blocks() {
            Err(JournalError::DamagedBlock { .. }) => return Ok(()),
            index => index?,
        };
        let writing = self.begin_write()?;
        for block in index {
            self.put_times(&writing, block)?;
        }
        self.put_times_upto(&writing, self.position())?;
        writing.commit().map_err(|error| self.failed(error))
    }

    /// Notes the times of one block.
    pub(crate) fn put_times(
        &self,
        writing: &WriteTransaction,
        block: BlockInfo,
    ) -> Result<(), JournalError> {
        let mut times = writing.open_table(TIMES).map_err(|error| self.failed(error))?;
        let BlockInfo { first, recorded_min, recorded_max, .. } = block;
        let noted = times.insert(first, (recorded_min.0, recorded_max.0));
        noted.map(drop).map_err(|error| self.failed(error))
    }

    /// Notes that the times of all blocks up to a position are noted.
    pub(crate) fn put_times_upto(
        &self,
        writing: &WriteTransaction,
        upto: Position,
    ) -> Result<(), JournalError> {
        self.put(writing, TIMES_KEY, &upto.to_le_bytes())
    }

    fn check_format(&self) -> Result<(), JournalError> {
        let reading = self.begin_read()?;
        match reading.open_table(META) {
            Ok(meta) => {
                let found = meta.get(FORMAT_KEY).map_err(|error| self.failed(error))?;
                let found = found
                    .and_then(|bytes| Some(u32::from_le_bytes(bytes.value().try_into().ok()?)));
                match found {
                    Some(FORMAT) => Ok(()),
                    Some(found) => Err(JournalError::NewerFormat {
                        place: self.place.clone(),
                        found,
                        known: FORMAT,
                    }),
                    None => Err(self.foreign("it does not say its format")),
                }
            }
            Err(TableError::TableDoesNotExist(_)) => {
                let mut tables = reading.list_tables().map_err(|error| self.failed(error))?;
                if tables.next().is_some() {
                    return Err(self.foreign("a redb file of another program"));
                }
                self.initialise()
            }
            Err(error) => Err(self.foreign(&error.to_string())),
        }
    }

    fn initialise(&self) -> Result<(), JournalError> {
        let writing = self.begin_write()?;
        writing.open_table(BLOCKS).map_err(|error| self.failed(error))?;
        writing.open_table(TIMES).map_err(|error| self.failed(error))?;
        writing.open_table(HEADS).map_err(|error| self.failed(error))?;
        writing.open_table(QUARANTINE).map_err(|error| self.failed(error))?;
        writing.open_table(QUARANTINED).map_err(|error| self.failed(error))?;
        self.put(&writing, FORMAT_KEY, &FORMAT.to_le_bytes())?;
        self.put(&writing, FRONTIER_KEY, &Frontier::default().to_bytes())?;
        self.put(&writing, CHECKPOINT_KEY, &0u64.to_le_bytes())?;
        self.put_latest(&writing, 0, Timestamp::MIN)?;
        self.put_times_upto(&writing, 0)?;
        writing.commit().map_err(|error| self.failed(error))
    }

    /// The durable events as of now. Does not wait for the writer, nor the writer for it.
    pub(crate) fn snapshot(&self) -> Result<Snapshot<'_>, JournalError> {
        Ok(Snapshot { reading: self.begin_read()?, store: self, heads: OnceCell::new() })
    }

    fn begin_read(&self) -> Result<ReadTransaction, JournalError> {
        let reading = match &self.db {
            Db::Writable(db) => db.begin_read(),
            Db::ReadOnly(db) => db.begin_read(),
        };
        reading.map_err(|error| self.failed(error))
    }

    pub(crate) fn begin_write(&self) -> Result<WriteTransaction, JournalError> {
        match &self.db {
            Db::Writable(db) => db.begin_write().map_err(|error| self.failed(error)),
            Db::ReadOnly(_) => Err(JournalError::OpenedToRead { place: self.place.clone() }),
        }
    }

    pub(crate) fn put_frontier(
        &self,
        writing: &WriteTransaction,
        frontier: &Frontier,
    ) -> Result<(), JournalError> {
        self.put(writing, FRONTIER_KEY, &frontier.to_bytes())
    }

    pub(crate) fn put_checkpoint(
        &self,
        writing: &WriteTransaction,
        upto: Position,
    ) -> Result<(), JournalError> {
        self.put(writing, CHECKPOINT_KEY, &upto.to_le_bytes())
    }

    /// Notes the latest recording of an event of a case among those up to a position.
    pub(crate) fn put_latest(
        &self,
        writing: &WriteTransaction,
        upto: Position,
        latest: Timestamp,
    ) -> Result<(), JournalError> {
        let bytes = [upto.to_le_bytes(), latest.0.to_le_bytes()].concat();
        self.put(writing, LATEST_KEY, &bytes)
    }

    fn put(&self, writing: &WriteTransaction, key: &str, value: &[u8]) -> Result<(), JournalError> {
        let mut meta = writing.open_table(META).map_err(|error| self.failed(error))?;
        meta.insert(key, value).map_err(|error| self.failed(error))?;
        Ok(())
    }

    /// What memory knows of the last position of a chain. Catches up from the tail of the journal when asked first: those who
    /// only read from end to end need not wait for it, nor be kept from it by a damaged block.
    pub(crate) fn remembered_head(&self, chain: &str) -> Result<Option<Position>, JournalError> {
        if let Some(heads) = &*read(&self.heads) {
            return Ok(heads.get(chain));
        }
        let mut heads = write(&self.heads);
        if heads.is_none() {
            *heads = Some(Heads::load(&self.snapshot()?)?);
        }
        Ok(heads.as_ref().and_then(|heads| heads.get(chain)))
    }

    /// Writes the heads down that only memory knows. Nobody may commit meanwhile.
    pub(crate) fn settle_heads(&self) -> Result<(), JournalError> {
        let upto = self.position();
        let mut heads = write(&self.heads);
        let Some(unsettled) = heads.as_ref().filter(|heads| !heads.is_settled(upto)) else {
            return Ok(());
        };
        let writing = self.begin_write()?;
        unsettled.write_all(self, &writing, upto)?;
        writing.commit().map_err(|error| self.failed(error))?;
        *heads = Some(Heads::settled(upto));
        Ok(())
    }

    /// The heads, if anybody has asked for any yet.
    pub(crate) fn heads(&self) -> RwLockReadGuard<'_, Option<Heads>> {
        read(&self.heads)
    }

    /// Makes a commit visible to readers.
    pub(crate) fn publish(&self, frontier: Frontier, change: impl FnOnce(&mut Heads)) {
        let mut heads = write(&self.heads);
        if let Some(heads) = &mut *heads {
            change(heads);
            heads.freeze_if_long(frontier.size(), self.limits.drain_after);
        }
        *write(&self.durable) = frontier;
    }

    /// How many events are durable.
    pub(crate) fn position(&self) -> Position {
        read(&self.durable).size()
    }

    pub(crate) fn failed(&self, error: impl Into<redb::Error>) -> JournalError {
        from_store(&self.place, error.into())
    }

    pub(crate) fn damaged(&self, reason: &str) -> JournalError {
        JournalError::Damaged { place: self.place.clone(), reason: reason.to_owned() }
    }

    fn foreign(&self, reason: &str) -> JournalError {
        JournalError::NotAJournal { place: self.place.clone(), reason: reason.to_owned() }
    }
}

/// The journal as it was at one moment.
pub(crate) struct Snapshot<'a> {
    pub(crate) reading: ReadTransaction,
    pub(crate) store: &'a Store,
    /// Opened when first asked: finding a table by its name takes as long as finding a head in it.
    heads: OnceCell<ReadOnlyTable<&'static str, Position>>,
}

impl Snapshot<'_> {
    /// The last positions of chains as they were at the checkpoint.
    pub(crate) fn heads(&self) -> Result<&ReadOnlyTable<&'static str, Position>, JournalError> {
        if let Some(heads) = self.heads.get() {
            return Ok(heads);
        }
        let heads = self.reading.open_table(HEADS).map_err(|error| self.store.failed(error))?;
        Ok(self.heads.get_or_init(|| heads))
    }

    pub(crate) fn frontier(&self) -> Result<Frontier, JournalError> {
        Frontier::from_bytes(&self.meta(FRONTIER_KEY)?)
            .ok_or_else(|| self.store.damaged("the frontier of its Merkle tree cannot be read"))
    }

    pub(crate) fn checkpoint(&self) -> Result<Position, JournalError> {
        let bytes = self.meta(CHECKPOINT_KEY)?.try_into();
        bytes
            .map(u64::from_le_bytes)
            .map_err(|_| self.store.damaged("the checkpoint of its case heads cannot be read"))
    }

    /// The latest recording of an event of a case among those up to a position, as it was noted last. The first version of
    /// the program noted nothing.
    pub(crate) fn noted_latest(&self) -> Result<(Position, Timestamp), JournalError> {
        let bytes = self.find_meta(LATEST_KEY)?.unwrap_or_default();
        let noted = bytes.split_first_chunk().and_then(|(upto, latest)| {
            let latest = i64::from_le_bytes(latest.try_into().ok()?);
            Some((u64::from_le_bytes(*upto), Timestamp(latest)))
        });
        Ok(noted.unwrap_or((0, Timestamp::MIN)))
    }

    /// Up to which position the times of all blocks are noted; None where nobody ever did.
    pub(crate) fn times_upto(&self) -> Result<Option<Position>, JournalError> {
        let noted = self.find_meta(TIMES_KEY)?;
        Ok(noted.and_then(|bytes| Some(u64::from_le_bytes(bytes.try_into().ok()?))))
    }

    fn meta(&self, key: &str) -> Result<Vec<u8>, JournalError> {
        let missing = || self.store.damaged(&format!("its `{key}` is missing"));
        self.find_meta(key)?.ok_or_else(missing)
    }

    fn find_meta(&self, key: &str) -> Result<Option<Vec<u8>>, JournalError> {
        let meta = self.reading.open_table(META).map_err(|error| self.store.failed(error))?;
        let value = meta.get(key).map_err(|error| self.store.failed(error))?;
        Ok(value.map(|value| value.value().to_vec()))
    }
}
