//! The aggregate: a case is the sum of its events.
//!
//! [`Case::decide`] says whether an event can have happened to the case now. It changes nothing.
//! [`Case::apply`] says what an event does to the case. It refuses nothing: what is in the journal is true, also when it came
//! from a foreign log that closes cases before it accepts them.
//!
//! *Invariant.* Replaying the journal is `apply` in a loop; there is no other way to make a case. A case whose every event was
//! decided on never contradicts itself: nothing is open in a closed case, and nothing pauses a decided one.
//!
//! *Absent on purpose.* Time limits, and who may do what: both are the rulebook's.

mod decide;

use duban_calendar::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{About, CaseFact, Description, Event, EventKind, KindSet, Milestone};

/// One case (办件) as far as its events tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    number: Option<String>,
    item: Option<String>,
    department: Option<String>,
    phase: Phase,
    decision: Option<Decision>,
    steps: Vec<String>,
    specials: Vec<String>,
    suspended: bool,
    extension: Extension,
    sent_up: bool,
    bad_rating: bool,
    complaints: Letters,
    consultations: Letters,
    seen: KindSet,
    last_at: Option<Timestamp>,
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Nobody has applied yet, as far as is known.
    #[default]
    New,
    /// Applied for (申办), not taken in.
    Submitted,
    /// The material is there (收件).
    Received,
    /// The applicant was asked to supplement it (补正).
    Supplementing,
    /// Accepted (受理): the main clocks run.
    Accepted,
    /// Decided on: granted or denied.
    Decided,
    /// Over.
    Closed {
        /// The kind of event that closed it.
        by: EventKind,
    },
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// 准予许可, also by silence.
    Granted,
    /// 不予许可
    Denied,
    /// 撤销: granted, and taken back.
    Revoked,
}

/// Whether the case was given more time (行政许可法 42: once).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extension {
    /// Nobody asked.
    #[default]
    None,
    /// Asked for.
    Requested,
    /// Given.
    Given,
}

/// Complaints or questions about a case, by how many came, were accepted and were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Letters {
    filed: u32,
    accepted: u32,
    answered: u32,
}

impl Case {
    /// The case number (办件编号); None before the first event.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// The code of the item applied for.
    pub fn item(&self) -> Option<&str> {
        self.item.as_deref()
    }

    /// The department that answers for the case.
    pub fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }

    /// How far it has come.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What was decided, the latest decision if foreign events tell of several.
    pub fn decision(&self) -> Option<Decision> {
        self.decision
    }

    /// The open steps, the earliest first.
    pub fn open_steps(&self) -> &[String] {
        &self.steps
    }

    /// The kinds of the open special procedures, the earliest first.
    pub fn open_specials(&self) -> &[String] {
        &self.specials
    }

    /// Whether it is hung up outside the special procedures.
    pub fn is_suspended(&self) -> bool {
        self.suspended
    }

    /// Whether it was given more time.
    pub fn extension(&self) -> Extension {
        self.extension
    }

    /// Whether it is over.
    pub fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed { .. })
    }

    /// The kinds of event that were reported so far.
    pub fn seen(&self) -> KindSet {
        self.seen
    }

    /// When the latest of its events happened, in legal time.
    pub fn last_at(&self) -> Option<Timestamp> {
        self.last_at
    }

    /// Takes in one event of the journal. Events about warnings and rules do nothing to a case.
    pub fn apply(&mut self, event: &Event) {
        let About::Case { case, fact } = &event.about else { return };
        self.number.get_or_insert_with(|| case.clone());
        self.last_at = self.last_at.max(Some(event.occurred_at));
        let again = self.seen.contains(fact.kind());
        self.seen = self.seen.with(fact.kind());
        // A correction restates what is known; only a description can say something new by it.
        if event.origin.version > 1 && again && !matches!(fact, CaseFact::Described(_)) {
            return;
        }
        match fact {
            CaseFact::Described(description) => self.describe(description),
            CaseFact::Reached(milestone) => self.reach(*milestone),
            CaseFact::StepStarted { step } => self.open_step(step),
            CaseFact::StepCompleted { step, outcome: _ } | CaseFact::StepReturned { step } => {
                self.steps.retain(|open| open != step);
            }
            CaseFact::SpecialStarted(special) => self.open_special(&special.kind),
            CaseFact::SpecialEnded { kind: Some(kind) } => {
                self.specials.retain(|open| open != kind)
            }
            CaseFact::SpecialEnded { kind: None } => self.specials.clear(),
            CaseFact::Suspended { basis: _ } => self.suspended = !self.is_over(),
            CaseFact::ExtensionRequested { length: _ } => {
                if self.extension == Extension::None {
                    self.extension = Extension::Requested;
                }
            }
            CaseFact::ExtensionApproved { length: _, approver: _ } => {
                self.extension = Extension::Given;
            }
            CaseFact::Evaluated { grade } => self.bad_rating |= *grade >= BAD,
            CaseFact::CertificateIssued { number: _ }
            | CaseFact::FeeCharged(_)
            | CaseFact::Noted { activity: _ } => {}
        }
    }

    fn describe(&mut self, description: &Description) {
        if let Some(item) = &description.item {
            self.item = Some(item.clone());
        }
        if let Some(department) = &description.department {
            self.department = Some(department.clone());
        }
    }

    fn reach(&mut self, milestone: Milestone) {
        match milestone {
            Milestone::Submitted => self.advance(Phase::Submitted),
            Milestone::Received | Milestone::SupplementReceived => self.advance(Phase::Received),
            Milestone::SupplementRequested => self.advance(Phase::Supplementing),
            Milestone::Accepted | Milestone::DeemedAccepted => self.advance(Phase::Accepted),
            Milestone::Granted
            | Milestone::GrantedWithGap
            | Milestone::DeemedGranted
            | Milestone::DeemedRenewed => self.decided(Decision::Granted),
            Milestone::Denied => self.decided(Decision::Denied),
            Milestone::Revoked => self.decision = Some(Decision::Revoked),
            Milestone::NotAccepted
            | Milestone::Refused
            | Milestone::Completed
            | Milestone::Returned
            | Milestone::Withdrawn
            | Milestone::Lapsed
            | Milestone::Voided
            | Milestone::Deleted => self.close(milestone.kind()),
            Milestone::Resumed => self.suspended = false,
            Milestone::SentUp => self.sent_up = true,
            Milestone::SentUpReceived => self.sent_up = false,
            Milestone::EvaluationRectified => self.bad_rating = false,
            Milestone::ComplaintFiled => bump(&mut self.complaints.filed),
            Milestone::ComplaintAccepted => bump(&mut self.complaints.accepted),
            Milestone::ComplaintAnswered => bump(&mut self.complaints.answered),
            Milestone::ConsultationFiled => bump(&mut self.consultations.filed),
            Milestone::ConsultationAnswered => bump(&mut self.consultations.answered),
            Milestone::PreReviewPassed
            | Milestone::PreReviewFailed
            | Milestone::HearingRequested
            | Milestone::HearingNotified
            | Milestone::HearingHeld
            | Milestone::Delivered => {}
        }
    }

    /// Moves on to a phase before the decision, unless the case is beyond it: logs come out of order. Only a supplement goes back.
    fn advance(&mut self, to: Phase) {
        let rank = |phase| match phase {
            Phase::New => 0,
            Phase::Submitted => 1,
            Phase::Received | Phase::Supplementing => 2,
            Phase::Accepted => 3,
            Phase::Decided => 4,
            Phase::Closed { .. } => 5,
        };
        if rank(to) >= rank(self.phase) {
            self.phase = to;
        }
    }

    fn decided(&mut self, decision: Decision) {
        self.decision = Some(decision);
        self.advance(Phase::Decided);
        self.unpause();
    }

    /// Closes the case; how it was closed first stays.
    fn close(&mut self, by: EventKind) {
        if !self.is_closed() {
            self.phase = Phase::Closed { by };
        }
        self.steps.clear();
        self.unpause();
    }

    /// Nothing can hold up what is decided or over, even if its end was never reported.
    fn unpause(&mut self) {
        self.specials.clear();
        self.suspended = false;
        self.sent_up = false;
    }

    fn open_step(&mut self, step: &str) {
        if !self.is_closed() && !self.steps.iter().any(|open| open == step) {
            self.steps.push(step.to_owned());
        }
    }

    fn open_special(&mut self, kind: &str) {
        if !self.is_over() && !self.specials.iter().any(|open| open == kind) {
            self.specials.push(kind.to_owned());
        }
    }

    /// Whether it is decided or closed.
    fn is_over(&self) -> bool {
        match self.phase {
            Phase::New
            | Phase::Submitted
            | Phase::Received
            | Phase::Supplementing
            | Phase::Accepted => false,
            Phase::Decided | Phase::Closed { .. } => true,
        }
    }
}

fn bump(count: &mut u32) {
    *count = count.saturating_add(1);
}

/// From this grade on a rating is bad (差评): 4 dissatisfied, 5 very dissatisfied (GB/T 39046 A.8).
const BAD: u8 = 4;

#[cfg(test)]
mod tests;
