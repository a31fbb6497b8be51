//! `duban score`: points and ranking of a month.

use duban_engine::{Manner, Outcome, Standing, Supervisor, standings};
use duban_rulebook::RuleSet;
use duban_score::{Grading, Hundredths, Month, NotAMonth, Row, Scope, Subject, Table, score};

use crate::args::{By, Lang, ListFormat, Score};
use crate::config::Config;
use crate::failure::Failure;
use crate::times::{self, Edge};
use crate::workspace::Workspace;
use crate::{print, words};

/// The columns; their names are part of the interface.
const COLUMNS: [&str; 16] = [
    "rank",
    "name",
    "department",
    "volume",
    "completed",
    "on_time",
    "late",
    "early",
    "share_used_percent",
    "finding",
    "reminder",
    "yellow",
    "red",
    "rejudged",
    "points",
    "tier",
];

pub(crate) fn run(args: &Score, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let workspace = Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    let month: Month = args.period.parse().map_err(|error| bad_period(&args.period, &error))?;
    let zone = workspace.zone();
    let to = times::parse_some(args.known_at.as_ref(), &zone, Edge::End, "--known-at")?;
    let mut outcome = workspace.replay(Manner { to, ..Manner::default() })?;
    let subject = match args.by {
        By::Department => Subject::Department,
        By::Post => Subject::Post,
        By::Item => Subject::Item,
    };
    let standings = standings(&outcome.decisions);
    let table = table(&mut outcome, &standings, &workspace.rules, month, subject)?;
    match args.print.format {
        ListFormat::Text => print::text(&text(&table, lang))?,
        ListFormat::Json => print::json(&table)?,
        ListFormat::Csv => print::csv(&COLUMNS, table.rows.iter().map(csv_row))?,
    }
    Ok(())
}

pub(crate) fn bad_period(text: &str, error: &NotAMonth) -> Failure {
    Failure::input(format!("--period: {error}"))
        .or_in_chinese(format!("--period：`{text}` 不是月份；请写成 `2026-10`"))
}

/// The table of a month, from a replay and what has become of its warnings.
pub(crate) fn table(
    outcome: &mut Outcome,
    standings: &[Standing],
    rules: &RuleSet,
    month: Month,
    subject: Subject,
) -> Result<Table, Failure> {
    // One at a time: a year of cases put together is large.
    let cases = outcome.supervisors.iter_mut().flat_map(Supervisor::summaries);
    // A month is scored by the version in force on its last day.
    let version = rules.in_force_on(month.last_day());
    let scoring = version.and_then(|(_, rulebook)| rulebook.scoring());
    let scope = Scope { month, subject, zone: rules.zone() };
    score(scope, cases, standings, scoring, &Grading::default())
        .map_err(|error| Failure::caused(&error))
}

/// The table as people read it.
pub(crate) fn text(table: &Table, lang: Lang) -> String {
    let header = [
        words::pick(lang, "rank", "名次"),
        words::pick(lang, table.subject.name(), table.subject.zh()),
        words::pick(lang, "cases", "办件量"),
        words::pick(lang, "completed", "办结"),
        words::pick(lang, "on time", "按时"),
        words::pick(lang, "late", "逾期"),
        words::pick(lang, "early", "提前"),
        words::pick(lang, "limit used %", "平均用时%"),
        words::pick(lang, "reminder", "预警"),
        words::pick(lang, "yellow", "黄牌"),
        words::pick(lang, "red", "红牌"),
        words::pick(lang, "points", "得分"),
        words::pick(lang, "rating", "等次"),
    ];
    if table.rows.is_empty() {
        let month = table.month;
        return match lang {
            Lang::En => format!("no case was worked on in {month}\n"),
            Lang::Zh => format!("{month} 没有办件\n"),
        };
    }
    let rows = table.rows.iter().map(|row| text_row(row, lang));
    let mut text = print::table(&header, rows);
    let unranked = table.rows.iter().filter(|row| row.rank.is_none()).count();
    if unranked > 0 {
        let sample = Grading::default().sample;
        text.push_str(&match lang {
            Lang::En => format!(
                "{unranked} without a rank: fewer than {sample} cases, no name, or no scoring\n"
            ),
            Lang::Zh => format!("{unranked} 个未排名：办件不足 {sample} 件、无名称或无评分规则\n"),
        });
    }
    text
}

fn text_row(row: &Row, lang: Lang) -> Vec<String> {
    let counts = &row.counts;
    vec![
        row.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
        name(row),
        print::thousands(counts.volume),
        print::thousands(counts.completed),
        print::thousands(counts.on_time),
        print::thousands(counts.late),
        print::thousands(counts.early),
        counts.share_used.hundredths().map_or_else(String::new, |it| used(it, lang)),
        print::thousands(counts.warnings.reminder),
        print::thousands(counts.warnings.yellow),
        print::thousands(counts.warnings.red),
        row.total_points().map_or_else(|| "-".to_owned(), |points| points.normalize().to_string()),
        row.tier.map_or_else(
            || "-".to_owned(),
            |tier| words::pick(lang, tier.name(), tier.zh()).to_owned(),
        ),
    ]
}

/// The mean share of the limit used, under a header that says `%`; far above that as its multiple.
fn used(mean: Hundredths, lang: Lang) -> String {
    let percent = mean.0 / 100;
    if percent > 1000 { words::used(lang, percent) } else { mean.to_string() }
}

fn name(row: &Row) -> String {
    let name = row.who.name().unwrap_or("-");
    match row.who.department() {
        Some(department) => format!("{department} · {name}"),
        None => name.to_owned(),
    }
}

fn csv_row(row: &Row) -> Vec<String> {
    let counts = &row.counts;
    vec![
        row.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        row.who.name().unwrap_or_default().to_owned(),
        row.who.department().unwrap_or_default().to_owned(),
        counts.volume.to_string(),
        counts.completed.to_string(),
        counts.on_time.to_string(),
        counts.late.to_string(),
        counts.early.to_string(),
        counts.share_used.hundredths().map_or_else(String::new, |it| it.to_string()),
        counts.warnings.finding.to_string(),
        counts.warnings.reminder.to_string(),
        counts.warnings.yellow.to_string(),
        counts.warnings.red.to_string(),
        counts.rejudged.to_string(),
        row.total_points().map(|points| points.normalize().to_string()).unwrap_or_default(),
        row.tier.map(|tier| tier.name().to_owned()).unwrap_or_default(),
    ]
}
