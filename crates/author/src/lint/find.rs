//! The folders of all rulebooks within a folder.
//!
//! *Invariant.* Folders come out in the order of their paths, each once; links are not followed, so that no search goes round.
//!
//! *Absent on purpose.* Reading rulebooks: of a manifest only its name is looked at, to see which folders are versions of one rulebook.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use duban_rulebook::Mistake;

/// What a folder of a rulebook holds.
const FILE: &str = "rulebook.toml";

/// The folders of the rulebooks, and what is wrong with the folders that hold none.
pub(super) fn rulebooks(dirs: &[PathBuf]) -> (Vec<PathBuf>, Vec<Mistake>) {
    let (mut books, mut mistakes) = (BTreeSet::new(), Vec::new());
    for dir in dirs {
        let mut within = Vec::new();
        match search(dir, &mut within) {
            Err(error) => mistakes.push(unreadable(dir, &error)),
            Ok(()) if within.is_empty() => mistakes.push(none(dir)),
            Ok(()) => books.extend(within.iter().map(|folder| whole(folder))),
        }
    }
    (books.into_iter().collect(), mistakes)
}

fn unreadable(dir: &Path, error: &std::io::Error) -> Mistake {
    use std::io::ErrorKind;
    let reason = if error.kind() == ErrorKind::NotFound {
        "it is not there".to_owned()
    } else if error.kind() == ErrorKind::NotADirectory {
        "it is a file, not a folder".to_owned()
    } else {
        error.to_string().to_lowercase()
    };
    Mistake::new("rulebook::cannot_read", format!("`{}` cannot be read: {reason}", dir.display()))
        .help("name the folder of a rulebook, or one that holds rulebooks")
}

fn none(dir: &Path) -> Mistake {
    Mistake::new("rulebook::none", format!("`{}` holds no rulebook", dir.display())).help(format!(
        "a rulebook is a folder with a `{FILE}` and scripts (*.rhai); start one with `duban rules new`"
    ))
}

fn search(dir: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if dir.join(FILE).is_file() {
        found.push(dir.to_owned());
        return Ok(());
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if entry.file_type()?.is_dir() && !hidden {
            folders.push(entry.path());
        }
    }
    folders.sort();
    for folder in folders {
        search(&folder, found)?;
    }
    Ok(())
}

/// The folder of the whole rulebook, where `folder` is that of one version.
fn whole(folder: &Path) -> PathBuf {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let Some(above) = folder.parent() else { return folder };
    let Some(name) = name(&folder) else { return folder };
    let named = |dir: &Path| dir.file_name().is_some_and(|it| it.to_string_lossy() == name);
    if !named(&folder) && named(above) { above.to_owned() } else { folder }
}

/// The name that a rulebook gives itself.
fn name(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(FILE)).ok()?;
    let manifest: toml::Table = text.trim_start_matches('\u{feff}').parse().ok()?;
    Some(manifest.get("name")?.as_str()?.to_owned())
}
