//! Which stories there are, which rulebooks they are told to, and what comes of it.
//!
//! *Invariant.* Rulebooks and stories come out in the order of their paths and places, however many threads tell them. A rulebook is
//! compiled once, with the items of all stories that are told to it.
//!
//! *Absent on purpose.* Changing anything: see [`crate::update`].

mod find;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban_rulebook::{Bundle, RuleSet, RulebookError};

use crate::asked::answered;
use crate::compare::same;
use crate::coverage::Coverage;
use crate::read::catalogue_text;
use crate::story::{ItemOf, Story, StoryError, StoryFile, Telling};
use crate::tell::{Notice, Timeline, supervised, tell};

/// Stories that were found and read, by the rulebook they are told to.
#[derive(Debug)]
pub struct Suite {
    books: BTreeMap<PathBuf, Vec<Due>>,
}

/// A story that is due to be told to a rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    path: PathBuf,
    /// The text of the file.
    text: Arc<str>,
    story: Arc<Story>,
    telling: Telling,
}

/// What all stories came to.
#[derive(Debug)]
pub struct Report {
    /// By rulebook, in the order of their folders.
    pub books: Vec<BookReport>,
}

/// What the stories of one rulebook came to.
#[derive(Debug)]
pub struct BookReport {
    /// The rulebook's name.
    pub name: String,
    /// Its folder.
    pub dir: PathBuf,
    /// Its stories, in the order of files and lines.
    pub verdicts: Vec<Verdict>,
}

/// What one story came to with one rulebook.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The file, as it is shown.
    pub file: String,
    /// Where the file is.
    pub path: PathBuf,
    /// The line of the story's name.
    pub line: u32,
    /// The line on which the expected text begins.
    pub expect_line: u32,
    /// The story's name.
    pub name: String,
    /// What was expected.
    pub expected: Vec<String>,
    /// What was decided.
    pub decided: Vec<String>,
    /// What its author should know.
    pub notices: Vec<Notice>,
    pub(crate) span: Range<usize>,
    /// The text of the file as it was read.
    pub(crate) text: Arc<str>,
}

/// Why stories could not be told.
#[derive(Debug)]
pub enum SuiteError {
    /// A file or folder that cannot be used, in words.
    Path(String),
    /// Stories with mistakes, in the order of files and lines.
    Stories(Vec<StoryError>),
    /// A rulebook that cannot be loaded.
    Rules(PathBuf, RulebookError),
}

impl Suite {
    /// Reads the stories at these paths: of a file its own, of a folder those of every `tests` folder in it.
    ///
    /// # Errors
    /// When a path is not there or holds no story, and every mistake in the files.
    pub fn gather(paths: &[PathBuf]) -> Result<Suite, SuiteError> {
        let mut files = Vec::new();
        for path in paths {
            files.extend(find::story_files(path)?);
        }
        // The same file may be named in two ways.
        let mut seen = BTreeSet::new();
        files.retain(|file| {
            seen.insert(std::fs::canonicalize(file).unwrap_or_else(|_| file.clone()))
        });
        files.sort();
        let mut suite = Suite { books: BTreeMap::new() };
        let mut errors = Vec::new();
        for path in files {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| SuiteError::unreadable(&path, &error))?;
            let text: Arc<str> = text.into();
            match StoryFile::read(&path.to_string_lossy(), &text) {
                Ok(file) => {
                    for story in file.stories {
                        errors.extend(suite.add(&path, &text, story));
                    }
                }
                Err(mistakes) => errors.extend(mistakes),
            }
        }
        if errors.is_empty() { Ok(suite) } else { Err(SuiteError::Stories(errors)) }
    }

    /// Puts a story to the rulebooks it is told to.
    fn add(&mut self, path: &Path, text: &Arc<str>, story: Story) -> Vec<StoryError> {
        let story = Arc::new(story);
        let mut errors = Vec::new();
        for telling in &story.tellings {
            match find::rulebook(path, telling.rulebook.as_deref()) {
                Ok(dir) => self.books.entry(dir).or_default().push(Due {
                    path: path.to_owned(),
                    text: text.clone(),
                    story: story.clone(),
                    telling: telling.clone(),
                }),
                Err(message) => errors.push(story.error(telling.span.start, message)),
            }
        }
        errors
    }

    /// Leaves out the stories whose file, name or rulebook does not contain this text.
    pub fn keep(&mut self, text: &str) {
        for (dir, stories) in &mut self.books {
            if !dir.to_string_lossy().contains(text) {
                stories.retain(|due| {
                    due.story.name.contains(text) || due.path.to_string_lossy().contains(text)
                });
            }
        }
        self.books.retain(|_, stories| !stories.is_empty());
    }

    /// How many tellings there are: a story that is told to three rulebooks counts three times.
    pub fn len(&self) -> usize {
        self.books.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.books.is_empty()
    }

    /// Tells all stories, over so many threads.
    ///
    /// # Errors
    /// When a rulebook cannot be loaded, and every line of a story that cannot be read.
    pub fn run(&self, threads: NonZeroUsize) -> Result<Report, SuiteError> {
        let mut books = Vec::new();
        let mut errors = Vec::new();
        for (dir, dues) in &self.books {
            match run_book(dir, dues, threads) {
                Ok(book) => books.push(book),
                Err(SuiteError::Stories(mistakes)) => errors.extend(mistakes),
                Err(error) => return Err(error),
            }
        }
        // A line that two rulebooks could not read is one mistake.
        errors.sort_by(|a: &StoryError, b| {
            (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column))
        });
        errors.dedup();
        if errors.is_empty() { Ok(Report { books }) } else { Err(SuiteError::Stories(errors)) }
    }
}

fn run_book(dir: &Path, dues: &[Due], threads: NonZeroUsize) -> Result<BookReport, SuiteError> {
    let Ready { rules, timelines } = ready(dir, dues, RuleSet::from_bundles)?;
    let verdicts =
        in_parallel(&timelines, threads, |(due, timeline)| verdict(due, timeline, &rules));
    Ok(BookReport { name: rules.versions()[0].name().to_owned(), dir: dir.to_owned(), verdicts })
}

/// A rulebook with the items of its stories, and the stories in instants.
pub(crate) struct Ready<'d> {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) timelines: Vec<(&'d Due, Timeline)>,
}

pub(crate) fn ready<'d>(
    dir: &Path,
    dues: &'d [Due],
    compile: impl FnOnce(Vec<Bundle>) -> Result<RuleSet, RulebookError>,
) -> Result<Ready<'d>, SuiteError> {
    let codes = codes(dues);
    let made = dues.iter().zip(&codes).filter_map(|(due, code)| {
        let Some(ItemOf::Made(fields)) = &due.story.item else { return None };
        let department = due.story.department.as_deref();
        Some(catalogue_text(fields, code.as_deref()?, &due.story.name, department))
    });
    let items: String = made.collect::<Vec<_>>().join("\n");
    let bundles =
        with_items(dir, &items).map_err(|error| SuiteError::Rules(dir.to_owned(), error))?;
    let rules = compile(bundles).map_err(|error| SuiteError::Rules(dir.to_owned(), error))?;
    let (mut timelines, mut errors) = (Vec::new(), Vec::new());
    for (due, code) in dues.iter().zip(&codes) {
        match Timeline::of(&due.story, code.as_deref(), rules.zone()) {
            Ok(timeline) => timelines.push((due, timeline)),
            Err(mistakes) => errors.extend(mistakes),
        }
    }
    if !errors.is_empty() {
        return Err(SuiteError::Stories(errors));
    }
    Ok(Ready { rules: Arc::new(rules), timelines })
}

/// The codes by which the cases of the stories name their items: that of an item made for a story is the story's name, so that other stories
/// change nothing of it. Two stories of one name, in two files, are told apart by a number.
fn codes(dues: &[Due]) -> Vec<Option<String>> {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes = Vec::new();
    for due in dues {
        codes.push(due.story.item.as_ref().map(|item| match item {
            ItemOf::Code(code) => code.clone(),
            ItemOf::Made(_) => {
                let name = due.story.name.as_str();
                let count = *taken.entry(name).and_modify(|count| *count += 1).or_insert(1);
                if count == 1 { name.to_owned() } else { format!("{name} {count}") }
            }
        }));
    }
    codes
}

/// The versions of the rulebook in a folder, with these items in its catalogue.
pub(crate) fn with_items(dir: &Path, items: &str) -> Result<Vec<Bundle>, RulebookError> {
    let mut versions = Vec::new();
    for version in Bundle::read_versions(dir)? {
        // No file of a catalogue that a person keeps has such a name.
        versions.push(version.with("catalogue/(stories).toml", items)?);
    }
    Ok(versions)
}

fn verdict(due: &Due, timeline: &Timeline, rules: &Arc<RuleSet>) -> Verdict {
    let told = tell(timeline, rules);
    let decided = answered(&due.telling.expected, &told.decisions, told.lines);
    Verdict {
        file: due.path.to_string_lossy().into_owned(),
        path: due.path.clone(),
        line: due.story.line,
        expect_line: due.telling.line,
        name: due.story.name.clone(),
        expected: due.telling.expected.clone(),
        decided,
        notices: told.notices,
        span: due.telling.span.clone(),
        text: due.text.clone(),
    }
}

/// The answers in the order of the questions.
pub(crate) fn in_parallel<Q: Sync, A: Send>(
    questions: &[Q],
    threads: NonZeroUsize,
    answer: impl Fn(&Q) -> A + Sync,
) -> Vec<A> {
    let share = questions.len().div_ceil(threads.get()).max(1);
    let answer = &answer;
    std::thread::scope(|scope| {
        let hands: Vec<_> = questions
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(answer).collect::<Vec<_>>()))
            .collect();
        let mut answers = Vec::with_capacity(questions.len());
        for hand in hands {
            match hand.join() {
                Ok(some) => answers.extend(some),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        answers
    })
}

impl Suite {
    /// The rulebooks with their stories, in the order of their folders.
    pub(crate) fn books(&self) -> impl Iterator<Item = (&Path, &[Due])> {
        self.books.iter().map(|(dir, dues)| (dir.as_path(), dues.as_slice()))
    }

    /// The folders of the rulebooks that stories are told to.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.books.keys().map(PathBuf::as_path)
    }

    /// What the stories reach of their rulebooks.
    ///
    /// # Errors
    /// As [`Suite::run`].
    pub fn coverage(&self) -> Result<Coverage, SuiteError> {
        let mut coverage = Coverage::default();
        for (dir, dues) in &self.books {
            let Ready { rules, timelines } = ready(dir, dues, RuleSet::traced)?;
            for (_, timeline) in &timelines {
                let (mut supervisor, decisions) = supervised(timeline, &rules);
                coverage.thresholds(&rules, supervisor.summaries(), &decisions);
            }
            coverage.scripts(&rules);
        }
        Ok(coverage)
    }
}

impl Report {
    /// How many tellings there were.
    pub fn told(&self) -> usize {
        self.books.iter().map(|book| book.verdicts.len()).sum()
    }

    /// How many of them came to something else than was expected.
    pub fn failed(&self) -> usize {
        self.books.iter().map(BookReport::failed).sum()
    }
}

impl BookReport {
    /// How many of its stories came to something else than was expected.
    pub fn failed(&self) -> usize {
        self.verdicts.iter().filter(|verdict| !verdict.passed()).count()
    }
}

impl Verdict {
    /// Whether what was decided is what was expected.
    pub fn passed(&self) -> bool {
        same(&self.expected, &self.decided)
    }
}

impl SuiteError {
    pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> SuiteError {
        let reason = if error.kind() == std::io::ErrorKind::NotFound {
            "it is not there; check the path".to_owned()
        } else if error.kind() == std::io::ErrorKind::InvalidData {
            "it is not UTF-8; save it as UTF-8".to_owned()
        } else {
            error.to_string().to_lowercase()
        };
        SuiteError::Path(format!("can't read `{}`: {reason}", path.display()))
    }

    pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> SuiteError {
        let reason = error.to_string().to_lowercase();
        SuiteError::Path(format!(
            "can't write `{}`: {reason}; check who may change it",
            path.display()
        ))
    }
}

impl fmt::Display for SuiteError {
    /// One line a mistake; of a rulebook its excerpts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SuiteError::Path(message) => f.write_str(message),
            SuiteError::Stories(errors) => {
                let lines: Vec<_> = errors.iter().map(StoryError::to_string).collect();
                write!(f, "the stories can't be told\n\n{}", lines.join("\n"))
            }
            SuiteError::Rules(dir, error) => {
                write!(f, "the rulebook in `{}` can't be used\n\n{}", dir.display(), error.render())
            }
        }
    }
}

impl std::error::Error for SuiteError {}
