//! A backtest as people read it: the totals first.

use std::cmp::Reverse;
use std::fmt::Display;

use duban_author::backtest::{Changes, Placed};
use duban_domain::By;
use duban_engine::{GRAVEST_FIRST, Warning};
use duban_rulebook::{InForce, Rulebook};

use super::Shown;
use crate::args::Lang;
use crate::titles::Titles;
use crate::{print, words};

impl Shown<'_> {
    pub(super) fn text(&self, lang: Lang) -> String {
        let mut text = self.head(lang);
        text += &self.totals(lang);
        if !self.found.is_empty() {
            text += &self.rules(lang);
            let department = words::pick(lang, "department", "部门");
            text += &self.groups(department, |it| it.answers.department.as_deref(), lang);
            let item = words::pick(lang, "item", "事项");
            text += &self.groups(item, |it| it.item.as_deref(), lang);
            text += &self.list(lang);
        }
        text += &self.ranking(lang);
        text
    }

    fn head(&self, lang: Lang) -> String {
        let cases = print::thousands(self.cases);
        let mut text = match lang {
            Lang::En => format!("{cases} cases\n"),
            Lang::Zh => format!("{cases} 件办件\n"),
        };
        for version in self.old.versions() {
            text += &judged_by(words::pick(lang, "old", "旧规则"), version);
            text += &match lang {
                _ if is_always(version.in_force()) => String::new(),
                Lang::En => format!(" judges {}", version.in_force()),
                Lang::Zh => format!(" 适用于 {}", words::days(lang, version.in_force())),
            };
            text.push('\n');
        }
        for version in self.new.versions() {
            text += &judged_by(words::pick(lang, "new", "新规则"), version);
            let days = words::days(lang, self.in_force);
            text += &match lang {
                _ if is_always(self.in_force) => String::new(),
                Lang::En => format!(" judges all of history, though in force {days}"),
                Lang::Zh => format!(" 适用于全部历史（本身施行日期：{days}）"),
            };
            text.push('\n');
        }
        text.push('\n');
        text
    }

    fn totals(&self, lang: Lang) -> String {
        let by_level = self.found.by(|it| it.id.level);
        let mut rows: Vec<_> = GRAVEST_FIRST
            .iter()
            .filter_map(|level| by_level.get(level).map(|changes| (level, *changes)))
            .map(|(level, changes)| row(words::level(lang, *level), changes))
            .collect();
        rows.push(row(words::pick(lang, "all", "合计"), self.found.total()));
        rows.push(row(words::pick(lang, "cards alone", "其中黄红牌"), self.found.cards()));
        let mut text = print::table(&header(words::pick(lang, "warnings", "级别"), lang), rows);
        let kept = self.found.kept as u64;
        text += &match lang {
            Lang::En => {
                print::so_many(kept, "warning stays as it is\n", "warnings stay as they are\n")
            }
            Lang::Zh => format!("{} 条预警不变\n", print::thousands(kept)),
        };
        text
    }

    /// The changes by clock or check and its level, the most first.
    fn rules(&self, lang: Lang) -> String {
        let groups = self.found.by(|it| (&it.id.rule, it.id.level));
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, changes)| Reverse(changes.count()));
        let (old, new) = (Titles::of(self.old, lang), Titles::of(self.new, lang));
        let rows = groups.iter().take(self.limit).map(|((rule, level), changes)| {
            // A rule that is gone has its title in the old rules alone.
            let title = Some(new.rule(rule)).filter(|title| title != rule);
            let mut row = row(title.unwrap_or_else(|| old.rule(rule)), *changes);
            row.insert(1, words::level(lang, *level).to_owned());
            row
        });
        let mut header = header(words::pick(lang, "rule", "规则"), lang).to_vec();
        header.insert(1, words::pick(lang, "level", "级别"));
        format!("\n{}{}", print::table(&header, rows), self.left_out(groups.len(), lang))
    }

    /// The changes by something, the most first.
    fn groups<'s>(
        &'s self,
        name: &str,
        of: impl Fn(&'s Warning) -> Option<&'s str>,
        lang: Lang,
    ) -> String {
        let mut groups: Vec<_> = self.found.by(of).into_iter().collect();
        groups.sort_by_key(|(_, changes)| Reverse(changes.count()));
        let rows = groups.iter().take(self.limit);
        let rows = rows.map(|(name, changes)| row(name.unwrap_or("-"), *changes));
        let table = print::table(&header(name, lang), rows);
        format!("\n{table}{}", self.left_out(groups.len(), lang))
    }

    /// The warnings themselves.
    fn list(&self, lang: Lang) -> String {
        let header = [
            words::pick(lang, "change", "变化"),
            words::pick(lang, "due", "到期"),
            words::pick(lang, "level", "级别"),
            words::pick(lang, "case", "办件"),
            words::pick(lang, "rule", "规则"),
            words::pick(lang, "answers", "责任人"),
            words::pick(lang, "instead of", "原为"),
            words::pick(lang, "item", "事项"),
        ];
        let found = self.found;
        let (old, new) = (self.old, self.new);
        let due = |it: &Warning| words::deadline(old.zone(), it.due_at);
        let (gained, lost) =
            (words::pick(lang, "gained", "新增"), words::pick(lang, "lost", "减少"));
        let gained = found.gained.iter().map(|it| (gained, *it, new, String::new()));
        let lost = found.lost.iter().map(|it| (lost, *it, old, String::new()));
        let (moved, changed) =
            (words::pick(lang, "moved", "改期"), words::pick(lang, "changed", "换责任人"));
        let moved = found.moved.iter().map(|it| (moved, it.new, new, due(it.old)));
        let changed = found.changed.iter().map(|it| (changed, it.new, new, answers(it.old)));
        let limit = self.limit;
        let rows = gained
            .take(limit)
            .chain(lost.take(limit))
            .chain(moved.take(limit))
            .chain(changed.take(limit));
        let rows = rows.map(|(what, it, rules, instead)| {
            vec![
                what.to_owned(),
                words::deadline(rules.zone(), it.due_at),
                words::level(lang, it.id.level).to_owned(),
                it.id.case.clone(),
                Titles::of(rules, lang).run(&it.id.rule, it.id.subject.as_deref()),
                answers(it),
                instead,
                print::or_dash(it.item.as_deref()),
            ]
        });
        let lengths =
            [found.gained.len(), found.lost.len(), found.moved.len(), found.changed.len()];
        let longest = lengths.into_iter().max().unwrap_or(0);
        format!("\n{}{}", print::table(&header, rows), self.left_out(longest, lang))
    }

    fn ranking(&self, lang: Lang) -> String {
        let month = self.month;
        if self.ranks.is_empty() {
            return match lang {
                Lang::En => format!("\nthe scores and ranks of {month} stay as they are\n"),
                Lang::Zh => format!("\n{month} 的得分与名次不变\n"),
            };
        }
        let header = [
            words::pick(lang, "department", "部门"),
            words::pick(lang, "rank", "名次"),
            words::pick(lang, "instead of", "原名次"),
            words::pick(lang, "points", "得分"),
            words::pick(lang, "instead of", "原得分"),
        ];
        let rows = self.ranks.iter().take(self.limit).map(|it| {
            let points = |it: Placed| or_dash(it.points.map(|points| points.normalize()));
            vec![
                print::or_dash(it.who.name()),
                or_dash(it.new.rank),
                or_dash(it.old.rank),
                points(it.new),
                points(it.old),
            ]
        });
        let title = words::pick(lang, "scores of", "绩效");
        let table = print::table(&header, rows);
        format!("\n{title} {month}\n{table}{}", self.left_out(self.ranks.len(), lang))
    }

    /// What stands behind a list that shows only its beginning.
    fn left_out(&self, rows: usize, lang: Lang) -> String {
        let more = rows.saturating_sub(self.limit);
        let count = print::thousands(more as u64);
        match lang {
            _ if more == 0 => String::new(),
            Lang::En => format!("and {count} more; `--limit 0` lists all\n"),
            Lang::Zh => format!("另有 {count} 条；`--limit 0` 可列出全部\n"),
        }
    }
}

fn judged_by(side: &str, version: &Rulebook) -> String {
    format!("{side} {} {}", version.name(), version.hash())
}

fn is_always(days: InForce) -> bool {
    days == InForce { from: None, to: None }
}

fn header(first: &str, lang: Lang) -> [&str; 5] {
    [
        first,
        words::pick(lang, "gained", "新增"),
        words::pick(lang, "lost", "减少"),
        words::pick(lang, "moved", "改期"),
        words::pick(lang, "changed", "换责任人"),
    ]
}

fn row(name: &str, changes: Changes) -> Vec<String> {
    let Changes { gained, lost, moved, changed } = changes;
    let numbers = [gained, lost, moved, changed].map(print::thousands);
    std::iter::once(name.to_owned()).chain(numbers).collect()
}

/// Who answers for a warning: department, post and officer, as far as they are known.
fn answers(warning: &Warning) -> String {
    let By { department, post, officer } = &warning.answers;
    let known: Vec<_> = [department, post, officer].into_iter().flatten().cloned().collect();
    if known.is_empty() { "-".to_owned() } else { known.join(" / ") }
}

fn or_dash(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |it| it.to_string())
}
