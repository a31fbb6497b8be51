//! Warming up: the next events and their cases are looked at together before they are worked on one by one, so that the processor waits
//! for memory once for many and not once for each. Replay is bound by memory.
//!
//! *Invariant.* Nothing is changed, and no decision depends on it.

use std::hint::black_box;

use duban_domain::{About, Event, Sym};

use crate::case_state::CaseState;

/// One event to be taken in: the place of its case, and its number among those at hand. They sort by case, and within it as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Task(u64);

impl Task {
    /// The event with this number, for the case at a place.
    pub(crate) fn new(place: usize, number: usize) -> Task {
        Task((place as u64) << 32 | number as u64)
    }

    pub(crate) fn place(self) -> usize {
        (self.0 >> 32) as usize
    }

    pub(crate) fn number(self) -> usize {
        (self.0 & 0xffff_ffff) as usize
    }
}

/// The tasks at hand, to be put in order.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    tasks: Vec<Task>,
    /// Scratch of putting them in order.
    ordered: Vec<Task>,
    counts: Vec<u32>,
}

impl Tasks {
    /// Adds the event of this number, which is for the case at a place.
    pub(crate) fn push(&mut self, place: usize, number: usize) {
        self.tasks.push(Task::new(place, number));
    }

    /// All of them by case, and within it as they came.
    pub(crate) fn by_case(&mut self) -> &[Task] {
        let places = self.tasks.iter().map(|task| task.place());
        let first = places.clone().min().unwrap_or_default();
        let range = places.max().unwrap_or_default() - first + 1;
        // Counting is faster than comparing, unless a few tasks lie far apart.
        if range > 8 * self.tasks.len() {
            self.tasks.sort_unstable();
        } else {
            self.count_out(first, range);
        }
        &self.tasks
    }

    fn count_out(&mut self, first: usize, range: usize) {
        let Tasks { tasks, ordered, counts } = self;
        counts.clear();
        counts.resize(range, 0);
        for task in &*tasks {
            counts[task.place() - first] += 1;
        }
        let mut before = 0;
        for count in &mut *counts {
            before += std::mem::replace(count, before);
        }
        ordered.clear();
        ordered.resize(tasks.len(), Task(0));
        for task in &*tasks {
            let next = &mut counts[task.place() - first];
            ordered[*next as usize] = *task;
            *next += 1;
        }
        std::mem::swap(tasks, ordered);
    }

    /// Done with them.
    pub(crate) fn clear(&mut self) {
        self.tasks.clear();
    }
}

/// So many are looked at together: their events and cases stay in the nearest cache until they are worked on.
pub(crate) const TOGETHER: usize = 128;

/// Looks at what the next tasks need. In passes, the loads of which don't depend on each other.
pub(crate) fn warm_up(tasks: &[Task], events: &[Event<Sym>], cases: &[CaseState]) {
    let event = |task: &Task| {
        let event = &events[task.number()];
        let parts = [matches!(event.about, About::Case { .. }), event.by.officer.is_some()];
        parts.into_iter().fold(event.occurred_at.0, |sum, part| sum ^ i64::from(part))
    };
    black_box(tasks.iter().fold(0, |sum, task| sum ^ event(task)));
    let case = |task: &Task| {
        let case = &cases[task.place()];
        let row = case.rows.last().map_or(0, |row| row.occurred_at.0);
        let runs = [case.runs.first(), case.runs.last()];
        let runs = runs.into_iter().flatten().fold(row, |sum, run| sum ^ run.started_at.0);
        runs ^ case.wake_at.0 ^ case.item_looked_up.1.0
    };
    black_box(tasks.iter().fold(0, |sum, task| sum ^ case(task)));
}
