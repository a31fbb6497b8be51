//! `duban rules mutate`: which numbers of a rulebook no story holds.
//!
//! *Absent on purpose.* Which changes are tried: see `duban_author::mutate`.

use std::num::NonZeroUsize;
use std::slice;
use std::thread::available_parallelism;

use duban_author::mutate::{Mutant, Mutated, mutate};
use serde_json::json;

use crate::args::{Lang, RulesMutate, TextOrJson};
use crate::commands::rules::stories;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &RulesMutate, lang: Lang) -> Result<(), Failure> {
    let suite = stories(slice::from_ref(&args.rulebook))?;
    let books = mutate(&suite, available_parallelism().unwrap_or(NonZeroUsize::MIN))?;
    match args.print.format {
        TextOrJson::Text => print::text(&text(&books, lang))?,
        TextOrJson::Json => print::json(&books.iter().map(object).collect::<Vec<_>>())?,
    }
    let count = |count: fn(&Mutated) -> usize| books.iter().map(count).sum::<usize>();
    let (tried, survived) = (count(|it| it.tried), count(|it| it.survivors.len()));
    if survived == 0 {
        return Ok(());
    }
    Err(Failure::answer_no(format!(
        "no story notices {survived} of {tried} changes; write stories that depend on these numbers"
    ))
    .or_in_chinese(format!("{tried} 处改动中有 {survived} 处没有用例察觉；请为这些数字补写用例")))
}

fn text(books: &[Mutated], lang: Lang) -> String {
    let mut text = String::new();
    for book in books {
        let (name, tried, survived) = (&book.name, book.tried, book.survivors.len());
        if tried == 0 {
            text += &match lang {
                Lang::En => format!("{name}: no number in its scripts, so nothing was changed\n"),
                Lang::Zh => format!("{name}：脚本中没有数字，未作改动\n"),
            };
            continue;
        }
        let noticed = tried - survived;
        text += &match lang {
            Lang::En => format!("{name}: {tried} changes, {noticed} noticed, {survived} not\n"),
            Lang::Zh => {
                format!("{name}：改动 {tried} 处，被察觉 {noticed} 处，未察觉 {survived} 处\n")
            }
        };
        for Mutant { file, line, column, before, after, .. } in &book.survivors {
            text += &format!("\n{file}:{line}:{column}\n  - {before}\n  + {after}\n");
        }
    }
    text
}

fn object(book: &Mutated) -> serde_json::Value {
    let survivor = |it: &Mutant| {
        json!({
            "file": it.file,
            "line": it.line,
            "column": it.column,
            "before": it.before,
            "after": it.after,
        })
    };
    json!({
        "rulebook": book.name,
        "tried": book.tried,
        "survivors": book.survivors.iter().map(survivor).collect::<Vec<_>>(),
    })
}
