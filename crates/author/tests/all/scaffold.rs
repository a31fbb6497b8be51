//! A started rulebook is one that can be used.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use duban_author::Suite;
use duban_author::lint::check;
use duban_author::scaffold::start;
use expect_test::expect;

const CALENDAR: &str = include_str!("../../../../rules/calendars/cn.toml");

/// Passes `check` without a warning, and its stories come out as they say.
#[track_caller]
fn passes(folder: &Path) {
    let folder = folder.to_owned();
    let found = check(std::slice::from_ref(&folder));
    let shown: String = found.mistakes.iter().map(|it| it.render() + "\n").collect();
    let own = found
        .mistakes
        .iter()
        .filter(|it| !it.file().is_some_and(|file| file.starts_with("catalogue")));
    assert_eq!(
        own.filter(|it| it.code() != "rule::unused"
            && it.file().is_some_and(|file| !file.starts_with("national")))
            .count(),
        0,
        "{shown}"
    );
    assert_eq!(found.errors(), 0, "{shown}");
    let report = Suite::gather(&[folder]).unwrap().run(NonZeroUsize::MIN).unwrap();
    assert_eq!((report.failed(), report.told()), (0, 3));
}

#[test]
fn a_rulebook_that_stands_on_its_own() {
    let place = tempfile::tempdir().unwrap();
    let made = start(&place.path().join("rules"), "扬州", None, CALENDAR).unwrap();
    assert_eq!(made.len(), 5);
    let folder = place.path().join("rules/扬州");
    passes(&folder);
    let stories = fs::read_to_string(folder.join("tests/first.toml")).unwrap();
    let expected: Vec<_> = stories.lines().filter(|line| line.contains("扬州")).collect();
    expect![[r#"
        2025-03-04 24:00  reminder 扬州_reply
        2025-03-06 24:00  yellow 扬州_reply
        2025-02-28 10:00  yellow 扬州_backdated  decided 2025-03-03 10:00"#]]
    .assert_eq(&expected.join("\n"));
}

#[test]
fn one_that_extends_the_national_rules() {
    let place = tempfile::tempdir().unwrap();
    let rules = place.path().join("rules");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    for folder in ["national", "calendars", "catalogue"] {
        fs::create_dir_all(rules.join(folder)).unwrap();
        for entry in fs::read_dir(shipped.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, rules.join(folder).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    start(&rules, "yangzhou", Some("national"), CALENDAR).unwrap();
    passes(&rules.join("yangzhou"));
    start(&rules, "gaoyou", Some("yangzhou"), CALENDAR).unwrap();
    passes(&rules.join("gaoyou"));
}

#[test]
fn what_is_there_and_what_is_no_name_is_refused() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("there")).unwrap();
    for name in ["there", "", "..", "a/b", "calendars", "tests", "a b", "con:", &"长".repeat(86)] {
        let error = start(place.path(), name, None, CALENDAR).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "{name}: nothing is made");
    }
    let error = start(place.path(), "new", Some("nowhere"), CALENDAR).unwrap_err().to_string();
    assert!(error.starts_with("there is no rulebook `nowhere` to extend"), "{error}");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing is made");
}
