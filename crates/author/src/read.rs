//! From the text of a file to its stories, or to a list of all that is wrong with them.
//!
//! *Invariant.* A field that means nothing is never passed over, and a mistake in one story hides none in another.
//!
//! *Absent on purpose.* What the event lines say: that takes a rulebook's zone.

use std::collections::BTreeMap;
use std::ops::Range;

use duban_domain::{Catalogue, suggest};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::asked;
use crate::repeat;
use crate::story::{ItemOf, Line, Source, Story, StoryError, Telling};

/// What a story may say.
const FIELDS: [&str; 8] =
    ["name", "item", "department", "facts", "events", "end", "rules", "expect"];

type Written<'t> = Spanned<DeValue<'t>>;

pub(crate) fn stories(source: &Source) -> Result<Vec<Story>, Vec<StoryError>> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        let told = |error: &toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            source.error(at, None, format!("this is not TOML: {}", in_one_line(error.message())))
        };
        return Err(errors.iter().map(told).collect());
    }
    let (mut stories, mut errors) = (Vec::new(), Vec::new());
    for (key, value) in root.get_ref() {
        let tables = value.get_ref().as_array().filter(|_| key.get_ref() == "story");
        match tables {
            Some(tables) => {
                for table in tables {
                    stories.extend(Reader::new(source, table, &mut errors).story());
                }
            }
            None => errors.push(source.error(
                key.span().start,
                None,
                format!(
                    "`{}` does not belong here; a file of stories holds `[[story]]` tables and nothing else",
                    key.get_ref()
                ),
            )),
        }
    }
    refuse_twins(&stories, &mut errors);
    if errors.is_empty() {
        return Ok(stories);
    }
    errors.sort_by_key(|error| (error.line, error.column));
    Err(errors)
}

fn refuse_twins(stories: &[Story], errors: &mut Vec<StoryError>) {
    let mut lines = BTreeMap::new();
    for story in stories {
        if let Some(line) = lines.insert(&story.name, story.line) {
            errors.push(StoryError {
                file: story.source.file.clone(),
                line: story.line,
                column: 1,
                story: Some(story.name.clone()),
                message: format!(
                    "another story, in line {line}, has the same name, so that nobody could tell which one failed; give each its own"
                ),
            });
        }
    }
}

/// Reads one story.
struct Reader<'r, 't> {
    source: &'r Source,
    span: Range<usize>,
    table: Option<&'r DeTable<'t>>,
    name: Option<String>,
    errors: &'r mut Vec<StoryError>,
}

impl<'r, 't> Reader<'r, 't> {
    fn new(
        source: &'r Source,
        written: &'r Written<'t>,
        errors: &'r mut Vec<StoryError>,
    ) -> Reader<'r, 't> {
        Reader {
            source,
            span: written.span(),
            table: written.get_ref().as_table(),
            name: None,
            errors,
        }
    }

    fn wrong(&mut self, at: usize, message: impl Into<String>) {
        self.errors.push(self.source.error(at, self.name.as_deref(), message));
    }

    fn field(&self, name: &str) -> Option<&'r Written<'t>> {
        self.table?.get(name)
    }

    fn story(mut self) -> Option<Story> {
        let Some(table) = self.table else {
            self.wrong(
                self.span.start,
                "a story is a table; write `[[story]]` and its fields below",
            );
            return None;
        };
        let before = self.errors.len();
        let name = self.text("name").map(|(name, at)| (name.trim().to_owned(), at));
        if name.as_ref().is_none_or(|(name, _)| name.is_empty()) {
            self.wrong(
                self.span.start,
                "the story has no name; write `name = \"what it is about\"`",
            );
        }
        self.name = name.as_ref().map(|(name, _)| name.clone()).filter(|name| !name.is_empty());
        for key in table.keys().filter(|key| !FIELDS.contains(&key.get_ref().as_ref())) {
            let word = key.get_ref();
            let advice = suggest::advice(word, FIELDS);
            self.wrong(key.span().start, format!("a story has no field `{word}`; {advice}"));
        }
        let item = self.field("item").and_then(|item| self.item(item));
        let department = self.text("department").map(|(text, _)| text);
        let facts = self.facts();
        let events = self.events();
        let end = self.end();
        let tellings = self.tellings();
        let (name, at) = name?;
        if self.errors.len() > before {
            return None;
        }
        let (line, _) = self.source.place(at);
        let source = self.source.clone();
        Some(Story { name, line, item, department, facts, events, end, tellings, source })
    }

    /// A field that is a text, and its first byte.
    fn text(&mut self, field: &'static str) -> Option<(String, usize)> {
        let written = self.field(field)?;
        let at = written.span().start;
        match written.get_ref().as_str() {
            Some(text) => Some((text.to_owned(), at)),
            None => {
                self.wrong(at, format!("`{field}` is a text; put it between quotes"));
                None
            }
        }
    }

    /// The item made for the story is looked at as one of a catalogue would be.
    fn item(&mut self, written: &Written<'t>) -> Option<ItemOf> {
        let at = written.span().start;
        if let Some(code) = written.get_ref().as_str() {
            return Some(ItemOf::Code(code.to_owned()));
        }
        let table = written.get_ref().as_table().and_then(|_| table_of(written));
        let Some(table) = table else {
            self.wrong(
                at,
                "`item` is the code of an item of the catalogue, or an item made for the story, as `{ promised_limit = \"5 workdays\" }`",
            );
            return None;
        };
        if table.contains_key("code") {
            self.wrong(
                at,
                "an item made for a story gets a code of its own; leave out `code`, or name an item of the catalogue as `item = \"CODE\"`",
            );
            return None;
        }
        let text = catalogue_text(&table, "story", "story", None);
        match Catalogue::from_toml(&[(String::new(), text)]) {
            Ok(_) => Some(ItemOf::Made(table)),
            Err(flawed) => {
                for flaw in flawed.flaws {
                    let field = flaw.field.map(|field| format!("`{field}`: ")).unwrap_or_default();
                    self.wrong(at, format!("`item`: {field}{}", said(&flaw.wrong.to_string())));
                }
                None
            }
        }
    }

    fn facts(&mut self) -> toml::Table {
        let Some(written) = self.field("facts") else { return toml::Table::new() };
        let at = written.span().start;
        let Some(table) = written.get_ref().as_table() else {
            self.wrong(
                at,
                "`facts` is a table of names and values, as `{ expiry_date = \"2025-05-01\" }`",
            );
            return toml::Table::new();
        };
        for (key, value) in table {
            let plain = matches!(
                value.get_ref(),
                DeValue::String(_)
                    | DeValue::Integer(_)
                    | DeValue::Boolean(_)
                    | DeValue::Datetime(_)
            );
            if !plain {
                let name = key.get_ref();
                self.wrong(
                    value.span().start,
                    format!("the fact `{name}` is a text, a whole number, `true` or `false`, or a date, and nothing else"),
                );
            }
        }
        table_of(written).unwrap_or_default()
    }

    fn events(&mut self) -> Vec<Line> {
        let Some((text, _)) = self.text("events") else {
            if self.field("events").is_none() {
                self.wrong(self.span.start, "the story has no `events`, so nothing happens in it; write one event a line between `\"\"\"` and `\"\"\"`");
            }
            return Vec::new();
        };
        let span = self.field("events").map_or(0..0, Spanned::span);
        let mut lines = lines(self.source, &text, span.clone());
        lines.retain(|line| !line.text.is_empty() && !line.text.starts_with('#'));
        if lines.is_empty() {
            self.wrong(span.start, "there is no event in `events`, so nothing happens in the story; write one a line, as `2025-03-03 09:00  received`");
        }
        lines
    }

    fn end(&mut self) -> Option<Line> {
        let (at, value) = self.field("end").map(|written| (written.span(), written.get_ref()))?;
        match value {
            // The quote stands in front of the text.
            DeValue::String(text) => Some(Line { text: text.trim().to_owned(), at: at.start + 1 }),
            DeValue::Datetime(date) => {
                Some(Line { text: date.to_string().replace('T', " "), at: at.start })
            }
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong(at.start, "`end` is a day or a time, as `\"2025-06-01\"`");
                None
            }
        }
    }

    fn tellings(&mut self) -> Vec<Telling> {
        let rules = self.text("rules");
        let Some(written) = self.field("expect") else {
            self.wrong(self.span.start, "the story has no `expect`, so it could not fail; write `expect = \"\"` and let `duban rules test --update` fill it in, then read what it wrote");
            return Vec::new();
        };
        let Some(table) = written.get_ref().as_table() else {
            let rulebook = rules.map(|(name, _)| name);
            return self.telling(rulebook, written).into_iter().collect();
        };
        if let Some((_, at)) = rules {
            self.wrong(at, "`rules` names the one rulebook that the story is told to, and `expect` names several; leave out `rules`");
        }
        if table.is_empty() {
            self.wrong(
                written.span().start,
                "`expect` names no rulebook; write for example `national = \"\"\"...\"\"\"`",
            );
        }
        let mut keyed: Vec<_> = table.iter().collect();
        keyed.sort_by_key(|(key, _)| key.span().start);
        keyed
            .into_iter()
            .filter_map(|(key, value)| self.telling(Some(key.get_ref().to_string()), value))
            .collect()
    }

    fn telling(&mut self, rulebook: Option<String>, written: &Written<'t>) -> Option<Telling> {
        let span = written.span();
        let Some(text) = written.get_ref().as_str() else {
            self.wrong(span.start, "what is expected is a text, one decision a line, or a table of such texts by rulebook");
            return None;
        };
        let mut expected = Vec::new();
        for line in lines(self.source, text, span.clone()) {
            if let Some((wrong, message)) = asked::mistake(&line.text) {
                self.wrong(line.at + wrong.start, message);
            }
            match repeat::spell_out(&line.text) {
                Ok(mut repeated) => expected.append(&mut repeated.lines),
                Err((at, message)) => self.wrong(line.at + at, message),
            }
        }
        expected.retain(|line| !line.is_empty());
        let (line, _) = self.source.place(span.start);
        Some(Telling { rulebook, expected, span, line })
    }
}

/// The text of a catalogue with this one item, under this code; what it does not say, and no item can be without, is filled in.
pub(crate) fn catalogue_text(
    made: &toml::Table,
    code: &str,
    name: &str,
    department: Option<&str>,
) -> String {
    let mut item = made.clone();
    item.insert("code".to_owned(), code.into());
    item.entry("name").or_insert_with(|| name.into());
    item.entry("department").or_insert_with(|| department.unwrap_or(name).into());
    let mut root = toml::Table::new();
    root.insert("item".to_owned(), vec![toml::Value::Table(item)].into());
    root.to_string()
}

fn table_of(written: &Written<'_>) -> Option<toml::Table> {
    toml::Table::deserialize(written.clone().into_deserializer()).ok()
}

/// The lines of a text, each with its place in the file.
fn lines(source: &Source, text: &str, span: Range<usize>) -> Vec<Line> {
    let raw = source.text.get(span.clone()).unwrap_or_default();
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let body = raw.get(quotes..).unwrap_or_default();
    let skipped = if body.starts_with("\r\n") { 2 } else { usize::from(body.starts_with('\n')) };
    let mut at = span.start + quotes + if quotes == 3 { skipped } else { 0 };
    // With a line that goes on behind a backslash the places would drift apart; then the text's own has to do.
    let drifts = body.contains("\\\n") || body.contains("\\\r");
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        let place = if drifts { span.start } else { at + indent };
        lines.push(Line { text: trimmed.to_owned(), at: place });
        at += source.text.get(at..).and_then(|rest| rest.find('\n')).map_or(0, |end| end + 1);
    }
    lines
}

/// The reader's words on one line, with what was probably meant by a field that there is not.
fn said(message: &str) -> String {
    let message = in_one_line(message);
    let mut quoted = message.split('`').skip(1).step_by(2);
    match (message.starts_with("unknown field"), quoted.next()) {
        (true, Some(word)) => {
            let known: Vec<_> = quoted.collect();
            format!("an item has no field `{word}`; {}", suggest::advice(word, known))
        }
        _ => message,
    }
}

fn in_one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
