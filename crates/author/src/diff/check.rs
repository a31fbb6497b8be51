//! How checks differ.
//!
//! *Invariant.* Checks are the same by their names, as warnings are.
//!
//! *Absent on purpose.* The order of declarations: it changes no card.

use duban_rulebook::{CheckPlan, Rulebook};

use super::clock::kinds;
use super::say::{self, Said};
use super::{About, List, maybe_scripted, said};
use crate::catalogue::Words;

pub(super) fn all(old: &Rulebook, new: &Rulebook, list: &mut List) {
    let named = |book: &'_ Rulebook, name: &str| {
        book.plan().checks.iter().find(|it| it.name == name).cloned()
    };
    for check in &new.plan().checks {
        list.about(About::Check, &check.name);
        match named(old, &check.name) {
            Some(before) => one((old, &before), (new, check), list),
            None => {
                let level = say::level(check.level);
                list.tell(Words::new(
                    format!("新增：{}（{}）", check.title.zh, level.zh),
                    format!("added: {} ({})", check.title.en, level.en),
                ));
            }
        }
    }
    for check in &old.plan().checks {
        if named(new, &check.name).is_none() {
            list.about(About::Check, &check.name);
            list.tell(Words::new(
                format!("删除：{}", check.title.zh),
                format!("removed: {}", check.title.en),
            ));
        }
    }
}

fn one(
    (old, before): (&Rulebook, &CheckPlan),
    (new, after): (&Rulebook, &CheckPlan),
    list: &mut List,
) {
    let level = |check: &CheckPlan| Said::Plain(say::level(check.level));
    list.moved(("level", "等级"), &level(before), &level(after));
    kinds(("looks at", "检查事件"), before.on, after.on, list);
    list.moved(
        ("condition", "条件"),
        &maybe_scripted(old, before.when),
        &maybe_scripted(new, after.when),
    );
    across((old, before), (new, after), list);
    let text = |text: &String| Words::new(format!("“{text}”"), format!("`{text}`"));
    let message = (said(old, &before.message, text), said(new, &after.message, text));
    list.moved(("message", "提示语"), &message.0, &message.1);
    let first = |check: &CheckPlan| Said::truth(check.first_version);
    list.moved(("first version only", "仅看首次记录"), &first(before), &first(after));
    list.moved(
        ("answers", "责任主体"),
        &say::answers(before.answers),
        &say::answers(after.answers),
    );
    list.moved_text(("basis", "依据"), &before.basis, &after.basis);
    list.moved_title(&before.title, &after.title);
}

/// By whom checks over several cases count, and what is wrong.
fn across(
    (old, before): (&Rulebook, &CheckPlan),
    (new, after): (&Rulebook, &CheckPlan),
    list: &mut List,
) {
    let counted = |book: &Rulebook, check: &CheckPlan| match &check.across {
        None => Said::nothing(),
        Some(across) => {
            let per: Vec<&str> = across.per.iter().map(|script| book.wording(*script)).collect();
            Said::Script(per.join(", "))
        }
    };
    list.moved(("counts by", "统计对象"), &counted(old, before), &counted(new, after));
    let wrong = |book: &Rulebook, check: &CheckPlan| match &check.across {
        None => Said::nothing(),
        Some(across) => Said::Plain(say::wrong(book, across.wrong)),
    };
    list.moved(("what is wrong", "异常"), &wrong(old, before), &wrong(new, after));
}
