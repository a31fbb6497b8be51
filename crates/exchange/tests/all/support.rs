//! Tells what comes out of a file, a line each, so that tests can show it.

use std::fmt::Write;
use std::io::Read;
use std::path::PathBuf;

use duban_domain::{About, CaseFact, Event, RecordKey, Value};
use duban_exchange::{Incoming, Mapping, read};
use expect_test::Expect;

/// A mapping from the text of a test.
#[track_caller]
pub(crate) fn mapping(text: &str) -> Mapping {
    match Mapping::from_toml("test.toml", text) {
        Ok(mapping) => mapping,
        Err(error) => panic!("{error}"),
    }
}

/// A mapping that ships.
#[track_caller]
pub(crate) fn shipped(name: &str) -> Mapping {
    let path = repository().join("fixtures/mappings").join(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    mapping(&text)
}

pub(crate) fn repository() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Reads `input` and compares what came out, a line each.
#[track_caller]
pub(crate) fn check(mapping: &Mapping, input: impl AsRef<[u8]>, expected: Expect) {
    expected.assert_eq(&told(mapping, input.as_ref()));
}

/// What comes out of an input: `=` an event, `+` a derived one, `!` quarantined, `!!` the end of reading.
pub(crate) fn told(mapping: &Mapping, input: impl Read) -> String {
    let mut told = String::new();
    match read(input, "log", mapping) {
        Ok(reading) => {
            for incoming in reading {
                match incoming {
                    Ok(Incoming::Event { event, derived, .. }) => {
                        let mark = if derived { '+' } else { '=' };
                        writeln!(told, "{mark} {}", line(&event)).unwrap();
                    }
                    Ok(Incoming::Quarantined(bad)) => {
                        writeln!(
                            told,
                            "! {}: {}; {}\n    {}",
                            bad.place,
                            bad.reason,
                            bad.advice,
                            short(&bad.record)
                        )
                        .unwrap();
                    }
                    Err(error) => writeln!(told, "!! {error}").unwrap(),
                }
            }
        }
        Err(error) => writeln!(told, "!! {error}").unwrap(),
    }
    told
}

/// A long text cut in the middle, on one line.
fn short(text: &str) -> String {
    let text = text.replace('\n', "\\n");
    let count = text.chars().count();
    if count <= 120 {
        return text;
    }
    let head: String = text.chars().take(60).collect();
    format!("{head}… ({count} characters)")
}

fn line(event: &Event<String>) -> String {
    let About::Case { case, fact } = &event.about else { panic!("an import tells of cases only") };
    let key = match &event.origin.key {
        RecordKey::Ordinal(number) => format!("#{number}"),
        RecordKey::Text(key) if key.starts_with("described/") => "described".to_owned(),
        RecordKey::Text(key) => key.clone(),
        RecordKey::Derived(name) if name.starts_with("described/") => "~described".to_owned(),
        RecordKey::Derived(name) => format!("~{name}"),
    };
    let mut line = format!("{case} {} {}", short_time(&event.occurred_at.to_string()), fact.kind());
    if let Some(carried) = carried(fact) {
        write!(line, " {carried}").unwrap();
    }
    write!(line, " ({key})").unwrap();
    if event.origin.version != 1 {
        write!(line, " v{}", event.origin.version).unwrap();
    }
    if event.recorded_at != event.occurred_at {
        write!(line, " recorded {}", short_time(&event.recorded_at.to_string())).unwrap();
    }
    let by = [&event.by.department, &event.by.post, &event.by.officer];
    let by: Vec<_> = by.into_iter().flatten().map(String::as_str).collect();
    if !by.is_empty() {
        write!(line, " by {}", by.join("/")).unwrap();
    }
    if let Some(note) = &event.note {
        write!(line, " “{note}”").unwrap();
    }
    line.replace('\r', "\\r").replace('\n', "\\n")
}

fn short_time(time: &str) -> String {
    time.replace(":00.000Z", "Z").replace(".000Z", "Z")
}

fn carried(fact: &CaseFact) -> Option<String> {
    Some(match fact {
        CaseFact::Described(it) => {
            let facts: Vec<_> =
                it.facts.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect();
            let item = it.item.as_deref().unwrap_or("-");
            let department = it.department.as_deref().unwrap_or("-");
            format!("{item} {department} {}", facts.join(" ")).trim_end().to_owned()
        }
        CaseFact::Reached(_) => return None,
        CaseFact::StepStarted { step } | CaseFact::StepReturned { step } => step.clone(),
        CaseFact::StepCompleted { step, outcome } => format!("{step} {outcome:?}"),
        CaseFact::SpecialStarted(it) => {
            format!("{} {:?} {:?}", it.kind, it.basis, it.notified.map(|it| it.to_string()))
        }
        CaseFact::SpecialEnded { kind } => format!("{kind:?}"),
        CaseFact::Suspended { basis } => format!("{basis:?}"),
        CaseFact::ExtensionRequested { length } => format!("{:?}", length.map(|it| it.to_string())),
        CaseFact::ExtensionApproved { length, approver } => {
            format!("{:?} {approver:?}", length.map(|it| it.to_string()))
        }
        CaseFact::CertificateIssued { number } => format!("{number:?}"),
        CaseFact::Evaluated { grade } => grade.to_string(),
        CaseFact::FeeCharged(it) => {
            format!("{} of {:?} {:?}", it.charged_fen, it.standard_fen, it.basis)
        }
        CaseFact::Noted { activity } => format!("`{activity}`"),
    })
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Int(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Time(at) => short_time(&at.to_string()),
        Value::Date(day) => day.to_string(),
        Value::Length(length) => length.to_string(),
    }
}
