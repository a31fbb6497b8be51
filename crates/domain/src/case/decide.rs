//! May this have happened to the case now? One line a fact; each word on the right is a condition below.
//!
//! *Invariant.* Nothing here changes the case.
//!
//! *Absent on purpose.* Conduct. Accepting late, giving more time without a reason, charging before acceptance: all possible, all
//! recorded, all judged by the rulebook.

use super::{Case, Decision, Extension, Phase};
use crate::{About, CaseFact, Event, Milestone, Refusal};

type Answer = Result<(), Refusal>;

impl Case {
    /// Which events follow from a department's claim that this happened: the claimed one, if it can have.
    ///
    /// A correction (version 2 and higher of a record) is taken whenever something of its kind was reported before.
    ///
    /// # Errors
    /// The reason why it cannot have happened to the case as it stands.
    pub fn decide(&self, claimed: &Event) -> Result<Vec<Event>, Refusal> {
        let About::Case { case, fact } = &claimed.about else {
            return Err(Refusal::NotAboutACase);
        };
        if let Some(number) = &self.number
            && number != case
        {
            return Err(Refusal::OtherCase { case: number.clone(), claimed: case.clone() });
        }
        if claimed.origin.version > 1 {
            self.correctable(fact)?;
        } else {
            self.possible(fact)?;
        }
        Ok(vec![claimed.clone()])
    }

    fn correctable(&self, fact: &CaseFact) -> Answer {
        let kind = fact.kind();
        or(self.seen.contains(kind), Refusal::NothingToCorrect { kind })
    }

    fn possible(&self, fact: &CaseFact) -> Answer {
        match fact {
            CaseFact::Described(_) | CaseFact::FeeCharged(_) | CaseFact::Noted { activity: _ } => {
                Ok(())
            }
            CaseFact::Reached(milestone) => self.reachable(*milestone),
            CaseFact::StepStarted { step } => {
                self.begun().and(self.not_closed()).and(self.step_ended(step))
            }
            CaseFact::StepCompleted { step, outcome: _ } | CaseFact::StepReturned { step } => {
                self.not_closed().and(self.step_started(step))
            }
            CaseFact::SpecialStarted(special) => {
                self.in_hand().and(self.special_ended(&special.kind))
            }
            CaseFact::SpecialEnded { kind } => self.special_started(kind.as_deref()),
            CaseFact::Suspended { basis: _ } => {
                self.in_hand().and(or(!self.suspended, Refusal::AlreadySuspended))
            }
            CaseFact::ExtensionRequested { length: _ } => self.extendable().and(or(
                self.extension != Extension::Requested,
                Refusal::ExtensionAlreadyRequested,
            )),
            CaseFact::ExtensionApproved { length: _, approver: _ } => self.extendable(),
            CaseFact::CertificateIssued { number: _ } => self.granted(),
            CaseFact::Evaluated { grade } => self
                .begun()
                .and(or((1..=5).contains(grade), Refusal::NoSuchGrade { grade: *grade })),
        }
    }

    fn reachable(&self, milestone: Milestone) -> Answer {
        match milestone {
            Milestone::Submitted => self.unsubmitted(),
            Milestone::Received => self.unreceived(),
            Milestone::PreReviewPassed | Milestone::PreReviewFailed => {
                self.unaccepted().and(self.begun())
            }
            Milestone::SupplementRequested => self
                .unaccepted()
                .and(self.begun())
                .and(or(self.phase != Phase::Supplementing, Refusal::SupplementPending)),
            Milestone::SupplementReceived | Milestone::Lapsed => self
                .unaccepted()
                .and(or(self.phase == Phase::Supplementing, Refusal::NoSupplementAskedFor)),
            Milestone::NotAccepted
            | Milestone::Refused
            | Milestone::Accepted
            | Milestone::DeemedAccepted => self.unaccepted(),
            Milestone::Resumed => or(self.suspended, Refusal::NotSuspended),
            Milestone::SentUp => self.in_hand().and(or(!self.sent_up, Refusal::AlreadySentUp)),
            Milestone::SentUpReceived => or(self.sent_up, Refusal::NotSentUp),
            Milestone::HearingRequested | Milestone::HearingNotified => self.in_hand(),
            Milestone::HearingHeld => self.in_hand().and(self.hearing_announced()),
            Milestone::Granted
            | Milestone::Denied
            | Milestone::GrantedWithGap
            | Milestone::DeemedGranted
            | Milestone::DeemedRenewed => self.in_hand().and(self.unpaused()),
            Milestone::Delivered => self.decided_or_closed(),
            Milestone::Completed => self.accepted().and(self.not_closed()).and(self.unpaused()),
            Milestone::Returned | Milestone::Withdrawn | Milestone::Voided | Milestone::Deleted => {
                self.begun().and(self.undecided())
            }
            Milestone::Revoked => self.granted(),
            Milestone::EvaluationRectified => or(self.bad_rating, Refusal::NoBadRating),
            Milestone::ComplaintFiled | Milestone::ConsultationFiled => Ok(()),
            Milestone::ComplaintAccepted => {
                or(self.complaints.accepted < self.complaints.filed, Refusal::NoComplaint)
            }
            Milestone::ComplaintAnswered => {
                or(self.complaints.answered < self.complaints.filed, Refusal::NoComplaint)
            }
            Milestone::ConsultationAnswered => {
                or(self.consultations.answered < self.consultations.filed, Refusal::NoConsultation)
            }
        }
    }

    /// Somebody applied.
    fn begun(&self) -> Answer {
        or(self.phase != Phase::New, Refusal::NotReceivedYet)
    }

    fn unsubmitted(&self) -> Answer {
        match self.phase {
            Phase::New => Ok(()),
            Phase::Submitted => Err(Refusal::AlreadySubmitted),
            Phase::Received | Phase::Supplementing => Err(Refusal::AlreadyReceived),
            Phase::Accepted | Phase::Decided | Phase::Closed { .. } => self.unaccepted(),
        }
    }

    fn unreceived(&self) -> Answer {
        match self.phase {
            Phase::New | Phase::Submitted => Ok(()),
            Phase::Received | Phase::Supplementing => Err(Refusal::AlreadyReceived),
            Phase::Accepted | Phase::Decided | Phase::Closed { .. } => self.unaccepted(),
        }
    }

    /// It still waits for acceptance.
    fn unaccepted(&self) -> Answer {
        match self.phase {
            Phase::New | Phase::Submitted | Phase::Received | Phase::Supplementing => Ok(()),
            Phase::Accepted | Phase::Decided => Err(Refusal::AlreadyAccepted),
            Phase::Closed { by } => Err(Refusal::Closed { by }),
        }
    }

    /// It was accepted, whatever came then.
    fn accepted(&self) -> Answer {
        match self.phase {
            Phase::New | Phase::Submitted | Phase::Received | Phase::Supplementing => {
                Err(Refusal::NotAcceptedYet)
            }
            Phase::Accepted | Phase::Decided | Phase::Closed { .. } => Ok(()),
        }
    }

    /// It is neither decided nor closed.
    fn undecided(&self) -> Answer {
        match self.phase {
            Phase::New
            | Phase::Submitted
            | Phase::Received
            | Phase::Supplementing
            | Phase::Accepted => Ok(()),
            Phase::Decided => Err(Refusal::AlreadyDecided),
            Phase::Closed { by } => Err(Refusal::Closed { by }),
        }
    }

    fn not_closed(&self) -> Answer {
        match self.phase {
            Phase::New
            | Phase::Submitted
            | Phase::Received
            | Phase::Supplementing
            | Phase::Accepted
            | Phase::Decided => Ok(()),
            Phase::Closed { by } => Err(Refusal::Closed { by }),
        }
    }

    /// It is accepted and waits for the decision.
    fn in_hand(&self) -> Answer {
        self.accepted().and(self.undecided())
    }

    fn decided_or_closed(&self) -> Answer {
        or(self.is_over(), Refusal::NotDecidedYet)
    }

    /// It has a licence that was not taken back.
    fn granted(&self) -> Answer {
        match self.decision {
            Some(Decision::Granted) => Ok(()),
            Some(Decision::Denied) | None => Err(Refusal::NotGranted),
            Some(Decision::Revoked) => Err(Refusal::AlreadyRevoked),
        }
    }

    /// Nothing holds it up.
    fn unpaused(&self) -> Answer {
        match self.specials.first() {
            Some(kind) => Err(Refusal::SpecialStillOpen { kind: kind.clone() }),
            None => or(!self.suspended, Refusal::StillSuspended),
        }
    }

    fn extendable(&self) -> Answer {
        self.accepted()
            .and(or(!self.is_over(), Refusal::NothingToExtend))
            .and(or(self.extension != Extension::Given, Refusal::ExtensionAlreadyGiven))
    }

    fn hearing_announced(&self) -> Answer {
        let announced = [Milestone::HearingRequested, Milestone::HearingNotified];
        or(announced.iter().any(|it| self.seen.contains(it.kind())), Refusal::NoHearing)
    }

    fn step_started(&self, step: &str) -> Answer {
        or(
            self.steps.iter().any(|open| open == step),
            Refusal::StepNotStarted { step: step.to_owned() },
        )
    }

    fn step_ended(&self, step: &str) -> Answer {
        or(
            !self.steps.iter().any(|open| open == step),
            Refusal::StepAlreadyStarted { step: step.to_owned() },
        )
    }

    fn special_ended(&self, kind: &str) -> Answer {
        or(
            !self.specials.iter().any(|open| open == kind),
            Refusal::SpecialAlreadyOpen { kind: kind.to_owned() },
        )
    }

    fn special_started(&self, kind: Option<&str>) -> Answer {
        match (kind, self.specials.as_slice()) {
            (Some(kind), open) => or(
                open.iter().any(|it| it == kind),
                Refusal::SpecialNotOpen { kind: kind.to_owned() },
            ),
            (None, []) => Err(Refusal::NoSpecialOpen),
            (None, [_]) => Ok(()),
            (None, several) => Err(Refusal::WhichSpecial { kinds: several.to_vec() }),
        }
    }
}

fn or(condition: bool, refusal: Refusal) -> Answer {
    if condition { Ok(()) } else { Err(refusal) }
}
