//! `duban warnings`: one row each.

use duban_calendar::Zone;
use duban_engine::{Manner, Standing, standings};
use serde_json::json;

use crate::args::{Lang, ListFormat, Warnings};
use crate::config::Config;
use crate::failure::Failure;
use crate::times;
use crate::titles::Titles;
use crate::workspace::Workspace;
use crate::{print, words};

/// The columns; their names are part of the interface.
const COLUMNS: [&str; 16] = [
    "id",
    "case",
    "item",
    "department",
    "post",
    "officer",
    "step",
    "clock",
    "level",
    "due_at",
    "decided_at",
    "basis",
    "rule",
    "message",
    "verdict",
    "certainty",
];

pub(crate) fn run(args: &Warnings, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let workspace = Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    let zone = workspace.zone();
    let (from, to) =
        times::parse_stretch((args.from.as_ref(), "--from"), (args.to.as_ref(), "--to"), &zone)?;
    let outcome = workspace.replay(Manner::default())?;
    let standings = standings(&outcome.decisions);
    let raised = standings.len();
    let mut list: Vec<Standing> = standings
        .into_iter()
        .filter(|standing| {
            let warning = &standing.warning;
            let filed_at = zone.filed_at(warning.due_at);
            args.level.is_none_or(|level| warning.id.level == level)
                && args
                    .department
                    .as_ref()
                    .is_none_or(|it| warning.answers.department.as_ref() == Some(it))
                && args.case.as_ref().is_none_or(|it| warning.id.case == *it)
                && from.is_none_or(|from| filed_at >= from)
                && to.is_none_or(|to| filed_at <= to)
        })
        .collect();
    // As the days went by, whenever each came to light: that is how a list is checked against the files.
    list.sort_by(|a, b| (a.warning.due_at, &a.warning.id).cmp(&(b.warning.due_at, &b.warning.id)));
    match args.print.format {
        ListFormat::Csv => {
            print::csv(&COLUMNS, list.iter().map(|it| row(it, &zone)))?;
        }
        ListFormat::Json => {
            let rows: Vec<_> = list.iter().map(|it| object(it, &zone)).collect();
            print::json(&rows)?;
        }
        ListFormat::Text => {
            let titles = Titles::of(&workspace.rules, lang);
            print::text(&table(&list, raised, &zone, titles, lang))?;
        }
    }
    Ok(())
}

/// What later facts made of it: `stands` until they say otherwise.
fn verdict(standing: &Standing) -> &'static str {
    if standing.stands() { "stands" } else { "not_due" }
}

fn row(standing: &Standing, zone: &Zone) -> Vec<String> {
    let it = &standing.warning;
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    vec![
        it.id.to_string(),
        it.id.case.clone(),
        word(&it.item),
        word(&it.answers.department),
        word(&it.answers.post),
        word(&it.answers.officer),
        word(&it.step),
        clock(standing),
        it.id.level.to_string(),
        zone.rfc3339(it.due_at),
        zone.rfc3339(it.decided_at),
        it.basis.clone(),
        it.place.clone(),
        it.message.clone(),
        verdict(standing).to_owned(),
        it.certainty.name().to_owned(),
    ]
}

/// The rule with the step or special procedure it ran for.
fn clock(standing: &Standing) -> String {
    let id = &standing.warning.id;
    match &id.subject {
        Some(subject) => format!("{}@{subject}", id.rule),
        None => id.rule.clone(),
    }
}

fn object(standing: &Standing, zone: &Zone) -> serde_json::Value {
    let it = &standing.warning;
    json!({
        "id": it.id.to_string(),
        "case": it.id.case,
        "item": it.item,
        "department": it.answers.department,
        "post": it.answers.post,
        "officer": it.answers.officer,
        "step": it.step,
        "clock": clock(standing),
        "level": it.id.level,
        "due_at": zone.rfc3339(it.due_at),
        "decided_at": zone.rfc3339(it.decided_at),
        "basis": it.basis,
        "rule": it.place,
        "rulebook": it.rulebook,
        "hash": it.hash,
        "message": it.message,
        "certainty": it.certainty,
        "verdict": verdict(standing),
    })
}

fn table(list: &[Standing], raised: usize, zone: &Zone, titles: Titles<'_>, lang: Lang) -> String {
    if raised == 0 {
        return words::pick(lang, "no warning was raised\n", "没有发出过预警\n").to_owned();
    }
    if list.is_empty() {
        let raised = raised as u64;
        return match lang {
            Lang::En => {
                format!("none of {} is like that\n", print::so_many(raised, "warning", "warnings"))
            }
            Lang::Zh => format!("共 {} 条预警，没有符合条件的\n", print::thousands(raised)),
        };
    }
    let header = [
        words::pick(lang, "level", "级别"),
        words::pick(lang, "due", "到期"),
        words::pick(lang, "department", "部门"),
        words::pick(lang, "officer", "经办人"),
        words::pick(lang, "basis", "依据"),
        words::pick(lang, "warning", "预警编号"),
        words::pick(lang, "says", "内容"),
    ];
    let rows = list.iter().map(|standing| {
        let it = &standing.warning;
        let taken_back = if standing.stands() {
            ""
        } else {
            words::pick(lang, "[re-judged: not due] ", "[复核：不成立] ")
        };
        vec![
            words::level(lang, it.id.level).to_owned(),
            words::deadline_of(zone, it.due_at, it.certainty, lang),
            print::or_dash(it.answers.department.as_deref()),
            print::or_dash(it.answers.officer.as_deref()),
            it.basis.clone(),
            it.id.to_string(),
            format!("{taken_back}{}", titles.says(it)),
        ]
    });
    let mut text = print::table(&header, rows);
    let count = list.len() as u64;
    text.push_str(&match lang {
        Lang::En => print::so_many(count, "warning\n", "warnings\n"),
        Lang::Zh => format!("共 {} 条\n", print::thousands(count)),
    });
    text
}
