//! A story as it is written: events and time go in, and what is expected to come out.
//!
//! *Invariant.* Everything that is wrong with a file is told at once, each mistake with its line, column and story.
//!
//! *Absent on purpose.* Instants: what time a line means is known when the zone of a rulebook is; see [`crate::Script`].

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use toml::Table;

use crate::read;

/// The stories of one file.
#[derive(Clone, Debug)]
pub struct StoryFile {
    /// The file as it is shown.
    pub file: Arc<str>,
    /// Its text without a byte order mark.
    pub text: Arc<str>,
    /// Its stories, from top to bottom.
    pub stories: Vec<Story>,
}

/// One story.
#[derive(Clone, Debug)]
pub struct Story {
    /// What it is about; no other story of its file has this name.
    pub name: String,
    /// The line of its name, from 1.
    pub line: u32,
    /// The item of its cases, if it names one.
    pub item: Option<ItemOf>,
    /// The department that answers for its cases.
    pub department: Option<String>,
    /// What rules read as `case.facts`.
    pub facts: Table,
    /// What happens, one event a line.
    pub events: Vec<Line>,
    /// Until when time moves on; None: ninety days behind the last event.
    pub end: Option<Line>,
    /// The rulebooks it is told to, each with what is to come out.
    pub tellings: Vec<Telling>,
    pub(crate) source: Source,
}

/// The item of a story's cases.
#[derive(Clone, Debug)]
pub enum ItemOf {
    /// One of the catalogue, by its code.
    Code(String),
    /// One made for the story: the fields that it says.
    Made(Table),
}

/// A line within a story, and where it stands.
#[derive(Clone, Debug)]
pub struct Line {
    /// Without blanks around it.
    pub text: String,
    /// Its first byte in the file's text.
    pub at: usize,
}

/// What is to come out when a story is told to one rulebook.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The rulebook, as `extends` would name it; None: the one in whose folder the stories stand.
    pub rulebook: Option<String>,
    /// The decisions, one a line, in their order.
    pub expected: Vec<String>,
    /// The bytes of the file's text where they stand, with their quotes.
    pub span: Range<usize>,
    /// The line on which they begin.
    pub line: u32,
}

/// Something that is wrong with a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryError {
    /// The file as it is shown.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The column in letters, from 1.
    pub column: u32,
    /// Whose mistake it is.
    pub story: Option<String>,
    /// What is wrong, and what to write.
    pub message: String,
}

/// A file and its text, for those who say where something stands in it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) file: Arc<str>,
    pub(crate) text: Arc<str>,
}

impl StoryFile {
    /// Reads the stories of a file. A byte order mark and carriage returns change nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the text, in its order: no TOML, unknown fields, names that are there twice, fields that are missing
    /// or of another kind.
    pub fn read(file: &str, text: &str) -> Result<StoryFile, Vec<StoryError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let source = Source { file: Arc::from(file), text: Arc::from(text) };
        let stories = read::stories(&source)?;
        Ok(StoryFile { file: source.file, text: source.text, stories })
    }
}

impl Story {
    /// A mistake at this byte of the story's file.
    pub fn error(&self, at: usize, message: impl Into<String>) -> StoryError {
        self.source.error(at, Some(&self.name), message)
    }
}

impl Source {
    pub(crate) fn error(
        &self,
        at: usize,
        story: Option<&str>,
        message: impl Into<String>,
    ) -> StoryError {
        let (line, column) = self.place(at);
        let story = story.map(str::to_owned);
        StoryError { file: self.file.clone(), line, column, story, message: message.into() }
    }

    /// The line and the column of a byte, from 1.
    pub(crate) fn place(&self, at: usize) -> (u32, u32) {
        let at = (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let before = &self.text[..at.unwrap_or(0)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (number(line), number(column))
    }
}

impl fmt::Display for StoryError {
    /// `file:line:column: story: what is wrong`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        if let Some(story) = &self.story {
            write!(f, "story `{story}`: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoryError {}
