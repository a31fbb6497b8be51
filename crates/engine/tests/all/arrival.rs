//! What arrives late is judged by what happened: in the end the same cards stand, whenever the facts came in.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::support::Story;
use duban_calendar::Timestamp;
use duban_engine::{Supervisor, digest, sort, standings};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// One thing that happens to a case: how many hours after the one before, what, and how many hours later it is reported.
type Happening = (u32, &'static str, u32);

fn happening() -> impl Strategy<Value = Happening> {
    let what = prop_oneof![
        Just("received"),
        Just("accepted"),
        Just("supplement_requested"),
        Just("supplement_received"),
        Just("special_started 专家评审 notified=\"3 workdays\""),
        Just("special_started 听证"),
        Just("special_ended 专家评审"),
        Just("special_ended"),
        Just("extension_approved \"5 workdays\""),
        Just("step_started 审核"),
        Just("step_completed 审核"),
        Just("granted"),
        Just("withdrawn"),
        Just("described of=甲局 fact.pace=slow"),
        Just("described fact.pace=quick"),
    ];
    (1..150_u32, what, prop_oneof![3 => Just(0_u32), 2 => 0..1200_u32])
}

/// A story of what happened, each line reported as late as it says, or at once.
fn story(happenings: &[Happening], late: bool) -> Story {
    story_by("pocket", happenings, late)
}

fn story_by(rules: &str, happenings: &[Happening], late: bool) -> Story {
    let mut text = format!("rules {rules}\n");
    let mut hours = 0;
    for (gap, what, delay) in happenings {
        hours += gap;
        let (occurred, recorded) = (time(hours), time(hours + if late { *delay } else { 0 }));
        writeln!(text, "{occurred} recorded {recorded} {what}").unwrap();
    }
    text.push_str("end 2027-06-01\n");
    Story::read(&text)
}

/// An instant so many hours after the beginning of the first day of a story.
pub(crate) fn time(hours: u32) -> String {
    let day = duban_calendar::Day::from_ymd(2025, 3, 3).unwrap().plus(i64::from(hours / 24));
    format!("{day} {:02}:00", hours % 24)
}

/// Several cases, each with its own story.
fn side_by_side(rules: &str, cases: &[Vec<Happening>]) -> Story {
    let mut stories = cases.iter().zip(1..).map(|(happenings, number)| {
        let mut story = story_by(rules, happenings, true);
        story.rename(&format!("A-{number}"));
        story
    });
    let mut all = stories.next().expect("there is a case at least");
    for story in stories {
        all.events.extend(story.events);
    }
    all.events.sort_by_key(|event| event.recorded_at);
    all
}

/// The cards of clocks that stand in the end: rule, subject, level and due instant.
pub(crate) fn standing(story: &Story) -> BTreeSet<(String, String, Timestamp)> {
    let mut engine = Supervisor::new(story.rules.clone());
    for event in &story.events {
        let event = event.clone().map(&mut |text| engine.symbols().intern(&text));
        engine.apply(&event);
    }
    engine.advance(story.end);
    let mut decisions = engine.take_decisions();
    sort(&mut decisions);
    standings(&decisions)
        .into_iter()
        .filter(|it| it.stands() && it.warning.id.level.is_card())
        // A check looks at its event when it comes in, with the case as it is known then.
        .filter(|it| it.warning.id.rule != "acceptance backdated")
        .map(|it| (it.warning.id.rule.clone(), it.warning.id.level.to_string(), it.warning.due_at))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_of_arrival_changes_no_card_that_stands(happenings in prop::collection::vec(happening(), 1..14)) {
        let (prompt, late) = (story(&happenings, false), story(&happenings, true));
        prop_assert_eq!(standing(&prompt), standing(&late));
    }

    /// `curious` has clocks whose closures look at events that neither start, stop nor move them, `choosy` some that not every event
    /// stops.
    #[test]
    fn what_a_closure_looks_at_reaches_its_clock(
        rules in prop::sample::select(vec!["curious", "choosy"]),
        happenings in prop::collection::vec(happening(), 1..14),
    ) {
        let (prompt, late) = (story_by(rules, &happenings, false), story_by(rules, &happenings, true));
        prop_assert_eq!(standing(&prompt), standing(&late));
    }

    #[test]
    fn taken_in_together_and_one_by_one_are_the_same(
        rules in prop::sample::select(vec!["curious", "choosy"]),
        cases in prop::collection::vec(prop::collection::vec(happening(), 1..10), 1..5),
        windows in prop::collection::vec(1..12_usize, 1..20),
    ) {
        let story = side_by_side(rules, &cases);
        prop_assert_eq!(story.tell(true, false), story.tell_in_windows(&windows));
    }

    #[test]
    fn waking_on_time_and_sleeping_through_are_the_same(
        rules in prop::sample::select(vec!["pocket", "choosy"]),
        happenings in prop::collection::vec(happening(), 1..14),
    ) {
        let story = story_by(rules, &happenings, true);
        let asleep = story.tell(true, false);
        prop_assert_eq!(&asleep, &story.tell(true, true));
        prop_assert_eq!(&asleep, &story.tell(false, false));
    }
}

/// A window that does not stand in the order of its recording is taken in one by one, and each event counts once.
#[test]
fn a_window_out_of_order_comes_to_the_same_as_one_by_one() {
    let mut story = Story::read(
        "rules pocket\n2025-03-03 09:00  accepted\n2025-03-04 09:00  step_completed 初审\n2025-03-20 09:00  completed\nend 2025-06-01\n",
    );
    story.events.reverse();
    let told = |in_window: bool| {
        let mut engine = Supervisor::new(story.rules.clone());
        let symbols = engine.symbols();
        let events = story.events.iter().cloned();
        let events: Vec<_> =
            events.map(|event| event.map(&mut |text| symbols.intern(&text))).collect();
        if in_window {
            engine.apply_all(&events);
        } else {
            events.iter().for_each(|event| engine.apply(event));
        }
        engine.advance(story.end);
        (engine.events(), engine.case_count(), digest(&engine.take_decisions()))
    };
    assert_eq!(told(true), told(false));
    assert_eq!(told(true).0, 3);
}
