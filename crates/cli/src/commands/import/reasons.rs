//! Why records were set aside, and which reason is the most frequent: where nothing fits, it is most likely the mapping's.
//!
//! *Invariant.* Reasons that differ only in the values they quote are one reason; the first of them is the one that is shown.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use duban_journal::Quarantined;

/// The reasons of the records that were set aside.
#[derive(Debug, Default)]
pub(super) struct Reasons(BTreeMap<String, Reason>);

#[derive(Debug)]
pub(super) struct Reason {
    /// How many records it kept out.
    pub(super) count: u64,
    /// The first of them.
    pub(super) first: Quarantined,
}

impl Reasons {
    /// Counts a record.
    pub(super) fn count(&mut self, record: &Quarantined) {
        let reason = self
            .0
            .entry(without_values(&record.reason))
            .or_insert_with(|| Reason { count: 0, first: record.clone() });
        reason.count += 1;
    }

    /// The reason that kept the most records out.
    pub(super) fn most_frequent(&self) -> Option<&Reason> {
        self.0.values().min_by_key(|reason| Reverse(reason.count))
    }
}

/// The sentence with nothing between its back quotes.
fn without_values(reason: &str) -> String {
    reason.split('`').step_by(2).collect::<Vec<_>>().join("`")
}
