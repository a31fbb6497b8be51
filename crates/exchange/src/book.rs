//! What is remembered of each case while a file is read: how many records it had, and how it was last described.
//!
//! *Invariant.* The number of a record depends on the records of its own case before it in the file and on nothing else, so the
//! same file gives the same numbers.
//!
//! *Absent on purpose.* Forgetting: a table may come back to any case. It costs some hundred bytes a case, not an event.

use std::collections::HashMap;

/// All cases seen so far.
#[derive(Debug, Default)]
pub(crate) struct CaseBook {
    cases: HashMap<String, Entry>,
}

/// One case.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The number the case's next record gets.
    next: u32,
    /// A fingerprint of its latest description.
    described: Option<u64>,
}

impl CaseBook {
    /// The entry of a case, new or known.
    pub(crate) fn entry(&mut self, case: &str) -> &mut Entry {
        self.cases.entry(case.to_owned()).or_default()
    }
}

impl Entry {
    /// The number of the next record of the case, from 0.
    pub(crate) fn number(&mut self) -> u32 {
        let number = self.next;
        self.next = number.saturating_add(1);
        number
    }

    /// Whether the case was last described otherwise, or never.
    pub(crate) fn is_news(&self, description: u64) -> bool {
        self.described != Some(description)
    }

    /// Remembers how the case is described.
    pub(crate) fn describe(&mut self, description: u64) {
        self.described = Some(description);
    }
}
