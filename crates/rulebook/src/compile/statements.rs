//! Running a script statement by statement, so that an author sees all mistakes at once.
//!
//! *Absent on purpose.* What the statements declare: that goes into the drafts.

use rhai::{AST, Engine, Scope, Stmt};

use crate::draft::Shared;
use crate::error::Source;
use crate::fault::{self, BEYOND_LIMITS};
use crate::position;

/// Runs a script. Where a statement fails the next one goes on, so that all mistakes are told at once; what was declared before an error
/// stays, so that what follows from it is not told as further mistakes.
pub(super) fn declare_all(
    engine: &Engine,
    scope: &mut Scope<'_>,
    script: &AST,
    source: &Source,
    shared: &Shared,
) {
    let mut rest = script.statements();
    while !rest.is_empty() {
        let part = AST::new(rest.to_vec(), script.shared_lib().clone());
        let Err(error) = engine.run_ast_with_scope(scope, &part) else { return };
        let (complaint, at) = fault::explained(&error);
        let without_end = complaint.code == BEYOND_LIMITS;
        let mistake = complaint.into_mistake(source, position::call_at(source, at));
        let drafts = &mut *shared.lock();
        // A word that was found to be unknown without running it is not told again.
        if drafts.mistakes.iter().all(|known| known.order() != mistake.order()) {
            drafts.mistakes.push(mistake);
        }
        drafts.broken_off = true;
        let next = rest.iter().skip(1).position(|statement| statement.position() > at);
        let Some(failed) = next.filter(|_| !at.is_none() && !without_end) else { return };
        // What lacks a name that was to be declared here would fail as well.
        if matches!(rest[failed], Stmt::Var(..)) {
            return;
        }
        rest = &rest[failed + 1..];
    }
}
