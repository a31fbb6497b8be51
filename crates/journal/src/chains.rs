//! What the writer knows of the chains it appends to: their last positions and the identities of all their events.
//!
//! A chain is read when the first event for it comes in; a new one costs no more than finding that it has no head.
//!
//! *Invariant.* Of every chain named here, all events are known, those of the commit at hand included. So what is not known
//! is new, and need not be looked for in the journal.
//!
//! *Absent on purpose.* Undoing: when a commit fails, all of this is thrown away with the writer.

use duban_domain::{Event, Sym, Symbols};
use hashbrown::HashSet;

use crate::Position;
use crate::error::JournalError;
use crate::history::Walk;
use crate::identity::Identity;
use crate::store::Snapshot;

/// The chain an event hangs on: that of its case, and that without a name if it has none.
pub(crate) fn chain_of<S: AsRef<str>>(event: &Event<S>) -> &str {
    event.case().map(AsRef::as_ref).unwrap_or_default()
}

/// The chains that were touched since the memory was last given back.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    names: Symbols,
    last: Vec<Option<Position>>,
    known: HashSet<Identity>,
    scratch: Vec<u8>,
    /// The chains that got events in the commit at hand; some more than once.
    touched: Vec<Sym>,
}

impl Chains {
    /// Reads a chain, unless it is known.
    pub(crate) fn read(
        &mut self,
        chain: &str,
        committed: &Snapshot<'_>,
    ) -> Result<Sym, JournalError> {
        if let Some(sym) = self.names.find(chain) {
            return Ok(sym);
        }
        let head = committed.head(chain, committed.store.remembered_head(chain)?)?;
        if let Some(head) = head {
            let mut failure = None;
            committed.walk(head, |_, event| {
                match Identity::of(&event, &mut self.scratch) {
                    Ok(identity) => _ = self.known.insert(identity),
                    Err(error) => failure = Some(error),
                }
                Walk::On
            })?;
            failure.map_or(Ok(()), Err)?;
        }
        self.last.push(head);
        Ok(self.names.intern(chain))
    }

    /// Whether the event is new to its chain. From then on it is not.
    pub(crate) fn is_new(&mut self, event: &Event<String>) -> Result<bool, JournalError> {
        Ok(self.known.insert(Identity::of(event, &mut self.scratch)?))
    }

    /// The last position of a chain.
    pub(crate) fn last(&self, chain: Sym) -> Option<Position> {
        self.last[chain.0 as usize]
    }

    /// Notes the event that a chain got, and says how many positions back its previous one is; 0 if there is none.
    pub(crate) fn extend(&mut self, chain: Sym, position: Position) -> u64 {
        self.touched.push(chain);
        let before = self.last[chain.0 as usize].replace(position);
        before.map_or(0, |before| position - before)
    }

    /// Visits the chains that were extended in the commit that has just succeeded, with their last positions.
    /// Beyond `forget_after` identities the memory is given back.
    pub(crate) fn committed(&mut self, forget_after: usize, mut visit: impl FnMut(&str, Position)) {
        self.touched.sort_unstable_by_key(|sym| sym.0);
        self.touched.dedup();
        for chain in self.touched.drain(..) {
            if let Some(last) = self.last[chain.0 as usize] {
                visit(self.names.get(chain), last);
            }
        }
        if self.known.len() > forget_after {
            *self = Chains::default();
        }
    }
}
