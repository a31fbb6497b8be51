//! Records that were refused, kept with the reason until somebody fixes and resubmits them.
//!
//! *Invariant.* A record is kept once, however often it comes in: the same text from the same source is the same record.
//! Nothing here ever becomes an event by itself.
//!
//! *Absent on purpose.* Deciding what is bad: whoever reads records says so, and why.

use redb::{ReadableTable, WriteTransaction};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::JournalError;
use crate::store::{QUARANTINE, QUARANTINED, Snapshot, Store};
use crate::wire;

/// A record that did not become an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// The feed or file it came from.
    pub source: String,
    /// Where in the source: a line, row or record.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
    /// The record as it came.
    pub record: String,
}

impl Store {
    /// Keeps the records that are not kept yet, and says how many those were. Durable when it returns.
    pub(crate) fn quarantine(&self, records: &[Quarantined]) -> Result<u64, JournalError> {
        let writing = self.begin_write()?;
        let mut kept = 0;
        for record in records {
            kept += u64::from(self.keep(&writing, record)?);
        }
        let ended = if kept == 0 {
            writing.abort().map_err(redb::Error::from)
        } else {
            writing.commit().map_err(redb::Error::from)
        };
        ended.map_err(|error| self.failed(error))?;
        Ok(kept)
    }

    fn keep(&self, writing: &WriteTransaction, record: &Quarantined) -> Result<bool, JournalError> {
        let mut bytes = Vec::new();
        wire::append(&(&record.source, &record.record), &mut bytes)?;
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let mut known = writing.open_table(QUARANTINED).map_err(|error| self.failed(error))?;
        if known.get(&hash).map_err(|error| self.failed(error))?.is_some() {
            return Ok(false);
        }
        let mut table = writing.open_table(QUARANTINE).map_err(|error| self.failed(error))?;
        let last =
            table.last().map_err(|error| self.failed(error))?.map(|(number, _)| number.value());
        let number = last.map_or(1, |last| last + 1);
        bytes.clear();
        wire::append(record, &mut bytes)?;
        table.insert(number, bytes.as_slice()).map_err(|error| self.failed(error))?;
        known.insert(&hash, number).map_err(|error| self.failed(error))?;
        Ok(true)
    }
}

impl Snapshot<'_> {
    /// The records in the order in which they came, with their numbers from 1.
    pub(crate) fn quarantined(&self) -> Result<Vec<(u64, Quarantined)>, JournalError> {
        let table =
            self.reading.open_table(QUARANTINE).map_err(|error| self.store.failed(error))?;
        let mut records = Vec::new();
        for entry in table.iter().map_err(|error| self.store.failed(error))? {
            let (number, bytes) = entry.map_err(|error| self.store.failed(error))?;
            let number = number.value();
            let record = postcard::from_bytes(bytes.value()).map_err(|_| {
                self.store.damaged(&format!("quarantined record {number} cannot be read"))
            })?;
            records.push((number, record));
        }
        Ok(records)
    }
}
