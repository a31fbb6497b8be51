//! What was read and is yet to be written.
//!
//! *Invariant.* The room is for what is read: descriptions that wait for later records take none of it, however many they are.

use crate::incoming::ReadEvent;

/// Events that are sorted by recording time and appended at once.
#[derive(Debug)]
pub(super) struct Chunk {
    told: Vec<ReadEvent>,
    /// How many of them were read since the last were taken.
    read: usize,
    room: usize,
}

impl Chunk {
    /// An empty one with room for so many events, and for what else the last record tells.
    pub(super) fn of(room: usize) -> Chunk {
        Chunk { told: Vec::new(), read: 0, room }
    }

    /// Whether it is to be written before this is added. What is told by one record is written together, so that none is judged by
    /// half.
    pub(super) fn is_full_before(&self, next: &ReadEvent) -> bool {
        self.read >= self.room && self.told.last().is_some_and(|last| last.line != next.line)
    }

    /// Adds what was read.
    pub(super) fn add(&mut self, told: ReadEvent) {
        self.told.push(told);
        self.read += 1;
    }

    /// All that it holds, which leaves it empty.
    pub(super) fn take(&mut self) -> Vec<ReadEvent> {
        self.read = 0;
        std::mem::take(&mut self.told)
    }

    /// Puts back what waits for records that are read later.
    pub(super) fn put_off(&mut self, waiting: Vec<ReadEvent>) {
        self.told = waiting;
    }
}

#[cfg(test)]
mod tests;
