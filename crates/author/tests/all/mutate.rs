//! A number that no story holds is found.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use duban_author::Suite;
use duban_author::mutate::{Mutated, mutate};
use expect_test::expect;

const SCRIPT: &str = r#"// art. 42
clock("promised").basis("本地 1").starts("accepted").stops("granted")
    .limit(|c| if c.has("extension_approved") { workdays(9) } else { workdays(2) })
    .reminder(before(workdays(1)))
    .yellow(at_due());
"#;

const STORIES: &str = r#"
[[story]]
name = "late"
events = """
2025-03-03 09:00  accepted
2025-03-14 09:00  granted
"""
expect = """
2025-03-04 24:00  reminder promised
2025-03-05 24:00  yellow promised
"""
"#;

fn mutated() -> Vec<Mutated> {
    let place = tempfile::tempdir().unwrap();
    for folder in ["calendars", "own/tests"] {
        fs::create_dir_all(place.path().join(folder)).unwrap();
    }
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    fs::copy(rules.join("calendars/cn.toml"), place.path().join("calendars/cn.toml")).unwrap();
    let manifest = "name = \"own\"\ntitle = { zh = \"自定\", en = \"Own\" }\ncalendar = \"cn\"\n";
    fs::write(place.path().join("own/rulebook.toml"), manifest).unwrap();
    fs::write(place.path().join("own/clocks.rhai"), SCRIPT).unwrap();
    fs::write(place.path().join("own/tests/stories.toml"), STORIES).unwrap();
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap();
    mutate(&suite, NonZeroUsize::new(2).unwrap()).unwrap()
}

#[test]
fn a_number_that_no_story_depends_on_survives() {
    let mutated = mutated();
    assert_eq!((mutated.len(), mutated[0].tried), (1, 6));
    let survivors = mutated[0].survivors.iter();
    let told: Vec<_> = survivors
        .map(|it| {
            format!("{}:{}:{}\n- {}\n+ {}\n", it.file, it.line, it.column, it.before, it.after)
        })
        .collect();
    expect![[r#"
        own/clocks.rhai:3:58
        - .limit(|c| if c.has("extension_approved") { workdays(9) } else { workdays(2) })
        + .limit(|c| if c.has("extension_approved") { workdays(8) } else { workdays(2) })
        own/clocks.rhai:3:58
        - .limit(|c| if c.has("extension_approved") { workdays(9) } else { workdays(2) })
        + .limit(|c| if c.has("extension_approved") { workdays(10) } else { workdays(2) })
    "#]]
    .assert_eq(&told.concat());
}
