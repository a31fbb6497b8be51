//! From what happened to what is recorded and when: most within minutes, some late, some all at once, some corrected.
//!
//! *Invariant.* The records of a case keep their turns; a correction has the turn of the record it corrects and version 2.
//!
//! *Absent on purpose.* The same record sent twice: that is for a test to do with what it gets from here.

use duban_calendar::Timestamp;
use duban_domain::EventKind;

use crate::beat::{Actor, Beat};
use crate::case_plot::Story;
use crate::district::Setting;
use crate::random::Random;
use crate::staff::Bureau;
use crate::trouble::Trouble;

/// The records that lateness is measured by.
const REPORTED_LATE: [EventKind; 5] = [
    EventKind::Received,
    EventKind::Accepted,
    EventKind::StepCompleted,
    EventKind::Granted,
    EventKind::Completed,
];

/// The records in which the wrong officer is put right, now and then. No deadline and no decision is among them.
const CORRECTED: [EventKind; 3] =
    [EventKind::Received, EventKind::StepCompleted, EventKind::Delivered];

/// A case that has been told and is to be recorded.
pub(crate) struct Recording<'d> {
    pub(crate) set: &'d Setting,
    pub(crate) bureau: &'d Bureau,
    pub(crate) random: Random,
    pub(crate) trouble: Option<Trouble>,
    /// The beat with which the case was closed.
    pub(crate) closed: Option<usize>,
    pub(crate) corrections: Vec<Beat>,
    pub(crate) story: Story,
}

/// Gives every record its time.
pub(crate) fn record(mut recording: Recording<'_>) -> Story {
    match recording.trouble {
        Some(Trouble::LateUpload) => recording.hold_one_back(),
        Some(Trouble::BatchEntry) => recording.enter_all_at_once(),
        Some(Trouble::OffSystem) => recording.enter_at_the_end(),
        Some(_) => {}
        None => recording.correct(),
    }
    let Recording { mut story, corrections, .. } = recording;
    story.beats.extend(corrections);
    story
}

impl Recording<'_> {
    /// A moment in the office so many working days later.
    fn later(&mut self, at: Timestamp, least: u32, most: u32) -> Timestamp {
        let office = &self.set.office;
        let day = office.after(office.day_of(at), self.random.between(least, most));
        office.at(office.some_time(day, &mut self.random))
    }

    /// One of the records of these kinds.
    fn one_of(&mut self, kinds: &[EventKind]) -> Option<usize> {
        let beats = self.story.beats.iter().zip(0..);
        let places = beats.filter(|(beat, _)| kinds.contains(&beat.fact.kind()));
        let places: Vec<usize> = places.map(|(_, place)| place).collect();
        (!places.is_empty()).then(|| *self.random.pick(&places))
    }

    fn hold_one_back(&mut self) {
        let Some(place) = self.one_of(&REPORTED_LATE) else { return };
        let recorded_at = self.later(self.story.beats[place].recorded_at, 2, 8);
        if recorded_at >= self.set.horizon {
            return;
        }
        self.story.beats[place].recorded_at = recorded_at;
        self.story.shown.push((Trouble::LateUpload, recorded_at));
    }

    fn enter_all_at_once(&mut self) {
        let Some(closed) = self.closed else { return };
        let at = self.later(self.story.beats[closed].recorded_at, 2, 5);
        for (beat, place) in self.story.beats.iter_mut().zip(0..) {
            beat.recorded_at = if place <= closed { at } else { beat.recorded_at.max(at) };
        }
        self.story.shown.push((Trouble::BatchEntry, at));
    }

    fn enter_at_the_end(&mut self) {
        let at = self.story.beats.iter().map(|beat| beat.recorded_at).max();
        let at = at.unwrap_or(Timestamp::MAX);
        self.story.beats.iter_mut().for_each(|beat| beat.recorded_at = at);
        self.story.shown.push((Trouble::OffSystem, at));
    }

    /// Now and then a record is sent again because it named the wrong officer. Nothing depends on it.
    fn correct(&mut self) {
        if !self.random.chance(400) {
            return;
        }
        let Some(place) = self.one_of(&CORRECTED) else { return };
        let beat = &self.story.beats[place];
        let Actor::Officer(officer) = beat.by else { return };
        let post = &self.set.staff.officers[officer as usize].post;
        let by = Actor::Officer(self.bureau.officer(post, &mut self.random));
        let corrected = Beat { version: 2, by, ..beat.clone() };
        let recorded_at = self.later(corrected.recorded_at, 1, 5);
        self.corrections.push(Beat { recorded_at, ..corrected });
    }
}
