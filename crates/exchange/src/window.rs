//! A window that slides over an input: bytes are looked at, then left behind, and lines are counted on the way.
//!
//! *Invariant.* [`Window::line`] and [`Window::byte`] say where [`Window::bytes`] begins. Bytes that were read before an error of
//! the input can still be used up; the error comes after them.
//!
//! *Absent on purpose.* What a record is: the formats decide where one ends.

use std::fmt;
use std::io::{self, Read};

/// The most bytes that one record may take. It bounds memory, whatever a file holds.
pub(crate) const RECORD_LIMIT: usize = 1 << 20;

/// How much is asked of the input at a time.
const CHUNK: usize = 64 << 10;

/// A window over an input.
pub(crate) struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    byte: u64,
    line: u64,
    finished: bool,
    failed: Option<io::Error>,
}

impl<R: Read> Window<R> {
    pub(crate) fn new(input: R) -> Window<R> {
        Window {
            input,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            byte: 0,
            line: 1,
            finished: false,
            failed: None,
        }
    }

    /// What was read and not yet left behind.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Reads some more. False when there is nothing more: at the end, or at an error (see [`Window::failure`]).
    pub(crate) fn more(&mut self) -> bool {
        if self.finished {
            return false;
        }
        if self.start > 0 && self.buffer.len() - self.end < CHUNK {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.end < CHUNK {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(read) => {
                    self.end += read;
                    return true;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        self.finished = true;
        false
    }

    /// Leaves the first `count` bytes behind.
    pub(crate) fn advance(&mut self, count: usize) {
        let passed = &self.buffer[self.start..self.start + count];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.byte += count as u64;
        self.start += count;
    }

    /// Leaves the rest of the line behind, with its break.
    pub(crate) fn skip_line(&mut self) {
        loop {
            let bytes = self.bytes();
            if let Some(at) = memchr::memchr(b'\n', bytes) {
                return self.advance(at + 1);
            }
            let all = bytes.len();
            self.advance(all);
            if !self.more() {
                return;
            }
        }
    }

    /// The line, from 1, on which [`Window::bytes`] begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes lie before [`Window::bytes`].
    pub(crate) fn byte(&self) -> u64 {
        self.byte
    }

    /// The line and byte where the input ends: that of the first byte that could not be read.
    pub(crate) fn end_place(&self) -> (u64, u64) {
        let rest = self.bytes();
        (self.line + memchr::memchr_iter(b'\n', rest).count() as u64, self.byte + rest.len() as u64)
    }

    /// Whether the input ended in an error that nobody has taken yet.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// The error that ended the input, once.
    pub(crate) fn failure(&mut self) -> Option<io::Error> {
        self.failed.take()
    }
}

impl<R> fmt::Debug for Window<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Window")
            .field("byte", &self.byte)
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}
