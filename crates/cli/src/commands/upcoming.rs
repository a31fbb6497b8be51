//! `duban upcoming`: what falls due next if nothing happens.

use duban_calendar::{Timestamp, Zone};
use duban_engine::{Manner, Outcome};
use serde_json::json;

use crate::args::{Lang, ListFormat, Upcoming};
use crate::config::Config;
use crate::failure::Failure;
use crate::times::{self, Edge};
use crate::titles::Titles;
use crate::workspace::Workspace;
use crate::{print, words};

/// The columns; their names are part of the interface.
const COLUMNS: [&str; 9] =
    ["at", "level", "case", "item", "department", "officer", "clock", "due_at", "certainty"];

pub(crate) fn run(args: &Upcoming, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let workspace = Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    let zone = workspace.zone();
    let until = times::parse_some(args.until.as_ref(), &zone, Edge::End, "--until")?;
    let falls_by = |at: Timestamp| until.is_none_or(|until| zone.filed_at(at) <= until);
    let mut outcome = workspace.replay(Manner::default())?;
    // The midnight that ends the last day is the first instant of the next.
    let until = until.map_or(Timestamp::MAX, |until| until.plus_ms(1));
    let mut list: Vec<_> =
        outcome.supervisors.iter_mut().flat_map(|shard| shard.upcoming(until)).collect();
    list.retain(|it| falls_by(it.at));
    list.retain(|it| {
        args.department.as_ref().is_none_or(|wanted| it.answers.department.as_ref() == Some(wanted))
    });
    match args.print.format {
        ListFormat::Csv => print::csv(&COLUMNS, list.iter().map(|it| row(it, &zone)))?,
        ListFormat::Json => {
            let rows: Vec<_> = list.iter().map(|it| object(it, &zone)).collect();
            print::json(&rows)?;
        }
        ListFormat::Text if list.is_empty() => print::text(&nothing(&outcome, &zone, lang))?,
        ListFormat::Text => {
            print::text(&table(&list, &zone, Titles::of(&workspace.rules, lang), lang))?;
        }
    }
    Ok(())
}

fn nothing(outcome: &Outcome, zone: &Zone, lang: Lang) -> String {
    if outcome.events == 0 {
        return words::pick(lang, "the journal holds no events\n", "事件库中没有事件\n").to_owned();
    }
    let end = zone.display(outcome.ended_at);
    match lang {
        Lang::En => format!("nothing like that falls due; the journal ends on {end}\n"),
        Lang::Zh => format!("没有符合条件的到期事项；事件库记录截至 {end}\n"),
    }
}

fn table(list: &[duban_engine::Upcoming], zone: &Zone, titles: Titles<'_>, lang: Lang) -> String {
    let header = [
        words::pick(lang, "at", "时间"),
        words::pick(lang, "level", "级别"),
        words::pick(lang, "case", "办件"),
        words::pick(lang, "item", "事项"),
        words::pick(lang, "department", "部门"),
        words::pick(lang, "officer", "经办人"),
        words::pick(lang, "clock", "时限"),
    ];
    let rows = list.iter().map(|it| {
        vec![
            words::deadline_of(zone, it.at, it.certainty, lang),
            words::level(lang, it.level).to_owned(),
            it.case.clone(),
            print::or_dash(it.item.as_deref()),
            print::or_dash(it.answers.department.as_deref()),
            print::or_dash(it.answers.officer.as_deref()),
            titles.run(&it.clock, it.subject.as_deref()),
        ]
    });
    print::table(&header, rows)
}

fn clock(it: &duban_engine::Upcoming) -> String {
    match &it.subject {
        Some(subject) => format!("{}@{subject}", it.clock),
        None => it.clock.clone(),
    }
}

fn row(it: &duban_engine::Upcoming, zone: &Zone) -> Vec<String> {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    vec![
        zone.rfc3339(it.at),
        it.level.to_string(),
        it.case.clone(),
        word(&it.item),
        word(&it.answers.department),
        word(&it.answers.officer),
        clock(it),
        it.due_at.map(|at| zone.rfc3339(at)).unwrap_or_default(),
        it.certainty.name().to_owned(),
    ]
}

fn object(it: &duban_engine::Upcoming, zone: &Zone) -> serde_json::Value {
    json!({
        "at": zone.rfc3339(it.at),
        "level": it.level,
        "case": it.case,
        "item": it.item,
        "department": it.answers.department,
        "officer": it.answers.officer,
        "clock": clock(it),
        "due_at": it.due_at.map(|at| zone.rfc3339(at)),
        "certainty": it.certainty,
    })
}
