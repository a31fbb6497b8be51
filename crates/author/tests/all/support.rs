//! Folders that tests look at: the rules that ship, and a rulebook of one script with its stories.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The rules that ship.
pub(crate) fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")
}

/// A folder with the Chinese calendar and a rulebook `own`: this script, and these stories in `tests/stories.toml`.
pub(crate) fn rulebook(script: &str, stories: &str) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    for folder in ["calendars", "own/tests"] {
        fs::create_dir_all(place.path().join(folder)).unwrap();
    }
    fs::copy(rules().join("calendars/cn.toml"), place.path().join("calendars/cn.toml")).unwrap();
    let manifest = "name = \"own\"\ntitle = { zh = \"自定\", en = \"Own\" }\ncalendar = \"cn\"\n";
    let files =
        [("rulebook.toml", manifest), ("clocks.rhai", script), ("tests/stories.toml", stories)];
    for (name, text) in files {
        fs::write(place.path().join("own").join(name), text).unwrap();
    }
    place
}
