//! The keys of events that stand for no record of their own, where others must know them again.
//!
//! *Invariant.* These names go into the journal, so they never change.
//!
//! *Absent on purpose.* The keys of what is derived for good: nobody takes them apart.

use duban_domain::RecordKey;

/// Before the key of the record for which an event stands in.
const STAND_IN: &str = "as/";

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
