//! What the tests of the journal share: small events, a look at everything, and a disk that can fail.

use duban_calendar::Timestamp;
use duban_domain::{
    About, By, CaseFact, Event, Level, Milestone, Origin, RecordKey, Symbols, WarningFact,
    WarningId,
};
use duban_journal::{Frontier, Hash, Journal, JournalError, Position, leaf_hash};

/// What happened to a case. The key, within the case, and the version are its identity.
pub(crate) fn about_case(case: &str, key: u32, version: u32) -> Event {
    let fact = match key % 3 {
        0 => CaseFact::Reached(Milestone::Accepted),
        1 => CaseFact::StepStarted { step: format!("step {}", key % 7) },
        _ => CaseFact::Noted { activity: format!("activity {key}") },
    };
    event(key, version, About::Case { case: case.to_owned(), fact })
}

/// What happened to a warning of a case.
pub(crate) fn about_warning(case: &str, key: u32, fact: WarningFact) -> Event {
    event(key, 1, About::Warning { warning: warning(case), fact })
}

pub(crate) fn warning(case: &str) -> WarningId {
    WarningId {
        case: case.to_owned(),
        rule: "promised".to_owned(),
        subject: None,
        level: Level::Yellow,
        occurrence: 1,
    }
}

fn event(key: u32, version: u32, about: About) -> Event {
    let at = Timestamp(1_773_912_600_000 + i64::from(key) * 60_000);
    Event {
        occurred_at: at,
        recorded_at: at.plus_ms(i64::from(version) * 1000),
        origin: Origin { source: "test".to_owned(), key: RecordKey::Ordinal(key), version },
        by: By { department: Some("住建局".to_owned()), post: None, officer: None },
        note: key.is_multiple_of(5).then(|| format!("note {key}")),
        about,
    }
}

/// All events from a position on.
pub(crate) fn read(
    journal: &Journal,
    from: Position,
) -> Result<Vec<(Position, Event)>, JournalError> {
    let (mut symbols, mut block, mut all) = (Symbols::new(), Vec::new(), Vec::new());
    let mut reader = journal.events(from);
    while let Some(positions) = reader.next_block(&mut symbols, &mut block)? {
        let spelled = |event: Event<_>| event.map(&mut |sym| symbols.get(sym).to_owned());
        all.extend(positions.zip(block.drain(..).map(spelled)));
    }
    Ok(all)
}

/// All events, which must stand at the positions from 0 on.
pub(crate) fn read_all(journal: &Journal) -> Vec<Event> {
    let all = read(journal, 0).unwrap();
    assert!(all.iter().enumerate().all(|(at, (position, _))| at as u64 == *position));
    all.into_iter().map(|(_, event)| event).collect()
}

/// The root of the tree over these events, by its definition.
pub(crate) fn root_of(events: &[Event]) -> Hash {
    let mut frontier = Frontier::default();
    for event in events {
        frontier.push(leaf_hash(&postcard::to_stdvec(event).unwrap()));
    }
    frontier.root()
}

/// Everything the journal says of itself agrees with these events.
#[track_caller]
pub(crate) fn assert_holds(journal: &Journal, events: &[Event]) {
    assert_eq!(read_all(journal), events);
    assert_eq!(journal.position(), events.len() as u64);
    assert_eq!(journal.root(), root_of(events));
    let mut cases: Vec<&String> = events.iter().filter_map(Event::case).collect();
    cases.sort();
    cases.dedup();
    let names: Vec<&str> = cases.iter().map(|case| case.as_str()).chain(["nobody's"]).collect();
    let histories = journal.histories(&names).unwrap();
    assert_eq!(histories.len(), names.len());
    assert_eq!(histories.last(), Some(&Vec::new()));
    for (case, together) in cases.into_iter().zip(histories) {
        let history = events.iter().enumerate().filter(|(_, event)| event.case() == Some(case));
        let history: Vec<_> = history.map(|(at, event)| (at as u64, event.clone())).collect();
        assert_eq!(journal.history(case).unwrap(), history, "history of {case}");
        assert_eq!(together, history, "history of {case} among others");
    }
    assert_eq!(journal.history("a case nobody told of").unwrap(), []);
    let of_cases = events.iter().filter(|event| matches!(event.about, About::Case { .. }));
    let last_recorded = of_cases.map(|event| event.recorded_at).max();
    assert_eq!(journal.last_recorded().unwrap(), last_recorded);
    let index = journal.block_index().unwrap();
    assert_eq!(index.iter().map(|block| block.count).sum::<u64>(), events.len() as u64);
    for block in index {
        let times = events[block.first as usize..][..block.count as usize]
            .iter()
            .map(|event| event.recorded_at);
        assert_eq!(
            (Some(block.recorded_min), Some(block.recorded_max)),
            (times.clone().min(), times.max())
        );
    }
}
