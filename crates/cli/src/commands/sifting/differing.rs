//! Records that come again with other content under the same source, case, key and version. What came first stays; that the other
//! one says something else must be told, or a correction that somebody forgot to number would be lost without a word.
//!
//! *Invariant.* What is left after setting aside holds each identity with one content, the journal included.
//!
//! *Absent on purpose.* `recorded_at`: a repeat becomes known again later, and that is no other content. Stand-ins: an event that
//! the mapping derives under the key of another record knows less than that record, and contradicts nothing.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use duban_domain::{About, CaseFact, Event, Origin, RecordKey, Sym, Symbols};
use duban_journal::{Journal, Position, Quarantined};

use crate::failure::Failure;

/// An event as it was read.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) event: Event<String>,
    pub(super) derived: bool,
    /// The line that tells of it.
    pub(super) line: u64,
}

const ADVICE: &str = "what came first stays; if this is a correction, send it with a higher version (`version` under `[record]` \
                      in the mapping names its column)";

impl Told {
    fn stands_in(&self) -> bool {
        self.derived && matches!(self.event.origin.key, RecordKey::Text(_))
    }

    fn aside(&self, difference: &str) -> Result<Quarantined, Failure> {
        let event = serde_json::to_string(&self.event)
            .map_err(|error| Failure::input(format!("can't keep an event as JSON: {error}")))?;
        Ok(Quarantined {
            source: self.event.origin.source.clone(),
            place: format!("line {}", self.line),
            reason: format!(
                "case {}: the same record came before with other content: {difference}",
                self.event.case().map_or("", String::as_str)
            ),
            advice: ADVICE.to_owned(),
            record: event,
        })
    }
}

/// Takes out what contradicts the journal, or what was told before it.
pub(super) fn set_aside(
    journal: &Journal,
    told: Vec<Told>,
) -> Result<(Vec<Event<String>>, Vec<Quarantined>), Failure> {
    let mut differs = vec![false; told.len()];
    let mut aside = Vec::new();
    for (case, places) in by_case(&told) {
        let stored = journal.history(case)?;
        let mut known: HashMap<&Origin, (&Event, bool)> =
            stored.iter().map(|(_, event)| (&event.origin, (event, false))).collect();
        for at in places {
            let again = &told[at];
            match known.entry(&again.event.origin) {
                Entry::Vacant(new) => _ = new.insert((&again.event, again.stands_in())),
                Entry::Occupied(first) => {
                    let (first, stands_in) = *first.get();
                    if stands_in || again.stands_in() || is_superseded(&stored, &again.event) {
                        continue;
                    }
                    if let Some(difference) = difference(first, &again.event) {
                        differs[at] = true;
                        aside.push((at, again.aside(&difference)?));
                    }
                }
            }
        }
    }
    // A record is refused whole: with it goes what the mapping derived from it.
    let refused: HashSet<u64> = (told.iter().zip(&differs))
        .filter(|(told, differs)| **differs && !told.derived)
        .map(|(told, _)| told.line)
        .collect();
    for (told, differs) in told.iter().zip(&mut differs) {
        *differs |= refused.contains(&told.line);
    }
    aside.sort_by_key(|(at, _)| *at);
    let rest = told.into_iter().zip(differs).filter(|(_, differs)| !differs);
    Ok((rest.map(|(told, _)| told.event).collect(), aside.into_iter().map(|(_, it)| it).collect()))
}

/// The cases, in the order in which they come, with the places of their events.
fn by_case(told: &[Told]) -> Vec<(&str, Vec<usize>)> {
    let mut names = Symbols::new();
    let mut cases: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, told) in told.iter().enumerate() {
        let case = told.event.case().map_or("", String::as_str);
        let Sym(number) = names.intern(case);
        match cases.get_mut(number as usize) {
            Some((_, places)) => places.push(at),
            None => cases.push((case, vec![at])),
        }
    }
    cases
}

/// Whether the journal has the same content as a correction already: a file that tells the last state only is no contradiction.
fn is_superseded(stored: &[(Position, Event)], again: &Event) -> bool {
    stored.iter().any(|(_, event)| {
        let (one, other) = (&event.origin, &again.origin);
        one.version > other.version
            && (&one.key, &one.source) == (&other.key, &other.source)
            && difference(event, again).is_none()
    })
}

/// What an event says otherwise than the first of its identity.
fn difference(first: &Event, again: &Event) -> Option<String> {
    let mut parts = Vec::new();
    let (told, now) = (fact(first), fact(again));
    if told.map(CaseFact::kind) != now.map(CaseFact::kind) {
        parts.push(format!("it was `{}`, now `{}`", name(told), name(now)));
    } else if told != now {
        parts.push(format!("`{}` was {}, now {}", name(told), shown(told), shown(now)));
    }
    let described = matches!(now, Some(CaseFact::Described(_)));
    // A description has no time of its own: it is told with whatever else is told of the case.
    if first.occurred_at != again.occurred_at && !described {
        parts.push(format!("it happened at {}, now {}", first.occurred_at, again.occurred_at));
    }
    let texts = [
        ("officer", &first.by.officer, &again.by.officer),
        ("department", &first.by.department, &again.by.department),
        ("post", &first.by.post, &again.by.post),
        ("note", &first.note, &again.note),
    ];
    let nothing = "nothing".to_owned();
    for (name, first, again) in texts {
        if first != again {
            let [first, again] = [first, again].map(|text| text.as_ref().unwrap_or(&nothing));
            parts.push(format!("its {name} was `{first}`, now `{again}`"));
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What an event says of its case. Files tell of nothing else.
fn fact(event: &Event) -> Option<&CaseFact> {
    match &event.about {
        About::Case { fact, .. } => Some(fact),
        About::Warning { .. } | About::Adoption(_) => None,
    }
}

fn name(fact: Option<&CaseFact>) -> &'static str {
    fact.map_or("nothing", |fact| fact.kind().name())
}

/// What a fact carries, as people can compare it.
fn shown(fact: Option<&CaseFact>) -> String {
    fact.and_then(|fact| serde_json::to_string(fact).ok()).unwrap_or_default()
}
