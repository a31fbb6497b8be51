//! The parts of scripts that can run: lines, and the ways to go on from a choice.
//!
//! *Invariant.* What comes out stands in the order of scripts, lines and columns, wherever the parts lie in memory.
//!
//! *Absent on purpose.* What runs when a rulebook is loaded: declarations always do.

use std::collections::{BTreeSet, HashMap};

use rhai::{AST, ASTNode, Expr, Position, Stmt};

use super::{BranchHits, LineHits, Way, address};
use crate::error::Source;

#[derive(Debug, Default)]
pub(super) struct Outline {
    lines: Vec<LineHits>,
    /// The line of each part, by its place in `lines`.
    line_of: HashMap<usize, usize>,
    branches: Vec<Branch>,
    /// What was taken in. As long as it is kept nothing else can come to lie where its parts do, and be taken for one of them.
    kept: Vec<AST>,
}

#[derive(Debug)]
struct Branch {
    hits: BranchHits,
    /// The parts of which one must have run, so that there was a choice.
    chosen_from: BTreeSet<usize>,
    /// The parts of which one runs where this way is taken.
    parts: BTreeSet<usize>,
    /// Whether the way is to leave these parts out.
    without: bool,
}

impl Outline {
    /// Takes in the functions of a script.
    pub(super) fn learn(&mut self, source: &Source, own: AST) {
        let mut parts: Vec<(u32, usize)> = Vec::new();
        let mut branches = Vec::new();
        own.walk(&mut |path| {
            if let Some(node) = path.last() {
                if let Some(line) = reported_on(node) {
                    parts.push((line, address(node)));
                }
                choices(node, source, &mut branches);
            }
            true
        });
        parts.sort_unstable();
        for (line, part) in parts {
            let file = source.path.to_string();
            if self.lines.last().is_none_or(|last| last.line != line || last.file != file) {
                self.lines.push(LineHits { file, line, hits: 0 });
            }
            self.line_of.insert(part, self.lines.len() - 1);
        }
        branches.sort_by(|a: &Branch, b| a.hits.cmp(&b.hits));
        self.branches.append(&mut branches);
        self.kept.push(own);
    }

    /// Counts a call that came to these parts.
    pub(super) fn count(&mut self, call: &[usize]) {
        let lines: BTreeSet<usize> =
            call.iter().filter_map(|it| self.line_of.get(it).copied()).collect();
        lines.into_iter().for_each(|line| self.lines[line].hits += 1);
        let came_to = |parts: &BTreeSet<usize>| call.iter().any(|part| parts.contains(part));
        for branch in &mut self.branches {
            let chose = branch.chosen_from.is_empty() || came_to(&branch.chosen_from);
            if chose && came_to(&branch.parts) != branch.without {
                branch.hits.hits += 1;
            }
        }
    }

    pub(super) fn lines(&self) -> Vec<LineHits> {
        self.lines.clone()
    }

    pub(super) fn branches(&self) -> Vec<BranchHits> {
        self.branches.iter().map(|branch| branch.hits.clone()).collect()
    }
}

/// The line of a part that the script engine reports when it runs.
fn reported_on(node: &ASTNode<'_>) -> Option<u32> {
    let silent = matches!(
        node,
        ASTNode::Stmt(Stmt::Noop(..) | Stmt::Expr(..) | Stmt::Block(..))
            | ASTNode::Expr(Expr::Stmt(..) | Expr::Property(..))
    );
    let line = if silent { None } else { node.position().line() };
    line.and_then(|line| u32::try_from(line).ok())
}

/// The ways to go on from a part, if it chooses one.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the language has many parts, and few of them choose"
)]
fn choices(node: &ASTNode<'_>, source: &Source, branches: &mut Vec<Branch>) {
    let mut choice =
        |at: Position, ways: [Way; 2], from: BTreeSet<usize>, parts: BTreeSet<usize>| {
            let [with, without] = ways;
            branches.push(branch(source, at, with, BTreeSet::new(), parts.clone(), false));
            branches.push(branch(source, at, without, from, parts, true));
        };
    match node {
        ASTNode::Stmt(Stmt::If(flow, at)) => {
            let body = within_all(flow.body.statements());
            choice(*at, [Way::Then, Way::Else], within(&flow.expr), body);
        }
        ASTNode::Expr(Expr::Coalesce(parts, at)) => {
            each_behind(parts, |from, behind| {
                choice(*at, [Way::Instead, Way::AsItIs], from, behind)
            });
        }
        ASTNode::Expr(Expr::And(parts, at) | Expr::Or(parts, at)) => {
            each_behind(parts, |from, behind| choice(*at, [Way::Right, Way::Left], from, behind));
        }
        ASTNode::Stmt(Stmt::Switch(switch, at)) => {
            for (number, case) in (1..).zip(&switch.1.expressions) {
                let way = Way::Case(number);
                branches.push(branch(source, *at, way, BTreeSet::new(), within(&case.rhs), false));
            }
        }
        _ => {}
    }
}

/// Each part but the first, with what stands before it.
fn each_behind(parts: &[Expr], mut choice: impl FnMut(BTreeSet<usize>, BTreeSet<usize>)) {
    for pair in parts.windows(2) {
        choice(within(&pair[0]), within(&pair[1]));
    }
}

fn branch(
    source: &Source,
    at: Position,
    way: Way,
    chosen_from: BTreeSet<usize>,
    parts: BTreeSet<usize>,
    without: bool,
) -> Branch {
    let number = |number: Option<usize>| number.and_then(|it| u32::try_from(it).ok()).unwrap_or(1);
    let (line, column) = (number(at.line()), number(at.position()));
    let hits = BranchHits { file: source.path.to_string(), line, column, way, hits: 0 };
    Branch { hits, chosen_from, parts, without }
}

fn within(expr: &Expr) -> BTreeSet<usize> {
    let mut parts = BTreeSet::new();
    expr.walk(&mut Vec::new(), &mut |path| {
        parts.extend(path.last().map(address));
        true
    });
    parts
}

fn within_all(statements: &[Stmt]) -> BTreeSet<usize> {
    let mut parts = BTreeSet::new();
    for stmt in statements {
        stmt.walk(&mut Vec::new(), &mut |path| {
            parts.extend(path.last().map(address));
            true
        });
    }
    parts
}
