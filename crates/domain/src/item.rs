//! Items (事项): what can be applied for, by which department, through which steps, within which limits.
//!
//! *Invariant.* A limit has its unit (the exchange tables carry one); where the law gives none there is none, never a guess.
//!
//! *Absent on purpose.* Files: the text of a catalogue comes in as a string.

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
    /// The department that handles it.
    pub department: String,
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
    /// The law and article behind the statutory limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Whether it may charge a fee.
    #[serde(default)]
    pub charges_fees: bool,
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

/// A step of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name: 受理, 承办, 审核, 批准, ….
    pub name: String,
    /// The post (岗位) that does it.
    pub post: String,
    /// How long it may take.
    #[serde(default, with = "crate::text", skip_serializing_if = "Option::is_none")]
    pub limit: Option<Length>,
}

impl Item {
    /// Whether this version holds on `day`: both its first and its last day belong to it.
    pub fn in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}
