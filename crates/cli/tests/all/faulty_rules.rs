//! Rules that leave days out or fail on cases: nothing of it is silent.

use crate::support::{Place, SIMPLE_MAPPING, repo};

const LOG: &str = "case,what,when\n\
    A-1,受理,2024-12-02 10:00:00\n\
    A-2,受理,2025-01-06 10:00:00\n\
    A-2,准予,2025-01-08 10:00:00\n\
    A-3,受理,2025-01-07 10:00:00\n\
    A-3,准予,2025-03-07 10:00:00\n";

fn place(versions: &[(&str, &str)]) -> Place {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    place.write("log.csv", LOG);
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    for (at, (in_force, script)) in versions.iter().enumerate() {
        let manifest = format!(
            "name = \"rules\"\ntitle = {{ zh = \"试\", en = \"trial\" }}\ncalendar = \"cn\"\n{in_force}\n"
        );
        place.write(&format!("rules/{at}/rulebook.toml"), manifest);
        place.write(&format!("rules/{at}/clocks.rhai"), script);
    }
    place
}

const REPLAY: [&str; 8] =
    ["replay", "log.csv", "--mapping", "m.toml", "--rules", "rules", "--format", "json"];

const SOUND: &str = "clock(\"c\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\").limit(workdays(20)).red(at_due());";

#[test]
fn days_without_rules_are_told_with_what_happened_on_them() {
    let place = place(&[("to = 2024-12-31", SOUND), ("from = 2025-02-01", SOUND)]);
    let output = place.duban(&REPLAY);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("no version of `rules` is in force on the days 2025-01-01 to 2025-01-31"),
        "{said}"
    );
    assert!(said.contains("3 events of 2 cases occurred on days"), "{said}");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let stretch = &answer["unsupervised"][0];
    assert_eq!((&stretch["from"], &stretch["to"]), (&"2025-01-01".into(), &"2025-01-31".into()));
    assert_eq!((&stretch["events"], &stretch["cases"]), (&3.into(), &2.into()));

    let import = ["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"];
    let output = place.duban(&import);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("is not supervised"), "already when they come into use: {said}");
    assert_eq!(place.json(&["replay", "--format", "json"])["unsupervised"], answer["unsupervised"]);
}

#[test]
fn rules_for_every_day_say_nothing() {
    let place = place(&[("to = 2024-12-31", SOUND), ("from = 2025-01-01", SOUND)]);
    let output = place.duban(&REPLAY);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let nothing = serde_json::json!([]);
    assert_eq!((&answer["unsupervised"], &answer["failures"]), (&nothing, &nothing));
}

#[test]
fn a_rule_that_fails_is_summed_up() {
    let failing = "clock(\"broken\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\")\n\
        .limit(|c| workdays(10 / c.count(\"suspended\"))).red(at_due());";
    let place = place(&[("", &format!("{SOUND}\n{failing}"))]);
    let answer = place.json(&REPLAY);
    let failures = answer["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 1, "{answer}");
    let (rule, count) = (&failures[0]["rule"], &failures[0]["count"]);
    assert_eq!(
        (rule, count, &failures[0]["first_case"]),
        (&"broken".into(), &3.into(), &"A-1".into())
    );
    let message = failures[0]["message"].as_str().unwrap();
    assert!(message.contains("clocks.rhai:3") && message.contains("divided by zero"), "{message}");
    let text = place.answer(&REPLAY[..6]);
    assert!(text.contains("rules that failed") && text.contains("divided by zero"), "{text}");
}
