//! Stand-ins: events that the mapping derives in place of a record that may yet come, or never does. The record itself knows better.
//!
//! *Invariant.* From when a record became known nothing stands in for it, in whatever files and order the two come: a stand-in that
//! became known after it is left out, an earlier one is taken back with the record. Of equal times the order of coming decides.
//!
//! *Absent on purpose.* Comparing: a stand-in knows less than its record, so the two contradict each other in nothing.

use std::collections::HashMap;

use duban_calendar::Timestamp;
use duban_domain::{Event, RecordKey};
use duban_exchange::stood_in_for;

use crate::sifting::taken_back::{kind_of, void};
use crate::sifting::{Fate, Findings, OfCase};

/// A record that somebody may stand in for: its source and key.
type Name<'a> = (&'a str, &'a str);

/// When something became known, and its place among what was read; what is stored was there before.
type Known = (Timestamp, Option<usize>);

impl OfCase<'_> {
    /// Leaves out the stand-ins that nobody needs; what takes back the others whose record is known.
    pub(super) fn find_stand_ins(&self, findings: &mut Findings) -> Vec<Event> {
        let told = self.places.iter().map(|&at| &*self.told[at].event);
        if !self.stored.iter().chain(told).any(|event| stood_in(event).is_some()) {
            return Vec::new();
        }
        let records = self.records();
        let mut last: Vec<(Name<'_>, &Event)> = Vec::new();
        self.stored.iter().for_each(|event| note(&mut last, event));
        for &at in self.places {
            let event = &*self.told[at].event;
            let Some(name) = stood_in(event).filter(|_| findings.fates[at] == Fate::Stays) else {
                continue;
            };
            let record = records.get(&name);
            if record.is_some_and(|&(known, _)| known < (event.recorded_at, Some(at))) {
                findings.fates[at] = Fate::Repeats;
            } else {
                note(&mut last, event);
            }
        }
        let standing = last.into_iter().filter(|(_, event)| kind_of(event).is_none());
        let back = standing.filter_map(|(name, event)| {
            void(event, records.get(&name)?.1, event.origin.version.saturating_add(1))
        });
        back.collect()
    }

    /// The records with keys of their own, each as it became known first, and when.
    fn records(&self) -> HashMap<Name<'_>, (Known, &Event)> {
        let mut records: HashMap<Name<'_>, (Known, &Event)> = HashMap::new();
        let stored = self.stored.iter().map(|event| (None, event));
        let told = self.places.iter().map(|&at| (Some(at), &*self.told[at].event));
        for (place, event) in stored.chain(told) {
            let RecordKey::Text(key) = &event.origin.key else { continue };
            let known = (event.recorded_at, place);
            let first = records.entry((&event.origin.source, key)).or_insert((known, event));
            if known < first.0 {
                *first = (known, event);
            }
        }
        records
    }
}

/// Keeps the highest version of each stand-in; any other event is none.
fn note<'a>(last: &mut Vec<(Name<'a>, &'a Event)>, event: &'a Event) {
    let Some(name) = stood_in(event) else { return };
    match last.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) if known.origin.version < event.origin.version => *known = event,
        Some(_) => {}
        None => last.push((name, event)),
    }
}

fn stood_in(event: &Event) -> Option<Name<'_>> {
    Some((&event.origin.source, stood_in_for(&event.origin.key)?))
}
