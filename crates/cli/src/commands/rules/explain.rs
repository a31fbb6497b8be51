//! `duban rules explain`: each clock of a case with its segments, the line of the script that decided, and the article.
//!
//! *Absent on purpose.* The arithmetic itself: it is shown as `duban explain` shows it.

use std::fmt::Write as _;

use duban_calendar::Zone;
use duban_engine::{ClockExplained, RunState, Standing, Warning, standings};
use duban_rulebook::{RuleSet, Rulebook};
use serde_json::{Value, json};

use crate::args::{Lang, RulesExplain, TextOrJson};
use crate::commands::case::unknown_case;
use crate::commands::explain::arithmetic::worked_out;
use crate::commands::explain::{labelled, object};
use crate::config::Config;
use crate::failure::Failure;
use crate::print;
use crate::titles::Titles;
use crate::words::{self, pick};
use crate::workspace::Workspace;

pub(crate) fn run(args: &RulesExplain, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let workspace = Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    let (mut supervisor, events) = workspace.supervise_case(&args.case, None, None)?;
    supervisor.advance(workspace.ends_at()?);
    let decisions = supervisor.take_decisions();
    let clocks = supervisor.explain_clocks(&args.case).filter(|_| !events.is_empty());
    let Some(clocks) = clocks else { return Err(unknown_case(&args.case)) };
    let shown = Shown {
        case: &args.case,
        clocks: &clocks,
        warnings: &standings(&decisions),
        rules: &workspace.rules,
        zone: workspace.rules.zone(),
    };
    match args.print.format {
        TextOrJson::Text => print::text(&shown.text(lang)),
        TextOrJson::Json => print::json(&shown.object()),
    }
}

struct Shown<'a> {
    case: &'a str,
    clocks: &'a [ClockExplained],
    warnings: &'a [Standing],
    rules: &'a RuleSet,
    zone: &'a Zone,
}

impl Shown<'_> {
    fn text(&self, lang: Lang) -> String {
        let mut text = format!("{} {}\n", pick(lang, "case", "办件"), self.case);
        if self.clocks.is_empty() {
            text += pick(lang, "no clock runs for it\n", "没有时限适用\n");
        }
        for clock in self.clocks {
            text += &self.clock(clock, lang);
        }
        let mut checks = self.warnings.iter().filter(|it| self.clock_of(it).is_none()).peekable();
        if checks.peek().is_some() {
            text += pick(lang, "\nchecks\n", "\n核查\n");
        }
        checks.for_each(|it| text += &self.raised(it, lang));
        text
    }

    fn clock(&self, it: &ClockExplained, lang: Lang) -> String {
        let run = &it.run;
        let title = words::title(lang, &run.title);
        let subject = run.subject.as_ref().map(|it| format!(" @ {it}")).unwrap_or_default();
        let mut text = format!("\n{title}{subject} ({})\n", run.clock);
        text += &labelled(pick(lang, "basis", "依据"), &run.basis);
        text += &labelled(
            pick(lang, "rule", "规则"),
            &self.script_line(&it.place.to_string(), self.version(it.run.version)),
        );
        text += &labelled(pick(lang, "state", "状态"), words::state(lang, run.state));
        match &it.arithmetic {
            Some(arithmetic) => text += &worked_out(arithmetic, self.zone, lang),
            None => {
                text +=
                    &labelled(pick(lang, "started", "起算"), &self.zone.display(run.started_at));
                let due = run.due_at.map(|at| words::deadline(self.zone, at));
                text += &labelled(pick(lang, "due", "到期"), due.as_deref().unwrap_or("-"));
            }
        }
        if let Some(at) = run.stopped_at {
            text += &labelled(pick(lang, "stopped", "终止"), &self.zone.display(at));
        }
        let warnings = self
            .warnings
            .iter()
            .filter(|warning| self.clock_of(warning).is_some_and(|found| std::ptr::eq(found, it)));
        warnings.for_each(|it| text += &self.raised(it, lang));
        text
    }

    /// A warning with the line of the script that raised it.
    fn raised(&self, it: &Standing, lang: Lang) -> String {
        let warning = &it.warning;
        let mut text = format!(
            "▲ {} {}",
            words::level(lang, warning.id.level),
            words::deadline(self.zone, warning.due_at)
        );
        if !it.stands() {
            text += pick(lang, " (it was not due)", "（不成立）");
        }
        let says = Titles::of(self.rules, lang).says(warning);
        let written = write!(
            text,
            "  {}: {says}\n    {}\n    {}\n",
            warning.id,
            warning.basis,
            self.script_line(&warning.place, self.judged_by(warning))
        );
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        text
    }

    /// The clock that raised a warning: of several runs the last that had started when it fell due.
    fn clock_of(&self, warning: &Standing) -> Option<&ClockExplained> {
        let warning = &warning.warning;
        let of_rule = |it: &&ClockExplained| {
            it.run.clock == warning.id.rule && it.run.subject == warning.id.subject
        };
        let clocks = || self.clocks.iter().filter(of_rule);
        clocks().rfind(|it| it.run.started_at <= warning.due_at).or_else(|| clocks().next())
    }

    fn version(&self, number: usize) -> Option<&Rulebook> {
        self.rules.versions().get(number).map(|version| &**version)
    }

    fn judged_by(&self, warning: &Warning) -> Option<&Rulebook> {
        let mut versions = self.rules.versions().iter();
        versions.find(|version| version.hash() == warning.hash).map(|version| &**version)
    }

    /// A place in a script of the version that judged, with what stands there. Versions have files of the same names.
    fn script_line(&self, place: &str, version: Option<&Rulebook>) -> String {
        let read = |file: &str, line: &str| {
            let version = version?;
            let (_, text) = version.files().iter().find(|(name, _)| name == file)?;
            let text = text.lines().nth(line.parse::<usize>().ok()?.checked_sub(1)?)?;
            let shown = version.origin(file).map_or(file, |origin| &origin.shown);
            Some(format!("{shown}:{line}  {}", text.trim()))
        };
        let found = place.rsplit_once(':').and_then(|(file, line)| read(file, line));
        found.unwrap_or_else(|| place.to_owned())
    }

    fn object(&self) -> Value {
        let raised = |it: &Standing| {
            json!({
                "warning": it.warning.id.to_string(),
                "due_at": self.zone.rfc3339(it.warning.due_at),
                "stands": it.stands(),
                "basis": it.warning.basis,
                "rule": it.warning.place,
                "line": self.script_line(&it.warning.place, self.judged_by(&it.warning)),
            })
        };
        let clock = |it: &ClockExplained| {
            let warnings = self.warnings.iter();
            let own = warnings.filter(|warning| {
                self.clock_of(warning).is_some_and(|found| std::ptr::eq(found, it))
            });
            let arithmetic = it.arithmetic.as_ref();
            json!({
                "clock": it.run.clock,
                "subject": it.run.subject,
                "basis": it.run.basis,
                "rule": it.place.to_string(),
                "state": it.run.state,
                "started_at": self.zone.rfc3339(it.run.started_at),
                "due_at": it.run.due_at.map(|at| self.zone.rfc3339(at)),
                "stopped_at": it.run.stopped_at.map(|at| self.zone.rfc3339(at)),
                "no_limit": it.run.state == RunState::NoLimit,
                "reckoning": arithmetic.map(|it| object::worked_out("term", it, self.zone)),
                "warnings": own.map(raised).collect::<Vec<_>>(),
            })
        };
        let checks = self.warnings.iter().filter(|it| self.clock_of(it).is_none());
        json!({
            "case": self.case,
            "clocks": self.clocks.iter().map(clock).collect::<Vec<_>>(),
            "checks": checks.map(raised).collect::<Vec<_>>(),
        })
    }
}
