//! Which clocks an event reaches: those that its kind starts, stops, pauses or extends, and those whose closures looked at events of
//! its kind (`c.count("supplement_requested")`).
//!
//! *Invariant.* A clock's answers for a case depend on nothing but what its closures looked at. All of it is known when they have
//! answered, so a clock that an event does not reach stands as it stood.
//!
//! *Absent on purpose.* Descriptions of the case: they reach every clock.

use duban_domain::{EventKind, KindSet};
use duban_rulebook::{ClockPlan, Evaluator, Plan, Rule, ScriptId, Subject, TermPlan};

/// For each event kind the clocks of one rulebook version that it reaches.
#[derive(Debug)]
pub(crate) struct Reach {
    /// How much the closures had looked at when this table was made.
    looked: usize,
    by_kind: [Reached; EventKind::COUNT],
    /// For each clock the kinds that may change when it is due.
    movers: Vec<KindSet>,
}

/// The clocks that an event reaches, one bit a clock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reached {
    /// Any of the below.
    pub(crate) any: u64,
    pub(crate) starts: u64,
    pub(crate) stops: u64,
    /// When it is due may be another.
    pub(crate) moves: u64,
    /// Whether it applies has to be asked again for all its starts, or whether they stop it for all its stops.
    pub(crate) applies: u64,
}

impl Reach {
    /// What events reach by what the closures have looked at so far.
    pub(crate) fn of(plan: &Plan, evaluator: &Evaluator) -> Reach {
        let mut by_kind = [Reached::default(); EventKind::COUNT];
        let mut movers = vec![KindSet::EMPTY; plan.clocks.len()];
        for (place, clock) in plan.clocks.iter().enumerate() {
            // A clock that runs for a step is told which; all else looks for the last that was started.
            let of_run = clock.per == Subject::Step;
            // What stops it is told of all its events anew, too.
            let stops_if = clock.stops_if.iter().map(|stop| stop.when);
            let applies = looked_at(evaluator, clock.applies.iter().copied(), of_run)
                .union(looked_at(evaluator, stops_if, false));
            let looked = looked_at(evaluator, scripts_of_run(clock), of_run).union(looked_at(
                evaluator,
                scripts_of_events(clock),
                false,
            ));
            let moves = |kind| clock.is_moved_by(kind) || looked.contains(kind);
            let bit = |reaches: bool| u64::from(reaches) << place;
            for (reached, &kind) in by_kind.iter_mut().zip(EventKind::ALL) {
                reached.starts |= bit(clock.starts.contains(kind));
                reached.stops |= bit(clock.stops.contains(kind));
                if moves(kind) {
                    reached.moves |= bit(true);
                    movers[place] = movers[place].with(kind);
                }
                reached.applies |= bit(applies.contains(kind));
            }
        }
        for it in &mut by_kind {
            it.any = it.starts | it.stops | it.moves | it.applies;
        }
        Reach { looked: evaluator.looked(), by_kind, movers }
    }

    /// The clocks that an event of this kind reaches.
    pub(crate) fn by(&self, kind: EventKind) -> Reached {
        self.by_kind[kind.index()]
    }

    /// The kinds of events that may change when this clock is due.
    pub(crate) fn movers(&self, clock: u8) -> KindSet {
        self.movers[usize::from(clock)]
    }

    /// Brings the tables up to date after closures were called, and answers whether they looked at something new.
    pub(crate) fn refresh(&mut self, plan: &Plan, evaluator: &Evaluator) -> bool {
        let looked_further = self.looked != evaluator.looked();
        if looked_further {
            *self = Reach::of(plan, evaluator);
        }
        looked_further
    }
}

/// The kinds of events that these closures ever looked at.
fn looked_at(
    evaluator: &Evaluator,
    scripts: impl Iterator<Item = ScriptId>,
    knows_step: bool,
) -> KindSet {
    scripts
        .map(|script| evaluator.kinds_looked_at(script, knows_step))
        .fold(KindSet::EMPTY, KindSet::union)
}

/// The closures that are asked about a run: how long it may take, and when it raises what.
fn scripts_of_run(clock: &ClockPlan) -> impl Iterator<Item = ScriptId> {
    let term = match &clock.term {
        TermPlan::For(limit) => script(limit),
        TermPlan::Until { when, .. } => Some(*when),
    };
    term.into_iter().chain(clock.thresholds.iter().filter_map(|threshold| script(&threshold.at)))
}

/// The closures that are asked about the events that pause and extend it.
fn scripts_of_events(clock: &ClockPlan) -> impl Iterator<Item = ScriptId> {
    let pauses = clock.pauses.iter().filter_map(|pause| script(&pause.effect));
    pauses.chain(clock.extensions.iter().filter_map(|extension| script(&extension.length)))
}

fn script<T>(rule: &Rule<T>) -> Option<ScriptId> {
    match rule {
        Rule::Fixed(_) => None,
        Rule::Script(script) => Some(*script),
    }
}

/// So many clocks, from the first on, one bit each.
pub(crate) fn all_of(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// The clocks whose bits are set.
pub(crate) fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(lowest)
    })
}
