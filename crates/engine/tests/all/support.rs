//! Tells stories to the engine: a text of events in, a text of decisions out.
//!
//! A story is read line by line, its events as [`duban_domain::line`] says:
//!
//! ```text
//! # what the story is about
//! rules pocket                       the rulebook: a folder under rules/, or `pocket` beside this file
//! 2025-03-03 09:00  received
//! 2025-03-04 10:00  accepted
//! 2025-03-05 10:00  step_started 审核 officer=王芳
//! 2025-03-20 09:00 recorded 2025-04-20 09:00  granted
//! end 2025-06-01
//! ----
//! the decisions
//! ```

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban_calendar::{Day, Timestamp, Zone};
use duban_domain::{About, Event, Verdict, line};
use duban_engine::{Decision, Supervisor, sort};
use duban_rulebook::{Bundle, RuleSet};

/// A story as read.
pub(crate) struct Story {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) events: Vec<Event<String>>,
    pub(crate) end: Timestamp,
}

impl Story {
    pub(crate) fn read(text: &str) -> Story {
        let told = text.split_once("----\n").map_or(text, |(told, _)| told);
        let mut lines =
            told.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let rules = lines
            .next()
            .and_then(|line| line.strip_prefix("rules "))
            .expect("a story begins with its rules");
        let rules = Arc::new(rules_named(rules.trim()));
        let zone = rules.zone().clone();
        let (mut events, mut end) = (Vec::new(), None);
        for line in lines {
            match line.strip_prefix("end ") {
                Some(time) => end = Some(line::instant(time, &zone).unwrap()),
                None => events.push(
                    line::read(line, events.len(), &zone)
                        .unwrap_or_else(|error| panic!("`{line}`: {error}")),
                ),
            }
        }
        // What is recorded first is known first.
        events.sort_by_key(|event| event.recorded_at);
        Story { rules, events, end: end.expect("a story says when it ends") }
    }

    /// Makes it the story of another case.
    pub(crate) fn rename(&mut self, number: &str) {
        for event in &mut self.events {
            if let About::Case { case, .. } = &mut event.about {
                number.clone_into(case);
            }
        }
    }

    /// Tells the story in windows of so many events each, the sizes over and over.
    pub(crate) fn tell_in_windows(&self, sizes: &[usize]) -> String {
        let mut engine = Supervisor::new(self.rules.clone());
        let mut rest = &self.events[..];
        for size in sizes.iter().cycle() {
            let (window, later) = rest.split_at(rest.len().min(*size));
            let symbols = engine.symbols();
            let window = window.iter().cloned();
            let window: Vec<_> =
                window.map(|event| event.map(&mut |text| symbols.intern(&text))).collect();
            engine.apply_all(&window);
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        engine.advance(self.end);
        let mut decisions = engine.take_decisions();
        sort(&mut decisions);
        in_lines(&decisions, self.rules.zone())
    }

    /// Tells the story to one supervisor; `walk` wakes it whenever it asks to be woken, else it sleeps from event to event.
    pub(crate) fn tell(&self, memoised: bool, walk: bool) -> String {
        let mut engine = if memoised {
            Supervisor::new(self.rules.clone())
        } else {
            Supervisor::unmemoised(self.rules.clone())
        };
        for event in &self.events {
            if walk {
                walk_to(&mut engine, event.recorded_at);
            }
            let event = event.clone().map(&mut |text| engine.symbols().intern(&text));
            engine.apply(&event);
        }
        if walk {
            walk_to(&mut engine, self.end);
        }
        engine.advance(self.end);
        let mut decisions = engine.take_decisions();
        sort(&mut decisions);
        in_lines(&decisions, self.rules.zone())
    }
}

fn walk_to(engine: &mut Supervisor, to: Timestamp) {
    while let Some(at) = engine.wake_at().filter(|at| *at < to) {
        let at = at.max(Timestamp(engine.now().0 + 1));
        engine.advance(at.min(to));
    }
}

fn rules_named(name: &str) -> RuleSet {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own: PathBuf = here.join("tests/rules").join(name);
    if own.is_dir() {
        let mut files = vec![(
            "calendars/cn.toml".to_owned(),
            read(&here.join("../../rules/calendars/cn.toml")),
        )];
        for file in ["rulebook.toml", "clocks.rhai", "checks.rhai"] {
            let path = own.join(file);
            if path.is_file() {
                files.push((format!("{name}/{file}"), read(&path)));
            }
        }
        let catalogue = own.join("catalogue.toml");
        if catalogue.is_file() {
            files.push(("catalogue/items.toml".to_owned(), read(&catalogue)));
        }
        let bundle = Bundle::from_files(files).unwrap_or_else(|error| panic!("{}", error.render()));
        return RuleSet::from_bundles(vec![bundle])
            .unwrap_or_else(|error| panic!("{}", error.render()));
    }
    RuleSet::load(&here.join("../../rules").join(name))
        .unwrap_or_else(|error| panic!("{}", error.render()))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The decisions, one a line: when decided, what, and when due where that is another instant.
fn in_lines(decisions: &[Decision], zone: &Zone) -> String {
    if decisions.is_empty() {
        return "nothing to report\n".to_owned();
    }
    let mut text = String::new();
    for decision in decisions {
        write!(text, "{}  ", shown(decision.decided_at(), zone)).unwrap();
        match decision {
            Decision::Raised(it) => {
                write!(text, "{}", it.id).unwrap();
                if it.due_at != it.decided_at {
                    write!(text, " due {}", shown(it.due_at, zone)).unwrap();
                }
                let by = [&it.answers.department, &it.answers.officer, &it.step];
                for word in by.into_iter().flatten() {
                    write!(text, " {word}").unwrap();
                }
                if it.id.level == duban_domain::Level::Finding {
                    write!(text, ": {}", it.message).unwrap();
                }
            }
            Decision::Rejudged(it) => {
                let verdict = match it.verdict {
                    Verdict::Stands => "stands",
                    Verdict::NotDue => "was not due",
                };
                write!(text, "{} {verdict}", it.id).unwrap();
            }
            Decision::Deemed(it) => {
                let word = if it.withdrawn { "no longer deemed" } else { "deemed" };
                write!(text, "{word} {} from {}", it.kind, shown(it.occurred_at, zone)).unwrap();
            }
        }
        text.push('\n');
    }
    text
}

/// A midnight as the 24:00 of the day it ends: that is how a deadline is spoken of.
fn shown(at: Timestamp, zone: &Zone) -> String {
    let local = zone.local(at);
    if local.ms_of_day == 0 {
        return format!("{} 24:00", Day(local.day.0 - 1));
    }
    let minutes = local.ms_of_day / 60_000;
    format!("{} {:02}:{:02}", local.day, minutes / 60, minutes % 60)
}
