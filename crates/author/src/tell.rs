//! Tells a story to a rulebook: a timeline of events in, one line a decision out.
//!
//! *Invariant.* Every story has a supervisor of its own, so that none depends on another.
//!
//! *Absent on purpose.* What should have come out: that is compared elsewhere.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use duban_calendar::{Certainty, Day, Timestamp, Zone};
use duban_domain::{
    About, By, CaseFact, Description, Event, Origin, RecordKey, Value, Verdict, line,
};
use duban_engine::{Decision, Supervisor, sort};
use duban_rulebook::RuleSet;

use crate::repeat;
use crate::story::{Line, Story, StoryError};

/// For how long time moves on behind the last event of a story that does not say it.
const DAYS_BEHIND: i64 = 90;

const DAY_MS: i64 = 86_400_000;

/// A story in instants: what happens, in the order of recording, and until when time moves on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The events, what each case is before the rest of it.
    pub events: Vec<Event<String>>,
    /// Until when time moves on.
    pub end: Timestamp,
}

/// What a story came to.
#[derive(Clone, Debug)]
pub struct Told {
    /// The decisions, in their canonical order.
    pub decisions: Vec<Decision>,
    /// The same, one line each.
    pub lines: Vec<String>,
    /// What its author should know though the story can be told.
    pub notices: Vec<Notice>,
}

/// Something about a story that makes its outcome less certain than it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// Something happens on a day for which no version of the rulebook is in force.
    NotInForce(Day),
    /// The calendar has no schedule of this year: only the bare week is counted.
    NoSchedule(i32),
    /// A decision rests on a year whose schedule is not published yet.
    Provisional(Day),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::NotInForce(day) => write!(
                f,
                "no version of the rulebook is in force on {day}, so what happens on it is not supervised; check the dates of the story"
            ),
            Notice::NoSchedule(year) => write!(
                f,
                "the calendar does not cover {year}: only weekends count as days of rest in it, and holidays do not; use years that it covers"
            ),
            Notice::Provisional(day) => write!(
                f,
                "the decision due on {day} rests on holidays that are not all published yet, and may move; use years that are"
            ),
        }
    }
}

impl Timeline {
    /// Reads the lines of a story in the zone of a rulebook. `code` is the item of its cases, by its code.
    ///
    /// # Errors
    /// Every line that cannot be read; an end before the last recording.
    pub fn of(story: &Story, code: Option<&str>, zone: &Zone) -> Result<Timeline, Vec<StoryError>> {
        let (mut events, mut errors) = (Vec::new(), Vec::new());
        for written in &story.events {
            match event_of(written, events.len(), zone) {
                Ok(mut read) if read.iter().any(|new| is_known(new, &events)) => {
                    let message = "this is the same version of the same record as in a line above, so that nothing of it would be taken in; give it another `record`, or a higher `version`";
                    errors.push(story.error(written.at, message));
                    events.append(&mut read);
                }
                Ok(mut read) => events.append(&mut read),
                Err((at, message)) => errors.push(story.error(written.at + at, message)),
            }
        }
        let last = events.iter().map(|event| event.recorded_at.max(event.occurred_at)).max();
        let mut end = last.unwrap_or_default().plus_ms(DAYS_BEHIND * DAY_MS);
        if let Some(written) = &story.end {
            match line::instant(&written.text, zone) {
                Ok(at) if events.iter().any(|event| at < event.recorded_at) => {
                    errors.push(story.error(
                        written.at,
                        format!("the story ends on {}, before its last event is recorded; give it a later `end`", written.text),
                    ));
                }
                Ok(at) => end = at,
                Err(problem) => errors.push(story.error(written.at, problem.to_string())),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut timeline = Timeline { events: descriptions(story, code, &events, zone), end };
        timeline.events.append(&mut events);
        // What is recorded first is known first.
        timeline.events.sort_by_key(|event| event.recorded_at);
        Ok(timeline)
    }
}

/// Whether a version of a record was told before.
fn is_known(new: &Event<String>, before: &[Event<String>]) -> bool {
    let same = |it: &Event<String>| it.origin == new.origin && it.case() == new.case();
    matches!(new.origin.key, RecordKey::Text(_)) && before.iter().any(same)
}

/// The events that a line tells of, behind so many others; or where it is wrong and how.
fn event_of(
    written: &Line,
    before: usize,
    zone: &Zone,
) -> Result<Vec<Event<String>>, (usize, String)> {
    let repeated = repeat::spell_out(&written.text)?;
    let read = |(number, text): (usize, &String)| {
        line::read(text, before + number + 1, zone)
            .map_err(|error| (error.span.start.min(repeated.same_until), error.to_string()))
    };
    repeated.lines.iter().enumerate().map(read).collect()
}

/// What each case of the story is, told with its first event.
fn descriptions(
    story: &Story,
    code: Option<&str>,
    events: &[Event<String>],
    zone: &Zone,
) -> Vec<Event<String>> {
    if code.is_none() && story.department.is_none() && story.facts.is_empty() {
        return Vec::new();
    }
    let mut first: BTreeMap<&String, (Timestamp, Timestamp)> = BTreeMap::new();
    for event in events {
        let Some(case) = event.case() else { continue };
        let (occurred_at, recorded_at) =
            first.entry(case).or_insert((event.occurred_at, event.recorded_at));
        *occurred_at = event.occurred_at.min(*occurred_at);
        *recorded_at = event.recorded_at.min(*recorded_at);
    }
    let facts: Vec<_> =
        story.facts.iter().map(|(name, written)| (name.clone(), fact(written, zone))).collect();
    let described = |(case, (occurred_at, recorded_at)): (&String, _)| Event {
        occurred_at,
        recorded_at,
        origin: Origin {
            source: "story".to_owned(),
            key: RecordKey::Derived("story".to_owned()),
            version: 1,
        },
        by: By::default(),
        note: None,
        about: About::Case {
            case: case.clone(),
            fact: CaseFact::Described(Box::new(Description {
                item: code.map(str::to_owned),
                department: story.department.clone(),
                facts: facts.clone(),
            })),
        },
    };
    first.into_iter().map(described).collect()
}

fn fact(written: &toml::Value, zone: &Zone) -> Value<String> {
    match written {
        toml::Value::Integer(number) => Value::Int(*number),
        toml::Value::Boolean(yes) => Value::Bool(*yes),
        toml::Value::String(text) => line::value(text, zone),
        toml::Value::Float(_)
        | toml::Value::Datetime(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => line::value(&written.to_string().replace('T', " "), zone),
    }
}

/// Tells a timeline to a rulebook.
pub fn tell(timeline: &Timeline, rules: &Arc<RuleSet>) -> Told {
    let (_, decisions) = supervised(timeline, rules);
    let cases: std::collections::BTreeSet<_> =
        timeline.events.iter().filter_map(Event::case).collect();
    let lines = in_lines(&decisions, rules.zone(), cases.len() > 1);
    let notices = notices(timeline, &decisions, rules);
    Told { decisions, lines, notices }
}

/// The supervisor as a timeline leaves it, and what it decided, in canonical order.
pub(crate) fn supervised(timeline: &Timeline, rules: &Arc<RuleSet>) -> (Supervisor, Vec<Decision>) {
    let mut engine = Supervisor::new(rules.clone());
    for event in &timeline.events {
        let event = event.clone().map(&mut |text| engine.symbols().intern(&text));
        engine.apply(&event);
    }
    engine.advance(timeline.end);
    let mut decisions = engine.take_decisions();
    decisions.append(&mut duban_engine::across(std::slice::from_ref(&engine), timeline.end));
    sort(&mut decisions);
    (engine, decisions)
}

fn notices(timeline: &Timeline, decisions: &[Decision], rules: &RuleSet) -> Vec<Notice> {
    let zone = rules.zone();
    let mut notices = Vec::new();
    for day in timeline.events.iter().map(|event| zone.day_of(event.occurred_at)) {
        match rules.in_force_on(day) {
            None => notices.push(Notice::NotInForce(day)),
            Some((_, book)) if book.calendar().certainty(day) == Certainty::Unknown => {
                notices.push(Notice::NoSchedule(day.ymd().0));
            }
            Some(_) => {}
        }
    }
    for decision in decisions {
        let Decision::Raised(warning) = decision else { continue };
        let day = zone.day_of(Timestamp(warning.due_at.0 - 1));
        match warning.certainty {
            Certainty::Official => {}
            Certainty::Provisional => notices.push(Notice::Provisional(day)),
            Certainty::Unknown => notices.push(Notice::NoSchedule(day.ymd().0)),
        }
    }
    notices.sort();
    notices.dedup();
    notices
}

/// Decisions in words, one a line: when it was due, what was decided, and when, where that is another instant. Of several cases each
/// line names its own.
pub fn in_lines(decisions: &[Decision], zone: &Zone, name_cases: bool) -> Vec<String> {
    let line = |decision: &Decision| {
        let (due, mut line) = said(decision, zone);
        if decision.decided_at() != due {
            line += &format!("  decided {}", shown(decision.decided_at(), zone));
        }
        if name_cases {
            line += &format!("  case={}", decision.case());
        }
        line
    };
    decisions.iter().map(line).collect()
}

fn said(decision: &Decision, zone: &Zone) -> (Timestamp, String) {
    let due = |at| shown(at, zone);
    match decision {
        Decision::Raised(it) => {
            let rule = rule(&it.id.rule, it.id.subject.as_deref());
            let mut line = format!("{}  {} {rule}", due(it.due_at), it.id.level);
            if it.fault {
                line += &format!(" failed: {}", it.message);
            }
            (it.due_at, line)
        }
        Decision::Rejudged(it) => {
            let rule = rule(&it.id.rule, it.id.subject.as_deref());
            let verdict = match it.verdict {
                Verdict::NotDue => "taken back",
                Verdict::Stands => "stands after all",
            };
            (it.due_at, format!("{}  {} {rule} {verdict}", due(it.due_at), it.id.level))
        }
        Decision::Deemed(it) => {
            let back = if it.withdrawn { " taken back" } else { "" };
            let line =
                format!("{}  {} since {}{back}", due(it.due_at), it.kind, due(it.occurred_at));
            (it.due_at, line)
        }
    }
}

fn rule(name: &str, subject: Option<&str>) -> String {
    subject.map_or_else(|| name.to_owned(), |subject| format!("{name}@{subject}"))
}

/// A midnight as the 24:00 of the day it ends: that is how a deadline is spoken of. Seconds where there are any.
fn shown(at: Timestamp, zone: &Zone) -> String {
    let local = zone.local(at);
    if local.ms_of_day == 0 {
        return format!("{} 24:00", local.day.plus(-1));
    }
    let seconds = local.ms_of_day / 1000;
    let clock = format!("{} {:02}:{:02}", local.day, seconds / 3600, seconds / 60 % 60);
    if seconds.is_multiple_of(60) { clock } else { format!("{clock}:{:02}", seconds % 60) }
}
