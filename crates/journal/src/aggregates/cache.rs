//! The aggregates at hand, so that a command need not read its case from the beginning.
//!
//! *Invariant.* What is kept is the sum of events that are in the journal, up to the position it says.
//!
//! *Absent on purpose.* Being right: what happened since is looked up whenever an aggregate is loaded.

use std::collections::HashMap;

use super::{Decided, Loaded};

/// The aggregates that were used last: at least the last [`KEPT`] of them, at most twice as many.
#[derive(Debug)]
pub(super) struct Cache<D> {
    young: HashMap<String, Loaded<D>>,
    old: HashMap<String, Loaded<D>>,
}

/// How many aggregates are kept: some ten megabytes.
const KEPT: usize = 10_000;

impl<D> Default for Cache<D> {
    fn default() -> Self {
        Cache { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<D: Decided> Cache<D> {
    pub(super) fn get(&mut self, id: &str) -> Option<Loaded<D>> {
        if let Some(loaded) = self.young.get(id) {
            return Some(loaded.clone());
        }
        let loaded = self.old.remove(id)?;
        self.put(loaded.clone());
        Some(loaded)
    }

    /// Keeps the aggregate, unless somebody has seen more of it.
    pub(super) fn put(&mut self, loaded: Loaded<D>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.old.remove(&loaded.id);
        match self.young.get_mut(&loaded.id) {
            Some(known) if known.seen > loaded.seen => {}
            Some(known) => *known = loaded,
            None => _ = self.young.insert(loaded.id.clone(), loaded),
        }
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.young.remove(id);
        self.old.remove(id);
    }
}
