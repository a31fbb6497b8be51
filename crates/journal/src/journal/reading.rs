//! What a journal can be asked.
//!
//! *Invariant.* Each answer is of one moment, and nobody who appends waits for it.
//!
//! *Absent on purpose.* Following: who wants to know what comes next asks again from where it stands.

use duban_calendar::Timestamp;
use duban_domain::{About, Adoption, Event};

use super::Journal;
use crate::block::BlockInfo;
use crate::condition::Subject;
use crate::error::JournalError;
use crate::history::Since;
use crate::locks::read;
use crate::merkle::Hash;
use crate::quarantine::Quarantined;
use crate::reader::Reader;
use crate::{CaseHistory, Position};

impl Journal {
    /// When the latest recording of an event of a case was; None when there is no such event.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_recorded(&self) -> Result<Option<Timestamp>, JournalError> {
        self.inner.store.snapshot()?.latest()
    }

    /// How many events are durable. The next one gets this position.
    pub fn position(&self) -> Position {
        self.inner.store.position()
    }

    /// The root of the Merkle tree over all durable events (RFC 6962).
    pub fn root(&self) -> Hash {
        read(&self.inner.store.durable).root()
    }

    /// A reader of the events from a position on.
    pub fn events(&self, from: Position) -> Reader {
        Reader::new(self.inner.store.clone(), from)
    }

    /// What the blocks say of themselves, in order: enough to see whether recording times ever go back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn block_index(&self) -> Result<Vec<BlockInfo>, JournalError> {
        self.inner.store.snapshot()?.block_index()
    }

    /// Compares the checksums of all blocks.
    ///
    /// # Errors
    /// [`JournalError::DamagedBlock`] for the first that is damaged, or when the file cannot be read.
    pub fn check_blocks(&self) -> Result<(), JournalError> {
        self.inner.store.snapshot()?.index_by_blocks().map(drop)
    }

    /// All that happened to a case and to its warnings, in the order of the journal. Nothing for a case nobody told of.
    ///
    /// # Errors
    /// [`JournalError::DamagedBlock`], or when the file cannot be read.
    pub fn history(&self, case: &str) -> Result<Vec<(Position, Event<String>)>, JournalError> {
        let since = self.inner.store.since(case, None, |event| event.case() == Some(&case))?;
        Ok(since.events)
    }

    /// The history of each of these cases, as [`Journal::history`] tells it, at one moment. Far quicker than to ask for one after the
    /// other where there are many; all that it answers is in memory at once.
    ///
    /// # Errors
    /// As [`Journal::history`].
    pub fn histories(&self, cases: &[&str]) -> Result<Vec<CaseHistory>, JournalError> {
        self.inner.store.of_all(cases, |case, event| event.case() == Some(&case))
    }

    /// What came into use to judge cases by, in the order of the journal.
    ///
    /// # Errors
    /// As [`Journal::history`].
    pub fn adoptions(&self) -> Result<Vec<Adoption<String>>, JournalError> {
        // What belongs to no case hangs on the chain without a name.
        let since = self.inner.store.since("", None, |event| event.case().is_none())?;
        let adoption = |(_, event): (Position, Event<String>)| match event.about {
            About::Adoption(adoption) => Some(adoption),
            About::Case { .. } | About::Warning { .. } => None,
        };
        Ok(since.events.into_iter().filter_map(adoption).collect())
    }

    /// What happened to a subject after the position up to which it was seen.
    pub(crate) fn since(
        &self,
        subject: &Subject,
        seen: Option<Position>,
    ) -> Result<Since, JournalError> {
        self.inner.store.since(subject.chain(), seen, |event| subject.concerns(event))
    }

    /// The records that could not become events, in the order in which they came, with their numbers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn quarantined(&self) -> Result<Vec<(u64, Quarantined)>, JournalError> {
        self.inner.store.snapshot()?.quarantined()
    }
}
