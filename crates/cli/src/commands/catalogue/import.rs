//! `duban catalogue import`: a table of items becomes a file of the catalogue.
//!
//! *Invariant.* A file that is there is not touched: it may hold what somebody wrote by hand.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use duban_author::catalogue::import::{self, Imported};
use serde_json::json;

use crate::args::{CatalogueImport, Lang, TextOrJson};
use crate::failure::Failure;
use crate::{print, words};

pub(crate) fn run(args: &CatalogueImport, lang: Lang) -> Result<(), Failure> {
    let shown = args.table.display();
    let bytes = fs::read(&args.table).map_err(|error| Failure::unreadable(&args.table, &error))?;
    let imported =
        import::read(&bytes).map_err(|error| Failure::input(format!("`{shown}`: {error}")))?;
    let origin = args.table.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let text = import::write(&imported.items, &format!("imported from {origin}"))
        .map_err(|error| Failure::input(format!("can't write the items down: {error}")))?;
    write(&args.output, &text)?;
    match args.print.format {
        TextOrJson::Text => print::text(&told(&imported, lang))?,
        TextOrJson::Json => print::json(&json!({
            "items": imported.items.len(),
            "set_aside": imported.set_aside,
            "ignored_columns": imported.ignored,
        }))?,
    }
    if imported.set_aside.is_empty() {
        return Ok(());
    }
    let count = print::thousands(imported.set_aside.len() as u64);
    Err(Failure::answer_no(format!(
        "{count} records of `{shown}` are set aside; mend them and import them into a file of their own"
    ))
    .or_in_chinese(format!("`{shown}` 有 {count} 条记录未导入；请更正后另存为新文件再导入")))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let shown = path.display();
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Failure::input(format!(
                "`{shown}` is there already and may hold what was written by hand; name another file, or remove it first"
            ))
            .or_in_chinese(format!("`{shown}` 已存在，可能含有手工内容；请换一个文件名，或先将其删除")))
        }
        Err(error) => Err(Failure::unwritable(path, &error)),
    }
}

fn told(imported: &Imported, lang: Lang) -> String {
    let mut text = String::new();
    if !imported.set_aside.is_empty() {
        let header = [
            words::pick(lang, "line", "行"),
            words::pick(lang, "column", "列"),
            words::pick(lang, "reason", "原因"),
            words::pick(lang, "advice", "建议"),
        ];
        let rows = imported.set_aside.iter().map(|it| {
            let column = print::or_dash(it.column.as_deref());
            vec![it.line.to_string(), column, it.reason.clone(), it.advice.clone()]
        });
        text.push_str(&print::table(&header, rows));
        text.push('\n');
    }
    if !imported.ignored.is_empty() {
        let name = words::pick(lang, "columns not taken", "未采用的列");
        text.push_str(&format!("{name}: {}\n", imported.ignored.join(", ")));
    }
    let (items, aside) = (imported.items.len() as u64, imported.set_aside.len() as u64);
    let (items, aside) = (print::thousands(items), print::thousands(aside));
    text.push_str(&match lang {
        Lang::En => format!("{items} items taken, {aside} records set aside\n"),
        Lang::Zh => format!("导入事项 {items} 个，未导入记录 {aside} 条\n"),
    });
    text
}
