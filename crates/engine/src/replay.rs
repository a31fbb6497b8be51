//! Replay: folds a recorded history through supervisors, and puts their decisions together.
//!
//! *Invariant.* The outcome is the same for any number of shards: a case belongs to one shard, and no decision depends on two cases.
//!
//! *Absent on purpose.* Where the events come from: a [`History`] hands them out in the order of their recording.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_domain::{About, Event, Level, Sym, Symbols};
use duban_rulebook::RuleSet;

use crate::across::across;
use crate::agreement::Agreement;
use crate::decision::{Decision, digest, sort};
use crate::outcome::Tally;
use crate::shards::run_shards;
use crate::supervisor::Supervisor;

/// A recorded history, handed out batch by batch in the order of recording.
pub trait History: Send {
    /// What went wrong when a history can't be read on.
    type Error: Send;

    /// Appends the next events to `out`, naming things by `symbols`. False: the history is over.
    ///
    /// # Errors
    /// When the history can't be read on.
    fn next_batch(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, Self::Error>;
}

/// What a replay came to.
#[derive(Debug)]
pub struct Outcome {
    /// Every decision, in canonical order.
    pub decisions: Vec<Decision>,
    /// How the runs of each clock stand at the end.
    pub tallies: BTreeMap<String, Tally>,
    /// How clocks that the rulebooks compare agree.
    pub agreements: BTreeMap<(String, String), Agreement>,
    /// The events of cases that were applied.
    pub events: u64,
    /// Those among them that were derived from another record.
    pub derived_events: u64,
    /// The cases they were about.
    pub cases: u64,
    /// Engine time at the end.
    pub ended_at: Timestamp,
    /// The supervisors as they stand, for who wants to look into cases.
    pub supervisors: Vec<Supervisor>,
}

impl Outcome {
    /// How many warnings of each level were raised, the mildest level first.
    pub fn warnings_by_level(&self) -> [(Level, u64); 4] {
        Level::ALL.map(|level| {
            let raised = self.decisions.iter().filter(
                |decision| matches!(decision, Decision::Raised(warning) if warning.id.level == level),
            );
            (level, raised.count() as u64)
        })
    }

    /// The digest of all decisions.
    pub fn digest(&self) -> String {
        digest(&self.decisions)
    }
}

/// How a history is to be replayed.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Over how many supervisors the cases are spread.
    pub shards: NonZeroUsize,
    /// Until when engine time runs; None: until the last recording. Events recorded later are left out.
    pub to: Option<Timestamp>,
    /// Whether scripts' answers are remembered.
    pub memoised: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Manner { shards: NonZeroUsize::MIN, to: None, memoised: true }
    }
}

/// So many events are taken in together: enough that most of a case's events come together in one window or the next, and its state
/// is fetched from memory for all of them at once. At some hundred bytes an event, little beside the cases.
const WINDOW: usize = 1 << 18;

/// Replays a history.
///
/// # Errors
/// When the history can't be read.
pub fn replay<H: History>(
    rules: &Arc<RuleSet>,
    manner: Manner,
    history: H,
) -> Result<Outcome, H::Error> {
    let mut windows = Windows { history, to: manner.to, last_recorded: Timestamp::MIN };
    let supervisors = match manner.shards {
        NonZeroUsize::MIN => vec![run_alone(rules, manner, &mut windows)?],
        _ => run_shards(rules, manner, &mut windows)?,
    };
    Ok(together(supervisors, manner.to.unwrap_or(windows.last_recorded)))
}

/// A history, window by window.
pub(crate) struct Windows<H> {
    history: H,
    to: Option<Timestamp>,
    /// When the last of the events that were handed out was recorded.
    last_recorded: Timestamp,
}

impl<H: History> Windows<H> {
    /// Puts the events of the next window in place of what `window` held; false: there were no more.
    pub(crate) fn next(
        &mut self,
        symbols: &mut Symbols,
        window: &mut Vec<Event<Sym>>,
    ) -> Result<bool, H::Error> {
        window.clear();
        let to = self.to.unwrap_or(Timestamp::MAX);
        let wanted = |event: &Event<Sym>| {
            matches!(event.about, About::Case { .. }) && event.recorded_at <= to
        };
        let (mut more, mut all_wanted) = (true, true);
        while more && window.len() < WINDOW {
            let before = window.len();
            more = self.history.next_batch(symbols, window)?;
            // Looked at here they are still near: a window is larger than what the processor keeps at hand.
            for event in &window[before..] {
                if wanted(event) {
                    self.last_recorded = self.last_recorded.max(event.recorded_at);
                } else {
                    all_wanted = false;
                }
            }
        }
        if !all_wanted {
            window.retain(wanted);
        }
        Ok(more)
    }
}

impl Manner {
    /// A supervisor that has seen nothing yet.
    pub(crate) fn supervisor(&self, rules: &Arc<RuleSet>) -> Supervisor {
        if self.memoised {
            Supervisor::new(rules.clone())
        } else {
            Supervisor::unmemoised(rules.clone())
        }
    }
}

/// Runs a history through one supervisor, on this thread.
pub(crate) fn run_alone<H: History>(
    rules: &Arc<RuleSet>,
    manner: Manner,
    windows: &mut Windows<H>,
) -> Result<Supervisor, H::Error> {
    let mut supervisor = manner.supervisor(rules);
    let mut window = Vec::with_capacity(WINDOW);
    let mut more = true;
    while more {
        more = windows.next(supervisor.symbols(), &mut window)?;
        supervisor.apply_all(&window);
    }
    Ok(supervisor)
}

fn together(mut supervisors: Vec<Supervisor>, ended_at: Timestamp) -> Outcome {
    let mut decisions = Vec::new();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut agreements: BTreeMap<(String, String), Agreement> = BTreeMap::new();
    let (mut events, mut derived_events, mut cases) = (0, 0, 0);
    for supervisor in &mut supervisors {
        supervisor.advance(ended_at);
        decisions.append(&mut supervisor.take_decisions());
        for (clock, tally) in supervisor.tallies() {
            tallies.entry(clock).or_default().add(tally);
        }
        for (clocks, agreement) in supervisor.agreements() {
            agreements.entry(clocks).or_default().add(agreement);
        }
        events += supervisor.events();
        derived_events += supervisor.derived_events();
        cases += supervisor.case_count() as u64;
    }
    decisions.append(&mut across(&supervisors, ended_at));
    sort(&mut decisions);
    Outcome { decisions, tallies, agreements, events, derived_events, cases, ended_at, supervisors }
}
