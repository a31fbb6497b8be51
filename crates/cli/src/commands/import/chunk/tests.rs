//! When a chunk is full.

use duban_calendar::Timestamp;
use duban_domain::{About, By, CaseFact, Event, Origin, RecordKey};

use super::Chunk;
use crate::incoming::ReadEvent;

fn told(line: u64) -> ReadEvent {
    let event = Event {
        occurred_at: Timestamp::default(),
        recorded_at: Timestamp::default(),
        origin: Origin { source: "s".to_owned(), key: RecordKey::Ordinal(0), version: 1 },
        by: By::default(),
        note: None,
        about: About::Case {
            case: "A-1".to_owned(),
            fact: CaseFact::Noted { activity: String::new() },
        },
    };
    ReadEvent { event: Box::new(event), derived: false, line, lineage: None, waits: false }
}

#[test]
fn what_waits_takes_no_room() {
    let mut chunk = Chunk::of(2);
    chunk.put_off(vec![told(1), told(2), told(3)]);
    chunk.add(told(4));
    assert!(!chunk.is_full_before(&told(5)), "one was read");
    chunk.add(told(5));
    assert!(!chunk.is_full_before(&told(5)), "a record is written whole");
    assert!(chunk.is_full_before(&told(6)));
    assert_eq!(chunk.take().len(), 5);
    assert!(!chunk.is_full_before(&told(6)));
}
