//! What can happen to a warning: the supervision side of the vocabulary.
//!
//! *Invariant.* As for cases: variants are only added at the end, shipped variants keep their fields. The first verdict stays;
//! a re-judgement is a further fact.
//!
//! *Absent on purpose.* The explanation: it is worked out again from the journal whenever somebody asks.

use duban_calendar::Timestamp;
use serde::{Deserialize, Serialize};

use crate::By;

/// A fact about one warning, in the past tense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WarningFact<S = String> {
    /// The engine raised it.
    Raised(Box<Raised<S>>),
    /// Somebody was told (通知).
    Notified {
        /// Whom.
        recipient: S,
        /// By which channel.
        channel: S,
    },
    /// The department signed for it (签收).
    Acknowledged,
    /// The supervisor ordered action (督办).
    Ordered {
        /// Until when the department must answer.
        until: Option<Timestamp>,
    },
    /// The department reported what it did about it (整改反馈).
    Rectified,
    /// The department appealed (申诉).
    Appealed,
    /// The supervisor decided the appeal.
    Decided {
        /// How.
        ruling: Ruling,
    },
    /// The card was taken off for an objective cause (摘牌).
    Lifted,
    /// Later facts were held against the first verdict (巡检).
    Rejudged(Verdict),
}

/// What the engine knew and decided when it raised a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised<S = String> {
    /// When it fell due by law.
    pub due_at: Timestamp,
    /// Who answers for it.
    pub answers: By<S>,
    /// The step (环节) in which the case stood.
    pub step: Option<S>,
    /// The legal article behind the rule.
    pub basis: S,
    /// The rulebook, by the hash of all it consists of.
    pub rulebook: S,
    /// The script and line that decided: `clocks.rhai:12`.
    pub place: S,
    /// What the rule says in words.
    pub message: S,
}

/// How an appeal was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// 撤销: the card is void.
    Revoked,
    /// 打回: the card stands.
    Returned,
    /// 上报: passed on to a supervision order.
    Escalated,
}

/// What later facts make of a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was due after all.
    Stands,
    /// It was not due: by what had happened at the time, the clock had stopped, stood still or ran longer.
    NotDue,
}

impl Ruling {
    /// The Chinese term.
    pub const fn zh(self) -> &'static str {
        match self {
            Ruling::Revoked => "撤销",
            Ruling::Returned => "打回",
            Ruling::Escalated => "上报",
        }
    }
}

impl Verdict {
    /// The Chinese term.
    pub const fn zh(self) -> &'static str {
        match self {
            Verdict::Stands => "正常发牌",
            Verdict::NotDue => "异常发牌",
        }
    }
}

impl<S> WarningFact<S> {
    /// The same fact with each string replaced.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> WarningFact<T> {
        match self {
            WarningFact::Raised(it) => WarningFact::Raised(Box::new(Raised {
                due_at: it.due_at,
                answers: it.answers.map(f),
                step: it.step.map(&mut *f),
                basis: f(it.basis),
                rulebook: f(it.rulebook),
                place: f(it.place),
                message: f(it.message),
            })),
            WarningFact::Notified { recipient, channel } => {
                WarningFact::Notified { recipient: f(recipient), channel: f(channel) }
            }
            WarningFact::Acknowledged => WarningFact::Acknowledged,
            WarningFact::Ordered { until } => WarningFact::Ordered { until },
            WarningFact::Rectified => WarningFact::Rectified,
            WarningFact::Appealed => WarningFact::Appealed,
            WarningFact::Decided { ruling } => WarningFact::Decided { ruling },
            WarningFact::Lifted => WarningFact::Lifted,
            WarningFact::Rejudged(verdict) => WarningFact::Rejudged(verdict),
        }
    }
}
