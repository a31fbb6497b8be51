//! Cases that are described anew. The columns of a case stand in each row of many logs, and change from row to row: a new record may
//! bring others. A record that is known, in the version that is known, may not: it said before what the case is.
//!
//! A log that is exported again and again has in its old rows what the case is *now*. What a known record says otherwise is therefore
//! taken as said by the first new event that comes with it, and known since then, not since the old record.
//!
//! *Invariant.* No case is described otherwise unless something new is told of it.
//!
//! *Absent on purpose.* Tables in which a row is a whole case: a row with other columns is another record there.

use std::collections::{HashMap, HashSet};

use duban_domain::{About, CaseFact, Description, Event, RecordKey};

use crate::args::Lang;
use crate::carried;
use crate::commands::incoming::Told;
use crate::commands::sifting::{Fate, Findings, OfCase};

const ADVICE: &str = "the case stays as it was described first; if this is a correction, send the record with a higher version (`version` \
                      under `[record]` in the mapping names its column), or with a new record of the case";

impl OfCase<'_> {
    /// Finds descriptions that records bring which are known without them.
    pub(super) fn find_redescribed(&self, findings: &mut Findings, is_last: bool) {
        let mut before = Before::default();
        self.stored.iter().for_each(|event| before.add(event));
        for (nth, &at) in self.places.iter().enumerate() {
            let is_new = findings.news[at] && findings.fates[at] == Fate::Stays;
            let Some(now) = description(&self.told[at]).filter(|_| is_new) else { continue };
            let fate = self.fate_of_description(nth, now, &before, findings, is_last);
            if matches!(fate, Fate::Stays | Fate::StaysAt(..)) {
                before.add(&self.told[at].event);
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
        let Some(last) = before.last.get(source) else { return Fate::Stays };
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

/// What a case was described as before, by each source.
#[derive(Default)]
struct Before<'a> {
    /// The latest description.
    last: HashMap<&'a str, &'a Event>,
    contents: HashSet<(&'a str, &'a str)>,
}

impl<'a> Before<'a> {
    /// Notes a description; any other event is none.
    fn add(&mut self, event: &'a Event) {
        if described(event).is_none() {
            return;
        }
        let source = event.origin.source.as_str();
        self.contents.insert((source, content(event)));
        let last = self.last.entry(source).or_insert(event);
        if event.occurred_at >= last.occurred_at {
            *last = event;
        }
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
fn description(told: &Told) -> Option<&Description> {
    described(&told.event).filter(|_| matches!(told.event.origin.key, RecordKey::Derived(_)))
}

fn described(event: &Event) -> Option<&Description> {
    match &event.about {
        About::Case { fact: CaseFact::Described(description), .. } => Some(description),
        About::Case { .. } | About::Warning { .. } | About::Adoption(_) => None,
    }
}
