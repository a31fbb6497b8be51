//! Blocks by their bytes: what every version wrote reads the same for ever, and what was not written is refused.

mod samples;

use std::fs;

use duban_calendar::Timestamp;
use duban_domain::{Event, EventKind, Symbols};
use expect_test::expect;
use proptest::prelude::*;

use super::{Block, BlockBuilder, LIMIT};
use crate::Position;
use crate::error::Damage;
use crate::memory::Memory;
use crate::merkle::{Frontier, leaf_hash};
use crate::wire;
use samples::samples;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/golden/block-v1.bin");

const FIRST: Position = 1000;

fn block_of(events: impl IntoIterator<Item = Event>) -> BlockBuilder {
    let mut builder = BlockBuilder::new(FIRST);
    for (at, event) in events.into_iter().enumerate() {
        builder.push(at as u64 % 9, event).unwrap();
    }
    builder
}

fn bytes_of(events: impl IntoIterator<Item = Event>) -> Vec<u8> {
    block_of(events).to_bytes().unwrap()
}

/// All that can be read from the block, from a position on. The samples' ways back lead to other cases, so each record is
/// read alone; that a reader can take all of them in is tried as well.
fn read_from(bytes: &[u8], from: Position) -> Result<Vec<(Position, Event)>, Damage> {
    let block = Block::read(bytes)?;
    let (mut symbols, mut decoded) = (Symbols::new(), Vec::new());
    let positions = block.decode(from, None, &mut symbols, &mut Memory::default(), &mut decoded)?;
    assert_eq!(decoded.len() as u64, positions.end - positions.start);
    let strings = block.strings()?;
    let mut events = Vec::new();
    for position in positions {
        let record = block.record((position - block.info.first) as usize)?;
        let spelled = strings.spell(record.event)?.map(&mut |string| string.to_owned());
        events.push((position, spelled));
    }
    Ok(events)
}

fn numbered(events: Vec<Event>) -> Vec<(Position, Event)> {
    (FIRST..).zip(events).collect()
}

/// Makes the checksum that of the content, as a careful forger would.
fn seal(bytes: &mut [u8]) {
    let checksum = crc32c::crc32c(&bytes[4..]);
    bytes[..4].copy_from_slice(&checksum.to_le_bytes());
}

#[test]
fn the_samples_have_every_kind_of_event() {
    let kinds: Vec<_> = samples()
        .iter()
        .filter_map(|event| match &event.about {
            duban_domain::About::Case { case: _, fact } => Some(fact.kind()),
            duban_domain::About::Warning { .. } | duban_domain::About::Adoption(_) => None,
        })
        .collect();
    for kind in EventKind::ALL {
        assert!(kinds.contains(kind), "no sample of `{kind}`");
    }
}

#[test]
fn the_golden_block_of_version_1_reads_and_writes_the_same_for_ever() {
    let bytes = bytes_of(samples());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(GOLDEN, &bytes).unwrap();
    }
    let golden = fs::read(GOLDEN).unwrap();
    assert_eq!(
        read_from(&golden, 0).unwrap(),
        numbered(samples()),
        "what was written can no longer be read"
    );
    assert!(
        golden == bytes,
        "blocks of version 1 are written differently: give the new ones a new version"
    );
}

#[test]
fn the_leaves_of_version_1_stay() {
    let (mut frontier, mut leaf) = (Frontier::default(), Vec::new());
    for event in samples() {
        leaf.clear();
        wire::leaf_bytes(&event, &mut leaf).unwrap();
        frontier.push(leaf_hash(&leaf));
    }
    let root: String = frontier.root().iter().map(|byte| format!("{byte:02x}")).collect();
    expect!["c072b35bdb22e3d3a8c925dc2c25320992f9fdbc4f8a6dbba3900cd817e5a1bb"].assert_eq(&root);
}

#[test]
fn a_leaf_is_the_same_whatever_holds_the_strings() {
    for event in samples() {
        let (mut owned, mut borrowed) = (Vec::new(), Vec::new());
        wire::leaf_bytes(&event, &mut owned).unwrap();
        let mut strings = Vec::new();
        event.clone().map(&mut |string| strings.push(string));
        let mut at = 0;
        let event = event.map(&mut |_| {
            at += 1;
            strings[at - 1].as_str()
        });
        wire::leaf_bytes(&event, &mut borrowed).unwrap();
        assert_eq!(owned, borrowed);
    }
}

#[test]
fn each_record_is_read_alone_and_from_any_position_on() {
    let bytes = bytes_of(samples());
    let all = numbered(samples());
    let block = Block::read(&bytes).unwrap();
    for (at, (position, event)) in all.iter().enumerate() {
        let record = block.record(at).unwrap();
        assert_eq!(record.back, at as u64 % 9);
        let text = block.strings().unwrap();
        let alone = text.spell(record.event).unwrap().map(&mut |string| string.to_owned());
        assert_eq!(&alone, event);
        assert_eq!(read_from(&bytes, *position).unwrap(), all[at..]);
    }
    assert_eq!(block.record(all.len()).err(), Some(Damage::Malformed("a position")));
    assert_eq!(read_from(&bytes, Position::MAX).unwrap(), []);
}

#[test]
fn of_descriptions_only_the_facts_that_are_wanted_are_read() {
    let named = |event: &mut Event| super::names::facts_of(event).map(|facts| facts.clone());
    let mut given: Vec<_> = samples().iter_mut().filter_map(named).collect();
    let known: Vec<String> = given.iter().flatten().map(|(name, _)| name.clone()).collect();
    let wanted = [known[0].clone(), "unheard of".to_owned()];
    let bytes = bytes_of(samples());
    let (mut symbols, mut read) = (Symbols::new(), Vec::new());
    let block = Block::read(&bytes).unwrap();
    block.decode(FIRST, Some(&wanted), &mut symbols, &mut Memory::default(), &mut read).unwrap();
    let mut spelled: Vec<Event> =
        read.into_iter().map(|event| event.map(&mut |sym| symbols.get(sym).to_owned())).collect();
    given.iter_mut().for_each(|facts| facts.retain(|(name, _)| *name == known[0]));
    assert!(!given.concat().is_empty() && given.concat().len() < known.len());
    assert_eq!(spelled.iter_mut().filter_map(named).collect::<Vec<_>>(), given);
}

#[test]
fn a_block_taken_up_again_is_the_block_that_was_never_left() {
    let whole = bytes_of(samples());
    for at in 0..samples().len() {
        let left = bytes_of(samples().into_iter().take(at));
        let mut builder = BlockBuilder::resume(&Block::read(&left).unwrap()).unwrap();
        for (at, event) in samples().into_iter().enumerate().skip(at) {
            builder.push(at as u64 % 9, event).unwrap();
        }
        assert!(builder.to_bytes().unwrap() == whole, "left after {at} events");
    }
}

#[test]
fn a_full_block_fills_its_page_and_not_more() {
    let mut builder = BlockBuilder::new(0);
    let mut events = samples().into_iter().cycle();
    while !builder.is_full() {
        builder.push(1, events.next().unwrap()).unwrap();
    }
    let size = builder.to_bytes().unwrap().len();
    assert_eq!(size, builder.size());
    assert!((LIMIT - 1024..=LIMIT).contains(&size), "{size} bytes");
}

#[test]
fn strings_that_begin_alike_are_cut_between_characters() {
    let mut events: Vec<_> = samples().into_iter().take(6).collect();
    let notes = ["补正", "补丁", "\u{8865}\u{4e00}", "", "补正通知", "补"];
    for (event, note) in events.iter_mut().zip(notes) {
        event.note = Some(note.to_owned());
    }
    let builder = block_of(events.clone());
    let bytes = builder.to_bytes().unwrap();
    assert_eq!(bytes.len(), builder.size());
    assert_eq!(read_from(&bytes, 0).unwrap(), numbered(events));
}

#[test]
fn an_event_longer_than_a_block_gets_a_block() {
    let mut long = samples().remove(0);
    long.note = Some("说".repeat(100_000));
    let builder = block_of([long.clone()]);
    assert!(builder.is_full());
    assert_eq!(read_from(&builder.to_bytes().unwrap(), 0).unwrap(), numbered(vec![long]));
}

#[test]
fn a_block_says_what_times_it_covers() {
    let block = block_of(samples());
    let times: Vec<Timestamp> = samples().iter().map(|event| event.recorded_at).collect();
    let bytes = block.to_bytes().unwrap();
    let info = Block::read(&bytes).unwrap().info;
    assert_eq!((info.first, info.count), (FIRST, times.len() as u64));
    assert_eq!(Some(&info.recorded_min), times.iter().min());
    assert_eq!(Some(&info.recorded_max), times.iter().max());
}

#[test]
fn every_bit_counts() {
    let bytes = bytes_of(samples().into_iter().skip(30).take(8));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(matches!(read_from(&flipped, 0), Err(Damage::Checksum { .. })), "bit {bit}");
    }
    for length in 0..bytes.len() {
        assert!(read_from(&bytes[..length], 0).is_err(), "{length} bytes");
    }
}

#[test]
fn what_a_later_version_wrote_is_named_as_such() {
    let written = bytes_of(samples());
    for (at, message) in [
        (4, expect!["it has format 9, this program knows formats up to 1"]),
        (5, expect!["its records are of version 9, this program knows versions up to 1"]),
    ] {
        let mut bytes = written.clone();
        bytes[at] = 9;
        seal(&mut bytes);
        message.assert_eq(&read_from(&bytes, 0).unwrap_err().to_string());
    }
}

proptest! {
    /// A forged block with the right checksum is read as something or refused; nothing panics.
    #[test]
    fn nonsense_is_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = bytes_of(samples());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        seal(&mut bytes);
        if let Ok(block) = Block::read(&bytes) {
            let _refused_or_not = (read_from(&bytes, 0), BlockBuilder::resume(&block), block.record(3));
        }
    }
}
