//! What an item consists of: its steps, materials and fees, and what became of it.
//!
//! *Invariant.* What is written down can be incomplete (a fee without a basis), for a gap that cannot be written cannot be found.
//!
//! *Absent on purpose.* Sums of money: a standard is the words of a price list, and what a case paid is a fact of that case.

use duban_calendar::{Day, Length};
use serde::{Deserialize, Serialize};

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

/// Something that an applicant hands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// What it is called.
    pub name: String,
    /// The article that demands it, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Whether some applicants need not hand it in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// A fee of an item: without a law there is none (行政许可法 58), and its standard is published (59).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemFee {
    /// What is paid for.
    pub name: String,
    /// How much, in the words of the price list: 120元/本.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    /// The law, regulation or document that allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// That an item is offered no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    /// The first day on which nobody can apply any more.
    #[serde(with = "crate::text::needed")]
    pub on: Day,
    /// The decision that cancelled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// A recorded decision that a classified item need not be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Who decided it.
    pub approver: String,
    /// The first day on which it holds.
    #[serde(with = "crate::text::needed")]
    pub from: Day,
    /// The last day on which it holds.
    #[serde(with = "crate::text::needed")]
    pub to: Day,
}
