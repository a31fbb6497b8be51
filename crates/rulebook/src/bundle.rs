//! Everything a rulebook consists of, as texts: itself, what it extends, its calendar and its catalogue.
//!
//! *Invariant.* The (path, text) list is all there is: the same list gives the same bundle, hash and rulebook, on any machine and in ten
//! years. That is why the journal stores the list when a rulebook is adopted.
//!
//! *Absent on purpose.* Folders: [`crate::load`] gathers the texts, here they are only put in order.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::error::{Mistake, RulebookError, Source};
use crate::manifest::{CALENDARS, CATALOGUE, FILE, Manifest};
use crate::plan::InForce;

/// One rulebook version with all it needs.
#[derive(Clone, Debug)]
pub struct Bundle {
    files: Vec<(String, String)>,
    hash: String,
    /// The rulebook that extends no other first.
    pub(crate) books: Vec<Book>,
    /// The calendar's name and text.
    pub(crate) calendar: (String, Source),
    pub(crate) catalogue: Vec<(String, String)>,
    pub(crate) origins: Origins,
}

/// Where the files of a bundle were read; nothing of those that a journal kept. It is no part of the rulebook: two bundles of the same
/// texts are the same, wherever they stood.
pub(crate) type Origins = Arc<BTreeMap<String, Origin>>;

/// Where a file of a bundle was read. Versions of one rulebook have files of the same names; here they can be told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file on disk.
    pub path: PathBuf,
    /// What it is called to people: its name in the bundle, behind the rulebook's with the sub-folder of its version where it has one,
    /// as `national/2026/clocks.rhai`.
    pub shown: String,
}

/// One rulebook of a bundle, not yet read.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub(crate) manifest: Manifest,
    pub(crate) source: Source,
    pub(crate) scripts: Vec<Source>,
}

impl Bundle {
    /// Puts a bundle together from its (path, text) list, as [`Bundle::files`] gives it and the journal keeps it: `NAME/rulebook.toml`
    /// and `NAME/*.rhai` for each rulebook, `calendars/NAME.toml`, `catalogue/*.toml`. Any other file is left out.
    ///
    /// # Errors
    /// When a manifest is missing or flawed, when what is extended is missing or goes round in a circle, or when the calendar is missing.
    pub fn from_files(files: Vec<(String, String)>) -> Result<Bundle, RulebookError> {
        let mut files: Vec<_> =
            files.into_iter().map(|(path, text)| (path, clean(&text))).collect();
        files.retain(|(path, _)| is_part(path));
        files.sort();
        if let Some(twice) = files.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(Mistake::new(
                "rulebook::file_twice",
                format!("the file `{}` is there twice", twice[0].0),
            )
            .help("rename one of the two, so that messages can tell them apart")
            .into());
        }
        let books = in_order(read_books(&files)?)?;
        let calendar = find_calendar(&files, &books)?;
        files.retain(|(path, _)| folder(path) != CALENDARS || **path == *calendar.1.path);
        let catalogue =
            files.iter().filter(|(path, _)| folder(path) == CATALOGUE).cloned().collect();
        let hash = hash(&files);
        Ok(Bundle { files, hash, books, calendar, catalogue, origins: Origins::default() })
    }

    /// The same with one more file, or with another text of one that is there.
    ///
    /// # Errors
    /// As [`Bundle::from_files`].
    pub fn with(&self, file: &str, text: &str) -> Result<Bundle, RulebookError> {
        let mut files = self.files.clone();
        files.retain(|(path, _)| path != file);
        files.push((file.to_owned(), text.to_owned()));
        Ok(Bundle { origins: self.origins.clone(), ..Bundle::from_files(files)? })
    }

    /// The same, but in force on every day: to try a version on history that lies before its time. Its hash stays that of its texts.
    pub fn on_all_days(mut self) -> Bundle {
        for book in &mut self.books {
            book.manifest.in_force = InForce { from: None, to: None };
        }
        self
    }

    /// Where each of its files was read, by its name; empty of a bundle that was not read from a folder.
    pub fn origins(&self) -> &BTreeMap<String, Origin> {
        &self.origins
    }

    /// The files as (path, text), in the order of their paths.
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// SHA-256 over all paths and texts, as hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The rulebook's name.
    pub fn name(&self) -> &str {
        &self.top().manifest.name
    }

    /// From when to when it is in force.
    pub fn in_force(&self) -> InForce {
        self.top().manifest.in_force
    }

    /// The rulebook that no other extends.
    pub(crate) fn top(&self) -> &Book {
        // `in_order` gives at least one.
        &self.books[self.books.len() - 1]
    }
}

/// Without what editors add: a byte order mark and carriage returns change no rule, so they change no hash either.
fn clean(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

fn hash(files: &[(String, String)]) -> String {
    let mut hasher = Sha256::new();
    for (path, text) in files {
        // With the lengths, so that no text can pass for the next path.
        for part in [path, text] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a file belongs to a rulebook. Stories and notes stand beside the rules and change none of them.
fn is_part(path: &str) -> bool {
    match folder(path) {
        CALENDARS | CATALOGUE => path.ends_with(".toml"),
        _ => {
            path.ends_with(".rhai")
                || path.strip_suffix(FILE).is_some_and(|path| path.ends_with('/'))
        }
    }
}

fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

fn read_books(files: &[(String, String)]) -> Result<Vec<Book>, RulebookError> {
    let mut books = Vec::new();
    let mut mistakes = Vec::new();
    for (path, text) in files {
        let Some(folder) = path.strip_suffix(FILE).and_then(|path| path.strip_suffix('/')) else {
            continue;
        };
        let source = Source::new(path, text);
        match Manifest::read(&source) {
            Ok(manifest) => {
                books.push(Book { manifest, source, scripts: scripts(files, folder) });
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(books) } else { Err(RulebookError::of(mistakes)) }
}

fn scripts(files: &[(String, String)], folder: &str) -> Vec<Source> {
    let within =
        |path: &str| path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".rhai").map(drop);
    files
        .iter()
        .filter(|(path, _)| within(path).is_some())
        .map(|(path, text)| Source::new(path, text))
        .collect()
}

/// Base first. One chain, in which every rulebook but the last is extended by exactly one other.
fn in_order(mut books: Vec<Book>) -> Result<Vec<Book>, RulebookError> {
    let extended: Vec<_> =
        books.iter().filter_map(|book| book.manifest.base().map(str::to_owned)).collect();
    let top = books.iter().position(|book| !extended.contains(&book.manifest.name));
    let Some(top) = top else {
        return Err(if books.is_empty() { no_rulebook() } else { circle(&books) }.into());
    };
    let mut chain = vec![books.swap_remove(top)];
    while let Some(base) = chain[chain.len() - 1].manifest.base() {
        match books.iter().position(|book| book.manifest.name == base) {
            Some(found) => chain.push(books.swap_remove(found)),
            None => return Err(missing_base(&chain, base).into()),
        }
    }
    if let Some(left) = books.first() {
        return Err(Mistake::new(
            "rulebook::unrelated",
            format!(
                "`{}` belongs to the bundle but `{}` does not extend it",
                left.manifest.name, chain[0].manifest.name
            ),
        )
        .at(&left.source, 0..0)
        .help("a bundle holds one rulebook and what it extends")
        .into());
    }
    chain.reverse();
    Ok(chain)
}

impl Manifest {
    /// The name of the rulebook it extends.
    pub(crate) fn base(&self) -> Option<&str> {
        self.extends
            .as_deref()
            .map(|path| path.trim_end_matches('/').rsplit('/').next().unwrap_or(path))
    }
}

fn no_rulebook() -> Mistake {
    Mistake::new("rulebook::none", format!("there is no `{FILE}`"))
        .help(format!("a rulebook is a folder with a `{FILE}` and scripts (*.rhai)"))
}

fn circle(books: &[Book]) -> Mistake {
    let mut names: Vec<_> = books.iter().map(|book| format!("`{}`", book.manifest.name)).collect();
    names.push(names[0].clone());
    Mistake::new(
        "rulebook::circle",
        format!("the rulebooks extend each other in a circle: {}", names.join(" -> ")),
    )
    .help("one of them must stand on its own: remove its `extends`")
}

fn missing_base(chain: &[Book], base: &str) -> Mistake {
    let book = &chain[chain.len() - 1];
    let names: Vec<_> = chain.iter().map(|book| format!("`{}`", book.manifest.name)).collect();
    Mistake::new("rulebook::missing_base", format!("{} extends `{base}`, which is not there", names.join(" -> ")))
        .at(&book.source, span_of(&book.source, "extends"))
        .help("name a rulebook in a folder beside or above this one, or give the path to it: `extends = \"../national\"`")
}

fn find_calendar(
    files: &[(String, String)],
    books: &[Book],
) -> Result<(String, Source), RulebookError> {
    let named = books.iter().rev().find_map(|book| Some((book, book.manifest.calendar.as_ref()?)));
    let Some((book, name)) = named else {
        let top = &books[books.len() - 1];
        return Err(Mistake::new(
            "rulebook::no_calendar",
            "no calendar is named, and without working days nothing can be due",
        )
        .at(&top.source, 0..0)
        .help("add `calendar = \"cn\"`")
        .into());
    };
    let path = format!("{CALENDARS}/{name}.toml");
    match files.iter().find(|(found, _)| *found == path) {
        Some((path, text)) => Ok((name.clone(), Source::new(path, text))),
        None => Err(missing_calendar(&book.source, name).into()),
    }
}

pub(crate) fn missing_calendar(manifest: &Source, name: &str) -> Mistake {
    Mistake::new("rulebook::missing_calendar", format!("the calendar `{name}` is not there"))
        .at(manifest, span_of(manifest, "calendar"))
        .help(format!(
            "put `{name}.toml` into a folder `{CALENDARS}` beside or above the rulebook's folder"
        ))
}

/// Where a manifest says this; its beginning if it does not.
pub(crate) fn span_of(manifest: &Source, field: &str) -> std::ops::Range<usize> {
    let mut start = 0;
    for line in manifest.text.split_inclusive('\n') {
        if line
            .trim_start()
            .strip_prefix(field)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}
