//! The aggregate: a warning is the sum of what was done about it.
//!
//! Read as a table: what the warning has come to down, what is claimed across, no wildcard on either.
//!
//! *Invariant.* The first verdict stays; a re-judgement says beside it what later facts make of it. As with cases, `decide` may
//! refuse and changes nothing, `apply` cannot fail.
//!
//! *Absent on purpose.* Deadlines for answering and appealing: those are clocks of the rulebook.

use duban_calendar::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{About, Event, Level, Refusal, Ruling, Verdict, WarningFact, WarningId};

/// One warning as far as its events tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    id: Option<WarningId>,
    standing: Standing,
    notices: u32,
    acknowledged: bool,
    order: Order,
    rectified: bool,
    appeal: Appeal,
    verdict: Option<Verdict>,
}

/// Whether a warning counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Nobody raised it, as far as is known.
    #[default]
    Unknown,
    /// It was raised and stands.
    Raised,
    /// Void: the appeal was granted (撤销).
    Revoked,
    /// Taken off for an objective cause (摘牌).
    Lifted,
}

/// Whether the supervisor ordered action (督办).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// No.
    #[default]
    None,
    /// Yes, and the department has not answered.
    Open {
        /// Until when it must.
        until: Option<Timestamp>,
    },
    /// Yes, and the department has answered.
    Answered,
}

/// Where the department's appeal (申诉) stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Appeal {
    /// There is none.
    #[default]
    None,
    /// It waits for its decision.
    Pending,
    /// It was decided.
    Decided(Ruling),
}

impl Warning {
    /// Its identity; None before the first event.
    pub fn id(&self) -> Option<&WarningId> {
        self.id.as_ref()
    }

    /// Whether it counts.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// How often somebody was told.
    pub fn notices(&self) -> u32 {
        self.notices
    }

    /// Whether the department signed for it.
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged
    }

    /// Whether action was ordered.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Whether the department reported what it did about it.
    pub fn is_rectified(&self) -> bool {
        self.rectified
    }

    /// Where the appeal stands.
    pub fn appeal(&self) -> Appeal {
        self.appeal
    }

    /// What later facts made of it, by the latest re-judgement.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }

    /// Which events follow from a claim that this was done about the warning: the claimed one, if it can have been.
    ///
    /// # Errors
    /// The reason why it cannot have been done as things stand.
    pub fn decide(&self, claimed: &Event) -> Result<Vec<Event>, Refusal> {
        let About::Warning { warning, fact } = &claimed.about else {
            return Err(Refusal::NotAboutAWarning);
        };
        if let Some(id) = &self.id
            && id != warning
        {
            return Err(Refusal::OtherWarning {
                warning: id.to_string(),
                claimed: warning.to_string(),
            });
        }
        match self.standing {
            Standing::Unknown => Self::decide_unknown(fact)?,
            Standing::Raised => self.decide_raised(fact, warning.level)?,
            Standing::Revoked => self.decide_void(fact, Refusal::CardRevoked)?,
            Standing::Lifted => self.decide_void(fact, Refusal::CardLifted)?,
        }
        Ok(vec![claimed.clone()])
    }

    fn decide_unknown(fact: &WarningFact) -> Result<(), Refusal> {
        match fact {
            WarningFact::Raised(_) => Ok(()),
            WarningFact::Notified { .. }
            | WarningFact::Acknowledged
            | WarningFact::Ordered { .. }
            | WarningFact::Rectified
            | WarningFact::Appealed
            | WarningFact::Decided { .. }
            | WarningFact::Lifted
            | WarningFact::Rejudged(_) => Err(Refusal::NotRaised),
        }
    }

    fn decide_raised(&self, fact: &WarningFact, level: Level) -> Result<(), Refusal> {
        let refusal = match fact {
            WarningFact::Raised(_) => Some(Refusal::AlreadyRaised),
            WarningFact::Notified { .. } => None,
            WarningFact::Rejudged(verdict) => self.judged_so(*verdict),
            WarningFact::Decided { .. } => self.undecidable(),
            WarningFact::Acknowledged
            | WarningFact::Ordered { .. }
            | WarningFact::Rectified
            | WarningFact::Appealed
            | WarningFact::Lifted
                if self.verdict == Some(Verdict::NotDue) =>
            {
                Some(Refusal::WasNotDue)
            }
            WarningFact::Acknowledged => self.acknowledged.then_some(Refusal::AlreadyAcknowledged),
            WarningFact::Ordered { .. } => match self.order {
                Order::None | Order::Answered => None,
                Order::Open { .. } => Some(Refusal::AlreadyOrdered),
            },
            WarningFact::Rectified => self.unrectifiable(),
            WarningFact::Appealed | WarningFact::Lifted if !level.is_card() => {
                Some(Refusal::NotACard)
            }
            WarningFact::Appealed => {
                (self.appeal != Appeal::None).then_some(Refusal::AlreadyAppealed)
            }
            WarningFact::Lifted => {
                (self.appeal == Appeal::Pending).then_some(Refusal::AppealPending)
            }
        };
        refusal.map_or(Ok(()), Err)
    }

    /// What is over can still be told about and re-judged: the history may be asked for years later.
    fn decide_void(&self, fact: &WarningFact, void: Refusal) -> Result<(), Refusal> {
        let refusal = match fact {
            WarningFact::Raised(_) => Some(Refusal::AlreadyRaised),
            WarningFact::Notified { .. } => None,
            WarningFact::Rejudged(verdict) => self.judged_so(*verdict),
            WarningFact::Acknowledged
            | WarningFact::Ordered { .. }
            | WarningFact::Rectified
            | WarningFact::Appealed
            | WarningFact::Decided { .. }
            | WarningFact::Lifted => Some(void),
        };
        refusal.map_or(Ok(()), Err)
    }

    fn judged_so(&self, verdict: Verdict) -> Option<Refusal> {
        (self.verdict == Some(verdict)).then_some(Refusal::AlreadyJudged { verdict })
    }

    fn undecidable(&self) -> Option<Refusal> {
        match self.appeal {
            Appeal::None => Some(Refusal::NoAppeal),
            Appeal::Pending => None,
            Appeal::Decided(ruling) => Some(Refusal::AppealAlreadyDecided { ruling }),
        }
    }

    fn unrectifiable(&self) -> Option<Refusal> {
        match (self.order, self.rectified, self.acknowledged) {
            (Order::Open { .. }, _, _) => None,
            (Order::None | Order::Answered, true, _) => Some(Refusal::AlreadyRectified),
            (Order::None | Order::Answered, false, true) => None,
            (Order::None | Order::Answered, false, false) => Some(Refusal::NothingToRectify),
        }
    }

    /// Takes in one event of the journal. Events about cases and rules do nothing to a warning.
    pub fn apply(&mut self, event: &Event) {
        let About::Warning { warning, fact } = &event.about else { return };
        self.id.get_or_insert_with(|| warning.clone());
        match fact {
            WarningFact::Raised(_) => {
                if self.standing == Standing::Unknown {
                    self.standing = Standing::Raised;
                }
            }
            WarningFact::Notified { .. } => self.notices = self.notices.saturating_add(1),
            WarningFact::Acknowledged => self.acknowledged = true,
            WarningFact::Ordered { until } => self.order = Order::Open { until: *until },
            WarningFact::Rectified => {
                self.rectified = true;
                if let Order::Open { .. } = self.order {
                    self.order = Order::Answered;
                }
            }
            WarningFact::Appealed => self.appeal = Appeal::Pending,
            WarningFact::Decided { ruling } => self.rule(*ruling),
            WarningFact::Lifted => self.standing = Standing::Lifted,
            WarningFact::Rejudged(verdict) => self.verdict = Some(*verdict),
        }
    }

    fn rule(&mut self, ruling: Ruling) {
        self.appeal = Appeal::Decided(ruling);
        match ruling {
            Ruling::Revoked => self.standing = Standing::Revoked,
            Ruling::Returned => {}
            // Passed on to a supervision order, which the supervisor gives a date when issuing it.
            Ruling::Escalated => self.order = Order::Open { until: None },
        }
    }
}

#[cfg(test)]
mod tests;
