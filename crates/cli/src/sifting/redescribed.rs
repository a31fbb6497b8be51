//! Cases that are described anew. The columns of a case stand in each row of many logs, and change from row to row: a new record may
//! bring others. A record that is known, in the version that is known, may not: it said before what the case is.
//!
//! A log that is exported again and again has in its old rows what the case is *now*. What a known record says otherwise is therefore
//! taken as said by the first new event that comes with it, and known since then, not since the old record.
//!
//! A case may be described again as it was before a change. The key of such a description is known; it counts if a new record brings it.
//! So it does if the new record was known earlier than all that brought it before: rows may come in any order, and what the case is must
//! be known since the first of them.
//!
//! *Invariant.* No case is described otherwise unless something new is told of it.
//!
//! *Absent on purpose.* Tables in which a row is a whole case: a row with other columns is another record there.

use std::collections::{HashMap, HashSet};

use duban_calendar::Timestamp;
use duban_domain::{About, CaseFact, Description, Event, RecordKey};
use duban_exchange::told_once_more;

use crate::args::Lang;
use crate::carried;
use crate::incoming::ReadEvent;
use crate::sifting::{Fate, Findings, OfCase};

const ADVICE: &str = "the case stays as it was described first; if this is a correction, send the record with a higher version (`version` \
                      under `[record]` in the mapping names its column), or with a new record of the case";

impl OfCase<'_> {
    /// Finds descriptions that records bring which are known without them.
    pub(super) fn find_redescribed(&self, findings: &mut Findings, is_last: bool) {
        let mut before = Before::default();
        for event in self.stored {
            before.add(event, (event.recorded_at, event.occurred_at), event.origin.version);
        }
        for (nth, &at) in self.places.iter().enumerate() {
            let stays = findings.fates[at] == Fate::Stays;
            let Some(now) = description(&self.told[at]).filter(|_| stays) else { continue };
            let fate = if findings.news[at] {
                self.fate_of_description(nth, now, &before, findings, is_last)
            } else {
                self.fate_of_known_description(nth, &before, findings)
            };
            let event = &*self.told[at].event;
            let (since, version) = ((event.recorded_at, event.occurred_at), event.origin.version);
            match &fate {
                Fate::Stays if findings.news[at] => before.add(event, since, version),
                Fate::StaysAt(occurred, recorded) => {
                    before.add(event, (*recorded, *occurred), version);
                }
                Fate::ToldAgain(key, occurred, recorded) => {
                    before.add(event, (*recorded, *occurred), version);
                    before.again.insert((&event.origin.source, (**key).clone()));
                }
                Fate::KnownEarlier(version, occurred, recorded) => {
                    before.add(event, (*recorded, *occurred), *version);
                }
                Fate::Stays | Fate::Repeats | Fate::Waits | Fate::Differs => {}
            }
            findings.fates[at] = fate;
        }
    }

    fn fate_of_description(
        &self,
        nth: usize,
        now: &Description,
        before: &Before<'_>,
        findings: &mut Findings,
        is_last: bool,
    ) -> Fate {
        let at = self.places[nth];
        let told = &self.told[at];
        let with = self.told_with(nth);
        let mut records = with.iter().filter(|&&at| !self.told[at].derived);
        if !told.waits && records.next().is_some_and(|&record| findings.news[record]) {
            return Fate::Stays;
        }
        let source = told.event.origin.source.as_str();
        let Some((_, last)) = before.last.get(source) else { return Fate::Stays };
        if before.contents.contains(&(source, content(&told.event))) {
            return Fate::Repeats;
        }
        let new = |at: &&usize| findings.news[**at] && findings.fates[**at] == Fate::Stays;
        if let Some(&first) = with.iter().find(new) {
            let event = &self.told[first].event;
            return Fate::StaysAt(event.occurred_at, event.recorded_at);
        }
        if !is_last {
            return Fate::Waits;
        }
        let reason = format!(
            "the same record came before with other columns of the case: {}",
            self.difference(described(last), now)
        );
        findings.aside.push((at, self.aside(told, &reason, ADVICE)));
        Fate::Differs
    }

    /// What becomes of a description whose key is known: it counts if a new record says that the case is as it was before a change, or
    /// was so earlier than known.
    fn fate_of_known_description(
        &self,
        nth: usize,
        before: &Before<'_>,
        findings: &Findings,
    ) -> Fate {
        let event = &self.told[self.places[nth]].event;
        let with = self.told_with(nth);
        let record = with.iter().find(|&&at| !self.told[at].derived);
        let is_new = |at: &&usize| findings.news[**at] && findings.fates[**at] == Fate::Stays;
        let Some(record) = record.filter(is_new).map(|&at| &self.told[at].event) else {
            return Fate::Stays;
        };
        let (occurred, recorded) = (record.occurred_at, record.recorded_at);
        if let Some(version) = before.version_since(event, (recorded, occurred)) {
            return Fate::KnownEarlier(version, occurred, recorded);
        }
        let is_change =
            before.last.get(event.origin.source.as_str()).is_some_and(|(when, last)| {
                *when <= record.occurred_at && content(last) != content(event)
            });
        match before.next_key(event).filter(|_| is_change) {
            Some(key) => Fate::ToldAgain(Box::new(key), record.occurred_at, record.recorded_at),
            None => Fate::Stays,
        }
    }

    /// What is told with a description: all up to the next one.
    fn told_with(&self, nth: usize) -> Vec<usize> {
        let after = self.places[nth + 1..].iter().copied();
        after.take_while(|&at| described(&self.told[at].event).is_none()).collect()
    }

    fn difference(&self, before: Option<&Description>, now: &Description) -> String {
        let empty = Description { item: None, department: None, facts: Vec::new() };
        let columns = |it| carried::columns(it, self.zone, Lang::En);
        let (before, after) = (columns(before.unwrap_or(&empty)), columns(now));
        let value = |columns: &[(String, String)], name: &str| {
            let found = columns.iter().find(|(known, _)| known == name);
            found.map_or_else(|| "nothing".to_owned(), |(_, value)| value.clone())
        };
        let gone = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
        let names = after.iter().chain(gone).map(|(name, _)| name);
        let parts = names.filter_map(|name| {
            let (was, is) = (value(&before, name), value(&after, name));
            (was != is).then(|| format!("`{name}` was `{was}`, now `{is}`"))
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// When something became known, and when it occurred; in this order the earlier one counts.
type Since = (Timestamp, Timestamp);

/// What a case was described as before, by each source.
#[derive(Default)]
struct Before<'a> {
    /// The latest description, and since when it holds.
    last: HashMap<&'a str, (Timestamp, &'a Event)>,
    contents: HashSet<(&'a str, &'a str)>,
    /// For each key since when what it describes is known, and the highest version of it.
    keys: HashMap<(&'a str, &'a RecordKey), (Since, u32)>,
    /// Keys of descriptions that are told again.
    again: HashSet<(&'a str, RecordKey)>,
}

impl<'a> Before<'a> {
    /// Notes a description in this version, known since then; any other event is none.
    fn add(&mut self, event: &'a Event, since: Since, version: u32) {
        if described(event).is_none() {
            return;
        }
        let (source, occurred_at) = (event.origin.source.as_str(), since.1);
        self.contents.insert((source, content(event)));
        let known = self.keys.entry((source, &event.origin.key)).or_insert((since, version));
        *known = (known.0.min(since), known.1.max(version));
        let last = self.last.entry(source).or_insert((occurred_at, event));
        if occurred_at >= last.0 {
            *last = (occurred_at, event);
        }
    }

    /// The version in which a description says that it was known since then, if that is earlier than so far.
    fn version_since(&self, event: &Event, since: Since) -> Option<u32> {
        let (known, version) = self.keys.get(&(event.origin.source.as_str(), &event.origin.key))?;
        (since < *known).then(|| version.saturating_add(1))
    }

    /// The key under which a description that is known is told once more.
    fn next_key(&self, event: &Event) -> Option<RecordKey> {
        let source = event.origin.source.as_str();
        let mut key = told_once_more(&event.origin.key)?;
        while self.keys.contains_key(&(source, &key)) || self.again.contains(&(source, key.clone()))
        {
            key = told_once_more(&key)?;
        }
        Some(key)
    }
}

/// What tells a description from others: the key ends with a hash of its content.
fn content(event: &Event) -> &str {
    match &event.origin.key {
        RecordKey::Text(key) | RecordKey::Derived(key) => {
            key.rsplit_once('/').map_or(key, |(_, content)| content)
        }
        RecordKey::Ordinal(_) => "",
    }
}

/// What is told of a case beside its records.
fn description(told: &ReadEvent) -> Option<&Description> {
    described(&told.event).filter(|_| matches!(told.event.origin.key, RecordKey::Derived(_)))
}

fn described(event: &Event) -> Option<&Description> {
    match &event.about {
        About::Case { fact: CaseFact::Described(description), .. } => Some(description),
        About::Case { .. } | About::Warning { .. } | About::Adoption(_) => None,
    }
}
