//! The engine comes back from the last instant there is.

use crate::support::Story;
use duban_calendar::Timestamp;
use duban_engine::Supervisor;

#[test]
fn advancing_to_the_end_of_time_returns() {
    let story = Story::read("rules pocket\n2025-03-03 09:00  accepted\nend 2025-06-01\n");
    let mut engine = Supervisor::new(story.rules.clone());
    let symbols = engine.symbols();
    let events = story.events.into_iter();
    let events: Vec<_> = events.map(|event| event.map(&mut |text| symbols.intern(&text))).collect();
    engine.apply_all(&events);
    engine.advance(Timestamp::MAX);
    assert_eq!(engine.decisions_waiting(), 3, "a reminder and the two cards");
}
