//! Functions and constants that nobody uses.
//!
//! *Invariant.* A name counts as used wherever it stands, in whatever sense: nobody is told to remove what might be needed.
//!
//! *Absent on purpose.* Overlays: whether a rulebook that extends this one uses a name is for who sees them all.

use std::collections::BTreeSet;
use std::ops::Range;

use rhai::{AST, ASTFlags, ASTNode, Expr, Stmt};

use super::statements;
use crate::error::{Mistake, Source};
use crate::inspect;
use crate::position;

/// What kind of remark it is.
pub(super) const CODE: &str = "rule::unused";

pub(super) fn unused(scripts: &[(Source, AST)], found: &mut Vec<Mistake>) {
    let mut used = BTreeSet::new();
    scripts.iter().for_each(|(_, script)| collect(script, &mut used));
    for (source, script) in scripts {
        for statement in script.statements() {
            let Stmt::Var(parts, flags, at) = statement else { continue };
            let name = parts.0.name.as_str();
            if !used.contains(name) && !name.starts_with('_') {
                let what =
                    if flags.intersects(ASTFlags::CONSTANT) { "constant" } else { "variable" };
                let place = if parts.0.pos.is_none() { *at } else { parts.0.pos };
                found.push(told(what, name).at(source, position::word_at(source, place)));
            }
        }
        for (name, function) in inspect::each_alone(script) {
            if !used.contains(name) && !inspect::is_closure(name) && !name.starts_with('_') {
                found.push(told("function", name).at(source, head(&function, name, source)));
            }
        }
    }
}

/// Where a function is declared: the last place that says so before its first statement.
fn head(function: &AST, name: &str, source: &Source) -> Range<usize> {
    let first = statements(function).first().map(|it| position::offset(source, it.position()));
    let before = &source.text[..first.unwrap_or(source.text.len())];
    let wanted = format!("fn {name}");
    let start = before.rfind(&wanted).unwrap_or_default();
    start..before.len().min(start + wanted.len())
}

fn told(what: &str, name: &str) -> Mistake {
    Mistake::new(CODE, format!("nothing uses the {what} `{name}`"))
        .help("remove it, or see where another name stands in its place")
        .as_warning()
}

fn collect(script: &AST, used: &mut BTreeSet<String>) {
    script.walk(&mut |path| {
        match path.last() {
            Some(
                ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))
                | ASTNode::Stmt(Stmt::FnCall(call, _)),
            ) => _ = used.insert(call.name.to_string()),
            Some(ASTNode::Expr(Expr::Variable(variable, ..))) => {
                _ = used.insert(variable.1.to_string());
            }
            _ => {}
        }
        true
    });
}
