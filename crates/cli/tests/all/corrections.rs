//! What was derived from an earlier version of a record does not outlive it, in whatever files and order the versions come.

use serde_json::Value;

use crate::support::{Place, repo, timeless};

const HEADER: &str = "PROJID,DATAVER,SN,NODENAME,NODETYPE,NODEPROCER,PROCUNIT,NODESTATE,NODESTARTTIME,NODEENDTIME,NODERESULT,NODEADV,\
                      MAKETIME,DATASTATE";

/// A step of case A-1: accepted (4), agreed (1) or not agreed (0).
fn step(version: u32, result: u32, stored: &str, data: u32) -> String {
    format!(
        "A-1,{version},1,受理,3,u1,D1,02,2026-03-02 09:00:00,2026-03-02 10:00:00,{result},齐全,2026-{stored} 10:00:30,{data}"
    )
}

fn write(place: &Place, name: &str, rows: &[&String]) {
    let rows: Vec<_> = rows.iter().map(|row| row.as_str()).collect();
    place.write(name, format!("{HEADER}\n{}\n", rows.join("\n")));
}

fn import(place: &Place, name: &str) -> Value {
    let (mapping, rules) = (repo("fixtures/mappings/ea_jc_proc.toml"), repo("rules/national"));
    place.json(&["import", name, "--mapping", &mapping, "--rules", &rules, "--format", "json"])
}

/// What a replay of these files, each imported by itself, comes to.
fn imported(files: &[&[&String]]) -> (Place, Value) {
    let place = Place::new();
    for (number, rows) in files.iter().enumerate() {
        write(&place, &format!("{number}.csv"), rows);
        assert_eq!(import(&place, &format!("{number}.csv"))["differs"], 0);
    }
    let replayed = place.json(&["replay", "--to", "2026-06-01", "--format", "json"]);
    (place, timeless(replayed))
}

/// What a replay straight from the files comes to.
fn straight(rows: &[&String]) -> Value {
    let place = Place::new();
    write(&place, "all.csv", rows);
    let (mapping, rules) = (repo("fixtures/mappings/ea_jc_proc.toml"), repo("rules/national"));
    let arguments = ["replay", "all.csv", "--mapping", &mapping, "--rules", &rules];
    timeless(place.json(&[&arguments[..], &["--to", "2026-06-01", "--format", "json"]].concat()))
}

/// The kinds of what is known of the case, as `duban case` tells them.
fn timeline(place: &Place) -> Vec<String> {
    let case = place.json(&["case", "A-1", "--format", "json"]);
    let lines = case["timeline"].as_array().unwrap().iter();
    lines.map(|line| line["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_void_record_takes_back_what_was_derived_from_it() {
    let (good, void) = (step(1, 4, "03-02", 1), step(2, 4, "03-09", 0));
    let (place, together) = imported(&[&[&good, &void]]);
    assert_eq!(together["clocks"]["statutory"]["open"].as_u64().unwrap_or(0), 0, "{together}");
    let told = timeline(&place);
    let back = |told: &[String]| told.iter().filter(|it| it.starts_with("taken back")).count();
    assert_eq!(
        back(&told),
        2,
        "the acceptance, and the start that no row of its own told: {told:?}"
    );
    assert!(told.iter().any(|it| it.starts_with("accepted")), "history stays: {told:?}");

    let (place, apart) = imported(&[&[&good], &[&void]]);
    assert_eq!(apart, together);
    assert_eq!(back(&timeline(&place)), 2);
    assert_eq!(straight(&[&good, &void]), together);
    assert_eq!(import(&place, "1.csv")["accepted"], 0, "known the second time");
    // However late the earlier version comes.
    let (place, late) = imported(&[&[&void], &[&good]]);
    assert_eq!(late["clocks"], together["clocks"]);
    assert_eq!(back(&timeline(&place)), 2);
}

#[test]
fn a_corrected_record_takes_back_only_what_it_no_longer_says() {
    let rows = [step(1, 1, "03-02", 1), step(2, 0, "03-09", 1), step(3, 1, "03-12", 1)];
    let rows: Vec<_> = rows.iter().collect();
    let (_, together) = imported(&[&rows]);
    let (place, apart) = imported(&[&rows[..1], &rows[1..2], &rows[2..]]);
    assert_eq!(apart, together);
    assert_eq!(straight(&rows), together);
    let told = timeline(&place);
    let lines = |what: &str| told.iter().filter(|it| it.contains(what)).count();
    assert_eq!([lines("taken back: granted"), lines("taken back: denied")], [1, 1], "{told:?}");
    assert_eq!(lines("taken back"), 2, "the start of the step is told by each version: {told:?}");
    let chinese = place.answer(&["case", "A-1", "--lang", "zh"]);
    assert!(chinese.contains("撤销记录: 准予许可"), "{chinese}");
}

/// A row of its own told that the step waits; the row of its end says nothing about that when it is void.
#[test]
fn what_another_record_told_itself_is_left_to_that_record() {
    let waits = "A-1,1,1,受理,3,u1,D1,01,2026-03-02 09:00:00,,,,2026-03-02 09:00:10,1".to_owned();
    let (good, void) = (step(1, 4, "03-02", 1), step(2, 4, "03-09", 0));
    let (place, _) = imported(&[&[&waits, &good], &[&void]]);
    let told = timeline(&place);
    let back: Vec<_> = told.iter().filter(|it| it.starts_with("taken back")).collect();
    assert_eq!(back, ["taken back: accepted"], "{told:?}");
}

/// The row of the wait, as its department sends it, stored on this day.
fn waits(officer: &str, stored: &str) -> String {
    format!("A-1,1,1,受理,3,{officer},D1,01,2026-03-02 09:00:00,,,,2026-{stored} 10:00:30,1")
}

/// A batch is stamped with one time: that says nothing about which row told what.
#[test]
fn what_another_record_told_itself_stays_however_equal_the_times() {
    let (waits, good) = (waits("u1", "03-02"), step(1, 4, "03-02", 1));
    let void = step(2, 4, "03-09", 0);
    let (_, together) = imported(&[&[&waits, &good, &void]]);
    for files in [&[&[&waits, &good][..], &[&void]][..], &[&[&good], &[&waits], &[&void]]] {
        let (place, apart) = imported(files);
        let told = timeline(&place);
        assert!(!last_told(&place, "1/01").contains("作废"), "{told:?}");
        assert!(told.contains(&"taken back: accepted".to_owned()), "{told:?}");
        assert_eq!(apart["clocks"], together["clocks"]);
    }
}

/// Who is told last to have begun the step, by the record of this key itself.
fn last_told(place: &Place, key: &str) -> String {
    let journal = duban_journal::Journal::open_existing(&place.path("duban-data")).unwrap();
    let key = duban_domain::RecordKey::Text(key.to_owned());
    let events = journal.history("A-1").unwrap().into_iter().map(|(_, event)| event);
    let of_record = events.filter(|event| event.origin.key == key);
    let last = of_record.max_by_key(|event| event.origin.version).expect("a row of its own");
    format!("{:?} {:?}", last.by.officer, last.note)
}

#[test]
fn a_record_counts_whatever_stood_in_for_it() {
    let end = step(1, 4, "03-04", 1);
    for stored in ["03-02", "03-04", "03-06"] {
        let start = waits("u9", stored);
        let (place, together) = imported(&[&[&start, &end]]);
        assert!(last_told(&place, "1/01").contains("u9"));
        let decided = |it: &Value| [it["digest"].clone(), it["clocks"].clone()];
        assert_eq!(decided(&straight(&[&start, &end])), decided(&together));
        for files in [&[&[&end, &start][..]][..], &[&[&end], &[&start]], &[&[&start], &[&end]]] {
            let (place, apart) = imported(files);
            assert!(last_told(&place, "1/01").contains("u9"), "{stored}");
            assert_eq!(decided(&apart), decided(&together), "{stored}");
            let last = files.len() - 1;
            assert_eq!(import(&place, &format!("{last}.csv"))["accepted"], 0, "known");
        }
    }
}

/// What a mapping leaves out may correct what it did not; anything else that it leaves out is ignored.
#[test]
fn a_correction_that_the_mapping_ignores_takes_back_what_it_corrects() {
    const MAPPING: &str = r#"
        source = "steps"
        recorded = "as occurred"
        zone = "Asia/Shanghai"
        unknown = "ignore"
        [case]
        id = "case"
        [record]
        activity = "what"
        time = "when"
        key = "key"
        version = "version"
        [[activity]]
        name = "受理"
        kind = "step_completed"
        [[record.derive]]
        column = "when"
        kind = "accepted"
    "#;
    let good = "A-1,受理,2026-03-02 09:00:00,1,1";
    let [correction, other] = [2, 1].map(|version| {
        format!("A-1,打印,2026-03-09 09:00:00,{},{version}", if version == 2 { 1 } else { 2 })
    });
    let rows = [good, &correction, &other];
    for files in [vec![&rows[..]], rows.chunks(1).collect(), rows.rchunks(1).collect()] {
        let place = Place::new();
        place.write("m.toml", MAPPING);
        let mut ignored = 0;
        for rows in files {
            place.write("rows.csv", format!("case,what,when,key,version\n{}\n", rows.join("\n")));
            let rules = repo("rules/national");
            let import = ["import", "rows.csv", "--mapping", "m.toml", "--rules", &rules];
            ignored += place.json(&[&import[..], &["--format", "json"]].concat())["ignored"]
                .as_u64()
                .unwrap();
        }
        let told = timeline(&place);
        let back: Vec<_> = told.iter().filter(|it| it.starts_with("taken back")).collect();
        assert_eq!((back.len(), ignored), (1, 1), "{told:?}");
    }
}
