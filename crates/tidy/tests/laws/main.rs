//! The laws of the workspace: who may use whom, what pure crates never reach, and what every file looks like.
//!
//! *Absent on purpose.* That each pure crate can be built alone: `.ci/run` asks cargo, which takes longer than a test should.
#![cfg(test)]

mod functions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::{Table, Value};

/// A source file longer than this has a second room in it. Tests are told in as many lines as their stories take.
const LINES_MAX: usize = 400;

#[test]
fn a_crate_uses_only_crates_listed_above_it() {
    let members = members();
    for (place, member) in members.iter().enumerate() {
        let manifest = manifest(&format!("{member}/Cargo.toml"));
        let used = manifest.get("dependencies").and_then(Value::as_table);
        for name in used.into_iter().flat_map(Table::keys) {
            let position = members.iter().position(|it| package(it) == *name);
            assert!(
                position.is_none_or(|position| position < place),
                "`{member}` uses `{name}`, which the root Cargo.toml lists below it.\n\
                 Data flows down that list. Move the code, or argue for a new order in docs/decisions.",
            );
        }
    }
}

#[test]
fn pure_crates_reach_no_runtime() {
    let root = manifest("Cargo.toml");
    let tidy = &root["workspace"]["metadata"]["tidy"];
    for pure in strings(&tidy["pure"]) {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--quiet", "--offline", "-e", "normal", "--prefix", "none", "-p", &pure])
            .current_dir(root_dir())
            .output()
            .unwrap();
        let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
        assert!(
            tree.contains(&pure),
            "`{pure}` is not in the workspace; mend [workspace.metadata.tidy]"
        );
        for edge in strings(&tidy["edge"]) {
            let reached = tree.lines().any(|line| line.split(' ').next() == Some(&edge));
            assert!(!reached, "`{pure}` is pure but reaches `{edge}`");
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with a `//!` header", file.display());
    }
}

#[test]
fn files_stay_small() {
    for file in sources().into_iter().filter(|file| !is_test(file)) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(
            lines <= LINES_MAX,
            "{} has {lines} lines; is there a second room in it? (limit {LINES_MAX})",
            file.display()
        );
    }
}

#[test]
fn functions_stay_short() {
    for file in sources().into_iter().filter(|file| !is_test(file)) {
        for function in functions::of(&fs::read_to_string(&file).unwrap()) {
            let functions::Function { name, line, lines } = function;
            assert!(
                lines <= functions::LINES_MAX,
                "{}:{line}: `{name}` has {lines} lines; does it decide one thing? (limit {})",
                file.display(),
                functions::LINES_MAX
            );
        }
    }
}

#[test]
fn the_map_shows_what_is_there() {
    let map = fs::read_to_string(root_dir().join("docs/architecture.md")).unwrap();
    let paths = named_paths(&map);
    assert!(paths.len() > 10, "found only {paths:?} on the map");
    for path in paths {
        // A path is given from the root, or from the folder of the crates.
        let there = ["", "crates"].iter().any(|from| root_dir().join(from).join(&path).exists());
        assert!(there, "docs/architecture.md names `{path}`, which is not there");
    }
}

/// What stands between backquotes and looks like a path.
fn named_paths(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_path = |word: &&str| word.contains('/') && !word.contains([' ', '(', '<']);
    quoted.filter(is_path).map(str::to_owned).collect()
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    for member in members() {
        let manifest = manifest(&format!("{member}/Cargo.toml"));
        assert_eq!(manifest["lints"]["workspace"], Value::Boolean(true), "{member}/Cargo.toml");
    }
}

fn is_test(file: &Path) -> bool {
    let path = file.display().to_string();
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn package(member: &str) -> String {
    let name = member.rsplit('/').next().unwrap_or(member);
    format!("duban-{name}")
}

fn members() -> Vec<String> {
    strings(&manifest("Cargo.toml")["workspace"]["members"])
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn manifest(path: &str) -> Table {
    fs::read_to_string(root_dir().join(path)).unwrap().parse().unwrap()
}

fn root_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources() -> Vec<PathBuf> {
    let rust = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "rs");
    let mut files: Vec<_> =
        members().iter().flat_map(|member| walk(&root_dir().join(member))).filter(rust).collect();
    files.sort();
    files
}

fn walk(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
