//! Cases and cards as lines of text, and tables as text.
//!
//! A case: `number item department/post what day, ...`. Days are `mm-dd` of 2026, each event happens at 10:00 in Shanghai, `due 10-20`
//! gives the case a clock `promised` that starts when it is accepted, ends with its completion and is due at 24:00 of that day.
//! `A*20` stands for twenty such cases, `-` for what the source does not say.
//!
//! A card: `case rule level day department/post`, and `not due` where it was judged again. It fell due at 00:00 of that day.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use duban_calendar::{Day, Timestamp, Zone};
use duban_domain::{By, EventKind, Level, Verdict, WarningId};
use duban_engine::{CaseSummary, ClockRun, RunState, Standing, Warning};
use duban_rulebook::Title;
use duban_score::{Row, Table};

/// Read once: a zone's table covers three centuries.
pub(crate) fn zone() -> Zone {
    static SHANGHAI: LazyLock<Zone> = LazyLock::new(|| Zone::named("Asia/Shanghai").unwrap());
    SHANGHAI.clone()
}

pub(crate) fn cases(told: &str) -> Vec<CaseSummary> {
    lines(told).flat_map(case).collect()
}

pub(crate) fn cards(told: &str, cases: &[CaseSummary]) -> Vec<Standing> {
    lines(told).map(|line| card(line, cases)).collect()
}

fn lines(told: &str) -> impl Iterator<Item = &str> {
    told.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn case(line: &str) -> Vec<CaseSummary> {
    let ([number, item, who], events) = words(line);
    let mut firsts = BTreeMap::new();
    let mut due = None;
    for event in events.split(", ") {
        let (what, on) = event.trim().split_once(' ').unwrap();
        match what {
            "due" => due = Some(day(on)),
            kind => {
                _ = firsts.insert(kind.parse().unwrap(), zone().instant(day(on), 10 * 3_600_000))
            }
        }
    }
    let runs = due.map(|due| promised(&firsts, due)).into_iter().collect();
    let by = by(who);
    let told = CaseSummary {
        case: number.to_owned(),
        item: said(item),
        department: by.department.clone(),
        handler: by,
        firsts,
        grades: Vec::new(),
        runs,
    };
    match number.split_once('*') {
        None => vec![told],
        Some((letter, times)) => {
            let numbers =
                (1..=times.parse().unwrap()).map(|number: u32| format!("{letter}{number}"));
            numbers.map(|case| CaseSummary { case, ..told.clone() }).collect()
        }
    }
}

/// A share of the limit used is told in whole days here, as a day-counted clock counts them.
fn promised(firsts: &BTreeMap<EventKind, Timestamp>, due: Day) -> ClockRun {
    let started_at = firsts[&EventKind::Accepted];
    let ended = |kind: &EventKind| [EventKind::Granted, EventKind::Withdrawn].contains(kind);
    let stopped_at = firsts.iter().find(|(kind, _)| ended(kind)).map(|(_, at)| *at);
    let due_at = zone().end_of(due);
    let state = match stopped_at {
        None => RunState::Running,
        Some(at) if at < due_at => RunState::InTime,
        Some(_) => RunState::Late,
    };
    let days = |to: Day| u64::try_from(to.0 - zone().day_of(started_at).0).unwrap();
    ClockRun {
        version: 0,
        clock: "promised".to_owned(),
        title: Title { zh: "承诺时限".to_owned(), en: "promised limit".to_owned() },
        basis: String::new(),
        subject: None,
        started_at,
        stopped_at,
        due_at: Some(due_at),
        certainty: duban_calendar::Certainty::Official,
        state,
        used_percent: stopped_at.map(|at| days(zone().day_of(at)) * 100 / days(due)),
    }
}

fn card(line: &str, cases: &[CaseSummary]) -> Standing {
    let (line, taken_back) = match line.strip_suffix("not due") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let ([case, rule, level, on, who], _) = words(line);
    let summary = cases
        .iter()
        .find(|it| it.case == case)
        .unwrap_or_else(|| panic!("there is no case `{case}`"));
    let due_at = zone().start_of(day(on));
    warning(summary, rule, level.parse().unwrap(), due_at, by(who), taken_back)
}

pub(crate) fn warning(
    case: &CaseSummary,
    rule: &str,
    level: Level,
    due_at: Timestamp,
    answers: By,
    taken_back: bool,
) -> Standing {
    let (case, item) = (case.case.clone(), case.item.clone());
    let warning = Warning {
        id: WarningId { case, rule: rule.to_owned(), subject: None, level, occurrence: 1 },
        due_at,
        decided_at: due_at,
        item,
        answers,
        step: None,
        basis: String::new(),
        rulebook: "pocket".to_owned(),
        hash: String::new(),
        place: "pocket/clocks.rhai:1".to_owned(),
        message: String::new(),
        fault: false,
        certainty: Default::default(),
    };
    Standing { warning, verdict: taken_back.then_some(Verdict::NotDue) }
}

/// The first words of a line, and what comes after them.
fn words<const COUNT: usize>(line: &str) -> ([&str; COUNT], &str) {
    let mut rest = line;
    let words = std::array::from_fn(|_| {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        assert!(!word.is_empty(), "`{line}` has too few words");
        rest = after.trim_start();
        word
    });
    (words, rest)
}

fn day(text: &str) -> Day {
    format!("2026-{}", text.trim()).parse().unwrap()
}

fn by(who: &str) -> By {
    let (department, post) = who.split_once('/').unwrap_or((who, "-"));
    By { department: said(department), post: said(post), officer: None }
}

fn said(word: &str) -> Option<String> {
    (word != "-").then(|| word.to_owned())
}

/// The columns of a printed table.
const HEADS: [&str; 14] = [
    "rank", "volume", "done", "in time", "late", "early", "% used", "finding", "reminder",
    "yellow", "red", "not due", "points", "tier",
];

pub(crate) fn print(table: &Table) -> String {
    let head = columns(HEADS.map(str::to_owned), table.subject.name());
    let mut lines = vec![table.month.to_string(), head];
    lines.extend(table.rows.iter().map(row));
    lines.join("\n") + "\n"
}

fn row(row: &Row) -> String {
    let counts = &row.counts;
    let dash = || "-".to_owned();
    let cells = [
        row.rank.map_or_else(dash, |rank| rank.to_string()),
        counts.volume.to_string(),
        counts.completed.to_string(),
        counts.on_time.to_string(),
        counts.late.to_string(),
        counts.early.to_string(),
        counts.share_used.hundredths().map_or_else(dash, |used| used.to_string()),
        counts.warnings.finding.to_string(),
        counts.warnings.reminder.to_string(),
        counts.warnings.yellow.to_string(),
        counts.warnings.red.to_string(),
        counts.rejudged.to_string(),
        row.total_points().map_or_else(dash, |points| points.normalize().to_string()),
        row.tier.map_or_else(dash, |tier| tier.zh().to_owned()),
    ];
    let name = row.who.name().unwrap_or("(not stated)");
    match row.who.department() {
        Some(department) => columns(cells, &format!("{department}/{name}")),
        None => columns(cells, name),
    }
}

/// Chinese stands last in a line, so that the columns before it are straight in any font.
fn columns(cells: [String; 14], who: &str) -> String {
    let [numbers @ .., tier] = cells;
    let widths = HEADS.map(str::len);
    let numbers = numbers.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
    format!("{}  {who}  {tier}", numbers.collect::<Vec<_>>().join("  "))
}
