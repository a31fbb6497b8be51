//! What holds for any history of a warning, and for one whose every event was decided on.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{event, fact};
use crate::{Appeal, Event, Standing, Warning};

const WORDS: [&str; 12] = [
    "raised",
    "notified",
    "acknowledged",
    "ordered",
    "rectified",
    "appealed",
    "revoked",
    "returned",
    "escalated",
    "lifted",
    "stands",
    "not_due",
];

fn any_word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(WORDS.to_vec())
}

/// What cannot be true of the words of a history in which each was decided on.
fn impossible(words: &[&str]) -> Option<&'static str> {
    let count = |wanted: &[&str]| words.iter().filter(|word| wanted.contains(word)).count();
    let place = |wanted: &str| words.iter().position(|&word| word == wanted);
    let rulings = count(&["revoked", "returned", "escalated"]);
    let after = |over: &str| place(over).map_or(&[][..], |at| &words[at + 1..]);
    let acted =
        |words: &[&str]| words.iter().any(|word| !["notified", "stands", "not_due"].contains(word));
    [
        (!words.is_empty() && words[0] != "raised", "something before it was raised"),
        (count(&["raised"]) > 1, "raised twice"),
        (count(&["acknowledged"]) > 1, "signed for twice"),
        (count(&["appealed"]) > 1, "appealed twice"),
        (rulings > count(&["appealed"]), "an appeal decided that nobody made"),
        (acted(after("revoked")), "acted on after it was revoked"),
        (acted(after("lifted")), "acted on after it was lifted"),
        (words.windows(2).any(|pair| pair == ["not_due", "not_due"]), "the same verdict twice"),
    ]
    .into_iter()
    .find_map(|(wrong, what)| wrong.then_some(what))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_history_can_be_applied_and_survives_a_snapshot(words in prop::collection::vec(any_word(), 0..40)) {
        let mut warning = Warning::default();
        for word in &words {
            warning.apply(&event("red", fact(word)));
        }
        let raised = words.iter().any(|word| ["raised", "lifted", "revoked"].contains(word));
        prop_assert_eq!(warning.standing() != Standing::Unknown, raised);
        let bytes = postcard::to_stdvec(&warning).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Warning>(&bytes).unwrap(), warning);
    }

    #[test]
    fn a_warning_that_was_always_asked_never_contradicts_itself(words in prop::collection::vec(any_word(), 0..60)) {
        let (mut warning, mut taken) = (Warning::default(), Vec::new());
        for word in words {
            let claimed: Event = event("red", fact(word));
            for decided in warning.decide(&claimed).unwrap_or_default() {
                warning.apply(&decided);
                taken.push(word);
            }
        }
        prop_assert_eq!(impossible(&taken), None, "{:?}", taken);
        let pending = matches!(warning.appeal(), Appeal::Pending);
        prop_assert!(!(pending && warning.standing() != Standing::Raised), "{:?}", taken);
    }
}
