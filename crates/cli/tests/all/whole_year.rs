//! What must hold on whole histories, and not on a story or two: the demonstration year, and real logs.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use duban_author::backtest::backtest;
use duban_district::{Config, District};
use duban_domain::{Event, Organisation, Sym, Symbols};
use duban_engine::{History, Manner, Standing, Warning, replay, standings};
use duban_exchange::{Incoming, Mapping, file_stem, open, read};
use duban_rulebook::RuleSet;

use crate::support::{repo, shared_log};

/// Events in the order of recording.
struct Recorded<'e>(std::slice::Chunks<'e, Event<String>>);

impl History for Recorded<'_> {
    type Error = Infallible;

    fn next_batch(
        &mut self,
        symbols: &mut Symbols,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<bool, Infallible> {
        let Some(events) = self.0.next() else { return Ok(false) };
        out.extend(events.iter().map(|event| event.clone().map(&mut |text| symbols.intern(&text))));
        Ok(true)
    }
}

fn rules(dir: &str) -> Arc<RuleSet> {
    let path = repo(dir);
    let rules = RuleSet::load(path.as_ref());
    Arc::new(rules.unwrap_or_else(|error| panic!("{dir}: {}", error.render())))
}

fn the_year() -> Vec<Event<String>> {
    let rules = rules("rules/national");
    let path = repo("fixtures/district/organisation.toml");
    let organisation = (path.clone(), std::fs::read_to_string(path).unwrap());
    let organisation = Organisation::from_toml(&[organisation]).unwrap();
    let book = &rules.versions()[0];
    let config = Config { cases: 100_000, ..Config::default() };
    District::new(book.catalogue(), &organisation, book.calendar(), config).events().collect()
}

fn logged(log: &str, mapping: &str) -> Option<Vec<Event<String>>> {
    let path = shared_log(log)?;
    let mapping =
        Mapping::from_toml(mapping, &std::fs::read_to_string(repo(mapping)).unwrap()).unwrap();
    let (input, _) = open(&path).unwrap();
    let incoming = read(input, &file_stem(&path), &mapping).unwrap();
    let mut events: Vec<_> = incoming
        .filter_map(|incoming| match incoming.unwrap() {
            Incoming::Event { event, .. } => Some(*event),
            Incoming::Quarantined(_) => None,
        })
        .collect();
    events.sort_by_key(|event| event.recorded_at);
    Some(events)
}

fn decided(events: &[Event<String>], rules: &Arc<RuleSet>, manner: Manner) -> String {
    let outcome = replay(rules, manner, Recorded(events.chunks(4096))).unwrap();
    assert!(!outcome.decisions.is_empty());
    outcome.digest()
}

#[track_caller]
fn same_with_remembering_off(events: &[Event<String>], dir: &str) {
    let rules = rules(dir);
    let remembered = decided(events, &rules, Manner::default());
    let called = decided(events, &rules, Manner { memoised: false, ..Manner::default() });
    assert_eq!(remembered, called);
}

#[test]
fn with_remembering_off_the_year_comes_to_the_same() {
    same_with_remembering_off(&the_year(), "rules/national");
}

#[test]
fn with_remembering_off_real_logs_come_to_the_same() {
    for (log, mapping) in [("receipt.xes.gz", "wabo-receipt"), ("BPIC15_1.xes.gz", "bpic15")] {
        let Some(events) = logged(log, &format!("fixtures/mappings/{mapping}.toml")) else {
            continue;
        };
        same_with_remembering_off(&events, "rules/examples/wabo");
        same_with_remembering_off(&events, "rules/national");
    }
}

/// What makes a warning the same under two sets of rules.
type Key<'c> = (&'c str, &'c str, Option<&'c str>, u8, i64, [Option<&'c str>; 3]);

fn key(warning: &Warning) -> Key<'_> {
    let (id, by) = (&warning.id, &warning.answers);
    let who = [by.department.as_deref(), by.post.as_deref(), by.officer.as_deref()];
    (&id.case, &id.rule, id.subject.as_deref(), id.level as u8, warning.due_at.0, who)
}

/// How many more warnings of each kind stand in the first list than in the second.
fn surplus<'c>(of: &'c [Standing], over: &'c [Standing]) -> BTreeMap<Key<'c>, i64> {
    let mut counts = BTreeMap::new();
    for (standings, sign) in [(of, 1), (over, -1)] {
        for it in standings.iter().filter(|it| it.stands()) {
            *counts.entry(key(&it.warning)).or_insert(0) += sign;
        }
    }
    counts.retain(|_, count| *count > 0);
    counts
}

/// How often each warning comes in a list.
fn counted<'c>(warnings: impl Iterator<Item = &'c Warning>) -> BTreeMap<Key<'c>, i64> {
    let mut counts = BTreeMap::new();
    for warning in warnings {
        *counts.entry(key(warning)).or_insert(0) += 1;
    }
    counts
}

#[test]
fn between_any_two_card_policies_a_backtest_lists_exactly_the_warnings_that_differ() {
    let events = the_year();
    let policies = ["default", "yulin", "dongguan", "hunan", "chengdu"];
    let outcomes = policies.map(|policy| {
        let rules = rules(&format!("rules/presets/{policy}"));
        let outcome = replay(&rules, Manner::default(), Recorded(events.chunks(4096))).unwrap();
        standings(&outcome.decisions)
    });
    let mut alike = Vec::new();
    for (one, old) in outcomes.iter().enumerate() {
        for (other, new) in outcomes.iter().enumerate().skip(one + 1) {
            let found = backtest(old, new);
            let pairs = || found.moved.iter().chain(&found.changed);
            let came = found.gained.iter().copied().chain(pairs().map(|it| it.new));
            let went = found.lost.iter().copied().chain(pairs().map(|it| it.old));
            let pair = (policies[one], policies[other]);
            if found.is_empty() {
                alike.push(pair);
            }
            assert!(counted(came) == surplus(new, old), "{pair:?}: what came");
            assert!(counted(went) == surplus(old, new), "{pair:?}: what went");
        }
    }
    // These two part where nothing was promised in days, and in this district something always is.
    assert_eq!(alike, [("default", "dongguan")]);
}
