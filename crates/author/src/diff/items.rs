//! How the items of two catalogues differ.
//!
//! *Invariant.* An item is the same by its code and the day its version begins.
//!
//! *Absent on purpose.* What no rule reads and no applicant waits for: materials, forms and fees are counted, not spelled out.

use duban_calendar::Day;
use duban_domain::{Item, ItemKind};
use duban_rulebook::Rulebook;

use super::say::Said;
use super::{About, List};
use crate::catalogue::Words;

pub(super) fn all(old: &Rulebook, new: &Rulebook, list: &mut List) {
    let (before, after) = (old.catalogue(), new.catalogue());
    for item in after.items() {
        list.about(About::Item, &item.code);
        match version(before.versions(&item.code), item.from) {
            Some(was) => one(was, item, list),
            None => list.tell(Words::new(
                format!("新增事项：{}", item.name),
                format!("added: {}", item.name),
            )),
        }
    }
    for item in before.items() {
        if version(after.versions(&item.code), item.from).is_none() {
            list.about(About::Item, &item.code);
            list.tell(Words::new(
                format!("删除事项：{}", item.name),
                format!("removed: {}", item.name),
            ));
        }
    }
}

fn version(versions: &[Item], from: Option<Day>) -> Option<&Item> {
    versions.iter().find(|item| item.from == from)
}

fn one(old: &Item, new: &Item, list: &mut List) {
    let name = &new.name;
    let mut moved = |(en, zh): (&str, &str), old: Said, new: Said| {
        list.moved((&format!("{en} of {name}"), &format!("{name}：{zh}")), &old, &new);
    };
    moved(("name", "名称"), Said::text(&old.name), Said::text(&new.name));
    moved(("department", "实施机关"), Said::text(&old.department), Said::text(&new.department));
    moved(
        ("statutory limit", "法定时限"),
        Said::length(old.statutory_limit),
        Said::length(new.statutory_limit),
    );
    moved(
        ("statutory extension", "法定延长"),
        Said::length(old.statutory_extension),
        Said::length(new.statutory_extension),
    );
    moved(
        ("promised limit", "承诺时限"),
        Said::length(old.promised_limit),
        Said::length(new.promised_limit),
    );
    let word = |item: &Item| Said::text(item.item_type.map(|it| it.word()).unwrap_or_default());
    moved(("type", "事项类型"), word(old), word(new));
    moved(("kind", "办件类型"), kind(old.kind), kind(new.kind));
    let basis = |item: &Item| Said::text(item.basis.as_deref().unwrap_or_default());
    moved(("basis", "依据"), basis(old), basis(new));
    moved(
        ("charges fees", "是否收费"),
        Said::truth(old.charges_fees),
        Said::truth(new.charges_fees),
    );
    moved(("classified", "是否涉密"), Said::truth(old.classified), Said::truth(new.classified));
    let day = |day: Option<Day>| Said::text(&day.map(|day| day.to_string()).unwrap_or_default());
    moved(("last day", "停用日期"), day(old.to), day(new.to));
    let cancelled = |item: &Item| day(item.cancelled.as_ref().map(|it| it.on));
    moved(("cancelled on", "取消日期"), cancelled(old), cancelled(new));
    for step in &new.steps {
        let was = old.steps.iter().find(|it| it.name == step.name);
        let limit = was.and_then(|it| it.limit);
        let (en, zh) =
            (format!("limit of the step {}", step.name), format!("环节“{}”时限", step.name));
        moved((&en, &zh), Said::length(limit), Said::length(step.limit));
    }
    let names = |item: &Item| {
        Said::text(&item.steps.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" → "))
    };
    moved(("steps", "环节"), names(old), names(new));
    rest(old, new, list);
}

/// What is not spelled out.
fn rest(old: &Item, new: &Item, list: &mut List) {
    let name = &new.name;
    for (what, changed) in [
        (("materials", "申请材料"), old.materials != new.materials),
        (("fees", "收费项目"), old.fees != new.fees),
        (("forms", "表单"), old.forms != new.forms),
        (("special procedures", "特别程序"), old.specials != new.specials),
        (("exemption", "豁免"), old.exemption != new.exemption),
    ] {
        if changed {
            let (en, zh) = what;
            list.tell(Words::new(format!("{name}：{zh}改变"), format!("{en} of {name} changed")));
        }
    }
}

fn kind(kind: ItemKind) -> Said {
    match kind {
        ItemKind::Immediate => Said::plain("即办件", "immediate"),
        ItemKind::Committed => Said::plain("承诺件", "committed"),
        ItemKind::Other => Said::plain("其他", "other"),
    }
}
