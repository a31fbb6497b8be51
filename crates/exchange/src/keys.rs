//! The keys of events that stand for no record of their own, where others must know them again.
//!
//! *Invariant.* These names go into the journal, so they never change.
//!
//! *Absent on purpose.* The keys of what is derived for good: nobody takes them apart.

use duban_domain::RecordKey;

/// Before the key of the record for which an event stands in.
const STAND_IN: &str = "as/";

/// The name of what describes a case for the how many-th time, with its content as a text of a fixed length.
pub(crate) fn description(telling: u32, content: &str) -> String {
    format!("described/{telling}/{content}")
}

/// The key of the same description, told once more: the how many-th time is one more than in this key. None for any other key.
pub fn told_once_more(key: &RecordKey) -> Option<RecordKey> {
    let RecordKey::Derived(name) = key else { return None };
    let (telling, content) = name.strip_prefix("described/")?.split_once('/')?;
    let telling: u32 = telling.parse().ok()?;
    Some(RecordKey::Derived(description(telling.checked_add(1)?, content)))
}

/// The key of an event that stands in for the record of this key until that one is known.
pub(crate) fn stand_in(record: &str) -> RecordKey {
    RecordKey::Derived(format!("{STAND_IN}{record}"))
}

/// The key of the record for which the event of this key stands in, if it stands in for one.
pub fn stood_in_for(key: &RecordKey) -> Option<&str> {
    match key {
        RecordKey::Derived(name) => name.strip_prefix(STAND_IN),
        RecordKey::Ordinal(_) | RecordKey::Text(_) => None,
    }
}
