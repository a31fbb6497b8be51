//! Re-judging: whether a warning still stands when facts come to light that had occurred by its due instant.
//!
//! *Invariant.* The first verdict is never erased: a re-judgement is a further decision, and may be followed by another.
//!
//! *Absent on purpose.* What happened after the due instant: it makes no warning wrong.

use duban_calendar::Timestamp;
use duban_domain::Verdict;

use crate::case_state::{RaisedBy, Standing};
use crate::draft::{RuleRef, What};
use crate::supervisor::Supervisor;

impl Supervisor {
    /// Holds the run's warnings against what had happened by their due instants, if that is different from before.
    pub(crate) fn rejudge(&mut self, place: usize, at: usize, changed: Timestamp) {
        for note in 0..self.cases[place].raised.len() {
            let raised = self.cases[place].raised[note];
            let RaisedBy::Threshold { run, threshold } = raised.source else { continue };
            if usize::from(run) != at || changed > raised.due_at {
                continue;
            }
            // A rule that fails now says nothing about what it said then.
            let was_due = self.was_due(place, at, usize::from(threshold), raised.due_at);
            if let Some(stands) = was_due.filter(|stands| *stands != raised.stands) {
                self.say_rejudged(place, note, at, stands);
            }
        }
    }

    fn was_due(
        &mut self,
        place: usize,
        at: usize,
        threshold: usize,
        due_at: Timestamp,
    ) -> Option<bool> {
        let run = self.cases[place].runs[at];
        if run.standing == Standing::Gone || run.stopped_at < due_at {
            return Some(false);
        }
        let rulebook = self.books[usize::from(run.book)].rulebook.clone();
        let plan = &rulebook.plan().clocks[usize::from(run.clock)];
        let measured = self.measure(place, at, plan, due_at).ok()?;
        Some(measured.hits.get(threshold).copied().flatten() == Some(due_at))
    }

    fn say_rejudged(&mut self, place: usize, note: usize, at: usize, stands: bool) {
        let run = self.cases[place].runs[at];
        let raised = &mut self.cases[place].raised[note];
        raised.stands = stands;
        let what = What::Rejudged {
            subject: raised.subject,
            level: raised.level,
            occurrence: raised.occurrence,
            due_at: raised.due_at,
            verdict: if stands { Verdict::Stands } else { Verdict::NotDue },
        };
        self.say(place, usize::from(run.book), RuleRef::Clock(run.clock), what);
    }
}
