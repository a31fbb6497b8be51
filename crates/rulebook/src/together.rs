//! Asking several closures at once: all checks on a kind of event, or all clocks that it starts.
//!
//! Most events breach nothing, and of what is asked to find that out much is asked by several rules. So what all of them say is
//! remembered as one answer, under what any of them looked at.
//!
//! *Invariant.* It comes to asking one after the other.
//!
//! *Absent on purpose.* Closures that are asked for more than yes or no.

use duban_domain::EventKind;
use smallvec::SmallVec;

use crate::evaluator::{Evaluator, PATIENCE};
use crate::facts::Facts;
use crate::fault::Fault;
use crate::memo::{Notes, Tree};
use crate::plan::{Plan, ScriptId};

/// What several rules said about an event.
#[derive(Debug, Default)]
pub struct Together {
    /// The numbers of those that said yes, in the order of the plan.
    pub yes: SmallVec<[u16; 8]>,
    /// Those that failed.
    pub faults: Vec<(u16, Fault)>,
}

/// The rules that are asked together, for each kind of event.
#[derive(Debug)]
pub(crate) struct Groups {
    checks: Vec<Group>,
    starts: Vec<Group>,
}

/// Which rules.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// The checks on a kind of event.
    Checks(EventKind),
    /// The clocks that a kind of event starts.
    Starts(EventKind),
}

/// Some of them, and what is known about what they say.
#[derive(Debug)]
struct Group {
    /// The number of each rule, and what it asks; a rule without a closure always says yes.
    rules: Vec<(u16, Option<ScriptId>)>,
    tree: Tree<Box<[u16]>>,
    calls: u64,
    hits: u64,
}

impl Groups {
    pub(crate) fn of_plan(plan: &Plan) -> Groups {
        let on = |kind: &EventKind| {
            let checks = plan.checks_on[kind.index()].iter();
            Group::new(checks.map(|at| (*at, plan.checks[usize::from(*at)].when)).collect())
        };
        let started_by = |kind: &EventKind| {
            let started = (0..).zip(&plan.clocks).filter(|(_, clock)| clock.starts.contains(*kind));
            Group::new(started.map(|(number, clock)| (number, clock.applies)).collect())
        };
        Groups {
            checks: EventKind::ALL.iter().map(on).collect(),
            starts: EventKind::ALL.iter().map(started_by).collect(),
        }
    }

    /// How often the answer of each closure was remembered with those of others.
    pub(crate) fn hits(&self) -> impl Iterator<Item = (ScriptId, u64)> {
        let groups = self.checks.iter().chain(&self.starts);
        groups.flat_map(|group| {
            let scripts = group.rules.iter().filter_map(|(_, script)| *script);
            scripts.map(|script| (script, group.hits))
        })
    }

    fn get(&mut self, of: Of) -> &mut Group {
        match of {
            Of::Checks(kind) => &mut self.checks[kind.index()],
            Of::Starts(kind) => &mut self.starts[kind.index()],
        }
    }
}

impl Group {
    fn new(rules: Vec<(u16, Option<ScriptId>)>) -> Group {
        Group { rules, tree: Tree::new(), calls: 0, hits: 0 }
    }

    /// Whether remembering pays: what is not found here has to be asked one by one all the same.
    fn is_worth_while(&self) -> bool {
        let misses = self.calls - self.hits;
        misses < PATIENCE || misses <= self.hits
    }
}

impl Evaluator {
    /// The checks that this event breaches, or as which of several cases it counts: the first version of a record, and of that kind.
    #[inline]
    pub fn breaches(&mut self, kind: EventKind, facts: &impl Facts) -> Together {
        self.ask_together(Of::Checks(kind), facts)
    }

    /// The clocks that apply, of those that this event starts, which is of that kind.
    #[inline]
    pub fn applying(&mut self, kind: EventKind, facts: &impl Facts) -> Together {
        self.ask_together(Of::Starts(kind), facts)
    }

    #[inline]
    fn ask_together(&mut self, of: Of, facts: &impl Facts) -> Together {
        let group = self.groups.get(of);
        group.calls += 1;
        if let Some(yes) = group.tree.find(facts, &self.calendar) {
            group.hits += 1;
            return Together { yes: SmallVec::from_slice(yes), faults: Vec::new() };
        }
        self.ask_each(of, facts)
    }

    /// The same where it is not remembered.
    #[cold]
    fn ask_each(&mut self, of: Of, facts: &impl Facts) -> Together {
        let mut said = Together::default();
        let rules = self.groups.get(of).rules.clone();
        for (number, script) in &rules {
            match script.map_or(Ok(true), |script| self.truth(script, facts)) {
                Ok(true) => said.yes.push(*number),
                Ok(false) => {}
                Err(fault) => said.faults.push((*number, fault)),
            }
        }
        let group = self.groups.get(of);
        if !group.is_worth_while() {
            group.tree.clear();
        } else if self.remembers && said.faults.is_empty() {
            // Unless one of them is not remembered itself.
            let mut notes = Notes::new();
            let mut trees = rules
                .iter()
                .filter_map(|(_, script)| *script)
                .map(|script| &self.memories[usize::from(script.0)].tree);
            if trees.all(|tree| tree.retrace(facts, &self.calendar, &mut notes)) {
                notes.retain(|(query, _)| !query.is_given());
                group.tree.insert(&notes, said.yes.as_slice().into(), facts, &self.calendar);
            }
        }
        said
    }
}
