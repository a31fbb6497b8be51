//! What is reached does not depend on whether answers are remembered.

use std::path::Path;

use duban_engine::Supervisor;
use duban_rulebook::RuleSet;

use crate::suite::{Ready, Suite, ready};

/// What the stories of the national rulebook reach: the lines and the ways, each with how often it was.
fn reached(supervisor: impl Fn(std::sync::Arc<RuleSet>) -> Supervisor) -> Vec<(String, u64)> {
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let suite = Suite::gather(&[national]).unwrap();
    let mut all = Vec::new();
    for (dir, dues) in suite.books() {
        let Ready { rules, scripts } = ready(dir, dues, RuleSet::traced).unwrap();
        for (_, script) in &scripts {
            let mut supervisor = supervisor(rules.clone());
            for event in &script.events {
                let event = event.clone().map(&mut |text| supervisor.symbols().intern(&text));
                supervisor.apply(&event);
            }
            supervisor.advance(script.end);
        }
        for version in rules.versions() {
            let lines = version.lines().into_iter();
            all.extend(lines.map(|it| (format!("{}:{}", it.file, it.line), it.hits)));
            let ways = version.branches().into_iter();
            all.extend(ways.map(|it| {
                (format!("{}:{}:{} {:?}", it.file, it.line, it.column, it.way), it.hits)
            }));
        }
    }
    all
}

#[test]
fn every_call_is_seen_since_traced_rules_remember_nothing() {
    let remembered = reached(Supervisor::new);
    assert!(remembered.iter().filter(|(_, hits)| *hits > 0).count() > 100);
    let called = reached(Supervisor::unmemoised);
    // What is remembered would hide most calls; a single hit more or less does not.
    let differ: Vec<_> = remembered
        .iter()
        .zip(&called)
        .filter(|(a, b)| a.0 != b.0 || a.1.abs_diff(b.1) > 2)
        .collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn rules_that_are_not_traced_know_nothing_of_what_ran() {
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let rules = RuleSet::load(&national).unwrap();
    assert!(rules.versions().iter().all(|it| it.lines().is_empty() && it.branches().is_empty()));
}
