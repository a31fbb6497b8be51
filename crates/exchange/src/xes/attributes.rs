//! The attributes of a frame: those that the mapping reads, whatever their type, also inside of others (`outer/inner`).
//!
//! A line break inside a value stays one, where strict XML makes it a blank: remarks are easier to read with it.
//!
//! A byte that is no UTF-8 costs the value in which it stands, and no other: a value that nobody reads, nothing.
//!
//! *Invariant.* However deep attributes lie in each other, memory does not grow with the depth: beyond a limit the frame is refused.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::columns::{Cells, Column, Columns, Level};
use crate::fault::Fault;
use crate::record::{BrokenValue, Row};

/// How deep attributes may lie in each other.
const DEPTH_LIMIT: usize = 32;

/// The attributes that are read, and room to work in.
#[derive(Debug)]
pub(super) struct Attributes {
    case: Vec<(String, Column)>,
    event: Vec<(String, Column)>,
    /// The names of the attributes in which the current one lies, each with a `/` behind it.
    path: String,
    /// How long `path` was before each of them.
    depths: Vec<usize>,
    /// Whether there is an entity anywhere in the frame.
    has_entities: bool,
    /// Where in the text of the frame bytes were replaced that are no text, in rising order.
    replaced: Vec<usize>,
    /// The values among those read in which such bytes stand. Their lines count from the first of the frame, which is 0.
    broken: Vec<BrokenValue>,
}

impl Attributes {
    pub(super) fn new(columns: &Columns) -> Attributes {
        let of = |wanted| {
            let numbered = columns.names.iter().enumerate();
            numbered
                .map(|(at, column)| (column.attribute(), Column(at)))
                .filter(|((level, _), _)| *level == wanted)
                .map(|((_, name), column)| (name.to_owned(), column))
                .collect()
        };
        Attributes {
            case: of(Level::Case),
            event: of(Level::Record),
            path: String::new(),
            depths: Vec::new(),
            has_entities: false,
            replaced: Vec::new(),
            broken: Vec::new(),
        }
    }

    /// Reads attributes of a trace, which begin on this line. Values that are no text are left out and told.
    pub(super) fn of_case(
        &mut self,
        line: u64,
        frame: &[u8],
        columns: &Columns,
        case: &mut Row,
    ) -> Result<(), Fault> {
        let wanted = std::mem::take(&mut self.case);
        let read = self.read(frame, &wanted, columns, &mut case.cells);
        self.case = wanted;
        let broken = self.broken.drain(..);
        case.broken.extend(broken.map(|value| BrokenValue { line: line + value.line, ..value }));
        read
    }

    /// Reads an event: `<event>`, its attributes, `</event>`. It is taken whole or not at all: without one of its values it would be
    /// another event, and the one that is mended would contradict it.
    pub(super) fn of_event(
        &mut self,
        frame: &[u8],
        columns: &Columns,
        cells: &mut Cells,
    ) -> Result<(), Fault> {
        let wanted = std::mem::take(&mut self.event);
        let read = self.read(frame, &wanted, columns, cells);
        self.event = wanted;
        let broken = self.broken.drain(..).next();
        read.and(broken.map_or(Ok(()), |value| Err(value.fault())))
    }

    fn read(
        &mut self,
        frame: &[u8],
        wanted: &[(String, Column)],
        columns: &Columns,
        cells: &mut Cells,
    ) -> Result<(), Fault> {
        self.replaced.clear();
        self.broken.clear();
        let text = match std::str::from_utf8(frame) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(as_text(frame, &mut self.replaced)),
        };
        self.has_entities = memchr(b'&', frame).is_some();
        self.path.clear();
        self.depths.clear();
        let mut reader = Reader::from_str(&text);
        loop {
            let from = reader.buffer_position();
            let event = reader.read_event().map_err(|error| broken(&error))?;
            let illegible = self.illegible(from..reader.buffer_position(), &text);
            match event {
                Event::Start(tag) => {
                    self.depths.push(self.path.len());
                    if self.depths.len() > DEPTH_LIMIT {
                        return Err(Fault::new(
                            format!("attributes lie more than {DEPTH_LIMIT} deep in each other"),
                            "check what wrote the log; no log needs that",
                        ));
                    }
                    if let Some(name) = self.attribute(&tag, illegible, wanted, columns, cells)? {
                        self.path.push_str(&name);
                        self.path.push('/');
                    }
                }
                Event::Empty(tag) => {
                    self.attribute(&tag, illegible, wanted, columns, cells)?;
                }
                Event::End(_) => self.path.truncate(self.depths.pop().unwrap_or_default()),
                Event::Eof => return Ok(()),
                Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_) => {}
            }
        }
    }

    /// The line of a tag in which bytes stand that are no text, counted from the first of the frame; None of any other tag.
    fn illegible(&self, tag: Range<u64>, text: &str) -> Option<u64> {
        let is_in = |at: &&usize| tag.contains(&(**at as u64));
        let at = self.replaced.iter().find(is_in)?;
        Some(memchr_iter(b'\n', &text.as_bytes()[..*at]).count() as u64)
    }

    /// Reads one tag, and gives the attribute's name if it has one (`<event>` and `<values>` have none). `illegible` is its line, if
    /// it holds bytes that are no text.
    fn attribute<'t>(
        &mut self,
        tag: &'t BytesStart<'_>,
        illegible: Option<u64>,
        wanted: &[(String, Column)],
        columns: &Columns,
        cells: &mut Cells,
    ) -> Result<Option<Cow<'t, str>>, Fault> {
        let (key, value) = match as_usual(tag.attributes_raw()) {
            Some((key, value)) => (Some(Cow::Borrowed(key)), Some(Cow::Borrowed(value))),
            None => pairs(tag)?,
        };
        let Some(key) = key else { return Ok(None) };
        let name = self.text(key)?;
        let (outer, own) = (self.path.as_str(), name.as_ref());
        // The length alone tells most names apart.
        let is_own = |full: &str| {
            full.len() == outer.len() + own.len() && full.ends_with(own) && full.starts_with(outer)
        };
        let mut wanted = wanted.iter().filter(|(full, _)| is_own(full)).peekable();
        if let (Some(_), Some(value)) = (wanted.peek(), value) {
            let text = self.text(value)?;
            match illegible.filter(|_| text.contains(char::REPLACEMENT_CHARACTER)) {
                Some(line) => {
                    let name = format!("{outer}{own}");
                    self.broken.push(BrokenValue { name, line, shown: text.into_owned() });
                }
                None => wanted.for_each(|(_, column)| cells.set(columns, *column, &text)),
            }
        }
        Ok(Some(name))
    }

    /// A text with its entities replaced. Few frames have any.
    fn text<'t>(&self, raw: Cow<'t, str>) -> Result<Cow<'t, str>, Fault> {
        if !self.has_entities {
            return Ok(raw);
        }
        match unescape(&raw).map_err(|error| broken(&error.into()))? {
            Cow::Borrowed(_) => Ok(raw),
            Cow::Owned(text) => Ok(Cow::Owned(text)),
        }
    }
}

/// The text of a frame that is not all text; where bytes had to be replaced is noted.
fn as_text(frame: &[u8], replaced: &mut Vec<usize>) -> String {
    let mut text = String::with_capacity(frame.len());
    for chunk in frame.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            replaced.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

/// Key and value of a tag that is written as nearly all are: `key="NAME" value="TEXT"`.
fn as_usual(raw: &str) -> Option<(&str, &str)> {
    let rest = raw.trim_ascii().strip_prefix("key=\"")?;
    let (key, rest) = rest.split_at(memchr(b'"', rest.as_bytes())?);
    let value = rest.strip_prefix("\" value=\"")?;
    let end = memchr(b'"', value.as_bytes())?;
    (end + 1 == value.len()).then(|| (key, &value[..end]))
}

/// The key and the value of a tag, each where it has one.
type Pair<'t> = (Option<Cow<'t, str>>, Option<Cow<'t, str>>);

/// Key and value of a tag that is written in any other way.
fn pairs<'t>(tag: &'t BytesStart<'_>) -> Result<Pair<'t>, Fault> {
    let (mut key, mut value) = (None, None);
    for pair in tag.attributes() {
        let pair = pair.map_err(|error| broken(&error.into()))?;
        match pair.key.as_ref() {
            "key" => key = Some(pair.value),
            "value" => value = Some(pair.value),
            _ => {}
        }
    }
    Ok((key, value))
}

fn broken(error: &quick_xml::Error) -> Fault {
    let advice = match error {
        quick_xml::Error::Escape(_) => {
            "write `&` as `&amp;`; of named entities only `&amp; &lt; &gt; &quot; &apos;` are known"
        }
        quick_xml::Error::Io(_)
        | quick_xml::Error::Syntax(_)
        | quick_xml::Error::IllFormed(_)
        | quick_xml::Error::InvalidAttr(_)
        | quick_xml::Error::Encoding(_)
        | quick_xml::Error::Namespace(_) => "mend the XML of this record",
    };
    Fault::new(format!("the record is not well-formed XML ({error})"), advice)
}
