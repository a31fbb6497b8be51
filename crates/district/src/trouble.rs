//! What goes wrong in the district, how often, and with which items it can.
//!
//! *Invariant.* A case is given at most one trouble on purpose, so that a test can say which rule must find it. What a trouble
//! brings along ([`Trouble::PromisedBroken`] comes with many) is counted too, by the arithmetic of the law and not by intention.
//!
//! *Absent on purpose.* Levels: whether something is a finding, a yellow or a red card is the rulebook's to say.

use duban_calendar::{Length, Unit};
use duban_domain::{Item, ItemKind};

macro_rules! troubles {
    ($($(#[$doc:meta])* $trouble:ident $rate:literal)*) => {
        /// One thing that goes wrong with a case. It counts from the moment at which the events recorded by then show it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Trouble {
            $($(#[$doc])* $trouble,)*
        }

        impl Trouble {
            /// Every trouble.
            pub const ALL: &[Trouble] = &[$(Trouble::$trouble,)*];

            /// In how many of 100 000 cases of the items that allow it a department of ordinary quality gets it.
            pub(crate) const fn rate(self) -> u32 {
                match self { $(Trouble::$trouble => $rate,)* }
            }
        }
    };
}

troubles! {
    /// Pre-review (网上预审) took more than two working days.
    PreReviewLate 60
    /// Neither accepted nor told what is missing within five working days: deemed accepted (行政许可法 32(4)).
    NoticeLate 150
    /// Told more than once what is missing (行政许可法 32(4): 一次性告知).
    RepeatedSupplement 120
    /// Turned away without a reason.
    RefusalWithoutReason 25
    /// Accepted, by the feed, on a day before the material came in.
    BackdatedAcceptance 40
    /// Nothing more was heard of the case after its acceptance, and its limit has run out.
    Silent 30
    /// A step took longer than its limit, the case did not.
    StepOverrun 260
    /// An immediate item (即办件) was not done on the day of its acceptance.
    ImmediateNotSameDay 150
    /// The promised limit (承诺时限) was broken; also where a correction later says otherwise.
    PromisedBroken 380
    /// The statutory limit (法定时限) was broken, where no law gives one that of 行政许可法 42; also where a correction later says
    /// otherwise.
    StatutoryBroken 110
    /// A special procedure took longer than the applicant was told (行政许可法 45).
    SpecialOverrun 900
    /// A special procedure without a legal basis.
    SpecialWithoutBasis 500
    /// A special procedure whose length was not told to the applicant in writing (行政许可法 45).
    SpecialWithoutNotice 500
    /// A suspension (挂起) without a legal basis.
    SuspensionWithoutBasis 60
    /// A hearing later than twenty working days after it was asked for (行政许可法 47).
    HearingLate 2500
    /// A hearing announced less than seven days before it was held (行政许可法 48).
    HearingNoticeShort 2500
    /// More time was approved after the statutory limit had run out.
    ExtensionAfterDue 40
    /// More time was taken without anybody's approval (行政许可法 42).
    ExtensionWithoutApprover 40
    /// More time was approved than the law allows (行政许可法 42: ten working days).
    ExtensionTooLong 40
    /// Done by one officer from the first step to the last.
    OneOfficerAllSteps 60
    /// A step was completed at night.
    OffHours 120
    /// A committed item (承诺件) was closed within five minutes of its acceptance.
    TooFast 80
    /// Denied without a reason (行政许可法 38, 72).
    DenialWithoutReason 40
    /// Withdrawn by the applicant on the last day of the promised limit, as if talked into it (劝撤).
    WithdrawnNearDue 40
    /// Voided or deleted after the promised limit had run out.
    VoidedAfterDue 30
    /// A renewal undecided when the licence expired (行政许可法 50).
    RenewalUndecided 60
    /// A fee above the published standard (行政许可法 59, 75).
    FeeOverStandard 2500
    /// A fee on an item that may not charge one (行政许可法 58).
    FeeOnFreeItem 20
    /// The decision was delivered later than ten working days after it (行政许可法 44).
    DeliveryLate 220
    /// Completed, by the feed, before it was accepted.
    CompletedBeforeAccepted 15
    /// Worked off outside the system: only receipt and completion were ever recorded, and both at once (体外循环).
    OffSystem 60
    /// One record came in days after the others.
    LateUpload 200
    /// Everything was entered at once after the case was closed (补录). One department of higher level does this as a habit.
    BatchEntry 20
    /// After the limit had run out, the decision was corrected to a day before.
    RepairedAfterDue 25
    /// The feed names an item that the catalogue does not know.
    UnknownItem 15
    /// A complaint answered later than ten working days after it was filed.
    ComplaintAnsweredLate 30
    /// A bad review (差评) without any remedy within fifteen working days.
    BadReviewUnrectified 30
    /// The promised limit was broken although the time of a special procedure did not count.
    LateDespiteSpecial 4000
    /// The statutory limit was broken although it had been extended in time.
    LateDespiteExtension 150
}

impl Trouble {
    /// Whether a case of this item can have it.
    pub(crate) fn fits(self, item: &Item) -> bool {
        use Trouble as T;
        let special = item.specials.iter().any(|kind| kind != HEARING);
        match self {
            T::ImmediateNotSameDay => is_immediate(item),
            T::BackdatedAcceptance
            | T::CompletedBeforeAccepted
            | T::OffSystem
            | T::LateUpload
            | T::BatchEntry
            | T::UnknownItem
            | T::ComplaintAnsweredLate
            | T::BadReviewUnrectified => true,
            T::SpecialOverrun => special && !is_immediate(item) && counts_workdays(item),
            T::LateDespiteSpecial => {
                let stops = |kind: &String| kind != HEARING && ART_45.contains(&kind.as_str());
                let promised = item.promised_limit.is_some();
                let stopped = item.specials.iter().any(stops) && counts_workdays(item);
                promised && stopped && !is_immediate(item)
            }
            T::SpecialWithoutBasis | T::SpecialWithoutNotice => special && !is_immediate(item),
            T::HearingLate | T::HearingNoticeShort => {
                !is_immediate(item) && item.specials.iter().any(|kind| kind == HEARING)
            }
            T::StepOverrun => {
                let in_days = |step: &duban_domain::Step| {
                    step.limit.is_some_and(|limit| limit.unit == Unit::Workdays)
                };
                !is_immediate(item) && item.steps.len() > 1 && item.steps.iter().any(in_days)
            }
            T::OneOfficerAllSteps | T::OffHours => !is_immediate(item) && item.steps.len() > 1,
            T::PromisedBroken | T::WithdrawnNearDue | T::VoidedAfterDue | T::RepairedAfterDue => {
                !is_immediate(item) && item.promised_limit.is_some()
            }
            T::ExtensionTooLong | T::ExtensionWithoutApprover | T::LateDespiteExtension => {
                !is_immediate(item) && extension(item).is_some()
            }
            T::FeeOverStandard => item.charges_fees,
            T::FeeOnFreeItem => !item.charges_fees,
            T::PreReviewLate
            | T::NoticeLate
            | T::RepeatedSupplement
            | T::RefusalWithoutReason
            | T::Silent
            | T::TooFast
            | T::DenialWithoutReason
            | T::RenewalUndecided
            | T::DeliveryLate
            | T::StatutoryBroken
            | T::ExtensionAfterDue
            | T::SuspensionWithoutBasis => !is_immediate(item),
        }
    }
}

/// The kind of special procedure that has events of its own.
pub(crate) const HEARING: &str = "听证";

/// The procedures whose time does not count (行政许可法 45).
pub(crate) const ART_45: [&str; 8] =
    [HEARING, "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"];

/// Whether the item is done while the applicant waits: by its kind, or because days are not what its promise counts.
pub(crate) fn is_immediate(item: &Item) -> bool {
    let promised = item.promised_limit;
    item.kind == ItemKind::Immediate
        || promised
            .is_some_and(|it| it.amount == 0 || matches!(it.unit, Unit::Hours | Unit::Minutes))
}

/// The statutory limit where no other law says otherwise (行政许可法 42).
pub(crate) const ORDINARY: Length = Length::new(20, Unit::Workdays);

/// The statutory limit of an item.
pub(crate) fn statutory_limit(item: &Item) -> Length {
    item.statutory_limit.unwrap_or(ORDINARY)
}

/// By how much the head may extend the limit of an item (行政许可法 42), where the limit is long enough to be worth it.
pub(crate) fn extension(item: &Item) -> Option<Length> {
    let limit = statutory_limit(item);
    let allowed = item.statutory_extension.unwrap_or(Length::new(10, Unit::Workdays));
    (limit.amount >= 10 && allowed.unit == limit.unit).then_some(allowed)
}

/// Whether every limit of the item is one in working days.
pub(crate) fn counts_workdays(item: &Item) -> bool {
    let limits = [item.statutory_limit, item.promised_limit].into_iter().flatten();
    limits.into_iter().all(|limit| limit.unit == Unit::Workdays)
}
