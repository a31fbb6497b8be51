//! What is in one slot: an unordered list of 24-byte entries, in chunks of 1.5 KiB.
//!
//! Chunks, and not one growing array, so that a slot with a million timers never copies them to grow, and so that the
//! memory of a slot that was emptied serves the next one.
//!
//! *Invariant.* All chunks but the last are full. No due tick is before `earliest` or after `latest`; both may be wider
//! than what is left after a removal.

use crate::slab::Handle;

/// What a slot remembers of a timer. Stale once the slab has given up the handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) due: u64,
    pub(crate) key: u64,
    pub(crate) handle: Handle,
}

/// Entries in a chunk, and the size up to which a bucket is emptied in one go.
pub(crate) const CHUNK: usize = 64;

/// A fixed block of entries, apart from the list of blocks so that growing the list moves pointers only.
#[derive(Debug)]
pub(crate) struct Chunk(Box<[Entry; CHUNK]>);

impl Chunk {
    #[inline]
    pub(crate) fn first(&self, count: usize) -> &[Entry] {
        &self.0[..count]
    }
}

const BLANK: Entry = Entry { due: 0, key: 0, handle: Handle::NONE };

/// Chunks out of use that are kept for the next bucket; the rest goes back to the allocator.
const SPARE: usize = 256;

/// A bucket keeps its list of chunks when it is emptied, unless a storm made that long.
const CHUNK_LIST: usize = 16;

/// Chunks waiting to be used again.
#[derive(Debug, Default)]
pub(crate) struct Spare(Vec<Chunk>);

impl Spare {
    #[inline]
    fn take(&mut self) -> Chunk {
        self.0.pop().unwrap_or_else(|| Chunk(Box::new([BLANK; CHUNK])))
    }

    #[inline]
    pub(crate) fn give(&mut self, chunk: Chunk) {
        if self.0.len() < SPARE {
            self.0.push(chunk);
        }
    }
}

/// The entries of one slot.
#[derive(Debug)]
pub(crate) struct Bucket {
    chunks: Vec<Chunk>,
    len: usize,
    earliest: u64,
    latest: u64,
}

impl Default for Bucket {
    fn default() -> Self {
        Bucket { chunks: Vec::new(), len: 0, earliest: u64::MAX, latest: 0 }
    }
}

impl Bucket {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// No entry is due before this tick.
    #[inline]
    pub(crate) fn earliest(&self) -> u64 {
        self.earliest
    }

    /// Whether the bucket should be emptied ahead of time. If all its timers are due at one tick it need not, however
    /// many they are: they stay here until they fire.
    #[inline]
    pub(crate) fn is_heavy(&self) -> bool {
        self.len > CHUNK && self.earliest != self.latest
    }

    #[inline]
    pub(crate) fn push(&mut self, entry: Entry, spare: &mut Spare) {
        let place = self.len % CHUNK;
        if place == 0 {
            self.chunks.push(spare.take());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.0[place] = entry;
        }
        self.len += 1;
        self.earliest = self.earliest.min(entry.due);
        self.latest = self.latest.max(entry.due);
    }

    #[inline]
    pub(crate) fn get(&self, place: usize) -> Entry {
        self.chunks[place / CHUNK].0[place % CHUNK]
    }

    /// The entries from the start of a chunk up to `end`, which is not zero, and the place of the first.
    pub(crate) fn run_before(&self, end: usize) -> (usize, &[Entry]) {
        let chunk = (end - 1) / CHUNK;
        (chunk * CHUNK, self.chunks[chunk].first(end - chunk * CHUNK))
    }

    /// Removes an entry; the last one takes its place.
    pub(crate) fn swap_remove(&mut self, place: usize, spare: &mut Spare) {
        self.len -= 1;
        self.chunks[place / CHUNK].0[place % CHUNK] = self.get(self.len);
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.pop().into_iter().for_each(|chunk| spare.give(chunk));
        }
        if self.is_empty() {
            self.forget_bounds();
        }
    }

    /// Removes the last chunk and says how many entries are in it.
    pub(crate) fn pop_chunk(&mut self) -> Option<(Chunk, usize)> {
        let chunk = self.chunks.pop()?;
        let left = self.chunks.len() * CHUNK;
        let count = self.len - left;
        self.len = left;
        if self.is_empty() {
            self.forget_bounds();
        }
        Some((chunk, count))
    }

    /// The entries, chunk by chunk, in the order in which they were put in.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &[Entry]> {
        let counts = (0..self.len).step_by(CHUNK).map(|start| CHUNK.min(self.len - start));
        self.chunks.iter().zip(counts).map(|(chunk, count)| chunk.first(count))
    }

    pub(crate) fn clear(&mut self, spare: &mut Spare) {
        self.chunks.drain(..).for_each(|chunk| spare.give(chunk));
        if self.chunks.capacity() > CHUNK_LIST {
            self.chunks = Vec::new();
        }
        self.len = 0;
        self.forget_bounds();
    }

    /// Narrows the lower bound to what was found by looking at every entry.
    pub(crate) fn set_earliest(&mut self, earliest: u64) {
        self.earliest = earliest;
    }

    fn forget_bounds(&mut self) {
        self.earliest = u64::MAX;
        self.latest = 0;
    }
}

#[cfg(test)]
mod tests;
