//! The history of a case: from the head of its chain, each record tells where the previous one is.
//!
//! *Invariant.* A way back leads to an earlier position, so every walk ends.
//!
//! *Absent on purpose.* A cache of blocks: redb keeps the pages, and taking a block apart costs microseconds.

use duban_domain::Event;

use crate::Position;
use crate::error::{Damage, JournalError};
use crate::store::{Snapshot, Store};

/// What happened since something was looked at.
#[derive(Debug)]
pub(crate) struct Since {
    /// Where the chain ends now; None if it has no events.
    pub(crate) head: Option<Position>,
    /// What it got, in the order of the journal.
    pub(crate) events: Vec<(Position, Event<String>)>,
}

/// Whether a visitor wants to see more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Walk {
    On,
    Stop,
}

impl Store {
    /// The events of a chain after the position up to which it was seen, as far as they are wanted.
    pub(crate) fn since(
        &self,
        chain: &str,
        seen: Option<Position>,
        wanted: impl Fn(&Event<&str>) -> bool,
    ) -> Result<Since, JournalError> {
        let remembered = self.remembered_head(chain)?;
        let mut events = Vec::new();
        if remembered.is_some() && remembered == seen {
            return Ok(Since { head: seen, events });
        }
        let snapshot = self.snapshot()?;
        let Some(head) = snapshot.head(chain, remembered)? else {
            return Ok(Since { head: None, events });
        };
        snapshot.walk(head, |position, event| {
            if seen.is_some_and(|seen| position <= seen) {
                return Walk::Stop;
            }
            if wanted(&event) {
                events.push((position, event.map(&mut |string| string.to_owned())));
            }
            Walk::On
        })?;
        events.reverse();
        Ok(Since { head: Some(head), events })
    }
}

impl Snapshot<'_> {
    /// The last position of a chain, where `remembered` is what memory said before this snapshot was taken. Asked in this
    /// order, a head that moves from memory to the table in between is seen in one of them.
    pub(crate) fn head(
        &self,
        chain: &str,
        remembered: Option<Position>,
    ) -> Result<Option<Position>, JournalError> {
        if remembered.is_some() {
            return Ok(remembered);
        }
        let head = self.heads()?.get(chain).map_err(|error| self.store.failed(error))?;
        Ok(head.map(|head| head.value()))
    }

    /// Visits a chain from its head backwards, until the visitor has seen enough and says so.
    pub(crate) fn walk(
        &self,
        head: Position,
        mut visit: impl FnMut(Position, Event<&str>) -> Walk,
    ) -> Result<(), JournalError> {
        let mut position = head;
        loop {
            let missing = || self.store.damaged(&format!("event {position} is missing"));
            let stored = self.block_of(position)?.ok_or_else(missing)?;
            let block = stored.open(self.store)?;
            let damaged = |damage| self.store.damaged_block(stored.first, damage);
            let strings = block.strings().map_err(damaged)?;
            while position >= stored.first {
                let record = block.record((position - stored.first) as usize).map_err(damaged)?;
                let event = strings.spell(record.event).map_err(damaged)?;
                if visit(position, event) == Walk::Stop || record.back == 0 {
                    return Ok(());
                }
                let before = position.checked_sub(record.back);
                position =
                    before.ok_or_else(|| damaged(Damage::Malformed("the way back of a record")))?;
            }
        }
    }
}
