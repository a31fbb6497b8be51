//! Which events a case answers for, and what a later version of one does.

use super::{event, reached};
use crate::{About, Case, CaseFact, Description, Event, EventKind, Milestone, Origin, Refusal};

#[test]
fn a_correction_restates_what_was_reported() {
    let mut case = Case::default();
    let correction = |kind| Event {
        origin: Origin { version: 2, ..event("1", reached(kind)).origin },
        ..event("1", reached(kind))
    };
    let refused = case.decide(&correction(Milestone::Accepted)).unwrap_err();
    assert_eq!(refused, Refusal::NothingToCorrect { kind: EventKind::Accepted });

    case.apply(&event("1", reached(Milestone::Accepted)));
    case.apply(&event("1", reached(Milestone::Granted)));
    let before = case.clone();
    let events = case.decide(&correction(Milestone::Accepted)).unwrap();
    assert_eq!(events, [correction(Milestone::Accepted)]);
    case.apply(&events[0]);
    assert_eq!(case, before);
}

#[test]
fn a_case_answers_only_for_itself() {
    let mut case = Case::default();
    case.apply(&event("1", reached(Milestone::Received)));
    assert_eq!(case.number(), Some("1"));
    let other = event("2", reached(Milestone::Accepted));
    let refusal = Refusal::OtherCase { case: "1".to_owned(), claimed: "2".to_owned() };
    assert_eq!(case.decide(&other), Err(refusal));

    let warning = Event {
        about: About::Warning {
            warning: "1/promised/yellow/1".parse().unwrap(),
            fact: crate::WarningFact::Acknowledged,
        },
        ..event("1", reached(Milestone::Accepted))
    };
    assert_eq!(case.decide(&warning), Err(Refusal::NotAboutACase));
    let before = case.clone();
    case.apply(&warning);
    assert_eq!(case, before);
}

#[test]
fn later_descriptions_add_and_overwrite() {
    let mut case = Case::default();
    let described = |item: Option<&str>, department: Option<&str>| {
        let description = Description {
            item: item.map(str::to_owned),
            department: department.map(str::to_owned),
            facts: Vec::new(),
        };
        event("1", CaseFact::Described(Box::new(description)))
    };
    case.apply(&described(Some("A"), None));
    case.apply(&described(None, Some("区水务局")));
    assert_eq!((case.item(), case.department()), (Some("A"), Some("区水务局")));
    case.apply(&described(Some("B"), None));
    assert_eq!((case.item(), case.department()), (Some("B"), Some("区水务局")));
}
