//! What a closure can ask of a case and an event, and what it is answered.

use duban_domain::EventKind;
use duban_rulebook::{Datum, Field};

use crate::support::{Case, check, holds};

/// A case of which much is known.
pub(crate) fn dated() -> Case {
    Case::new()
        .at(Field::First(EventKind::Received), "2026-09-28T10:00:00+08:00")
        .at(Field::First(EventKind::DeemedAccepted), "2026-09-28T15:00:00+08:00")
        .at(Field::First(EventKind::Granted), "2026-09-30T09:00:00+08:00")
        .at(Field::OccurredAt, "2026-10-10T11:59:00+08:00")
        .at(Field::RecordedAt, "2026-10-10T12:30:00+08:00")
        .with(Field::Count(EventKind::SupplementRequested), Datum::Int(2))
        .with(Field::Count(EventKind::Received), Datum::Int(1))
        .at(Field::Last(EventKind::SupplementRequested), "2026-09-29T15:00:00+08:00")
        .text(Field::Department, "区卫健局")
        .text(Field::Officer, "张三")
        .text(Field::EventOfficer, "张三")
        .text(Field::EventNote, "经审查，符合条件；加急")
        .with(Field::EventCharged, Datum::Int(12_000))
        .with(Field::EventStandard, Datum::Int(10_000))
        .with(Field::EventGrade, Datum::Int(4))
        .length(Field::PromisedLimit, "10 workdays")
        .text(Field::ItemType, "公共服务")
        .with(Field::ItemKnown, Datum::Bool(true))
        .with(Field::Fact(0), Datum::Int(750))
}

#[test]
fn what_can_be_asked_of_a_case() {
    let yes = [
        "e.occurred_on > c.received_on",
        "c.accepted_on == c.received_on",
        "c.accepted_at > c.received_at && c.accepted_at != c.received_at",
        "c.decided_on >= c.accepted_on && c.decided_on <= e.occurred_on",
        "c.completed_on == ()",
        "!(c.completed_on < e.occurred_on) && !(e.occurred_on < c.completed_on)",
        "workdays_between(c.received_on, e.occurred_on) == 5",
        "days_between(c.received_on, e.occurred_on) == 12 && e.occurred_on - c.received_on == 12",
        "hours_between(c.received_at, c.accepted_at) == 5",
        "minutes_between(e.occurred_at, e.recorded_at) + 9 == 40",
        "workdays_between(c.completed_on, e.occurred_on) == ()",
        "!(workdays_between(c.completed_on, e.occurred_on) > 3)",
        "in_office_hours(e.occurred_at) && !in_office_hours(e.recorded_at)",
        "is_workday(e.occurred_on) && is_workday(date_of(e.recorded_at))",
        "e.occurred_on >= date(\"2026-10-10\") && date(\"2026-10-11\") > e.occurred_on",
        "min(c.received_on, e.occurred_on) == c.received_on",
        "c.count(\"supplement_requested\") > 1 && c.has(\"received\") && !c.has(\"denied\")",
        "c.last(\"supplement_requested\") < c.decided_at && c.first(\"denied\") == ()",
        "c.department == \"区卫健局\" && c.officer == e.officer && c.officer != \"李四\"",
        "e.note.contains(\"加急\") && e.note.starts_with(\"经\") && e.note.ends_with(\"急\") && !e.note.is_empty()",
        "e.note.len() == 11 && \"加急\" in e.note && e.officer in [\"李四\", \"张三\"]",
        "e.charged_fen > e.standard_fen && e.charged_fen - e.standard_fen == 2000 && e.charged_fen / 10 == 1200",
        "e.grade >= 4 && e.length == () && c.item.known",
        "c.item.type == \"公共服务\" && c.item.kind == ()",
        "c.item.promised_limit.amount == 10 && c.item.promised_limit.unit == \"workdays\" && c.item.promised_limit.zh == \"10个工作日\"",
        "c.item.promised_limit > workdays(9) && c.item.promised_limit != days(10)",
        "c.facts.area > 500 && c.facts.area.value() == 750 && (c.facts.missing ?? 7) == 7",
        "switch c.facts.procedure.value() { \"Uitgebreid\" => true, _ => false }",
        "switch c.department { \"区卫健局\" => true, _ => false }",
        "let f = c.facts; f.procedure == \"Uitgebreid\"",
        "`${c.received_on} ${e.occurred_at} ${c.item.promised_limit}` == \"2026-09-28 2026-10-10 11:59 10 workdays\"",
    ];
    for asked in yes {
        let case = if asked.contains("c.facts.area") {
            dated()
        } else {
            dated().text(Field::Fact(0), "Uitgebreid")
        };
        let asked =
            if asked.starts_with("let") { format!("{{ {asked} }}") } else { asked.to_owned() };
        assert_eq!(holds(&check(&asked), &case), Ok(true), "{asked}");
    }
}

#[test]
fn an_if_without_an_else_says_no() {
    assert_eq!(holds(&check("if e.grade == 1 { true }"), &dated()), Ok(false));
}
