//! `duban rules coverage`: what of the rules no story reached, and what no recorded case.
//!
//! *Absent on purpose.* What counts as reached: see `duban_author::coverage`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use duban_author::coverage::{Coverage, Raised, Reached, Script, Share, lcov};
use duban_engine::{Manner, Supervisor, replay};
use duban_journal::Journal;
use duban_rulebook::{Bundle, RuleSet, Way};
use serde_json::{Value, json};

use crate::args::{Lang, RulesCoverage, TextOrJson};
use crate::commands::rules::{places, stories};
use crate::config::Config;
use crate::failure::Failure;
use crate::history::JournalHistory;
use crate::print;
use crate::words::{self, pick};

pub(crate) fn run(args: &RulesCoverage, config: &Config, lang: Lang) -> Result<(), Failure> {
    let places = places(&args.stories.paths, config)?;
    let suite = stories(&places.paths)?;
    let mut told = suite.coverage()?;
    let mut recorded = match &args.data {
        Some(data) => Some(of_cases(data, suite.folders())?),
        None => None,
    };
    if args.own {
        told.keep_own();
        recorded.iter_mut().for_each(Coverage::keep_own);
    }
    if let Some(file) = &args.lcov {
        fs::write(file, lcov(&told)).map_err(|error| Failure::unwritable(file, &error))?;
    }
    match args.print.format {
        TextOrJson::Json => print::json(&json!({
            "stories": object(&told),
            "recorded_cases": recorded.as_ref().map(object),
        }))?,
        TextOrJson::Text => {
            let mut out = text(&told, pick(lang, "no story", "无用例"), lang);
            if let Some(recorded) = &recorded {
                out.push('\n');
                out += &text(recorded, pick(lang, "no recorded case", "无历史办件"), lang);
            }
            print::text(&out)?;
        }
    }
    match missing(&told) + recorded.as_ref().map_or(0, missing) {
        0 => Ok(()),
        count => Err(Failure::answer_no(format!(
            "{count} lines, ways and thresholds are not reached; write stories that reach them"
        ))
        .or_in_chinese(format!("{count} 处行、分支或阈值未被触及；请补写用例"))),
    }
}

/// What the cases of a journal reach of each rulebook.
fn of_cases<'p>(data: &Path, folders: impl Iterator<Item = &'p Path>) -> Result<Coverage, Failure> {
    let journal = Journal::open_to_read(data)?;
    let mut coverage = Coverage::default();
    for dir in folders {
        let rules = Arc::new(RuleSet::traced(Bundle::read_versions(dir)?)?);
        let mut outcome =
            replay(&rules, Manner::default(), JournalHistory::open(&journal, &rules)?)?;
        let cases = outcome.supervisors.iter_mut().flat_map(Supervisor::summaries);
        coverage.thresholds(&rules, cases, &outcome.decisions);
        coverage.scripts(&rules);
    }
    Ok(coverage)
}

fn missing(coverage: &Coverage) -> usize {
    let left = |share: Share| share.of - share.reached;
    let files = coverage.files.values();
    files.map(|it| left(it.line_share()) + left(it.way_share()) + left(it.threshold_share())).sum()
}

/// A table of shares by file, then file by file what is not reached, with an excerpt.
fn text(coverage: &Coverage, who: &str, lang: Lang) -> String {
    let header = [
        pick(lang, "file", "文件"),
        pick(lang, "lines", "行"),
        pick(lang, "ways", "分支"),
        pick(lang, "thresholds", "阈值"),
    ];
    let share = |it: Share| match it.of {
        0 => "-".to_owned(),
        _ => format!("{} % ({}/{})", it.percent(), it.reached, it.of),
    };
    let rows = coverage.files.iter().map(|(script, file)| {
        let shares = [file.line_share(), file.way_share(), file.threshold_share()];
        std::iter::once(script.name.clone()).chain(shares.map(share)).collect()
    });
    let mut text = print::table(&header, rows);
    for (Script { name, .. }, file) in &coverage.files {
        for (place, what, line) in unreached(file, lang) {
            text += &match lang {
                Lang::En => format!("\n{name}:{place}: {who} {what}\n    {}\n", file.excerpt(line)),
                Lang::Zh => format!("\n{name}:{place}：{who}{what}\n    {}\n", file.excerpt(line)),
            };
        }
    }
    text
}

/// What is not reached of a file, from top to bottom: the place, in words, and the line.
fn unreached(file: &Reached, lang: Lang) -> Vec<(String, String, u32)> {
    let lines = file.lines.iter().filter(|(_, hits)| **hits == 0);
    let lines = lines.map(|(line, _)| {
        (
            (*line, 0),
            (line.to_string(), pick(lang, "comes to this line", "执行到此行").to_owned(), *line),
        )
    });
    // What lies in a line that is not reached is said with it.
    let reached = |line: &u32| file.lines.get(line).is_none_or(|hits| *hits > 0);
    let ways = file.ways.iter().filter(|((line, ..), hits)| **hits == 0 && reached(line));
    let ways = ways.map(|((line, column, way), _)| {
        ((*line, *column), (format!("{line}:{column}"), way_words(*way, lang), *line))
    });
    let thresholds = file.thresholds.iter().filter_map(|((line, rule, level), raised)| {
        let level = words::level(lang, *level);
        let what = match (lang, raised.missing()?) {
            (Lang::En, true) => format!("raises the {level} of `{rule}`"),
            (Lang::En, false) => format!("runs `{rule}` without its {level}"),
            (Lang::Zh, true) => format!("触发 `{rule}` 的{level}"),
            (Lang::Zh, false) => format!("在 `{rule}` 中未触发{level}"),
        };
        Some(((*line, u32::MAX), (line.to_string(), what, *line)))
    });
    let mut all: Vec<_> = lines.chain(ways).chain(thresholds).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, unreached)| unreached).collect()
}

fn way_words(way: Way, lang: Lang) -> String {
    let words = match way {
        Way::Then => pick(lang, "meets this condition", "满足此条件"),
        Way::Else => pick(lang, "fails this condition", "不满足此条件"),
        Way::Instead => pick(lang, "needs what stands behind `??`", "用到 `??` 之后的值"),
        Way::AsItIs => pick(lang, "has what stands before `??`", "具有 `??` 之前的值"),
        Way::Right => {
            pick(lang, "depends on what stands behind this sign", "取决于此符号之后的条件")
        }
        Way::Left => {
            pick(lang, "is decided by what stands before this sign", "由此符号之前的条件决定")
        }
        Way::Case(number) => {
            return match lang {
                Lang::En => format!("takes case {number} of this `switch`"),
                Lang::Zh => format!("进入此 `switch` 的第 {number} 项"),
            };
        }
    };
    words.to_owned()
}

fn object(coverage: &Coverage) -> Value {
    let share = |it: Share| json!({ "reached": it.reached, "of": it.of, "percent": it.percent() });
    let file = |(script, file): (&Script, &Reached)| {
        let hits = |(line, hits): (&u32, &u64)| json!({ "line": line, "hits": hits });
        let way = |((line, column, way), hits): (&(u32, u32, Way), &u64)| json!({ "line": line, "column": column, "way": way_name(*way), "hits": hits });
        let threshold =
            |((line, rule, level), it): (&(u32, String, duban_domain::Level), &Raised)| {
                json!({
                    "line": line,
                    "rule": rule,
                    "level": level.name(),
                    "raised": it.raised,
                    "spared": it.spared,
                })
            };
        json!({
            "file": script.name,
            "path": script.path.to_string_lossy(),
            "line_share": share(file.line_share()),
            "way_share": share(file.way_share()),
            "threshold_share": share(file.threshold_share()),
            "lines": file.lines.iter().map(hits).collect::<Vec<_>>(),
            "ways": file.ways.iter().map(way).collect::<Vec<_>>(),
            "thresholds": file.thresholds.iter().map(threshold).collect::<Vec<_>>(),
        })
    };
    coverage.files.iter().map(file).collect()
}

/// The name of a way, for programs.
fn way_name(way: Way) -> String {
    match way {
        Way::Then => "then".to_owned(),
        Way::Else => "else".to_owned(),
        Way::Instead => "instead".to_owned(),
        Way::AsItIs => "as_it_is".to_owned(),
        Way::Right => "right".to_owned(),
        Way::Left => "left".to_owned(),
        Way::Case(number) => format!("case {number}"),
    }
}
