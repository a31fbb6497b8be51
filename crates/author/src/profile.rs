//! What a replay cost in calls of closures: which are called again and again, and which fact is to blame.
//!
//! *Invariant.* The counts of all shards are added up; closures stand in the order of calls that were not remembered, then of the plan.
//!
//! *Absent on purpose.* Time: how long a call takes depends on the machine, and calls that are saved are saved on any.

use duban_engine::Supervisor;
use duban_rulebook::{RuleSet, ScriptProfile};

use crate::catalogue::Words;

/// One closure and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The version of the rules, by its number from 0.
    pub version: usize,
    /// What was counted. `nodes` is of the largest tree of a shard.
    pub counted: ScriptProfile,
    /// The closure with its word, as its author wrote it.
    pub wording: String,
    /// What to ask for in place of the fact that is too fine. Where remembering was given up.
    pub coarser: Option<Words>,
}

impl Cost {
    /// How many of a hundred calls were remembered, rounded down; None where there was no call.
    pub fn hit_percent(&self) -> Option<u64> {
        self.counted.hits.saturating_mul(100).checked_div(self.counted.calls)
    }
}

/// What the closures cost that these supervisors asked.
pub fn profile(rules: &RuleSet, supervisors: &[Supervisor]) -> Vec<Cost> {
    let mut costs: Vec<Cost> = Vec::new();
    for (version, book) in rules.versions().iter().enumerate() {
        let mut total: Vec<ScriptProfile> = Vec::new();
        for supervisor in supervisors {
            let of_shard = supervisor.profiles().swap_remove(version);
            if total.is_empty() {
                total = of_shard;
            } else {
                total.iter_mut().zip(of_shard).for_each(|(all, one)| add(all, one));
            }
        }
        costs.extend(total.into_iter().map(|counted| Cost {
            version,
            wording: book.wording(counted.script).to_owned(),
            coarser: counted.too_fine.as_deref().map(coarser),
            counted,
        }));
    }
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.counted.misses()));
    costs
}

fn add(all: &mut ScriptProfile, one: ScriptProfile) {
    all.calls += one.calls;
    all.hits += one.hits;
    all.nodes = all.nodes.max(one.nodes);
    all.gave_up |= one.gave_up;
    all.too_fine = all.too_fine.take().or(one.too_fine);
}

/// What there are fewer of than of this fact, and says what is meant.
fn coarser(fact: &str) -> Words {
    let member = fact.rsplit('.').next().unwrap_or(fact);
    if fact.starts_with("c.facts.") && (member.ends_with("_at") || member.ends_with("_on")) {
        return Words::new(
            format!(
                "取其日期再比较（如 `date_of({fact}) < c.received_on`），不要写出或计算 `{fact}`"
            ),
            format!(
                "compare its date with another day, as `date_of({fact}) < c.received_on`; do not write out or calculate with `{fact}`"
            ),
        );
    }
    if let Some(moment) = member.strip_suffix("_at").or_else(|| member.strip_suffix("_on")) {
        let day = fact.replace(member, &format!("{moment}_on"));
        return Words::new(
            format!("与另一日期比较（如 `{day} < c.received_on`），不要写出或计算 `{fact}`"),
            format!(
                "compare it with another day, as `{day} < c.received_on`; do not write out or calculate with `{fact}`"
            ),
        );
    }
    match member {
        "note" | "number" | "officer" | "approver" => Words::new(
            format!("只问需要的内容，如 `{fact}.contains(\"…\")`、`{fact} == …`，不要取全文"),
            format!(
                "ask what you need of it, as `{fact}.contains(\"...\")` or `{fact} == ...`; do not read the whole text"
            ),
        ),
        "charged_fen" | "standard_fen" => Words::new(
            format!("比较金额，如 `{fact} > 0`，不要用它计算"),
            format!("compare it, as `{fact} > 0`; do not calculate with it"),
        ),
        _ if fact.contains(".first(") || fact.contains(".last(") => Words::new(
            format!("比较先后，或改问 `c.has(…)`，不要写出 `{fact}`"),
            format!(
                "compare it with another instant or ask `c.has(...)`; do not write out `{fact}`"
            ),
        ),
        _ => Words::new(
            format!("`{fact}` 取值过多；请按事项、部门或环节判断"),
            format!("`{fact}` has too many values; decide by the item, the department or the step"),
        ),
    }
}

#[cfg(test)]
mod tests;
