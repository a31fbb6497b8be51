//! The history of a case: from the head of its chain, each record tells where the previous one is.
//!
//! *Invariant.* A way back leads to an earlier position, so every walk ends.
//!
//! *Absent on purpose.* A cache of blocks: redb keeps the pages, and taking a block apart costs microseconds.

use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use duban_domain::Event;

use crate::error::{Damage, JournalError};
use crate::store::{Snapshot, Store};
use crate::{CaseHistory, Position};

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

    /// The events of each of these chains that are wanted, in the order of the journal.
    pub(crate) fn of_all(
        &self,
        chains: &[&str],
        wanted: impl Fn(&str, &Event<&str>) -> bool,
    ) -> Result<Vec<CaseHistory>, JournalError> {
        let remembered: Vec<_> =
            chains.iter().map(|chain| self.remembered_head(chain)).collect::<Result<_, _>>()?;
        let snapshot = self.snapshot()?;
        let (mut places, mut heads) = (Vec::new(), Vec::new());
        for (place, remembered) in remembered.into_iter().enumerate() {
            if let Some(head) = snapshot.head(chains[place], remembered)? {
                places.push(place);
                heads.push(head);
            }
        }
        let mut events = vec![Vec::new(); chains.len()];
        snapshot.walk_all(&heads, |way, position, event| {
            let place = places[way];
            if wanted(chains[place], &event) {
                events[place].push((position, event.map(&mut |string| string.to_owned())));
            }
            Walk::On
        })?;
        events.iter_mut().for_each(|events| events.reverse());
        Ok(events)
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
        self.walk_all(&[head], |_, position, event| visit(position, event))
    }

    /// Visits several chains from their heads backwards, each as far as the visitor wants to see of it; he is told the place of
    /// its head. The latest position of all comes next, so that a block is taken apart once, however many chains lead through it:
    /// cases go on side by side, and a walk of each alone would take most blocks apart for every single event.
    pub(crate) fn walk_all(
        &self,
        heads: &[Position],
        mut visit: impl FnMut(usize, Position, Event<&str>) -> Walk,
    ) -> Result<(), JournalError> {
        let mut ways: BinaryHeap<(Position, usize)> =
            heads.iter().enumerate().map(|(chain, head)| (*head, chain)).collect();
        while let Some(&(latest, _)) = ways.peek() {
            let missing = || self.store.damaged(&format!("event {latest} is missing"));
            let stored = self.block_of(latest)?.ok_or_else(missing)?;
            let block = stored.open(self.store)?;
            let damaged = |damage| self.store.damaged_block(stored.first, damage);
            let strings = block.strings().map_err(damaged)?;
            while let Some(mut way) = ways.peek_mut().filter(|way| way.0 >= stored.first) {
                let (position, chain) = *way;
                let record = block.record((position - stored.first) as usize).map_err(damaged)?;
                let event = strings.spell(record.event).map_err(damaged)?;
                if visit(chain, position, event) == Walk::Stop || record.back == 0 {
                    PeekMut::pop(way);
                    continue;
                }
                let before = position.checked_sub(record.back);
                way.0 =
                    before.ok_or_else(|| damaged(Damage::Malformed("the way back of a record")))?;
            }
        }
        Ok(())
    }
}
