//! Reads a file through a mapping, record by record.
//!
//! *Invariant.* What came out before a [`ReadError`] stays good, and nothing comes after it.

use std::collections::VecDeque;
use std::io::Read;

use crate::csv::Csv;
use crate::fault::Fault;
use crate::incoming::{Incoming, ReadError};
use crate::mapping::Mapping;
use crate::ndjson::Ndjson;
use crate::record::Batch;
use crate::translate::Translator;
use crate::window::Window;
use crate::xes::Xes;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with a header (RFC 4180), separated by commas, semicolons, tabs or bars.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// IEEE 1849 event logs.
    Xes,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Format::Csv, Format::Ndjson, Format::Xes];

    /// The name that mappings use.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Ndjson => "ndjson",
            Format::Xes => "xes",
        }
    }
}

/// Why a format cannot go on.
#[derive(Debug)]
pub(crate) struct Stop {
    /// Line, and byte after decompression.
    pub(crate) place: (u64, u64),
    pub(crate) fault: Fault,
}

/// The events and quarantined records of a file, in its order. Made by [`read`].
#[derive(Debug)]
pub struct Reading<'m, R> {
    records: Records<'m, R>,
    translator: Translator<'m>,
    batch: Batch,
    ready: VecDeque<Incoming>,
    name: String,
    ended: bool,
}

#[derive(Debug)]
enum Records<'m, R> {
    Csv(Box<Csv<'m, R>>),
    Ndjson(Ndjson<'m, R>),
    Xes(Box<Xes<'m, R>>),
}

/// Reads the records of an input and says what they mean. The format is recognised by the content.
///
/// `source` names the origin of all events, unless the mapping does: the file's stem ([`crate::file_stem`]), not its path, so
/// that the same file elsewhere is the same source. The input is as [`crate::open`] gives it: not compressed.
///
/// # Errors
/// [`ReadError`] if the input is empty, of no known format or not of the mapping's, not UTF-8, or if a column that the mapping
/// reads is missing from its header: before any record comes out.
///
/// ```
/// use duban_exchange::{Incoming, Mapping, read};
/// let mapping = Mapping::from_toml("mine.toml", r#"
///     recorded = "as occurred"
///     [case]
///     id = "case"
///     [record]
///     activity = "what"
///     time = "when"
///     [[activity]]
///     name = "taken in"
///     kind = "accepted"
/// "#).unwrap();
/// let table = "case,what,when\nA-1,taken in,2026-03-19T09:00:00+08:00\nA-1,looked at,yesterday\n";
/// let read: Vec<_> = read(table.as_bytes(), "table", &mapping).unwrap().map(Result::unwrap).collect();
/// assert!(matches!(&read[0], Incoming::Event { event, derived: false, line: 2, .. } if event.case().unwrap() == "A-1"));
/// assert!(matches!(&read[1], Incoming::Quarantined(bad) if bad.place == "line 3"));
/// ```
pub fn read<'m, R: Read>(
    input: R,
    source: &str,
    mapping: &'m Mapping,
) -> Result<Reading<'m, R>, ReadError> {
    let mut window = Window::new(input);
    let opened = recognise(&mut window).and_then(|format| {
        agree(format, mapping)?;
        Ok(match format {
            Format::Csv => Records::Csv(Box::new(Csv::new(window, mapping)?)),
            Format::Ndjson => Records::Ndjson(Ndjson::new(window, mapping)),
            Format::Xes => Records::Xes(Box::new(Xes::new(window, mapping)?)),
        })
    });
    Ok(Reading {
        records: opened.map_err(|stop| stop.error(source))?,
        translator: Translator::new(mapping, source),
        batch: Batch::default(),
        ready: VecDeque::new(),
        name: source.to_owned(),
        ended: false,
    })
}

impl<R> Reading<'_, R> {
    /// How many records were left out so far, because the mapping has `unknown = "ignore"` and no rule for their activity.
    pub fn ignored(&self) -> u64 {
        self.translator.ignored()
    }
}

impl<R: Read> Iterator for Reading<'_, R> {
    type Item = Result<Incoming, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(incoming) = self.ready.pop_front() {
                return Some(Ok(incoming));
            }
            if self.ended {
                return None;
            }
            let more = match &mut self.records {
                Records::Csv(records) => records.next(&mut self.batch),
                Records::Ndjson(records) => records.next(&mut self.batch),
                Records::Xes(records) => records.next(&mut self.batch),
            };
            match more {
                Ok(true) => self.translator.translate(&self.batch, &mut self.ready),
                Ok(false) => self.ended = true,
                Err(stop) => {
                    self.ended = true;
                    return Some(Err(stop.error(&self.name)));
                }
            }
        }
    }
}

impl Stop {
    /// The stop at the place where the input failed, if it did.
    pub(crate) fn failure<R: Read>(window: &mut Window<R>) -> Result<(), Stop> {
        let Some(error) = window.failure() else { return Ok(()) };
        Err(Stop {
            place: window.end_place(),
            fault: Fault::new(
                format!("the data cannot be read any further ({error})"),
                "what came before is good; get the file again and import it whole, records that are known already are recognised",
            ),
        })
    }

    fn error(self, source: &str) -> ReadError {
        let Stop { place, fault } = self;
        ReadError {
            source: source.to_owned(),
            place: Some(place),
            reason: fault.reason,
            advice: fault.advice,
        }
    }
}

/// The format of an input, by its first letters; a byte order mark is left behind.
fn recognise<R: Read>(window: &mut Window<R>) -> Result<Format, Stop> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    while window.bytes().len() < 512 && window.more() {}
    Stop::failure(window)?;
    let stop =
        |reason: &str, advice: &str| Err(Stop { place: (1, 0), fault: Fault::new(reason, advice) });
    let bytes = window.bytes();
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return stop(
            "the file is UTF-16",
            "convert it first, for example with `iconv -f UTF-16 -t UTF-8`",
        );
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return stop(
            "the file is a zip archive or a workbook",
            "unpack it, or save the sheet as CSV in UTF-8",
        );
    }
    if bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"\x28\xB5\x2F\xFD") {
        return stop(
            "the data is compressed twice",
            "decompress the file once and import the result",
        );
    }
    if bytes.starts_with(MARK) {
        window.advance(MARK.len());
    }
    match window.bytes().iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => Ok(Format::Xes),
        Some(b'{') => Ok(Format::Ndjson),
        Some(b'[') => stop(
            "the file is one JSON array",
            "write one object a line, for example with `jq -c '.[]'`",
        ),
        Some(_) => Ok(Format::Csv),
        None => {
            stop("the file is empty", "check where it was exported; a table has at least a header")
        }
    }
}

/// Whether the mapping is for this format.
fn agree(found: Format, mapping: &Mapping) -> Result<(), Stop> {
    let fault = match mapping.format {
        Some(wanted) if wanted != found => Fault::new(
            format!("the mapping is for {}, but the content is {}", wanted.name(), found.name()),
            "use the mapping for this kind of file, or leave `format` out of the mapping",
        ),
        _ if found == Format::Xes && mapping.record.is_none() => Fault::new(
            "the file is an event log, but the mapping has no `[record]`, so its events would be lost",
            "add `[record]` with `activity` and `time` to the mapping",
        ),
        _ => return Ok(()),
    };
    Err(Stop { place: (1, 0), fault })
}
