//! Stories at the edges of a rulebook's clocks, made for the author to read and keep.
//!
//! *Invariant.* What is made here is read back before it is told, so that `duban rules test` reads it too; what it expects is what was
//! decided when it was told. It says what the rules do, and not whether that is right: that is the author's to judge.
//!
//! *Absent on purpose.* Clocks that run for none of the items made here and with none of the facts that the rules name. They are named.

mod days;
mod lines;
mod scenes;

use std::path::Path;
use std::sync::Arc;

use duban_calendar::{Day, Timestamp};
use duban_domain::EventKind;
use duban_engine::ClockRun;
use duban_rulebook::{Bundle, ClockPlan, Piece, RuleSet, pieces};

use crate::story::StoryFile;
use crate::suite::{SuiteError, with_items};
use crate::tell::{Timeline, supervised, tell};
use crate::update::rewritten;
use days::Days;
use lines::{Lines, example};
use scenes::{Scene, catalogue, scenes};

/// Stories at the edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The stories, as a file of stories.
    pub text: String,
    /// How many there are.
    pub stories: usize,
    /// The clocks of which none could be made.
    pub skipped: Vec<String>,
}

/// A story to be.
struct Edge {
    name: String,
    scene: Scene,
    lines: Lines,
}

/// A date among the facts lies so many days behind the first: more than any limit that counts towards it is likely to be.
const LATER: i64 = 120;

/// Which clocks stories are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'n> {
    /// All.
    All,
    /// Those that the rulebook itself declares or changes, without those that it has from a rulebook it extends.
    Own,
    /// The one of this name.
    Named(&'n str),
}

/// Makes stories for clocks of the newest version of a rulebook.
///
/// # Errors
/// When the rulebook cannot be loaded, or has no such clock; when its calendar has no schedule of a year in which it is in force.
pub fn boundary(dir: &Path, which: Which<'_>) -> Result<Boundary, SuiteError> {
    let failed = |error| SuiteError::Rules(dir.to_owned(), error);
    let bundles: Vec<Bundle> = with_items(dir, &catalogue()).map_err(failed)?;
    let newest = bundles.last().cloned();
    let rules = Arc::new(RuleSet::from_bundles(bundles).map_err(failed)?);
    let Some((newest, book)) = rules.versions().last().zip(newest) else {
        return Ok(Boundary::of(&[], &[], &rules));
    };
    let clocks = &newest.plan().clocks;
    if let Which::Named(name) = which
        && clocks.iter().all(|clock| clock.name != name)
    {
        let known: Vec<_> = clocks.iter().map(|clock| clock.name.as_str()).collect();
        let near = duban_domain::suggest::nearest(name, known.iter().copied());
        let advice = near.map_or_else(
            || format!("it has {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(SuiteError::Path(format!("the rulebook has no clock `{name}`; {advice}")));
    }
    let Some(days) = Days::of(newest.calendar(), newest.in_force()) else {
        return Err(SuiteError::Path(format!(
            "the newest version of the rulebook is in force {}, and the calendar `{}` has no published schedule of a year in that time, so there is no day to tell a story of; add the schedule, or try the rules with an earlier `from`",
            newest.in_force(),
            newest.calendar().name(),
        )));
    };
    let scenes = scenes(&book, days.plain.plus(LATER));
    let (mut edges, mut skipped) = (Vec::new(), Vec::new());
    let wanted = |clock: &&ClockPlan| match which {
        Which::All => true,
        Which::Own => is_own(&book, clock),
        Which::Named(name) => clock.name == name,
    };
    for clock in clocks.iter().filter(wanted) {
        let (rules, days, scenes) = (&rules, &days, scenes.as_slice());
        let edging = |scene: &Scene| Edging { rules, clock, days, scene: scene.clone(), scenes };
        match scenes.iter().find_map(|scene| edging(scene).edges()) {
            Some(found) => edges.extend(found),
            None => skipped.push(clock.name.clone()),
        }
    }
    Ok(Boundary::of(&edges, &skipped, &rules))
}

fn is_own(book: &Bundle, clock: &ClockPlan) -> bool {
    let own = format!("{}/", book.name());
    let mut scripts = book.files().iter().filter(|(file, _)| file.starts_with(&own));
    clock.place.file.starts_with(&own) || scripts.any(|(_, text)| changes(text, &clock.name))
}

/// Whether a script says `change("NAME")`, in whatever layout.
fn changes(text: &str, name: &str) -> bool {
    let said = pieces(text).filter(|it| !matches!(it.0, Piece::Blank | Piece::Comment));
    let said: Vec<_> = said.map(|(piece, at)| (piece, &text[at])).collect();
    said.windows(3).any(|three| {
        let [(Piece::Word, "change"), (Piece::Sign('('), _), (Piece::Text, changed)] = three else {
            return false;
        };
        changed.trim_matches(['"', '`', '#']) == name
    })
}

impl Boundary {
    /// Writes the stories, reads them back, tells them, and writes down what was decided.
    fn of(edges: &[Edge], skipped: &[String], rules: &Arc<RuleSet>) -> Boundary {
        let mut text = String::new();
        for edge in edges {
            text += &edge.written();
        }
        let told = StoryFile::read("boundary", &text).ok().map(|file| {
            let tellings = file.stories.iter().zip(edges).filter_map(|(story, edge)| {
                let timeline = Timeline::of(story, Some(&edge.scene.code()), rules.zone()).ok()?;
                Some((story.tellings.first()?.span.clone(), tell(&timeline, rules).lines))
            });
            tellings.collect::<Vec<_>>()
        });
        let told = told.unwrap_or_default();
        let edits = told.iter().map(|(span, lines)| (span.clone(), lines.as_slice())).collect();
        let text = rewritten(&text, edits);
        Boundary { text, stories: told.len(), skipped: skipped.to_vec() }
    }
}

impl Edge {
    /// As it stands in a file of stories, with nothing expected yet.
    fn written(&self) -> String {
        let Edge { name, scene, lines } = self;
        let (name, fields) = (toml::Value::String(name.clone()), scene.fields());
        format!(
            "[[story]]\nname = {name}\n{fields}events = \"\"\"\n{lines}\"\"\"\nexpect = \"\"\n\n"
        )
    }
}

/// The edges of one clock, in a scene.
struct Edging<'r> {
    rules: &'r Arc<RuleSet>,
    clock: &'r ClockPlan,
    days: &'r Days,
    scene: Scene,
    /// What else may be tried.
    scenes: &'r [Scene],
}

impl Edging<'_> {
    /// Its stories; None when no event alone has it run to a due instant in this scene.
    fn edges(&self) -> Option<Vec<Edge>> {
        let start = self
            .clock
            .starts
            .iter()
            .find(|kind| self.due(&self.started(*kind, self.days.plain)).is_some())?;
        let begun = |day| self.started(start, day);
        let mut edges = self.stops(&begun(self.days.plain));
        let days = [
            ("starts on a make-up working day", self.days.make_up),
            ("starts on the last working day before a long holiday", self.days.before_holiday),
            ("starts on 29 February", self.days.leap),
        ];
        for (what, day) in days {
            edges.extend(day.map(|day| self.edge(what, begun(day))));
        }
        edges.extend(self.pauses(start));
        edges.extend(self.extensions(&begun(self.days.plain)));
        Some(edges)
    }

    fn started(&self, kind: EventKind, day: Day) -> Lines {
        Lines::default().with(self.morning(day), &example(kind))
    }

    fn edge(&self, what: &str, lines: Lines) -> Edge {
        Edge { name: format!("{}: {what}", self.clock.name), scene: self.scene.clone(), lines }
    }

    fn morning(&self, day: Day) -> String {
        format!("{day} 09:00")
    }

    /// When the clock is due after these events.
    fn due(&self, lines: &Lines) -> Option<Timestamp> {
        self.run(lines)?.due_at
    }

    /// Whether the clock has stopped after these events; None where it does not run.
    fn is_stopped(&self, lines: &Lines) -> Option<bool> {
        Some(self.run(lines)?.stopped_at.is_some())
    }

    /// The clock's run after these events.
    fn run(&self, lines: &Lines) -> Option<ClockRun> {
        let story = self.edge("", lines.clone()).written();
        let file = StoryFile::read("boundary", &story).ok()?;
        let code = self.scene.code();
        let mut timeline =
            Timeline::of(file.stories.first()?, Some(&code), self.rules.zone()).ok()?;
        timeline.end = timeline.events.last()?.recorded_at;
        let (mut supervisor, _) = supervised(&timeline, self.rules);
        let case = supervisor.summaries().next()?;
        case.runs.into_iter().find(|run| run.clock == self.clock.name)
    }

    /// Stopped in the last minute, and in the first that is too late.
    fn stops(&self, begun: &Lines) -> Vec<Edge> {
        let Some(due) = self.due(begun) else { return Vec::new() };
        let stopped =
            |at: Timestamp, stop: EventKind| begun.clone().with(self.minute(at), &example(stop));
        let (in_time, late) = (due.plus_ms(-60_000), due);
        let mut edges = Vec::new();
        let always = self.clock.stops.iter().find(|kind| self.clock.is_always_stopped_by(*kind));
        if let Some(stop) = always {
            edges.push(self.edge("stops in the last minute", stopped(in_time, stop)));
            edges.push(self.edge("stops when the limit has run out", stopped(late, stop)));
        }
        for stop in self.clock.stops_if.iter().flat_map(|stop| stop.kinds.iter()) {
            edges.extend(self.conditional_stop(stop, &stopped(in_time, stop)));
        }
        edges
    }

    /// Stopped by what stops it only on a condition: in a scene where it does, and in one where it does not.
    fn conditional_stop(&self, stop: EventKind, lines: &Lines) -> Vec<Edge> {
        let scenes = || [&self.scene].into_iter().chain(self.scenes);
        let among = |scene: &Scene| Edging { scene: scene.clone(), ..*self };
        let found = |stops| scenes().map(among).find(|it| it.is_stopped(lines) == Some(stops));
        let edge = |it: Edging<'_>, what: &str| it.edge(&format!("{what} `{stop}`"), lines.clone());
        let stopped = found(true).map(|it| edge(it, "is stopped in the last minute by"));
        let running = found(false).map(|it| edge(it, "is not stopped in the last minute by"));
        stopped.into_iter().chain(running).collect()
    }

    /// As the zone of the rules shows it.
    fn minute(&self, at: Timestamp) -> String {
        let local = self.rules.zone().local(at);
        let minutes = local.ms_of_day / 60_000;
        format!("{} {:02}:{:02}", local.day, minutes / 60, minutes % 60)
    }

    /// Paused from the last working day before a long holiday to the first behind it.
    fn pauses(&self, start: EventKind) -> Option<Edge> {
        let pause = self.clock.pauses.first()?;
        let (before, after) = (self.days.before_holiday?, self.days.after_holiday?);
        let lines = self
            .started(start, before.plus(-1))
            .with(self.morning(before), &example(pause.from))
            .with(self.morning(after), &example(pause.to));
        Some(self.edge("pauses across a long holiday", lines))
    }

    /// Extended on the last day, and on the day after.
    fn extensions(&self, begun: &Lines) -> Vec<Edge> {
        let (Some(due), Some(extension)) = (self.due(begun), self.clock.extensions.first()) else {
            return Vec::new();
        };
        let last = self.rules.zone().day_of(due.plus_ms(-1));
        let extended = |day| begun.clone().with(self.morning(day), &example(extension.on));
        vec![
            self.edge("is extended on the last day", extended(last)),
            self.edge("is extended one day late", extended(last.plus(1))),
        ]
    }
}

#[cfg(test)]
mod tests;
