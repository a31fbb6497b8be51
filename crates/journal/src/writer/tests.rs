//! What the writer keeps in memory.

use duban_calendar::Timestamp;
use duban_domain::{About, By, CaseFact, Event, Milestone, Origin, RecordKey};

use super::{Commit, Prepared, Writer};
use crate::limits::Limits;
use crate::store::Store;

const LIMITS: Limits = Limits { drain_after: 16, drain_step: 1, forget_after: 40, bulk: 8 };

fn event(number: u32) -> Event<String> {
    let fact = CaseFact::Reached(Milestone::Accepted);
    Event {
        occurred_at: Timestamp(0),
        recorded_at: Timestamp(0),
        origin: Origin { source: "window".to_owned(), key: RecordKey::Ordinal(number), version: 1 },
        by: By::default(),
        note: None,
        about: About::Case { case: format!("case {}", number / 2), fact },
    }
}

/// Commits the events in groups of ten; answers the most that was in memory after a commit, and how many were new.
fn commit(store: &Store, writer: &mut Writer, count: u32) -> (usize, u32) {
    let (mut most, mut new, mut scratch) = (0, 0, Vec::new());
    for first in (0..count).step_by(10) {
        let mut commit = Commit::begin(store, writer).unwrap();
        for number in first..first + 10 {
            let added = commit.add(Prepared::of(event(number), &mut scratch).unwrap()).unwrap();
            new += u32::from(added);
        }
        commit.finish().unwrap();
        most = most.max(writer.chains.remembered());
    }
    (most, new)
}

#[test]
fn memory_is_given_back_when_all_that_comes_is_known_already() {
    let store = Store::on_backend(redb::backends::InMemoryBackend::new(), LIMITS).unwrap();
    let mut writer = Writer::load(&store).unwrap();
    let bound = LIMITS.forget_after + 20;
    let (most, new) = commit(&store, &mut writer, 400);
    assert!(new == 400 && most <= bound, "{most} of {new}");
    let mut writer = Writer::load(&store).unwrap();
    let (most, new) = commit(&store, &mut writer, 400);
    assert!(new == 0 && (11..=bound).contains(&most), "{most} in memory, {new} new");
}
