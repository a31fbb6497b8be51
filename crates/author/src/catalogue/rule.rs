//! The checks of a catalogue by name.
//!
//! *Invariant.* Every rule has one name, by which flags and the table of accountability know it, and no clock or conduct check has it.
//!
//! *Absent on purpose.* What a rule looks at: see the functions behind it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A check of the catalogue, in the order in which findings of one item stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Something in the file cannot be read.
    Unreadable,
    /// A limit has a number and no unit.
    LimitWithoutUnit,
    /// Two versions of an item are in force on one day.
    OverlappingVersions,
    /// The promise is longer than the law allows (优化营商环境条例 36 lets a promise be shorter, never longer).
    PromiseOverStatute,
    /// The limits of the steps together are longer than the promise.
    StepsOverPromise,
    /// The promise is less than 30 % shorter than the statute, so it earns nothing in the score.
    PromiseHardlyShorter,
    /// A committed item (承诺件) promises nothing.
    NoPromise,
    /// A licence has no statutory limit of its own.
    NoStatutoryLimit,
    /// A step has no limit, or no post.
    StepWithoutLimit,
    /// A limit counts civil days where its law counts working days.
    NaturalDays,
    /// Nothing says which law the item rests on.
    NoBasis,
    /// One material is demanded twice.
    MaterialTwice,
    /// A special procedure is not on the list of 行政许可法 45.
    SpecialBeyond45,
    /// A fee names no law.
    FeeWithoutBasis,
    /// A fee names no standard.
    FeeWithoutStandard,
    /// The item charges, but no fee is listed.
    FeesNotListed,
    /// Fees are listed, but the item is free.
    FeesOnFreeItem,
    /// The code is not built as codes are.
    CodeStructure,
    /// The check character of the office's credit code in it does not fit.
    CodeChecksum,
    /// A cancelled item is in force after its last day.
    CancelledInForce,
    /// A classified item is exempted from publication by nobody.
    ClassifiedWithoutExemption,
    /// The exemption of a classified item has run out.
    ExemptionRunOut,
}

impl Rule {
    /// Every rule, in their order.
    pub const ALL: [Rule; 22] = [
        Rule::Unreadable,
        Rule::LimitWithoutUnit,
        Rule::OverlappingVersions,
        Rule::PromiseOverStatute,
        Rule::StepsOverPromise,
        Rule::PromiseHardlyShorter,
        Rule::NoPromise,
        Rule::NoStatutoryLimit,
        Rule::StepWithoutLimit,
        Rule::NaturalDays,
        Rule::NoBasis,
        Rule::MaterialTwice,
        Rule::SpecialBeyond45,
        Rule::FeeWithoutBasis,
        Rule::FeeWithoutStandard,
        Rule::FeesNotListed,
        Rule::FeesOnFreeItem,
        Rule::CodeStructure,
        Rule::CodeChecksum,
        Rule::CancelledInForce,
        Rule::ClassifiedWithoutExemption,
        Rule::ExemptionRunOut,
    ];

    /// Its name and its title in Chinese.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Rule::Unreadable => ("unreadable", "无法读取"),
            Rule::LimitWithoutUnit => ("limit_without_unit", "时限缺单位"),
            Rule::OverlappingVersions => ("overlapping_versions", "版本有效期重叠"),
            Rule::PromiseOverStatute => ("promise_over_statute", "承诺超过法定"),
            Rule::StepsOverPromise => ("steps_over_promise", "环节之和超过承诺"),
            Rule::PromiseHardlyShorter => ("promise_hardly_shorter", "承诺压缩不足三成"),
            Rule::NoPromise => ("no_promise", "承诺件缺承诺时限"),
            Rule::NoStatutoryLimit => ("no_statutory_limit", "缺法定时限"),
            Rule::StepWithoutLimit => ("step_without_limit", "环节缺岗位或时限"),
            Rule::NaturalDays => ("natural_days", "应按工作日"),
            Rule::NoBasis => ("no_basis", "缺设定依据"),
            Rule::MaterialTwice => ("material_twice", "材料重复"),
            Rule::SpecialBeyond45 => ("special_beyond_45", "特别程序超出法定清单"),
            Rule::FeeWithoutBasis => ("fee_without_basis", "收费缺依据"),
            Rule::FeeWithoutStandard => ("fee_without_standard", "收费缺标准"),
            Rule::FeesNotListed => ("fees_not_listed", "收费项目未列"),
            Rule::FeesOnFreeItem => ("fees_on_free_item", "不收费事项列有收费"),
            Rule::CodeStructure => ("code_structure", "编码结构"),
            Rule::CodeChecksum => ("code_checksum", "编码校验"),
            Rule::CancelledInForce => ("cancelled_in_force", "已取消仍有效"),
            Rule::ClassifiedWithoutExemption => ("classified_without_exemption", "涉密缺豁免"),
            Rule::ExemptionRunOut => ("exemption_run_out", "涉密豁免到期"),
        }
    }

    /// The name by which flags and tables know it.
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// What it is called in Chinese.
    pub const fn zh(self) -> &'static str {
        self.names().1
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is no rule's name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no check of the catalogue; write one of {known}", known = listed())]
pub struct UnknownRule(pub String);

impl FromStr for Rule {
    type Err = UnknownRule;

    /// Reads a [name](Rule::name).
    fn from_str(text: &str) -> Result<Rule, UnknownRule> {
        let known = Rule::ALL.into_iter().find(|rule| rule.name() == text);
        known.ok_or_else(|| UnknownRule(text.to_owned()))
    }
}

fn listed() -> String {
    Rule::ALL.map(Rule::name).join(", ")
}
