//! `duban rules check`: every mistake of rulebooks with its place, an excerpt and advice, and what is odd about them.
//!
//! *Absent on purpose.* What a mistake is: see `duban-rulebook` and `duban-author`. Their words are English in any language, as all is that
//! an author mends.

use duban_author::lint::{self, Check};
use duban_rulebook::Mistake;
use serde_json::json;

use crate::args::{Lang, RulesCheck, TextOrJson};
use crate::commands::rules::places;
use crate::config::Config;
use crate::failure::Failure;
use crate::print;
use crate::words::pick;

pub(crate) fn run(args: &RulesCheck, config: &Config, lang: Lang) -> Result<(), Failure> {
    let places = places(&args.dirs, config)?;
    let check = lint::check(&places.paths);
    match args.print.format {
        TextOrJson::Json => print::json(&object(&check))?,
        TextOrJson::Text => print::text(&text(&check, lang))?,
    }
    let (errors, warnings) = (check.errors(), check.warnings());
    if check.books.is_empty() {
        return Err(Failure::input("there is no rulebook to check; name a folder that holds one")
            .or_in_chinese("没有可检查的规则；请指定含有规则的文件夹"));
    }
    match (errors, args.strict) {
        (0, false) => Ok(()),
        (0, true) if warnings == 0 => Ok(()),
        (0, true) => Err(Failure::answer_no(
            "warnings fail a strict check; mend them, or leave out `--strict`",
        )
        .or_in_chinese("严格检查不允许警告；请修改，或去掉 `--strict`")),
        _ => {
            Err(Failure::answer_no("the rules can't be used as they are; mend what is told above")
                .or_in_chinese("规则有错误，无法使用；请按上述提示修改"))
        }
    }
}

fn text(check: &Check, lang: Lang) -> String {
    let mut text = told(&check.mistakes, lang);
    let (books, errors, warnings) = (check.books.len(), check.errors(), check.warnings());
    text += &match lang {
        Lang::En => format!("rulebooks checked: {books}; errors: {errors}; warnings: {warnings}\n"),
        Lang::Zh => format!("检查规则 {books} 套；错误 {errors} 处；警告 {warnings} 处\n"),
    };
    text
}

/// Each mistake with its level, its place, an excerpt and advice.
pub(super) fn told(mistakes: &[Mistake], lang: Lang) -> String {
    let mut text = String::new();
    for mistake in mistakes {
        let level = if mistake.is_warning() {
            pick(lang, "warning", "警告")
        } else {
            pick(lang, "error", "错误")
        };
        text += &format!("{level}: {}\n", mistake.render().trim_end());
        text += "\n";
    }
    text
}

fn object(check: &Check) -> serde_json::Value {
    let mistake = |it: &Mistake| {
        json!({
            "level": if it.is_warning() { "warning" } else { "error" },
            "code": it.code(),
            "file": it.file(),
            "line": it.line(),
            "column": it.column(),
            "message": it.message(),
            "advice": it.advice(),
        })
    };
    json!({
        "rulebooks": check.books.iter().map(|dir| dir.to_string_lossy()).collect::<Vec<_>>(),
        "errors": check.errors(),
        "warnings": check.warnings(),
        "mistakes": check.mistakes.iter().map(mistake).collect::<Vec<_>>(),
    })
}
