//! Asks the closures of a rulebook about cases, and remembers what they said.
//!
//! *Invariant.* With and without remembering, every answer is the same. One evaluator serves one table of symbols: what it remembers,
//! it remembers by them.
//!
//! *Absent on purpose.* Deciding what follows from an answer: that is the engine's.

mod name;

use std::sync::Arc;

use duban_calendar::{Calendar, Day, Length, Threshold, Timestamp};
use duban_domain::KindSet;
use rhai::Dynamic;

use crate::compile::Rulebook;
use crate::facts::{Facts, Field};
use crate::fault::{self, Fault};
use crate::finish::Called;
use crate::look::{self, Look};
use crate::machine::Machine;
use crate::memo::{MomentKind, Reply, Tree};
use crate::outcome;
use crate::plan::{PauseEffect, Place, ScriptId};
use crate::recorder::Recorder;
use crate::together::Groups;
use crate::vocabulary::Complaint;
use crate::vocabulary::facts::{CaseRef, EventRef, RecordRef, SpecialRef};
use crate::vocabulary::words::Kind;

pub use name::Name;

/// Asks and remembers, for one shard.
#[derive(Debug)]
pub struct Evaluator {
    book: Arc<Rulebook>,
    pub(crate) calendar: Arc<Calendar>,
    recorder: Arc<Recorder>,
    pub(crate) memories: Vec<Memory>,
    pub(crate) groups: Groups,
    /// How many fields stand in the memories' `wants`.
    looked: usize,
    pub(crate) remembers: bool,
}

/// What is known about one closure.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) tree: Tree<Reply>,
    /// The fields it ever looked at: they are laid out before it is called.
    wants: Vec<Field>,
    calls: u64,
    hits: u64,
    /// Set when remembering it was given up, with the field that has too many values.
    gave_up: Option<Option<Field>>,
}

/// A moment that a closure answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A date.
    Day(Day),
    /// An instant.
    Time(Timestamp),
}

/// How often a closure was asked, and how often its answer was remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptProfile {
    /// The closure.
    pub script: ScriptId,
    /// The clock or check it belongs to.
    pub rule: String,
    /// The word it was given to: `limit`, `when`.
    pub word: &'static str,
    /// Where it stands.
    pub place: Place,
    /// How often it was asked.
    pub calls: u64,
    /// How often the answer was remembered.
    pub hits: u64,
    /// How many nodes its decision tree has.
    pub nodes: usize,
    /// Whether remembering it was given up.
    pub gave_up: bool,
    /// The fact with too many values to be remembered by, in the words of the script: `e.note`. Where remembering was given up.
    pub too_fine: Option<String>,
}

impl ScriptProfile {
    /// How often the closure had to be called.
    pub fn misses(&self) -> u64 {
        self.calls - self.hits
    }
}

/// After so many calls that were not remembered, a closure that is remembered less than every second time is given up.
pub(crate) const PATIENCE: u64 = 4_096;

impl Evaluator {
    /// An evaluator that has seen nothing yet.
    pub fn new(book: &Arc<Rulebook>) -> Evaluator {
        Evaluator::with(book, true)
    }

    /// An evaluator that calls every closure every time.
    pub fn unmemoised(book: &Arc<Rulebook>) -> Evaluator {
        Evaluator::with(book, false)
    }

    fn with(book: &Arc<Rulebook>, remembers: bool) -> Evaluator {
        let fact_names = book.plan().fact_names.clone().into();
        let calendar = book.shared_calendar();
        let recorder = Arc::new(Recorder::new(calendar.clone(), fact_names));
        let memories = book.closures.iter().map(|_| Memory::new()).collect();
        let groups = Groups::of_plan(book.plan());
        let book = book.clone();
        Evaluator { book, calendar, recorder, memories, groups, looked: 0, remembers }
    }

    /// A limit or the length of an extension; None where the closure says there is none.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    #[inline]
    pub fn limit(&mut self, script: ScriptId, facts: &impl Facts) -> Result<Option<Length>, Fault> {
        if let Some(Reply::Limit(limit)) = self.remembered(script, facts) {
            return Ok(*limit);
        }
        let reply = self.call(script, facts);
        if let Reply::Limit(limit) = reply { Ok(limit) } else { Err(self.fault(script, reply)) }
    }

    /// A threshold; None where the closure says there is none.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    #[inline]
    pub fn threshold(
        &mut self,
        script: ScriptId,
        facts: &impl Facts,
    ) -> Result<Option<Arc<Threshold>>, Fault> {
        if let Some(Reply::Threshold(threshold)) = self.remembered(script, facts) {
            return Ok(threshold.clone());
        }
        let reply = self.call(script, facts);
        if let Reply::Threshold(threshold) = reply {
            Ok(threshold)
        } else {
            Err(self.fault(script, reply))
        }
    }

    /// What a starting event does to a clock.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    #[inline]
    pub fn pause(&mut self, script: ScriptId, facts: &impl Facts) -> Result<PauseEffect, Fault> {
        if let Some(Reply::Pause(effect)) = self.remembered(script, facts) {
            return Ok(*effect);
        }
        let reply = self.call(script, facts);
        if let Reply::Pause(effect) = reply { Ok(effect) } else { Err(self.fault(script, reply)) }
    }

    /// Whether a clock applies or an event breaches a check.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    #[inline]
    pub fn truth(&mut self, script: ScriptId, facts: &impl Facts) -> Result<bool, Fault> {
        if let Some(Reply::Truth(truth)) = self.remembered(script, facts) {
            return Ok(*truth);
        }
        let reply = self.call(script, facts);
        if let Reply::Truth(truth) = reply { Ok(truth) } else { Err(self.fault(script, reply)) }
    }

    /// What a warning says.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    pub fn text(&mut self, script: ScriptId, facts: &impl Facts) -> Result<String, Fault> {
        if let Some(Reply::Text(text)) = self.remembered(script, facts) {
            return Ok(text.to_string());
        }
        let reply = self.call(script, facts);
        if let Reply::Text(text) = reply {
            Ok(text.to_string())
        } else {
            Err(self.fault(script, reply))
        }
    }

    /// Until when a clock runs; None where the closure says nothing.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    pub fn moment(
        &mut self,
        script: ScriptId,
        facts: &impl Facts,
    ) -> Result<Option<Moment>, Fault> {
        let remembered = self.remembered(script, facts).cloned();
        let reply = remembered.unwrap_or_else(|| self.call(script, facts));
        let Reply::Moment(moment) = reply else { return Err(self.fault(script, reply)) };
        Ok(moment.map(|(term, kind)| match kind {
            MomentKind::Day => Moment::Day(term.day(facts, &self.calendar)),
            MomentKind::Time => Moment::Time(term.time(facts, &self.calendar)),
        }))
    }

    /// How many fields the closures have looked at so far, all together. It only grows.
    pub fn looked(&self) -> usize {
        self.looked
    }

    /// The kinds of events on which what this closure has said so far depends, as far as it looked at the history of a case.
    /// `knows_step`: it was asked about a step, so that it looked for none.
    pub fn kinds_looked_at(&self, script: ScriptId, knows_step: bool) -> KindSet {
        let wants = &self.memories[usize::from(script.0)].wants;
        wants.iter().map(|field| field.history(knows_step)).fold(KindSet::EMPTY, KindSet::union)
    }

    /// What this closure looks at to come to its answer, and what it finds there. It is called for that; nothing is counted, and nothing
    /// remembered.
    pub fn looks(&self, script: ScriptId, facts: &impl Facts) -> Vec<Look> {
        let at = usize::from(script.0);
        let mut wants = self.memories[at].wants.clone();
        call(&self.book.machine, &self.recorder, &self.book.closures[at], &mut wants, facts);
        let page = self.recorder.page();
        look::looks(&page.notes, &*page, &self.calendar, &self.book.plan().fact_names)
    }

    /// What was counted for each closure, in the order of the plan.
    pub fn profile(&self) -> Vec<ScriptProfile> {
        let mut together = vec![0; self.memories.len()];
        self.groups.hits().for_each(|(script, hits)| together[usize::from(script.0)] += hits);
        let closures = self.book.closures.iter().zip(&self.memories).enumerate();
        closures
            .map(|(at, (called, memory))| ScriptProfile {
                script: ScriptId(u16::try_from(at).unwrap_or(u16::MAX)),
                rule: called.rule.clone(),
                word: called.closure.word,
                place: called.closure.spot.place.clone(),
                calls: memory.calls + together[at],
                hits: memory.hits + together[at],
                nodes: memory.tree.len(),
                gave_up: memory.gave_up.is_some(),
                too_fine: memory
                    .gave_up
                    .flatten()
                    .map(|field| look::words_for(field, &self.book.plan().fact_names)),
            })
            .collect()
    }

    /// The remembered reply, counted.
    #[inline]
    fn remembered(&mut self, script: ScriptId, facts: &impl Facts) -> Option<&Reply> {
        let memory = &mut self.memories[usize::from(script.0)];
        memory.calls += 1;
        let reply = memory.tree.find(facts, &self.calendar)?;
        memory.hits += 1;
        Some(reply)
    }

    /// What the closure says, called if it is not remembered.
    #[cold]
    fn call(&mut self, script: ScriptId, facts: &impl Facts) -> Reply {
        let at = usize::from(script.0);
        let called = &self.book.closures[at];
        let memory = &mut self.memories[at];
        // A fault that is remembered, since any other reply was taken before.
        if let Some(reply) = memory.tree.find(facts, &self.calendar) {
            return reply.clone();
        }
        let before = memory.wants.len();
        let reply = call(&self.book.machine, &self.recorder, called, &mut memory.wants, facts);
        self.looked += memory.wants.len() - before;
        if !self.remembers || memory.gave_up.is_some() {
            return reply;
        }
        let misses = memory.calls - memory.hits;
        if misses >= PATIENCE && misses > memory.hits {
            memory.gave_up = Some(memory.tree.widest());
            memory.tree.clear();
        } else {
            let notes = &self.recorder.page().notes;
            memory.tree.insert(notes, reply.clone(), facts, &self.calendar);
        }
        reply
    }

    /// The fault that a reply is, when it is not what was asked for.
    #[cold]
    fn fault(&self, script: ScriptId, reply: Reply) -> Fault {
        if let Reply::Fault(fault) = reply {
            return Arc::unwrap_or_clone(fault);
        }
        let called = &self.book.closures[usize::from(script.0)];
        let complaint = Complaint::new(
            format!(
                "the closure of `{}` was asked for something else than it answers",
                called.closure.word
            ),
            "report this: it is not the rulebook's mistake",
        );
        fault::because(complaint, &called.closure)
    }
}

impl Memory {
    fn new() -> Memory {
        Memory { tree: Tree::new(), wants: Vec::new(), calls: 0, hits: 0, gave_up: None }
    }
}

/// Calls a closure with everything laid out that it looks at.
fn call(
    machine: &Machine,
    recorder: &Arc<Recorder>,
    called: &Called,
    wants: &mut Vec<Field>,
    facts: &impl Facts,
) -> Reply {
    let closure = &called.closure;
    loop {
        if let Some(trace) = &machine.trace {
            trace.begin();
        }
        recorder.page().lay_out(wants, facts);
        let args: Vec<Dynamic> =
            closure.roles.iter().map(|role| argument(*role, recorder)).collect();
        let script = &machine.scripts[closure.spot.script];
        let answer = closure.call.call::<Dynamic>(&machine.engine, script, args);
        let reply = match answer {
            Ok(answer) => outcome::read(answer, closure),
            Err(error) => Err(fault::of(&error, closure)),
        };
        // Each turn lays out one more field, and there are only so many.
        match recorder.page().wanted.take() {
            Some(field) => wants.push(field),
            None => {
                if let Some(trace) = &machine.trace {
                    trace.end();
                }
                return reply.unwrap_or_else(|fault| Reply::Fault(Arc::new(fault)));
            }
        }
    }
}

fn argument(role: Kind, recorder: &Arc<Recorder>) -> Dynamic {
    match role {
        Kind::Event => Dynamic::from(EventRef(recorder.clone())),
        Kind::Record => Dynamic::from(RecordRef(recorder.clone())),
        Kind::Special => Dynamic::from(SpecialRef(recorder.clone())),
        Kind::Case
        | Kind::Item
        | Kind::Step
        | Kind::Facts
        | Kind::Counters
        | Kind::Warnings
        | Kind::Value => Dynamic::from(CaseRef(recorder.clone())),
    }
}
