//! `duban rules diff`: how one rulebook differs from another, in words.
//!
//! *Absent on purpose.* What counts as a change: see `duban-author`.

use std::path::Path;
use std::sync::Arc;

use duban_author::diff::{self, About, Change};
use duban_rulebook::{RuleSet, Rulebook};
use serde_json::json;

use crate::args::{Lang, RulesDiff, TextOrJson};
use crate::failure::Failure;
use crate::print;
use crate::words::{pick, pick_text};

pub(crate) fn run(args: &RulesDiff, lang: Lang) -> Result<(), Failure> {
    let (old, new) = (newest(&args.old)?, newest(&args.new)?);
    let changes = diff::diff(&old, &new);
    match args.print.format {
        TextOrJson::Json => print::json(&object(&changes, &old, &new))?,
        TextOrJson::Text => print::text(&text(&changes, lang))?,
    }
    match changes.len() {
        0 => Ok(()),
        count => {
            let points = if count == 1 { "point" } else { "points" };
            Err(Failure::answer_no(format!("the rulebooks differ in {count} {points}"))
                .or_in_chinese(format!("两套规则有 {count} 处不同")))
        }
    }
}

/// The newest version of the rulebook in a folder. The others are looked at too: two in force on one day are no rulebook.
fn newest(dir: &Path) -> Result<Arc<Rulebook>, Failure> {
    let rules = RuleSet::load(dir)?;
    let versions = rules.versions();
    // A set has at least one version.
    Ok(versions[versions.len() - 1].clone())
}

fn text(changes: &[Change], lang: Lang) -> String {
    if changes.is_empty() {
        return pick(lang, "both say the same\n", "两套规则相同\n").to_owned();
    }
    let mut text = String::new();
    let mut heading = String::new();
    for change in changes {
        let now = headed(change, lang);
        if now != heading {
            let gap = if heading.is_empty() { "" } else { "\n" };
            text += &format!("{gap}{now}\n");
            heading = now;
        }
        text += &format!("  {}\n", pick_text(lang, &change.words.en, &change.words.zh));
        for (sign, script) in [('-', &change.before), ('+', &change.after)] {
            for line in script.iter().flat_map(|script| script.lines()) {
                text += &format!("    {sign} {line}\n");
            }
        }
    }
    text
}

/// What a change is about, as it stands above the changes.
fn headed(change: &Change, lang: Lang) -> String {
    let what = match change.about {
        About::Rulebook => pick(lang, "rulebook", "规则"),
        About::Clock => pick(lang, "clock", "时限"),
        About::Check => pick(lang, "check", "检查"),
        About::Scoring => pick(lang, "scoring", "评分"),
        About::Definition => pick(lang, "definition", "定义"),
        About::Item => pick(lang, "item", "事项"),
        About::Calendar => pick(lang, "calendar", "日历"),
    };
    if change.name.is_empty() { what.to_owned() } else { format!("{what} `{}`", change.name) }
}

fn object(changes: &[Change], old: &Rulebook, new: &Rulebook) -> serde_json::Value {
    let change = |it: &Change| {
        json!({
            "about": it.about.name(),
            "name": it.name,
            "en": it.words.en,
            "zh": it.words.zh,
            "before": it.before,
            "after": it.after,
        })
    };
    let book = |book: &Rulebook| json!({ "name": book.name(), "hash": book.hash() });
    json!({
        "old": book(old),
        "new": book(new),
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
    })
}
