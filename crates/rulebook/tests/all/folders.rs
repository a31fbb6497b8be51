//! Rulebooks on disk: what is found, in which version, and that nothing but the texts counts.

use std::fs;
use std::path::Path;

use duban_rulebook::{Bundle, RuleSet, Rulebook, RulebookError};
use tempfile::TempDir;

use crate::support::CALENDAR;

const RULES: &str = "clock(\"k\").starts(\"accepted\").stops(\"granted\").limit(workdays(5));";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in files.iter().chain([&("calendars/cn.toml", CALENDAR)]) {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn manifest(name: &str, more: &str) -> String {
    format!("name = \"{name}\"\ntitle = {{ zh = \"试\", en = \"Test\" }}\n{more}\n")
}

fn load(dir: &Path) -> Result<RuleSet, String> {
    RuleSet::load(dir).map_err(|error: RulebookError| error.to_string())
}

#[test]
fn everything_it_consists_of_is_found_beside_and_above() {
    let base = manifest("national", "calendar = \"cn\"\ncatalogue = [\"catalogue\"]");
    let city = manifest("city", "extends = \"national\"");
    let item = "[[item]]\ncode = \"1\"\nname = \"事项\"\ndepartment = \"局\"\n";
    let dir = folder(&[
        ("national/rulebook.toml", &base),
        ("national/rules.rhai", RULES),
        ("national/tests/story.toml", "not = \"a rule\""),
        ("presets/city/rulebook.toml", &city),
        ("presets/city/more.rhai", "change(\"k\").red(at_due());"),
        ("catalogue/items.toml", item),
        ("catalogue/README.md", "# Items"),
    ]);
    let bundle = Bundle::read(&dir.path().join("presets/city")).unwrap();
    let paths: Vec<_> = bundle.files().iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "calendars/cn.toml",
            "catalogue/items.toml",
            "city/more.rhai",
            "city/rulebook.toml",
            "national/rulebook.toml",
            "national/rules.rhai",
        ],
    );
    let again = Bundle::from_files(bundle.files().to_vec()).unwrap();
    assert_eq!(again.hash(), bundle.hash());
    let book = Rulebook::compile(again).unwrap();
    assert_eq!((book.name(), book.hash()), ("city", bundle.hash()));
    assert_eq!((book.catalogue().len(), book.files().len()), (1, 6));
    assert_eq!(book.plan().clocks[0].thresholds.len(), 1);
}

#[test]
fn a_base_can_be_named_by_its_path() {
    let dir = folder(&[
        ("a/national/rulebook.toml", &manifest("national", "calendar = \"cn\"")),
        ("a/national/rules.rhai", RULES),
        ("b/city/rulebook.toml", &manifest("city", "extends = \"../../a/national\"")),
    ]);
    assert_eq!(load(&dir.path().join("b/city")).unwrap().versions()[0].plan().clocks.len(), 1);
}

#[test]
fn what_an_editor_adds_changes_no_hash() {
    let plain = folder(&[
        ("t/rulebook.toml", &manifest("t", "calendar = \"cn\"")),
        ("t/rules.rhai", "// 一\nconst A = 1;\n"),
    ]);
    let dressed = folder(&[
        ("t/rulebook.toml", &manifest("t", "calendar = \"cn\"")),
        ("t/rules.rhai", "\u{feff}// 一\r\nconst A = 1;\r\n"),
    ]);
    let hash = |dir: &TempDir| Bundle::read(&dir.path().join("t")).unwrap().hash().to_owned();
    assert_eq!(hash(&plain), hash(&dressed));
}

#[test]
fn another_word_anywhere_is_another_hash() {
    let with = |files: &[(&str, &str)]| {
        Bundle::read(&folder(files).path().join("t")).unwrap().hash().to_owned()
    };
    let toml = manifest("t", "calendar = \"cn\"");
    let one = with(&[("t/rulebook.toml", &toml), ("t/a.rhai", "const A = 1;")]);
    let two = with(&[("t/rulebook.toml", &toml), ("t/a.rhai", "const A = 2;")]);
    let moved = with(&[("t/rulebook.toml", &toml), ("t/b.rhai", "const A = 1;")]);
    assert!(one != two && one != moved && one.len() == 64);
}

#[test]
fn versions_follow_each_other() {
    let dir = folder(&[
        (
            "t/2019/rulebook.toml",
            &manifest("t", "calendar = \"cn\"\nfrom = 2019-04-23\nto = 2025-12-31"),
        ),
        ("t/2019/rules.rhai", RULES),
        ("t/2026/rulebook.toml", &manifest("t", "calendar = \"cn\"\nfrom = 2026-01-01")),
        ("t/2026/rules.rhai", RULES),
    ]);
    let rules = load(&dir.path().join("t")).unwrap();
    let on = |day: &str| {
        rules
            .in_force_on(day.parse().unwrap())
            .map(|(at, book)| (at, book.in_force().from.unwrap().to_string()))
    };
    assert_eq!(on("2019-04-22"), None);
    assert_eq!(on("2019-04-23"), Some((0, "2019-04-23".to_owned())));
    assert_eq!(on("2025-12-31"), Some((0, "2019-04-23".to_owned())));
    assert_eq!(on("2026-01-01"), Some((1, "2026-01-01".to_owned())));
    assert_eq!(Bundle::read(&dir.path().join("t")).unwrap().in_force().to, None, "the latest");
}

#[test]
fn days_without_a_version_are_known() {
    let uncovered = |periods: &[&str]| {
        let files: Vec<(String, String)> = periods
            .iter()
            .enumerate()
            .map(|(at, period)| {
                let text = manifest("t", &format!("calendar = \"cn\"\n{period}"));
                (format!("t/{at}/rulebook.toml"), text)
            })
            .collect();
        let files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let dir = folder(&files);
        let rules = load(&dir.path().join("t")).unwrap();
        rules.uncovered().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(uncovered(&[""]), [""; 0]);
    assert_eq!(uncovered(&["from = 2026-01-01"]), ["until 2025-12-31"]);
    assert_eq!(uncovered(&["to = 2025-12-31", "from = 2026-01-01"]), [""; 0], "day on day");
    assert_eq!(uncovered(&["to = 2025-12-31", "from = 2026-01-02"]), ["2026-01-01 to 2026-01-01"]);
    assert_eq!(
        uncovered(&[
            "from = 2019-04-23\nto = 2024-12-31",
            "from = 2025-02-01\nto = 2025-06-30",
            "from = 2025-07-01\nto = 2025-12-31",
        ]),
        ["until 2019-04-22", "2025-01-01 to 2025-01-31", "from 2026-01-01"]
    );
}

#[test]
fn more_versions_than_can_be_told_apart_are_refused() {
    let dir = folder(&[("t/rulebook.toml", &manifest("t", "calendar = \"cn\""))]);
    let book = Rulebook::compile(Bundle::read(&dir.path().join("t")).unwrap()).unwrap();
    let book = std::sync::Arc::new(book);
    let error = RuleSet::of(vec![book; 255]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there are 255 versions of `t`, and a rulebook has at most 254; leave out versions that judge no recorded case any more, or join those that say the same",
    );
}

#[test]
fn an_overlay_rests_on_the_version_in_force_when_it_begins() {
    let dir = folder(&[
        (
            "national/2019/rulebook.toml",
            &manifest("national", "calendar = \"cn\"\nfrom = 2019-04-23\nto = 2025-12-31"),
        ),
        (
            "national/2019/rules.rhai",
            "clock(\"old\").starts(\"accepted\").stops(\"granted\").limit(workdays(20));",
        ),
        (
            "national/2026/rulebook.toml",
            &manifest("national", "calendar = \"cn\"\nfrom = 2026-01-01"),
        ),
        (
            "national/2026/rules.rhai",
            "clock(\"new\").starts(\"accepted\").stops(\"granted\").limit(workdays(15));",
        ),
        (
            "city/rulebook.toml",
            &manifest("city", "extends = \"national\"\nfrom = 2024-01-01\nto = 2025-12-31"),
        ),
    ]);
    let rules = load(&dir.path().join("city")).unwrap();
    assert_eq!(rules.versions()[0].plan().clocks[0].name, "old");
}

#[test]
fn versions_that_overlap_are_refused() {
    let dir = folder(&[
        (
            "t/a/rulebook.toml",
            &manifest("t", "calendar = \"cn\"\nfrom = 2019-04-23\nto = 2026-01-01"),
        ),
        ("t/b/rulebook.toml", &manifest("t", "calendar = \"cn\"\nfrom = 2026-01-01")),
    ]);
    assert_eq!(
        load(&dir.path().join("t")).unwrap_err(),
        "two versions of `t` are in force on one day: 2019-04-23 to 2026-01-01 and from 2026-01-01; write `to = 2025-12-31` into the `rulebook.toml` that says `from = 2019-04-23`, instead of `to = 2026-01-01`",
    );
}

#[test]
fn versions_of_two_rulebooks_do_not_belong_in_one_folder() {
    let dir = folder(&[
        ("t/a/rulebook.toml", &manifest("a", "calendar = \"cn\"\nto = 2025-12-31")),
        ("t/b/rulebook.toml", &manifest("b", "calendar = \"cn\"\nfrom = 2026-01-01")),
    ]);
    assert!(load(&dir.path().join("t")).unwrap_err().contains("`a` and `b`"));
}

#[test]
fn what_is_missing_is_said() {
    let dir = folder(&[
        ("empty/readme.txt", ""),
        ("lost/rulebook.toml", &manifest("lost", "calendar = \"mars\"")),
        ("city/rulebook.toml", &manifest("city", "calendar = \"cn\"\nextends = \"province\"")),
        ("goods/rulebook.toml", &manifest("goods", "calendar = \"cn\"\ncatalogue = [\"shop\"]")),
        ("alias/rulebook.toml", &manifest("other", "calendar = \"cn\"")),
        ("user/rulebook.toml", &manifest("user", "extends = \"alias\"")),
        ("bare/rulebook.toml", &manifest("bare", "")),
    ]);
    let says = |name: &str| load(&dir.path().join(name)).unwrap_err();
    assert!(says("nowhere").contains("it is not there; check the path"));
    assert!(says("empty").contains("holds no rulebook"));
    assert!(says("lost").contains("the calendar `mars` is not there"));
    assert!(
        says("city").contains("`city` extends `province`, which is not there"),
        "{}",
        says("city")
    );
    assert!(says("goods").contains("the catalogue `shop` is not there"));
    assert!(says("user").contains("holds a rulebook that calls itself `other`"));
    assert!(says("bare").contains("no calendar is named"));
}

#[test]
fn a_circle_is_shown_as_one() {
    let dir = folder(&[
        ("a/rulebook.toml", &manifest("a", "calendar = \"cn\"\nextends = \"b\"")),
        ("b/rulebook.toml", &manifest("b", "extends = \"c\"")),
        ("c/rulebook.toml", &manifest("c", "extends = \"a\"")),
    ]);
    let error = load(&dir.path().join("a")).unwrap_err();
    assert!(error.contains("`a` -> `b` -> `c` -> `a`"), "{error}");
}

#[test]
fn a_script_that_is_not_utf_8_is_refused() {
    let dir = folder(&[("t/rulebook.toml", &manifest("t", "calendar = \"cn\""))]);
    fs::write(dir.path().join("t/rules.rhai"), b"// \n\xd6\xd0").unwrap();
    assert!(
        load(&dir.path().join("t")).unwrap_err().contains("line 2 is not UTF-8; save it as UTF-8")
    );
}
