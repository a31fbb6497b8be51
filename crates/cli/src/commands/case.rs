//! `duban case`: the timeline of one case, with its clocks, pauses and warnings.

use duban_calendar::{Timestamp, Zone};
use duban_domain::{About, Event};
use duban_engine::{CaseSummary, Decision, Standing, standings};
use duban_rulebook::RuleSet;
use serde_json::json;

use crate::args::{Case, Lang, TextOrJson};
use crate::carried;
use crate::config::Config;
use crate::failure::Failure;
use crate::sifting::taken_back;
use crate::times::{self, Edge};
use crate::titles::Titles;
use crate::workspace::Workspace;
use crate::{print, words};

pub(crate) fn run(args: &Case, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let workspace = Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    let zone = workspace.zone();
    let as_of = times::parse_some(args.as_of.as_ref(), &zone, Edge::End, "--as-of")?;
    let known_at = times::parse_some(args.known_at.as_ref(), &zone, Edge::End, "--known-at")?;
    let (mut supervisor, events) = workspace.supervise_case(&args.case, as_of, known_at)?;
    if events.is_empty() {
        return Err(match workspace.journal.history(&args.case)?.first() {
            None => unknown_case(&args.case),
            Some((_, first)) => not_yet(&args.case, first, &zone),
        });
    }
    let until = match as_of.or(known_at) {
        Some(at) => at,
        None => workspace.ends_at()?,
    };
    supervisor.advance(until);
    let decisions = supervisor.take_decisions();
    let Some(summary) = supervisor.case_summary(&args.case) else {
        return Err(unknown_case(&args.case));
    };
    let shown = Shown {
        events: &events,
        summary: &summary,
        decisions: &decisions,
        until,
        known_at,
        zone: &zone,
        rules: &workspace.rules,
    };
    match args.print.format {
        TextOrJson::Text => print::text(&shown.text(lang))?,
        TextOrJson::Json => print::json(&shown.json())?,
    }
    Ok(())
}

pub(crate) fn unknown_case(case: &str) -> Failure {
    Failure::input(format!(
        "nothing is known of case `{case}`; `duban warnings` and `duban upcoming` list case numbers as the journal has them"
    ))
    .or_in_chinese(format!(
        "事件库中没有办件 `{case}`；办件编号以 `duban warnings` 和 `duban upcoming` 所列为准"
    ))
}

fn not_yet(case: &str, first: &Event<String>, zone: &Zone) -> Failure {
    let (occurred, recorded) = (zone.display(first.occurred_at), zone.display(first.recorded_at));
    Failure::input(format!(
        "of case `{case}` nothing had happened or was known by then; its first event occurred {occurred} and was recorded {recorded}"
    ))
    .or_in_chinese(format!(
        "届时办件 `{case}` 尚无记录；其首条事件发生于 {occurred}，入库于 {recorded}"
    ))
}

/// A case as it is to be shown.
struct Shown<'a> {
    events: &'a [Event<String>],
    summary: &'a CaseSummary,
    decisions: &'a [Decision],
    until: Timestamp,
    /// What was recorded later is left out.
    known_at: Option<Timestamp>,
    zone: &'a Zone,
    rules: &'a RuleSet,
}

/// One line of the timeline.
struct Line {
    at: Timestamp,
    recorded_at: Timestamp,
    what: String,
    by: String,
}

impl Shown<'_> {
    fn text(&self, lang: Lang) -> String {
        let mut text = format!(
            "{} {}   {} {}   {} {}\n{} {}\n\n",
            words::pick(lang, "case", "办件"),
            self.summary.case,
            words::pick(lang, "item", "事项"),
            print::or_dash(self.summary.item.as_deref()),
            words::pick(lang, "department", "部门"),
            print::or_dash(self.summary.department.as_deref()),
            words::pick(lang, "as it stood at", "截至"),
            self.standing_at(lang),
        );
        text.push_str(&self.timeline_table(lang));
        text.push('\n');
        text.push_str(&self.clock_table(lang));
        text
    }

    /// The time that is shown, and by what knowledge where that is another.
    fn standing_at(&self, lang: Lang) -> String {
        let until = self.zone.display(self.until);
        match (lang, self.known_at.filter(|known_at| *known_at != self.until)) {
            (_, None) => until,
            (Lang::En, Some(at)) => {
                format!("{until}, by what was recorded by {}", self.zone.display(at))
            }
            (Lang::Zh, Some(at)) => {
                format!("{until}（依据 {} 前入库的记录）", self.zone.display(at))
            }
        }
    }

    fn timeline_table(&self, lang: Lang) -> String {
        let header = [
            words::pick(lang, "occurred", "发生时间"),
            words::pick(lang, "recorded", "入库时间"),
            words::pick(lang, "what", "内容"),
            words::pick(lang, "by", "经办"),
        ];
        let rows = self.timeline(lang).into_iter().map(|line| {
            let recorded = if line.recorded_at == line.at {
                String::new()
            } else {
                self.zone.display(line.recorded_at)
            };
            vec![self.zone.display(line.at), recorded, line.what, line.by]
        });
        print::table(&header, rows)
    }

    fn timeline(&self, lang: Lang) -> Vec<Line> {
        let mut lines: Vec<Line> =
            self.events.iter().filter_map(|event| event_line(event, self.zone, lang)).collect();
        let titles = Titles::of(self.rules, lang);
        let standings = standings(self.decisions);
        lines.extend(standings.iter().map(|it| warning_line(it, titles, lang)));
        lines.extend(self.decisions.iter().filter_map(|it| later_line(it, titles, lang)));
        lines.sort_by_key(|line| (line.at, line.recorded_at));
        lines
    }

    fn clock_table(&self, lang: Lang) -> String {
        let header = [
            words::pick(lang, "clock", "时限"),
            words::pick(lang, "basis", "依据"),
            words::pick(lang, "started", "起算"),
            words::pick(lang, "due", "到期"),
            words::pick(lang, "stopped", "终止"),
            words::pick(lang, "used", "已用"),
            words::pick(lang, "state", "状态"),
        ];
        let time =
            |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| self.zone.display(at));
        let rows = self.summary.runs.iter().map(|run| {
            let name = match &run.subject {
                Some(subject) => format!("{} @ {subject}", words::title(lang, &run.title)),
                None => words::title(lang, &run.title).to_owned(),
            };
            vec![
                name,
                run.basis.clone(),
                self.zone.display(run.started_at),
                run.due_at.map_or_else(
                    || "-".to_owned(),
                    |at| words::deadline_of(self.zone, at, run.certainty, lang),
                ),
                time(run.stopped_at),
                run.used_percent
                    .map_or_else(|| "-".to_owned(), |percent| words::used(lang, percent)),
                words::state(lang, run.state).to_owned(),
            ]
        });
        print::table(&header, rows)
    }

    fn json(&self) -> serde_json::Value {
        let time = |at: Option<Timestamp>| at.map(|at| self.zone.rfc3339(at));
        let clocks: Vec<_> = self
            .summary
            .runs
            .iter()
            .map(|run| {
                json!({
                    "clock": run.clock,
                    "subject": run.subject,
                    "basis": run.basis,
                    "started_at": self.zone.rfc3339(run.started_at),
                    "due_at": time(run.due_at),
                    "certainty": run.certainty,
                    "stopped_at": time(run.stopped_at),
                    "used_percent": run.used_percent,
                    "state": run.state,
                })
            })
            .collect();
        let timeline: Vec<_> = self
            .timeline(Lang::En)
            .into_iter()
            .map(|line| {
                json!({
                    "at": self.zone.rfc3339(line.at),
                    "recorded_at": self.zone.rfc3339(line.recorded_at),
                    "what": line.what,
                    "by": line.by,
                })
            })
            .collect();
        json!({
            "case": self.summary.case,
            "item": self.summary.item,
            "department": self.summary.department,
            "until": self.zone.rfc3339(self.until),
            "known_at": self.known_at.map(|at| self.zone.rfc3339(at)),
            "timeline": timeline,
            "clocks": clocks,
        })
    }
}

fn event_line(event: &Event<String>, zone: &Zone, lang: Lang) -> Option<Line> {
    let About::Case { fact, .. } = &event.about else { return None };
    let by = [&event.by.department, &event.by.post, &event.by.officer];
    let by = by.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut what = words::kind(lang, fact.kind()).to_owned();
    if let Some(kind) = taken_back::kind_of(event) {
        let word = words::pick(lang, "taken back", "撤销记录");
        let what = format!("{word}: {}", words::kind(lang, kind));
        return Some(Line { at: event.occurred_at, recorded_at: event.recorded_at, what, by });
    }
    let detail = carried::carried(fact, zone, lang);
    if !detail.is_empty() {
        what.push_str(": ");
        what.push_str(&detail);
    }
    if let Some(note) = &event.note {
        what.push_str(&format!(" ({note})"));
    }
    if event.origin.version > 1 {
        what.push_str(words::pick(lang, " [correction]", " [更正]"));
    }
    Some(Line { at: event.occurred_at, recorded_at: event.recorded_at, what, by })
}

fn warning_line(standing: &Standing, titles: Titles<'_>, lang: Lang) -> Line {
    let it = &standing.warning;
    Line {
        at: it.due_at,
        recorded_at: it.decided_at,
        what: format!("▲ {} {}: {}", words::level(lang, it.id.level), it.id, titles.says(it)),
        by: String::new(),
    }
}

fn later_line(decision: &Decision, titles: Titles<'_>, lang: Lang) -> Option<Line> {
    match decision {
        Decision::Raised(_) => None,
        Decision::Rejudged(it) => {
            let verdict = match it.verdict {
                duban_domain::Verdict::Stands => words::pick(lang, "it stands", "成立"),
                duban_domain::Verdict::NotDue => words::pick(lang, "it was not due", "不成立"),
            };
            let what = format!("△ {} {}: {verdict}", words::pick(lang, "re-judged", "复核"), it.id);
            Some(Line { at: it.decided_at, recorded_at: it.decided_at, what, by: String::new() })
        }
        Decision::Deemed(it) => {
            let word = match it.withdrawn {
                false => words::pick(lang, "by silence: ", "逾期未答复："),
                true => words::pick(lang, "no longer by silence: ", "不再因逾期未答复："),
            };
            let kind = it.kind.parse().map_or(it.kind.as_str(), |kind| words::kind(lang, kind));
            let what = format!("◆ {word}{kind} ({})", titles.rule(&it.clock));
            Some(Line { at: it.occurred_at, recorded_at: it.decided_at, what, by: String::new() })
        }
    }
}
