//! What was planted must be found: each trouble is looked for once more, in the events alone.

use std::collections::{BTreeMap, BTreeSet};

use duban_calendar::{Length, Unit};
use duban_district::Trouble;
use duban_domain::{CaseFact, EventKind as K, ItemKind, Value};

use crate::look::{ENDS, Look};
use crate::world::{World, described, fact, first, histories};

/// Troubles that other troubles can look like: a case that was decided too late also had a step that took too long.
const AMBIGUOUS: [Trouble; 5] = [
    Trouble::StepOverrun,
    Trouble::Silent,
    Trouble::WithdrawnNearDue,
    Trouble::LateUpload,
    Trouble::BatchEntry,
];

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    check_planted(&World::new(), 21, 60_000);
}

#[test]
fn what_was_planted_in_the_demonstration_district_is_found_and_nothing_else() {
    check_planted(&World::demonstration(), 1, 80_000);
}

#[track_caller]
fn check_planted(world: &World, seed: u64, cases: u32) {
    let district = world.district(seed, cases);
    let mut planted = BTreeMap::<Trouble, BTreeSet<String>>::new();
    for (case, trouble) in district.troubles() {
        planted.entry(trouble).or_default().insert(case);
    }
    let mut found = BTreeMap::<Trouble, BTreeSet<String>>::new();
    for (case, history) in histories(&district) {
        let look = Look::new(world, &history);
        for (trouble, _) in SIGNS.iter().filter(|(_, shows)| shows(&look)) {
            found.entry(*trouble).or_default().insert(case.clone());
        }
    }
    let mut wrong = Vec::new();
    for trouble in Trouble::ALL {
        let planted = planted.remove(trouble).unwrap_or_default();
        let found = found.remove(trouble).unwrap_or_default();
        let missed: Vec<_> = planted.difference(&found).collect();
        let more: Vec<_> = found.difference(&planted).collect();
        if planted.is_empty()
            || !missed.is_empty()
            || !(more.is_empty() || AMBIGUOUS.contains(trouble))
        {
            let counts = (planted.len(), found.len());
            wrong.push(format!("{trouble:?} {counts:?}: missed {missed:?}, not planted {more:?}"));
        }
    }
    assert!(wrong.is_empty(), "(planted, found)\n{}", wrong.join("\n"));
}

#[test]
fn troubles_are_as_rare_as_believed() {
    let district = World::demonstration().district(1, 60_000);
    let planted = district.planted();
    let per_mille = |trouble| planted.get(&trouble).copied().unwrap_or(0) * 1_000 / 60_000;
    for &trouble in Trouble::ALL {
        // One department has the habit.
        let most = if trouble == Trouble::BatchEntry { 50 } else { 10 };
        assert!(per_mille(trouble) < most, "{trouble:?}: {planted:?}");
    }
    let cards = [Trouble::PromisedBroken, Trouble::StatutoryBroken, Trouble::ImmediateNotSameDay];
    let cards: u32 = cards.into_iter().map(per_mille).sum();
    assert!((3..30).contains(&cards), "{cards} in a thousand: {planted:?}");
    let cases: BTreeSet<_> = district.troubles().map(|(case, _)| case).collect();
    assert!((600..4_000).contains(&cases.len()), "{} cases with a trouble", cases.len());
}

#[test]
fn a_tenth_of_the_broken_limits_had_a_pause_or_an_extension() {
    let planted = World::demonstration().district(1, 60_000).planted();
    let count = |troubles: [Trouble; 2]| troubles.iter().map(|it| planted[it]).sum::<u32>();
    let broken = count([Trouble::PromisedBroken, Trouble::StatutoryBroken]);
    let moved = count([Trouble::LateDespiteSpecial, Trouble::LateDespiteExtension]);
    assert!((broken / 10..broken / 3).contains(&moved), "{moved} of {broken}");
}

/// How each trouble shows.
type Sign = (Trouble, fn(&Look<'_>) -> bool);

static SIGNS: [Sign; Trouble::ALL.len()] = [
    (Trouble::PreReviewLate, |look| {
        look.overdue(K::Submitted, 2, &[K::PreReviewPassed, K::PreReviewFailed, K::Received])
    }),
    (Trouble::NoticeLate, |look| look.notice_late()),
    (Trouble::RepeatedSupplement, |look| look.all(K::SupplementRequested).count() > 1),
    (Trouble::RefusalWithoutReason, |look| {
        [K::Refused, K::NotAccepted, K::Returned].iter().any(|&kind| look.unexplained(kind))
    }),
    (Trouble::BackdatedAcceptance, |look| {
        look.between(K::Received, K::Accepted).is_some_and(|it| it < 0)
    }),
    (Trouble::Silent, |look| look.missed(look.promised()) || look.missed(look.statutory())),
    (Trouble::StepOverrun, |look| look.a_step_took_too_long()),
    (Trouble::ImmediateNotSameDay, |look| {
        let due = look.accepted().map(|at| look.end_of(look.day(at)));
        look.is(ItemKind::Immediate) && look.missed(due)
    }),
    (Trouble::PromisedBroken, |look| look.missed(look.promised())),
    (Trouble::StatutoryBroken, |look| {
        !look.is(ItemKind::Immediate) && look.missed(look.statutory())
    }),
    (Trouble::SpecialOverrun, |look| {
        look.reported().any(|started| {
            let CaseFact::SpecialStarted(it) = fact(started) else { return false };
            let over = |days| look.overdue_from(started.occurred_at, days, &[K::SpecialEnded]);
            it.notified.is_some_and(|length| over(length.amount))
        })
    }),
    (Trouble::SpecialWithoutBasis, |look| {
        look.any(|it| matches!(it, CaseFact::SpecialStarted(it) if it.basis.is_none()))
    }),
    (Trouble::SpecialWithoutNotice, |look| {
        look.any(|it| matches!(it, CaseFact::SpecialStarted(it) if it.notified.is_none()))
    }),
    (Trouble::SuspensionWithoutBasis, |look| {
        look.any(|it| matches!(it, CaseFact::Suspended { basis: None }))
    }),
    (Trouble::HearingLate, |look| look.overdue(K::HearingRequested, 20, &[K::HearingHeld])),
    (Trouble::HearingNoticeShort, |look| {
        let days = look.at(K::HearingNotified).zip(look.at(K::HearingHeld));
        let days =
            days.map(|(a, b)| look.world.calendar.workdays_between(look.day(a), look.day(b)));
        days.is_some_and(|days| days < 7)
    }),
    (Trouble::ExtensionAfterDue, |look| {
        look.at(K::ExtensionApproved).zip(look.statutory()).is_some_and(|(on, due)| on >= due)
    }),
    (Trouble::ExtensionWithoutApprover, |look| {
        look.any(|it| matches!(it, CaseFact::ExtensionApproved { approver: None, .. }))
    }),
    (Trouble::ExtensionTooLong, |look| {
        let law = Length::new(10, Unit::Workdays);
        let allowed = look.item.and_then(|item| item.statutory_extension).unwrap_or(law);
        look.any(|it| matches!(it, CaseFact::ExtensionApproved { length: Some(it), .. } if *it > allowed))
    }),
    (Trouble::OneOfficerAllSteps, |look| look.one_officer()),
    (Trouble::OffHours, |look| {
        look.all(K::StepCompleted).any(|it| !look.world.calendar.office_open(it.occurred_at))
    }),
    (Trouble::TooFast, |look| {
        let time = look.between(K::Accepted, K::Completed);
        look.is(ItemKind::Committed) && time.is_some_and(|ms| (0..300_000).contains(&ms))
    }),
    (Trouble::DenialWithoutReason, |look| look.unexplained(K::Denied)),
    (Trouble::WithdrawnNearDue, |look| look.has(K::Withdrawn)),
    (Trouble::VoidedAfterDue, |look| {
        (look.has(K::Voided) || look.has(K::Deleted)) && look.missed(look.promised())
    }),
    (Trouble::RenewalUndecided, |look| match described(look.history, "expiry_date") {
        Some(Value::Date(day)) => look.missed(Some(look.end_of(*day))),
        _ => false,
    }),
    (Trouble::FeeOverStandard, |look| {
        let over = |charged, standard: Option<i64>| standard.is_some_and(|it| it < charged);
        look.any(
            |it| matches!(it, CaseFact::FeeCharged(fee) if over(fee.charged_fen, fee.standard_fen)),
        )
    }),
    (Trouble::FeeOnFreeItem, |look| {
        look.has(K::FeeCharged) && look.item.is_some_and(|item| !item.charges_fees)
    }),
    (Trouble::DeliveryLate, |look| {
        let decided = ENDS[..5].iter().find_map(|&kind| look.at(kind));
        decided.is_some_and(|at| look.overdue_from(at, 10, &[K::Delivered]))
    }),
    (Trouble::CompletedBeforeAccepted, |look| {
        look.between(K::Accepted, K::Completed).is_some_and(|it| it < 0)
    }),
    (Trouble::OffSystem, |look| look.has(K::Completed) && look.accepted().is_none()),
    (Trouble::LateUpload, |look| {
        look.reported().any(|it| it.recorded_at.0 - it.occurred_at.0 > 12 * 3_600_000)
    }),
    (Trouble::BatchEntry, |look| {
        let completed = first(look.history, K::Completed);
        completed.is_some_and(|it| it.recorded_at == look.history[0].recorded_at)
    }),
    (Trouble::RepairedAfterDue, |look| {
        look.history.iter().any(|it| {
            let mut reported = look.reported().filter(|other| other.origin.key == it.origin.key);
            reported.any(|before| it.occurred_at < before.occurred_at)
        })
    }),
    (Trouble::UnknownItem, |look| look.item.is_none()),
    (Trouble::ComplaintAnsweredLate, |look| {
        look.overdue(K::ComplaintFiled, 10, &[K::ComplaintAnswered])
    }),
    (Trouble::BadReviewUnrectified, |look| {
        look.reported().any(|it| {
            matches!(fact(it), CaseFact::Evaluated { grade: 4.. })
                && look.overdue_from(it.occurred_at, 15, &[K::EvaluationRectified])
        })
    }),
    (Trouble::LateDespiteSpecial, |look| !look.pauses().is_empty() && look.missed(look.promised())),
    (Trouble::LateDespiteExtension, |look| {
        let granted = look.at(K::ExtensionApproved).zip(look.statutory());
        granted.is_some_and(|(on, due)| on < due) && look.missed(look.statutory())
    }),
];
