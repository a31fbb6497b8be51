//! Finds files of stories, and the rulebook that a story is told to.
//!
//! *Invariant.* What is found depends on the named path and what stands above it; links are not followed, so that no search goes round.
//!
//! *Absent on purpose.* Reading: a file that is found is read by who asked for it.

use std::fs;
use std::path::{Path, PathBuf};

use duban_rulebook::Bundle;

use super::SuiteError;

/// The folder of a rulebook in which its stories stand.
const TESTS: &str = "tests";

/// The files of stories that a path means, in the order of their paths.
pub(super) fn story_files(path: &Path) -> Result<Vec<PathBuf>, SuiteError> {
    let kind = fs::metadata(path).map_err(|error| SuiteError::unreadable(path, &error))?;
    if kind.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let within_tests = fs::canonicalize(path).is_ok_and(|path| path.ends_with(TESTS));
    search(path, within_tests, &mut files)?;
    files.sort();
    Ok(files)
}

fn search(dir: &Path, is_tests: bool, files: &mut Vec<PathBuf>) -> Result<(), SuiteError> {
    let unreadable = |error| SuiteError::unreadable(dir, &error);
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, name) = (entry.path(), entry.file_name());
        let kind = entry.file_type().map_err(unreadable)?;
        let hidden = name.as_encoded_bytes().starts_with(b".");
        if kind.is_dir() && !hidden {
            search(&path, name == TESTS, files)?;
        } else if is_tests && !hidden && path.extension().is_some_and(|end| end == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// The folder of the rulebook that a story in `file` is told to: the one named, or else the one in whose folder `tests` stands.
pub(super) fn rulebook(file: &Path, named: Option<&str>) -> Result<PathBuf, String> {
    let whole = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let folder = whole.parent().unwrap_or(&whole);
    let found = match named {
        Some(name) => Bundle::find(folder, name),
        None => Bundle::find(folder, ".."),
    };
    let missing = || {
        match named {
        Some(name) => format!(
            "the rulebook `{name}` is not there; name a rulebook's folder beside or above the stories, or give the path to it as `../national`"
        ),
        None => "no rulebook stands in the folder above, and the story names none; write `rules = \"NAME\"`, or put the story into the `tests` folder of its rulebook".to_owned(),
    }
    };
    let found = found.ok_or_else(missing)?;
    Ok(fs::canonicalize(&found).unwrap_or(found))
}
