//! Which parts of a rulebook's scripts ran: for the rule author's coverage.
//!
//! *Invariant.* Only calls that came to an answer count. A closure is called again for each fact that it turns out to need, and what was
//! called in vain would count as a way that no case ever took. An answer that is remembered was called for once, and would go the same way
//! again. Who traces asks from one thread at a time.
//!
//! *Absent on purpose.* Any cost where nothing is traced: the script engine reports to nobody then.

mod outline;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::debugger::DebuggerCommand;
use rhai::{AST, ASTNode, Engine};

use crate::error::Source;
use outline::Outline;

/// A line of a script, and how many calls came to it; answers that are remembered need no call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineHits {
    /// The file, as `national/clocks.rhai`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// How many calls.
    pub hits: u64,
}

/// One of the ways that a script can go on, and how many calls took it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BranchHits {
    /// The file, as `national/clocks.rhai`.
    pub file: String,
    /// The line of the word or sign that chooses, from 1.
    pub line: u32,
    /// Its column in letters, from 1.
    pub column: u32,
    /// Which way.
    pub way: Way,
    /// How many calls.
    pub hits: u64,
}

/// A way that a script can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The condition of an `if` holds.
    Then,
    /// It does not hold.
    Else,
    /// What stands behind `??` is needed, since there is nothing before it.
    Instead,
    /// There is something before `??`.
    AsItIs,
    /// What stands behind `&&` or `||` decides.
    Right,
    /// What stands before `&&` or `||` decides alone.
    Left,
    /// A case of a `switch`, by its number from 1.
    Case(u16),
}

/// What ran so far.
#[derive(Debug, Default)]
pub(crate) struct Trace(Mutex<Traced>);

#[derive(Debug, Default)]
struct Traced {
    /// Scripts that are not in the outline yet.
    scripts: Vec<(usize, Source, AST)>,
    outline: Outline,
    /// Where the call at hand has come, by the addresses of the parts of its script.
    call: Vec<usize>,
}

impl Trace {
    fn traced(&self) -> MutexGuard<'_, Traced> {
        // Counters are whole between any two steps, so a panic elsewhere has not spoiled them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has an engine report what it runs within functions and closures, from this depth of calls on.
    #[expect(
        deprecated,
        reason = "it is marked so because it may change between versions, which the tests would notice"
    )]
    fn watch(self: &Arc<Trace>, engine: &mut Engine, from: usize) {
        let trace = self.clone();
        engine.register_debugger(
            |_, debugger| debugger,
            move |context, _, node, _, _| {
                if context.call_level() >= from {
                    trace.traced().call.push(address(&node));
                }
                Ok(DebuggerCommand::StepInto)
            },
        );
    }

    /// Has an engine report what it runs of the closures that it is asked to call.
    pub(crate) fn watch_calls(self: &Arc<Trace>, engine: &mut Engine) {
        self.watch(engine, 0);
    }

    /// Has an engine report what it runs of the functions that declarations call. A declaration itself is gone once it ran, and parts of
    /// the next script may come to lie where its own were.
    pub(crate) fn watch_declarations(self: &Arc<Trace>, engine: &mut Engine) {
        self.watch(engine, 1);
    }

    /// Learns which parts the closures and functions of a script have; `own`: the script without those of others.
    pub(crate) fn learn(&self, script: usize, source: &Source, own: &AST) {
        self.traced().scripts.push((script, source.clone(), own.clone_functions_only()));
    }

    /// Draws up the outline of all that was learned, but for these functions of scripts.
    pub(crate) fn outline_without(&self, functions: &[(usize, String)]) {
        let Traced { scripts, outline, .. } = &mut *self.traced();
        for (script, source, own) in scripts.drain(..) {
            let forgotten =
                |name: &str| functions.iter().any(|(of, known)| *of == script && known == name);
            let own = own.clone_functions_only_filtered(|_, _, _, name, _| !forgotten(name));
            outline.learn(&source, own);
        }
    }

    /// A call begins; what it did before is forgotten.
    pub(crate) fn begin(&self) {
        self.traced().call.clear();
    }

    /// The call came to an answer.
    pub(crate) fn end(&self) {
        let Traced { outline, call, .. } = &mut *self.traced();
        outline.count(call);
        call.clear();
    }

    pub(crate) fn lines(&self) -> Vec<LineHits> {
        self.traced().outline.lines()
    }

    pub(crate) fn branches(&self) -> Vec<BranchHits> {
        let mut branches = self.traced().outline.branches();
        branches.sort();
        // The parts of `a || b || c` have one place, and which of them a call left by cannot be told: they are one.
        branches.dedup_by(|next, kept| {
            let place = |it: &BranchHits| (it.file.clone(), it.line, it.column, it.way);
            let is_same = place(next) == place(kept);
            if is_same {
                kept.hits = kept.hits.saturating_add(next.hits);
            }
            is_same
        });
        branches
    }
}

/// A part of a script is known by where it lies in memory: scripts are shared, never change, and are kept as long as anything is counted.
fn address(node: &ASTNode<'_>) -> usize {
    match node {
        ASTNode::Stmt(stmt) => std::ptr::from_ref(*stmt).addr(),
        ASTNode::Expr(expr) => std::ptr::from_ref(*expr).addr(),
        _ => 0,
    }
}
