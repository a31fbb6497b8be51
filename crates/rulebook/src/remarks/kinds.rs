//! What kinds of values come where: each closure and function is gone through as it would run, knowing what it is given.
//!
//! *Invariant.* Nothing is said of what is not known: a fact of a case, a parameter that nobody gives, a variable that changes. A false
//! alarm is worse than a miss.
//!
//! *Absent on purpose.* A second vocabulary: members, words and what they take come from the tables that the script engine is given and
//! that the reference prints.

mod calculate;
mod compare;
mod expr;
mod forms;
mod functions;
mod misused;
mod set;
mod spare;
mod tell;
mod walk;

use std::collections::BTreeMap;

use duban_calendar::Policy;
use duban_domain::KindSet;
use rhai::{AST, Expr};

use crate::compile::Rulebook;
use crate::draft::Closure;
use crate::error::{Mistake, Source};
use crate::inspect;
use crate::plan::{ClockPlan, Rule, ScriptId, Wrong};
use crate::remarks::answer;
use functions::{Calls, Functions};
pub(super) use set::Kinds;
pub(super) use walk::Leaf;
use walk::Walk;

/// A closure of a rule, and what it is given by all rules that have it: a loop of the script may give it to several.
struct Asked<'a> {
    closure: &'a Closure,
    /// How the clocks count whose limit or extension it answers.
    policies: Vec<Policy>,
    given: Vec<Kinds>,
}

pub(super) fn all(book: &Rulebook, scripts: &[(Source, AST)], found: &mut Vec<Mistake>) {
    let functions = Functions::of(scripts);
    let asked = asked(book, &functions);
    let mut calls = Calls::default();
    let quiet = &mut Vec::new();
    pass(&functions, &asked, scripts, &mut calls, quiet);
    // What nobody calls may be called with anything.
    for (at, function) in functions.list.iter().enumerate() {
        if calls.given(at).is_none() && !inspect::is_closure(&function.name) {
            let given = vec![Kinds::UNKNOWN; function.params.len()];
            calls.begin(at, &given);
            let walk = Walk::new(&functions, &mut calls, &function.changed, None);
            walk.function(function, &given);
        }
    }
    pass(&functions, &asked, scripts, &mut calls, found);
    for (at, function) in functions.list.iter().enumerate() {
        if let Some(given) = calls.given(at) {
            let notes = Some((&scripts[function.script].0, &mut *found));
            let walk = Walk::new(&functions, &mut calls, &function.changed, notes);
            walk.function(function, &given);
        }
    }
}

/// Goes through the tops of all scripts and all closures.
fn pass(
    functions: &Functions,
    asked: &BTreeMap<usize, Asked<'_>>,
    scripts: &[(Source, AST)],
    calls: &mut Calls,
    found: &mut Vec<Mistake>,
) {
    for (source, ast) in scripts {
        let changed = functions::changed(ast);
        let notes = Some((source, &mut *found));
        Walk::new(functions, calls, &changed, notes).top(ast.statements());
    }
    for (at, function) in functions.list.iter().enumerate() {
        if !inspect::is_closure(&function.name) {
            continue;
        }
        let source = &scripts[function.script].0;
        let unknown = || vec![Kinds::UNKNOWN; function.params.len()];
        let of_rule = asked.get(&at);
        let given = of_rule.map_or_else(unknown, |it| it.given.clone());
        let notes = Some((source, &mut *found));
        let walk = Walk::new(functions, calls, &function.changed, notes);
        let leaves = walk.function(function, &given);
        if let Some(Asked { closure, policies, .. }) = of_rule {
            answer::of_closure(&function.body, &leaves, closure, policies, source, found);
        }
    }
}

/// The closures of rules, by their function.
fn asked<'a>(book: &'a Rulebook, functions: &Functions) -> BTreeMap<usize, Asked<'a>> {
    let mut all: BTreeMap<usize, Asked<'a>> = BTreeMap::new();
    let rules = book.closures.iter().enumerate().map(|(id, called)| {
        let id = ScriptId(u16::try_from(id).unwrap_or(u16::MAX));
        let clock = book.plan().clocks.iter().find(|clock| clock.name == called.rule);
        let is_length = matches!(called.closure.word, "limit" | "extends");
        let policy = clock.filter(|_| is_length).map(|clock| clock.policy);
        let events =
            clock.map_or_else(|| check_events(book, &called.rule), |clock| clock_events(clock, id));
        (&called.closure, policy, events)
    });
    let scoring = book.scoring().map(|it| it.closures()).unwrap_or_default();
    for (closure, policy, events) in rules.chain(scoring.into_iter().map(|it| (it, None, None))) {
        let Some(at) = functions.closure(closure.spot.script, closure.call.fn_name()) else {
            continue;
        };
        let captured = closure.call.curry().iter().map(expr::of_value);
        let roles = closure.roles.iter().map(|role| expr::of_role(*role, events));
        let given: Vec<Kinds> = captured.chain(roles).collect();
        let known = all.entry(at).or_insert_with(|| Asked {
            closure,
            policies: Vec::new(),
            given: given.clone(),
        });
        known.policies.extend(policy);
        for (known, given) in known.given.iter_mut().zip(given) {
            *known = known.clone().or(given);
        }
    }
    all
}

/// The kinds of events that a closure of a clock is asked about: what moves or stops it, or what started it.
fn clock_events(clock: &ClockPlan, id: ScriptId) -> Option<KindSet> {
    let extends = clock.extensions.iter().filter(|it| it.length == Rule::Script(id));
    let pauses = clock.pauses.iter().filter(|it| it.effect == Rule::Script(id));
    let moves: KindSet = extends.map(|it| it.on).chain(pauses.map(|it| it.from)).collect();
    let stops = clock.stops_if.iter().filter(|it| it.when == id);
    let events = stops.fold(moves, |kinds, stop| kinds.union(stop.kinds));
    Some(if events == KindSet::EMPTY { clock.starts } else { events })
}

/// The kinds of events that the closures of a check are asked about.
fn check_events(book: &Rulebook, name: &str) -> Option<KindSet> {
    let check = book.plan().checks.iter().find(|check| check.name == name)?;
    let before = check.across.as_ref().map(|across| across.wrong);
    Some(match before {
        Some(Wrong::Again { follows, .. }) => check.on.union(follows),
        _ => check.on,
    })
}

/// The name, if the expression is nothing but a variable.
fn variable_name(expr: &Expr) -> Option<String> {
    if let Expr::Variable(variable, ..) = expr { Some(variable.1.to_string()) } else { None }
}
