//! One event of every kind and every variant the vocabulary has, some with all optional parts and some with none.
//!
//! *Invariant.* Samples are only added at the end: `fixtures/golden` holds the bytes of those that were there before.

use duban_calendar::{Day, Length, Timestamp, Unit};
use duban_domain::{
    About, Adopted, Adoption, By, CaseFact, Description, Event, EventKind, Fee, Level, Milestone,
    Origin, Outcome, Raised, RecordKey, Ruling, Special, Value, Verdict, WarningFact, WarningId,
};

/// The samples, in the order in which they lie in the golden block.
pub(super) fn samples() -> Vec<Event> {
    let facts = case_facts().into_iter().enumerate().map(|(at, fact)| about_case(at, fact));
    let warnings =
        warning_facts().into_iter().enumerate().map(|(at, fact)| about_warning(at, fact));
    facts.chain(warnings).chain([adoption()]).collect()
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn some(string: &str) -> Option<String> {
    Some(text(string))
}

fn case_facts() -> Vec<CaseFact> {
    let milestones =
        EventKind::ALL.iter().filter_map(|kind| Milestone::of(*kind)).map(CaseFact::Reached);
    let length = Some(Length::new(10, Unit::Workdays));
    let described =
        Description { item: some("0100"), department: some("住建局"), facts: values() };
    let nothing = Description { item: None, department: None, facts: Vec::new() };
    let hearing = Special {
        kind: text("听证"),
        basis: some("行政许可法 45"),
        approver: some("局长"),
        notified: length,
    };
    let plain = Special { kind: text("检测"), basis: None, approver: None, notified: None };
    let fee = Fee { charged_fen: 12_000, standard_fen: Some(10_000), basis: some("价费字 12") };
    let free = Fee { charged_fen: -1, standard_fen: None, basis: None };
    let others = [
        CaseFact::Described(Box::new(described)),
        CaseFact::Described(Box::new(nothing)),
        CaseFact::StepStarted { step: text("审核") },
        CaseFact::StepCompleted { step: text("审核"), outcome: Outcome::Passed },
        CaseFact::StepCompleted { step: text("批准"), outcome: Outcome::Rejected },
        CaseFact::StepReturned { step: text("批准") },
        CaseFact::SpecialStarted(Box::new(hearing)),
        CaseFact::SpecialStarted(Box::new(plain)),
        CaseFact::SpecialEnded { kind: some("听证") },
        CaseFact::SpecialEnded { kind: None },
        CaseFact::Suspended { basis: some("行政许可法 45") },
        CaseFact::Suspended { basis: None },
        CaseFact::ExtensionRequested { length },
        CaseFact::ExtensionRequested { length: None },
        CaseFact::ExtensionApproved { length, approver: some("局长") },
        CaseFact::ExtensionApproved { length: None, approver: None },
        CaseFact::CertificateIssued { number: some("证 2026-7") },
        CaseFact::CertificateIssued { number: None },
        CaseFact::Evaluated { grade: 5 },
        CaseFact::FeeCharged(Box::new(fee)),
        CaseFact::FeeCharged(Box::new(free)),
        CaseFact::Noted { activity: text("T06 Determine necessity of stop advice") },
    ];
    milestones.chain(others).collect()
}

fn values() -> Vec<(String, Value)> {
    let lengths =
        Unit::ALL.into_iter().map(|unit| (unit.name(), Value::Length(Length::new(3, unit))));
    let others = [
        ("words", Value::Text(text("新建"))),
        ("number", Value::Int(i64::MIN)),
        ("yes", Value::Bool(true)),
        ("instant", Value::Time(Timestamp(1_773_912_600_000))),
        ("date", Value::Date(Day(20_531))),
    ];
    others.into_iter().chain(lengths).map(|(name, value)| (text(name), value)).collect()
}

fn warning_facts() -> Vec<WarningFact> {
    let at = Timestamp(1_773_912_600_000);
    let raised = Raised {
        due_at: at,
        answers: By {
            department: some("住建局"), post: some("审核岗"), officer: some("王某")
        },
        step: some("审核"),
        basis: text("行政许可法 42"),
        rulebook: text("9f86d081"),
        place: text("clocks.rhai:12"),
        message: text("承诺时限已到"),
    };
    let bare = Raised { answers: By::default(), step: None, ..raised.clone() };
    let rulings = [Ruling::Revoked, Ruling::Returned, Ruling::Escalated];
    let mut facts = vec![
        WarningFact::Raised(Box::new(raised)),
        WarningFact::Raised(Box::new(bare)),
        WarningFact::Notified { recipient: text("王某"), channel: text("sms") },
        WarningFact::Acknowledged,
        WarningFact::Ordered { until: Some(at) },
        WarningFact::Ordered { until: None },
        WarningFact::Rectified,
        WarningFact::Appealed,
        WarningFact::Lifted,
        WarningFact::Rejudged(Verdict::Stands),
        WarningFact::Rejudged(Verdict::NotDue),
    ];
    facts.extend(rulings.map(|ruling| WarningFact::Decided { ruling }));
    facts
}

fn about_case(at: usize, fact: CaseFact) -> Event {
    let key = if at.is_multiple_of(2) {
        RecordKey::Ordinal(at as u32)
    } else {
        RecordKey::Text(format!("row-{at}"))
    };
    Event {
        note: (at.is_multiple_of(3)).then(|| text("同意")),
        ..event(at, key, About::Case { case: format!("A-{}", at % 7), fact })
    }
}

fn about_warning(at: usize, fact: WarningFact) -> Event {
    let warning = WarningId {
        case: format!("A-{}", at % 7),
        rule: text("promised"),
        subject: at.is_multiple_of(2).then(|| text("审核")),
        level: Level::ALL[at % Level::ALL.len()],
        occurrence: at as u32 + 1,
    };
    event(at, RecordKey::Text(format!("warning-{at}")), About::Warning { warning, fact })
}

fn adoption() -> Event {
    let adoption = Adoption {
        what: Adopted::Rulebook,
        name: text("national"),
        hash: text("9f86d081"),
        files: vec![
            (text("clocks.rhai"), text("clock(\"promised\")")),
            (text("rulebook.toml"), String::new()),
        ],
    };
    event(1000, RecordKey::Text(text("9f86d081")), About::Adoption(adoption))
}

/// Times go back and forth, and to their limits.
fn event(at: usize, key: RecordKey, about: About) -> Event {
    let recorded = 1_773_912_600_000 + 61_001 * (at as i64 % 11);
    let occurred = match at % 5 {
        0 => recorded,
        1 => recorded - 3_600_000,
        2 => i64::MIN,
        3 => i64::MAX,
        _ => recorded + 1,
    };
    let by = if at.is_multiple_of(4) {
        By { department: some("住建局"), post: some("受理岗"), officer: some("李某") }
    } else {
        By::default()
    };
    Event {
        occurred_at: Timestamp(occurred),
        recorded_at: Timestamp(recorded),
        origin: Origin { source: text("ea_jc"), key, version: at as u32 % 3 + 1 },
        by,
        note: None,
        about,
    }
}
