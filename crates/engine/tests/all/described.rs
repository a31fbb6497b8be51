//! What a case is, it is by the newest version of each description, in whatever order versions and descriptions come in.

use std::fmt::Write as _;

use crate::arrival::{standing, time};
use crate::support::Story;
use duban_engine::Supervisor;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::RngSeed;

/// One thing that is said of a case: how many hours after the one before it occurred, by which record if by one that has versions,
/// what, and how many hours later it is reported.
#[derive(Clone, Debug)]
struct Told {
    gap: u32,
    record: Option<usize>,
    what: String,
    delay: u32,
}

fn told() -> impl Strategy<Value = Told> {
    let plain = prop_oneof![Just("received"), Just("accepted"), Just("granted")]
        .prop_map(|what| (None, what.to_owned()));
    let items = prop_oneof![Just("item=X"), Just("item=Y")];
    let departments = prop_oneof![Just("of=甲局"), Just("of=丙局")];
    let paces = prop_oneof![Just("fact.pace=quick"), Just("fact.pace=slow")];
    let says = (items, departments, paces)
        .prop_flat_map(|(item, department, pace)| subsequence(vec![item, department, pace], 0..=3));
    let described = (0..3_usize, says, prop::bool::weighted(0.9)).prop_map(|(record, says, is)| {
        // A correction may also find that the record is none that describes the case.
        let what =
            if is { format!("described {}", says.join(" ")) } else { "noted 无".to_owned() };
        (Some(record), what)
    });
    (1..60_u32, prop_oneof![2 => plain, 3 => described], prop_oneof![Just(0_u32), 1..900_u32])
        .prop_map(|(gap, (record, what), delay)| Told { gap, record, what, delay })
}

/// The versions of a record are numbered as they occur, or the other way round. `newest`: without the versions that another one
/// corrects, and each reported at once.
fn story(all: &[Told], backwards: bool, newest: bool) -> Story {
    let mut text = "rules described\n".to_owned();
    let mut hours = 0;
    for (place, told) in all.iter().enumerate() {
        hours += told.gap;
        let version = if backwards { all.len() - place } else { place + 1 };
        let others = if backwards { &all[..place] } else { &all[place + 1..] };
        let corrected =
            told.record.is_some() && others.iter().any(|other| other.record == told.record);
        if newest && corrected {
            continue;
        }
        let origin = told.record.map(|record| format!("record=R{record} version={version}"));
        let (occurred, recorded) = (time(hours), time(hours + if newest { 0 } else { told.delay }));
        let (what, origin) = (&told.what, origin.unwrap_or_default());
        writeln!(text, "{occurred} recorded {recorded} {what} {origin}").unwrap();
    }
    text.push_str("end 2027-06-01\n");
    Story::read(&text)
}

/// The item and the department of the case as they are in the end.
fn described(story: &Story) -> Option<(Option<String>, Option<String>)> {
    let mut engine = Supervisor::new(story.rules.clone());
    for event in &story.events {
        let event = event.clone().map(&mut |text| engine.symbols().intern(&text));
        engine.apply(&event);
    }
    engine.case_summary("A-1").map(|summary| (summary.item, summary.department))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_description_says_what_its_newest_version_says(
        all in prop::collection::vec(told(), 1..12),
        backwards in any::<bool>(),
    ) {
        let (newest, late) = (story(&all, backwards, true), story(&all, backwards, false));
        prop_assert_eq!(described(&newest), described(&late));
        prop_assert_eq!(standing(&newest), standing(&late));
    }
}
