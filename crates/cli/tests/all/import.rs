//! What an import tells of records that are known, changed, left out, or of another mapping.

use serde_json::{Value, json};

use crate::support::{Place, repo};

const MAPPING: &str = r#"
source = "window"
recorded = "as occurred"
unknown = "quarantine"
zone = "Asia/Shanghai"
optional = ["version", "note", "start"]

[case]
id = "case"

[[case.derive]]
column = "start"
kind = "received"

[case.facts]
colour = "colour"

[record]
activity = "what"
time = "when"
key = "key"
version = "version"
note = "note"

[[activity]]
name = "受理"
kind = "accepted"

[[activity]]
name = "准予"
kind = "granted"

[[activity]]
name = "不予"
kind = "denied"
"#;

const HEADER: &str = "case,colour,key,what,when,version,note,start";

/// A place with a mapping.
fn place(mapping: &str) -> Place {
    let place = Place::new();
    place.write("m.toml", mapping);
    place
}

fn write(place: &Place, name: &str, rows: &[&str]) {
    place.write(name, format!("{HEADER}\n{}\n", rows.join("\n")));
}

fn import(place: &Place, name: &str) -> Value {
    place.json(&["import", name, "--mapping", "m.toml", "--format", "json"])
}

/// Accepted, duplicates, differing and quarantined.
fn counts(summary: &Value) -> [u64; 4] {
    ["accepted", "duplicates", "differs", "quarantined"].map(|name| summary[name].as_u64().unwrap())
}

/// The times and kinds of what a journal knows of a case.
fn events(place: &Place, case: &str) -> Vec<String> {
    let journal = duban_journal::Journal::open_existing(&place.path("duban-data")).unwrap();
    let events = journal.history(case).unwrap();
    events
        .iter()
        .map(|(_, event)| serde_json::to_string(&(event.occurred_at, &event.about)).unwrap())
        .collect()
}

#[test]
fn the_same_record_with_other_content_is_told_and_the_first_stays() {
    let place = place(MAPPING);
    write(
        &place,
        "one.csv",
        &["A-1,,1,受理,2026-03-02 09:00:00,1,,", "A-1,,2,准予,2026-03-04 09:00:00,1,同意,"],
    );
    assert_eq!(counts(&import(&place, "one.csv")), [3, 0, 0, 0]);
    let before = events(&place, "A-1");
    let changed =
        ["A-1,,1,受理,2026-03-02 09:00:00,1,,", "A-1,,2,不予,2026-03-05 09:00:00,1,不符合规划,"];
    write(&place, "two.csv", &changed);
    for _ in 0..2 {
        assert_eq!(counts(&import(&place, "two.csv")), [0, 2, 1, 0]);
        assert_eq!(events(&place, "A-1"), before);
    }
    let text = place.answer(&["import", "two.csv", "--mapping", "m.toml"]);
    for part in [
        "differs                 1",
        "window, two.csv, line 3: case A-1",
        "it was `granted`, now `denied`",
        "it happened at 2026-03-04 09:00:00 +08:00, now 2026-03-05 09:00:00 +08:00",
        "its note was `同意`, now `不符合规划`",
        "higher version",
    ] {
        assert!(text.contains(part), "no {part} in\n{text}");
    }
    let text = place.answer(&["import", "two.csv", "--mapping", "m.toml", "--lang", "zh"]);
    assert!(text.contains("内容不同                1"), "{text}");
    // It is kept beside the records that could not be taken, once.
    let journal = duban_journal::Journal::open_existing(&place.path("duban-data")).unwrap();
    let kept = journal.quarantined().unwrap();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].1.record.contains("不符合规划"), "{kept:?}");
}

#[test]
fn with_a_higher_version_it_is_a_correction() {
    let place = place(MAPPING);
    write(&place, "one.csv", &["A-1,,2,准予,2026-03-04 09:00:00,1,,"]);
    import(&place, "one.csv");
    write(&place, "two.csv", &["A-1,,2,不予,2026-03-05 09:00:00,2,,"]);
    // The case is described with each version; here it is the same description again.
    assert_eq!(counts(&import(&place, "two.csv")), [2, 0, 0, 0]);
}

#[test]
fn within_one_file_the_first_stays_too() {
    let place = place(MAPPING);
    let rows = ["A-1,,1,受理,2026-03-02 09:00:00,1,,", "A-1,,1,受理,2026-03-01 09:00:00,1,,"];
    write(&place, "one.csv", &rows);
    assert_eq!(counts(&import(&place, "one.csv")), [2, 0, 1, 0]);
    assert!(events(&place, "A-1").iter().all(|event| !event.contains("2026-03-01")));
}

#[test]
fn that_a_record_became_known_again_is_no_other_content() {
    let place = place(
        &MAPPING
            .replace("as occurred", "column start")
            .replace("[[case.derive]]\ncolumn = \"start\"\nkind = \"received\"\n", ""),
    );
    for (name, known) in [("one.csv", "2026-03-03 00:00:00"), ("two.csv", "2026-04-03 00:00:00")] {
        write(&place, name, &[&format!("A-1,,1,受理,2026-03-02 09:00:00,1,,{known}")]);
    }
    assert_eq!(counts(&import(&place, "one.csv")), [2, 0, 0, 0]);
    assert_eq!(counts(&import(&place, "two.csv")), [0, 2, 0, 0]);
}

#[test]
fn a_date_of_the_case_that_changed_between_files_is_told() {
    let place = place(MAPPING);
    write(&place, "one.csv", &["A-1,,1,受理,2026-03-02 09:00:00,1,,2026-03-01"]);
    write(&place, "two.csv", &["A-1,,2,准予,2026-03-04 09:00:00,1,,2026-02-01"]);
    assert_eq!(counts(&import(&place, "one.csv")), [3, 0, 0, 0]);
    let second = import(&place, "two.csv");
    assert_eq!(counts(&second), [1, 1, 1, 0], "the decision is new, the description known");
    let text = place.answer(&["import", "two.csv", "--mapping", "m.toml"]);
    assert!(
        text.contains("line 2: case A-1")
            && text.contains(
                "it happened at 2026-03-01 00:00:00 +08:00, now 2026-02-01 00:00:00 +08:00"
            ),
        "{text}"
    );
    // The version column says otherwise: it is a correction.
    write(&place, "three.csv", &["A-1,,2,准予,2026-03-04 09:00:00,2,,2026-02-01"]);
    assert_eq!(counts(&import(&place, "three.csv"))[2], 0);
}

#[test]
fn a_date_that_one_file_corrected_is_no_contradiction_in_the_next() {
    let place = place(MAPPING);
    let rows = [
        "A-1,,1,受理,2026-03-02 09:00:00,1,,2026-03-01",
        "A-1,,2,准予,2026-03-04 09:00:00,1,,2026-02-01",
    ];
    write(&place, "one.csv", &rows);
    import(&place, "one.csv");
    write(&place, "two.csv", &["A-1,,1,受理,2026-03-02 09:00:00,1,,2026-02-01"]);
    assert_eq!(counts(&import(&place, "two.csv"))[2], 0);
}

#[test]
fn a_case_described_alike_in_every_file_contradicts_nothing() {
    let place = place(MAPPING);
    write(&place, "one.csv", &["A-1,red,1,受理,2026-03-02 09:00:00,1,,"]);
    write(&place, "two.csv", &["A-1,red,2,准予,2026-03-04 09:00:00,1,,"]);
    assert_eq!(counts(&import(&place, "one.csv")), [2, 0, 0, 0]);
    assert_eq!(counts(&import(&place, "two.csv")), [1, 1, 0, 0]);
}

#[test]
fn an_event_that_stands_in_for_a_record_contradicts_nothing() {
    const STEPS: &str = r#"
        source = "steps"
        recorded = "as occurred"
        zone = "Asia/Shanghai"
        [case]
        id = "case"
        [record]
        activity = "what"
        time = "when"
        key = { template = "{key}/{colour}" }
        officer = "note"
        [[activity]]
        where = { colour = "waits" }
        kind = "step_started"
        [[activity]]
        kind = "step_completed"
        time = "start"
        [[record.derive]]
        column = "when"
        where = { colour = "done" }
        key = "{key}/waits"
        kind = "step_started"
    "#;
    let (waits, done) = (
        "A-1,waits,1,审核,2026-03-02 09:00:00,1,,",
        "A-1,done,1,审核,2026-03-02 09:00:00,1,张三,2026-03-03 09:00:00",
    );
    // A stand-in that came first is taken back by its record, as it would be over two imports.
    for (rows, told) in [([waits, done], [2, 1, 0, 0]), ([done, waits], [4, 0, 0, 0])] {
        let place = place(STEPS);
        write(&place, "steps.csv", &rows);
        assert_eq!(counts(&import(&place, "steps.csv")), told);
    }
}

#[test]
fn what_the_mapping_ignores_is_counted() {
    let place = place(&MAPPING.replace("unknown = \"quarantine\"", "unknown = \"ignore\""));
    let rows = [
        "A-1,,1,受理,2026-03-02 09:00:00,1,,",
        "A-1,,2,打印,2026-03-02 09:00:00,1,,",
        "A-2,,1,复印,2026-03-02 09:00:00,1,,",
    ];
    write(&place, "one.csv", &rows);
    let summary = import(&place, "one.csv");
    assert_eq!(summary["ignored"], 2);
    assert_eq!(counts(&summary), [2, 0, 0, 0]);
    let text = place.answer(&["import", "one.csv", "--mapping", "m.toml"]);
    assert!(text.contains("ignored                 2"), "{text}");
}

#[test]
fn an_import_of_which_nothing_fits_the_mapping_is_refused() {
    let place = place(MAPPING);
    let rows = [
        "A-1,,1,Antrag,2026-03-02 09:00:00,1,,2026-03-01",
        "A-1,,2,Bescheid,2026-03-02 09:00:00,1,,",
        "A-2,,1,受理,tomorrow,1,,",
    ];
    write(&place, "other.csv", &rows);
    let said = place.refusal(&["import", "other.csv", "--mapping", "m.toml"]);
    for part in
        ["nothing fits the mapping", "2 of 3", "line 2", "no rule for the activity `Antrag`"]
    {
        assert!(said.contains(part), "no {part} in\n{said}");
    }
    write(&place, "some.csv", &[rows[0], "A-1,,1,受理,2026-03-02 09:00:00,1,,"]);
    assert_eq!(import(&place, "some.csv")["quarantined"], 1);
}

#[test]
fn a_file_that_is_not_packed_as_its_name_says_is_refused() {
    let place = place(MAPPING);
    place.write("log.csv.gz", "<html>please sign in</html>");
    let said = place.refusal(&["import", "log.csv.gz", "--mapping", "m.toml"]);
    assert!(said.contains("no gzip file") && said.contains("a web page"), "{said}");
}

#[test]
fn a_log_that_was_cut_off_and_came_again_under_another_name_is_one_history() {
    let log = |traces: &str| format!("<log>{traces}</log>");
    let event = |what: &str, at: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"{what}\"/><string key=\"concept:instance\" value=\"{what}\"/><date key=\"time:timestamp\" value=\"{at}\"/></event>"
        )
    };
    let head = "<trace><string key=\"concept:name\" value=\"case-1\"/>";
    let (first, second) = (
        event("01_HOOFD_010", "2011-01-05T00:00:00+01:00"),
        event("01_HOOFD_011", "2011-01-06T00:00:00+01:00"),
    );
    for mapping in ["bpic15.toml", "wabo-receipt.toml"] {
        let place = Place::new();
        place.write("BPIC15.xes", format!("<log>{head}{first}"));
        place.write("mended (2).xes", log(&format!("{head}{first}{second}</trace>")));
        let mapping = repo(&format!("fixtures/mappings/{mapping}"));
        let said = place.refusal(&["import", "BPIC15.xes", "--mapping", &mapping]);
        assert!(said.contains("BPIC15"), "{said}");
        let mended = ["import", "mended (2).xes", "--mapping", &mapping, "--format", "json"];
        let summary = place.json(&mended);
        assert_eq!(counts(&summary), [1, 2, 0, 0], "{mapping}: the second event alone is new");
    }
}

/// The reason of a refusal stands on its step, and a request for supplements in two tables: neither may draw a card.
#[test]
fn the_exchange_tables_draw_no_card_for_how_they_are_made() {
    let (place, rules) = (Place::new(), repo("rules/national"));
    for table in ["accept", "proc", "special", "done"] {
        let file = repo(&format!("fixtures/exchange/ea_jc_{table}.csv"));
        let mapping = repo(&format!("fixtures/mappings/ea_jc_{table}.toml"));
        let summary = place.json(&[
            "import",
            &file,
            "--mapping",
            &mapping,
            "--rules",
            &rules,
            "--format",
            "json",
        ]);
        assert_eq!(summary["differs"], json!(0), "{table}: {summary}");
    }
    let rows = place.json(&["warnings", "--format", "json"]);
    let rules: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["clock"].to_string()).collect();
    assert!(!rules.is_empty());
    for rule in [
        "refusal_without_reason",
        "denial_without_reason",
        "repeated_supplement",
        "special_without_notice",
    ] {
        assert!(!rules.iter().any(|it| it.contains(rule)), "{rule} in {rules:?}");
    }
}

/// NOTETIME is when the applicant was told; left empty, the applicant was not.
#[test]
fn a_hearing_without_a_notice_draws_a_card() {
    let (place, rules) = (Place::new(), repo("rules/national"));
    let mapping = repo("fixtures/mappings/ea_jc_special.toml");
    place.write(
        "special.csv",
        "PROJID,DATAVER,SN,NODENAME,PROCUNITID,PROCERID,NODESTARTTIME,NODEENDTIME,NOTETIME,NODEPROCACCORD,NODERESULT,MAKETIME\n\
         A-1,1,1,听证,D1,u1,2026-03-03 09:00:00,2026-03-10 17:00:00,2026-03-03 10:00:00,许可法 47,2,2026-03-10 17:05:00\n\
         A-2,1,1,听证,D1,u1,2026-03-03 09:00:00,2026-03-10 17:00:00,,许可法 47,2,2026-03-10 17:05:00\n",
    );
    place.answer(&["import", "special.csv", "--mapping", &mapping, "--rules", &rules]);
    let rows = place.json(&["warnings", "--format", "json"]);
    let rows =
        rows.as_array().unwrap().iter().filter(|row| row["clock"] == "special_without_notice");
    let cases: Vec<_> = rows.map(|row| row["case"].as_str().unwrap()).collect();
    assert_eq!(cases, ["A-2"]);
}

#[test]
fn a_record_with_other_content_is_refused_with_all_that_it_tells_of_its_case() {
    let place = place(MAPPING);
    write(&place, "one.csv", &["A1,red,k1,受理,2026-03-03 09:00:00,1,,"]);
    write(&place, "two.csv", &["A1,blue,k1,受理,2026-03-04 09:00:00,1,,"]);
    import(&place, "one.csv");
    assert_eq!(import(&place, "two.csv")["differs"], 1);
    let known = events(&place, "A1").join("\n");
    assert!(known.contains("red") && !known.contains("blue"), "{known}");
}

#[test]
fn an_import_of_nothing_leaves_the_rules_as_they_are() {
    let place = place(MAPPING);
    write(&place, "good.csv", &["A1,red,k1,受理,2026-03-03 09:00:00,1,,"]);
    write(&place, "bad.csv", &["A2,red,k1,？？,2026-03-03 09:00:00,1,,"]);
    let (wabo, national) = (repo("rules/examples/wabo"), repo("rules/national"));
    let arguments = |file: &'static str, rules: &str| {
        ["import", file, "--mapping", "m.toml", "--rules", rules].map(str::to_owned)
    };
    place.answer(&arguments("good.csv", &wabo));
    place.refusal(&arguments("bad.csv", &national));
    let clocks = place.json(&["replay", "--format", "json"])["clocks"].clone();
    assert!(clocks.get("stated").is_some() && clocks.get("statutory").is_none(), "{clocks}");
}

#[test]
fn a_file_that_is_not_there_takes_nothing_from_those_beside_it() {
    let place = place(MAPPING);
    write(&place, "one.csv", &["A-1,,1,受理,2026-03-02 09:00:00,1,,"]);
    write(&place, "two.csv", &["A-2,,1,受理,昨天,1,,", "A-2,,2,受理,2026-03-02 09:00:00,1,,"]);
    let import = ["import", "one.csv", "gone.csv", "two.csv", "--mapping", "m.toml"];
    let run = place.duban(&import);
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert_eq!(run.status.code(), Some(2), "{err}");
    assert!(err.contains("gone.csv"), "{err}");
    assert!(out.contains("two.csv, line 2"), "which of the files has the bad record:\n{out}");
    assert_eq!((events(&place, "A-1").len(), events(&place, "A-2").len()), (2, 2));
}
