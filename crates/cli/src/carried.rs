//! What the facts of a case carry, in the words of people.
//!
//! *Invariant.* Times are shown in a zone, with their offset; nothing is shown as it is stored.

use duban_calendar::{Length, Zone};
use duban_domain::{About, CaseFact, Description, Event, RecordKey, Value};

use crate::args::Lang;
use crate::words;

/// What a fact carries beyond its kind; nothing if it carries nothing.
pub(crate) fn carried(fact: &CaseFact<String>, zone: &Zone, lang: Lang) -> String {
    let length = |length: Length| words::length(lang, length);
    let words = |parts: &[Option<String>]| {
        parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    match fact {
        CaseFact::Described(it) => {
            let facts = it.facts.iter().map(|(name, value)| {
                format!("{} {}", words::fact(lang, name), shown(name, value, zone, lang))
            });
            it.item.iter().cloned().chain(facts).collect::<Vec<_>>().join(", ")
        }
        CaseFact::Reached(_) => String::new(),
        CaseFact::StepStarted { step }
        | CaseFact::StepCompleted { step, .. }
        | CaseFact::StepReturned { step } => step.clone(),
        CaseFact::SpecialStarted(it) => words(&[
            Some(it.kind.clone()),
            it.basis.clone(),
            it.approver.clone(),
            it.notified.map(length),
        ]),
        CaseFact::SpecialEnded { kind } => kind.clone().unwrap_or_default(),
        CaseFact::Suspended { basis } => basis.clone().unwrap_or_default(),
        CaseFact::ExtensionRequested { length: it } => words(&[it.map(length)]),
        CaseFact::ExtensionApproved { length: it, approver } => {
            words(&[it.map(length), approver.clone()])
        }
        CaseFact::CertificateIssued { number } => number.clone().unwrap_or_default(),
        CaseFact::Evaluated { grade } => grade.to_string(),
        CaseFact::FeeCharged(fee) => {
            format!("{}.{:02}", fee.charged_fen / 100, (fee.charged_fen % 100).abs())
        }
        CaseFact::Noted { activity } => activity.clone(),
    }
}

/// A value of a fact of a case.
pub(crate) fn shown(name: &str, value: &Value<String>, zone: &Zone, lang: Lang) -> String {
    match value {
        Value::Text(text) => words::fact_text(lang, name, text).to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Bool(true) => words::pick(lang, "true", "是").to_owned(),
        Value::Bool(false) => words::pick(lang, "false", "否").to_owned(),
        Value::Time(at) => zone.display(*at),
        Value::Date(day) => day.to_string(),
        Value::Length(length) => words::length(lang, *length),
    }
}

/// An event as fields and values, for whoever mends the record it was made of.
pub(crate) fn fields(event: &Event, zone: &Zone, lang: Lang) -> String {
    let case = ("case".to_owned(), event.case().cloned().unwrap_or_default());
    let fields = match &event.about {
        About::Case { fact: CaseFact::Described(description), .. } => {
            columns(description, zone, lang)
        }
        About::Case { fact, .. } => what_happened(event, fact, zone, lang),
        About::Warning { .. } | About::Adoption(_) => Vec::new(),
    };
    let filled = std::iter::once(case).chain(fields).filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; ")
}

/// What a case is said to be, by the names of its columns.
pub(crate) fn columns(it: &Description, zone: &Zone, lang: Lang) -> Vec<(String, String)> {
    let fixed = [("item", &it.item), ("department", &it.department)];
    let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
    let facts =
        it.facts.iter().map(|(name, value)| (name.as_str(), shown(name, value, zone, lang)));
    fixed.chain(facts).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn what_happened(event: &Event, fact: &CaseFact, zone: &Zone, lang: Lang) -> Vec<(String, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (named, key) = match &event.origin.key {
        RecordKey::Ordinal(number) => ("record", format!("no. {}", number.saturating_add(1))),
        RecordKey::Text(key) => ("record", key.clone()),
        RecordKey::Derived(name) => ("derived from", name.clone()),
    };
    let fields = [
        (named, key),
        ("version", event.origin.version.to_string()),
        ("event", fact.kind().name().to_owned()),
        ("content", carried(fact, zone, lang)),
        ("happened", zone.display(event.occurred_at)),
        ("recorded", zone.display(event.recorded_at)),
        ("department", text(&event.by.department)),
        ("post", text(&event.by.post)),
        ("officer", text(&event.by.officer)),
        ("note", text(&event.note)),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).to_vec()
}
