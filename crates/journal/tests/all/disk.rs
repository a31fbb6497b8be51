//! A disk that can fail: it knows what was synced, what was written since, and when to stop working.

use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex};

use duban_journal::StorageBackend;

/// What becomes of the writes that were not synced when the power goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// None reached the disk.
    Lost,
    /// All reached the disk.
    Kept,
    /// Some sectors reached the disk, others did not.
    Torn {
        /// Which ones.
        seed: u64,
    },
}

/// A disk in memory. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<Mutex<Image>>);

#[derive(Default)]
struct Image {
    now: Vec<u8>,
    synced: Vec<u8>,
    unsynced: Vec<Change>,
    changes: u64,
    fails: Option<(u64, ErrorKind)>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

const SECTOR: usize = 512;

impl Disk {
    /// Stops working after so many further writes and syncs.
    pub(crate) fn fail_after(&self, changes: u64, with: ErrorKind) {
        let mut image = self.0.lock().unwrap();
        image.fails = Some((image.changes + changes, with));
    }

    /// Works again.
    pub(crate) fn repair(&self) {
        self.0.lock().unwrap().fails = None;
    }

    /// How many writes and syncs there were.
    pub(crate) fn changes(&self) -> u64 {
        self.0.lock().unwrap().changes
    }

    /// The disk as it is found after the power went.
    pub(crate) fn after_power_loss(&self, fate: Fate) -> Disk {
        let image = self.0.lock().unwrap();
        let mut found = image.synced.clone();
        match fate {
            Fate::Lost => {}
            Fate::Kept => image.unsynced.iter().for_each(|change| change.apply(&mut found)),
            Fate::Torn { mut seed } => {
                for change in image.unsynced.iter().flat_map(Change::sectors) {
                    seed = seed
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    if seed >> 63 == 0 {
                        change.apply(&mut found);
                    }
                }
            }
        }
        Disk(Arc::new(Mutex::new(Image { now: found.clone(), synced: found, ..Image::default() })))
    }

    /// Changes bytes behind the journal's back: where `old` stands, `new` is put. Says how often.
    pub(crate) fn tamper(&self, old: &[u8], new: &[u8]) -> usize {
        let mut image = self.0.lock().unwrap();
        let places: Vec<_> =
            (0..image.now.len()).filter(|&at| image.now[at..].starts_with(old)).collect();
        for at in &places {
            image.now[*at..][..new.len()].copy_from_slice(new);
        }
        places.len()
    }
}

impl Image {
    fn change(&mut self, change: Change) -> Result<(), Error> {
        self.count()?;
        change.apply(&mut self.now);
        self.unsynced.push(change);
        Ok(())
    }

    fn count(&mut self) -> Result<(), Error> {
        match self.fails {
            Some((after, with)) if self.changes >= after => Err(with.into()),
            _ => {
                self.changes += 1;
                Ok(())
            }
        }
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Length(length) => bytes.resize(*length, 0),
            Change::Write(at, data) => {
                bytes.resize(bytes.len().max(at + data.len()), 0);
                bytes[*at..][..data.len()].copy_from_slice(data);
            }
        }
    }

    fn sectors(&self) -> Vec<Change> {
        match self {
            Change::Length(_) => vec![self.clone()],
            Change::Write(at, data) => {
                let sector = |(number, data): (usize, &[u8])| {
                    Change::Write(at + number * SECTOR, data.to_vec())
                };
                data.chunks(SECTOR).enumerate().map(sector).collect()
            }
        }
    }
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Image")
            .field("bytes", &self.now.len())
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, Error> {
        Ok(self.0.lock().unwrap().now.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let image = self.0.lock().unwrap();
        let end = offset as usize + out.len();
        out.copy_from_slice(image.now.get(offset as usize..end).ok_or(ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, length: u64) -> Result<(), Error> {
        self.0.lock().unwrap().change(Change::Length(length as usize))
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        self.0.lock().unwrap().change(Change::Write(offset as usize, data.to_vec()))
    }

    fn sync_data(&self) -> Result<(), Error> {
        let mut image = self.0.lock().unwrap();
        image.count()?;
        let unsynced = std::mem::take(&mut image.unsynced);
        unsynced.iter().for_each(|change| change.apply(&mut image.synced));
        Ok(())
    }
}
