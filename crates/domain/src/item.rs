//! Items (事项): what can be applied for, by which department, through which steps, within which limits.
//!
//! *Invariant.* A limit has its unit (the exchange tables carry one); where the law gives none there is none, never a guess.
//!
//! *Absent on purpose.* Files: the text of a catalogue comes in as a string. Whether an entry makes sense: a fee without a basis can be
//! written down, and is a finding of the author's tools.

mod parts;

pub use parts::{Cancellation, Exemption, ItemFee, Material, Step};

use duban_calendar::{Day, Length};
use serde::{Deserialize, Serialize};

/// One version of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The code by which cases name it (实施编码 or 基本编码).
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in English, where one is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The department that handles it.
    pub department: String,
    /// What kind of power or service it is (GB/T 39046 A.1). The statutes that bind it depend on this; none is ever read off the code.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub item_type: Option<ItemType>,
    /// 即办件, 承诺件 or other (GB/T 39046 A.6).
    #[serde(default)]
    pub kind: ItemKind,
    /// The statutory limit (法定时限), where a law gives one.
    #[serde(default, with = "crate::text", skip_serializing_if = "Option::is_none")]
    pub statutory_limit: Option<Length>,
    /// By how much the head may extend the statutory limit, where its law says otherwise than 行政许可法 42.
    #[serde(default, with = "crate::text", skip_serializing_if = "Option::is_none")]
    pub statutory_extension: Option<Length>,
    /// The promised limit (承诺时限).
    #[serde(default, with = "crate::text", skip_serializing_if = "Option::is_none")]
    pub promised_limit: Option<Length>,
    /// The law and article that the item rests on (设定依据), with the words of its limit where it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Whether it may charge a fee.
    #[serde(default)]
    pub charges_fees: bool,
    /// What it charges, each fee with its basis and standard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<ItemFee>,
    /// What has to be handed in (申请材料).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// The forms to fill in (申请表格).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// The special procedures (特别程序) its law allows, by kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specials: Vec<String>,
    /// Its steps (环节), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The first day this version is in force.
    #[serde(default, with = "crate::text", skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day this version is in force.
    #[serde(default, with = "crate::text", skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// That the item was cancelled (取消), from which day and by what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Cancellation>,
    /// Whether it is a state secret (涉密) and so kept from publication.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub classified: bool,
    /// Who exempted a classified item from publication, and for how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
}

/// 事项类型, by the code list of GB/T 39046-2020 A.1. Files and scripts write it in the words of that list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ItemType {
    /// 01 行政许可: the only one that 行政许可法 binds.
    #[serde(rename = "行政许可")]
    Licence,
    /// 02 行政处罚
    #[serde(rename = "行政处罚")]
    Penalty,
    /// 03 行政强制
    #[serde(rename = "行政强制")]
    Coercion,
    /// 04 行政征收
    #[serde(rename = "行政征收")]
    Levy,
    /// 05 行政给付
    #[serde(rename = "行政给付")]
    Benefit,
    /// 06 行政检查
    #[serde(rename = "行政检查")]
    Inspection,
    /// 07 行政确认
    #[serde(rename = "行政确认")]
    Confirmation,
    /// 08 行政奖励
    #[serde(rename = "行政奖励")]
    Award,
    /// 09 行政裁决
    #[serde(rename = "行政裁决")]
    Ruling,
    /// 10 其他行政权力
    #[serde(rename = "其他行政权力")]
    OtherPower,
    /// 20 公共服务
    #[serde(rename = "公共服务")]
    PublicService,
}

impl ItemType {
    /// Every type, in the order of the code list.
    pub const ALL: [ItemType; 11] = [
        ItemType::Licence,
        ItemType::Penalty,
        ItemType::Coercion,
        ItemType::Levy,
        ItemType::Benefit,
        ItemType::Inspection,
        ItemType::Confirmation,
        ItemType::Award,
        ItemType::Ruling,
        ItemType::OtherPower,
        ItemType::PublicService,
    ];

    /// The number of the code list: 1 to 10, and 20.
    pub fn number(self) -> u32 {
        match self {
            ItemType::Licence => 1,
            ItemType::Penalty => 2,
            ItemType::Coercion => 3,
            ItemType::Levy => 4,
            ItemType::Benefit => 5,
            ItemType::Inspection => 6,
            ItemType::Confirmation => 7,
            ItemType::Award => 8,
            ItemType::Ruling => 9,
            ItemType::OtherPower => 10,
            ItemType::PublicService => 20,
        }
    }

    /// The word of the code list, as files and scripts write it.
    pub fn word(self) -> &'static str {
        match self {
            ItemType::Licence => "行政许可",
            ItemType::Penalty => "行政处罚",
            ItemType::Coercion => "行政强制",
            ItemType::Levy => "行政征收",
            ItemType::Benefit => "行政给付",
            ItemType::Inspection => "行政检查",
            ItemType::Confirmation => "行政确认",
            ItemType::Award => "行政奖励",
            ItemType::Ruling => "行政裁决",
            ItemType::OtherPower => "其他行政权力",
            ItemType::PublicService => "公共服务",
        }
    }
}

/// 办件类型.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// 即办件: done while the applicant waits.
    Immediate,
    /// 承诺件: done within the promised limit.
    #[default]
    Committed,
    /// 其他.
    Other,
}

impl ItemKind {
    /// Every kind.
    pub const ALL: [ItemKind; 3] = [ItemKind::Immediate, ItemKind::Committed, ItemKind::Other];

    /// The word for it in files and scripts.
    pub const fn word(self) -> &'static str {
        match self {
            ItemKind::Immediate => "immediate",
            ItemKind::Committed => "committed",
            ItemKind::Other => "other",
        }
    }
}

impl Item {
    /// Whether this version holds on `day`: both its first and its last day belong to it.
    pub fn in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}
