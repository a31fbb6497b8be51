//! XES (IEEE 1849): event logs in XML, read trace by trace.
//!
//! The file is cut into frames (an event, the attributes of a trace) before any of it is parsed: `<` cannot stand inside a
//! value, so a frame's end is found without understanding it, and what is broken inside a frame breaks nothing else. Each frame
//! is then parsed by `quick-xml` on its own.
//!
//! *Invariant.* Every `<event>` of the file is one row. Attributes may come before or after the events of their trace.
//!
//! *Absent on purpose.* Entities and DTDs: five names are expanded (`&lt;` and the like), no others, so nothing can grow. Global
//! defaults and classifiers are passed over: a mapping names attributes itself.

mod attributes;
mod frames;
mod scan;

use std::io::Read;

use crate::mapping::Mapping;
use crate::reading::Stop;
use crate::record::Batch;
use crate::window::Window;
use attributes::Attributes;
use frames::{Frame, Frames};

/// The most bytes of one trace that are held. A longer one is handed on in parts, with the attributes known by then.
const TRACE_LIMIT: usize = 64 << 20;

/// The traces of a log.
#[derive(Debug)]
pub(crate) struct Xes<'m, R> {
    frames: Frames<R>,
    mapping: &'m Mapping,
    attributes: Attributes,
    /// Where the last batch ended: within a trace if that was handed on in parts.
    within: Within,
    /// Why reading ends, once what was read before has been handed on.
    stopped: Option<Stop>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Log,
    Trace,
}

/// What a frame did to a batch.
enum Step {
    /// It added so many bytes.
    Went(usize),
    /// It made it complete.
    Complete,
    LogEnd,
}

impl<'m, R: Read> Xes<'m, R> {
    /// Reads as far as the `<log>` that must open the file.
    pub(crate) fn new(window: Window<R>, mapping: &'m Mapping) -> Result<Xes<'m, R>, Stop> {
        let attributes = Attributes::new(&mapping.columns);
        Ok(Xes {
            frames: Frames::new(window)?,
            mapping,
            attributes,
            within: Within::Log,
            stopped: None,
        })
    }

    /// Reads the next trace, or part of a very long one. False at the end.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> Result<bool, Stop> {
        if let Some(stop) = self.stopped.take() {
            return Err(stop);
        }
        batch.is_trace = true;
        match self.within {
            Within::Trace => {
                batch.clear_rows();
                // What is wrong with the attributes known by then was told with the first part.
                batch.case.fault = None;
                batch.case.broken.clear();
            }
            Within::Log => batch.clear(&self.mapping.columns, self.frames.line()),
        }
        let mut held = 0;
        while held <= TRACE_LIMIT {
            match self.add_frame(batch) {
                Ok(Step::Went(bytes)) => held += bytes,
                Ok(Step::Complete) => return Ok(true),
                Ok(Step::LogEnd) => return Ok(!batch.rows().is_empty()),
                Err(stop) if batch.rows().is_empty() => return Err(stop),
                Err(stop) => {
                    self.stopped = Some(stop);
                    return Ok(true);
                }
            }
        }
        Ok(true)
    }

    /// Adds the next frame to a batch.
    fn add_frame(&mut self, batch: &mut Batch) -> Result<Step, Stop> {
        let columns = &self.mapping.columns;
        Ok(match self.frames.next()? {
            Frame::TraceStart { line } => {
                self.within = Within::Trace;
                batch.clear(columns, line);
                Step::Went(0)
            }
            Frame::Attributes { line, bytes, fault } => {
                let case = &mut batch.case;
                case.raw.extend_from_slice(bytes.trim_ascii());
                let mut read = || self.attributes.of_case(line, bytes, columns, case);
                let fault = fault.or_else(|| read().err());
                case.fault = case.fault.take().or(fault);
                Step::Went(bytes.len())
            }
            Frame::Event { line, bytes, fault } => {
                let row = batch.add(columns, line);
                row.raw.extend_from_slice(bytes);
                row.fault = fault
                    .or_else(|| self.attributes.of_event(bytes, columns, &mut row.cells).err());
                match self.within {
                    Within::Trace => Step::Went(bytes.len()),
                    Within::Log => Step::Complete,
                }
            }
            Frame::TraceEnd => {
                self.within = Within::Log;
                Step::Complete
            }
            Frame::LogEnd => Step::LogEnd,
        })
    }
}
