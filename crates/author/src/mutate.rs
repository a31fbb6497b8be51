//! Whether the stories hold the numbers of a rulebook: each is changed by one, up and down, and some story should notice.
//!
//! *Invariant.* A change is noticed when the rulebook no longer loads, or when a story comes to something else than it does now. What
//! comes out stands in the order of files and places, however many threads look for it.
//!
//! *Absent on purpose.* The numbers of scoring, which no story tells of, and those of the rulebook that this one extends: its own stories
//! hold them.

mod numbers;

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use duban_rulebook::{Bundle, RuleSet};

use crate::suite::{Due, Ready, Suite, SuiteError, in_parallel, ready};
use crate::tell::tell;
use numbers::numbers;

/// What changing the numbers of a rulebook came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutated {
    /// The rulebook's name.
    pub name: String,
    /// How many changes were tried; none where its scripts have no number.
    pub tried: usize,
    /// Those that no story notices.
    pub survivors: Vec<Mutant>,
}

/// A number that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The file, as the rulebook names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in letters, from 1.
    pub column: u32,
    /// The line as it is.
    pub before: String,
    /// The line with the other number.
    pub after: String,
    /// The version of the rulebook, by its place.
    version: usize,
    /// The script, by its place among the files of the version, and the bytes of the number in it.
    script: usize,
    span: Range<usize>,
    /// What stands there instead.
    digits: String,
}

/// Changes the numbers of the rulebooks that these stories are told to.
///
/// # Errors
/// As [`Suite::run`]; also when none of the rulebooks has a number that could be changed.
pub fn mutate(suite: &Suite, threads: NonZeroUsize) -> Result<Vec<Mutated>, SuiteError> {
    let books = suite.books().map(|(dir, dues)| mutate_book(dir, dues, threads));
    let books = books.collect::<Result<Vec<_>, _>>()?;
    if books.iter().any(|book| book.tried > 0) {
        return Ok(books);
    }
    let dirs: Vec<_> = suite.folders().map(|dir| format!("`{}`", dir.display())).collect();
    Err(SuiteError::Path(format!(
        "there is no number in the scripts of the rulebook in {}, so there is nothing to change; name a rulebook whose own scripts have limits or thresholds",
        dirs.join(" or ")
    )))
}

fn mutate_book(dir: &Path, dues: &[Due], threads: NonZeroUsize) -> Result<Mutated, SuiteError> {
    let mut bundles = Vec::new();
    let Ready { rules, timelines } = ready(dir, dues, |read| {
        bundles.clone_from(&read);
        RuleSet::from_bundles(read)
    })?;
    let now: Vec<_> = timelines.iter().map(|(_, timeline)| tell(timeline, &rules).lines).collect();
    let mutants = mutants(&bundles);
    let noticed = in_parallel(&mutants, threads, |mutant| {
        let Some(rules) = mutant.rules(&bundles) else { return true };
        timelines.iter().zip(&now).any(|((_, timeline), now)| tell(timeline, &rules).lines != *now)
    });
    let tried = mutants.len();
    let survivors = mutants.into_iter().zip(noticed);
    let survivors = survivors.filter(|(_, noticed)| !noticed).map(|(mutant, _)| mutant).collect();
    Ok(Mutated { name: rules.versions()[0].name().to_owned(), tried, survivors })
}

/// Every number of the scripts in the rulebook's own folder, one less and one more.
fn mutants(bundles: &[Bundle]) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (version, bundle) in bundles.iter().enumerate() {
        // Paths begin with the rulebook's name, which need not be that of its folder.
        let own = format!("{}/", bundle.name());
        for (script, (file, text)) in bundle.files().iter().enumerate() {
            if !file.starts_with(&own) || !file.ends_with(".rhai") {
                continue;
            }
            let shown = bundle.origins().get(file).map_or(file, |origin| &origin.shown);
            for span in numbers(text) {
                let Ok(number) = text[span.clone()].parse::<i64>() else { continue };
                // A number below nothing is none that an author would write.
                let others = [number.checked_sub(1).filter(|it| *it >= 0), number.checked_add(1)];
                let mutant = |other: i64| {
                    Mutant::of(shown, text, (version, script), span.clone(), other.to_string())
                };
                mutants.extend(others.into_iter().flatten().map(mutant));
            }
        }
    }
    mutants
}

impl Mutant {
    /// A number of the script with this text. `script`: its version's place and its own.
    fn of(
        file: &str,
        text: &str,
        (version, script): (usize, usize),
        span: Range<usize>,
        digits: String,
    ) -> Mutant {
        let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |end| span.end + end);
        let (before, behind) = (&text[start..span.start], &text[span.end..end]);
        let place = |from_nought: usize| u32::try_from(from_nought + 1).unwrap_or(u32::MAX);
        Mutant {
            file: file.to_owned(),
            line: place(text[..start].matches('\n').count()),
            column: place(before.chars().count()),
            before: text[start..end].trim().to_owned(),
            after: format!("{before}{digits}{behind}").trim().to_owned(),
            version,
            script,
            span,
            digits,
        }
    }

    /// The rules with the other number; None when they do not load.
    fn rules(&self, bundles: &[Bundle]) -> Option<Arc<RuleSet>> {
        let mut bundles = bundles.to_vec();
        let (file, text) = &bundles[self.version].files()[self.script];
        let mut text = text.clone();
        text.replace_range(self.span.clone(), &self.digits);
        bundles[self.version] = bundles[self.version].with(file, &text).ok()?;
        RuleSet::from_bundles(bundles).ok().map(Arc::new)
    }
}
