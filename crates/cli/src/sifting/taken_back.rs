//! Takes back what was derived from an earlier version of a record and is not derived from a later one: the acceptance that followed
//! from a step, when the step is void or has another result; the date of a case that a corrected row leaves empty.
//!
//! An event is taken back as a record is: by one under its key in a higher version. That one is a note and has the time of what it
//! takes back, so nothing is erased: what was known before stays in the history, and what it led to is judged again.
//!
//! *Invariant.* What is taken back follows from the versions that are known, in whatever files and imports they came.
//!
//! *Invariant.* What a record told itself, under its own key, is never taken back here: only a version of that record may do so.
//!
//! *Absent on purpose.* Certainty about an event that several records may have derived: a date of the case, which every row repeats, or
//! a stand-in. It is taken back only if it became known with the version that derives it.

use std::collections::{BTreeMap, HashMap};

use duban_domain::{About, CaseFact, Event, EventKind, RecordKey};

use crate::incoming::ReadEvent;

/// The note of what takes back, as in the mappings that ship.
const VOID: &str = "作废";

/// A record of a case: its source and key.
type Name<'a> = (&'a str, &'a RecordKey);

/// The versions of the records of a case; of each version what came first.
type Versions<'a> = HashMap<Name<'a>, BTreeMap<u32, &'a Event>>;

/// The events that take back what one case's records no longer say. `stored` is what the journal knows of the case, `told` what comes
/// on top.
pub(crate) fn taken_back<'a>(
    stored: &'a [Event],
    told: impl Iterator<Item = &'a ReadEvent> + Clone,
) -> Vec<Event> {
    let families = families(told.clone());
    if families.is_empty() {
        return Vec::new();
    }
    let mut versions = Versions::new();
    for event in stored.iter().chain(told.map(|told| &*told.event)) {
        let of_record = versions.entry((&event.origin.source, &event.origin.key)).or_default();
        of_record.entry(event.origin.version).or_insert(event);
    }
    let mut back = Vec::new();
    for ((source, record), keys) in families {
        let Some(records) = versions.get(&(source, record)) else { continue };
        for key in keys {
            if let Some(derived) = versions.get(&(source, key)) {
                back.extend(of_one(records, derived));
            }
        }
    }
    back
}

/// The records from which events are derived, or may have been, in the order in which they come, with the keys of these events.
fn families<'a>(told: impl Iterator<Item = &'a ReadEvent>) -> Vec<(Name<'a>, Vec<&'a RecordKey>)> {
    let mut places = HashMap::new();
    let mut families: Vec<(Name<'_>, Vec<&RecordKey>)> = Vec::new();
    for told in told {
        let Some(lineage) = &told.lineage else { continue };
        let name: Name<'_> = (&told.event.origin.source, &lineage.record);
        let place = *places.entry(name).or_insert(families.len());
        if place == families.len() {
            families.push((name, Vec::new()));
        }
        let keys = &mut families[place].1;
        let own = told.derived.then_some(&told.event.origin.key);
        for key in lineage.silent.iter().chain(own) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    families
}

/// Goes through the versions of a record and takes back, with each, what a lower one derived under a key and this one does not.
fn of_one(records: &BTreeMap<u32, &Event>, derived: &BTreeMap<u32, &Event>) -> Vec<Event> {
    let mut back: Vec<Event> = Vec::new();
    for (&version, record) in records {
        let Some((&told_in, event)) = derived.range(..=version).next_back() else { continue };
        let is_back = back.last().is_some_and(|back| back.origin.version > told_in);
        let is_its = records.get(&told_in).is_some_and(|teller| came_with(teller, event));
        if told_in < version && !is_back && is_its && kind_of(event).is_none() {
            back.extend(void(event, record, version));
        }
    }
    back
}

/// Whether an event became known with this version of a record, so that it is the one that tells it.
fn came_with(teller: &Event, event: &Event) -> bool {
    match event.origin.key {
        // Where everything is known as it occurs, the time of what is derived does not tell by which record it was.
        RecordKey::Derived(_) => {
            event.recorded_at == event.occurred_at || teller.recorded_at == event.recorded_at
        }
        // It has a record of its own, however equal the times of the two: a batch is often stamped with one.
        RecordKey::Ordinal(_) | RecordKey::Text(_) => false,
    }
}

/// What takes an event back in this version, by the record that says otherwise.
pub(super) fn void(event: &Event, record: &Event, version: u32) -> Option<Event> {
    let About::Case { case, fact } = &event.about else { return None };
    let mut origin = event.origin.clone();
    origin.version = version;
    let fact = CaseFact::Noted { activity: fact.kind().name().to_owned() };
    Some(Event {
        occurred_at: event.occurred_at,
        recorded_at: record.recorded_at,
        origin,
        by: record.by.clone(),
        note: Some(VOID.to_owned()),
        about: About::Case { case: case.clone(), fact },
    })
}

/// The kind of the event that this one takes back, if it takes one back.
pub(crate) fn kind_of(event: &Event) -> Option<EventKind> {
    match &event.about {
        About::Case { fact: CaseFact::Noted { activity }, .. }
            if event.note.as_deref() == Some(VOID) =>
        {
            activity.parse().ok()
        }
        About::Case { .. } | About::Warning { .. } | About::Adoption(_) => None,
    }
}
