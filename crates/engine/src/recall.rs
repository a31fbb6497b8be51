//! What a supervisor remembers of one rulebook version while it works: what the closures answered, which events they looked at, and
//! how plain runs are measured.
//!
//! *Invariant.* No decision depends on it: it only saves asking and counting again.

use std::sync::Arc;

use duban_rulebook::{Evaluator, Plan, Rulebook};

use crate::plain_runs::PlainRuns;
use crate::reach::Reach;

/// The memory of one rulebook version.
#[derive(Debug)]
pub(crate) struct Recall {
    pub(crate) evaluator: Evaluator,
    pub(crate) reach: Reach,
    pub(crate) plain_runs: PlainRuns,
}

impl Recall {
    /// Nothing was asked yet.
    pub(crate) fn new(book: &Arc<Rulebook>) -> Recall {
        Recall::with(book, Evaluator::new(book), PlainRuns::new())
    }

    /// Nothing is remembered but what closures looked at.
    pub(crate) fn forgetful(book: &Arc<Rulebook>) -> Recall {
        Recall::with(book, Evaluator::unmemoised(book), PlainRuns::forgetful())
    }

    fn with(book: &Arc<Rulebook>, evaluator: Evaluator, plain_runs: PlainRuns) -> Recall {
        let reach = Reach::of(book.plan(), &evaluator);
        Recall { evaluator, reach, plain_runs }
    }

    /// Brings what events reach up to date after closures were called, and answers whether they looked at something new.
    #[inline]
    pub(crate) fn refresh(&mut self, plan: &Plan) -> bool {
        self.reach.refresh(plan, &self.evaluator)
    }
}
