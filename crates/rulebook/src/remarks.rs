//! What is odd about scripts that can be used: what never runs, what nobody uses, what answers something else than it is asked for.
//!
//! *Invariant.* A remark is certain: it holds whatever case comes. Errors are what would fail on every case that gets there; the rest are
//! warnings.
//!
//! *Absent on purpose.* What the tables of a plan show: who looks at those need not know scripts.

mod answer;
mod kinds;
mod loops;
mod paths;
mod used;

use rhai::{AST, ASTNode, OptimizationLevel, Position, Stmt};

use crate::compile::Rulebook;
use crate::error::{Mistake, RulebookError, Source};
use crate::machine;
use crate::manifest::Limits;
use crate::position;

impl Rulebook {
    /// What is odd about its scripts and those of the rulebooks it extends, in the order of files and lines.
    pub fn remarks(&self) -> Vec<Mistake> {
        let scripts = self.as_written();
        let mut found = Vec::new();
        for (source, script) in &scripts {
            paths::never_run(script, source, &mut found);
            loops::without_end(script, source, &mut found);
        }
        used::unused(&scripts, &mut found);
        kinds::all(self, &scripts, &mut found);
        RulebookError::of(found).mistakes().to_vec()
    }

    /// The scripts as their authors wrote them: those that run have what never runs cut out already.
    fn as_written(&self) -> Vec<(Source, AST)> {
        let mut engine = machine::engine(Limits::default());
        engine.set_optimization_level(OptimizationLevel::None);
        // Constants of earlier scripts are not known here.
        engine.set_strict_variables(false);
        let read = |source: &Source| {
            let script = engine.compile(&source.text).unwrap_or_else(|_| AST::empty());
            (source.clone(), script)
        };
        self.scripts.iter().map(read).collect()
    }
}

/// The statements of a function that stands alone. Only a walk gives them out.
fn statements(alone: &AST) -> Vec<Stmt> {
    let mut statements = Vec::new();
    alone.walk(&mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}

/// A mistake at a word of a script.
fn remark(
    code: &'static str,
    source: &Source,
    at: Position,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Mistake {
    Mistake::new(code, message).at(source, position::call_at(source, at)).help(help)
}

#[cfg(test)]
mod tests;
