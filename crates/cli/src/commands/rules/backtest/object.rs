//! A backtest as programs read it.

use duban_author::backtest::{Changes, Placed};
use duban_domain::Level;
use duban_engine::{GRAVEST_FIRST, Warning};
use duban_rulebook::RuleSet;
use serde_json::{Value, json};

use super::Shown;
use crate::commands::rules::versions;

impl Shown<'_> {
    pub(super) fn object(&self) -> Value {
        let found = self.found;
        let card = |rules: &RuleSet, it: &Warning| {
            json!({
                "warning": it.id.to_string(),
                "case": it.id.case,
                "rule": it.id.rule,
                "subject": it.id.subject,
                "level": it.id.level.name(),
                "due_at": rules.zone().rfc3339(it.due_at),
                "department": it.answers.department,
                "item": it.item,
            })
        };
        let listed = |rules: &RuleSet, cards: &[&Warning]| -> Vec<Value> {
            cards.iter().take(self.limit).map(|it| card(rules, it)).collect()
        };
        let moved = found.moved.iter().take(self.limit);
        let moved =
            moved.map(|it| json!({ "from": card(self.old, it.old), "to": card(self.new, it.new) }));
        let by_level = found.by(|card| card.id.level);
        let level = |level: &Level| {
            (level.name().to_owned(), changes(by_level.get(level).copied().unwrap_or_default()))
        };
        json!({
            "cases": self.cases,
            "old": versions(self.old),
            "new": versions(self.new),
            "kept": found.kept,
            "total": changes(found.total()),
            "by_level": GRAVEST_FIRST.iter().map(level).collect::<serde_json::Map<_, _>>(),
            "by_department": self.groups_of("department", |card| card.answers.department.as_deref()),
            "by_item": self.groups_of("item", |card| card.item.as_deref()),
            "gained": listed(self.new, &found.gained),
            "lost": listed(self.old, &found.lost),
            "moved": moved.collect::<Vec<_>>(),
            "period": self.month.to_string(),
            "ranks": self.ranks.iter().take(self.limit).map(|it| json!({
                "department": it.who.name(),
                "old": placed(it.old),
                "new": placed(it.new),
            })).collect::<Vec<_>>(),
        })
    }

    fn groups_of<'s>(
        &'s self,
        name: &str,
        of: impl Fn(&'s Warning) -> Option<&'s str>,
    ) -> Vec<Value> {
        let group = |(who, it): (Option<&str>, Changes)| {
            let mut object = changes(it);
            object[name] = json!(who);
            object
        };
        self.found.by(of).into_iter().map(group).collect()
    }
}

fn changes(it: Changes) -> Value {
    json!({ "gained": it.gained, "lost": it.lost, "moved": it.moved })
}

fn placed(it: Placed) -> Value {
    json!({ "rank": it.rank, "points": it.points.map(|points| points.normalize().to_string()) })
}
