//! What is reached does not depend on whether answers are remembered, nor on where scripts lie in memory.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use duban_domain::About;
use duban_engine::Supervisor;
use duban_rulebook::RuleSet;

use crate::suite::{Ready, Suite, ready};

/// What all stories of the national rulebook reach together, as cases of one supervisor: the lines and the ways.
fn reached(supervisor: impl Fn(Arc<RuleSet>) -> Supervisor) -> BTreeSet<String> {
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let suite = Suite::gather(&[national]).unwrap();
    let mut all = BTreeSet::new();
    for (dir, dues) in suite.books() {
        let Ready { rules, timelines } = ready(dir, dues, RuleSet::traced).unwrap();
        let mut supervisor = supervisor(rules.clone());
        let mut events = Vec::new();
        for (number, (_, timeline)) in timelines.into_iter().enumerate() {
            for mut event in timeline.events {
                // Many stories call their case alike.
                if let About::Case { case, .. } = &mut event.about {
                    *case = format!("{number}/{case}");
                }
                events.push(event);
            }
        }
        events.sort_by_key(|event| event.recorded_at);
        for event in events {
            let event = event.map(&mut |text| supervisor.symbols().intern(&text));
            supervisor.apply(&event);
        }
        for version in rules.versions() {
            let lines = version.lines().into_iter().filter(|it| it.hits > 0);
            all.extend(lines.map(|it| format!("{}:{}", it.file, it.line)));
            let ways = version.branches().into_iter().filter(|it| it.hits > 0);
            all.extend(
                ways.map(|it| format!("{}:{}:{} {:?}", it.file, it.line, it.column, it.way)),
            );
        }
    }
    all
}

#[test]
fn what_is_reached_does_not_depend_on_what_is_remembered() {
    let remembered = reached(Supervisor::new);
    assert!(remembered.len() > 100);
    assert_eq!(remembered, reached(Supervisor::unmemoised));
}

#[test]
fn the_same_stories_reach_the_same_lines_as_often_each_time() {
    let hits = || {
        let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
        Suite::gather(&[national]).unwrap().coverage().unwrap()
    };
    // Told apart by a word: what differs would fill many screens.
    assert!(hits() == hits(), "two runs differ");
}

#[test]
fn rules_that_are_not_traced_know_nothing_of_what_ran() {
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let rules = RuleSet::load(&national).unwrap();
    assert!(rules.versions().iter().all(|it| it.lines().is_empty() && it.branches().is_empty()));
}
