//! Lines and what becomes of them; the mistakes with their places.

use duban_calendar::{Length, Unit, Zone};
use proptest::prelude::*;

use super::{Problem, fact, instant, read};
use crate::{About, CaseFact, Event, EventKind, Outcome, RecordKey, Value};

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").unwrap()
}

fn event(line: &str) -> Event {
    read(line, 3, &zone()).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn fact_of(line: &str) -> CaseFact {
    let About::Case { fact, .. } = event(&format!("2025-03-03 09:00 {line}")).about else {
        unreachable!("lines are about cases")
    };
    fact
}

/// The words that are underlined, and the message.
fn mistake(line: &str) -> (String, String) {
    let error = read(line, 3, &zone()).unwrap_err();
    (line[error.span.clone()].to_owned(), error.to_string())
}

#[test]
fn a_line_says_all_that_an_event_of_any_kind_carries() {
    let event = event(
        "2025-03-03 09:00:30 recorded 2025-03-04 24:00 granted case=B-2 department=甲局 post=窗口 officer=王芳 \
         note=\"he said \"\"yes\"\", 同意\" source=feed record=r1 version=2",
    );
    assert_eq!(event.occurred_at, instant("2025-03-03 09:00:30", &zone()).unwrap());
    assert_eq!(event.recorded_at, instant("2025-03-05", &zone()).unwrap());
    assert_eq!(event.case().unwrap(), "B-2");
    assert_eq!(event.by.department.as_deref(), Some("甲局"));
    assert_eq!(event.by.post.as_deref(), Some("窗口"));
    assert_eq!(event.note.as_deref(), Some("he said \"yes\", 同意"));
    assert_eq!((event.origin.source.as_str(), event.origin.version), ("feed", 2));
    assert_eq!(event.origin.key, RecordKey::Text("r1".to_owned()));
}

#[test]
fn a_plain_line_is_recorded_at_once_under_its_own_number() {
    let event = event("2025-03-03\t09:00\u{3000}received");
    assert_eq!(event.occurred_at, event.recorded_at);
    assert_eq!(event.origin.key, RecordKey::Text("line 3".to_owned()));
    assert_eq!(event.case().unwrap(), super::CASE);
    let derived = self::event("2025-03-03 09:00 received derived=收件日期");
    assert_eq!(derived.origin.key, RecordKey::Derived("收件日期".to_owned()));
}

#[test]
fn every_kind_of_event_can_be_said() {
    for kind in EventKind::ALL {
        let own = match fact::takes(*kind) {
            Some((_, example)) => {
                example.split_once(' ').map_or(String::new(), |(_, own)| own.to_owned())
            }
            None => String::new(),
        };
        assert_eq!(fact_of(&format!("{kind} {own}")).kind(), *kind);
    }
}

#[test]
fn what_an_event_carries_of_its_own_is_read() {
    let workdays = Length::new(10, Unit::Workdays);
    assert_eq!(
        fact_of("step_completed 审核 outcome=rejected"),
        CaseFact::StepCompleted { step: "审核".to_owned(), outcome: Outcome::Rejected }
    );
    assert_eq!(
        fact_of("extension_approved \"10 workdays\" approver=局长"),
        CaseFact::ExtensionApproved { length: Some(workdays), approver: Some("局长".to_owned()) }
    );
    let CaseFact::SpecialStarted(special) = fact_of(
        "special_started 专家评审 notified=\"10 workdays\" basis=\"许可法 45\" approver=局长",
    ) else {
        panic!("a special procedure")
    };
    assert_eq!((special.notified, special.basis.as_deref()), (Some(workdays), Some("许可法 45")));
    let CaseFact::FeeCharged(fee) = fact_of("fee_charged 600 standard=500 basis=x") else {
        panic!("a fee")
    };
    assert_eq!((fee.charged_fen, fee.standard_fen), (600, Some(500)));
}

#[test]
fn facts_are_read_as_what_they_look_like_and_texts_as_words() {
    let CaseFact::Described(described) = fact_of(
        "described item=X of=甲局 fact.a=2025-05-01 fact.b=\"5 workdays\" fact.c=7 fact.d=true fact.e=快 text.f=7",
    ) else {
        panic!("a description")
    };
    let values: Vec<_> = described.facts.into_iter().map(|(_, value)| value).collect();
    assert_eq!(
        values,
        [
            Value::Date("2025-05-01".parse().unwrap()),
            Value::Length(Length::new(5, Unit::Workdays)),
            Value::Int(7),
            Value::Bool(true),
            Value::Text("快".to_owned()),
            Value::Text("7".to_owned()),
        ]
    );
}

#[test]
fn impossible_times_are_refused_where_they_stand() {
    for (line, word) in [
        ("2025-02-30 09:00 accepted", "2025-02-30"),
        ("2025-3-3 09:00 accepted", "2025-3-3"),
        ("2025-03-03 25:00 accepted", "25:00"),
        ("2025-03-03 24:01 accepted", "24:01"),
        ("2025-03-03 09:60 accepted", "09:60"),
        ("2025-03-03 9 accepted", "9"),
        ("2025-03-03 accepted", "accepted"),
        ("2025-03-03 09:00 recorded 2025-13-01 09:00 accepted", "2025-13-01"),
    ] {
        let (underlined, message) = mistake(line);
        assert_eq!(underlined, word, "{line}: {message}");
    }
}

#[test]
fn slips_are_told_with_what_was_meant() {
    let cases = [
        ("acepted", "acepted", "`acepted` is not a kind of event; did you mean `accepted`?"),
        ("受理", "受理", "`受理` is not a kind of event; write `accepted`"),
        (
            "case=B-2 accepted",
            "case=B-2",
            "`case=` stands where the event belongs; write what has a name behind the event, as `2025-03-03 09:00 accepted case=B-2`",
        ),
        (
            "accepted oficer=王",
            "oficer=王",
            "`accepted` has no `oficer=`; did you mean `officer=`?",
        ),
        ("granted basis=x", "basis=x", "`granted` has no `basis=`; write one of"),
        ("accepted officer=a officer=b", "officer=b", "`officer=` is said already"),
        ("accepted record=a derived=b", "derived=b", "`record=` is said already"),
        ("accepted 王芳", "王芳", "`王芳` has no place here: `accepted` takes no word of its own"),
        (
            "step_started 审核 二",
            "二",
            "`step_started` takes the name of the step and nothing more",
        ),
        ("step_started", "", "the name of the step is missing"),
        ("extension_approved 5", "5", "no unit, no clock"),
        ("evaluated 6", "6", "`6` is not a grade from 1"),
        ("fee_charged 5.5", "5.5", "`5.5` is not an amount in fen"),
        ("accepted version=two", "version=two", "`two` is not a version"),
        ("step_completed 审核 outcome=pased", "outcome=pased", "did you mean `passed`?"),
        ("accepted note=\"open", "\"open", "this quotation mark is not closed"),
        ("described fact.=1", "fact.=1", "`described` has no `fact.=`"),
        ("", "", "the event is missing"),
    ];
    for (line, underlined, said) in cases {
        let (word, message) = mistake(&format!("2025-03-03 09:00 {line}"));
        assert_eq!(word, underlined, "{line}");
        // The advice names a name as it is to be written.
        let said = said.replace("`officer=`?", "`officer`?");
        assert!(message.contains(&said), "{line}: {message}");
    }
}

#[test]
fn an_equals_sign_in_quotes_makes_no_name() {
    assert_eq!(fact_of("noted \"a=b\""), CaseFact::Noted { activity: "a=b".to_owned() });
}

#[test]
fn a_date_alone_is_its_first_instant() {
    assert_eq!(instant("2025-03-04", &zone()), instant("2025-03-03 24:00", &zone()));
    assert_eq!(instant("2025-03-04 9", &zone()), Err(Problem::Clock("9".to_owned())));
}

proptest! {
    /// No line is too odd to be answered.
    #[test]
    fn nothing_panics(line in "\\PC{0,60}", tail in "[a-z_=\" .0-9受理]{0,40}") {
        for line in [line, format!("2025-03-03 09:00 {tail}")] {
            if let Err(error) = read(&line, 1, &zone()) {
                prop_assert!(line.get(error.span).is_some());
            }
        }
    }
}
