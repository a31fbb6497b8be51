//! `duban catalogue check`: what is odd about the items, and which clause it may fall under.
//!
//! *Invariant.* Something found ends with exit code 1, whatever the format.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use duban_author::catalogue::{self, Finding, Rule};
use duban_calendar::{Day, Zone};
use duban_domain::Accountability;
use serde_json::json;

use crate::accountability;
use crate::args::{CatalogueCheck, Lang, ListFormat};
use crate::failure::Failure;
use crate::{meter, print, shipped, words};

/// The columns of the CSV; their names are part of the interface.
const COLUMNS: [&str; 8] =
    ["rule", "code", "name", "department", "place", "en", "zh", "may_fall_under"];

/// Where "today" is.
const ZONE: &str = "Asia/Shanghai";

pub(crate) fn run(args: &CatalogueCheck, lang: Lang) -> Result<(), Failure> {
    let files = match &args.place {
        Some(place) => files_of(place)?,
        None => shipped::folder("catalogue"),
    };
    let folder = args
        .place
        .as_deref()
        .map(|place| if place.is_dir() { place } else { place.parent().unwrap_or(place) });
    let table = accountability::beside(folder)?;
    let mut findings = catalogue::check(&files, day(args.on.as_deref())?);
    findings.retain(|it| args.only.is_empty() || args.only.contains(&it.rule));
    match args.print.format {
        ListFormat::Text => print::text(&text(&findings, &table, lang))?,
        ListFormat::Csv => print::csv(&COLUMNS, findings.iter().map(|it| row(it, &table)))?,
        ListFormat::Json => print::json(&json!({
            "files": files.len(),
            "findings": findings.iter().map(|it| object(it, &table)).collect::<Vec<_>>(),
        }))?,
    }
    if findings.is_empty() {
        return Ok(());
    }
    let count = print::thousands(findings.len() as u64);
    Err(Failure::answer_no(format!("{count} findings in the catalogue"))
        .or_in_chinese(format!("事项目录有 {count} 处问题")))
}

fn day(on: Option<&str>) -> Result<Day, Failure> {
    let Some(text) = on else {
        let zone = Zone::named(ZONE).map_err(|error| Failure::caused(&error))?;
        return Ok(zone.day_of(meter::now()));
    };
    text.parse().map_err(|_| {
        Failure::input(format!("--on: `{text}` is not a day; write it as 2026-03-19"))
            .or_in_chinese(format!("--on：`{text}` 不是日期；请写作 2026-03-19"))
    })
}

/// The files of the catalogue at a place: a folder, or one file.
fn files_of(place: &Path) -> Result<Vec<(String, String)>, Failure> {
    let shown = place.display();
    if place.is_file() {
        let text = fs::read_to_string(place).map_err(|error| Failure::unreadable(place, &error))?;
        return Ok(vec![(shown.to_string(), text)]);
    }
    let files = accountability::toml_files(place)?;
    if files.is_empty() {
        return Err(Failure::input(format!(
            "`{shown}` holds no file of a catalogue; name a folder with `.toml` files that have `[[item]]` tables"
        ))
        .or_in_chinese(format!("`{shown}` 中没有事项目录文件；请指定含 `[[item]]` 表的 `.toml` 文件所在目录")));
    }
    Ok(files)
}

fn text(findings: &[Finding], table: &Accountability, lang: Lang) -> String {
    if findings.is_empty() {
        return words::pick(lang, "nothing found\n", "未发现问题\n").to_owned();
    }
    let header = [
        words::pick(lang, "rule", "检查"),
        words::pick(lang, "item", "事项"),
        words::pick(lang, "department", "部门"),
        words::pick(lang, "found", "发现"),
        words::pick(lang, "may fall under", "可能适用"),
        words::pick(lang, "place", "位置"),
    ];
    let row = |it: &Finding| {
        let item = if it.name.is_empty() { &it.code } else { &it.name };
        let found = words::pick_text(lang, &it.words.en, &it.words.zh).to_owned();
        vec![
            title(it.rule, lang),
            item.clone(),
            it.department.clone(),
            found,
            clauses(it, table),
            place(it),
        ]
    };
    let mut text = print::table(&header, findings.iter().map(row));
    let mut counts: BTreeMap<Rule, u64> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    text.push('\n');
    for (rule, count) in counts {
        text.push_str(&format!("{:>7}  {}\n", print::thousands(count), title(rule, lang)));
    }
    text
}

fn title(rule: Rule, lang: Lang) -> String {
    words::pick(lang, rule.name(), rule.zh()).to_owned()
}

fn place(it: &Finding) -> String {
    format!("{}:{}", it.file, it.line)
}

/// The clauses by their codes.
fn clauses(it: &Finding, table: &Accountability) -> String {
    let codes: Vec<_> = table.of(it.rule.name()).map(|clause| clause.code.as_str()).collect();
    codes.join("; ")
}

fn row(it: &Finding, table: &Accountability) -> Vec<String> {
    let words = [it.rule.name(), &it.code, &it.name, &it.department].map(str::to_owned);
    let found = [place(it), it.words.en.clone(), it.words.zh.clone(), clauses(it, table)];
    words.into_iter().chain(found).collect()
}

fn object(it: &Finding, table: &Accountability) -> serde_json::Value {
    json!({
        "rule": it.rule.name(),
        "title": it.rule.zh(),
        "code": it.code,
        "name": it.name,
        "department": it.department,
        "file": it.file,
        "line": it.line,
        "en": it.words.en,
        "zh": it.words.zh,
        "may_fall_under": accountability::listed(table, it.rule.name()),
    })
}
