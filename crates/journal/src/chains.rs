//! What the writer knows of the chains it appends to: their last positions and the identities of all their events.
//!
//! A chain is read when the first event for it comes in; a new one costs no more than finding that it has no head. When
//! memory has filled up, the chains that got no event for longest are forgotten, and read again if one comes.
//!
//! *Invariant.* Of every chain in memory, all events are known, those of the commit at hand included. So what is not known
//! is new, and need not be looked for in the journal.
//!
//! *Invariant.* Nothing is appended to a chain that leads elsewhere than to its own events: the file is damaged then.
//!
//! *Absent on purpose.* Undoing: when a commit fails, all of this is thrown away with the writer.

use std::mem;

use duban_domain::{Event, Sym, Symbols};
use hashbrown::HashSet;
use smallvec::SmallVec;

use crate::Position;
use crate::error::JournalError;
use crate::history::Walk;
use crate::identity::Identity;
use crate::store::Snapshot;

/// More identities than this are not compared one by one.
const FEW: usize = 32;

/// The chain an event hangs on: that of its case, and that without a name if it has none.
pub(crate) fn chain_of<S: AsRef<str>>(event: &Event<S>) -> &str {
    event.case().map(AsRef::as_ref).unwrap_or_default()
}

/// The chains that were touched lately.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    young: Generation,
    /// What was young until memory had filled up to a half; a chain that is touched again is moved to the young.
    old: Generation,
    scratch: Vec<u8>,
    /// The chains that got events in the commit at hand; some more than once.
    touched: Vec<Sym>,
}

#[derive(Debug, Default)]
struct Generation {
    names: Symbols,
    chains: Vec<Chain>,
    /// How many identities its chains have.
    known: usize,
}

#[derive(Debug, Default)]
struct Chain {
    last: Option<Position>,
    known: Known,
}

/// The identities of the events of one chain. Most chains have a handful, next to each other; some have all of a feed.
#[derive(Debug)]
enum Known {
    Few(SmallVec<[Identity; 4]>),
    Many(HashSet<Identity>),
}

impl Default for Known {
    fn default() -> Self {
        Known::Few(SmallVec::new())
    }
}

impl Known {
    fn len(&self) -> usize {
        match self {
            Known::Few(list) => list.len(),
            Known::Many(set) => set.len(),
        }
    }

    /// Adds an identity, and says whether it is new.
    fn insert(&mut self, identity: Identity) -> bool {
        match self {
            Known::Few(list) if list.contains(&identity) => false,
            Known::Few(list) if list.len() < FEW => {
                list.push(identity);
                true
            }
            Known::Few(list) => {
                let mut set: HashSet<_> = list.drain(..).collect();
                set.insert(identity);
                *self = Known::Many(set);
                true
            }
            Known::Many(set) => set.insert(identity),
        }
    }
}

impl Generation {
    fn add(&mut self, name: &str, chain: Chain) {
        self.known += chain.known.len();
        self.names.intern(name);
        self.chains.push(chain);
    }
}

impl Chains {
    /// Reads a chain, unless it is known.
    pub(crate) fn read(
        &mut self,
        name: &str,
        committed: &Snapshot<'_>,
    ) -> Result<Sym, JournalError> {
        if let Some(chain) = self.young.names.find(name) {
            return Ok(chain);
        }
        self.read_all([name], committed)?;
        Ok(self.young.names.intern(name))
    }

    /// Reads the chains among these that are not known. Together they are read far quicker than one by one.
    pub(crate) fn read_all<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n str>,
        committed: &Snapshot<'_>,
    ) -> Result<(), JournalError> {
        let mut unread = Symbols::new();
        for name in names {
            if self.young.names.find(name).is_some() {
                continue;
            }
            match self.old.names.find(name) {
                Some(old) => {
                    let chain = mem::take(&mut self.old.chains[old.number() as usize]);
                    self.young.add(name, chain);
                }
                None => _ = unread.intern(name),
            }
        }
        for (name, chain) in self.load(&unread, committed)?.into_iter().enumerate() {
            self.young.add(unread.get(Sym::of(name as u32)), chain);
        }
        Ok(())
    }

    fn load(
        &mut self,
        names: &Symbols,
        committed: &Snapshot<'_>,
    ) -> Result<Vec<Chain>, JournalError> {
        let (mut chains, mut led, mut heads) = (Vec::new(), Vec::new(), Vec::new());
        for place in 0..names.len() {
            let name = names.get(Sym::of(place as u32));
            let last = committed.head(name, committed.store.remembered_head(name)?)?;
            if let Some(head) = last {
                led.push(place);
                heads.push(head);
            }
            chains.push(Chain { last, known: Known::default() });
        }
        let mut failure = None;
        committed.walk_all(&heads, |way, position, event| {
            let name = names.get(Sym::of(led[way] as u32));
            if chain_of(&event) != name {
                failure = Some(committed.store.damaged(&format!(
                    "the history of case `{name}` leads to event {position}, which is about `{}`",
                    chain_of(&event)
                )));
                return Walk::Stop;
            }
            match Identity::of(&event, &mut self.scratch) {
                Ok(identity) => _ = chains[led[way]].known.insert(identity),
                Err(error) => failure = Some(error.into()),
            }
            Walk::On
        })?;
        failure.map_or(Ok(chains), Err)
    }

    /// Whether an event is new to its chain. From then on it is not.
    pub(crate) fn is_new(&mut self, chain: Sym, identity: Identity) -> bool {
        let is_new = self.young.chains[chain.number() as usize].known.insert(identity);
        self.young.known += usize::from(is_new);
        is_new
    }

    /// The last position of a chain.
    pub(crate) fn last(&self, chain: Sym) -> Option<Position> {
        self.young.chains[chain.number() as usize].last
    }

    /// Notes the event that a chain got, and says how many positions back its previous one is; 0 if there is none.
    pub(crate) fn extend(&mut self, chain: Sym, position: Position) -> u64 {
        self.touched.push(chain);
        let before = self.young.chains[chain.number() as usize].last.replace(position);
        before.map_or(0, |before| position - before)
    }

    /// Visits the chains that were extended in the commit that has just succeeded, with their last positions.
    pub(crate) fn committed(&mut self, mut visit: impl FnMut(&str, Position)) {
        self.touched.sort_unstable_by_key(|sym| sym.number());
        self.touched.dedup();
        for chain in self.touched.drain(..) {
            if let Some(last) = self.young.chains[chain.number() as usize].last {
                visit(self.young.names.get(chain), last);
            }
        }
    }

    /// How many identities are in memory.
    #[cfg(test)]
    pub(crate) fn remembered(&self) -> usize {
        let chains = self.young.chains.iter().chain(&self.old.chains);
        chains.map(|chain| chain.known.len()).sum()
    }

    /// Beyond `forget_after` identities, gives the memory of those chains back that got no event for longest.
    pub(crate) fn forget(&mut self, forget_after: usize) {
        if self.young.known > forget_after / 2 {
            self.old = mem::take(&mut self.young);
        }
    }
}
