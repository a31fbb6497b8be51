//! Loops that nothing ends: the rule breaks off on every case that gets there.
//!
//! *Invariant.* A loop is told only where no way out of it stands in it.
//!
//! *Absent on purpose.* Conditions that come out the same each time: that is seen when the rule runs.

use std::collections::BTreeSet;

use rhai::{AST, ASTFlags, ASTNode, Expr, Position, Stmt};

use super::remark;
use crate::error::{Mistake, Source};

pub(super) fn without_end(script: &AST, source: &Source, found: &mut Vec<Mistake>) {
    let (mut endless, mut left) = (Vec::new(), BTreeSet::new());
    script.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(statement)) if is_endless(statement) => {
                endless.push(statement.position());
            }
            Some(ASTNode::Stmt(Stmt::BreakLoop(_, flags, _)))
                if flags.intersects(ASTFlags::BREAK) =>
            {
                left.extend(loops(path).last());
            }
            Some(ASTNode::Stmt(Stmt::Return(..))) => left.extend(loops(path)),
            _ => {}
        }
        true
    });
    for at in endless.into_iter().filter(|at| !left.contains(at)) {
        found.push(remark(
            "rule::endless",
            source,
            at,
            "this loop never ends, so that the rule breaks off on every case that gets here",
            "leave it with `break` or `return` under a condition, or go through a list with `for`",
        ));
    }
}

fn is_endless(statement: &Stmt) -> bool {
    if let Stmt::While(flow, _) = statement {
        return matches!(flow.expr, Expr::Unit(_) | Expr::BoolConstant(true, _));
    }
    let Stmt::Do(flow, flags, _) = statement else { return false };
    let until = flags.intersects(ASTFlags::NEGATED);
    matches!(flow.expr, Expr::BoolConstant(yes, _) if yes != until)
}

/// The loops in which something stands, from the outermost to the innermost.
fn loops<'p>(path: &'p [ASTNode<'_>]) -> impl Iterator<Item = Position> + 'p {
    path.iter().filter_map(|node| {
        let ASTNode::Stmt(statement) = node else { return None };
        let is_loop = matches!(statement, Stmt::While(..) | Stmt::Do(..) | Stmt::For(..));
        is_loop.then(|| statement.position())
    })
}
