//! How the rest of two rulebooks differs: what they say of themselves, their scoring, and what their closures share.
//!
//! *Invariant.* Functions and constants are compared as they are written, since any closure may use them.
//!
//! *Absent on purpose.* Which closures use a function that changed.

use std::collections::BTreeSet;

use duban_rulebook::{Rulebook, ScoringPart, Title};

use super::say::Said;
use super::{About, List};
use crate::catalogue::Words;

pub(super) fn rulebook(old: &Rulebook, new: &Rulebook, list: &mut List) {
    list.about(About::Rulebook, "");
    list.moved_title(old.title(), new.title());
    let place = |title: Option<&Title>| {
        title.map_or_else(Said::nothing, |it| Said::plain(it.zh.as_str(), it.en.as_str()))
    };
    list.moved(
        ("jurisdiction", "适用范围"),
        &place(old.jurisdiction()),
        &place(new.jurisdiction()),
    );
    let (was, is) = (old.in_force(), new.in_force());
    if was != is {
        // These say "from" and "to" themselves.
        let zh = format!("施行日期由“{}”改为“{}”", was.zh(), is.zh());
        list.tell(Words::new(zh, format!("was in force {was}, and is {is}")));
    }
    for basis in new.basis().iter().filter(|it| !old.basis().contains(it)) {
        list.tell(Words::new(format!("新增依据“{basis}”"), format!("rests on `{basis}` too")));
    }
    for basis in old.basis().iter().filter(|it| !new.basis().contains(it)) {
        list.tell(Words::new(format!("去掉依据“{basis}”"), format!("rests on `{basis}` no more")));
    }
}

pub(super) fn scoring(old: &Rulebook, new: &Rulebook, list: &mut List) {
    let (before, after) = (old.scoring_parts(), new.scoring_parts());
    let basis = |book: &Rulebook| book.scoring().map(|it| it.basis.clone()).unwrap_or_default();
    list.about(About::Scoring, "");
    list.moved_text(("basis", "依据"), &basis(old), &basis(new));
    for part in &after {
        list.about(About::Scoring, &part.title.en);
        let Some(was) = before.iter().find(|it| it.title == part.title) else {
            let script = Some(part.wording.clone()).filter(|text| !text.is_empty());
            let words =
                Words::new(format!("新增：{}", part.title.zh), format!("added: {}", part.title.en));
            list.tell_scripts(words, None, script);
            continue;
        };
        let full = |part: &ScoringPart| {
            Said::text(&part.full.map(|it| it.to_string()).unwrap_or_default())
        };
        list.moved(("full points", "满分"), &full(was), &full(part));
        let wording = |part: &ScoringPart| Said::Script(part.wording.clone());
        list.moved(("points", "计分"), &wording(was), &wording(part));
    }
    for part in before.iter().filter(|it| after.iter().all(|part| part.title != it.title)) {
        list.about(About::Scoring, &part.title.en);
        list.tell(Words::new(
            format!("删除：{}", part.title.zh),
            format!("removed: {}", part.title.en),
        ));
    }
}

pub(super) fn definitions(old: &Rulebook, new: &Rulebook, list: &mut List) {
    let (before, after) = (old.definitions(), new.definitions());
    let names: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        list.about(About::Definition, name);
        match (before.get(name), after.get(name)) {
            (Some(was), Some(is)) if !was.split_whitespace().eq(is.split_whitespace()) => {
                let words = Words::new(
                    "已改变，用到它的规则随之改变",
                    "changed, and with it the rules that use it",
                );
                list.tell_scripts(words, Some(was.clone()), Some(is.clone()));
            }
            (None, Some(is)) => {
                list.tell_scripts(Words::new("新增", "added"), None, Some(is.clone()));
            }
            (Some(was), None) => {
                list.tell_scripts(Words::new("删除", "removed"), Some(was.clone()), None);
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}
