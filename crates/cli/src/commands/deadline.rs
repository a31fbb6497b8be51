//! `duban deadline`: the calculator.

mod batch;
mod rows;

use std::fs;
use std::path::Path;

use duban_calendar::{Calendar, Certainty, Length, Pause, Policy, Term, TermError, Unit};

use crate::args::{Deadline, Lang};
use crate::failure::Failure;
use crate::segments::segment_table;
use crate::times::{self, Edge};
use crate::{print, shipped, words};

pub(crate) fn run(args: &Deadline, lang: Lang) -> Result<(), Failure> {
    let calendar = calendar(args.calendar.as_deref())?;
    match (&args.batch, &args.from, &args.limit) {
        (Some(file), _, _) => batch::answer(file, &calendar),
        (None, Some(from), Some(limit)) => answer_one(from, limit, &args.pauses, &calendar, lang),
        (None, _, _) => {
            Err(Failure::input("say `--from DATE --limit \"20 workdays\"`, or `--batch FILE`")
                .or_in_chinese("请写 `--from DATE --limit \"20 workdays\"` 或 `--batch FILE`"))
        }
    }
}

fn calendar(file: Option<&Path>) -> Result<Calendar, Failure> {
    let (name, text) = match file {
        None => ("cn".to_owned(), shipped::CALENDAR.to_owned()),
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| {
                Failure::input(format!("can't read the calendar `{}`: {error}", path.display()))
            })?;
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            (name.unwrap_or_default(), text)
        }
    };
    Calendar::from_toml(&name, &text).map_err(|error| Failure::caused(&error))
}

fn answer_one(
    from: &str,
    limit: &str,
    pauses: &[String],
    calendar: &Calendar,
    lang: Lang,
) -> Result<(), Failure> {
    let zone = calendar.zone();
    let start = times::parse(from, zone, Edge::Start, "--from")?;
    let limit = read_limit(limit)?;
    let pauses =
        pauses.iter().map(|pause| read_pause(pause, calendar)).collect::<Result<Vec<_>, _>>()?;
    let policy = match limit.unit {
        Unit::Hours | Unit::Minutes => Policy::WallClock,
        Unit::Workdays | Unit::Days | Unit::Months | Unit::Years => Policy::LAW,
    };
    let term = Term { policy, start, limit, pauses: &pauses, totals: &[], extensions: &[] };
    let due = calendar.due(&term).map_err(uncounted)?;
    let segments = calendar.segments(&term, None).map_err(uncounted)?;
    let due_word = words::pick(lang, "due", "到期");
    let mut text = match (due.at, due.day) {
        (Some(at), Some(day)) if policy != Policy::WallClock => {
            let until = words::deadline(zone, at);
            match lang {
                Lang::En => format!("{due_word} {day}, until {until}\n"),
                Lang::Zh => format!("{due_word} {day}，至 {until}\n"),
            }
        }
        (Some(at), _) => format!("{due_word} {}\n", zone.display(at)),
        (None, _) => words::pick(
            lang,
            "suspended: there is no due day while the pause goes on\n",
            "暂停中：暂停未结束，尚无到期日\n",
        )
        .to_owned(),
    };
    text.push_str(match due.certainty {
        Certainty::Official => "",
        Certainty::Provisional => words::pick(
            lang,
            "provisional: it reaches into a year whose official schedule is not published yet; it may move\n",
            "暂定：涉及尚未公布放假安排的年份，到期日可能变动\n",
        ),
        Certainty::Unknown => words::pick(
            lang,
            "uncertain: it reaches into a year of which the calendar knows nothing but the week\n",
            "不确定：涉及日历中没有放假安排的年份\n",
        ),
    });
    text.push('\n');
    text.push_str(&segment_table(&segments, policy, zone, lang));
    print::text(&text)?;
    Ok(())
}

fn read_limit(text: &str) -> Result<Length, Failure> {
    text.parse().map_err(|error| {
        Failure::input(format!("--limit: {error}")).or_in_chinese(format!(
            "--limit：`{text}` 不是时限；请写整数和单位，如 \"20 workdays\"，单位有 workdays（工作日）、days（自然日）、\
             hours（小时）、minutes（分钟）、months（月）、years（年）"
        ))
    })
}

fn uncounted(error: TermError) -> Failure {
    let failure = Failure::caused(&error);
    if error == TermError::OutOfRange {
        failure.or_in_chinese("期限超出公元 1 至 9999 年；请检查起算日、时限和暂停")
    } else {
        failure
    }
}

fn read_pause(text: &str, calendar: &Calendar) -> Result<Pause, Failure> {
    let Some((from, to)) = text.split_once("..").filter(|(from, _)| !from.trim().is_empty()) else {
        return Err(Failure::input(format!(
            "--pause: `{text}` is no stretch of time; write 2026-10-12..2026-10-20, or 2026-10-12.. while it goes on"
        ))
        .or_in_chinese(format!(
            "--pause：`{text}` 不是一段时间；请写 2026-10-12..2026-10-20，未结束的写 2026-10-12.."
        )));
    };
    let zone = calendar.zone();
    let from = times::parse(from.trim(), zone, Edge::Start, "--pause")?;
    let to = match to.trim() {
        "" => None,
        to => Some(times::parse(to, zone, Edge::Start, "--pause")?),
    };
    if to.is_some_and(|to| to < from) {
        return Err(Failure::input(format!(
            "--pause: `{text}` ends before it begins; put the earlier time first"
        ))
        .or_in_chinese(format!("--pause：`{text}` 结束早于开始；请将较早的时间写在前面")));
    }
    Ok(Pause { from, to, cap: None })
}
