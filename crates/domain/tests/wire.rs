//! The bytes of the journal are a contract: a variant that moves, or a shipped one that gets another field, fails here.
//!
//! A new variant adds a line at the end. A line that changes is a broken journal, not an expectation to update.
#![cfg(test)]

use std::fmt::Debug;

use duban_calendar::{Day, Length, Timestamp, Unit};
use duban_domain::{
    About, Adopted, Adoption, By, CaseFact, Description, Event, EventKind, Fee, KindSet, Level,
    Milestone, Origin, Outcome, Raised, RecordKey, Ruling, Special, Value, Verdict, WarningFact,
    WarningId,
};
use expect_test::{Expect, expect};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[test]
fn kinds_keep_their_numbers() {
    check(
        EventKind::ALL,
        expect![[r#"
            00 Described
            01 Submitted
            02 Received
            03 PreReviewPassed
            04 PreReviewFailed
            05 SupplementRequested
            06 SupplementReceived
            07 NotAccepted
            08 Refused
            09 Accepted
            0a DeemedAccepted
            0b StepStarted
            0c StepCompleted
            0d StepReturned
            0e SpecialStarted
            0f SpecialEnded
            10 Suspended
            11 Resumed
            12 ExtensionRequested
            13 ExtensionApproved
            14 SentUp
            15 SentUpReceived
            16 HearingRequested
            17 HearingNotified
            18 HearingHeld
            19 Granted
            1a Denied
            1b GrantedWithGap
            1c CertificateIssued
            1d Delivered
            1e Completed
            1f Returned
            20 Withdrawn
            21 Lapsed
            22 Voided
            23 Deleted
            24 Revoked
            25 DeemedGranted
            26 DeemedRenewed
            27 Evaluated
            28 EvaluationRectified
            29 ComplaintFiled
            2a ComplaintAccepted
            2b ComplaintAnswered
            2c ConsultationFiled
            2d ConsultationAnswered
            2e FeeCharged
            2f Noted
        "#]],
    );
}

#[test]
fn milestones_keep_their_numbers() {
    check(
        Milestone::ALL,
        expect![[r#"
            00 Submitted
            01 Received
            02 PreReviewPassed
            03 PreReviewFailed
            04 SupplementRequested
            05 SupplementReceived
            06 NotAccepted
            07 Refused
            08 Accepted
            09 DeemedAccepted
            0a Resumed
            0b SentUp
            0c SentUpReceived
            0d HearingRequested
            0e HearingNotified
            0f HearingHeld
            10 Granted
            11 Denied
            12 GrantedWithGap
            13 Delivered
            14 Completed
            15 Returned
            16 Withdrawn
            17 Lapsed
            18 Voided
            19 Deleted
            1a Revoked
            1b DeemedGranted
            1c DeemedRenewed
            1d EvaluationRectified
            1e ComplaintFiled
            1f ComplaintAccepted
            20 ComplaintAnswered
            21 ConsultationFiled
            22 ConsultationAnswered
        "#]],
    );
}

#[test]
fn a_set_of_kinds_is_its_bits() {
    check(
        &[KindSet::EMPTY.with(EventKind::Described).with(EventKind::Received)],
        expect![[r#"
            05 KindSet(5)
        "#]],
    );
}

/// One fact of every kind that is no milestone, and a milestone.
fn case_facts() -> [CaseFact; 14] {
    let days = Length { amount: 20, unit: Unit::Workdays };
    [
        CaseFact::Described(Box::new(Description {
            item: Some(s("i")),
            department: None,
            facts: vec![(s("f"), Value::Bool(true))],
        })),
        CaseFact::Reached(Milestone::Accepted),
        CaseFact::StepStarted { step: s("a") },
        CaseFact::StepCompleted { step: s("a"), outcome: Outcome::Rejected },
        CaseFact::StepReturned { step: s("a") },
        CaseFact::SpecialStarted(Box::new(Special {
            kind: s("k"),
            basis: Some(s("b")),
            approver: None,
            notified: Some(days),
        })),
        CaseFact::SpecialEnded { kind: Some(s("k")) },
        CaseFact::Suspended { basis: None },
        CaseFact::ExtensionRequested { length: Some(days) },
        CaseFact::ExtensionApproved { length: Some(days), approver: Some(s("p")) },
        CaseFact::CertificateIssued { number: Some(s("n")) },
        CaseFact::Evaluated { grade: 5 },
        CaseFact::FeeCharged(Box::new(Fee {
            charged_fen: 12_000,
            standard_fen: Some(-1),
            basis: None,
        })),
        CaseFact::Noted { activity: s("x") },
    ]
}

#[test]
fn facts_of_a_case() {
    let facts = case_facts();
    check(
        &facts,
        expect![[r#"
            00010169000101660201 Described(Description { item: Some("i"), dep
            0108 Reached(Accepted)
            020161 StepStarted { step: "a" }
            03016101 StepCompleted { step: "a", outcome: Rejected
            040161 StepReturned { step: "a" }
            05016b01016200011400 SpecialStarted(Special { kind: "k", basis: S
            0601016b SpecialEnded { kind: Some("k") }
            0700 Suspended { basis: None }
            08011400 ExtensionRequested { length: Some(Length { a
            09011400010170 ExtensionApproved { length: Some(Length { am
            0a01016e CertificateIssued { number: Some("n") }
            0b05 Evaluated { grade: 5 }
            0cc0bb01010100 FeeCharged(Fee { charged_fen: 12000, standar
            0d0178 Noted { activity: "x" }
        "#]],
    );
    let kinds: KindSet = facts.iter().map(CaseFact::kind).collect();
    let missing =
        EventKind::ALL.iter().find(|&&kind| !kinds.contains(kind) && Milestone::of(kind).is_none());
    assert_eq!(missing, None, "a fact of this kind is not pinned above");
}

#[test]
fn values_of_facts() {
    check(
        &Unit::ALL,
        expect![[r#"
            00 Workdays
            01 Days
            02 Hours
            03 Minutes
            04 Months
            05 Years
        "#]],
    );
    let values: [Value; 6] = [
        Value::Text(s("水")),
        Value::Int(-2),
        Value::Bool(false),
        Value::Time(Timestamp(1_000)),
        Value::Date(Day(-1)),
        Value::Length(Length { amount: 20, unit: Unit::Workdays }),
    ];
    check(
        &values,
        expect![[r#"
            0003e6b0b4 Text("水")
            0103 Int(-2)
            0200 Bool(false)
            03d00f Time(1970-01-01T00:00:01.000Z)
            0401 Date(1969-12-31)
            051400 Length(Length { amount: 20, unit: Workdays }
        "#]],
    );
    check(
        &[Outcome::Passed, Outcome::Rejected],
        expect![[r#"
            00 Passed
            01 Rejected
        "#]],
    );
}

#[test]
fn facts_of_a_warning() {
    let raised = Raised {
        due_at: Timestamp(1_000),
        answers: By { department: Some(s("d")), post: None, officer: Some(s("o")) },
        step: Some(s("a")),
        basis: s("b"),
        rulebook: s("r"),
        place: s("p"),
        message: s("m"),
    };
    let facts = [
        WarningFact::Raised(Box::new(raised)),
        WarningFact::Notified { recipient: s("o"), channel: s("c") },
        WarningFact::Acknowledged,
        WarningFact::Ordered { until: Some(Timestamp(-1)) },
        WarningFact::Rectified,
        WarningFact::Appealed,
        WarningFact::Decided { ruling: Ruling::Revoked },
        WarningFact::Decided { ruling: Ruling::Returned },
        WarningFact::Decided { ruling: Ruling::Escalated },
        WarningFact::Lifted,
        WarningFact::Rejudged(Verdict::Stands),
        WarningFact::Rejudged(Verdict::NotDue),
    ];
    check(
        &facts,
        expect![[r#"
            00d00f0101640001016f010161016201720170016d Raised(Raised { due_at: 1970-01-01T00:00:01.
            01016f0163 Notified { recipient: "o", channel: "c" }
            02 Acknowledged
            030101 Ordered { until: Some(1969-12-31T23:59:59.99
            04 Rectified
            05 Appealed
            0600 Decided { ruling: Revoked }
            0601 Decided { ruling: Returned }
            0602 Decided { ruling: Escalated }
            07 Lifted
            0800 Rejudged(Stands)
            0801 Rejudged(NotDue)
        "#]],
    );
    check(
        &Level::ALL,
        expect![[r#"
            00 Finding
            01 Reminder
            02 Yellow
            03 Red
        "#]],
    );
}

#[test]
fn whole_events() {
    let about = [
        About::Case { case: s("1"), fact: CaseFact::Reached(Milestone::Received) },
        About::Warning {
            warning: WarningId {
                case: s("1"),
                rule: s("r"),
                subject: Some(s("s")),
                level: Level::Red,
                occurrence: 2,
            },
            fact: WarningFact::Acknowledged,
        },
        About::Adoption(Adoption {
            what: Adopted::Rulebook,
            name: s("n"),
            hash: s("h"),
            files: vec![(s("p"), s("t"))],
        }),
    ];
    let events = about.map(|about| Event {
        occurred_at: Timestamp(1_000),
        recorded_at: Timestamp(2_000),
        origin: Origin { source: s("w"), key: RecordKey::Ordinal(7), version: 1 },
        by: By::default(),
        note: Some(s("n")),
        about,
    });
    check(
        &events,
        expect![[r#"
            d00fa01f017700070100000001016e0001310101 Event { occurred_at: 1970-01-01T00:00:01.000
            d00fa01f017700070100000001016e0101310172010173030202 Event { occurred_at: 1970-01-01T00:00:01.000
            d00fa01f017700070100000001016e0200016e01680101700174 Event { occurred_at: 1970-01-01T00:00:01.000
        "#]],
    );
    check(
        &[RecordKey::Ordinal(300), RecordKey::Text(s("k"))],
        expect![[r#"
            00ac02 Ordinal(300)
            01016b Text("k")
        "#]],
    );
}

fn s(text: &str) -> String {
    text.to_owned()
}

/// One line a value: its bytes, and that the same value comes back from them.
#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(values: &[T], expected: Expect) {
    let mut told = String::new();
    for value in values {
        let bytes = postcard::to_stdvec(value).unwrap();
        assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let shown = format!("{value:?}");
        let name: String = shown.chars().take(44).collect();
        told.push_str(&format!("{hex} {name}\n"));
    }
    expected.assert_eq(&told);
}
