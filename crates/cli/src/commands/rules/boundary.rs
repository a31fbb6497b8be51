//! `duban rules boundary`: stories at the edges of clocks, for the author to read and to keep.
//!
//! *Absent on purpose.* Which edges there are: see `duban_author::boundary`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use duban_author::boundary::{Boundary, Which, boundary};
use serde_json::json;

use crate::args::{Lang, RulesBoundary, TextOrJson};
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &RulesBoundary, lang: Lang) -> Result<(), Failure> {
    let which = match &args.clock {
        Some(name) => Which::Named(name),
        None if args.own => Which::Own,
        None => Which::All,
    };
    let made = boundary(&args.rulebook, which)?;
    if let Some(file) = &args.output {
        write(file, &made.text)?;
    }
    match args.print.format {
        TextOrJson::Json => print::json(&json!({
            "stories": made.stories,
            "skipped": made.skipped,
            "text": made.text,
        }))?,
        TextOrJson::Text if args.output.is_none() => print::text(&made.text)?,
        TextOrJson::Text => print::text(&match lang {
            Lang::En => print::so_many(made.stories as u64, "story written\n", "stories written\n"),
            Lang::Zh => format!("已写入 {} 个用例\n", made.stories),
        })?,
    }
    if made.skipped.is_empty() { Ok(()) } else { Err(skipped(&made)) }
}

/// Writes a file that is not there yet: stories that somebody has worked on are not to be lost.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let written = OpenOptions::new().write(true).create_new(true).open(file);
    written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        let name = file.display();
        if error.kind() == ErrorKind::AlreadyExists {
            Failure::input(format!(
                "`{name}` is there already and is not overwritten; name another file"
            ))
            .or_in_chinese(format!("`{name}` 已存在，不予覆盖；请换一个文件名"))
        } else {
            Failure::unwritable(file, &error)
        }
    })
}

fn skipped(made: &Boundary) -> Failure {
    let clocks = made.skipped.join(", ");
    Failure::answer_no(format!(
        "no story was made for {clocks}: no event alone has it run to a due instant, for items with limits in days, in hours, of steps or with none, and with the facts that the rules name; write its stories by hand"
    ))
    .or_in_chinese(format!(
        "未能为 {clocks} 生成用例：无论事项时限以日计、以小时计、按环节计或为即办件，也无论规则所提到的事实如何，单个事件均不足以使其计时；请自行编写"
    ))
}
