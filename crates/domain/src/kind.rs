//! The kinds of event of a case, with the names rule authors, mappings and the public use for them.
//!
//! *Invariant.* A kind's number and name never change: bytes, rulebooks and mappings refer to them. Kinds are only added at the end.
//!
//! *Absent on purpose.* What an event does to a clock: that is the rulebook's to say.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

macro_rules! kinds {
    ($($variant:ident $name:literal $zh:literal)*) => {
        /// What happened to a case (办件), as one word. The vocabulary is that of the national exchange formats.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum EventKind {
            $(#[doc = concat!("`", $name, "` · ", $zh)] $variant,)*
        }

        impl EventKind {
            /// Every kind, in the order of their numbers.
            pub const ALL: &[EventKind] = &[$(EventKind::$variant,)*];

            /// The name that rulebooks, mappings and the API use.
            pub const fn name(self) -> &'static str {
                match self { $(EventKind::$variant => $name,)* }
            }

            /// The Chinese term that departments and the public read.
            pub const fn zh(self) -> &'static str {
                match self { $(EventKind::$variant => $zh,)* }
            }
        }
    };
}

kinds! {
    Described "described" "基本信息"
    Submitted "submitted" "申办"
    Received "received" "收件"
    PreReviewPassed "pre_review_passed" "预审通过"
    PreReviewFailed "pre_review_failed" "预审不通过"
    SupplementRequested "supplement_requested" "补正告知"
    SupplementReceived "supplement_received" "补正收件"
    NotAccepted "not_accepted" "不受理"
    Refused "refused" "不予受理"
    Accepted "accepted" "受理"
    DeemedAccepted "deemed_accepted" "视为受理"
    StepStarted "step_started" "环节开始"
    StepCompleted "step_completed" "环节完成"
    StepReturned "step_returned" "环节退回"
    SpecialStarted "special_started" "特别程序开始"
    SpecialEnded "special_ended" "特别程序结束"
    Suspended "suspended" "挂起"
    Resumed "resumed" "解挂"
    ExtensionRequested "extension_requested" "申请延期"
    ExtensionApproved "extension_approved" "批准延期"
    SentUp "sent_up" "上报"
    SentUpReceived "sent_up_received" "上级收件"
    HearingRequested "hearing_requested" "申请听证"
    HearingNotified "hearing_notified" "听证告知"
    HearingHeld "hearing_held" "举行听证"
    Granted "granted" "准予许可"
    Denied "denied" "不予许可"
    GrantedWithGap "granted_with_gap" "容缺通过"
    CertificateIssued "certificate_issued" "出证"
    Delivered "delivered" "送达"
    Completed "completed" "办结"
    Returned "returned" "退件办结"
    Withdrawn "withdrawn" "撤回"
    Lapsed "lapsed" "补正不来办结"
    Voided "voided" "作废"
    Deleted "deleted" "删除"
    Revoked "revoked" "撤销"
    DeemedGranted "deemed_granted" "视为准予"
    DeemedRenewed "deemed_renewed" "视为准予延续"
    Evaluated "evaluated" "评价"
    EvaluationRectified "evaluation_rectified" "差评整改"
    ComplaintFiled "complaint_filed" "投诉"
    ComplaintAccepted "complaint_accepted" "投诉受理"
    ComplaintAnswered "complaint_answered" "投诉答复"
    ConsultationFiled "consultation_filed" "咨询"
    ConsultationAnswered "consultation_answered" "咨询答复"
    FeeCharged "fee_charged" "收费"
    Noted "noted" "记事"
}

impl EventKind {
    /// The number of kinds: the width of a table indexed by kind.
    pub const COUNT: usize = EventKind::ALL.len();

    /// Whether it may come in one case again and again, so that one that came before says nothing of what begins later: a step was started
    /// before it was completed, and whoever waits for the next one has still to begin. What comes once is over for good, in whatever order
    /// it is told.
    pub const fn recurs(self) -> bool {
        match self {
            EventKind::Described
            | EventKind::SupplementRequested
            | EventKind::SupplementReceived
            | EventKind::StepStarted
            | EventKind::StepCompleted
            | EventKind::StepReturned
            | EventKind::SpecialStarted
            | EventKind::SpecialEnded
            | EventKind::Suspended
            | EventKind::Resumed
            | EventKind::ExtensionRequested
            | EventKind::ExtensionApproved
            | EventKind::Evaluated
            | EventKind::EvaluationRectified
            | EventKind::ComplaintFiled
            | EventKind::ComplaintAccepted
            | EventKind::ComplaintAnswered
            | EventKind::ConsultationFiled
            | EventKind::ConsultationAnswered
            | EventKind::FeeCharged
            | EventKind::Noted => true,
            EventKind::Submitted
            | EventKind::Received
            | EventKind::PreReviewPassed
            | EventKind::PreReviewFailed
            | EventKind::NotAccepted
            | EventKind::Refused
            | EventKind::Accepted
            | EventKind::DeemedAccepted
            | EventKind::SentUp
            | EventKind::SentUpReceived
            | EventKind::HearingRequested
            | EventKind::HearingNotified
            | EventKind::HearingHeld
            | EventKind::Granted
            | EventKind::Denied
            | EventKind::GrantedWithGap
            | EventKind::CertificateIssued
            | EventKind::Delivered
            | EventKind::Completed
            | EventKind::Returned
            | EventKind::Withdrawn
            | EventKind::Lapsed
            | EventKind::Voided
            | EventKind::Deleted
            | EventKind::Revoked
            | EventKind::DeemedGranted
            | EventKind::DeemedRenewed => false,
        }
    }

    /// The kind's place in [`EventKind::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no event kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not an event kind")]
pub struct UnknownKind(pub String);

impl FromStr for EventKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        EventKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// A set of event kinds, one bit a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindSet(u64);

const _: () = assert!(EventKind::COUNT <= 64, "a kind needs a bit of its own in KindSet");

impl KindSet {
    /// The set without a kind.
    pub const EMPTY: KindSet = KindSet(0);

    /// The set with this kind added.
    pub const fn with(self, kind: EventKind) -> KindSet {
        KindSet(self.0 | 1 << kind.index())
    }

    /// The kinds that are in either set.
    pub const fn union(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    /// Whether the kind is in the set.
    pub const fn contains(self, kind: EventKind) -> bool {
        self.0 & 1 << kind.index() != 0
    }

    /// Whether some kind is in both sets.
    pub const fn intersects(self, other: KindSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no kind is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = EventKind> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let kind = EventKind::ALL.get(left.trailing_zeros() as usize).copied()?;
            left &= left - 1;
            Some(kind)
        })
    }
}

impl FromIterator<EventKind> for KindSet {
    fn from_iter<I: IntoIterator<Item = EventKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(KindSet::EMPTY, KindSet::with)
    }
}

#[cfg(test)]
mod tests;
