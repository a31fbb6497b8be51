//! Two versions of one rulebook have files of the same names, and no tool takes one for the other.

use std::fs;
use std::path::Path;

use duban_author::coverage::lcov;
use duban_author::{Suite, lint};
use tempfile::TempDir;

use crate::support::rules;

const CLOCK: &str = r#"clock("promised").title("承诺", "promise").basis("本地 1").starts("accepted").stops("granted")
    .limit(|c| workdays(2)).yellow(at_due());
"#;

const STORY: &str = r#"
[[story]]
name = "late under the newer version"
events = "2025-03-03 09:00  accepted"
expect = "2025-03-05 24:00  yellow promised"
"#;

/// A rulebook `own` with a version for 2024 and one from 2025 on, each of one script; the stories happen in 2025.
fn versions(older: &str, newer: &str) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("calendars/cn.toml", &fs::read_to_string(rules().join("calendars/cn.toml")).unwrap());
    let dates = [("v1", "from = 2024-01-01\nto = 2024-12-31"), ("v2", "from = 2025-01-01")];
    for ((version, dates), script) in dates.into_iter().zip([older, newer]) {
        let manifest = format!(
            "name = \"own\"\ntitle = {{ zh = \"自定\", en = \"Own\" }}\ncalendar = \"cn\"\n{dates}\n"
        );
        write(&format!("own/{version}/rulebook.toml"), &manifest);
        write(&format!("own/{version}/clocks.rhai"), script);
    }
    write("own/tests/stories.toml", STORY);
    place
}

#[test]
fn what_the_stories_of_one_version_reach_is_not_reached_of_the_other() {
    let place = versions(CLOCK, CLOCK);
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap();
    let coverage = suite.coverage().unwrap();
    let reached: Vec<_> = coverage
        .files
        .iter()
        .map(|(script, file)| {
            let raised: Vec<_> =
                file.thresholds.values().map(|it| (it.raised, it.spared)).collect();
            (script.name.as_str(), file.line_share().reached, raised)
        })
        .collect();
    assert_eq!(
        reached,
        [
            ("own/v1/clocks.rhai", 0, vec![(0, Some(0))]),
            ("own/v2/clocks.rhai", 1, vec![(1, Some(0))]),
        ]
    );
}

#[test]
fn lcov_names_files_that_are_there() {
    let place = versions(CLOCK, CLOCK);
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap();
    let lcov = lcov(&suite.coverage().unwrap());
    let named: Vec<_> = lcov.lines().filter_map(|line| line.strip_prefix("SF:")).collect();
    assert_eq!(named.len(), 2);
    assert!(named.iter().all(|path| Path::new(path).is_file()), "{named:?}");
}

#[test]
fn a_mistake_names_the_version_it_stands_in() {
    let flawed = CLOCK.replace("workdays(2)", "workdays(2");
    let place = versions(CLOCK, &flawed);
    let check = lint::check(&[place.path().to_owned()]);
    let files: Vec<_> = check.mistakes.iter().map(|it| it.file().unwrap()).collect();
    assert_eq!(files, ["own/v2/clocks.rhai"]);
}

#[test]
fn what_is_unused_in_both_versions_is_told_of_both() {
    let unused = format!("const LENGTH = 5;\n{CLOCK}");
    let place = versions(&unused, &unused);
    let check = lint::check(&[place.path().to_owned()]);
    let told: Vec<_> =
        check.mistakes.iter().map(|it| (it.code(), it.file().unwrap().to_owned())).collect();
    let both = ["own/v1/clocks.rhai", "own/v2/clocks.rhai"];
    assert_eq!(told, both.map(|file| ("rule::unused", file.to_owned())));
}
