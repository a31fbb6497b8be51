//! Rules whose script failed on cases, summed up: one broken line can hide behind thousands of findings.
//!
//! *Absent on purpose.* The single failures: each is a finding on its case, which `duban warnings` lists.

use std::collections::BTreeMap;

use duban_engine::Decision;
use serde::Serialize;

use crate::args::Lang;
use crate::titles::Titles;
use crate::{print, words};

/// A rule that failed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failing {
    rule: String,
    /// On how many cases it failed.
    count: u64,
    /// The first of them in the order of decisions.
    first_case: String,
    /// What went wrong with that one, with script and line.
    message: String,
}

/// The rules that failed, by name.
pub(super) fn of(decisions: &[Decision]) -> Vec<Failing> {
    let mut failing: BTreeMap<&str, Failing> = BTreeMap::new();
    for decision in decisions {
        let Decision::Raised(warning) = decision else { continue };
        if !warning.fault {
            continue;
        }
        let first = || Failing {
            rule: warning.id.rule.clone(),
            count: 0,
            first_case: warning.id.case.clone(),
            message: warning.message.clone(),
        };
        failing.entry(&warning.id.rule).or_insert_with(first).count += 1;
    }
    failing.into_values().collect()
}

/// A table of them; nothing when all rules worked.
pub(super) fn table(failing: &[Failing], titles: Titles<'_>, lang: Lang) -> String {
    if failing.is_empty() {
        return String::new();
    }
    let header = [
        words::pick(lang, "rules that failed", "执行失败的规则"),
        words::pick(lang, "cases", "办件数"),
        words::pick(lang, "first case", "首个办件"),
        words::pick(lang, "what went wrong", "原因"),
    ];
    let rows = failing.iter().map(|it| {
        let rule = titles.rule(&it.rule).to_owned();
        vec![rule, print::thousands(it.count), it.first_case.clone(), it.message.clone()]
    });
    format!("\n{}", print::table(&header, rows))
}
