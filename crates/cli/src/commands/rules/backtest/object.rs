//! A backtest as programs read it.

use duban_author::backtest::{Changes, Pair, Placed};
use duban_domain::Level;
use duban_engine::{GRAVEST_FIRST, Warning};
use duban_rulebook::RuleSet;
use serde_json::{Value, json};

use super::Shown;
use crate::commands::rules::versions;

impl Shown<'_> {
    pub(super) fn object(&self) -> Value {
        let found = self.found;
        let warning = |rules: &RuleSet, it: &Warning| {
            json!({
                "warning": it.id.to_string(),
                "case": it.id.case,
                "rule": it.id.rule,
                "subject": it.id.subject,
                "level": it.id.level.name(),
                "due_at": rules.zone().rfc3339(it.due_at),
                "department": it.answers.department,
                "post": it.answers.post,
                "officer": it.answers.officer,
                "item": it.item,
            })
        };
        let listed = |rules: &RuleSet, warnings: &[&Warning]| -> Vec<Value> {
            warnings.iter().take(self.limit).map(|it| warning(rules, it)).collect()
        };
        let pair = |it: &Pair<'_>| json!({ "from": warning(self.old, it.old), "to": warning(self.new, it.new) });
        let paired = |pairs: &[Pair<'_>]| -> Vec<Value> {
            pairs.iter().take(self.limit).map(pair).collect()
        };
        let by_level = found.by(|it| it.id.level);
        let by_rule =
            found.by(|it| (&it.id.rule, it.id.level)).into_iter().map(|((rule, level), it)| {
                let mut object = changes(it);
                object["rule"] = json!(rule);
                object["level"] = json!(level.name());
                object
            });
        let level = |level: &Level| {
            (level.name().to_owned(), changes(by_level.get(level).copied().unwrap_or_default()))
        };
        json!({
            "cases": self.cases,
            "old": versions(self.old),
            "new": versions(self.new),
            "kept": found.kept,
            "total": changes(found.total()),
            "cards": changes(found.cards()),
            "by_level": GRAVEST_FIRST.iter().map(level).collect::<serde_json::Map<_, _>>(),
            "by_rule": by_rule.collect::<Vec<_>>(),
            "by_department": self.groups_of("department", |it| it.answers.department.as_deref()),
            "by_item": self.groups_of("item", |it| it.item.as_deref()),
            "gained": listed(self.new, &found.gained),
            "lost": listed(self.old, &found.lost),
            "moved": paired(&found.moved),
            "changed": paired(&found.changed),
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
    json!({ "gained": it.gained, "lost": it.lost, "moved": it.moved, "changed": it.changed })
}

fn placed(it: Placed) -> Value {
    json!({ "rank": it.rank, "points": it.points.map(|points| points.normalize().to_string()) })
}
