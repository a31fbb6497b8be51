//! `duban rules test`: tells stories to rulebooks, and shows where something else came out than was expected.
//!
//! *Absent on purpose.* What a story is: see `duban-author`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::thread::available_parallelism;

use duban_author::{BookReport, Change, Notice, Report, SuiteError, Verdict};
use duban_author::{compare, junit, update};
use serde_json::json;

use crate::args::{Lang, RulesTest, TextOrJson};
use crate::commands::rules::{places, stories};
use crate::config::Config;
use crate::failure::Failure;
use crate::print;
use crate::words::pick;

pub(crate) fn run(args: &RulesTest, config: &Config, lang: Lang) -> Result<(), Failure> {
    let places = places(&args.stories.paths, config)?;
    if places.shipped && args.update {
        return Err(Failure::input(
            "there is no folder `rules` here, and the stories that ship with duban are not to be changed; name a path",
        )
        .or_in_chinese("当前目录没有 `rules` 文件夹，随 duban 发布的用例不可改写；请指定路径"));
    }
    let mut suite = stories(&places.paths)?;
    if let Some(text) = &args.filter {
        suite.keep(text);
        if suite.is_empty() {
            return Err(Failure::input(format!(
                "no story has `{text}` in its name, file or rulebook; leave out `--filter` to see all"
            ))
            .or_in_chinese(format!("没有名称、文件或规则含有 `{text}` 的用例；去掉 `--filter` 可运行全部")));
        }
    }
    let report = suite.run(available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN))?;
    if let Some(file) = &args.junit {
        fs::write(file, junit(&report)).map_err(|error| Failure::unwritable(file, &error))?;
    }
    let changed = if args.update { update(&report)? } else { Vec::new() };
    match args.print.format {
        TextOrJson::Json => print::json(&object(&report, args.update))?,
        TextOrJson::Text => print::text(&text(&report, &changed, lang))?,
    }
    match report.failed() {
        0 => Ok(()),
        _ if args.update => Ok(()),
        failed => Err(some_failed(failed, report.told())),
    }
}

fn some_failed(failed: usize, told: usize) -> Failure {
    Failure::answer_no(format!(
        "{failed} of {told} stories came to something else than expected; mend the rules or the stories, or take over what was decided with `--update`"
    ))
    .or_in_chinese(format!(
        "{told} 个用例中有 {failed} 个与预期不符；请修改规则或用例，或用 `--update` 采用实际结果"
    ))
}

/// What is said of the stories: how many passed by rulebook, and what there is to say of single ones.
pub(super) fn text(report: &Report, changed: &[PathBuf], lang: Lang) -> String {
    let mut text = String::new();
    for book in &report.books {
        text += &summary(book, lang);
        for verdict in &book.verdicts {
            text += &story(verdict, lang);
        }
    }
    for path in changed {
        let path = path.display();
        text += &match lang {
            Lang::En => format!("updated {path}\n"),
            Lang::Zh => format!("已更新 {path}\n"),
        };
    }
    text
}

fn summary(book: &BookReport, lang: Lang) -> String {
    let (name, failed) = (&book.name, book.failed());
    let passed = book.verdicts.len() - failed;
    match lang {
        Lang::En => format!("{name}: {passed} passed, {failed} failed\n"),
        Lang::Zh => format!("{name}：通过 {passed}，未通过 {failed}\n"),
    }
}

/// What there is to say of a story; nothing of one that passed without a remark.
fn story(verdict: &Verdict, lang: Lang) -> String {
    let mut text = String::new();
    if verdict.passed() && verdict.notices.is_empty() {
        return text;
    }
    let mut line = |line: std::fmt::Arguments<'_>| {
        let written = writeln!(text, "{line}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    };
    let at = if verdict.passed() { verdict.line } else { verdict.expect_line };
    line(format_args!("\n{}:{at}: {}", verdict.file, verdict.name));
    if !verdict.passed() {
        line(format_args!("  {}", pick(lang, "- expected, + decided", "- 预期，+ 实际")));
        for change in compare(&verdict.expected, &verdict.decided) {
            match change {
                Change::Same(same) => line(format_args!("    {same}")),
                Change::Missing(missing) => line(format_args!("  - {missing}")),
                Change::Extra(extra) => line(format_args!("  + {extra}")),
            }
        }
    }
    for notice in &verdict.notices {
        line(format_args!("  {}{}", pick(lang, "note: ", "注意："), said(*notice, lang)));
    }
    text
}

fn said(notice: Notice, lang: Lang) -> String {
    match (lang, notice) {
        (Lang::En, notice) => notice.to_string(),
        (Lang::Zh, Notice::NotInForce(day)) => {
            format!("{day} 没有生效的规则版本，当日发生的事项不受监察；请检查用例的日期")
        }
        (Lang::Zh, Notice::NoSchedule(year)) => {
            format!("日历没有 {year} 年的放假安排，只按周末计算；请改用日历涵盖的年份")
        }
        (Lang::Zh, Notice::Provisional(day)) => {
            format!("{day} 到期的结果依据尚未全部公布的放假安排，可能变动；请改用已公布的年份")
        }
    }
}

fn object(report: &Report, updated: bool) -> serde_json::Value {
    let story = |it: &Verdict| {
        json!({
            "file": it.file,
            "line": it.line,
            "name": it.name,
            "passed": it.passed(),
            "expected": it.expected,
            "decided": it.decided,
            "notices": it.notices.iter().map(Notice::to_string).collect::<Vec<_>>(),
        })
    };
    let book = |it: &BookReport| {
        json!({
            "rulebook": it.name,
            "folder": it.dir.to_string_lossy(),
            "passed": it.verdicts.len() - it.failed(),
            "failed": it.failed(),
            "stories": it.verdicts.iter().map(story).collect::<Vec<_>>(),
        })
    };
    json!({
        "stories": report.told(),
        "failed": report.failed(),
        "updated": updated,
        "rulebooks": report.books.iter().map(book).collect::<Vec<_>>(),
    })
}

impl From<SuiteError> for Failure {
    fn from(error: SuiteError) -> Failure {
        Failure::input(error.to_string())
    }
}
