//! The functions and closures of all scripts of a rulebook, and what they are called with.
//!
//! *Invariant.* What a function is given is what all calls together give it: a remark in it holds for each.
//!
//! *Absent on purpose.* Overlays that are not part of the rulebook: they are checked with it when they are checked.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTNode, Expr, Stmt};

use super::set::Kinds;
use crate::error::Source;
use crate::inspect;
use crate::remarks::statements;

/// A function or closure.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) script: usize,
    pub(super) name: String,
    pub(super) params: Vec<String>,
    pub(super) body: Vec<Stmt>,
    /// The variables that it gives another value: what they hold depends on where it is asked.
    pub(super) changed: BTreeSet<String>,
}

/// All of them, by script.
#[derive(Debug, Default)]
pub(super) struct Functions {
    pub(super) list: Vec<Function>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Functions {
    pub(super) fn of(scripts: &[(Source, AST)]) -> Functions {
        let mut functions = Functions::default();
        for (script, (_, ast)) in scripts.iter().enumerate() {
            let mut own: Vec<Function> = ast
                .iter_fn_def()
                .map(|definition| {
                    let alone = inspect::one_alone(definition);
                    Function {
                        script,
                        name: definition.name.to_string(),
                        params: definition.params.iter().map(ToString::to_string).collect(),
                        body: statements(&alone),
                        changed: changed(&alone),
                    }
                })
                .collect();
            // The script engine hands them out in no order.
            own.sort_by_key(|function| function.body.first().map(Stmt::position));
            for function in own {
                let at = functions.list.len();
                functions.by_name.entry(function.name.clone()).or_default().push(at);
                functions.list.push(function);
            }
        }
        functions
    }

    /// The function that a call means; None where a later script has another of the same name, which its own rules call.
    pub(super) fn called(&self, name: &str, given: usize) -> Option<usize> {
        let known = self.by_name.get(name)?.iter().copied();
        let mut fitting = known.filter(|at| self.list[*at].params.len() == given);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// The closure of a script.
    pub(super) fn closure(&self, script: usize, name: &str) -> Option<usize> {
        let known = self.by_name.get(name)?.iter().copied();
        known.into_iter().find(|at| self.list[*at].script == script)
    }
}

/// The variables that are given a value behind their `let`, or that a closure has and may give one.
pub(super) fn changed(ast: &AST) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Assignment(assignment))) = path.last()
            && let Expr::Variable(variable, ..) = &assignment.1.lhs
        {
            names.insert(variable.1.to_string());
        } else if let Some(ASTNode::Stmt(Stmt::Share(captured))) = path.last() {
            names.extend(captured.iter().map(|(name, _)| name.name.to_string()));
        }
        true
    });
    names
}

/// What a function was given, and what came of it; None while that is worked out.
type Answered = (Vec<Kinds>, Option<Kinds>);

/// What functions answer, and what they are called with, as far as was asked yet.
#[derive(Debug, Default)]
pub(super) struct Calls {
    answers: BTreeMap<usize, Vec<Answered>>,
    given: BTreeMap<usize, Vec<Kinds>>,
    /// Calls lie so deep that not all were followed.
    cut_short: bool,
}

impl Calls {
    /// Notes a call. What it answers, where that is known; else `None`, and who asks works it out and says so.
    pub(super) fn begin(&mut self, function: usize, given: &[Kinds]) -> Option<Kinds> {
        let all = self.given.entry(function).or_insert_with(|| given.to_vec());
        for (all, given) in all.iter_mut().zip(given) {
            *all = all.clone().or(given.clone());
        }
        let known = self.answers.entry(function).or_default();
        if let Some((_, answer)) = known.iter().find(|(for_, _)| for_ == given) {
            // A function that calls itself answers whatever it answers.
            return Some(answer.clone().unwrap_or(Kinds::UNKNOWN));
        }
        known.push((given.to_vec(), None));
        None
    }

    pub(super) fn end(&mut self, function: usize, given: &[Kinds], answer: &Kinds) {
        let known = self.answers.entry(function).or_default();
        if let Some((_, worked_out)) = known.iter_mut().find(|(for_, _)| for_ == given) {
            *worked_out = Some(answer.clone());
        }
    }

    /// Notes that a call was not followed: who knows what is called there, and with what.
    pub(super) fn cut_short(&mut self) {
        self.cut_short = true;
    }

    /// What all calls give a function; None if nobody calls it.
    pub(super) fn given(&self, function: usize) -> Option<Vec<Kinds>> {
        let given = self.given.get(&function)?;
        Some(if self.cut_short { vec![Kinds::UNKNOWN; given.len()] } else { given.clone() })
    }
}
