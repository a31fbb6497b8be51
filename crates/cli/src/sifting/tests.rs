//! Sifting in parts comes to the same as sifting at once.

use duban_calendar::Zone;
use duban_domain::Event;
use duban_exchange::{Incoming, Mapping};

use super::{Sifted, sift};
use crate::incoming::ReadEvent;

const MAPPING: &str = r#"
recorded = "as occurred"
zone = "Asia/Shanghai"
[case]
id = "case"
item = "item"
[record]
activity = "what"
time = "when"
key = "key"
"#;

/// What a table tells.
fn told(rows: &[&str]) -> Vec<ReadEvent> {
    let mapping = Mapping::from_toml("m.toml", MAPPING).unwrap();
    let table = format!("case,item,key,what,when\n{}\n", rows.join("\n"));
    let reading = duban_exchange::read(table.as_bytes(), "window", &mapping).unwrap();
    let told = reading.map(|incoming| match incoming.unwrap() {
        Incoming::Event { event, derived, line, lineage, .. } => {
            ReadEvent { event, derived, line, lineage, waits: false }
        }
        Incoming::Quarantined(bad) => panic!("{bad:?}"),
    });
    told.collect()
}

fn sifted(known: &[Event], told: Vec<ReadEvent>, is_last: bool) -> Sifted {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    sift(told, &|cases| Ok(vec![known.to_vec(); cases.len()]), &zone, is_last).unwrap()
}

const OLD: &str = "A-1,I-1,1,受理,2026-03-02 09:00:00";
const OLD_CHANGED: &str = "A-1,I-2,1,受理,2026-03-02 09:00:00";
const NEW: &str = "A-1,I-2,2,审核,2026-03-09 09:00:00";

#[test]
fn a_description_waits_for_what_is_read_later() {
    let known = sifted(&[], told(&[OLD]), true).events;
    let at_once = sifted(&known, told(&[OLD_CHANGED, NEW]), true);
    assert!(at_once.differing.is_empty());

    let mut rows = told(&[OLD_CHANGED, NEW]);
    let later = rows.split_off(2);
    let first = sifted(&known, rows, false);
    assert_eq!((first.repeated, first.waiting.len()), (1, 1));
    let second = sifted(&known, first.waiting.into_iter().chain(later).collect(), true);
    assert!(second.waiting.is_empty());
    let sorted = |mut events: Vec<Event>| {
        events.sort_by_key(|event| (event.recorded_at, format!("{:?}", event.origin)));
        events
    };
    assert_eq!(sorted([first.events, second.events].concat()), sorted(at_once.events));
    assert!(second.differing.is_empty());

    let in_vain = sifted(&known, told(&[OLD_CHANGED]), false).waiting;
    assert_eq!(sifted(&known, in_vain, true).differing.len(), 1, "told when nothing more comes");
}
