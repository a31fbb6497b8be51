//! Every record comes out exactly once, whatever is wrong with some of them, and the same file gives the same events.

use duban_exchange::{Incoming, Mapping, read};
use proptest::prelude::*;

use crate::support::mapping;

const MAPPING: &str = r#"
    recorded = "as occurred"
    [case]
    id = "concept:name"
    [record]
    activity = "what"
    time = "when"
"#;

/// A record, good or bad in one of many ways.
#[derive(Clone, Debug)]
struct Record {
    case: u8,
    what: String,
    when: String,
}

fn record() -> impl Strategy<Value = Record> {
    let what = prop_oneof![4 => "[a-c听 ]{1,4}", 1 => "[\"<>&',;\\\\{}]{0,4}"];
    let when = prop_oneof![
        4 => Just("2026-03-19T09:00:00Z".to_owned()),
        1 => "[0-9T:-]{0,12}",
    ];
    (0..4u8, what, when).prop_map(|(case, what, when)| Record { case, what, when })
}

/// How many events and how many quarantined records come out, and the events themselves.
fn read_all(mapping: &Mapping, input: &str) -> (usize, usize, Vec<Incoming>) {
    let all: Vec<_> = read(input.as_bytes(), "log", mapping).unwrap().map(Result::unwrap).collect();
    let events =
        all.iter().filter(|it| matches!(it, Incoming::Event { derived: false, .. })).count();
    (events, all.iter().filter(|it| matches!(it, Incoming::Quarantined(_))).count(), all)
}

fn lines(records: &[Record]) -> String {
    let line = |it: &Record| {
        serde_json::json!({ "concept:name": it.case, "what": it.what, "when": it.when }).to_string()
    };
    records.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Unescaped on purpose: what stands in a value breaks its own event at most.
fn log(traces: &[Vec<Record>]) -> String {
    let mut log = "<log>".to_owned();
    for (number, records) in traces.iter().enumerate() {
        log += &format!("<trace><string key=\"concept:name\" value=\"{number}\"/>");
        for it in records {
            let what = it.what.replace('<', "&lt;");
            log += &format!(
                "<event><string key=\"what\" value=\"{what}\"/><date key=\"when\" value=\"{}\"/></event>",
                it.when
            );
        }
        log += "</trace>";
    }
    log + "</log>"
}

proptest! {
    #[test]
    fn of_a_table(records in prop::collection::vec(record(), 0..30)) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut table = "concept:name,what,when\n".to_owned();
        for it in &records {
            table += &format!("{},{},{}\n", it.case, quoted(&it.what), quoted(&it.when));
        }
        let (events, aside, all) = read_all(&mapping(MAPPING), &table);
        prop_assert_eq!(events + aside, records.len());
        prop_assert_eq!(read_all(&mapping(MAPPING), &table).2, all);
    }

    #[test]
    fn of_lines_of_json(records in prop::collection::vec(record(), 1..30)) {
        let (events, aside, _) = read_all(&mapping(MAPPING), &lines(&records));
        prop_assert_eq!(events + aside, records.len());
    }

    #[test]
    fn of_a_log(traces in prop::collection::vec(prop::collection::vec(record(), 0..6), 0..6)) {
        let count: usize = traces.iter().map(Vec::len).sum();
        let (events, aside, _) = read_all(&mapping(MAPPING), &log(&traces));
        prop_assert_eq!(events + aside, count);
    }

    /// What the mapping ignores is no event, but it is counted.
    #[test]
    fn of_what_is_left_out(records in prop::collection::vec(record(), 1..30), trace in any::<bool>()) {
        let ignoring = format!("{MAPPING}\n[[activity]]\nname = \"*a*\"\nkind = \"noted\"\n");
        let ignoring = mapping(&format!("unknown = \"ignore\"\n{ignoring}"));
        let input = if trace { log(std::slice::from_ref(&records)) } else { lines(&records) };
        let mut reading = read(input.as_bytes(), "log", &ignoring).unwrap();
        let out: Vec<_> = reading.by_ref().map(Result::unwrap).collect();
        prop_assert_eq!(out.len() as u64 + reading.ignored(), records.len() as u64);
        // What is wrong with a record that is ignored is no matter; what has a rule comes out, one way or the other.
        let ruled = records.iter().filter(|it| it.what.contains('a')).count();
        prop_assert!(out.len() >= ruled, "{} of {ruled}", out.len());
    }

    /// Nothing that a file may hold makes reading panic or go on for ever.
    #[test]
    fn of_noise(noise in "[\\[<{]?[<>/a-e\"'&;=, \n\r{}!\\-听]{0,200}", whole in any::<bool>()) {
        let input = if whole { format!("<log>{noise}</log>") } else { noise };
        if let Ok(reading) = read(input.as_bytes(), "log", &mapping(MAPPING)) {
            prop_assert!(reading.take(10_000).count() < 10_000);
        }
    }
}
