//! Milestones: the events of a case that are nothing but their kind, time and author.
//!
//! *Invariant.* Variants are only ever added at the end: the journal stores a milestone by its number. Each has the event kind of
//! its own name.
//!
//! *Absent on purpose.* Fields. What carries something of its own is a variant of [`crate::CaseFact`].

use serde::{Deserialize, Serialize};

use crate::EventKind;

macro_rules! milestones {
    ($($(#[$doc:meta])* $variant:ident)*) => {
        /// Events that carry nothing of their own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Milestone {
            $($(#[$doc])* $variant,)*
        }

        impl Milestone {
            /// Every milestone, in the order of their numbers.
            pub const ALL: &[Milestone] = &[$(Milestone::$variant,)*];

            /// The milestone's kind.
            pub const fn kind(self) -> EventKind {
                match self { $(Milestone::$variant => EventKind::$variant,)* }
            }

            /// The milestone of this kind, if the kind is one.
            pub fn of(kind: EventKind) -> Option<Milestone> {
                Milestone::ALL.iter().copied().find(|milestone| milestone.kind() == kind)
            }
        }
    };
}

milestones! {
    /// 申办
    Submitted
    /// 收件
    Received
    /// 预审通过
    PreReviewPassed
    /// 预审不通过
    PreReviewFailed
    /// 补正告知 (行政许可法 32(4))
    SupplementRequested
    /// 补正收件
    SupplementReceived
    /// 不受理: no licence needed (32(1))
    NotAccepted
    /// 不予受理: not competent (32(2))
    Refused
    /// 受理 (32(5))
    Accepted
    /// 视为受理 (32(4))
    DeemedAccepted
    /// 解挂
    Resumed
    /// 上报 / 转报 (35, 43)
    SentUp
    /// 上级收件
    SentUpReceived
    /// 申请听证 (47)
    HearingRequested
    /// 听证告知 (48)
    HearingNotified
    /// 举行听证
    HearingHeld
    /// 准予许可
    Granted
    /// 不予许可
    Denied
    /// 容缺通过
    GrantedWithGap
    /// 送达 (44)
    Delivered
    /// 办结
    Completed
    /// 退件办结
    Returned
    /// 撤回
    Withdrawn
    /// 补正不来办结
    Lapsed
    /// 作废
    Voided
    /// 删除
    Deleted
    /// 撤销
    Revoked
    /// 视为准予
    DeemedGranted
    /// 视为准予延续 (50)
    DeemedRenewed
    /// 差评整改
    EvaluationRectified
    /// 投诉
    ComplaintFiled
    /// 投诉受理
    ComplaintAccepted
    /// 投诉答复
    ComplaintAnswered
    /// 咨询
    ConsultationFiled
    /// 咨询答复
    ConsultationAnswered
}
