//! How often the closures of the rules were asked, and how often their answers were remembered.
//!
//! *Invariant.* Counts only; nothing here changes what is decided.
//!
//! *Absent on purpose.* Time: a supervisor has no clock to take it by.

use duban_rulebook::ScriptProfile;

use crate::supervisor::Supervisor;

impl Supervisor {
    /// What was counted for each closure so far: a list for each version of the rules, the oldest first.
    pub fn profiles(&self) -> Vec<Vec<ScriptProfile>> {
        self.recalls.iter().map(|recall| recall.evaluator.profile()).collect()
    }
}
