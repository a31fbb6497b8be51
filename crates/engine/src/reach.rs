//! Which clocks an event reaches: those that its kind starts, stops, pauses or extends, and those whose closures looked at events of
//! its kind (`c.count("supplement_requested")`).
//!
//! *Invariant.* A clock's answers for a case depend on nothing but what its closures looked at. All of it is known when they have
//! answered, so a clock that an event does not reach stands as it stood.
//!
//! *Absent on purpose.* Descriptions of the case: they reach every clock.

use duban_domain::{EventKind, KindSet};
use duban_rulebook::{ClockPlan, Evaluator, Plan, Rule, ScriptId, Subject, TermPlan};

/// For each event kind the clocks of one rulebook version, one bit a clock.
#[derive(Debug)]
pub(crate) struct Reach {
    /// How much the closures had looked at when these tables were made.
    looked: usize,
    /// Any of the below.
    pub(crate) any: [u64; EventKind::COUNT],
    /// Whether it applies has to be asked again for all its starts.
    pub(crate) applies: [u64; EventKind::COUNT],
    /// When it is due may be another.
    pub(crate) moves: [u64; EventKind::COUNT],
}

impl Reach {
    /// What events reach before any closure was called.
    pub(crate) fn of(plan: &Plan, evaluator: &Evaluator) -> Reach {
        let none = [0; EventKind::COUNT];
        let mut reach =
            Reach { looked: evaluator.looked(), any: plan.touches, applies: none, moves: none };
        for (place, clock) in plan.clocks.iter().enumerate() {
            // A clock that runs for a step is told which; all else looks for the last that was started.
            let of_run = clock.per == Subject::Step;
            let applies = looked_at(evaluator, clock.applies.iter().copied(), of_run);
            let moves = looked_at(evaluator, scripts_of_run(clock), of_run).union(looked_at(
                evaluator,
                scripts_of_events(clock),
                false,
            ));
            for &kind in EventKind::ALL {
                let at = kind.index();
                let applies = u64::from(applies.contains(kind));
                let moves = u64::from(clock.is_moved_by(kind) || moves.contains(kind));
                reach.applies[at] |= applies << place;
                reach.moves[at] |= moves << place;
                reach.any[at] |= (applies | moves) << place;
            }
        }
        reach
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
