//! The rules that ship inside the binary, so that `duban demo` and `duban deadline` work from any folder.

use std::fs;

use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use crate::failure::Failure;

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

/// The national rulebook with its calendar and catalogue, as (path, text) in the order of their paths.
pub(crate) fn national() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&RULES, &mut files);
    files.retain(|(path, _)| {
        let rule = path == "national/rulebook.toml"
            || (path.starts_with("national/") && path.ends_with(".rhai"));
        rule || path.starts_with("catalogue/") || path == "calendars/cn.toml"
    });
    files.sort();
    files
}

/// All that ships, with its stories, as a folder `rules` in a temporary one that goes with the answer.
pub(crate) fn unpacked() -> Result<TempDir, Failure> {
    let place = || {
        let place = tempfile::tempdir()?;
        let rules = place.path().join("rules");
        fs::create_dir(&rules)?;
        RULES.extract(&rules)?;
        Ok(place)
    };
    place().map_err(|error: std::io::Error| {
        Failure::input(format!("can't unpack the rules that ship into a temporary folder: {error}"))
    })
}

/// The files of a folder of what ships, as (path, text) in the order of their paths.
pub(crate) fn folder(name: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&RULES, &mut files);
    files.retain(|(path, _)| {
        path.ends_with(".toml") && path.split_once('/').is_some_and(|(dir, _)| dir == name)
    });
    files.sort();
    files
}

/// The official Chinese calendar.
pub(crate) const CALENDAR: &str = include_str!("../../../rules/calendars/cn.toml");

/// The demonstration district's organisation.
pub(crate) const ORGANISATION: &str = include_str!("../../../fixtures/district/organisation.toml");

fn collect(dir: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            files.push((file.path().to_string_lossy().into_owned(), text.to_owned()));
        }
    }
    for inner in dir.dirs() {
        collect(inner, files);
    }
}
