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
    let events = all.iter().filter(|it| matches!(it, Incoming::Event(_, false))).count();
    (events, all.iter().filter(|it| matches!(it, Incoming::Quarantined(_))).count(), all)
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
        let lines: Vec<_> = records
            .iter()
            .map(|it| serde_json::json!({ "concept:name": it.case, "what": it.what, "when": it.when }).to_string())
            .collect();
        let (events, aside, _) = read_all(&mapping(MAPPING), &lines.join("\n"));
        prop_assert_eq!(events + aside, records.len());
    }

    /// Unescaped on purpose: what stands in a value breaks its own event at most.
    #[test]
    fn of_a_log(traces in prop::collection::vec(prop::collection::vec(record(), 0..6), 0..6)) {
        let count: usize = traces.iter().map(Vec::len).sum();
        let mut log = "<log>".to_owned();
        for (number, records) in traces.iter().enumerate() {
            log += &format!("<trace><string key=\"concept:name\" value=\"{number}\"/>");
            for it in records {
                let what = it.what.replace('<', "&lt;");
                log += &format!("<event><string key=\"what\" value=\"{what}\"/><date key=\"when\" value=\"{}\"/></event>", it.when);
            }
            log += "</trace>";
        }
        log += "</log>";
        let (events, aside, _) = read_all(&mapping(MAPPING), &log);
        prop_assert_eq!(events + aside, count);
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
