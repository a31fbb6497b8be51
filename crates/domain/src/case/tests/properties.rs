//! What holds for any history: the journal's, which may be nonsense, and one whose every event was decided on.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{event, fact};
use crate::{Case, Decision, Event, EventKind, Milestone, Phase, Refusal};

/// Any event, with few names, so that they collide, and now and then a correction.
fn any_event() -> impl Strategy<Value = Event> {
    let kind = prop::sample::select(EventKind::ALL);
    let argument = prop::sample::select(vec!["", "1", "5", "承办"]);
    let version = prop_oneof![9 => Just(1u32), 1 => Just(2)];
    (kind, argument, version).prop_map(|(kind, argument, version)| {
        let mut event = event("1", fact(kind, argument));
        event.origin.version = version;
        event
    })
}

/// What cannot be true of one case at one time.
fn contradiction(case: &Case) -> Option<&'static str> {
    let seen = |milestone: Milestone| case.seen().contains(milestone.kind());
    let accepted = seen(Milestone::Accepted) || seen(Milestone::DeemedAccepted);
    let held_up = case.is_suspended() || !case.open_specials().is_empty();
    let twice =
        |names: &[String]| names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    let is = |phases: &[Phase]| phases.contains(&case.phase());
    let early = is(&[Phase::New, Phase::Submitted, Phase::Received, Phase::Supplementing]);
    [
        (case.is_closed() && !case.open_steps().is_empty(), "a step is open in a closed case"),
        (case.is_closed() && held_up, "something holds up a closed case"),
        (is(&[Phase::Decided]) && held_up, "something holds up a decided case"),
        (is(&[Phase::Decided]) && case.decision().is_none(), "decided without a decision"),
        (early && held_up, "something holds up a case that nobody accepted"),
        (early && case.decision().is_some(), "a decision before acceptance"),
        (early && accepted, "accepted, but waits for acceptance"),
        (is(&[Phase::Accepted, Phase::Decided]) && !accepted, "accepted by nobody"),
        (is(&[Phase::Accepted]) && case.decision().is_some(), "a decision, but undecided"),
        (
            case.decision() == Some(Decision::Revoked) && !seen(Milestone::Revoked),
            "revoked by nobody",
        ),
        (twice(case.open_steps()) || twice(case.open_specials()), "the same is open twice"),
    ]
    .into_iter()
    .find_map(|(wrong, what)| wrong.then_some(what))
}

const ACCEPTING: [EventKind; 2] = [EventKind::Accepted, EventKind::DeemedAccepted];
const DECIDING: [EventKind; 5] = [
    EventKind::Granted,
    EventKind::Denied,
    EventKind::GrantedWithGap,
    EventKind::DeemedGranted,
    EventKind::DeemedRenewed,
];
const CLOSING: [EventKind; 8] = [
    EventKind::NotAccepted,
    EventKind::Refused,
    EventKind::Completed,
    EventKind::Returned,
    EventKind::Withdrawn,
    EventKind::Lapsed,
    EventKind::Voided,
    EventKind::Deleted,
];
const HANDLING: [EventKind; 8] = [
    EventKind::SpecialStarted,
    EventKind::Suspended,
    EventKind::SentUp,
    EventKind::ExtensionRequested,
    EventKind::ExtensionApproved,
    EventKind::HearingRequested,
    EventKind::HearingNotified,
    EventKind::HearingHeld,
];
const APPLYING: [EventKind; 6] = [
    EventKind::Submitted,
    EventKind::Received,
    EventKind::PreReviewPassed,
    EventKind::PreReviewFailed,
    EventKind::SupplementRequested,
    EventKind::SupplementReceived,
];

/// What cannot be true of a history: the same laws, read off the events without a case between.
fn impossible(history: &[Event]) -> Option<&'static str> {
    let first_reports = history.iter().filter(|event| event.origin.version == 1);
    let kinds: Vec<_> = first_reports.map(fact_kind).collect();
    let places = |wanted: &[EventKind]| -> Vec<usize> {
        (0..kinds.len()).filter(|&at| wanted.contains(&kinds[at])).collect()
    };
    let count = |wanted: &[EventKind]| places(wanted).len();
    let last = |wanted: &[EventKind]| places(wanted).last().copied().unwrap_or(0);
    let first = |wanted: &[EventKind]| places(wanted).first().copied().unwrap_or(usize::MAX);
    let open_at_decision = |start: &[EventKind], end: &[EventKind]| {
        let before = kinds.iter().take(first(&DECIDING));
        let balance = before.fold(0i32, |open, kind| {
            open + i32::from(start.contains(kind)) - i32::from(end.contains(kind))
        });
        count(&DECIDING) > 0 && balance != 0
    };
    [
        (count(&ACCEPTING) > 1, "accepted twice"),
        (count(&DECIDING) > 1, "decided twice"),
        (count(&CLOSING) > 1, "closed twice"),
        (count(&[EventKind::ExtensionApproved]) > 1, "extended twice"),
        (count(&[EventKind::Revoked]) > 1, "revoked twice"),
        (first(&DECIDING) < first(&ACCEPTING), "decided before it was accepted"),
        (first(&HANDLING) < first(&ACCEPTING), "handled before it was accepted"),
        (first(&ACCEPTING) < last(&APPLYING), "applied for after it was accepted"),
        (first(&DECIDING) < last(&HANDLING), "handled after it was decided"),
        (first(&CLOSING) < last(&HANDLING), "handled after it was closed"),
        (first(&CLOSING) < last(&DECIDING), "decided after it was closed"),
        (
            open_at_decision(&[EventKind::SpecialStarted], &[EventKind::SpecialEnded]),
            "decided during a special procedure",
        ),
        (open_at_decision(&[EventKind::Suspended], &[EventKind::Resumed]), "decided while hung up"),
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
    fn any_history_can_be_applied(events in prop::collection::vec(any_event(), 0..60)) {
        let mut case = Case::default();
        for event in &events {
            case.apply(event);
            prop_assert!(case.seen().contains(fact_kind(event)));
        }
    }

    #[test]
    fn a_case_that_was_always_asked_never_contradicts_itself(
        events in prop::collection::vec(any_event(), 0..120),
    ) {
        let (mut case, mut history) = (Case::default(), Vec::new());
        for event in &events {
            for decided in case.decide(event).unwrap_or_default() {
                case.apply(&decided);
                history.push(decided);
            }
            prop_assert_eq!(contradiction(&case), None, "{:?} after {:?}", case, event);
        }
        prop_assert_eq!(impossible(&history), None, "{:#?}", history);
    }

    #[test]
    fn what_is_closed_stays_closed(
        events in prop::collection::vec(any_event(), 0..60),
        later in any_event(),
    ) {
        let mut case = Case::default();
        events.iter().for_each(|event| case.apply(event));
        let before = case.phase();
        case.apply(&later);
        if let Phase::Closed { by } = before {
            prop_assert_eq!(case.phase(), Phase::Closed { by });
            let accepted = event("1", fact(EventKind::Accepted, ""));
            prop_assert_eq!(case.decide(&accepted), Err(Refusal::Closed { by }));
        }
    }

    #[test]
    fn a_case_survives_a_snapshot(events in prop::collection::vec(any_event(), 0..60)) {
        let mut case = Case::default();
        events.iter().for_each(|event| case.apply(event));
        let bytes = postcard::to_stdvec(&case).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Case>(&bytes).unwrap(), case);
    }
}

fn fact_kind(event: &Event) -> EventKind {
    match &event.about {
        crate::About::Case { fact, .. } => fact.kind(),
        crate::About::Warning { .. } | crate::About::Adoption(_) => unreachable!("only cases here"),
    }
}
