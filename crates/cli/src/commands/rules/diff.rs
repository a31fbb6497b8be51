//! `duban rules diff`: how one rulebook differs from another, in words.
//!
//! *Absent on purpose.* What counts as a change: see `duban-author`.

use duban_author::diff::{self, About, Change, Compared};
use duban_rulebook::{RuleSet, Rulebook};
use serde_json::json;

use crate::args::{Lang, RulesDiff, TextOrJson};
use crate::commands::rules::versions;
use crate::failure::Failure;
use crate::print;
use crate::words::{self, pick, pick_text};

pub(crate) fn run(args: &RulesDiff, lang: Lang) -> Result<(), Failure> {
    let (old, new) = (RuleSet::load(&args.old)?, RuleSet::load(&args.new)?);
    let compared = diff::versions(&old, &new);
    match args.print.format {
        TextOrJson::Json => print::json(&object(&compared, &old, &new))?,
        TextOrJson::Text => print::text(&text(&compared, lang))?,
    }
    match compared.iter().map(|it| it.changes.len()).sum::<usize>() {
        0 => Ok(()),
        count => {
            let points = if count == 1 { "point" } else { "points" };
            Err(Failure::answer_no(format!("the rulebooks differ in {count} {points}"))
                .or_in_chinese(format!("两套规则有 {count} 处不同")))
        }
    }
}

/// Where there are several versions, the days of those that are compared stand above each comparison.
fn text(compared: &[Compared<'_>], lang: Lang) -> String {
    if compared.iter().all(|it| it.changes.is_empty()) {
        return pick(lang, "both say the same\n", "两套规则相同\n").to_owned();
    }
    let [single] = compared else {
        let parts = compared.iter().map(|it| {
            let changes = changes(&it.changes, lang);
            let same = pick(lang, "no difference\n", "相同\n");
            format!("{}\n\n{}", days(it, lang), if changes.is_empty() { same } else { &changes })
        });
        return parts.collect::<Vec<_>>().join("\n");
    };
    changes(&single.changes, lang)
}

/// On which days the two versions are in force.
fn days(compared: &Compared<'_>, lang: Lang) -> String {
    let old = words::days(lang, compared.old.in_force());
    let new = compared.new.map_or_else(|| "-".to_owned(), |it| words::days(lang, it.in_force()));
    match lang {
        Lang::En => format!("== versions in force: old {old} | new {new}"),
        Lang::Zh => format!("== 施行日期：旧 {old} | 新 {new}"),
    }
}

fn changes(changes: &[Change], lang: Lang) -> String {
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

fn object(compared: &[Compared<'_>], old: &RuleSet, new: &RuleSet) -> serde_json::Value {
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
    let pair = |it: &Compared<'_>| {
        json!({
            "old": it.old.hash(),
            "new": it.new.map(Rulebook::hash),
            "changes": it.changes.iter().map(change).collect::<Vec<_>>(),
        })
    };
    json!({
        "old": versions(old),
        "new": versions(new),
        "compared": compared.iter().map(pair).collect::<Vec<_>>(),
    })
}
