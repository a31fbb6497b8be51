//! From points to a tier, and from which volume on a row is ranked.
//!
//! *Invariant.* More points never mean a lower tier.
//!
//! *Absent on purpose.* Consequences. What a 不合格 brings upon a department is decided by people.

use std::fmt;

use duban_rulebook::Decimal;
use serde::Serialize;

/// A rating. The order is that of merit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 不合格
    Failed,
    /// 合格
    Passed,
    /// 良好
    Good,
    /// 优秀
    Excellent,
}

/// The cut-offs of the tiers, and the sample below which nobody is ranked. Every place may set its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grading {
    /// From so many points on 优秀.
    pub excellent: Decimal,
    /// From so many points on 良好.
    pub good: Decimal,
    /// From so many points on 合格; below 不合格.
    pub passed: Decimal,
    /// From which volume on a row is ranked. Of a handful of cases a single card decides, so a smaller row is shown without a rank.
    pub sample: u64,
}

impl Default for Grading {
    /// 90, 80, 60 and 20 cases. The tiers are those of a city's rules on electronic supervision (行政审批电子监察办法, art. 9), which
    /// name no cut-offs; these are the customary ones. No document has a smallest sample either; bulletins print the share of business
    /// (业务比重) beside the score for the same reason.
    fn default() -> Grading {
        Grading {
            excellent: Decimal::from(90),
            good: Decimal::from(80),
            passed: Decimal::from(60),
            sample: 20,
        }
    }
}

impl Grading {
    /// The tier of a total.
    ///
    /// ```
    /// use duban_score::{Grading, Tier};
    ///
    /// assert_eq!(Grading::default().tier(90.into()), Tier::Excellent);
    /// assert_eq!(Grading::default().tier(59.into()), Tier::Failed);
    /// ```
    pub fn tier(&self, total: Decimal) -> Tier {
        if total >= self.excellent {
            Tier::Excellent
        } else if total >= self.good {
            Tier::Good
        } else if total >= self.passed {
            Tier::Passed
        } else {
            Tier::Failed
        }
    }
}

impl Tier {
    /// The name that the command line and the API use.
    pub const fn name(self) -> &'static str {
        match self {
            Tier::Failed => "failed",
            Tier::Passed => "passed",
            Tier::Good => "good",
            Tier::Excellent => "excellent",
        }
    }

    /// The Chinese term.
    pub const fn zh(self) -> &'static str {
        match self {
            Tier::Failed => "不合格",
            Tier::Passed => "合格",
            Tier::Good => "良好",
            Tier::Excellent => "优秀",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
