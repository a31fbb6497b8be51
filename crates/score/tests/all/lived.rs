//! From events to scores: the engine itself tells how the cases went and raises the cards.

use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_domain::{About, CaseFact, Description, Event, EventKind, Milestone, Origin, RecordKey};
use duban_engine::{CaseSummary, Standing, Supervisor, standings};
use duban_rulebook::{RuleSet, Rulebook};
use duban_score::{Grading, Scope, Subject, score};
use expect_test::{Expect, expect};

use crate::pocket::{SCORING, rulebook};
use crate::told::{cases, print, zone};

#[test]
fn a_month_as_the_engine_saw_it() {
    // A is early, B late by a day, C in time with a reminder, D given up, E open and overdue, F accepted before it came in.
    check(
        "
        A*20  取水许可  水务局/受理岗  received 10-08, accepted 10-08, granted 10-14
        B     取水许可  水务局/审核岗  received 10-08, accepted 10-08, granted 10-21
        C*20  林木采伐  林业局/受理岗  received 10-08, accepted 10-08, granted 10-20
        D     林木采伐  林业局/受理岗  received 10-12, accepted 10-12, withdrawn 10-15
        E     林木采伐  林业局/审核岗  received 10-12, accepted 10-12
        F     户外广告  城管局/受理岗  received 10-13, accepted 10-12, granted 10-14
        ",
        expect![[r#"
            2026-10
            rank  volume  done  in time  late  early  % used  finding  reminder  yellow  red  not due  points  department  tier
               1      21    21       20     1     20   52.95        0         1       1    0        0     104  水务局  优秀
               2      22    21       21     0      0   97.00        0        21       1    0        0      74  林业局  合格
               -       1     1        1     0      1   25.00        0         0       1    0        0     103  城管局  优秀
        "#]],
    );
}

#[track_caller]
fn check(told: &str, expected: Expect) {
    let rulebook = Arc::new(rulebook(SCORING));
    let (cases, warnings) = live(&rulebook, &cases(told));
    let zone = zone();
    let scope =
        Scope { month: "2026-10".parse().unwrap(), subject: Subject::Department, zone: &zone };
    let table = score(scope, &cases, &warnings, rulebook.scoring(), &Grading::default()).unwrap();
    expected.assert_eq(&print(&table));
}

/// Lets a supervisor live through the events of the cases until the end of the year.
fn live(rulebook: &Arc<Rulebook>, told: &[CaseSummary]) -> (Vec<CaseSummary>, Vec<Standing>) {
    let rules = RuleSet::of(vec![rulebook.clone()]).unwrap();
    let mut supervisor = Supervisor::new(Arc::new(rules));
    let mut events: Vec<Event> = told.iter().flat_map(events).collect();
    events.sort_by_key(|event| event.recorded_at);
    for event in events {
        let event = event.map(&mut |text| supervisor.symbols().intern(&text));
        supervisor.apply(&event);
    }
    supervisor.advance(zone().end_of("2026-12-31".parse().unwrap()));
    let warnings = standings(&supervisor.take_decisions());
    (supervisor.summaries().collect(), warnings)
}

fn events(case: &CaseSummary) -> Vec<Event> {
    // Nothing is reported of a case before it came in, whatever its papers say.
    let came_in = case.firsts[&EventKind::Received];
    let description = CaseFact::Described(Box::new(Description {
        item: case.item.clone(),
        department: case.department.clone(),
        facts: Vec::new(),
    }));
    let milestones = case.firsts.iter().map(|(kind, at)| {
        let milestone = Milestone::of(*kind).unwrap_or_else(|| panic!("{kind} is no milestone"));
        (CaseFact::Reached(milestone), *at)
    });
    let facts = std::iter::once((description, came_in)).chain(milestones);
    let event = |(place, (fact, at)): (usize, (CaseFact, Timestamp))| Event {
        occurred_at: at,
        recorded_at: at.max(came_in),
        origin: Origin {
            source: "register".to_owned(),
            key: RecordKey::Ordinal(u32::try_from(place).unwrap()),
            version: 1,
        },
        by: case.handler.clone(),
        note: None,
        about: About::Case { case: case.case.clone(), fact },
    };
    facts.enumerate().map(event).collect()
}
