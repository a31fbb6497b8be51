//! Why a claim is turned down, in the words of the people who made it.
//!
//! *Invariant.* One reason, one variant. A refusal is an answer, not an error: the claim changes nothing and may be made again.
//!
//! *Absent on purpose.* Lateness and misconduct. What is possible is recorded, and the rulebook judges it.

use thiserror::Error;

use crate::{EventKind, Ruling, Verdict};

/// Why something cannot have happened to a case or a warning, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The claim is about a warning or the rules, not about a case.
    #[error("this is not about a case; send it to the warning or the rulebook that it is about")]
    NotAboutACase,
    /// The claim is about another case.
    #[error("this is about case `{claimed}`, not about case `{case}`")]
    OtherCase {
        /// The case that was asked.
        case: String,
        /// The case the claim names.
        claimed: String,
    },
    /// A correction of something nobody reported.
    #[error(
        "nothing of the kind `{kind}` was reported for the case, so there is nothing to correct; report it as version 1"
    )]
    NothingToCorrect {
        /// The kind of the correction.
        kind: EventKind,
    },

    /// 申办 twice.
    #[error("the application was already submitted")]
    AlreadySubmitted,
    /// 收件 twice.
    #[error("the material was already received")]
    AlreadyReceived,
    /// Nobody has applied.
    #[error("nothing was submitted or received yet; report that first")]
    NotReceivedYet,
    /// 补正告知 while another waits for its answer.
    #[error(
        "a supplement was already asked for and has not come in; the law allows one notice (行政许可法 32(4))"
    )]
    SupplementPending,
    /// 补正收件 or 补正不来 though none was asked for.
    #[error("no supplement was asked for")]
    NoSupplementAskedFor,
    /// 受理 twice, or something that only comes before it.
    #[error("the case was already accepted")]
    AlreadyAccepted,
    /// Something that only comes after 受理.
    #[error("the case was not accepted yet; accept it first")]
    NotAcceptedYet,
    /// 决定 twice, or something that only comes before it.
    #[error("the case was already decided; a decision can only be revoked")]
    AlreadyDecided,
    /// Something that only comes after the decision.
    #[error("the case was not decided yet; report the decision first")]
    NotDecidedYet,
    /// Something that needs a licence that was granted.
    #[error("no licence was granted")]
    NotGranted,
    /// 撤销 twice.
    #[error("the licence was already revoked")]
    AlreadyRevoked,
    /// The case is over.
    #[error("the case is closed ({})", by.zh())]
    Closed {
        /// How it was closed.
        by: EventKind,
    },

    /// 环节开始 twice.
    #[error("the step `{step}` was already started and has not ended")]
    StepAlreadyStarted {
        /// The step.
        step: String,
    },
    /// 环节完成 or 环节退回 of a step that is not open.
    #[error("the step `{step}` was not started")]
    StepNotStarted {
        /// The step.
        step: String,
    },

    /// 特别程序开始 twice.
    #[error(
        "a special procedure `{kind}` is already open; end it before another of its kind starts"
    )]
    SpecialAlreadyOpen {
        /// Its kind.
        kind: String,
    },
    /// 特别程序结束 of one that is not open.
    #[error("no special procedure `{kind}` is open")]
    SpecialNotOpen {
        /// Its kind.
        kind: String,
    },
    /// 特别程序结束 without one open.
    #[error("no special procedure is open")]
    NoSpecialOpen,
    /// 特别程序结束 without its kind while several are open.
    #[error("several special procedures are open ({}); say which one ended", kinds.join(", "))]
    WhichSpecial {
        /// Their kinds.
        kinds: Vec<String>,
    },
    /// A decision while a special procedure is open.
    #[error(
        "the special procedure `{kind}` is still open; a decision cannot rest on what has not ended"
    )]
    SpecialStillOpen {
        /// Its kind.
        kind: String,
    },
    /// 挂起 twice.
    #[error("the case is already hung up")]
    AlreadySuspended,
    /// 解挂 of a case that is not hung up.
    #[error("the case is not hung up")]
    NotSuspended,
    /// A decision while the case is hung up.
    #[error("the case is hung up; take it up again first")]
    StillSuspended,

    /// 申请延期 twice.
    #[error("more time was already asked for")]
    ExtensionAlreadyRequested,
    /// 批准延期 twice, or asked for again.
    #[error("more time was already given, and the law allows it once (行政许可法 42)")]
    ExtensionAlreadyGiven,
    /// 延期 after the decision or the end.
    #[error("the case is decided or closed; there is nothing left to extend")]
    NothingToExtend,

    /// 上报 twice.
    #[error("the case was already sent up and the higher level has not received it yet")]
    AlreadySentUp,
    /// 上级收件 of a case nobody sent.
    #[error("the case was not sent up")]
    NotSentUp,
    /// 举行听证 without 申请 or 告知.
    #[error("no hearing was asked for or announced")]
    NoHearing,

    /// A grade that does not exist.
    #[error("`{grade}` is not a grade; write 1 (very satisfied) to 5 (very dissatisfied)")]
    NoSuchGrade {
        /// What was claimed.
        grade: u8,
    },
    /// 差评整改 without a bad rating.
    #[error("no rating of the case is bad and unanswered")]
    NoBadRating,
    /// 投诉受理 or 投诉答复 without a complaint.
    #[error("no complaint waits for this")]
    NoComplaint,
    /// 咨询答复 without a question.
    #[error("no question waits for an answer")]
    NoConsultation,

    /// The claim is about a case or the rules, not about a warning.
    #[error("this is not about a warning; send it to the case or the rulebook that it is about")]
    NotAboutAWarning,
    /// The claim is about another warning.
    #[error("this is about warning `{claimed}`, not about warning `{warning}`")]
    OtherWarning {
        /// The warning that was asked.
        warning: String,
        /// The warning the claim names.
        claimed: String,
    },
    /// The warning was never raised.
    #[error("the warning was never raised")]
    NotRaised,
    /// Raised twice.
    #[error("the warning was already raised")]
    AlreadyRaised,
    /// Appeal or lifting of a warning that is no card.
    #[error("the warning is no card, so there is nothing to appeal against or to lift")]
    NotACard,
    /// 签收 twice.
    #[error("the warning was already signed for")]
    AlreadyAcknowledged,
    /// 督办 twice.
    #[error("action was already ordered, and the department has not answered yet")]
    AlreadyOrdered,
    /// 整改 of what nobody signed for or was ordered to do.
    #[error("the warning was neither signed for nor ordered to be acted on; sign for it first")]
    NothingToRectify,
    /// 整改 twice.
    #[error("the department already reported what it did")]
    AlreadyRectified,
    /// 申诉 twice.
    #[error("the department already appealed; an appeal is heard once")]
    AlreadyAppealed,
    /// 裁定 without 申诉.
    #[error("no appeal waits for a decision")]
    NoAppeal,
    /// 裁定 twice.
    #[error("the appeal was already decided ({})", ruling.zh())]
    AppealAlreadyDecided {
        /// How.
        ruling: Ruling,
    },
    /// 摘牌 while an appeal waits.
    #[error("an appeal waits for its decision; decide it first")]
    AppealPending,
    /// The card is void.
    #[error("the card was revoked on appeal")]
    CardRevoked,
    /// The card was taken off.
    #[error("the card was already lifted")]
    CardLifted,
    /// The warning was not due.
    #[error("the warning was re-judged and was not due, so nothing needs to follow from it")]
    WasNotDue,
    /// The same verdict again.
    #[error("the warning was already re-judged so ({})", verdict.zh())]
    AlreadyJudged {
        /// The verdict.
        verdict: Verdict,
    },
}
