//! Columns of a case that stand in each row: a new record may describe the case anew, a known one may not.

use serde_json::Value;

use crate::support::Place;

const MAPPING: &str = r#"
source = "window"
recorded = "as occurred"
zone = "Asia/Shanghai"

[case]
id = "case"
item = "item"

[case.facts]
limit = { column = "limit", type = "length", unit = "workdays" }

[record]
activity = "what"
time = "when"
key = "key"
version = "version"

[[activity]]
name = "受理"
kind = "accepted"
"#;

fn import(place: &Place, rows: &[&str]) -> [u64; 3] {
    place.write("m.toml", MAPPING);
    place.write("log.csv", format!("case,item,limit,key,what,when,version\n{}\n", rows.join("\n")));
    let summary = place.json(&["import", "log.csv", "--mapping", "m.toml", "--format", "json"]);
    ["accepted", "duplicates", "differs"].map(|name| summary[name].as_u64().unwrap())
}

/// The descriptions of the case, with the times from which they were known.
fn descriptions(place: &Place) -> Vec<String> {
    let journal = duban_journal::Journal::open_existing(&place.path("duban-data")).unwrap();
    let events = journal.history("A-1").unwrap().into_iter().map(|(_, event)| event);
    events
        .filter_map(|event| {
            let about: Value = serde_json::to_value(&event.about).unwrap();
            let description = &about["Case"]["fact"]["Described"];
            let item = description["item"].as_str()?.to_owned();
            Some(format!("{item} {}", event.recorded_at))
        })
        .collect()
}

const FIRST: &str = "A-1,I-1,10,1,受理,2026-03-02 09:00:00,1";
const SECOND: &str = "A-1,I-1,10,2,审核,2026-03-03 09:00:00,1";

#[test]
fn a_known_record_does_not_describe_its_case_anew() {
    let place = Place::new();
    assert_eq!(import(&place, &[FIRST]), [2, 0, 0]);
    let before = descriptions(&place);
    for _ in 0..2 {
        let other = "A-1,I-2,20,1,受理,2026-03-02 09:00:00,1";
        assert_eq!(import(&place, &[other]), [0, 1, 1]);
        assert_eq!(descriptions(&place), before);
    }
    let held = place.json(&["import", "--quarantine", "--format", "json"]);
    assert_eq!(held.as_array().unwrap().len(), 1);
    let said = held[0]["reason"].as_str().unwrap();
    assert_eq!(
        said,
        "case A-1: the same record came before with other columns of the case: \
         `item` was `I-1`, now `I-2`, `limit` was `10 workdays`, now `20 workdays`"
    );
    assert_eq!(held[0]["place"], "log.csv, line 2");
    assert_eq!(
        import(&place, &["A-1,I-2,20,1,受理,2026-03-02 09:00:00,2"]),
        [2, 0, 0],
        "a correction"
    );
}

#[test]
fn a_new_record_describes_its_case_anew() {
    let place = Place::new();
    import(&place, &[FIRST]);
    let other = "A-1,I-2,20,2,审核,2026-03-03 09:00:00,1";
    assert_eq!(import(&place, &[other]), [2, 0, 0]);
    assert_eq!(
        descriptions(&place),
        ["I-1 2026-03-02T01:00:00.000Z", "I-2 2026-03-03T01:00:00.000Z"]
    );
    // Sorted the other way round the rows say what they said.
    assert_eq!(import(&place, &[other, FIRST]), [0, 4, 0]);
}

/// Exported again, a log has in all rows of the case what the case is now.
#[test]
fn what_an_old_row_says_now_is_known_since_the_new_row() {
    let place = Place::new();
    import(&place, &[FIRST, SECOND]);
    let rows = [FIRST, SECOND, "A-1,I-1,10,3,批准,2026-03-09 09:00:00,1"]
        .map(|row| row.replace("I-1", "I-2"));
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    assert_eq!(import(&place, &rows), [2, 2, 0]);
    let known = ["I-1 2026-03-02T01:00:00.000Z", "I-2 2026-03-09T01:00:00.000Z"];
    assert_eq!(descriptions(&place), known);
    assert_eq!(import(&place, &rows), [0, 4, 0]);
    assert_eq!(descriptions(&place), known);
}

#[test]
fn a_row_that_stands_twice_in_a_file_says_nothing_new() {
    let place = Place::new();
    let other = "A-1,I-2,20,2,审核,2026-03-03 09:00:00,1";
    assert_eq!(import(&place, &[FIRST, other, FIRST]), [4, 2, 0]);
    let changed = "A-1,I-3,20,1,受理,2026-03-02 09:00:00,1";
    assert_eq!(import(&place, &[FIRST, other, changed])[2], 1);
    assert_eq!(descriptions(&place).len(), 2);
}

/// What is told of a case does not depend on how its rows are spread over files.
#[test]
fn a_case_may_be_described_again_as_it_was_before_a_change() {
    let row = |day: u32| {
        let item = if day.is_multiple_of(2) { "I-1" } else { "I-2" };
        format!("A-1,{item},10,{day},审核,2026-03-0{day} 09:00:00,1")
    };
    let rows: Vec<_> = (2..=7).map(row).collect();
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let together = Place::new();
    import(&together, &rows);
    let told = descriptions(&together);
    assert_eq!(told.len(), rows.len(), "{told:?}");
    for size in 1..rows.len() {
        let place = Place::new();
        for _ in 0..2 {
            for rows in rows.chunks(size) {
                assert_eq!(import(&place, rows)[2], 0);
            }
            assert_eq!(descriptions(&place), told, "{size} at a time");
        }
        assert_eq!(import(&place, &rows), [0, 12, 0], "known");
    }
}

/// Rows need not stand in the order in which they became known.
#[test]
fn what_a_case_is_is_known_since_its_first_record_wherever_that_stands() {
    let mapping = MAPPING.replace("recorded = \"as occurred\"", "recorded = \"column known\"");
    let rows = [
        "A-1,I-1,3,1,受理,2025-03-20 16:30:00,1,2025-03-20 16:31:00",
        "A-1,I-1,3,2,审核,2025-03-21 09:00:00,1,2025-03-21 09:01:00",
        "A-1,I-1,3,3,办结,2025-03-28 09:09:00,1,2025-05-11 18:40:00",
    ];
    let rules = [
        ("calendars/cn.toml", std::fs::read_to_string(crate::support::repo("rules/calendars/cn.toml")).unwrap()),
        ("rules/rulebook.toml", "name = \"r\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n".to_owned()),
        (
            "rules/clocks.rhai",
            "clock(\"promised\").basis(\"法 1\").starts(\"accepted\").stops(\"completed\")\n    .limit(|c| c.facts.limit).reminder(before(workdays(1))).yellow(at_due());".to_owned(),
        ),
    ];
    let warnings = |imports: &[&[usize]]| {
        let place = Place::new();
        for (path, text) in &rules {
            place.write(path, text);
        }
        place.write(
            "m.toml",
            format!("{mapping}\n[[activity]]\nname = \"办结\"\nkind = \"completed\"\n"),
        );
        for order in imports {
            let rows: Vec<_> = order.iter().map(|&row| rows[row]).collect();
            place.write(
                "log.csv",
                format!("case,item,limit,key,what,when,version,known\n{}\n", rows.join("\n")),
            );
            let import = ["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"];
            place.answer(&import);
            let again = place.json(&[&import[..], &["--format", "json"]].concat());
            assert_eq!(again["accepted"], 0, "{imports:?}");
        }
        place.json(&["warnings", "--format", "json"])
    };
    let in_order = warnings(&[&[0, 1, 2]]);
    assert_eq!(in_order.as_array().unwrap().len(), 2, "{in_order}");
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(warnings(&[&order]), in_order, "{order:?}");
    }
    // What comes in a later import is late: nobody is reminded of what is over, and the card is the same.
    let in_two = warnings(&[&[2], &[1, 0]]);
    let cards = |of: &Value| -> Vec<_> {
        let all = of.as_array().unwrap().iter();
        all.filter(|it| it["level"] == "yellow").map(|it| it["due_at"].clone()).collect()
    };
    assert_eq!(cards(&in_two), cards(&in_order));
}
