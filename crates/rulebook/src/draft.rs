//! What the scripts of a rulebook have declared so far.
//!
//! *Invariant.* A clock or check keeps its place in the order of declaration, whatever overlays do to it.
//!
//! *Absent on purpose.* Completeness: a draft may lack anything; [`crate::finish`] says what is missing.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use duban_calendar::{Length, Policy, Threshold};
use duban_domain::{EventKind, KindSet, Level};
use rhai::{FnPtr, Position};
use rust_decimal::Decimal;

use crate::error::{Mistake, Source};
use crate::plan::{Against, Answers, PauseEffect, Place, Subject, Title, Until};
use crate::position;
use crate::vocabulary::Complaint;
use crate::vocabulary::thresholds::Deem;
use crate::vocabulary::words::Kind;

/// A place in a script.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The script, by its number.
    pub(crate) script: usize,
    pub(crate) span: Range<usize>,
    pub(crate) place: Place,
}

/// What a closure has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Limit,
    Threshold,
    Pause,
    Truth,
    Text,
    /// A text or number by which cases are told apart.
    Name,
    Moment,
    Points,
}

/// A closure that stands in a declaration.
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    pub(crate) call: FnPtr,
    pub(crate) spot: Spot,
    /// The word it was given to.
    pub(crate) word: &'static str,
    /// What its parameters are, as far as it has them.
    pub(crate) roles: Vec<Kind>,
    pub(crate) answer: Answer,
}

/// A value for every case, or a closure that works it out.
#[derive(Clone, Debug)]
pub(crate) enum Said<T> {
    Value(T),
    Closure(Closure),
}

/// What was said once and may not be said again, with its line.
pub(crate) type Once = Vec<(&'static str, u32)>;

#[derive(Clone, Debug)]
pub(crate) struct ClockDraft {
    pub(crate) name: String,
    pub(crate) spot: Spot,
    pub(crate) once: Once,
    pub(crate) title: Option<Title>,
    pub(crate) basis: String,
    pub(crate) policy: Policy,
    pub(crate) per: Subject,
    pub(crate) repeats: bool,
    pub(crate) starts: KindSet,
    pub(crate) applies: Option<Closure>,
    pub(crate) stops: KindSet,
    /// What stops it only where a closure says so.
    pub(crate) stops_if: Vec<(KindSet, Closure)>,
    pub(crate) term: Option<TermDraft>,
    /// Where it was said last how long it runs or how it counts.
    pub(crate) counted_at: Option<Spot>,
    pub(crate) pauses: Vec<PauseDraft>,
    /// How much pauses that begin with these kinds take together at most; None: all.
    pub(crate) totals: Vec<TotalDraft>,
    pub(crate) pauses_like: Option<(String, Spot)>,
    pub(crate) extensions: Vec<ExtensionDraft>,
    pub(crate) extends_like: Option<(String, Spot)>,
    pub(crate) thresholds: Vec<ThresholdDraft>,
    pub(crate) on_expiry: Option<(Deem, Place)>,
    pub(crate) answers: Answers,
    pub(crate) compares: Option<(String, Spot)>,
}

#[derive(Clone, Debug)]
pub(crate) enum TermDraft {
    For(Said<Length>),
    Until { when: Closure, to: Until },
}

#[derive(Clone, Debug)]
pub(crate) struct PauseDraft {
    pub(crate) from: EventKind,
    pub(crate) to: EventKind,
    pub(crate) effect: Said<PauseEffect>,
}

#[derive(Clone, Debug)]
pub(crate) struct TotalDraft {
    pub(crate) most: Length,
    pub(crate) kinds: Option<KindSet>,
    pub(crate) spot: Spot,
}

#[derive(Clone, Debug)]
pub(crate) struct ExtensionDraft {
    pub(crate) on: EventKind,
    pub(crate) length: Said<Length>,
}

#[derive(Clone, Debug)]
pub(crate) struct ThresholdDraft {
    pub(crate) level: Level,
    pub(crate) at: Said<Threshold>,
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) struct CheckDraft {
    pub(crate) name: String,
    pub(crate) spot: Spot,
    pub(crate) once: Once,
    pub(crate) title: Option<Title>,
    pub(crate) basis: String,
    pub(crate) on: KindSet,
    pub(crate) first_version: bool,
    pub(crate) when: Option<Closure>,
    /// The level and what the warning says; None: the check's own title.
    pub(crate) warning: Option<(Level, Option<Said<String>>)>,
    pub(crate) answers: Answers,
    pub(crate) across: AcrossDraft,
}

/// What was said of several cases.
#[derive(Clone, Debug, Default)]
pub(crate) struct AcrossDraft {
    pub(crate) per: Vec<Closure>,
    pub(crate) over: Option<u32>,
    pub(crate) different: Option<Closure>,
    pub(crate) within: Option<Length>,
    pub(crate) follows: Option<KindSet>,
    pub(crate) silent_for: Option<Length>,
    pub(crate) share: Option<Closure>,
    pub(crate) over_percent: Option<u32>,
    pub(crate) over_times: Option<u32>,
    pub(crate) against: Option<Against>,
    pub(crate) at_least: Option<u32>,
    /// In months.
    pub(crate) each: Option<u32>,
    pub(crate) numbers: Option<Closure>,
    pub(crate) missing_for: Option<Length>,
}

#[derive(Clone, Debug)]
pub(crate) struct ScoringDraft {
    pub(crate) spot: Spot,
    pub(crate) once: Once,
    pub(crate) title: Option<Title>,
    pub(crate) basis: String,
    pub(crate) dimensions: Vec<DimensionDraft>,
    pub(crate) bonuses: Vec<BonusDraft>,
    /// The dimension that was spoken of last: `deduct` is about it.
    pub(crate) current: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct DimensionDraft {
    pub(crate) title: Title,
    pub(crate) full: Decimal,
    pub(crate) deduct: Option<Closure>,
}

#[derive(Clone, Debug)]
pub(crate) struct BonusDraft {
    pub(crate) title: Title,
    pub(crate) by: Closure,
}

/// All declarations, in order. A removed one leaves a gap, so that handles stay valid.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) sources: Vec<Source>,
    /// The script that is being run.
    pub(crate) script: usize,
    pub(crate) clocks: Vec<Option<ClockDraft>>,
    pub(crate) checks: Vec<Option<CheckDraft>>,
    pub(crate) scoring: Option<ScoringDraft>,
    /// What was removed, and where.
    pub(crate) removed: Vec<(String, Spot)>,
    pub(crate) mistakes: Vec<Mistake>,
    /// A script broke off, so rules may be missing that are there: nobody is told that there is no such rule.
    pub(crate) broken_off: bool,
}

/// The declarations, shared with the words that make them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared(Arc<Mutex<Drafts>>);

impl Shared {
    pub(crate) fn of(sources: Vec<Source>) -> Shared {
        Shared(Arc::new(Mutex::new(Drafts { sources, ..Drafts::default() })))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Drafts> {
        // Declarations are made one by one on one thread; a panic leaves whole ones.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drafts {
    pub(crate) fn source(&self) -> &Source {
        &self.sources[self.script]
    }

    /// The place of a word that is being called.
    pub(crate) fn spot(&self, at: Position) -> Spot {
        let source = self.source();
        let span = position::call_at(source, at);
        let line = source.line_of(span.start);
        Spot { script: self.script, span, place: Place { file: source.path.to_string(), line } }
    }

    pub(crate) fn complain(&mut self, spot: &Spot, complaint: Complaint) {
        let source = &self.sources[spot.script];
        let mistake = complaint.into_mistake(source, spot.span.clone());
        self.mistakes.push(mistake);
    }

    /// The place at which a clock or check of this name was declared.
    pub(crate) fn place_of(&self, name: &str) -> Option<&Place> {
        let clock =
            self.clocks.iter().flatten().find(|clock| clock.name == name).map(|clock| &clock.spot);
        let check = || {
            self.checks.iter().flatten().find(|check| check.name == name).map(|check| &check.spot)
        };
        clock.or_else(check).map(|spot| &spot.place)
    }

    /// The names of all clocks and checks.
    pub(crate) fn names(&self) -> Vec<&str> {
        let clocks = self.clocks.iter().flatten().map(|clock| clock.name.as_str());
        clocks.chain(self.checks.iter().flatten().map(|check| check.name.as_str())).collect()
    }
}

impl Complaint {
    /// The complaint with the text underlined that it is about: the author's own word if it stands in or after the span.
    pub(crate) fn into_mistake(self, source: &Source, span: Range<usize>) -> Mistake {
        let meant =
            self.word.as_deref().and_then(|word| position::quoted(&source.text, span.start, word));
        Mistake::new(self.code, self.message).at(source, meant.unwrap_or(span)).help(self.advice)
    }
}
