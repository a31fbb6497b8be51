//! How often three cases in succession were warned of (连续三次预警).
//!
//! The document behind it (Model A of the scoring rules) says only "three consecutive warnings". Read here as: the reminders of a row
//! in the order in which they fell due, one for each case, where a case that was completed without any reminder or card breaks the
//! succession. After three, counting starts anew.
//!
//! *Invariant.* The order in which cases and warnings come in does not show.

use std::collections::BTreeMap;

use duban_calendar::Timestamp;

/// So many warnings in succession make a streak.
const STREAK: u64 = 3;

/// What happened in a row's month that continues or breaks a succession.
#[derive(Debug, Default)]
pub(crate) struct Succession {
    /// When each case was warned of first.
    warned: BTreeMap<String, Timestamp>,
    /// When each case was completed.
    completed: BTreeMap<String, Timestamp>,
}

impl Succession {
    /// A reminder for a case fell due.
    pub(crate) fn warn(&mut self, case: &str, due_at: Timestamp) {
        keep_first(&mut self.warned, case, due_at);
    }

    /// A case was completed.
    pub(crate) fn complete(&mut self, case: &str, at: Timestamp) {
        keep_first(&mut self.completed, case, at);
    }

    /// How many streaks there were; `clean` says of a completed case whether nothing was ever held against it.
    pub(crate) fn streaks(&self, clean: impl Fn(&str) -> bool) -> u64 {
        let warnings = self.warned.values().map(|at| (*at, true));
        let clean =
            self.completed.iter().filter(|(case, _)| clean(case)).map(|(_, at)| (*at, false));
        let mut moments: Vec<(Timestamp, bool)> = warnings.chain(clean).collect();
        moments.sort_unstable();
        let runs = moments.chunk_by(|a, b| a.1 == b.1).filter(|run| run[0].1);
        runs.map(|run| run.len() as u64 / STREAK).sum()
    }
}

fn keep_first(firsts: &mut BTreeMap<String, Timestamp>, case: &str, at: Timestamp) {
    let first = firsts.entry(case.to_owned()).or_insert(at);
    *first = at.min(*first);
}

#[cfg(test)]
mod tests;
