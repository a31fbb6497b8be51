//! Which clauses of the law a finding may fall under, from the table beside the rules.
//!
//! *Invariant.* A folder `accountability` beside the rules or the catalogue goes before the table that ships.
//!
//! *Absent on purpose.* A verdict: the words are always "may".

use std::fs;
use std::path::Path;

use duban_domain::{Accountability, FlawedText};
use serde_json::{Value, json};

use crate::args::Lang;
use crate::failure::Failure;
use crate::{print, shipped, words};

/// The folder of the table.
const FOLDER: &str = "accountability";

/// The table beside a folder of rules or items, or the one that ships.
pub(crate) fn beside(folder: Option<&Path>) -> Result<Accountability, Failure> {
    let beside = folder.map(|folder| folder.join("..").join(FOLDER)).filter(|it| it.is_dir());
    let files = match &beside {
        Some(folder) => toml_files(folder)?,
        None => shipped::folder(FOLDER),
    };
    Ok(Accountability::from_toml(&files)?)
}

/// The clauses that a finding of this rule may fall under, one line each; nothing where there are none.
pub(crate) fn told(table: &Accountability, rule: &str, lang: Lang) -> String {
    let mut name = words::pick(lang, "may fall under", "可能适用");
    let mut text = String::new();
    for clause in table.of(rule) {
        let says = words::pick_text(lang, &clause.en, &clause.zh);
        text.push_str(&format!("{} {}: {says}\n", print::padded(name, 14), clause.code));
        name = "";
    }
    text
}

/// The same for a program.
pub(crate) fn listed(table: &Accountability, rule: &str) -> Value {
    let clause = |it: &duban_domain::Clause| json!({ "clause": it.code, "zh": it.zh, "en": it.en });
    table.of(rule).map(clause).collect()
}

/// The TOML files of a folder as (path, text), in the order of their names.
pub(crate) fn toml_files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut paths: Vec<_> = entries
        .map_err(|error| Failure::unreadable(folder, &error))?
        .iter()
        .map(fs::DirEntry::path)
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file());
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).map_err(|error| Failure::unreadable(&path, &error))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

impl From<FlawedText> for Failure {
    fn from(error: FlawedText) -> Failure {
        Failure::input(format!("the table of accountability can't be used\n\n{error}"))
    }
}
