//! Finds the tags of a log's skeleton (`log`, `trace`, `event`) in the bytes of a file, and holds what lies between them.
//!
//! *Invariant.* Comments, CDATA and processing instructions hide tags; nothing else does, since `<` cannot stand inside a value.
//! What is held never exceeds the record limit: beyond it only its head is kept, and [`Scan::is_too_long`] says so.
//!
//! *Absent on purpose.* Well-formedness: whoever parses the pieces finds what is wrong with them.

use std::io::Read;

use memchr::{memchr, memmem};

use crate::fault::Fault;
use crate::reading::Stop;
use crate::window::{RECORD_LIMIT, Window};

/// How much is kept of a piece that is too long, for a person to recognise it by.
const HEAD: usize = 4096;
/// Longer names belong to no tag of the skeleton.
const NAME_LIMIT: usize = 64;

/// A tag of the skeleton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Log,
    LogEnd,
    Trace,
    TraceEnd,
    Event,
    EventEnd,
}

/// Looks through a file.
#[derive(Debug)]
pub(super) struct Scan<R> {
    window: Window<R>,
    /// How far of the window has been looked at. What lies before is held.
    seen: usize,
    /// The prefix of the log's namespace, with its colon.
    prefix: Vec<u8>,
    /// What must come before there is a tag again: the end of a comment, ….
    hidden_until: Option<&'static [u8]>,
    /// The head of what is held, once that is too long.
    head: Vec<u8>,
    is_too_long: bool,
}

/// What stands at a `<`.
enum Look {
    Tag(Tag),
    /// Something that hides tags until these bytes.
    Hides(&'static [u8]),
    /// An element or whatever else that is no tag of the skeleton.
    Other,
    /// Too little is there to tell.
    Unclear,
}

impl<R: Read> Scan<R> {
    pub(super) fn new(window: Window<R>) -> Scan<R> {
        Scan {
            window,
            seen: 0,
            prefix: Vec::new(),
            hidden_until: None,
            head: Vec::new(),
            is_too_long: false,
        }
    }

    /// The line on which the held bytes begin.
    pub(super) fn line(&self) -> u64 {
        self.window.line()
    }

    /// The line and byte on which the held bytes begin.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.window.line(), self.window.byte())
    }

    /// What has been passed since the last [`Scan::drop_held`], or the head of it.
    pub(super) fn held(&self) -> &[u8] {
        if self.is_too_long { &self.head } else { &self.window.bytes()[..self.seen] }
    }

    /// Whether more has been passed than is held.
    pub(super) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// Leaves behind what was passed.
    pub(super) fn drop_held(&mut self) {
        self.window.advance(self.seen);
        self.seen = 0;
        self.is_too_long = false;
    }

    /// Goes to the next tag of the skeleton, and holds what lies before it.
    pub(super) fn seek(&mut self) -> Result<Tag, Stop> {
        loop {
            if let Some(end) = self.hidden_until {
                self.pass(end)?;
                self.hidden_until = None;
            }
            match memchr(b'<', &self.window.bytes()[self.seen..]) {
                None => {
                    self.seen = self.window.bytes().len();
                    self.more()?;
                }
                Some(at) => {
                    self.seen += at;
                    match look(&self.window.bytes()[self.seen..], &self.prefix) {
                        Look::Tag(tag) => return Ok(tag),
                        Look::Hides(end) => self.hidden_until = Some(end),
                        Look::Other => self.seen += 1,
                        Look::Unclear => self.more()?,
                    }
                }
            }
        }
    }

    /// Goes behind the tag it stands at, and tells whether the tag ends what it begins (`<event/>`).
    pub(super) fn pass_tag(&mut self) -> Result<bool, Stop> {
        self.pass(b">")?;
        Ok(self.window.bytes()[..self.seen].ends_with(b"/>"))
    }

    /// The name of the first element of the file, with all before it left behind. Its namespace's prefix is that of all tags.
    pub(super) fn first_element(&mut self) -> Result<String, Stop> {
        loop {
            let Some(at) = memchr(b'<', &self.window.bytes()[self.seen..]) else {
                self.seen = self.window.bytes().len();
                self.more()?;
                continue;
            };
            self.seen += at;
            self.window.advance(self.seen);
            self.seen = 0;
            let rest = &self.window.bytes()[1..];
            match look(self.window.bytes(), b"") {
                Look::Hides(end) => self.pass(end)?,
                // `<!DOCTYPE`: what it declares is not used.
                Look::Other if rest.starts_with(b"!") => self.pass(b">")?,
                Look::Unclear => self.more()?,
                Look::Other | Look::Tag(_) => match name(rest) {
                    None if rest.len() < NAME_LIMIT => self.more()?,
                    found => {
                        let name = String::from_utf8_lossy(found.unwrap_or_default()).into_owned();
                        if let Some((prefix, _)) = name.split_once(':') {
                            self.prefix = format!("{prefix}:").into_bytes();
                        }
                        return Ok(name);
                    }
                },
            }
        }
    }

    /// Goes behind the next occurrence of some bytes.
    fn pass(&mut self, end: &[u8]) -> Result<(), Stop> {
        loop {
            let rest = &self.window.bytes()[self.seen..];
            if let Some(at) = memmem::find(rest, end) {
                self.seen += at + end.len();
                return Ok(());
            }
            // The end may have begun in what is there.
            self.seen += rest.len().saturating_sub(end.len() - 1);
            self.more()?;
        }
    }

    /// Reads some more, and forgets of what is held all but the head once that is too long.
    fn more(&mut self) -> Result<(), Stop> {
        if self.seen > RECORD_LIMIT {
            if !self.is_too_long {
                self.head.clear();
                self.head.extend_from_slice(&self.window.bytes()[..HEAD]);
                self.is_too_long = true;
            }
            self.window.advance(self.seen);
            self.seen = 0;
        }
        if self.window.more() {
            return Ok(());
        }
        Stop::failure(&mut self.window)?;
        Err(Stop {
            place: self.window.end_place(),
            fault: Fault::new(
                "the log ends before `</log>`: it was cut off",
                "what came before is good; get the file again and import it whole, records that are known already are recognised",
            ),
        })
    }
}

/// What stands at the start of these bytes, which is a `<`. `prefix` is the namespace's, as the log's own tag has it.
fn look(bytes: &[u8], prefix: &[u8]) -> Look {
    let rest = &bytes[1..];
    match rest.first() {
        None => Look::Unclear,
        Some(b'?') => Look::Hides(b"?>"),
        Some(b'!') => match rest {
            [b'!', b'-', b'-', ..] => Look::Hides(b"-->"),
            [b'!', b'[', b'C', ..] => Look::Hides(b"]]>"),
            [_, _, _, ..] => Look::Other,
            _ => Look::Unclear,
        },
        Some(b'/') => tag(&rest[1..], prefix, true),
        Some(_) => tag(rest, prefix, false),
    }
}

/// Which tag of the skeleton has this name. Most tags of a log are none, and show it with their first letter.
fn tag(bytes: &[u8], prefix: &[u8], is_end: bool) -> Look {
    let Some(name) = bytes.strip_prefix(prefix) else {
        return if prefix.starts_with(bytes) { Look::Unclear } else { Look::Other };
    };
    let (word, tag): (&[u8], Tag) = match (name.first(), is_end) {
        (None, _) => return Look::Unclear,
        (Some(b'e'), false) => (b"event", Tag::Event),
        (Some(b'e'), true) => (b"event", Tag::EventEnd),
        (Some(b't'), false) => (b"trace", Tag::Trace),
        (Some(b't'), true) => (b"trace", Tag::TraceEnd),
        (Some(b'l'), false) => (b"log", Tag::Log),
        (Some(b'l'), true) => (b"log", Tag::LogEnd),
        (Some(_), _) => return Look::Other,
    };
    match name.strip_prefix(word).map(|behind| behind.first()) {
        Some(Some(&byte)) if ends_name(byte) => Look::Tag(tag),
        Some(None) => Look::Unclear,
        None if word.starts_with(name) => Look::Unclear,
        Some(Some(_)) | None => Look::Other,
    }
}

/// The name with which these bytes begin, if its end is there.
fn name(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().take(NAME_LIMIT).position(|&byte| ends_name(byte))?;
    Some(&bytes[..end])
}

fn ends_name(byte: u8) -> bool {
    matches!(byte, b' ' | b'>' | b'/' | b'\t' | b'\r' | b'\n')
}
