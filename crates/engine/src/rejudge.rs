//! Re-judging: whether a warning still stands when further facts come to light.
//!
//! *Invariant.* The first verdict is never erased: a re-judgement is a further decision, and may be followed by another.
//!
//! *Absent on purpose.* What happened after a card's threshold was passed: it makes no card wrong, and measuring leaves it out.

use duban_calendar::Timestamp;
use duban_domain::Verdict;
use smallvec::SmallVec;

use crate::case_state::{RaisedBy, RunStanding};
use crate::desk::Desk;
use crate::draft::{RuleRef, What, Why};
use crate::measure::Unusable;

impl Desk<'_> {
    /// Holds the run's warnings against the facts, which are different from before since `changed`: a card against when its threshold
    /// was passed, a reminder against what had happened by its due instant.
    pub(crate) fn rejudge(&mut self, at: usize, changed: Timestamp) {
        let mut passed = None;
        for note in 0..self.case.raised.len() {
            let raised = self.case.raised[note];
            let RaisedBy::Threshold { run, threshold } = raised.source else { continue };
            if usize::from(run) != at {
                continue;
            }
            let threshold = usize::from(threshold);
            let was_due = if raised.level.is_card() {
                let passed = passed.get_or_insert_with(|| self.passed(at));
                passed
                    .as_ref()
                    .map(|hits| hits.get(threshold).copied().flatten() == Some(raised.due_at))
            } else if changed <= raised.due_at {
                self.was_due(at, threshold, raised.due_at)
            } else {
                None
            };
            // A rule that fails now says nothing about what it said then.
            if let Some(stands) = was_due.filter(|stands| *stands != raised.stands) {
                self.say_rejudged(note, at, stands);
            }
        }
    }

    /// When the run passed each of its thresholds before it stopped. None when it can't be measured.
    fn passed(&mut self, at: usize) -> Option<SmallVec<[Option<Timestamp>; 4]>> {
        let run = self.case.runs[at];
        if run.standing == RunStanding::Gone {
            return Some(SmallVec::new());
        }
        let plan = self.plan_of(at);
        let mut hits = self.measure_passing(at, plan).ok()?.hits;
        for hit in &mut hits {
            *hit = hit.filter(|hit| *hit <= run.stopped_at);
        }
        Some(hits)
    }

    fn was_due(&mut self, at: usize, threshold: usize, due_at: Timestamp) -> Option<bool> {
        let run = self.case.runs[at];
        if run.standing == RunStanding::Gone || run.stopped_at < due_at {
            return Some(false);
        }
        let plan = self.plan_of(at);
        let measured = self.measure(at, plan, due_at).ok()?;
        Some(measured.hits.get(threshold).copied().flatten() == Some(due_at))
    }

    /// Says as a finding that an extension came too late to count (迟延申请延期), once for each run; and takes that back when facts
    /// come to light by which it came in time.
    pub(crate) fn tell_late_extension(&mut self, at: usize, is_late: bool) {
        #[expect(clippy::cast_possible_truncation, reason = "a case has at most 2^16 runs")]
        let source = RaisedBy::LateExtension { run: at as u16 };
        match self.case.raised.iter().position(|note| note.source == source) {
            Some(note) if self.case.raised[note].stands != is_late => {
                self.say_rejudged(note, at, is_late);
            }
            None if is_late => {
                let run = self.case.runs[at];
                let message = "一次延期在期限届满后提出，不予计算（迟延申请延期） · an extension came when the limit had already run out, and did not count";
                let why = Why::Said(message.to_owned());
                self.find(
                    source,
                    usize::from(run.book),
                    RuleRef::Clock(run.clock),
                    run.subject,
                    why,
                );
            }
            Some(_) | None => {}
        }
    }

    /// Says as a finding of each record that would pause or extend the run that it can't be used, once for each; and takes that back when
    /// the record is corrected, or turns out to have nothing to do with the run.
    pub(crate) fn tell_unusable(&mut self, at: usize, unusable: &[Unusable]) {
        #[expect(clippy::cast_possible_truncation, reason = "a case has at most 2^16 runs")]
        let run_at = at as u16;
        let source =
            |it: &Unusable| RaisedBy::Unusable { run: run_at, key: it.key, version: it.version };
        for note in 0..self.case.raised.len() {
            let raised = self.case.raised[note];
            let RaisedBy::Unusable { run, .. } = raised.source else { continue };
            let is_so = unusable.iter().any(|it| source(it) == raised.source);
            if run == run_at && raised.stands != is_so {
                self.say_rejudged(note, at, is_so);
            }
        }
        for it in unusable {
            if !self.case.raised.iter().any(|note| note.source == source(it)) {
                let run = self.case.runs[at];
                let (book, rule) = (usize::from(run.book), RuleRef::Clock(run.clock));
                self.find(source(it), book, rule, run.subject, Why::Fault(it.why.clone()));
            }
        }
    }

    fn say_rejudged(&mut self, note: usize, at: usize, stands: bool) {
        let run = self.case.runs[at];
        self.say_stands(note, usize::from(run.book), RuleRef::Clock(run.clock), stands);
    }

    /// Says of a warning that was raised whether it stands after all.
    pub(crate) fn say_stands(&mut self, note: usize, book: usize, rule: RuleRef, stands: bool) {
        let raised = &mut self.case.raised[note];
        raised.stands = stands;
        let what = What::Rejudged {
            subject: raised.subject,
            level: raised.level,
            occurrence: raised.occurrence,
            due_at: raised.due_at,
            verdict: if stands { Verdict::Stands } else { Verdict::NotDue },
        };
        self.say(book, rule, what);
    }
}
