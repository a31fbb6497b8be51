//! The records of a table, one by one.
//!
//! *Invariant.* A quotation mark that is never closed costs the line it stands on and no other: of a record of several lines that has
//! not the header's number of fields, or a mark where none can stand, only the first line is set aside.

use std::io::Cursor;

use csv::{ByteRecord, Position, Reader, ReaderBuilder, StringRecord};

use super::Fault;

/// The records below a header.
pub(super) struct Records<'t> {
    text: &'t str,
    reader: Reader<Cursor<&'t [u8]>>,
    width: usize,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str) -> Records<'t> {
        let bytes = Cursor::new(text.as_bytes());
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        Records { text, reader, width: 0 }
    }

    /// The names of the header, without blanks around them.
    pub(super) fn header(&mut self) -> Option<Vec<String>> {
        let (_, header) = self.any()?;
        self.width = header.len();
        Some(header.iter().map(|name| name.trim().to_owned()).collect())
    }

    /// The next record with the line on which it begins, from 1; lines without a letter are no records.
    pub(super) fn next(&mut self) -> Option<(u64, Result<StringRecord, Fault>)> {
        loop {
            let (begin, record) = self.any()?;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let end = self.reader.position().clone();
            let raw = self.text.get(begin.byte() as usize..end.byte() as usize).unwrap_or_default();
            let raw = raw.trim_end_matches(['\n', '\r']);
            let fits = record.len() == self.width;
            if !raw.contains('\n') {
                return Some((
                    begin.line(),
                    if fits { Ok(record) } else { Err(self.width(&record)) },
                ));
            }
            if fits && quotes_match(raw) {
                return Some((begin.line(), Ok(record)));
            }
            let mut behind = Position::new();
            let first_line = raw.find('\n').unwrap_or(raw.len()) as u64 + 1;
            behind.set_byte(begin.byte() + first_line).set_line(begin.line() + 1);
            behind.set_record(begin.record() + 1);
            // Seeking within a slice that was read already cannot fail; if it did, the record as a whole is set aside.
            let _ = self.reader.seek(behind);
            return Some((begin.line(), Err(never_closed())));
        }
    }

    /// The next record, whatever it holds, and where it begins. Line breaks in front of it are left behind.
    fn any(&mut self) -> Option<(Position, StringRecord)> {
        let mut record = ByteRecord::new();
        // Reading from a slice cannot fail, and the grammar takes everything.
        if !self.reader.read_byte_record(&mut record).unwrap_or(false) {
            return None;
        }
        let begin = record.position().cloned().unwrap_or_else(Position::new);
        let record = StringRecord::from_byte_record_lossy(record);
        Some((self.behind_breaks(begin), record))
    }

    fn behind_breaks(&self, mut begin: Position) -> Position {
        let text = self.text.get(begin.byte() as usize..).unwrap_or_default();
        let breaks = text.len() - text.trim_start_matches(['\n', '\r']).len();
        let lines = text[..breaks].matches('\n').count() as u64;
        let (byte, line) = (begin.byte() + breaks as u64, begin.line() + lines);
        begin.set_byte(byte).set_line(line);
        begin
    }

    fn width(&self, record: &StringRecord) -> Fault {
        Fault::new(
            None,
            format!("the record has {} fields, but the header {}", record.len(), self.width),
            "put a text that holds a comma in quotation marks, and put in a comma that is missing",
        )
    }
}

fn never_closed() -> Fault {
    Fault::new(
        None,
        "a quotation mark opens a field on this line that would go on over the next ones, and does not fit what follows",
        "close the quotation mark on this line, and write one that belongs to the text twice",
    )
}

/// Whether each quotation mark opens a field, closes it, or stands twice in it.
fn quotes_match(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b',' | b'\r' | b'\n'));
    let (mut at, mut inside) = (0, false);
    while at < bytes.len() {
        if bytes[at] == b'"' {
            match (inside, bytes.get(at + 1)) {
                (true, Some(b'"')) => at += 1,
                (true, next) if is_end(next) => inside = false,
                (false, _) if is_end(at.checked_sub(1).and_then(|before| bytes.get(before))) => {
                    inside = true;
                }
                _ => return false,
            }
        }
        at += 1;
    }
    !inside
}
