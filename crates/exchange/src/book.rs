//! What is remembered of each case while a file is read: how many records it had, and what was last told of it.
//!
//! *Invariant.* The number of a record depends on the records of its own case before it in the file and on nothing else, so the
//! same file gives the same numbers.
//!
//! *Absent on purpose.* Forgetting: a table may come back to any case. It costs some hundred bytes a case, not an event.

use std::collections::HashMap;

use duban_calendar::Timestamp;

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
    /// The columns of the case, as they stand in the file.
    pub(crate) columns: News,
    /// What the case is.
    pub(crate) description: News,
    /// The dates that stand for events.
    dates: Vec<DateTold>,
}

/// A date of a case, as it was told last.
#[derive(Debug)]
struct DateTold {
    /// The hash of the key of its event.
    key: u64,
    at: Timestamp,
    /// How many dates were told under this key, each other than the one before.
    changes: u32,
    /// The version in which it was told last.
    version: u32,
}

/// Something that is told of a case again and again, and is news only when it changes, or was known earlier than all that was told of
/// it before: rows need not stand in the order in which they became known.
#[derive(Debug, Default)]
pub(crate) struct News {
    fingerprint: Option<u64>,
    changes: u32,
    since: Since,
}

/// When something became known, and when it occurred; in this order the earlier one counts.
pub(crate) type Since = (Timestamp, Timestamp);

impl CaseBook {
    /// The entry of a case, new or known.
    pub(crate) fn entry(&mut self, case: &str) -> &mut Entry {
        self.cases.entry(case.to_owned()).or_default()
    }
}

impl Entry {
    /// The number of the next record of the case, from 0, with room left for `count` of them.
    pub(crate) fn number(&mut self, count: usize) -> u32 {
        let number = self.next;
        self.next = number.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        number
    }

    /// Tells a date by a record of this version; if that is news, in which version it is told. A correction tells it also if it is
    /// as before, for the version of a record that does not tell it takes it back.
    pub(crate) fn tell_date(&mut self, key: u64, at: Timestamp, version: u32) -> Option<u32> {
        let Some(known) = self.dates.iter_mut().find(|known| known.key == key) else {
            self.dates.push(DateTold { key, at, changes: 1, version });
            return Some(version);
        };
        if known.at != at {
            let changes = known.changes.saturating_add(1);
            *known = DateTold { key, at, changes, version: version.max(changes) };
        } else if version > 1 && version != known.version {
            known.version = version;
        } else {
            return None;
        }
        Some(known.version)
    }
}

impl News {
    /// Whether this was not what was told last, or not since so early.
    pub(crate) fn would_be_news(&self, fingerprint: u64, since: Since) -> bool {
        self.fingerprint != Some(fingerprint) || since < self.since
    }

    /// Whether anything was told yet.
    pub(crate) fn is_told(&self) -> bool {
        self.fingerprint.is_some()
    }

    /// Tells this; if it is news, the how many-th change it is, from 1.
    pub(crate) fn tell(&mut self, fingerprint: u64, since: Since) -> Option<u32> {
        if !self.would_be_news(fingerprint, since) {
            return None;
        }
        if self.fingerprint != Some(fingerprint) {
            self.fingerprint = Some(fingerprint);
            self.changes = self.changes.saturating_add(1);
        }
        self.since = since;
        Some(self.changes)
    }
}
