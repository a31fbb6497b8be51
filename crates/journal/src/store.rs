//! The redb file: how it comes into being, how it is opened, and what is in it.
//!
//! *Invariant.* A journal that can be seen under its name is whole: it is made under another name, and moved when it is
//! finished and synced. Whoever holds it open holds its lock, also while it is being moved.
//!
//! *Absent on purpose.* Opening without the lock: redb gives one process the file, and so does Duban.

use std::fs;
use std::path::Path;
use std::sync::{Arc, RwLock, RwLockReadGuard};

use redb::{
    Builder, Database, ReadTransaction, ReadableDatabase, TableDefinition, TableError,
    WriteTransaction,
};

use crate::Position;
use crate::error::{JournalError, from_io, from_store};
use crate::heads::Heads;
use crate::limits::Limits;
use crate::locks::{read, write};
use crate::merkle::Frontier;

/// Blocks by the position of their first event.
pub(crate) const BLOCKS: TableDefinition<'_, Position, &[u8]> = TableDefinition::new("blocks");
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

/// Memory that redb may use for pages it has read or will write: thousands of blocks, little beside the open cases.
const CACHE_BYTES: usize = 256 << 20;

const FILE: &str = "journal.redb";

/// An open file with what is known of it in memory. Shared by the journal, its readers and its writer.
#[derive(Debug)]
pub(crate) struct Store {
    db: Database,
    /// The file's name for messages.
    pub(crate) place: Arc<str>,
    /// What is durable: every event up to the frontier's size.
    pub(crate) durable: RwLock<Frontier>,
    /// The last position of each durable chain; None until somebody asks.
    heads: RwLock<Option<Heads>>,
    pub(crate) limits: Limits,
}

impl Store {
    /// Opens the journal of a data directory and makes it first if there is none.
    pub(crate) fn open(dir: &Path) -> Result<Store, JournalError> {
        let failed = |error| from_io(name_of(dir), error);
        let file = dir.join(FILE);
        make_folder(dir).map_err(failed)?;
        if !file.try_exists().map_err(failed)? {
            return Store::create(dir, &file);
        }
        Store::open_file(&file)
    }

    /// Opens the journal of a data directory.
    pub(crate) fn open_existing(dir: &Path) -> Result<Store, JournalError> {
        let file = dir.join(FILE);
        match file.try_exists() {
            Ok(true) => Store::open_file(&file),
            Ok(false) => Err(JournalError::Missing { dir: dir.to_owned() }),
            Err(error) => Err(from_io(name_of(dir), error)),
        }
    }

    fn open_file(file: &Path) -> Result<Store, JournalError> {
        let place = name_of(file);
        let db = builder().open(file).map_err(|error| from_store(&place, error.into()))?;
        Store::new(db, place, Limits::default())
    }

    fn create(dir: &Path, file: &Path) -> Result<Store, JournalError> {
        let failed = |error| from_io(name_of(dir), error);
        let unfinished = file.with_extension("redb.new");
        // What is left of a creation that was interrupted is no redb file, and nothing was ever acknowledged in it.
        let db = match builder().create(&unfinished) {
            Err(redb::DatabaseError::Storage(redb::StorageError::Io(error)))
                if error.kind() == std::io::ErrorKind::InvalidData =>
            {
                fs::remove_file(&unfinished).map_err(failed)?;
                builder().create(&unfinished)
            }
            created => created,
        };
        let db = db.map_err(|error| from_store(&name_of(&unfinished), error.into()))?;
        let store = Store::new(db, name_of(file), Limits::default())?;
        // Only the holder of the lock gets here, so nobody else moves a journal to this name in between.
        if file.try_exists().map_err(failed)? {
            drop(store);
            return Store::open_file(file);
        }
        fs::rename(&unfinished, file).map_err(failed)?;
        sync_folder(dir).map_err(failed)?;
        Ok(store)
    }

    pub(crate) fn on_backend(
        backend: impl redb::StorageBackend,
        limits: Limits,
    ) -> Result<Store, JournalError> {
        let place: Arc<str> = "in memory".into();
        let db = builder()
            .create_with_backend(backend)
            .map_err(|error| from_store(&place, error.into()))?;
        Store::new(db, place, limits)
    }

    fn new(db: Database, place: Arc<str>, limits: Limits) -> Result<Store, JournalError> {
        let store =
            Store { db, place, durable: RwLock::default(), heads: RwLock::default(), limits };
        store.check_format()?;
        let snapshot = store.snapshot()?;
        *write(&store.durable) = snapshot.frontier()?;
        Ok(store)
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
        writing.open_table(HEADS).map_err(|error| self.failed(error))?;
        writing.open_table(QUARANTINE).map_err(|error| self.failed(error))?;
        writing.open_table(QUARANTINED).map_err(|error| self.failed(error))?;
        self.put(&writing, FORMAT_KEY, &FORMAT.to_le_bytes())?;
        self.put(&writing, FRONTIER_KEY, &Frontier::default().to_bytes())?;
        self.put(&writing, CHECKPOINT_KEY, &0u64.to_le_bytes())?;
        writing.commit().map_err(|error| self.failed(error))
    }

    /// The durable events as of now. Does not wait for the writer, nor the writer for it.
    pub(crate) fn snapshot(&self) -> Result<Snapshot<'_>, JournalError> {
        Ok(Snapshot { reading: self.begin_read()?, store: self })
    }

    fn begin_read(&self) -> Result<ReadTransaction, JournalError> {
        self.db.begin_read().map_err(|error| self.failed(error))
    }

    pub(crate) fn begin_write(&self) -> Result<WriteTransaction, JournalError> {
        self.db.begin_write().map_err(|error| self.failed(error))
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
}

impl Snapshot<'_> {
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

    fn meta(&self, key: &str) -> Result<Vec<u8>, JournalError> {
        let meta = self.reading.open_table(META).map_err(|error| self.store.failed(error))?;
        let value = meta.get(key).map_err(|error| self.store.failed(error))?;
        value
            .map(|value| value.value().to_vec())
            .ok_or_else(|| self.store.damaged(&format!("its `{key}` is missing")))
    }
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

fn name_of(path: &Path) -> Arc<str> {
    path.display().to_string().into()
}

/// Makes the folder and those above it, so that their names are durable too.
fn make_folder(dir: &Path) -> std::io::Result<()> {
    let missing: Vec<_> = dir.ancestors().take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(dir)?;
    for parent in missing.into_iter().filter_map(Path::parent) {
        let here = parent.as_os_str().is_empty();
        sync_folder(if here { Path::new(".") } else { parent })?;
    }
    Ok(())
}

/// Makes a new name in the folder durable; redb syncs the file, and a file whose name is lost is lost.
#[cfg(unix)]
fn sync_folder(dir: &Path) -> std::io::Result<()> {
    fs::File::open(dir)?.sync_all()
}

/// Where folders cannot be opened, the system keeps names durable by itself.
#[cfg(not(unix))]
fn sync_folder(_dir: &Path) -> std::io::Result<()> {
    Ok(())
}
