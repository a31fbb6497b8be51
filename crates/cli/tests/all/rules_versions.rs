//! The tools on rulebooks of which several versions stand in sub-folders.

use expect_test::expect;

use crate::support::{Place, SIMPLE_MAPPING, repo};

/// A rulebook of two versions: up to 2024 this many working days, from 2025 on that many.
fn write(place: &Place, name: &str, days: [u8; 2]) {
    let dates = [("before", "to = 2024-12-31"), ("after", "from = 2025-01-01")];
    for ((version, dates), days) in dates.into_iter().zip(days) {
        place.write(
            &format!("{name}/{version}/rulebook.toml"),
            format!(
                "name = \"city\"\ntitle = {{ zh = \"试\", en = \"trial\" }}\ncalendar = \"cn\"\n{dates}\n"
            ),
        );
        place.write(
            &format!("{name}/{version}/clocks.rhai"),
            format!(
                "clock(\"c\").title(\"承诺\", \"promise\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\")\n    .limit(workdays({days})).red(at_due());\n"
            ),
        );
    }
}

fn place() -> Place {
    let place = Place::new();
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    place.write("m.toml", SIMPLE_MAPPING);
    write(&place, "city", [3, 5]);
    place
}

#[test]
fn a_card_of_an_old_case_is_explained_with_the_line_of_its_version() {
    let place = place();
    place.write("log.csv", "case,what,when\nA-1,受理,2024-03-04 10:00:00\nA-2,受理,2025-03-03 10:00:00\nA-2,准予,2025-03-20 10:00:00\n");
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "city"]);
    for (case, line) in [
        ("A-1", "city/before/clocks.rhai:2  .limit(workdays(3)).red(at_due());"),
        ("A-2", "city/after/clocks.rhai:2  .limit(workdays(5)).red(at_due());"),
    ] {
        let text = place.answer(&["rules", "explain", case, "--rules", "city"]);
        assert!(text.contains(line), "{text}");
        // Of the rulebook that the journal keeps nobody knows where it stood; its text is that of the version all the same.
        let text = place.answer(&["rules", "explain", case]);
        let (_, words) = line.split_once("  ").unwrap();
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn an_older_version_that_changed_is_a_difference() {
    let place = place();
    write(&place, "amended/city", [4, 5]);
    let output = place.duban(&["rules", "diff", "city", "amended/city"]);
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        == versions in force: old until 2024-12-31 | new until 2024-12-31

        clock `c`
          limit from 3 workdays to 4 workdays

        == versions in force: old from 2025-01-01 | new from 2025-01-01

        no difference
    "#]]
    .assert_eq(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(place.answer(&["rules", "diff", "city", "city"]), "both say the same\n");
}

#[test]
fn a_version_that_is_gone_is_a_difference_and_one_that_comes_is_held_against_the_last() {
    let place = place();
    write(&place, "amended/city", [3, 5]);
    std::fs::remove_dir_all(place.path("amended/city/before")).unwrap();
    let output = place.duban(&["rules", "diff", "city", "amended/city", "--lang", "zh"]);
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        == 施行日期：旧 2025-01-01 起 | 新 2025-01-01 起

        相同

        == 施行日期：旧 2024-12-31 及以前 | 新 -

        规则
          新规则没有适用于 2024-12-31 及以前 的版本
    "#]]
    .assert_eq(&String::from_utf8(output.stdout).unwrap());
    let output = place.duban(&["rules", "diff", "city/before", "city/after", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let compared = &object["compared"][0];
    assert_eq!(
        (&compared["old"], &compared["new"]),
        (&object["old"][0]["hash"], &object["new"][0]["hash"])
    );
    let words: Vec<_> = compared["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["en"].as_str().unwrap())
        .collect();
    assert_eq!(
        words,
        [
            "was in force until 2024-12-31, and is from 2025-01-01",
            "limit from 3 workdays to 5 workdays"
        ]
    );
}

#[test]
fn a_backtest_judges_all_of_history_by_the_newest_version_of_the_new_rules() {
    let place = place();
    place.write("log.csv", "case,what,when\nA-1,受理,2024-03-04 10:00:00\nA-1,准予,2024-03-08 10:00:00\nA-2,受理,2025-03-03 10:00:00\nA-2,准予,2025-03-20 10:00:00\n");
    place.write("next/rulebook.toml", "name = \"next\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\nfrom = 2030-01-01\n");
    std::fs::copy(place.path("city/after/clocks.rhai"), place.path("next/clocks.rhai")).unwrap();
    let args = ["rules", "backtest", "city", "next", "log.csv", "--mapping", "m.toml"];
    let output = place.duban(&args);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines().map(|line| {
        let words = line.split(' ').filter(|word| word.len() != 64);
        words.collect::<Vec<_>>().join(" ")
    });
    assert_eq!(lines.next().as_deref(), Some("2 cases"));
    assert_eq!(lines.next().as_deref(), Some("old city judges until 2024-12-31"));
    assert_eq!(lines.next().as_deref(), Some("old city judges from 2025-01-01"));
    assert_eq!(
        lines.next().as_deref(),
        Some("new next judges all of history, though in force from 2030-01-01")
    );
    let output = place.duban(&[&args[..], &["--format", "json"]].concat());
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    // Three working days were over for the first, five are not.
    assert_eq!(object["lost"][0]["case"], "A-1");
    assert_eq!((&object["total"]["lost"], &object["total"]["gained"]), (&1.into(), &0.into()));
    assert_eq!(object["kept"], 1);
    let days = |side: &str| {
        let versions = object[side].as_array().unwrap().iter();
        versions.map(|it| (it["from"].as_str(), it["to"].as_str())).collect::<Vec<_>>()
    };
    assert_eq!(days("old"), [(None, Some("2024-12-31")), (Some("2025-01-01"), None)]);
    assert_eq!(days("new"), [(None, None)]);
}
