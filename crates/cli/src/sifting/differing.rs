//! Records that come again with other content under the same source, case, key and version. What came first stays; that the other
//! one says something else must be told, or a correction that somebody forgot to number would be lost without a word.
//!
//! *Invariant.* A record is refused whole, with all that the mapping derives from it and nothing else.
//!
//! *Absent on purpose.* `recorded_at`: a repeat becomes known again later, and that is no other content. Stand-ins: what
//! the mapping derives in place of another record knows less than that record, and contradicts nothing.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use duban_calendar::Zone;
use duban_domain::{About, CaseFact, Event, Origin, RecordKey};
use duban_exchange::stood_in_for;

use crate::args::Lang;
use crate::carried;
use crate::sifting::{Fate, Findings, OfCase};

const ADVICE: &str = "what came first stays; if this is a correction, send it with a higher version (`version` under `[record]` \
                      in the mapping names its column)";

/// The events under each source and key.
type Versions<'a> = HashMap<(&'a str, &'a RecordKey), Vec<&'a Event>>;

impl OfCase<'_> {
    /// Finds what contradicts what is known, or what was told before it.
    pub(super) fn find_differing(&self, findings: &mut Findings) {
        let mut known: HashMap<&Origin, &Event> = HashMap::new();
        for event in self.stored {
            known.entry(&event.origin).or_insert(event);
        }
        let mut refused: HashSet<u64> = HashSet::new();
        let mut versions: Option<Versions<'_>> = None;
        for &at in self.places {
            let again = &self.told[at];
            match known.entry(&again.event.origin) {
                Entry::Vacant(new) => {
                    findings.news[at] = true;
                    new.insert(&again.event);
                }
                Entry::Occupied(first) => {
                    if stood_in_for(&again.event.origin.key).is_some() {
                        continue;
                    }
                    let Some(difference) = difference(first.get(), &again.event, self.zone) else {
                        continue;
                    };
                    let versions = versions.get_or_insert_with(|| self.versions());
                    if self.is_superseded(versions, &again.event) {
                        continue;
                    }
                    let reason =
                        format!("the same record came before with other content: {difference}");
                    findings.aside.push((at, self.aside(again, &reason, ADVICE)));
                    findings.fates[at] = Fate::Differs;
                    if !again.derived {
                        refused.insert(again.line);
                    }
                }
            }
        }
        // A record is refused whole: with it goes what the mapping derived from it.
        for &at in self.places {
            if self.told[at].derived && refused.contains(&self.told[at].line) {
                findings.fates[at] = Fate::Differs;
            }
        }
    }

    /// The versions of each record that is known. Worked out when something differs, which is seldom.
    fn versions(&self) -> Versions<'_> {
        let mut versions = Versions::new();
        for event in self.stored {
            versions.entry((&event.origin.source, &event.origin.key)).or_default().push(event);
        }
        versions
    }

    /// Whether the same content is known as a correction already: a file that tells the last state only is no contradiction.
    fn is_superseded(&self, versions: &Versions<'_>, again: &Event) -> bool {
        let Origin { source, key, version } = &again.origin;
        let known = versions.get(&(source.as_str(), key)).map(Vec::as_slice).unwrap_or_default();
        known.iter().any(|event| {
            event.origin.version > *version && difference(event, again, self.zone).is_none()
        })
    }
}

/// What an event says otherwise than the first of its identity.
fn difference(first: &Event, again: &Event, zone: &Zone) -> Option<String> {
    let mut parts = Vec::new();
    let (told, now) = (fact(first), fact(again));
    if told.map(CaseFact::kind) != now.map(CaseFact::kind) {
        parts.push(format!("it was `{}`, now `{}`", name(told), name(now)));
    } else if told != now {
        let shown = |fact: Option<&CaseFact>| {
            let carried = fact.map(|fact| carried::carried(fact, zone, Lang::En));
            carried.filter(|carried| !carried.is_empty()).unwrap_or_else(|| "nothing".to_owned())
        };
        parts.push(format!("`{}` was `{}`, now `{}`", name(told), shown(told), shown(now)));
    }
    let described = matches!(now, Some(CaseFact::Described(_)));
    // A description has no time of its own: it is told with whatever else is told of the case.
    if first.occurred_at != again.occurred_at && !described {
        let [first, again] = [first, again].map(|event| zone.display(event.occurred_at));
        parts.push(format!("it happened at {first}, now {again}"));
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
