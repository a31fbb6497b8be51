//! NDJSON: one JSON object a line.
//!
//! A column is a member's name, or for a member of an inner object the names on the way to it: `applicant/name`. Numbers are taken
//! as they are written, however long, `null` is nothing, and an array is its JSON text.
//!
//! *Invariant.* A line costs no other line, whatever stands in it.

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::columns::Column;
use crate::fault::Fault;
use crate::mapping::Mapping;
use crate::reading::Stop;
use crate::record::{Batch, Row};
use crate::window::{RECORD_LIMIT, Window};

/// The records of an NDJSON file.
#[derive(Debug)]
pub(crate) struct Ndjson<'m, R> {
    window: Window<R>,
    mapping: &'m Mapping,
}

impl<'m, R: Read> Ndjson<'m, R> {
    pub(crate) fn new(window: Window<R>, mapping: &'m Mapping) -> Ndjson<'m, R> {
        Ndjson { window, mapping }
    }

    /// Reads the next record. False at the end.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> Result<bool, Stop> {
        loop {
            let (end, whole) = self.line_end();
            if end == 0 {
                Stop::failure(&mut self.window)?;
                return Ok(false);
            }
            if whole && self.window.bytes()[..end].trim_ascii().is_empty() {
                self.window.advance(end);
                continue;
            }
            if !whole && end < RECORD_LIMIT {
                // The input failed within this line; what is here of it is no record.
                Stop::failure(&mut self.window)?;
            }
            let columns = &self.mapping.columns;
            batch.clear(columns, self.window.line());
            let row = batch.add(columns, self.window.line());
            row.raw.extend_from_slice(&self.window.bytes()[..end]);
            row.fault = if whole { self.members(row).err() } else { Some(Fault::too_long()) };
            self.window.advance(end);
            if !whole {
                self.window.skip_line();
            }
            return Ok(true);
        }
    }

    /// Where the line at the window ends, with its line break, and whether that is its whole.
    fn line_end(&mut self) -> (usize, bool) {
        let mut seen = 0;
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr::memchr(b'\n', &bytes[seen..]) {
                let end = seen + at + 1;
                return (end.min(RECORD_LIMIT), end <= RECORD_LIMIT);
            }
            seen = bytes.len();
            if seen >= RECORD_LIMIT {
                return (RECORD_LIMIT, false);
            }
            if !self.window.more() {
                return (seen, !self.window.has_failed());
            }
        }
    }

    fn members(&self, row: &mut Row) -> Result<(), Fault> {
        let text =
            std::str::from_utf8(&row.raw).map_err(|error| Fault::not_utf8(error.valid_up_to()))?;
        let members: Members<'_> = serde_json::from_str(text.trim()).map_err(|error| {
            // Its place would be told as in "line 1", where this is any line of the file.
            let shown = error.to_string();
            let what = shown.split(" at line ").next().unwrap_or_default();
            let place = match error.column() {
                0 => String::new(),
                column => format!(", at column {column}"),
            };
            Fault::new(
                format!("the line is no JSON object ({what}{place})"),
                "write one object a line, without line breaks in it",
            )
        })?;
        let mut names: Vec<&str> = members.0.iter().map(|(name, _)| name.as_ref()).collect();
        names.sort_unstable();
        if let Some([name, _]) = names.array_windows().find(|[one, next]| one == next) {
            return Err(Fault::new(
                format!("the object has two members `{name}`"),
                "leave one of them",
            ));
        }
        for (at, column) in self.mapping.columns.names.iter().enumerate() {
            if let Some(value) = members.find(&column.name)? {
                row.cells.set(&self.mapping.columns, Column(at), &value);
            }
        }
        Ok(())
    }
}

/// The members of an object, each as it is written.
#[derive(Debug)]
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// The text of a member, or of a member of an inner object.
    fn find(&self, name: &str) -> Result<Option<Cow<'a, str>>, Fault> {
        let unreadable =
            |error| Fault::new(format!("`{name}` cannot be read ({error})"), "mend the value");
        if let Some((_, value)) = self.0.iter().find(|(key, _)| key == name) {
            let text = value.get();
            return match text.as_bytes() {
                b"null" => Ok(None),
                [b'"', ..] => serde_json::from_str::<Text<'a>>(text)
                    .map(|text| Some(text.0))
                    .map_err(unreadable),
                _ => Ok(Some(Cow::Borrowed(text))),
            };
        }
        let Some((outer, inner)) = name.split_once('/') else { return Ok(None) };
        match self.0.iter().find(|(key, _)| key == outer) {
            Some((_, value)) if value.get().starts_with('{') => {
                serde_json::from_str::<Members<'a>>(value.get()).map_err(unreadable)?.find(inner)
            }
            _ => Ok(None),
        }
    }
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    members.push((name.0, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
