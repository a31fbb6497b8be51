//! What `duban rules check` finds: all that is wrong with rulebooks, and what is odd about those that can be used.
//!
//! *Invariant.* A mistake is told once, however many rulebooks extend the one it stands in, in the order of files and lines. An error is
//! what no case can be judged by; a warning is what most likely is not meant.
//!
//! *Absent on purpose.* Cases: what can only be seen on one is for stories and for a backtest.

mod clock;
mod find;
mod items;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban_rulebook::{Bundle, InForce, Mistake, RuleSet, Rulebook, Shelf};

/// What a check came to.
#[derive(Debug)]
pub struct Check {
    /// The folders of the rulebooks that were looked at, in order.
    pub books: Vec<PathBuf>,
    /// What was found, in the order of files and lines.
    pub mistakes: Vec<Mistake>,
}

impl Check {
    /// How many rulebooks' mistakes keep them from being used.
    pub fn errors(&self) -> usize {
        self.mistakes.len() - self.warnings()
    }

    /// How many mistakes are warnings.
    pub fn warnings(&self) -> usize {
        self.mistakes.iter().filter(|mistake| mistake.is_warning()).count()
    }
}

/// Two mistakes with one key are one mistake, seen from two rulebooks.
type Key = (Option<String>, Option<(u32, u32)>, &'static str, String);

/// Checks every rulebook in these folders. A folder that holds none is a mistake too.
pub fn check(dirs: &[PathBuf]) -> Check {
    let (books, mut mistakes) = find::rulebooks(dirs);
    let mut found: BTreeMap<Key, (Mistake, usize)> = BTreeMap::new();
    let (mut shelf, mut bundles) = (Shelf::default(), Vec::new());
    for dir in &books {
        let of_book = of_rulebook(dir, &mut shelf, &mut bundles);
        mistakes.extend(of_book);
    }
    for mistake in mistakes {
        found.entry(key(&mistake)).or_insert((mistake, 0)).1 += 1;
    }
    let used_elsewhere = |mistake: &Mistake, count: usize| {
        let holds = |bundle: &&Bundle| {
            bundle.origins().values().any(|origin| Some(origin.shown.as_str()) == mistake.file())
        };
        mistake.code() == UNUSED && count < bundles.iter().filter(holds).count()
    };
    let mistakes = found
        .into_values()
        .filter(|(mistake, count)| !used_elsewhere(mistake, *count))
        .map(|(mistake, _)| mistake)
        .collect();
    Check { books, mistakes }
}

/// The folders of the rulebooks in these folders, in order.
pub fn rulebooks(dirs: &[PathBuf]) -> Vec<PathBuf> {
    find::rulebooks(dirs).0
}

/// What nobody uses in one rulebook may be used by another that extends it.
const UNUSED: &str = "rule::unused";

fn key(mistake: &Mistake) -> Key {
    let place = mistake.line().zip(mistake.column());
    (mistake.file().map(str::to_owned), place, mistake.code(), mistake.message().to_owned())
}

/// Everything about the versions of one rulebook. The bundles that can be compiled go to `bundles`.
fn of_rulebook(dir: &Path, shelf: &mut Shelf, bundles: &mut Vec<Bundle>) -> Vec<Mistake> {
    let versions = match Bundle::read_versions(dir) {
        Ok(versions) => versions,
        Err(error) => return error.mistakes().to_vec(),
    };
    let (mut mistakes, mut books) = (Vec::new(), Vec::new());
    let count = versions.len();
    for bundle in versions {
        match shelf.compile(bundle.clone()) {
            Ok(book) => {
                mistakes.extend(of_version(&book));
                books.push(Arc::new(book));
                bundles.push(bundle);
            }
            Err(error) => mistakes.extend(error.mistakes().iter().cloned()),
        }
    }
    // Whether the versions go together can be said of all of them alone.
    if books.len() == count {
        match RuleSet::of(books) {
            Ok(rules) => mistakes.extend(gaps(&rules)),
            Err(error) => mistakes.extend(error.mistakes().iter().cloned()),
        }
    }
    mistakes.dedup_by_key(|mistake| key(mistake));
    mistakes
}

/// The days between two versions on which nobody is supervised: most often a date in a manifest is wrong.
fn gaps(rules: &RuleSet) -> impl Iterator<Item = Mistake> {
    let between = |it: &InForce| it.from.is_some() && it.to.is_some();
    let name = rules.versions()[0].name();
    rules.uncovered().into_iter().filter(between).map(move |gap| {
        let message = format!("no version of `{name}` is in force on the days {gap}, so what happens on them is not supervised");
        Mistake::new("rulebook::gap", message)
            .help("give the older version a later `to`, or the newer one an earlier `from`")
            .as_warning()
    })
}

fn of_version(book: &Rulebook) -> Vec<Mistake> {
    let mut mistakes = book.remarks();
    // Not twice what the rulebook's author meant once.
    mistakes.dedup_by_key(|mistake| key(mistake));
    clock::all(book, &mut mistakes);
    words::all(book, &mut mistakes);
    items::all(book, &mut mistakes);
    mistakes.into_iter().map(|mistake| book.shown(mistake)).collect()
}
