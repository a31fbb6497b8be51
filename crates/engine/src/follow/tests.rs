//! The plain course comes to what telling everything anew would come to: the same runs and the same decisions after each event.

use std::path::Path;
use std::sync::Arc;

use duban_calendar::{Day, Timestamp, Zone};
use duban_domain::{
    About, By, CaseFact, Description, Event, EventKind, KindSet, Milestone, Origin, Outcome,
    RecordKey, Special, Value,
};
use duban_rulebook::{Bundle, RuleSet};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::case_state::{CaseState, NONE, Run};
use crate::{Decision, Supervisor, sort};

const HOUR: i64 = 3_600_000;

/// One thing that happens to a case: how many hours after the one before, what, and how many hours later it is reported, if nothing
/// that happened before it is reported later still.
type Happening = (i64, CaseFact, i64);

fn happening() -> impl Strategy<Value = Happening> {
    use Milestone as M;
    let milestones =
        [M::Received, M::Accepted, M::SupplementRequested, M::SupplementReceived, M::Granted];
    let milestone = prop::sample::select(milestones.to_vec()).prop_map(CaseFact::Reached);
    let step = || prop::sample::select(vec!["审核".to_owned(), "决定".to_owned()]);
    let special = prop::sample::select(vec![("听证", None), ("专家评审", Some("3 workdays"))]);
    let special = special.prop_map(|(kind, notified)| {
        CaseFact::SpecialStarted(Box::new(Special {
            kind: kind.to_owned(),
            basis: None,
            approver: None,
            notified: notified.map(|length| length.parse().unwrap()),
        }))
    });
    let ended = prop::sample::select(vec![None, Some("听证".to_owned())]);
    let length = prop::sample::select(vec![None, Some("5 workdays".parse().unwrap())]);
    let described = ("[XY]", prop::option::of("slow|quick")).prop_map(|(item, pace)| {
        let facts = pace.map(|pace| ("pace".to_owned(), Value::Text(pace)));
        let facts = facts.into_iter().collect();
        CaseFact::Described(Box::new(Description { item: Some(item), department: None, facts }))
    });
    let what = prop_oneof![
        8 => milestone,
        2 => step().prop_map(|step| CaseFact::StepStarted { step }),
        1 => step().prop_map(|step| CaseFact::StepCompleted { step, outcome: Outcome::Passed }),
        1 => step().prop_map(|step| CaseFact::StepReturned { step }),
        2 => special,
        2 => ended.prop_map(|kind| CaseFact::SpecialEnded { kind }),
        1 => length.prop_map(|length| CaseFact::ExtensionApproved { length, approver: None }),
        1 => described,
    ];
    (0..150_i64, what, prop_oneof![3 => Just(0_i64), 1 => 1..1200_i64])
}

fn rules(name: &str) -> Arc<RuleSet> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = here.join("tests/rules").join(name);
    let calendar = here.join("../../rules/calendars/cn.toml");
    let files = [
        ("calendars/cn.toml".to_owned(), calendar),
        ("catalogue/items.toml".to_owned(), own.join("catalogue.toml")),
        (format!("{name}/rulebook.toml"), own.join("rulebook.toml")),
        (format!("{name}/clocks.rhai"), own.join("clocks.rhai")),
    ];
    let files = files.into_iter().filter(|(_, path)| path.is_file());
    let texts = files.map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()));
    let bundle = Bundle::from_files(texts.collect()).unwrap();
    Arc::new(RuleSet::from_bundles(vec![bundle]).unwrap())
}

/// What happens, in the order of occurrence and of recording.
fn events(happenings: Vec<Happening>, zone: &Zone) -> Vec<Event> {
    let mut occurred_at = zone.start_of(Day::from_ymd(2025, 3, 3).unwrap());
    let mut recorded_at = occurred_at;
    let mut events = Vec::new();
    for (number, (gap, fact, delay)) in (0..).zip(happenings) {
        occurred_at = Timestamp(occurred_at.0 + gap * HOUR);
        recorded_at = recorded_at.max(Timestamp(occurred_at.0 + delay * HOUR));
        let origin =
            Origin { source: "story".to_owned(), key: RecordKey::Ordinal(number), version: 1 };
        let about = About::Case { case: "A-1".to_owned(), fact };
        events.push(Event {
            occurred_at,
            recorded_at,
            origin,
            by: By::default(),
            note: None,
            about,
        });
    }
    events
}

/// How a supervisor takes events in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In their plain course, where it is plain.
    Following,
    /// Everything is told anew.
    Anew,
}

/// Takes one event of the only case in; answers the case's runs and what was decided.
fn take(engine: &mut Supervisor, event: &Event, way: Way) -> (Vec<String>, Vec<Decision>) {
    let event = event.clone().map(&mut |text| engine.symbols().intern(&text));
    let About::Case { case, fact } = &event.about else { unreachable!("all are about the case") };
    if engine.cases.is_empty() {
        engine.cases.push(CaseState::new(*case));
    }
    let now = event.recorded_at;
    engine.desk(0, now).run_down(Timestamp(now.0 - 1));
    let mut desk = engine.desk(0, now);
    // Nothing is followed in a case to which something was deemed.
    desk.case.has_deemed |= way == Way::Anew;
    desk.take_in(&event, fact, NONE);
    if way == Way::Anew {
        // Every clock: that is what a description calls for.
        desk.work_out(KindSet::EMPTY.with(EventKind::Described), event.occurred_at);
        desk.settle();
        desk.case.sum_up();
    }
    let runs = engine.cases[0].runs.iter().map(|run| {
        // A run that is to be looked at now may turn out to have nothing to decide: which it is, the decisions tell.
        let next_at = if run.next_at <= now { Timestamp::MAX } else { run.next_at };
        format!("{:?}", Run { next_at, ..*run })
    });
    let mut runs: Vec<_> = runs.collect();
    // The order in which they were first seen differs, and shows nowhere.
    runs.sort();
    (runs, decided(engine))
}

/// What was decided since it was asked last.
fn decided(engine: &mut Supervisor) -> Vec<Decision> {
    let mut decisions = engine.take_decisions();
    sort(&mut decisions);
    decisions
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 480,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]

    #[test]
    fn following_comes_to_what_telling_anew_comes_to(
        name in prop::sample::select(vec!["pocket", "curious", "catalogued", "choosy", "described", "undoing"]),
        happenings in prop::collection::vec(happening(), 1..14),
    ) {
        let rules = rules(name);
        let events = events(happenings, rules.zone());
        let (mut one, mut other) = (Supervisor::new(rules.clone()), Supervisor::new(rules));
        for event in &events {
            let followed = take(&mut one, event, Way::Following);
            prop_assert_eq!(followed, take(&mut other, event, Way::Anew));
        }
        let [one, other] = [one, other].map(|mut engine| {
            engine.desk(0, Timestamp::MIN).run_down(Timestamp::MAX);
            decided(&mut engine)
        });
        prop_assert_eq!(one, other);
    }
}
