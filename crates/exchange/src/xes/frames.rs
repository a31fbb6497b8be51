//! Cuts a log into frames: the attributes of a trace, and its events.
//!
//! *Invariant.* A frame ends where the next tag of the skeleton says so, whatever is broken inside it, so that one broken record
//! costs no other.

use std::io::Read;

use crate::fault::Fault;
use crate::reading::Stop;
use crate::window::Window;
use crate::xes::scan::{Scan, Tag};

/// A piece of a log, and the line on which it begins.
#[derive(Debug)]
pub(super) enum Frame<'w> {
    TraceStart {
        line: u64,
    },
    /// Attributes of a trace, between its tags and events.
    Attributes {
        line: u64,
        bytes: &'w [u8],
        fault: Option<Fault>,
    },
    /// An event, from `<event>` to `</event>`, or what there is of it and why it is none.
    Event {
        line: u64,
        bytes: &'w [u8],
        fault: Option<Fault>,
    },
    TraceEnd,
    LogEnd,
}

/// The frames of a log.
#[derive(Debug)]
pub(super) struct Frames<R> {
    scan: Scan<R>,
    inside: Inside,
    /// The tag that the scan stands at, where it was found at the end of a frame.
    found: Option<Tag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Log,
    Trace,
    Nothing,
}

impl<R: Read> Frames<R> {
    /// Reads as far as the `<log>` that must open the file.
    pub(super) fn new(window: Window<R>) -> Result<Frames<R>, Stop> {
        let mut scan = Scan::new(window);
        let first = scan.first_element()?;
        if first != "log" && !first.ends_with(":log") {
            return Err(Stop {
                place: scan.place(),
                fault: Fault::new(
                    format!("the file is XML, but its first element is `<{first}>`, not `<log>`"),
                    "check whether it is a XES log; other XML is not read",
                ),
            });
        }
        let inside = if scan.pass_tag()? { Inside::Nothing } else { Inside::Log };
        Ok(Frames { scan, inside, found: None })
    }

    /// The line of the next frame.
    pub(super) fn line(&self) -> u64 {
        self.scan.line()
    }

    /// The next frame.
    pub(super) fn next(&mut self) -> Result<Frame<'_>, Stop> {
        loop {
            self.scan.drop_held();
            if self.inside == Inside::Nothing {
                return Ok(Frame::LogEnd);
            }
            let tag = match self.found.take() {
                Some(tag) => tag,
                None => self.scan.seek()?,
            };
            if self.inside == Inside::Trace && !self.scan.held().trim_ascii().is_empty() {
                self.found = Some(tag);
                let fault = self.scan.is_too_long().then(Fault::too_long);
                let (line, bytes) = (self.scan.line(), self.scan.held());
                return Ok(Frame::Attributes { line, bytes, fault });
            }
            self.scan.drop_held();
            match (tag, self.inside) {
                (Tag::Event, _) => return self.event(),
                (Tag::Trace, Inside::Trace) | (Tag::LogEnd, Inside::Trace) => {
                    // The trace was not closed; whatever comes next closes it.
                    self.found = Some(tag);
                    self.inside = Inside::Log;
                    return Ok(Frame::TraceEnd);
                }
                (Tag::Trace, _) => {
                    let line = self.scan.line();
                    if !self.scan.pass_tag()? {
                        self.inside = Inside::Trace;
                        return Ok(Frame::TraceStart { line });
                    }
                }
                (Tag::TraceEnd, Inside::Trace) => {
                    self.scan.pass_tag()?;
                    self.inside = Inside::Log;
                    return Ok(Frame::TraceEnd);
                }
                (Tag::LogEnd, _) => self.inside = Inside::Nothing,
                (Tag::Log | Tag::TraceEnd | Tag::EventEnd, _) => _ = self.scan.pass_tag()?,
            }
        }
    }

    /// The event at whose tag the scan stands.
    fn event(&mut self) -> Result<Frame<'_>, Stop> {
        let line = self.scan.line();
        let mut fault = None;
        if !self.scan.pass_tag()? {
            match self.scan.seek()? {
                Tag::EventEnd => _ = self.scan.pass_tag()?,
                other @ (Tag::Log | Tag::LogEnd | Tag::Trace | Tag::TraceEnd | Tag::Event) => {
                    self.found = Some(other);
                    fault = Some(Fault::new(
                        "the `<event>` is not closed before the next tag of the log",
                        "put `</event>` at its end",
                    ));
                }
            }
        }
        if self.scan.is_too_long() {
            fault = Some(Fault::too_long());
        }
        Ok(Frame::Event { line, bytes: self.scan.held(), fault })
    }
}
