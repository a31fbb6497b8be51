//! Bad input: a clear word, nothing else lost, exit code 2.

use std::fs;

use crate::support::{Place, SIMPLE_MAPPING, repo, shared_log};

fn import(place: &Place, file: &str) -> serde_json::Value {
    let rules = repo("rules/national");
    place.json(&["import", file, "--mapping", "m.toml", "--rules", &rules, "--format", "json"])
}

#[test]
fn a_truncated_file_keeps_the_good_records_before_the_break() {
    let Some(log) = shared_log("receipt.xes.gz") else { return };
    let place = Place::new();
    let bytes = fs::read(log).unwrap();
    place.write("cut.xes.gz", &bytes[..bytes.len() / 2]);
    let (mapping, rules) =
        (repo("fixtures/mappings/wabo-receipt.toml"), repo("rules/examples/wabo"));
    let said = place.refusal(&["import", "cut.xes.gz", "--mapping", &mapping, "--rules", &rules]);
    assert!(said.contains("cut"), "{said}");
    let answer = place.json(&["replay", "--format", "json"]);
    let events = answer["events"].as_u64().unwrap();
    assert!((1000..8577).contains(&events), "{events} events before the break");
}

#[test]
fn bad_records_go_to_quarantine_and_the_others_go_in() {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    let rows = [
        "case,what,when",
        "A-1,受理,2025-03-04 10:00:00",
        "A-1,准予,next tuesday",
        "A-2,跳舞,2025-03-04 10:00:00",
        ",受理,2025-03-04 10:00:00",
        "A-3,受理,2025-03-05 10:00:00",
        "A-3,受理,2025-03-05 10:00:00",
    ];
    place.write("log.csv", rows.join("\n"));
    let summary = import(&place, "log.csv");
    assert_eq!(summary["quarantined"], 3, "{summary}");
    let answer = place.json(&["replay", "--format", "json"]);
    assert_eq!(answer["cases"], 2);
}

#[test]
fn rules_that_are_wrong_are_refused_before_anything_is_written() {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    place.write("log.csv", "case,what,when\nA-1,受理,2025-03-04 10:00:00\n");
    place.write("calendars/cn.toml", fs::read(repo("rules/calendars/cn.toml")).unwrap());
    place.write(
        "rules/rulebook.toml",
        "name = \"rules\"\ntitle = { zh = \"错\", en = \"wrong\" }\ncalendar = \"cn\"\n",
    );
    place.write(
        "rules/clocks.rhai",
        "clock(\"x\").basis(\"法 1\").starts(\"acepted\").stops(\"granted\").limit(20);\n",
    );
    let said = place.refusal(&["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"]);
    assert!(said.contains("clocks.rhai") && said.contains("accepted"), "{said}");
    assert!(!place.path("duban-data").exists(), "a journal was begun all the same");
}

#[test]
fn what_is_missing_is_named() {
    let place = Place::new();
    let said = place.refusal(&["warnings"]);
    assert!(said.contains("duban import"), "{said}");
    let said = place.refusal(&["replay", "nothing.xes"]);
    assert!(said.contains("--rules"), "{said}");
    let rules = repo("rules/national");
    let said = place.refusal(&["replay", "nothing.xes", "--rules", &rules]);
    assert!(said.contains("--mapping"), "{said}");
    let said = place.refusal(&["deadline", "--from", "2026-09-30", "--limit", "20"]);
    assert!(said.contains("unit"), "{said}");
}

#[test]
fn a_journal_in_use_says_so() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "50"]);
    let held = redb_lock(&place);
    let said = place.refusal(&["warnings"]);
    assert!(said.contains("in use"), "{said}");
    drop(held);
    place.answer(&["warnings"]);
}

/// Holds the journal open, as another process would.
fn redb_lock(place: &Place) -> duban_journal::Journal {
    duban_journal::Journal::open_existing(&place.path("duban-data")).unwrap()
}

#[test]
fn nothing_is_imported_into_a_journal_that_is_damaged_in_the_middle() {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING.replace("quarantine", "note"));
    let rows = |from: u32, to: u32| {
        let what = |row| if row == 1234 { "@marked@" } else { "受理" };
        let rows = (from..to).map(|row| format!("A-{row},{},2025-03-04 10:00:00\n", what(row)));
        format!("case,what,when\n{}", rows.collect::<String>())
    };
    place.write("many.csv", rows(0, 5000));
    place.answer(&["import", "many.csv", "--mapping", "m.toml"]);
    let file = place.path("duban-data/journal.redb");
    let mut bytes = fs::read(&file).unwrap();
    let marked: Vec<_> =
        (0..bytes.len()).filter(|&at| bytes[at..].starts_with(b"@marked@")).collect();
    assert_eq!(marked.len(), 1);
    bytes[marked[0]] ^= 1;
    fs::write(&file, bytes).unwrap();

    place.write("more.csv", rows(9000, 9001));
    let said = place.refusal(&["import", "more.csv", "--mapping", "m.toml"]);
    for part in ["is damaged: the block of events from position", "backup", "nothing was imported"]
    {
        assert!(said.contains(part), "no {part} in\n{said}");
    }
    let journal = duban_journal::Journal::open_existing(&place.path("duban-data")).unwrap();
    assert_eq!(journal.position(), 5000);
}

#[test]
fn a_page_that_is_gone_is_told_or_makes_no_difference() {
    let place = Place::new();
    place.answer(&["demo", "--cases", "150"]);
    let digest = |answer: &str| {
        let line = answer.lines().find(|line| line.contains("sha256:")).unwrap();
        line.trim().to_owned()
    };
    let asked = ["replay", "--format", "json"];
    let whole = digest(&place.answer(&asked));
    let file = place.path("duban-data/journal.redb");
    let bytes = fs::read(&file).unwrap();
    let mut told = 0;
    for page in (4096..bytes.len()).step_by(4096).filter(|&at| bytes[at..at + 64] != [0; 64]) {
        for harm in [|page: &mut [u8]| page.fill(0), |page: &mut [u8]| page[2] ^= 1] {
            let mut harmed = bytes.clone();
            harm(&mut harmed[page..page + 4096]);
            fs::write(&file, harmed).unwrap();
            let output = place.duban(&asked);
            match output.status.code() {
                Some(0) => {
                    let answer = String::from_utf8(output.stdout).unwrap();
                    assert_eq!(digest(&answer), whole, "page at {page}");
                }
                Some(2) => told += 1,
                other => panic!("{other:?} for the page at {page}: {output:?}"),
            }
        }
    }
    assert!(told > 5, "{told}");
}

#[test]
#[cfg(target_os = "linux")]
fn where_nobody_can_read_what_is_said_beside_the_answer_it_is_answered_all_the_same() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["rules", "diff", &repo("rules/national"), &repo("rules/presets/hunan")])
        .stderr(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.is_empty());
}
