//! Tables: records of fields below a header, by the grammar of RFC 4180 as `csv-core` reads it.
//!
//! *Invariant.* A quotation mark that is never closed costs the line it stands on and no other: when a record of several lines
//! does not have the header's number of fields, has a mark where none can stand, or never ends, only its first line is set aside,
//! and reading goes on behind it.
//!
//! *Absent on purpose.* Tables without a header: a mapping names columns, not positions.

mod header;

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::columns::Column;
use crate::fault::Fault;
use crate::mapping::Mapping;
use crate::reading::Stop;
use crate::record::{Batch, Row};
use crate::window::{RECORD_LIMIT, Window};

/// The most columns that a table may have.
const COLUMN_LIMIT: usize = 4096;

/// The records of a table.
#[derive(Debug)]
pub(crate) struct Csv<'m, R> {
    window: Window<R>,
    mapping: &'m Mapping,
    fields: Fields,
    /// How many fields the header has.
    width: usize,
    /// The fields that the mapping reads.
    wanted: Vec<(Column, usize)>,
    delimiter: u8,
}

/// The fields of one record, apart.
#[derive(Debug)]
struct Fields {
    grammar: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

/// Where a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// After so many bytes.
    After(usize),
    /// Not within the most bytes that a record may take.
    TooFar,
    /// Nowhere: the input failed before.
    Failed,
    /// There is no record.
    NoRecord,
}

impl<'m, R: Read> Csv<'m, R> {
    /// Reads the header.
    pub(crate) fn new(mut window: Window<R>, mapping: &'m Mapping) -> Result<Csv<'m, R>, Stop> {
        let delimiter = mapping.delimiter.unwrap_or_else(|| header::delimiter(&mut window));
        let mut fields = Fields::new(delimiter);
        skip_breaks(&mut window);
        let place = (window.line(), window.byte());
        let stop = |fault| Stop { place, fault };
        match fields.end(&mut window) {
            End::After(end) => {
                let names = fields.names().map_err(stop)?;
                let wanted = header::wanted(&names, &mapping.columns, delimiter).map_err(stop)?;
                window.advance(end);
                Ok(Csv { window, mapping, width: names.len(), fields, wanted, delimiter })
            }
            End::TooFar => Err(stop(Fault::too_long())),
            End::Failed | End::NoRecord => {
                Stop::failure(&mut window)?;
                Err(stop(Fault::new(
                    "the file is empty",
                    "check where it was exported; a table has at least a header",
                )))
            }
        }
    }

    /// Reads the next record. False at the end.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> Result<bool, Stop> {
        skip_breaks(&mut self.window);
        let columns = &self.mapping.columns;
        batch.clear(columns, self.window.line());
        let row = batch.add(columns, self.window.line());
        match self.fields.end(&mut self.window) {
            End::NoRecord | End::Failed => {
                Stop::failure(&mut self.window)?;
                return Ok(false);
            }
            End::TooFar => self.set_first_line_aside(row, Fault::too_long()),
            End::After(end) => {
                let raw = &self.window.bytes()[..end];
                if self.fields.count == self.width && quotes_match(raw, self.delimiter) {
                    row.raw.extend_from_slice(raw.trim_ascii_end());
                    row.fault = self.fields.fill(row, &self.wanted, self.mapping).err();
                    self.window.advance(end);
                } else {
                    let fault = self.misshapen(raw);
                    self.set_first_line_aside(row, fault);
                }
            }
        }
        Ok(true)
    }

    /// Takes the first line of a broken record alone, so that the lines behind it get another chance.
    fn set_first_line_aside(&mut self, row: &mut Row, fault: Fault) {
        let bytes = self.window.bytes();
        let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
        row.raw.extend_from_slice(bytes[..end].trim_ascii_end());
        row.fault = Some(fault);
        self.window.skip_line();
    }

    fn misshapen(&self, raw: &[u8]) -> Fault {
        let lines = memchr::memchr_iter(b'\n', raw.trim_ascii_end()).count() + 1;
        if lines > 1 {
            return Fault::new(
                format!(
                    "a quotation mark opens a field on this line that would go on over {lines} lines, and does not fit what follows"
                ),
                "close the quotation mark on this line, and write one that belongs to the text twice",
            );
        }
        Fault::new(
            format!("the record has {} fields, but the header {}", self.fields.count, self.width),
            "mend the record: a delimiter too many stands in quotation marks, a missing one is put in",
        )
    }
}

impl Fields {
    fn new(delimiter: u8) -> Fields {
        let grammar = ReaderBuilder::new().delimiter(delimiter).build();
        Fields { grammar, text: vec![0; 4096], ends: vec![0; 64], count: 0 }
    }

    /// Reads one record at the start of the window, without leaving it behind.
    fn end<R: Read>(&mut self, window: &mut Window<R>) -> End {
        self.grammar.reset();
        let (mut read, mut written) = (0, 0);
        self.count = 0;
        loop {
            let rest = &window.bytes()[read..];
            if rest.is_empty() && window.more() {
                continue;
            }
            let rest = &window.bytes()[read..];
            if rest.is_empty() && window.has_failed() {
                return if read == 0 { End::NoRecord } else { End::Failed };
            }
            let (result, r, w, ends) = self.grammar.read_record(
                rest,
                &mut self.text[written..],
                &mut self.ends[self.count..],
            );
            read += r;
            written += w;
            self.count += ends;
            match result {
                ReadRecordResult::Record => return End::After(read),
                ReadRecordResult::End => return End::NoRecord,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
            if read > RECORD_LIMIT || self.count > COLUMN_LIMIT {
                return End::TooFar;
            }
        }
    }

    fn field(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }

    /// The fields of the header.
    fn names(&self) -> Result<Vec<String>, Fault> {
        let name = |at| std::str::from_utf8(self.field(at)).map(|name| name.trim().to_owned());
        (0..self.count).map(name).collect::<Result<_, _>>().map_err(|_| {
            Fault::new(
                "the header is not UTF-8 text",
                "convert the file first, for example with `iconv -f GB18030 -t UTF-8`",
            )
        })
    }

    fn fill(
        &self,
        row: &mut Row,
        wanted: &[(Column, usize)],
        mapping: &Mapping,
    ) -> Result<(), Fault> {
        for &(column, at) in wanted {
            let text = std::str::from_utf8(self.field(at)).map_err(|_| {
                let shown = String::from_utf8_lossy(self.field(at));
                Fault::value_not_utf8(mapping.columns.name(column), &shown)
            })?;
            row.cells.set(&mapping.columns, column, text);
        }
        Ok(())
    }
}

/// Whether each quotation mark of a record of several lines opens a field, closes it, or stands twice in it. A record of one line
/// may do with quotation marks what it likes; one of several may be the work of a mark that was never closed.
fn quotes_match(raw: &[u8], delimiter: u8) -> bool {
    let raw = raw.trim_ascii_end();
    if !raw.contains(&b'\n') {
        return true;
    }
    let is_end = |byte: Option<&u8>| {
        byte.is_none_or(|&byte| byte == delimiter || byte == b'\r' || byte == b'\n')
    };
    let (mut at, mut inside) = (0, false);
    while let Some(found) = memchr::memchr(b'"', &raw[at..]) {
        let mark = at + found;
        at = mark + 1;
        match (inside, raw.get(at)) {
            (true, Some(b'"')) => at += 1,
            (true, next) if is_end(next) => inside = false,
            (false, _) if is_end(mark.checked_sub(1).and_then(|before| raw.get(before))) => {
                inside = true
            }
            _ => return false,
        }
    }
    !inside
}

/// Leaves line breaks in front of a record behind, so that it begins on its line.
fn skip_breaks<R: Read>(window: &mut Window<R>) {
    loop {
        let breaks =
            window.bytes().iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        window.advance(breaks);
        if !window.bytes().is_empty() || !window.more() {
            return;
        }
    }
}
