//! How clocks differ.
//!
//! *Invariant.* Clocks are the same by their names, as warnings are.
//!
//! *Absent on purpose.* The order of declarations: it changes no card.

use duban_domain::KindSet;
use duban_rulebook::{ClockPlan, Deeming, Rulebook, TermPlan, Until};

use super::say::{self, Said};
use super::{About, List, maybe_scripted, said};
use crate::catalogue::Words;

pub(super) fn all(old: &Rulebook, new: &Rulebook, list: &mut List) {
    let named = |book: &'_ Rulebook, name: &str| {
        book.plan().clocks.iter().find(|clock| clock.name == name).cloned()
    };
    for clock in &new.plan().clocks {
        list.about(About::Clock, &clock.name);
        match named(old, &clock.name) {
            Some(before) => one(&Pair { old, new, before: &before, after: clock }, list),
            None => {
                let limit = term(new, clock).words();
                list.tell(Words::new(
                    format!("新增：{}，时限{}", clock.title.zh, limit.zh),
                    format!("added: {}, limit {}", clock.title.en, limit.en),
                ));
            }
        }
    }
    for clock in &old.plan().clocks {
        if named(new, &clock.name).is_none() {
            list.about(About::Clock, &clock.name);
            list.tell(Words::new(
                format!("删除：{}", clock.title.zh),
                format!("removed: {}", clock.title.en),
            ));
        }
    }
}

/// One clock in both rulebooks.
struct Pair<'a> {
    old: &'a Rulebook,
    new: &'a Rulebook,
    before: &'a ClockPlan,
    after: &'a ClockPlan,
}

fn one(pair: &Pair<'_>, list: &mut List) {
    let Pair { old, new, before, after } = *pair;
    list.moved(("limit", "时限"), &term(old, before), &term(new, after));
    kinds(("starts on", "起算事件"), before.starts, after.starts, list);
    kinds(("stops on", "停止事件"), before.stops, after.stops, list);
    entries(("stop", "停止条件"), stops_if(old, before), stops_if(new, after), list);
    let applies = (maybe_scripted(old, before.applies), maybe_scripted(new, after.applies));
    list.moved(("condition", "适用条件"), &applies.0, &applies.1);
    entries(("threshold", "预警点"), thresholds(old, before), thresholds(new, after), list);
    entries(("pause", "停表"), pauses(old, before), pauses(new, after), list);
    entries(("total of pauses", "停表合计"), totals(before), totals(after), list);
    entries(("extension", "延长"), extensions(old, before), extensions(new, after), list);
    list.moved(("on expiry", "逾期效果"), &expiry(before), &expiry(after));
    list.moved(("counting", "计算方式"), &say::policy(before.policy), &say::policy(after.policy));
    list.moved(("runs per", "计时对象"), &say::subject(before.per), &say::subject(after.per));
    list.moved(
        ("runs again", "可重复计时"),
        &Said::truth(before.repeats),
        &Said::truth(after.repeats),
    );
    list.moved(
        ("answers", "责任主体"),
        &say::answers(before.answers),
        &say::answers(after.answers),
    );
    let compares = |clock: &ClockPlan| clock.compares.clone().unwrap_or_default();
    list.moved_text(("compared with", "对照时限"), &compares(before), &compares(after));
    list.moved_text(("basis", "依据"), &before.basis, &after.basis);
    list.moved_title(&before.title, &after.title);
}

fn term(book: &Rulebook, clock: &ClockPlan) -> Said {
    match &clock.term {
        TermPlan::For(limit) => said(book, limit, |limit| say::words_of(*limit)),
        TermPlan::Until { when, to } => {
            let end = match to {
                Until::Instant => ".to_the_instant()",
                Until::EndOfDay => "",
            };
            Said::Script(format!("{}{end}", book.wording(*when)))
        }
    }
}

/// Kinds of events that were added to a list or left out of it.
pub(super) fn kinds((en, zh): (&str, &str), old: KindSet, new: KindSet, list: &mut List) {
    let without = |a: KindSet, b: KindSet| -> KindSet {
        a.iter().filter(|kind| !b.contains(*kind)).collect()
    };
    let (added, gone) = (without(new, old), without(old, new));
    if !added.is_empty() {
        let words = say::kinds(added);
        list.tell(Words::new(format!("{zh}增加{}", words.zh), format!("{en} {} too", words.en)));
    }
    if !gone.is_empty() {
        let words = say::kinds(gone);
        list.tell(Words::new(
            format!("{zh}去掉{}", words.zh),
            format!("{en} {} no more", words.en),
        ));
    }
}

/// One of several: what it is, and how it is worked out.
type Entry = (Words, Said);

fn thresholds(book: &Rulebook, clock: &ClockPlan) -> Vec<Entry> {
    let entry = |it: &duban_rulebook::ThresholdPlan| {
        let at = said(book, &it.at, say::threshold);
        (say::level(it.level), at)
    };
    clock.thresholds.iter().map(entry).collect()
}

fn kinds_of(kinds: KindSet) -> Words {
    let kinds: Vec<_> = kinds.iter().map(say::kind).collect();
    let joined = |word: fn(&Words) -> &str| kinds.iter().map(word).collect::<Vec<_>>().join(", ");
    Words::new(joined(|it| &it.zh), joined(|it| &it.en))
}

fn stops_if(book: &Rulebook, clock: &ClockPlan) -> Vec<Entry> {
    let entry =
        |it: &duban_rulebook::StopPlan| (kinds_of(it.kinds), maybe_scripted(book, Some(it.when)));
    clock.stops_if.iter().map(entry).collect()
}

fn pauses(book: &Rulebook, clock: &ClockPlan) -> Vec<Entry> {
    let entry = |it: &duban_rulebook::PausePlan| {
        let (from, to) = (say::kind(it.from), say::kind(it.to));
        let what =
            Words::new(format!("{}至{}", from.zh, to.zh), format!("from {} to {}", from.en, to.en));
        (what, said(book, &it.effect, say::pause))
    };
    clock.pauses.iter().map(entry).collect()
}

fn totals(clock: &ClockPlan) -> Vec<Entry> {
    let entry =
        |it: &duban_rulebook::TotalPlan| (kinds_of(it.kinds), Said::Plain(say::words_of(it.most)));
    clock.pause_totals.iter().map(entry).collect()
}

fn extensions(book: &Rulebook, clock: &ClockPlan) -> Vec<Entry> {
    let entry = |it: &duban_rulebook::ExtensionPlan| {
        (say::kind(it.on), said(book, &it.length, |length| say::words_of(*length)))
    };
    clock.extensions.iter().map(entry).collect()
}

/// Entries that changed, came or went. Of equal ones each counts once.
fn entries((en, zh): (&str, &str), mut old: Vec<Entry>, new: Vec<Entry>, list: &mut List) {
    let mut fresh = Vec::new();
    for entry in new {
        let same = |it: &Entry| it.0 == entry.0 && it.1.same(&entry.1);
        match old.iter().position(same) {
            Some(at) => _ = old.remove(at),
            None => fresh.push(entry),
        }
    }
    for (what, after) in fresh {
        if let Some(at) = old.iter().position(|it| it.0 == what) {
            let (_, before) = old.remove(at);
            let (en, zh) = (format!("{en} {}", what.en), format!("{zh}（{}）", what.zh));
            list.moved((&en, &zh), &before, &after);
        } else {
            let words = after.words();
            let words = Words::new(
                format!("新增{zh}（{}）：{}", what.zh, words.zh),
                format!("new {en} {}: {}", what.en, words.en),
            );
            list.tell_scripts(words, None, after.script());
        }
    }
    for (what, before) in old {
        let words = before.words();
        let words = Words::new(
            format!("取消{zh}（{}）：{}", what.zh, words.zh),
            format!("no more {en} {}: {}", what.en, words.en),
        );
        list.tell_scripts(words, before.script(), None);
    }
}

fn expiry(clock: &ClockPlan) -> Said {
    let Some(Deeming { deemed, backdated_to, .. }) = &clock.on_expiry else {
        return Said::nothing();
    };
    let deemed = say::kind(*deemed);
    match backdated_to.map(say::kind) {
        None => Said::Plain(deemed),
        Some(to) => Said::plain(
            format!("{}，追溯至{}", deemed.zh, to.zh),
            format!("{} backdated to {}", deemed.en, to.en),
        ),
    }
}
