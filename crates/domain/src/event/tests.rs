//! Replacing the strings of an event, as the journal and the engine do with symbols.

use duban_calendar::{Day, Length, Timestamp, Unit};

use crate::{
    About, Adopted, Adoption, By, CaseFact, Description, Event, Fee, Milestone, Origin, Outcome,
    Raised, RecordKey, Ruling, Special, Symbols, Value, Verdict, WarningFact,
};

/// An event of every shape.
fn events() -> Vec<Event> {
    let facts = case_facts().into_iter().map(|fact| About::Case { case: s("case"), fact });
    let warnings = warning_facts()
        .into_iter()
        .map(|fact| About::Warning { warning: "case/rule@subject/red/1".parse().unwrap(), fact });
    let files = vec![(s("path"), s("text")), (s("path 2"), s("text 2"))];
    let adoption = Adoption { what: Adopted::Rulebook, name: s("name"), hash: s("hash"), files };
    let abouts = facts.chain(warnings).chain([About::Adoption(adoption)]);
    abouts
        .zip([RecordKey::Ordinal(7), RecordKey::Text(s("key"))].into_iter().cycle())
        .map(|(about, key)| Event {
            occurred_at: Timestamp(1),
            recorded_at: Timestamp(2),
            origin: Origin { source: s("source"), key, version: 3 },
            by: By { department: Some(s("department")), post: Some(s("post")), officer: None },
            note: Some(s("note")),
            about,
        })
        .collect()
}

fn case_facts() -> Vec<CaseFact> {
    let days = Length { amount: 20, unit: Unit::Workdays };
    let facts = vec![
        (s("text"), Value::Text(s("value"))),
        (s("int"), Value::Int(1)),
        (s("bool"), Value::Bool(true)),
        (s("time"), Value::Time(Timestamp(3))),
        (s("date"), Value::Date(Day(4))),
        (s("length"), Value::Length(days)),
    ];
    vec![
        CaseFact::Described(Box::new(Description {
            item: Some(s("item")),
            department: Some(s("department 2")),
            facts,
        })),
        CaseFact::Reached(Milestone::Accepted),
        CaseFact::StepStarted { step: s("step") },
        CaseFact::StepCompleted { step: s("step"), outcome: Outcome::Rejected },
        CaseFact::StepReturned { step: s("step") },
        CaseFact::SpecialStarted(Box::new(Special {
            kind: s("kind"),
            basis: Some(s("basis")),
            approver: Some(s("approver")),
            notified: Some(days),
        })),
        CaseFact::SpecialEnded { kind: Some(s("kind")) },
        CaseFact::Suspended { basis: Some(s("basis")) },
        CaseFact::ExtensionRequested { length: Some(days) },
        CaseFact::ExtensionApproved { length: Some(days), approver: Some(s("approver")) },
        CaseFact::CertificateIssued { number: Some(s("number")) },
        CaseFact::Evaluated { grade: 5 },
        CaseFact::FeeCharged(Box::new(Fee {
            charged_fen: 1,
            standard_fen: Some(2),
            basis: Some(s("basis")),
        })),
        CaseFact::Noted { activity: s("activity") },
    ]
}

fn warning_facts() -> Vec<WarningFact> {
    vec![
        WarningFact::Raised(Box::new(Raised {
            due_at: Timestamp(5),
            answers: By { department: None, post: None, officer: Some(s("officer")) },
            step: Some(s("step")),
            basis: s("basis"),
            rulebook: s("rulebook"),
            place: s("place"),
            message: s("message"),
        })),
        WarningFact::Notified { recipient: s("recipient"), channel: s("channel") },
        WarningFact::Acknowledged,
        WarningFact::Ordered { until: Some(Timestamp(6)) },
        WarningFact::Rectified,
        WarningFact::Appealed,
        WarningFact::Decided { ruling: Ruling::Returned },
        WarningFact::Lifted,
        WarningFact::Rejudged(Verdict::NotDue),
    ]
}

#[test]
fn an_event_survives_its_symbols() {
    let mut symbols = Symbols::new();
    for event in events() {
        let interned = event.clone().map(&mut |string| symbols.intern(&string));
        let back = interned.map(&mut |sym| symbols.get(sym).to_owned());
        assert_eq!(back, event);
    }
}

#[test]
fn every_string_is_replaced() {
    for event in events() {
        let mut seen = 0;
        let marked = event.clone().map(&mut |string| {
            seen += 1;
            format!("<{string}>")
        });
        let shown = format!("{marked:?}");
        assert_eq!(shown.matches("\"<").count(), seen, "{shown}");
        assert_eq!(shown.matches('"').count(), 2 * seen, "{shown}");
    }
}

#[test]
fn an_event_belongs_to_its_case_or_its_warnings() {
    for event in events() {
        let expected = match &event.about {
            About::Case { .. } | About::Warning { .. } => Some("case"),
            About::Adoption(_) => None,
        };
        assert_eq!(event.case().map(String::as_str), expected);
    }
}

fn s(text: &str) -> String {
    text.to_owned()
}
