//! Stories: what is claimed to have been done about a warning, and what the warning answers. A line that begins with `!` is in
//! the journal already, so it is applied whatever the warning would have said.

mod properties;

use std::fmt::Write;

use duban_calendar::Timestamp;
use expect_test::{Expect, expect};

use super::{Appeal, Order, Warning};
use crate::{
    About, By, CaseFact, Event, Milestone, Origin, Raised, RecordKey, Refusal, Ruling, Verdict,
    WarningFact,
};

#[test]
fn a_card_is_signed_for_acted_on_and_stays() {
    check(
        "yellow",
        "raised; notified; acknowledged; acknowledged; ordered; ordered; rectified; rectified; ordered; rectified; raised",
        expect![[r#"
            raised        -> Raised
            notified      -> Raised, told 1 times
            acknowledged  -> Raised, told 1 times, signed for
            acknowledged  no: the warning was already signed for
            ordered       -> Raised, told 1 times, signed for, ordered
            ordered       no: action was already ordered, and the department has not answered yet
            rectified     -> Raised, told 1 times, signed for, order answered, rectified
            rectified     no: the department already reported what it did
            ordered       -> Raised, told 1 times, signed for, ordered, rectified
            rectified     -> Raised, told 1 times, signed for, order answered, rectified
            raised        no: the warning was already raised
        "#]],
    );
}

#[test]
fn nothing_follows_from_what_was_never_raised() {
    check(
        "red",
        "notified; acknowledged; ordered; rectified; appealed; revoked; lifted; not_due",
        expect![[r#"
            notified      no: the warning was never raised
            acknowledged  no: the warning was never raised
            ordered       no: the warning was never raised
            rectified     no: the warning was never raised
            appealed      no: the warning was never raised
            revoked       no: the warning was never raised
            lifted        no: the warning was never raised
            not_due       no: the warning was never raised
        "#]],
    );
}

#[test]
fn an_appeal_is_heard_once() {
    check(
        "red",
        "raised; revoked; appealed; lifted; appealed; returned; revoked; appealed; lifted",
        expect![[r#"
            raised        -> Raised
            revoked       no: no appeal waits for a decision
            appealed      -> Raised, appeal pending
            lifted        no: an appeal waits for its decision; decide it first
            appealed      no: the department already appealed; an appeal is heard once
            returned      -> Raised, appeal 打回
            revoked       no: the appeal was already decided (打回)
            appealed      no: the department already appealed; an appeal is heard once
            lifted        -> Lifted, appeal 打回
        "#]],
    );
    check(
        "red",
        "raised; appealed; revoked; lifted; acknowledged; ordered; notified; appealed; revoked",
        expect![[r#"
            raised        -> Raised
            appealed      -> Raised, appeal pending
            revoked       -> Revoked, appeal 撤销
            lifted        no: the card was revoked on appeal
            acknowledged  no: the card was revoked on appeal
            ordered       no: the card was revoked on appeal
            notified      -> Revoked, told 1 times, appeal 撤销
            appealed      no: the card was revoked on appeal
            revoked       no: the card was revoked on appeal
        "#]],
    );
    check(
        "red",
        "raised; appealed; escalated; ordered; rectified",
        expect![[r#"
            raised        -> Raised
            appealed      -> Raised, appeal pending
            escalated     -> Raised, ordered, appeal 上报
            ordered       no: action was already ordered, and the department has not answered yet
            rectified     -> Raised, order answered, rectified, appeal 上报
        "#]],
    );
}

#[test]
fn a_card_is_lifted_once() {
    check(
        "yellow",
        "raised; lifted; lifted; rectified; raised; notified",
        expect![[r#"
            raised        -> Raised
            lifted        -> Lifted
            lifted        no: the card was already lifted
            rectified     no: the card was already lifted
            raised        no: the warning was already raised
            notified      -> Lifted, told 1 times
        "#]],
    );
}

#[test]
fn only_a_card_can_be_appealed_against_or_lifted() {
    check(
        "reminder",
        "raised; appealed; lifted; acknowledged; rectified",
        expect![[r#"
            raised        -> Raised
            appealed      no: the warning is no card, so there is nothing to appeal against or to lift
            lifted        no: the warning is no card, so there is nothing to appeal against or to lift
            acknowledged  -> Raised, signed for
            rectified     -> Raised, signed for, rectified
        "#]],
    );
    check(
        "finding",
        "raised; appealed; ordered; rectified",
        expect![[r#"
            raised        -> Raised
            appealed      no: the warning is no card, so there is nothing to appeal against or to lift
            ordered       -> Raised, ordered
            rectified     -> Raised, order answered, rectified
        "#]],
    );
}

#[test]
fn what_was_not_due_asks_for_nothing_until_it_is_judged_again() {
    check(
        "yellow",
        "raised; rectified; not_due; not_due; acknowledged; appealed; lifted; notified; stands; acknowledged; rectified",
        expect![[r#"
            raised        -> Raised
            rectified     no: the warning was neither signed for nor ordered to be acted on; sign for it first
            not_due       -> Raised, 异常发牌
            not_due       no: the warning was already re-judged so (异常发牌)
            acknowledged  no: the warning was re-judged and was not due, so nothing needs to follow from it
            appealed      no: the warning was re-judged and was not due, so nothing needs to follow from it
            lifted        no: the warning was re-judged and was not due, so nothing needs to follow from it
            notified      -> Raised, told 1 times, 异常发牌
            stands        -> Raised, told 1 times, 正常发牌
            acknowledged  -> Raised, told 1 times, signed for, 正常发牌
            rectified     -> Raised, told 1 times, signed for, rectified, 正常发牌
        "#]],
    );
}

#[test]
fn foreign_events_are_taken_as_they_are() {
    check(
        "yellow",
        "!revoked; !appealed; !acknowledged; raised; !raised; !lifted; !raised; ordered",
        expect![[r#"
            revoked       -> Revoked, appeal 撤销
            appealed      -> Revoked, appeal pending
            acknowledged  -> Revoked, signed for, appeal pending
            raised        no: the warning was already raised
            raised        -> Revoked, signed for, appeal pending
            lifted        -> Lifted, signed for, appeal pending
            raised        -> Lifted, signed for, appeal pending
            ordered       no: the card was already lifted
        "#]],
    );
}

#[test]
fn a_warning_answers_only_for_itself() {
    let mut warning = Warning::default();
    warning.apply(&event("yellow", fact("raised")));
    let refusal = Refusal::OtherWarning {
        warning: "1/promised/yellow/1".to_owned(),
        claimed: "1/promised/red/1".to_owned(),
    };
    assert_eq!(warning.decide(&event("red", fact("acknowledged"))), Err(refusal));

    let accepted = CaseFact::Reached(Milestone::Accepted);
    let of_a_case = Event {
        about: About::Case { case: "1".to_owned(), fact: accepted },
        ..event("yellow", WarningFact::Lifted)
    };
    assert_eq!(warning.decide(&of_a_case), Err(Refusal::NotAboutAWarning));
    let before = warning.clone();
    warning.apply(&of_a_case);
    assert_eq!(warning, before);
}

#[track_caller]
fn check(level: &str, story: &str, expected: Expect) {
    let mut warning = Warning::default();
    let mut told = String::new();
    for line in story.split(';').map(str::trim) {
        let (foreign, line) = match line.strip_prefix('!') {
            Some(line) => (true, line),
            None => (false, line),
        };
        let claimed = event(level, fact(line));
        let answer = if foreign { Ok(vec![claimed]) } else { warning.decide(&claimed) };
        let told_of = match answer {
            Ok(events) => {
                events.iter().for_each(|event| warning.apply(event));
                format!("-> {}", state(&warning))
            }
            Err(refusal) => format!("no: {refusal}"),
        };
        writeln!(told, "{line:<13} {told_of}").unwrap();
    }
    expected.assert_eq(&told);
}

fn state(warning: &Warning) -> String {
    let mut words = vec![format!("{:?}", warning.standing())];
    words.extend((warning.notices() > 0).then(|| format!("told {} times", warning.notices())));
    words.extend(warning.is_acknowledged().then(|| "signed for".to_owned()));
    match warning.order() {
        Order::None => {}
        Order::Open { .. } => words.push("ordered".to_owned()),
        Order::Answered => words.push("order answered".to_owned()),
    }
    words.extend(warning.is_rectified().then(|| "rectified".to_owned()));
    match warning.appeal() {
        Appeal::None => {}
        Appeal::Pending => words.push("appeal pending".to_owned()),
        Appeal::Decided(ruling) => words.push(format!("appeal {}", ruling.zh())),
    }
    words.extend(warning.verdict().map(|verdict| verdict.zh().to_owned()));
    words.join(", ")
}

fn fact(word: &str) -> WarningFact {
    match word {
        "raised" => WarningFact::Raised(Box::new(Raised {
            due_at: Timestamp(1),
            answers: By::default(),
            step: None,
            basis: "行政许可法 42".to_owned(),
            rulebook: "sha256".to_owned(),
            place: "clocks.rhai:12".to_owned(),
            message: "late".to_owned(),
        })),
        "notified" => {
            WarningFact::Notified { recipient: "李青".to_owned(), channel: "sms".to_owned() }
        }
        "acknowledged" => WarningFact::Acknowledged,
        "ordered" => WarningFact::Ordered { until: Some(Timestamp(2)) },
        "rectified" => WarningFact::Rectified,
        "appealed" => WarningFact::Appealed,
        "revoked" => WarningFact::Decided { ruling: Ruling::Revoked },
        "returned" => WarningFact::Decided { ruling: Ruling::Returned },
        "escalated" => WarningFact::Decided { ruling: Ruling::Escalated },
        "lifted" => WarningFact::Lifted,
        "stands" => WarningFact::Rejudged(Verdict::Stands),
        "not_due" => WarningFact::Rejudged(Verdict::NotDue),
        other => panic!("no such fact: {other}"),
    }
}

fn event(level: &str, fact: WarningFact) -> Event {
    Event {
        occurred_at: Timestamp(0),
        recorded_at: Timestamp(0),
        origin: Origin { source: "supervisor".to_owned(), key: RecordKey::Ordinal(0), version: 1 },
        by: By::default(),
        note: None,
        about: About::Warning { warning: format!("1/promised/{level}/1").parse().unwrap(), fact },
    }
}
