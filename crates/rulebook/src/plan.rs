//! A compiled rulebook: the tables the engine runs on.
//!
//! *Invariant.* A plan is complete and consistent: every name in it is known, every limit has a unit, every clock can start and stop.
//! What varies from case to case is a [`Rule::Script`]; everything else stands here as plain data.
//!
//! *Absent on purpose.* Rhai. Who reads a plan need not know that scripts exist; only the evaluator does.

use std::fmt;

use duban_calendar::{Day, Length, Policy, Threshold};
use duban_domain::{EventKind, KindSet, Level};

/// A script closure of the rulebook, by its place in the compiled table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScriptId(pub u16);

/// Either a value that holds for every case, or a closure that works it out for one.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule<T> {
    /// The same for every case.
    Fixed(T),
    /// Worked out from the facts of the case.
    Script(ScriptId),
}

/// Where in a script something was declared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file, as `national/clocks.rhai`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    /// As `national/clocks.rhai:12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One rulebook version, compiled.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The clocks, in the order of declaration (base rulebook first). At most 64.
    pub clocks: Vec<ClockPlan>,
    /// The checks, in the order of declaration.
    pub checks: Vec<CheckPlan>,
    /// For each event kind the checks that look at it, as indices into [`Plan::checks`].
    pub checks_on: Vec<Vec<u16>>,
    /// The names of `case.facts` that scripts read; [`crate::Field::Fact`] indexes it.
    pub fact_names: Vec<String>,
}

/// A clock as the rulebook declares it.
#[derive(Clone, Debug)]
pub struct ClockPlan {
    /// Its name: the `rule` of a warning's identity.
    pub name: String,
    /// What departments and the public read, in Chinese and in English; the name where the author gave none.
    pub title: Title,
    /// The legal article behind it.
    pub basis: String,
    /// Where it was declared.
    pub place: Place,
    /// How its limit counts.
    pub policy: Policy,
    /// Whether it runs once for the case or once for each step or special procedure.
    pub per: Subject,
    /// Whether it may run again after it stopped (a completeness clock after each supplement).
    pub repeats: bool,
    /// The kinds that start it.
    pub starts: KindSet,
    /// Whether it applies to this case at all; asked of each event that would start it, with all that is known of the case. Where it
    /// turns out not to apply, the warnings of that run are re-judged as not due.
    pub applies: Option<ScriptId>,
    /// The kinds that stop it, some of them only on a condition.
    pub stops: KindSet,
    /// The conditions on which some kinds stop it.
    pub stops_if: Vec<StopPlan>,
    /// How long it runs.
    pub term: TermPlan,
    /// What pauses it.
    pub pauses: Vec<PausePlan>,
    /// What several pauses together keep from being counted at most.
    pub pause_totals: Vec<TotalPlan>,
    /// What extends it.
    pub extensions: Vec<ExtensionPlan>,
    /// When it raises what. In the order of declaration.
    pub thresholds: Vec<ThresholdPlan>,
    /// What its expiry makes happen.
    pub on_expiry: Option<Deeming>,
    /// Who answers for its warnings.
    pub answers: Answers,
    /// A clock on the same obligation with whose due day this one's is compared at the end: stated against computed.
    pub compares: Option<String>,
}

/// A condition on which an event stops a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopPlan {
    /// The kinds of which it is asked; none of them stops the clock anyway.
    pub kinds: KindSet,
    /// Whether the event stops it; asked with all that is known of the case.
    pub when: ScriptId,
}

impl ClockPlan {
    /// Whether every event of this kind stops the clock.
    pub fn is_always_stopped_by(&self, kind: EventKind) -> bool {
        self.stops.contains(kind) && !self.stops_if.iter().any(|it| it.kinds.contains(kind))
    }

    /// Whether an event of this kind can move the clock's due day while it runs.
    pub fn is_moved_by(&self, kind: EventKind) -> bool {
        self.pauses.iter().any(|pause| pause.from == kind || pause.to == kind)
            || self.extensions.iter().any(|extension| extension.on == kind)
    }
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What a clock runs for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The case as a whole.
    Case,
    /// Each step, by its name.
    Step,
    /// Each special procedure, by its kind.
    Special,
}

/// How long a clock runs.
#[derive(Clone, Debug, PartialEq)]
pub enum TermPlan {
    /// A length of time from its start. A script may answer nothing: then the clock has no limit and cannot be late; a replay counts such runs apart.
    For(Rule<Length>),
    /// Until a date or instant among the case's facts (renewal against an expiry date).
    Until {
        /// Answers a date or an instant.
        when: ScriptId,
        /// To the instant, or to the end of its day.
        to: Until,
    },
}

/// To which instant an absolute deadline is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// As it stands.
    Instant,
    /// 24:00 of its local day.
    EndOfDay,
}

/// What pauses a clock.
#[derive(Clone, Debug, PartialEq)]
pub struct PausePlan {
    /// The kind that starts the pause.
    pub from: EventKind,
    /// The kind that ends it.
    pub to: EventKind,
    /// Whether it pauses this clock, and for how long at most; asked of the starting event.
    pub effect: Rule<PauseEffect>,
}

/// What a starting event does to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseEffect {
    /// The clock goes on.
    None,
    /// It stands still until the pause ends.
    Open,
    /// It stands still, but no longer than this; what exceeds it counts again.
    Capped(Length),
}

/// What several pauses of a clock together keep from being counted at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalPlan {
    /// So much; what exceeds it counts again.
    pub most: Length,
    /// The kinds with which those pauses begin.
    pub kinds: KindSet,
}

/// What extends a clock.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtensionPlan {
    /// The kind of event.
    pub on: EventKind,
    /// By how much; asked of the event.
    pub length: Rule<Length>,
}

/// A threshold and what passing it raises.
#[derive(Clone, Debug, PartialEq)]
pub struct ThresholdPlan {
    /// The level of the warning.
    pub level: Level,
    /// When.
    pub at: Rule<Threshold>,
    /// Where it was declared.
    pub place: Place,
}

/// What expiry makes happen by law: silence counts as a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deeming {
    /// The kind that is deemed to have happened.
    pub deemed: EventKind,
    /// The kind whose time it takes; None: the due instant.
    pub backdated_to: Option<EventKind>,
    /// Where it was declared.
    pub place: Place,
}

/// Who answers for a clock's warnings; the persons are resolved at the moment of the breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The department, post and officer at the case's current step.
    Step,
    /// The department only.
    Department,
}

/// A conduct check on events.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckPlan {
    /// Its name: the `rule` of a warning's identity.
    pub name: String,
    /// In both languages.
    pub title: Title,
    /// The legal article or regulation behind it.
    pub basis: String,
    /// Where it was declared.
    pub place: Place,
    /// The kinds it looks at.
    pub on: KindSet,
    /// Whether it looks at the first version of a record only. A correction then neither breaches it nor undoes a breach.
    pub first_version: bool,
    /// Whether the event breaches it; of a check over several cases, whether it counts. None, which only such a check may say: all do.
    pub when: Option<ScriptId>,
    /// The level of the warning.
    pub level: Level,
    /// What the warning says.
    pub message: Rule<String>,
    /// Who answers for it.
    pub answers: Answers,
    /// Where one event is no breach, but several near one another are, or that none comes.
    pub across: Option<Across>,
}

/// What a check looks for over several cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Across {
    /// By what the events are told apart: an officer, an applicant and an item. Those for which one of them answers nothing don't count.
    pub per: Vec<ScriptId>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong about several events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There are more than so many within this length of time, or among them more than so many different things.
    Burst {
        /// So many are in order.
        over: u32,
        /// What of each is looked at for being different; those for which it answers nothing don't count. None: each counts.
        different: Option<ScriptId>,
        /// Minutes or hours, or calendar days of which the first counts.
        within: Length,
    },
    /// One comes within this length of time behind an event of these kinds of another case.
    Again {
        /// The kinds that come first.
        follows: KindSet,
        /// Minutes or hours, or calendar days of which the first counts.
        within: Length,
    },
    /// None became known for so long after the last.
    Silence {
        /// Working days or days.
        length: Length,
        /// Who is missed; None: whoever sent anything.
        regular: Option<Regular>,
    },
    /// Too many of those that became known in a period are of some sort.
    Share {
        /// Whether an event is of that sort.
        of: ScriptId,
        /// So many of a hundred are in order.
        over_percent: u32,
        /// Fewer than so many say nothing.
        at_least: u32,
        /// The period, in months of the calendar.
        months: u32,
    },
    /// In a period there are more than so many times as many as elsewhere, or a share of them is so many times as large.
    Outlier {
        /// Whether an event is of the sort whose share is compared; None: their number is.
        of: Option<ScriptId>,
        /// So many times as many are in order.
        over_times: u32,
        /// What it is compared with.
        against: Against,
        /// Fewer than so many say nothing: on either side where shares are compared; where numbers are, elsewhere, and of others on average.
        at_least: u32,
        /// The period, in months of the calendar.
        months: u32,
    },
    /// A number is missing between two that are known.
    Gap {
        /// The number of an event.
        number: ScriptId,
        /// So long it may come after the one behind it: working days or days.
        missing_for: Length,
    },
}

impl Wrong {
    /// Whether an event is of the sort whose share is asked for, if a share is.
    pub fn share(&self) -> Option<ScriptId> {
        match *self {
            Wrong::Share { of, .. } => Some(of),
            Wrong::Outlier { of, .. } => of,
            Wrong::Burst { .. }
            | Wrong::Again { .. }
            | Wrong::Silence { .. }
            | Wrong::Gap { .. } => None,
        }
    }
}

/// What a number or a share of a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The same in the period before.
    PeriodBefore,
    /// The same in the same period of the year before.
    YearBefore,
    /// All others in the same period: their share together, or their number on average.
    Others,
}

/// Who is missed when nothing comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regular {
    /// Who sent more than so many
    pub over: u32,
    /// on so many days in a row, up to the last on which anything came.
    pub days: u32,
}

/// From when to when a rulebook version is in force, both days included; None is without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}
