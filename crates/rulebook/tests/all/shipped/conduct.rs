//! The checks of the national rulebook: each finds what it is for, and nothing where nothing is wrong.
//!
//! Here for the first of them (`checks.rhai`) on bare facts, and for all of them in stories, of which every check has two.

use std::fs;

use duban_domain::EventKind;
use duban_rulebook::{CheckPlan, Datum, Field, Rulebook};

use super::{check, found, rules, shipped};
use crate::support::Case;

/// A case that is in order, at the moment of some event.
fn orderly() -> Case {
    Case::new()
        .at(Field::First(EventKind::Received), "2026-03-02T10:00:00+08:00")
        .at(Field::First(EventKind::Accepted), "2026-03-03T10:00:00+08:00")
        .at(Field::Last(EventKind::HearingNotified), "2026-03-04T10:00:00+08:00")
        .at(Field::OccurredAt, "2026-03-16T10:00:00+08:00")
        .at(Field::RecordedAt, "2026-03-16T10:00:05+08:00")
        .text(Field::EventKind, "accepted")
        .text(Field::EventNote, "符合条件")
        .text(Field::EventApprover, "李局长")
        .text(Field::EventBasis, "行政许可法 45")
        .text(Field::EventSpecial, "鉴定")
        .text(Field::EventNumber, "证字1号")
        .length(Field::EventLength, "10 workdays")
        .length(Field::EventNotified, "10 workdays")
        .length(Field::PromisedLimit, "20 workdays")
        .with(Field::ItemKnown, Datum::Bool(true))
        .with(Field::ItemChargesFees, Datum::Bool(true))
        .with(Field::EventCharged, Datum::Int(10_000))
        .with(Field::EventStandard, Datum::Int(10_000))
        .with(Field::EventVersion, Datum::Int(1))
        .with(Field::Officers, Datum::Int(3))
        .with(Field::Count(EventKind::StepCompleted), Datum::Int(4))
        .with(Field::Count(EventKind::SupplementRequested), Datum::Int(1))
        .with(Field::Count(EventKind::ExtensionApproved), Datum::Int(1))
        .with(Field::Count(EventKind::SpecialStarted), Datum::Int(1))
        .with(Field::Count(EventKind::SpecialEnded), Datum::Int(1))
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let book = shipped("national");
    for check in first_ones(&book) {
        // A supplement after acceptance is wrong in itself.
        if check.name != "supplement_after_acceptance" {
            assert_eq!(found(&book, &check.name, &orderly()), None, "{}", check.name);
        }
    }
}

/// The checks of `checks.rhai`.
fn first_ones(book: &Rulebook) -> impl Iterator<Item = &CheckPlan> {
    book.plan().checks.iter().filter(|check| check.place.file == "national/checks.rhai")
}

#[test]
fn each_check_has_a_story_that_fires_it_and_one_that_just_does_not() {
    let stories: String = ["checks", "conduct", "across"]
        .map(|file| fs::read_to_string(rules(&format!("national/tests/{file}.toml"))).unwrap())
        .concat();
    for check in &shipped("national").plan().checks {
        for what in ["fires", "just does not"] {
            // What it just misses is said behind it where there is more than one way to.
            let name = format!("name = \"{}: {what}", check.name);
            assert!(stories.contains(&name), "no story has {name}");
        }
    }
}

fn missing(field: Field) -> Case {
    orderly().with(field, Datum::Missing)
}

/// One breach for each check, and two where a check looks at two things.
fn breaches() -> Vec<(&'static str, Case)> {
    vec![
        ("backdated_acceptance", orderly().at(Field::OccurredAt, "2026-02-27T10:00:00+08:00")),
        (
            "completed_before_accepted",
            orderly().at(Field::First(EventKind::Completed), "2026-03-03T09:00:00+08:00"),
        ),
        (
            "completed_before_accepted",
            orderly()
                .text(Field::EventKind, "completed")
                .at(Field::OccurredAt, "2026-03-03T09:00:00+08:00"),
        ),
        ("decided_before_accepted", orderly().at(Field::OccurredAt, "2026-03-03T09:59:00+08:00")),
        ("late_record", orderly().at(Field::RecordedAt, "2026-03-18T09:00:00+08:00")),
        ("future_record", orderly().at(Field::RecordedAt, "2026-03-15T09:00:00+08:00")),
        (
            "rewritten_record",
            orderly()
                .with(Field::EventVersion, Datum::Int(2))
                .at(Field::RecordedAt, "2026-03-17T09:00:00+08:00"),
        ),
        (
            "unknown_item",
            orderly().text(Field::ItemCode, "511A").with(Field::ItemKnown, Datum::Bool(false)),
        ),
        (
            "repeated_supplement",
            orderly().with(Field::Count(EventKind::SupplementRequested), Datum::Int(2)),
        ),
        ("supplement_after_acceptance", orderly()),
        ("refusal_without_reason", missing(Field::EventNote)),
        ("denial_without_reason", orderly().text(Field::EventNote, "")),
        ("extension_without_approver", missing(Field::EventApprover)),
        ("extension_too_long", orderly().length(Field::EventLength, "11 workdays")),
        (
            "extended_twice",
            orderly().with(Field::Count(EventKind::ExtensionApproved), Datum::Int(2)),
        ),
        ("special_without_basis", missing(Field::EventBasis)),
        ("special_without_approver", missing(Field::EventApprover)),
        ("special_without_notice", missing(Field::EventNotified)),
        ("special_without_notice", missing(Field::EventNotified).text(Field::EventSpecial, "听证")),
        ("suspended_without_basis", missing(Field::EventBasis)),
        (
            "decided_during_special",
            orderly().with(Field::Count(EventKind::SpecialEnded), Datum::Int(0)),
        ),
        (
            "short_notice_of_hearing",
            orderly().at(Field::Last(EventKind::HearingNotified), "2026-03-06T10:00:00+08:00"),
        ),
        ("short_notice_of_hearing", missing(Field::Last(EventKind::HearingNotified))),
        ("fee_on_free_item", orderly().with(Field::ItemChargesFees, Datum::Bool(false))),
        ("fee_over_standard", orderly().with(Field::EventCharged, Datum::Int(10_001))),
        ("off_hours", orderly().at(Field::OccurredAt, "2026-03-16T22:00:00+08:00")),
        ("too_fast", orderly().at(Field::OccurredAt, "2026-03-03T10:04:59+08:00")),
        ("one_officer", orderly().with(Field::Officers, Datum::Int(1))),
        ("withdrawn_near_due", orderly().at(Field::OccurredAt, "2026-03-30T10:00:00+08:00")),
        ("voided_after_due", orderly().at(Field::OccurredAt, "2026-04-13T10:00:00+08:00")),
        ("certificate_without_number", missing(Field::EventNumber)),
    ]
}

#[test]
fn each_check_finds_what_it_is_for() {
    let book = shipped("national");
    let cases = breaches();
    for (name, case) in &cases {
        let said = found(&book, name, case);
        let both = said.as_deref().and_then(|said| said.split_once(" · "));
        let chinese = |text: &str| text.chars().any(|c| ('一'..='龥').contains(&c));
        assert!(both.is_some_and(|(zh, _)| chinese(zh)), "{name}: {said:?}");
    }
    for check in first_ones(&book) {
        assert!(
            cases.iter().any(|(name, _)| *name == check.name),
            "{} has no case here",
            check.name
        );
    }
}

#[test]
fn a_hearing_that_was_announced_was_told() {
    let book = shipped("national");
    let announced = missing(Field::EventNotified)
        .at(Field::First(EventKind::HearingNotified), "2026-03-16T09:00:00+08:00");
    let hearing = announced.clone().text(Field::EventSpecial, "听证");
    assert_eq!(found(&book, "special_without_notice", &hearing), None);
    assert!(found(&book, "special_without_notice", &announced).is_some(), "an appraisal was not");
}

#[test]
fn a_correction_is_no_late_record() {
    let book = shipped("national");
    assert!(check(&book, "late_record").first_version);
    assert!(!check(&book, "rewritten_record").first_version);
}

#[test]
fn a_card_says_what_happened() {
    let book = shipped("national");
    let case = orderly().at(Field::OccurredAt, "2026-02-27T10:00:00+08:00");
    let said = found(&book, "backdated_acceptance", &case);
    assert_eq!(
        said.as_deref(),
        Some(
            "2026-02-27 受理，早于 2026-03-02 收件 · accepted on 2026-02-27, before the material came in on 2026-03-02"
        )
    );
    let said =
        found(&book, "extension_too_long", &orderly().length(Field::EventLength, "30 workdays"));
    assert_eq!(
        said.as_deref(),
        Some(
            "延期 30个工作日，法律只许 10个工作日 · extended by 30 workdays; the law allows 10 workdays"
        )
    );
}
