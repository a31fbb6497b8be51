//! `duban rules defs`: writes the vocabulary for an editor and for people.
//!
//! *Absent on purpose.* What stands in it: see `duban-author`.

use std::fs;

use duban_author::defs;
use serde_json::json;

use crate::args::{Lang, RulesDefs, TextOrJson};
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &RulesDefs, lang: Lang) -> Result<(), Failure> {
    let mut written = Vec::new();
    for (path, text) in defs::files() {
        let path = args.output.join(path);
        let put = || {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text)
        };
        let shown = path.display().to_string();
        put().map_err(|error| Failure::unwritable(&path, &error))?;
        written.push(shown);
    }
    match args.print.format {
        TextOrJson::Json => print::json(&json!({ "files": written })),
        TextOrJson::Text => {
            let word = match lang {
                Lang::En => "written",
                Lang::Zh => "已写入",
            };
            let line = |path: &String| format!("{word} {path}\n");
            print::text(&written.iter().map(line).collect::<String>())
        }
    }
}
