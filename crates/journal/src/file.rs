//! The file of a journal: how it comes into being, and how it is opened.
//!
//! *Invariant.* A journal that can be seen under its name is whole: it is made under another name, and moved when it is
//! finished and synced. Whoever holds it open holds its lock, also while it is being moved.
//!
//! *Absent on purpose.* Opening without a lock: redb gives the file to one who writes or to any number who read, and so
//! does Duban.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::Builder;

use crate::error::{JournalError, from_io, from_opening, from_store};
use crate::limits::Limits;
use crate::store::{Db, Store};

/// Memory that redb may use for pages it has read or will write: thousands of blocks, little beside the open cases.
const CACHE_BYTES: usize = 256 << 20;

/// The same for who only reads, most often from end to end: what has been read is not read again, and a page that comes into memory
/// that was just in use is there sooner.
const CACHE_BYTES_TO_READ: usize = 8 << 20;

const FILE: &str = "journal.redb";

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
        Store::open_file(&existing(dir)?)
    }

    /// Opens the journal of a data directory beside others who read it.
    pub(crate) fn open_to_read(dir: &Path) -> Result<Store, JournalError> {
        let file = existing(dir)?;
        let place = name_of(&file);
        refuse_empty(&file)?;
        let db = match builder_to_read().open_read_only(&file) {
            // It was not closed in order, and whoever opens it for writing sets it right.
            Err(redb::DatabaseError::RepairAborted) => {
                drop(Store::open_file(&file)?);
                builder_to_read().open_read_only(&file)
            }
            opened => opened,
        };
        if matches!(db, Err(redb::DatabaseError::RepairAborted)) {
            // It was set right, and there was no room to write that down.
            return Err(JournalError::NoRoomToRepair { place });
        }
        let db = db.map_err(|error| from_store(&place, error.into()))?;
        Store::new(Db::ReadOnly(db), place, Limits::default())
    }

    fn open_file(file: &Path) -> Result<Store, JournalError> {
        let place = name_of(file);
        refuse_empty(file)?;
        let db = builder().open(file).map_err(|error| from_opening(&place, error))?;
        Store::new(Db::Writable(db), place, Limits::default())
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
        let store = Store::new(Db::Writable(db), name_of(file), Limits::default())?;
        // Only the holder of the lock gets here, so nobody else moves a journal to this name in between.
        if file.try_exists().map_err(failed)? {
            drop(store);
            return Store::open_file(file);
        }
        fs::rename(&unfinished, file).map_err(failed)?;
        sync_folder(dir).map_err(failed)?;
        Ok(store)
    }
}

/// The file of the journal in a data directory.
fn existing(dir: &Path) -> Result<PathBuf, JournalError> {
    let file = dir.join(FILE);
    match file.try_exists() {
        Ok(true) => Ok(file),
        Ok(false) => Err(JournalError::Missing { dir: dir.to_owned() }),
        Err(error) => Err(from_io(name_of(dir), error)),
    }
}

fn refuse_empty(file: &Path) -> Result<(), JournalError> {
    let found = fs::metadata(file).map_err(|error| from_io(name_of(file), error))?;
    if found.is_file() && found.len() == 0 {
        return Err(JournalError::Empty { place: name_of(file) });
    }
    Ok(())
}

pub(crate) fn builder() -> Builder {
    with_cache(CACHE_BYTES)
}

fn builder_to_read() -> Builder {
    with_cache(CACHE_BYTES_TO_READ)
}

fn with_cache(bytes: usize) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(bytes);
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
