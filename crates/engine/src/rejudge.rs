//! Re-judging: whether a warning still stands when facts come to light that had occurred by its due instant.
//!
//! *Invariant.* The first verdict is never erased: a re-judgement is a further decision, and may be followed by another.
//!
//! *Absent on purpose.* What happened after the due instant: it makes no warning wrong.

use duban_calendar::Timestamp;
use duban_domain::Verdict;

use crate::case_state::{RaisedBy, Standing};
use crate::desk::Desk;
use crate::draft::{RuleRef, What};

impl Desk<'_> {
    /// Holds the run's warnings against what had happened by their due instants, if that is different from before.
    pub(crate) fn rejudge(&mut self, at: usize, changed: Timestamp) {
        for note in 0..self.case.raised.len() {
            let raised = self.case.raised[note];
            let RaisedBy::Threshold { run, threshold } = raised.source else { continue };
            if usize::from(run) != at || changed > raised.due_at {
                continue;
            }
            // A rule that fails now says nothing about what it said then.
            let was_due = self.was_due(at, usize::from(threshold), raised.due_at);
            if let Some(stands) = was_due.filter(|stands| *stands != raised.stands) {
                self.say_rejudged(note, at, stands);
            }
        }
    }

    fn was_due(&mut self, at: usize, threshold: usize, due_at: Timestamp) -> Option<bool> {
        let run = self.case.runs[at];
        if run.standing == Standing::Gone || run.stopped_at < due_at {
            return Some(false);
        }
        let plan = self.plan_of(at);
        let measured = self.measure(at, plan, due_at).ok()?;
        Some(measured.hits.get(threshold).copied().flatten() == Some(due_at))
    }

    fn say_rejudged(&mut self, note: usize, at: usize, stands: bool) {
        let run = self.case.runs[at];
        let raised = &mut self.case.raised[note];
        raised.stands = stands;
        let what = What::Rejudged {
            subject: raised.subject,
            level: raised.level,
            occurrence: raised.occurrence,
            due_at: raised.due_at,
            verdict: if stands { Verdict::Stands } else { Verdict::NotDue },
        };
        self.say(usize::from(run.book), RuleRef::Clock(run.clock), what);
    }
}
