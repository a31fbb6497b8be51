//! Sifts what was read against what is known: a record that comes again says the same, or it is set aside; a new one may describe its
//! case anew; a later version takes back what an earlier one led to.
//!
//! *Invariant.* What is left holds each identity with one content, the journal included; and it is the same whether records come in
//! one file or in several, so that a replay straight from the files comes to what an import does.
//!
//! *Absent on purpose.* The journal: whoever sifts says what is known of a case, or nothing.

mod differing;
mod redescribed;
mod stand_ins;
pub(crate) mod taken_back;

use duban_calendar::{Timestamp, Zone};
use duban_domain::{Event, RecordKey};
use duban_journal::Quarantined;

use crate::args::Lang;
use crate::carried;
use crate::failure::Failure;
use crate::incoming::{ReadEvent, by_case};
use taken_back::taken_back;

/// What is left, and what is not.
#[derive(Debug, Default)]
pub(crate) struct Sifted {
    pub(crate) events: Vec<Event>,
    /// What says something else than the same record before.
    pub(crate) differing: Vec<Quarantined>,
    /// How many events were left out because they are known or say nothing new.
    pub(crate) repeated: u64,
    /// Descriptions of cases that the records to come decide on.
    pub(crate) waiting: Vec<ReadEvent>,
}

/// What becomes of an event that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It stays, as something that occurred and became known at these times.
    StaysAt(Timestamp, Timestamp),
    /// It stays at these times, under another key: it is as it was before a change.
    ToldAgain(Box<RecordKey>, Timestamp, Timestamp),
    /// It stays at these times, in this version: what is known under its key turns out to have been known earlier.
    KnownEarlier(u32, Timestamp, Timestamp),
    Repeats,
    Waits,
    Differs,
}

/// One case while it is sifted.
struct OfCase<'a> {
    /// What is known of it.
    stored: &'a [Event],
    /// All that was read, and the places of what is about this case.
    told: &'a [ReadEvent],
    places: &'a [usize],
    zone: &'a Zone,
}

/// What sifting has come to so far, by the places of what was read.
struct Findings {
    fates: Vec<Fate>,
    /// Whether it is the first of its identity.
    news: Vec<bool>,
    aside: Vec<(usize, Quarantined)>,
}

/// So many cases are looked up at once: a journal that is asked for many takes each of its blocks apart once for all of them.
const CASES_AT_ONCE: usize = 1 << 14;

/// Tells what is known of each of some cases.
pub(crate) type Known<'a> = dyn Fn(&[&str]) -> Result<Vec<Vec<Event>>, Failure> + 'a;

/// Sifts what was read; `is_last` when the file ends with it.
pub(crate) fn sift(
    told: Vec<ReadEvent>,
    known: &Known<'_>,
    zone: &Zone,
    is_last: bool,
) -> Result<Sifted, Failure> {
    let count = told.len();
    let mut findings =
        Findings { fates: vec![Fate::Stays; count], news: vec![false; count], aside: Vec::new() };
    let mut back = Vec::new();
    for cases in by_case(&told).chunks(CASES_AT_ONCE) {
        let names: Vec<&str> = cases.iter().map(|(case, _)| *case).collect();
        for ((_, places), stored) in cases.iter().zip(known(&names)?) {
            let of_case = OfCase { stored: &stored, told: &told, places, zone };
            of_case.find_differing(&mut findings);
            back.extend(of_case.find_stand_ins(&mut findings));
            of_case.find_redescribed(&mut findings, is_last);
            let stays = |at: &&usize| findings.fates[**at].stays();
            back.extend(taken_back(&stored, places.iter().filter(stays).map(|&at| &told[at])));
        }
    }
    let mut sifted = Sifted::default();
    for ((mut told, fate), is_news) in told.into_iter().zip(findings.fates).zip(findings.news) {
        match fate {
            Fate::Stays if !is_news => sifted.repeated += 1,
            Fate::Stays => sifted.events.push(*told.event),
            Fate::StaysAt(occurred, recorded) => {
                (told.event.occurred_at, told.event.recorded_at) = (occurred, recorded);
                sifted.events.push(*told.event);
            }
            Fate::ToldAgain(key, occurred, recorded) => {
                (told.event.occurred_at, told.event.recorded_at) = (occurred, recorded);
                told.event.origin.key = *key;
                sifted.events.push(*told.event);
            }
            Fate::KnownEarlier(version, occurred, recorded) => {
                (told.event.occurred_at, told.event.recorded_at) = (occurred, recorded);
                told.event.origin.version = version;
                sifted.events.push(*told.event);
            }
            Fate::Repeats => sifted.repeated += 1,
            Fate::Waits => {
                told.waits = true;
                sifted.waiting.push(told);
            }
            Fate::Differs => {}
        }
    }
    sifted.events.extend(back);
    findings.aside.sort_by_key(|(at, _)| *at);
    sifted.differing = findings.aside.into_iter().map(|(_, record)| record).collect();
    Ok(sifted)
}

impl Fate {
    fn stays(&self) -> bool {
        matches!(
            self,
            Fate::Stays | Fate::StaysAt(..) | Fate::ToldAgain(..) | Fate::KnownEarlier(..)
        )
    }
}

impl OfCase<'_> {
    /// A record that was set aside, as people can read it and mend it.
    fn aside(&self, told: &ReadEvent, reason: &str, advice: &str) -> Quarantined {
        let event = &told.event;
        let case = event.case().map_or("", String::as_str);
        Quarantined {
            source: event.origin.source.clone(),
            place: format!("line {}", told.line),
            reason: format!("case {case}: {reason}"),
            advice: advice.to_owned(),
            record: carried::fields(event, self.zone, Lang::En),
        }
    }
}

#[cfg(test)]
mod tests;
