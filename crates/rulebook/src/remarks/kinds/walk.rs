//! Goes through a function as it would run, without running it, and says what it can come to.
//!
//! *Invariant.* Every statement and expression is passed once. What is said of one holds whichever way the function goes.
//!
//! *Absent on purpose.* What conditions rule out: within `if x == () { ... }` the variable is what it is elsewhere.

use std::collections::BTreeSet;

use rhai::{ASTFlags, Expr, FlowControl, Position, Stmt, SwitchCasesCollection};

use super::functions::{Calls, Function, Functions};
use super::set::Kinds;
use super::spare;
use crate::error::{Mistake, Source};
use crate::remarks::remark;
use crate::vocabulary::Complaint;
use crate::vocabulary::sorts::Sort;

/// What one way comes to, and where that stands.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) kinds: Kinds,
    pub(crate) at: Position,
    /// The word it is said with, where it is one.
    pub(crate) word: Option<String>,
    /// Whether it was worked out for nothing if nobody takes it.
    pub(super) spare: bool,
}

impl Leaf {
    /// A way on which nothing is said.
    fn nothing(at: Position) -> Leaf {
        Leaf { kinds: Kinds::of(Sort::Nothing), at, word: None, spare: false }
    }
}

/// Calls within calls: more than a rule may have when it runs, and far from what a stack holds.
const DEEPEST: usize = 16;

/// One way through a function or the top of a script.
pub(super) struct Walk<'a> {
    pub(super) functions: &'a Functions,
    pub(super) calls: &'a mut Calls,
    /// Where remarks go; None where only the answer is asked for.
    pub(super) notes: Option<(&'a Source, &'a mut Vec<Mistake>)>,
    changed: &'a BTreeSet<String>,
    known: Vec<(String, Kinds)>,
    /// What it returns ahead of its end.
    returns: Vec<Leaf>,
    depth: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        functions: &'a Functions,
        calls: &'a mut Calls,
        changed: &'a BTreeSet<String>,
        notes: Option<(&'a Source, &'a mut Vec<Mistake>)>,
    ) -> Walk<'a> {
        let (known, returns) = (Vec::new(), Vec::new());
        Walk { functions, calls, notes, changed, known, returns, depth: 0 }
    }

    /// What a function comes to, way by way, when it is given this.
    pub(super) fn function(mut self, function: &Function, given: &[Kinds]) -> Vec<Leaf> {
        let params = function.params.iter().zip(given);
        self.known = params.map(|(name, kinds)| self.bound(name, kinds.clone())).collect();
        let mut leaves = self.block(&function.body, true);
        leaves.append(&mut self.returns);
        leaves
    }

    /// The top of a script, where rules are declared.
    pub(super) fn top(mut self, statements: &[Stmt]) {
        _ = self.block(statements, false);
    }

    /// What a call of a function of the author's answers.
    pub(super) fn call(&mut self, name: &str, given: &[Kinds]) -> Kinds {
        let Some(at) = self.functions.called(name, given.len()) else {
            return Kinds::UNKNOWN;
        };
        if let Some(answer) = self.calls.begin(at, given) {
            return answer;
        }
        if self.depth >= DEEPEST {
            self.calls.cut_short();
            return Kinds::UNKNOWN;
        }
        let function = &self.functions.list[at];
        let mut inner = Walk::new(self.functions, self.calls, &function.changed, None);
        inner.depth = self.depth + 1;
        let answer = join(inner.function(function, given));
        self.calls.end(at, given, &answer);
        answer
    }

    pub(super) fn note(&mut self, code: &'static str, at: Position, told: (String, String)) {
        self.push(|source| remark(code, source, at, told.0, told.1));
    }

    pub(super) fn warn(&mut self, code: &'static str, at: Position, told: (String, String)) {
        self.push(|source| remark(code, source, at, told.0, told.1).as_warning());
    }

    pub(super) fn complain(&mut self, at: Position, complaint: Complaint) {
        let Complaint { code, message, advice, .. } = complaint;
        self.note(code, at, (message, advice));
    }

    pub(super) fn push(&mut self, mistake: impl FnOnce(&Source) -> Mistake) {
        if let Some((source, found)) = &mut self.notes {
            found.push(mistake(source));
        }
    }

    fn bound(&self, name: &str, kinds: Kinds) -> (String, Kinds) {
        let kinds = if self.changed.contains(name) { Kinds::UNKNOWN } else { kinds };
        (name.to_owned(), kinds)
    }

    pub(super) fn variable(&self, name: &str) -> Kinds {
        let known = self.known.iter().rev().find(|(known, _)| known == name);
        known.map_or(Kinds::UNKNOWN, |(_, kinds)| kinds.clone())
    }

    /// `counts`: whether what its last statement comes to is the value of the block.
    pub(super) fn block(&mut self, statements: &[Stmt], counts: bool) -> Vec<Leaf> {
        let (outer, mut answer) = (self.known.len(), Vec::new());
        for (at, statement) in statements.iter().enumerate() {
            let leaves = self.statement(statement);
            if counts && at + 1 == statements.len() {
                answer = leaves;
            } else {
                leaves.iter().for_each(|leaf| self.thrown_away(leaf));
            }
        }
        self.known.truncate(outer);
        if statements.is_empty() { vec![Leaf::nothing(Position::NONE)] } else { answer }
    }

    fn thrown_away(&mut self, leaf: &Leaf) {
        if leaf.spare && !leaf.kinds.is_nothing() {
            self.warn("rule::thrown_away", leaf.at, spare::told(leaf));
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "any other statement comes to nothing")]
    fn statement(&mut self, statement: &Stmt) -> Vec<Leaf> {
        let nothing = |at| vec![Leaf::nothing(at)];
        match statement {
            Stmt::Expr(expr) => self.leaves(expr),
            Stmt::FnCall(call, at) => {
                let spare = spare::call(call);
                let word = Some(call.name.to_string());
                vec![Leaf { kinds: self.function_call(call, *at), at: *at, word, spare }]
            }
            Stmt::Var(parts, _, at) => {
                let kinds = self.expr(&parts.1);
                let bound = self.bound(&parts.0.name, kinds);
                self.known.push(bound);
                nothing(*at)
            }
            Stmt::If(flow, at) => {
                self.condition(&flow.expr, "if");
                let mut leaves = self.block(flow.body.statements(), true);
                let otherwise = self.block(flow.branch.statements(), true);
                leaves.extend(otherwise.into_iter().map(|leaf| placed(leaf, *at)));
                leaves.into_iter().map(|leaf| placed(leaf, *at)).collect()
            }
            Stmt::Switch(switch, at) => self.switch(&switch.0, &switch.1, *at),
            Stmt::Block(block) => {
                let leaves = self.block(block.statements(), true);
                leaves.into_iter().map(|leaf| placed(leaf, block.position())).collect()
            }
            Stmt::Return(expr, flags, at) => {
                self.ends(expr.as_deref(), flags.intersects(ASTFlags::BREAK), *at);
                Vec::new()
            }
            Stmt::BreakLoop(expr, ..) => {
                expr.iter().for_each(|expr| _ = self.expr(expr));
                Vec::new()
            }
            Stmt::Assignment(assignment) => {
                self.expr(&assignment.1.lhs);
                self.expr(&assignment.1.rhs);
                nothing(statement.position())
            }
            Stmt::While(flow, at) => self.repeated(flow, "while", *at),
            Stmt::Do(flow, _, at) => self.repeated(flow, "do", *at),
            Stmt::For(parts, at) => {
                self.for_each(parts);
                vec![Leaf { kinds: Kinds::UNKNOWN, ..Leaf::nothing(*at) }]
            }
            Stmt::TryCatch(flow, _) => {
                let mut leaves = self.block(flow.body.statements(), true);
                self.known.extend(super::variable_name(&flow.expr).map(|it| (it, Kinds::UNKNOWN)));
                leaves.extend(self.block(flow.branch.statements(), true));
                leaves
            }
            other => nothing(other.position()),
        }
    }

    fn ends(&mut self, expr: Option<&Expr>, throws: bool, at: Position) {
        let leaves = match expr {
            Some(expr) => self.leaves(expr),
            None => vec![Leaf::nothing(at)],
        };
        // What is thrown is no answer.
        if !throws {
            self.returns.extend(leaves);
        }
    }

    /// A loop; what it comes to depends on where it is left.
    fn repeated(&mut self, flow: &FlowControl, word: &str, at: Position) -> Vec<Leaf> {
        if !matches!(flow.expr, Expr::Unit(_)) {
            self.condition(&flow.expr, word);
        }
        self.block(flow.body.statements(), false);
        vec![Leaf { kinds: Kinds::UNKNOWN, ..Leaf::nothing(at) }]
    }

    fn for_each(&mut self, parts: &(rhai::Ident, Option<rhai::Ident>, FlowControl)) {
        let (entry, counter, flow) = parts;
        let entries = if let Expr::Array(list, _) = &flow.expr {
            list.iter().map(|entry| self.expr(entry)).fold(Kinds::none(), Kinds::or)
        } else {
            self.expr(&flow.expr);
            Kinds::UNKNOWN
        };
        let outer = self.known.len();
        let entry = self.bound(&entry.name, entries);
        self.known.push(entry);
        let counted = |counter: &rhai::Ident| (counter.name.to_string(), Kinds::UNKNOWN);
        self.known.extend(counter.iter().map(counted));
        self.block(flow.body.statements(), false);
        self.known.truncate(outer);
    }

    fn switch(&mut self, subject: &Expr, cases: &SwitchCasesCollection, at: Position) -> Vec<Leaf> {
        let subject_kinds = self.expr(subject);
        self.labels((subject, &subject_kinds), at);
        let mut leaves = Vec::new();
        for case in &cases.expressions {
            if !case.lhs.is_constant() {
                self.condition(&case.lhs, "if");
            }
            leaves.extend(self.leaves(&case.rhs));
        }
        if cases.def_case.is_none() {
            leaves.push(Leaf::nothing(at));
        }
        leaves
    }

    /// What an expression comes to, way by way.
    pub(super) fn leaves(&mut self, expr: &Expr) -> Vec<Leaf> {
        if let Expr::Stmt(block) = expr {
            let leaves = self.block(block.statements(), true);
            return leaves.into_iter().map(|leaf| placed(leaf, block.position())).collect();
        }
        if let Expr::Coalesce(parts, _) = expr {
            let mut leaves: Vec<Leaf> = Vec::new();
            for part in parts.iter() {
                for leaf in &mut leaves {
                    leaf.kinds = leaf.kinds.without_nothing();
                }
                leaves.extend(self.leaves(part));
            }
            return leaves;
        }
        let at = expr.start_position();
        let word = spare::said_with(expr).map(str::to_owned);
        vec![Leaf { kinds: self.value(expr), at, word, spare: spare::expr(expr) }]
    }

    /// What an expression comes to.
    pub(super) fn expr(&mut self, expr: &Expr) -> Kinds {
        join(self.leaves(expr))
    }
}

/// What nobody said, where it was left out.
fn placed(leaf: Leaf, at: Position) -> Leaf {
    if leaf.at.is_none() { Leaf { at, ..leaf } } else { leaf }
}

/// What several ways come to; nobody knows what comes of none.
pub(super) fn join(leaves: Vec<Leaf>) -> Kinds {
    let all = leaves.into_iter().map(|leaf| leaf.kinds).fold(Kinds::none(), Kinds::or);
    if all == Kinds::none() { Kinds::UNKNOWN } else { all }
}
