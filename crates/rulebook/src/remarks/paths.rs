//! What of a script can never run: behind a `return`, under a condition that is always the same, under one that was asked before.
//!
//! *Invariant.* Conditions are compared as they are written: two that differ in a name are two.
//!
//! *Absent on purpose.* Values of variables.

use rhai::{AST, ASTNode, Expr, Stmt, StmtBlock};

use super::{remark, statements};
use crate::error::{Mistake, Source};
use crate::inspect;

/// What kind of remark it is.
const CODE: &str = "rule::never_runs";

pub(super) fn never_run(script: &AST, source: &Source, found: &mut Vec<Mistake>) {
    let mut note = |mistake: Mistake| {
        // The third of three equal conditions repeats both others.
        if found.iter().all(|known| known.order() != mistake.order()) {
            found.push(mistake.as_warning());
        }
    };
    for (_, function) in inspect::each_alone(script) {
        behind_end(&statements(&function), source, &mut note);
    }
    script.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(statement)) => {
                blocks(statement)
                    .iter()
                    .for_each(|block| behind_end(block.statements(), source, &mut note));
                branches(statement, source, &mut note);
            }
            Some(ASTNode::Expr(Expr::Stmt(block))) => {
                behind_end(block.statements(), source, &mut note);
            }
            Some(ASTNode::Expr(Expr::And(parts, _) | Expr::Or(parts, _))) => {
                repeated(parts, source, &mut note);
            }
            _ => {}
        }
        true
    });
}

fn blocks(statement: &Stmt) -> Vec<&StmtBlock> {
    if let Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) | Stmt::TryCatch(flow, _) =
        statement
    {
        vec![&flow.body, &flow.branch]
    } else if let Stmt::For(parts, _) = statement {
        vec![&parts.2.body]
    } else if let Stmt::Block(block) = statement {
        vec![block]
    } else {
        Vec::new()
    }
}

fn behind_end(statements: &[Stmt], source: &Source, note: &mut impl FnMut(Mistake)) {
    let ends = |statement: &Stmt| matches!(statement, Stmt::Return(..) | Stmt::BreakLoop(..));
    let Some(end) = statements.iter().position(ends) else { return };
    if let Some(behind) = statements.get(end + 1) {
        note(remark(
            CODE,
            source,
            behind.position(),
            "this can never run: what stands before it ends the function or the loop",
            "remove it, or put the `return` under a condition",
        ));
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any other condition depends on the case")]
fn branches(statement: &Stmt, source: &Source, note: &mut impl FnMut(Mistake)) {
    let (Stmt::If(flow, _) | Stmt::While(flow, _)) = statement else { return };
    match flow.expr {
        Expr::BoolConstant(false, at) => note(remark(
            CODE,
            source,
            at,
            "the condition is `false`, so what stands under it can never run",
            "write the condition that is meant, or remove the branch",
        )),
        Expr::BoolConstant(true, at) if matches!(statement, Stmt::If(..)) => note(remark(
            CODE,
            source,
            at,
            "the condition is `true`, so there is nothing to choose",
            "write the condition that is meant, or leave out the `if`",
        )),
        _ => {}
    }
    if !matches!(statement, Stmt::If(..)) {
        return;
    }
    let asked = written(&flow.expr);
    let mut otherwise = &flow.branch;
    while let [Stmt::If(next, _)] = otherwise.statements() {
        if written(&next.expr) == asked {
            note(remark(
                CODE,
                source,
                next.expr.start_position(),
                "this was asked before in the same `if`, so what stands under it can never run",
                "write the condition that is meant, or remove the branch",
            ));
        }
        otherwise = &next.branch;
    }
}

fn repeated(parts: &[Expr], source: &Source, note: &mut impl FnMut(Mistake)) {
    let parts: Vec<_> = parts.iter().map(|part| (written(part), part.start_position())).collect();
    for (at, (part, place)) in parts.iter().enumerate() {
        if parts[..at].iter().any(|(before, _)| before == part) {
            note(remark(
                CODE,
                source,
                *place,
                "this is asked twice in one condition",
                "write the condition that is meant, or leave one of the two out",
            ));
        }
    }
}

/// An expression without its places: equal for two that are written alike.
fn written(expr: &Expr) -> String {
    let text = format!("{expr:?}");
    let mut parts = text.split(" @ ");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let behind = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '-');
        plain.push_str(behind);
    }
    plain
}
