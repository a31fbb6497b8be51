//! What is remembered must be what the table of all symbols says, whatever was read before and whatever was left out.

use duban_calendar::Timestamp;
use duban_domain::{About, Adopted, Adoption, By, CaseFact, Milestone, Origin, RecordKey};

use super::*;
use crate::block::{Block, BlockBuilder};

fn event(case: Option<&str>) -> Event {
    let about = match case {
        Some(case) => {
            About::Case { case: case.to_owned(), fact: CaseFact::Reached(Milestone::Accepted) }
        }
        None => About::Adoption(Adoption {
            what: Adopted::Rulebook,
            name: "national".to_owned(),
            hash: String::new(),
            files: Vec::new(),
        }),
    };
    Event {
        occurred_at: Timestamp(0),
        recorded_at: Timestamp(0),
        origin: Origin { source: "feed".to_owned(), key: RecordKey::Ordinal(0), version: 1 },
        by: By::default(),
        note: None,
        about,
    }
}

/// Blocks of the given cases, and where their first events stand.
type Told<'a> = [(Position, &'a [Option<&'a str>])];

/// Writes the blocks, the ways back as the writer would have them, and reads those that are wanted.
fn cases_read(told: &Told<'_>, wanted: impl Fn(Position) -> bool) -> Vec<Option<String>> {
    let mut last = std::collections::BTreeMap::new();
    let (mut memory, mut symbols, mut events) = (Memory::default(), Symbols::new(), Vec::new());
    for &(first, cases) in told {
        let mut builder = BlockBuilder::new(first);
        for (position, case) in (first..).zip(cases) {
            let before = last.insert(*case, position);
            builder.push(before.map_or(0, |before| position - before), event(*case)).unwrap();
        }
        if wanted(first) {
            let bytes = builder.to_bytes().unwrap();
            let block = Block::read(&bytes).unwrap();
            block.decode(0, None, &mut symbols, &mut memory, &mut events).unwrap();
        }
    }
    let name = |event: &Event<Sym>| Some(symbols.get(*event.case()?).to_owned());
    events.iter().map(name).collect()
}

const TOLD: &Told<'_> = &[
    (0, &[Some("a"), None, Some("b"), Some("a")]),
    (4, &[Some("b"), Some("c"), None]),
    (7, &[Some("a"), Some("c"), Some("b"), None]),
];

#[test]
fn cases_are_the_same_whatever_was_read_before() {
    let all: Vec<_> = TOLD.iter().flat_map(|(_, cases)| *cases).copied().collect();
    let spelled = |cases: &[Option<&str>]| -> Vec<_> {
        cases.iter().map(|case| case.map(str::to_owned)).collect()
    };
    assert_eq!(cases_read(TOLD, |_| true), spelled(&all));
    assert_eq!(cases_read(TOLD, |first| first >= 4), spelled(&all[4..]));
    assert_eq!(
        cases_read(TOLD, |first| first != 4),
        spelled(&[&all[..4], &all[7..]].concat()),
        "with a block left out"
    );
}

#[test]
fn a_case_is_recalled_without_its_string() {
    let (mut memory, mut symbols) = (Memory::default(), Symbols::new());
    let known = symbols.intern("a");
    memory.note(7, &event(Some("a")).map(&mut |it| symbols.intern(&it)));
    let bytes = {
        let mut builder = BlockBuilder::new(8);
        builder.push(1, event(Some("another name"))).unwrap();
        builder.to_bytes().unwrap()
    };
    let mut events = Vec::new();
    Block::read(&bytes).unwrap().decode(0, None, &mut symbols, &mut memory, &mut events).unwrap();
    assert_eq!(events[0].case(), Some(&known));
    assert_eq!(symbols.find("another name"), None);
}

#[test]
fn names_stay_right_when_others_take_their_places() {
    let (mut near, mut symbols) = (Near::default(), Symbols::new());
    for round in 0..3 {
        for number in 0..NEAR as u32 + 7 {
            let name = format!("{number:>width$}", width = 1 + number as usize % (SHORT + 5));
            let found = near.intern(&name, &mut symbols);
            assert_eq!(symbols.get(found), name, "in round {round}");
        }
    }
}
