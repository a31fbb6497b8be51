//! Reads the files that are replayed straight away, without a journal, by `duban replay` and `duban rules backtest`.
//!
//! *Invariant.* What is left of the records is what an import of the same files would leave.

use std::collections::HashMap;
use std::path::PathBuf;

use duban_domain::Event;
use duban_journal::Quarantined;
use duban_rulebook::RuleSet;

use crate::args::Lang;
use crate::config::Config;
use crate::failure::Failure;
use crate::history::in_order;
use crate::incoming::{self, Taken};
use crate::print;
use crate::sifting::sift;
use crate::unmapped::Unmapped;
use crate::words;

/// So many records that are left out are shown.
const SHOWN: u64 = 5;

/// What was read.
pub(crate) struct FromFiles {
    /// In the order of their recording.
    pub(crate) events: Vec<Event>,
    /// Activities that the mapping has no rule for.
    pub(crate) unmapped: Unmapped,
    /// Why a file could not be read to its end.
    pub(crate) broken: Option<Failure>,
}

/// Reads all files; a broken one gives what came before the break, and the reason.
pub(crate) fn read(
    files: &[PathBuf],
    mapping: Option<&PathBuf>,
    config: &Config,
    rules: &RuleSet,
    lang: Lang,
) -> Result<FromFiles, Failure> {
    let mapping = incoming::mapping(mapping, config)?;
    let zone = incoming::zone(&mapping, || Some(rules.zone().clone()))?;
    let (mut events, mut unmapped, mut broken) = (Vec::new(), Unmapped::default(), None);
    let mut left_out = LeftOut { count: 0, lang };
    for file in files {
        let mut told = Vec::new();
        let reading = incoming::read(file, &mapping, &mut |taken| {
            match taken {
                Taken::Event(it) => told.push(it),
                Taken::Quarantined(record) => left_out.tell(&record),
            }
            Ok(())
        })?;
        broken = broken.or(reading.broken);
        unmapped.add(reading.unmapped);
        let earlier = by_case(&events);
        let of_case = |case: &&str| {
            let places = earlier.get(*case).map(Vec::as_slice).unwrap_or_default();
            places.iter().map(|&at| events[at].clone()).collect()
        };
        let known = |cases: &[&str]| Ok(cases.iter().map(of_case).collect());
        let sifted = sift(told, &known, &zone, true)?;
        let differing = sifted.differing.into_iter();
        differing.for_each(|record| left_out.tell(&incoming::in_file(file, record)));
        events.extend(sifted.events);
    }
    left_out.sum_up();
    Ok(FromFiles { events: in_order(events), unmapped, broken })
}

/// Where the events of each case stand.
fn by_case(events: &[Event]) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        let case = event.case().map_or("", String::as_str);
        match places.get_mut(case) {
            Some(known) => known.push(at),
            None => _ = places.insert(case.to_owned(), vec![at]),
        }
    }
    places
}

/// How many records were left out so far.
struct LeftOut {
    count: u64,
    lang: Lang,
}

impl LeftOut {
    fn tell(&mut self, it: &Quarantined) {
        self.count += 1;
        if self.count <= SHOWN {
            let word = words::pick(self.lang, "left out", "未采用");
            print::aside(&format!(
                "{word}: {}, {}: {}; {}",
                it.source, it.place, it.reason, it.advice
            ));
        }
    }

    fn sum_up(&self) {
        if self.count > SHOWN {
            let count = print::thousands(self.count);
            match self.lang {
                Lang::En => print::aside(&format!("left out: {count} records in all")),
                Lang::Zh => print::aside(&format!("共 {count} 条记录未采用")),
            }
        }
    }
}
