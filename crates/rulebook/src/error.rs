//! What is wrong with a rulebook, told to the person who wrote it: file, line, column, the words underlined, and what to do.
//!
//! *Invariant.* Every mistake that can be found in one go is in one [`RulebookError`], in the order of files and lines.
//!
//! *Absent on purpose.* Colours: who prints to a terminal that has them can use the `Diagnostic` of each mistake.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity,
    SourceCode,
};

use crate::bundle::Origins;
use crate::plan::Place;
use crate::position;

/// A file of a rulebook: its path within the rulebook, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) path: Arc<str>,
    pub(crate) text: Arc<str>,
    /// The byte at which each line begins: a script has a place for each of its words, and a search from its top for every one of them
    /// would take time by the square of its length.
    starts: Arc<[usize]>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Source {
        let behind = text.match_indices('\n').map(|(end, _)| end + 1);
        let starts = std::iter::once(0).chain(behind).collect();
        Source { path: path.into(), text: text.into(), starts }
    }

    /// The first byte of a line, by its number from 1.
    pub(crate) fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// The line of a byte, from 1.
    pub(crate) fn line_of(&self, byte: usize) -> u32 {
        let lines = self.starts.partition_point(|start| *start <= byte);
        u32::try_from(lines).unwrap_or(u32::MAX)
    }

    /// The column of a byte on a character boundary, in letters from 1.
    fn column_of(&self, byte: usize) -> u32 {
        let start = self.start_of(self.line_of(byte) as usize).unwrap_or(0);
        u32::try_from(self.text[start..byte].chars().count() + 1).unwrap_or(u32::MAX)
    }
}

/// Everything that is wrong with a rulebook. At least one mistake.
#[derive(Clone, Debug)]
pub struct RulebookError {
    mistakes: Vec<Mistake>,
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug)]
pub struct Mistake {
    code: &'static str,
    message: String,
    help: Option<String>,
    file: Option<Box<NamedSource<Arc<str>>>>,
    span: Option<Range<usize>>,
    /// The line and the column at which the span begins, from 1.
    place: Option<(u32, u32)>,
    severity: Severity,
}

/// So many bytes of a script are shown around a mistake: a line of many thousand letters says nothing.
const LONGEST_EXCERPT: usize = 2_000;

impl Mistake {
    /// A mistake that has no place in a file: a folder that is missing. `code` says what kind it is: `rule::unknown_word`.
    pub fn new(code: &'static str, message: impl Into<String>) -> Mistake {
        let (message, severity) = (message.into(), Severity::Error);
        Mistake { code, message, help: None, file: None, span: None, place: None, severity }
    }

    /// What to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Mistake {
        self.help = Some(help.into());
        self
    }

    /// The same as a warning: the rulebook can be used, and most likely does not do what is meant.
    pub fn as_warning(mut self) -> Mistake {
        self.severity = Severity::Warning;
        self
    }

    /// Underlines a line of a file of a bundle, without what surrounds its text. A place that no file has is left out.
    pub fn on_line(self, files: &[(String, String)], place: &Place) -> Mistake {
        let Some((path, text)) = files.iter().find(|(path, _)| *path == place.file) else {
            return self;
        };
        let span = position::line_at(text, place.line as usize);
        self.at(&Source::new(path, text), span)
    }

    /// Underlines these bytes of the file.
    pub(crate) fn at(mut self, source: &Source, span: Range<usize>) -> Mistake {
        self.file = Some(Box::new(NamedSource::new(&source.path, source.text.clone())));
        self.place = Some((source.line_of(span.start), source.column_of(span.start)));
        self.span = Some(span);
        self
    }

    /// The same, its file called as it is to people.
    pub(crate) fn shown_as(mut self, origins: &Origins) -> Mistake {
        let shown = self.file().and_then(|file| origins.get(file)).map(|origin| &origin.shown);
        if let (Some(file), Some(shown)) = (&self.file, shown) {
            self.file = Some(Box::new(NamedSource::new(shown, file.inner().clone())));
        }
        self
    }

    /// What kind of mistake it is: `rule::unknown_word`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The file, as its path within the rulebook.
    pub fn file(&self) -> Option<&str> {
        self.file.as_ref().map(|file| file.name())
    }

    /// The line, from 1.
    pub fn line(&self) -> Option<u32> {
        self.place.map(|(line, _)| line)
    }

    /// The column, in letters from 1.
    pub fn column(&self) -> Option<u32> {
        self.place.map(|(_, column)| column)
    }

    /// Whether the rulebook can be used all the same.
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// As plain text, with its excerpt and advice.
    pub fn render(&self) -> String {
        if self.excerpt_is_too_long() {
            return self.without_excerpt();
        }
        let printer = GraphicalReportHandler::new_themed(GraphicalTheme::none()).with_width(100);
        let mut shown = String::new();
        // Writing to a string cannot fail; a source that cannot be excerpted still has its message.
        if printer.render_report(&mut shown, self).is_err() {
            shown.push_str(&self.message);
        }
        shown
    }

    /// Whether a line that would be shown is too long to be read.
    fn excerpt_is_too_long(&self) -> bool {
        let (Some(file), Some(span)) = (&self.file, &self.span) else { return false };
        let (before, behind) = file.inner().split_at(span.start);
        // One line before and one behind are shown too.
        let before: usize = before.rsplit('\n').take(2).map(str::len).sum();
        before + behind.split('\n').take(2).map(str::len).sum::<usize>() > LONGEST_EXCERPT
    }

    /// The place in words, in place of the excerpt.
    fn without_excerpt(&self) -> String {
        let file = self.file().unwrap_or_default();
        let (line, column) = self.place.unwrap_or_default();
        let mut shown = format!(
            "{}\n\n  x {}\n   ,-[{file}:{line}:{column}]\n   `----\n",
            self.code, self.message
        );
        if let Some(help) = &self.help {
            shown.push_str(&format!("  help: {help}\n"));
        }
        shown
    }

    /// By what mistakes are put in order, and told apart from what follows from them.
    pub(crate) fn order(&self) -> (Option<&str>, Option<usize>) {
        (self.file(), self.span.as_ref().map(|span| span.start))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl Diagnostic for Mistake {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.file.as_ref().map(|file| &**file as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span.clone()?;
        let label = LabeledSpan::new_with_span(None, span);
        Some(Box::new(std::iter::once(label)))
    }
}

impl RulebookError {
    /// In the order of files and places.
    pub(crate) fn of(mut mistakes: Vec<Mistake>) -> RulebookError {
        mistakes.sort_by(|a, b| a.order().cmp(&b.order()));
        RulebookError { mistakes }
    }

    /// The same, the files called as they are to people.
    pub(crate) fn shown_as(self, origins: &Origins) -> RulebookError {
        let mistakes = self.mistakes.into_iter().map(|mistake| mistake.shown_as(origins));
        RulebookError { mistakes: mistakes.collect() }
    }

    /// The mistakes, in the order of files and lines.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// All mistakes as plain text, each with its excerpt and advice.
    pub fn render(&self) -> String {
        self.mistakes.iter().map(|mistake| mistake.render() + "\n").collect()
    }
}

impl From<Mistake> for RulebookError {
    fn from(mistake: Mistake) -> RulebookError {
        RulebookError { mistakes: vec![mistake] }
    }
}

impl fmt::Display for RulebookError {
    /// One line a mistake: `file:line: what is wrong; what to do`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mistake) in self.mistakes.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            if let (Some(file), Some(line)) = (mistake.file(), mistake.line()) {
                write!(f, "{file}:{line}: ")?;
            }
            f.write_str(&mistake.message)?;
            if let Some(help) = &mistake.help {
                write!(f, "; {help}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for RulebookError {}
