//! Silence as a decision: what the expiry of a clock makes happen by law (行政许可法 32(4), 50).
//!
//! *Invariant.* What is deemed is a fact of the case like any other, marked as ours; when later facts show that the clock had stopped
//! in time, it is taken back by a further decision.

use duban_calendar::Timestamp;
use duban_domain::{EventKind, KindSet};
use duban_rulebook::{ClockPlan, Deeming};

use crate::case_state::{NONE, RaisedBy, Row};
use crate::desk::Desk;
use crate::draft::{RuleRef, What, Why};
use crate::intake::accepts;
use crate::measure::Measured;

impl Desk<'_> {
    /// When the run expires, if that has not taken effect. What took effect and turns out not to be so is taken back.
    pub(crate) fn expiry_to_decide(
        &mut self,
        at: usize,
        plan: &ClockPlan,
        measured: &Measured,
    ) -> Option<Timestamp> {
        let deeming = plan.on_expiry.as_ref()?;
        let run = self.case.runs[at];
        let expiry = measured.due_at.filter(|due| *due <= run.stopped_at);
        if run.is_deemed {
            let holds = expiry
                .filter(|expiry| *expiry <= self.now)
                .map(|expiry| self.effective_from(at, plan, deeming, expiry));
            if holds.is_none() || holds != self.deemed_row(at).map(|row| row.occurred_at) {
                self.take_back_deeming(at);
            }
        }
        expiry.filter(|_| !self.case.runs[at].is_deemed && !self.undoes_itself(at))
    }

    /// Lets the run's expiry take effect, if it has expired by now.
    pub(crate) fn expire(&mut self, at: usize, plan: &ClockPlan, measured: &Measured) {
        let Some(deeming) = &plan.on_expiry else { return };
        let now = self.now;
        let expiry = self.expiry_to_decide(at, plan, measured);
        if let Some(due_at) = expiry.filter(|expiry| *expiry <= now) {
            self.deem(at, plan, deeming, due_at);
        }
    }

    fn deem(&mut self, at: usize, plan: &ClockPlan, deeming: &Deeming, due_at: Timestamp) {
        if self.expired.contains(&(at, due_at)) {
            // It took effect a moment ago, and what followed from it took it back: that would go on for ever.
            self.tell_undoing(at);
            return;
        }
        self.expired.push((at, due_at));
        let occurred_at = self.effective_from(at, plan, deeming, due_at);
        self.case.runs[at].is_deemed = true;
        self.case.rare().expired.push((at, due_at));
        let key = at as u64;
        let book = self.tables.book_at(occurred_at);
        let kind = deeming.deemed;
        let row = Row { occurred_at, who: NONE, detail: NONE, key, version: 0, kind, book };
        self.case.insert(row);
        self.say_deemed(at, kind, occurred_at, due_at, false);
        self.note_change(kind, occurred_at);
    }

    /// A fact was entered or removed: all that it reaches has to be worked out.
    fn note_change(&mut self, kind: EventKind, since: Timestamp) {
        if accepts(kind) && self.find_item() {
            self.changed.push_back((KindSet::EMPTY.with(EventKind::Described), Timestamp::MIN));
        } else {
            self.changed.push_back((KindSet::EMPTY.with(kind), since));
        }
    }

    fn undoes_itself(&self, at: usize) -> bool {
        self.case.raised.iter().any(|note| note.source == undoing(at))
    }

    fn tell_undoing(&mut self, at: usize) {
        let run = self.case.runs[at];
        let message = "what the expiry of this clock brings about keeps the clock from running, and so from expiring; \
                       the rule must not depend on what it deems";
        let why = Why::Fault(message.to_owned());
        self.find(undoing(at), usize::from(run.book), RuleRef::Clock(run.clock), run.subject, why);
    }

    /// From when a deemed decision takes effect.
    fn effective_from(
        &self,
        at: usize,
        plan: &ClockPlan,
        deeming: &Deeming,
        due_at: Timestamp,
    ) -> Timestamp {
        match deeming.backdated_to {
            None => due_at,
            // Each run is deemed back to its own start: a supplement starts the five days anew.
            Some(kind) if plan.starts.contains(kind) => self.case.runs[at].started_at,
            Some(kind) => self.case.last(kind).unwrap_or(due_at),
        }
    }

    /// What a run's expiry brought about.
    fn deemed_row(&self, at: usize) -> Option<&Row> {
        self.case.rows.iter().find(|row| row.is_deemed() && row.key as usize == at)
    }

    /// Takes back what a run's expiry had brought about, if it had.
    pub(crate) fn take_back_deeming(&mut self, at: usize) {
        if !std::mem::replace(&mut self.case.runs[at].is_deemed, false) {
            return;
        }
        let expired = &mut self.case.rare().expired;
        let Some(known) = expired.iter().position(|(run, _)| *run == at) else { return };
        let (_, due_at) = expired.swap_remove(known);
        let ours = |row: &Row| row.is_deemed() && row.key as usize == at;
        let Some(found) = self.case.rows.iter().position(ours) else { return };
        let row = self.case.rows.remove(found);
        self.say_deemed(at, row.kind, row.occurred_at, due_at, true);
        self.note_change(row.kind, row.occurred_at);
    }

    fn say_deemed(
        &mut self,
        at: usize,
        kind: EventKind,
        occurred_at: Timestamp,
        due_at: Timestamp,
        withdrawn: bool,
    ) {
        let run = self.case.runs[at];
        let what = What::Deemed { kind, occurred_at, due_at, withdrawn };
        self.say(usize::from(run.book), RuleRef::Clock(run.clock), what);
    }
}

fn undoing(run: usize) -> RaisedBy {
    #[expect(clippy::cast_possible_truncation, reason = "a case has at most 2^16 runs")]
    let run = run as u16;
    RaisedBy::UndoesItself { run }
}
