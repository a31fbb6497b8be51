//! `duban rules profile`: which closures a replay called again and again, and which fact is to blame.
//!
//! *Absent on purpose.* Counting: see `duban-author`.

use std::convert::Infallible;
use std::sync::Arc;

use duban_author::profile::{self, Cost};
use duban_engine::{History, Manner, Outcome, replay};
use duban_rulebook::RuleSet;
use serde_json::json;

use crate::args::{Lang, RulesProfile, TextOrJson};
use crate::commands::replay::files::{self, FromFiles};
use crate::config::Config;
use crate::failure::Failure;
use crate::history::{FileHistory, JournalHistory};
use crate::print;
use crate::words::{pick, pick_text};
use crate::workspace::{self, Workspace};

pub(crate) fn run(args: &RulesProfile, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let (rules, outcome, broken) = if args.past.files.is_empty() {
        let Workspace { journal, rules } =
            &Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
        (rules.clone(), replayed(rules, JournalHistory::open(journal, rules)?)?, None)
    } else {
        let Some(dir) = flag else {
            return Err(Failure::input(
                "no rules: files know none of their own; say with `--rules DIR` by which to judge them",
            )
            .or_in_chinese("没有规则；文件本身不带规则，请用 `--rules DIR` 指定判定所依据的规则"));
        };
        let rules = Arc::new(workspace::load_rules(dir, lang)?);
        let FromFiles { events, broken, .. } = files::read(
            &args.past.files,
            args.past.mapping.mapping.as_ref(),
            config,
            &rules,
            lang,
        )?;
        let history = FileHistory::of(Arc::new(events));
        (rules.clone(), replayed::<_, Infallible>(&rules, history)?, broken)
    };
    let costs = profile::profile(&rules, &outcome.supervisors);
    match args.print.format {
        TextOrJson::Json => print::json(&object(&costs, &outcome))?,
        TextOrJson::Text => print::text(&text(&costs, &outcome, lang))?,
    }
    broken.map_or(Ok(()), Err)
}

fn replayed<H: History<Error = E>, E>(rules: &Arc<RuleSet>, history: H) -> Result<Outcome, E> {
    replay(rules, Manner::default(), history)
}

fn text(costs: &[Cost], outcome: &Outcome, lang: Lang) -> String {
    let events = print::thousands(outcome.events);
    let mut text = match lang {
        Lang::En => format!("{events} events replayed\n\n"),
        Lang::Zh => format!("已回放 {events} 条事件\n\n"),
    };
    let header = [
        pick(lang, "called", "未命中"),
        pick(lang, "asked", "询问"),
        pick(lang, "remembered", "命中率"),
        pick(lang, "nodes", "节点"),
        pick(lang, "rule", "规则"),
        pick(lang, "word", "词"),
        pick(lang, "place", "位置"),
    ];
    let asked = || costs.iter().filter(|cost| cost.counted.calls > 0);
    text += &print::table(&header, asked().map(row));
    for cost in costs {
        let Some(coarser) = &cost.coarser else { continue };
        let (fact, place) = (cost.counted.too_fine.as_deref().unwrap_or("-"), &cost.counted.place);
        text += &match lang {
            Lang::En => format!("\n{place}: given up, since `{fact}` differs from case to case\n"),
            Lang::Zh => format!("\n{place}：`{fact}` 因办件而异，结果不再缓存\n"),
        };
        text += &format!("  {}\n", cost.wording.lines().next().unwrap_or_default());
        text += &format!("  {}\n", pick_text(lang, &coarser.en, &coarser.zh));
    }
    let idle = costs.len() - asked().count();
    if idle > 0 {
        text += &match lang {
            Lang::En => format!("\nclosures that were never asked: {idle}\n"),
            Lang::Zh => format!("\n从未询问的规则函数：{idle}\n"),
        };
    }
    text
}

fn row(cost: &Cost) -> Vec<String> {
    let counted = &cost.counted;
    vec![
        print::thousands(counted.misses()),
        print::thousands(counted.calls),
        cost.hit_percent().map_or_else(|| "-".to_owned(), |percent| format!("{percent} %")),
        print::thousands(counted.nodes as u64),
        counted.rule.clone(),
        counted.word.to_owned(),
        counted.place.to_string(),
    ]
}

fn object(costs: &[Cost], outcome: &Outcome) -> serde_json::Value {
    let cost = |it: &Cost| {
        json!({
            "version": it.version,
            "rule": it.counted.rule,
            "word": it.counted.word,
            "place": it.counted.place.to_string(),
            "calls": it.counted.calls,
            "hits": it.counted.hits,
            "misses": it.counted.misses(),
            "nodes": it.counted.nodes,
            "given_up": it.counted.gave_up,
            "too_fine": it.counted.too_fine,
            "coarser": it.coarser.as_ref().map(|it| json!({ "en": it.en, "zh": it.zh })),
            "wording": it.wording,
        })
    };
    json!({
        "events": outcome.events,
        "closures": costs.iter().map(cost).collect::<Vec<_>>(),
    })
}
