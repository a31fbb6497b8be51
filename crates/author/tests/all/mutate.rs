//! A number that no story holds is found.

use std::fs;
use std::num::NonZeroUsize;

use duban_author::Suite;
use duban_author::mutate::{Mutated, mutate};
use expect_test::expect;

use crate::support::rulebook;

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
    let place = rulebook(SCRIPT, STORIES);
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

#[test]
fn the_folder_may_have_another_name_than_the_rulebook() {
    let place = rulebook(SCRIPT, STORIES);
    fs::rename(place.path().join("own"), place.path().join("draft")).unwrap();
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap();
    let mutated = mutate(&suite, NonZeroUsize::MIN).unwrap();
    assert_eq!((mutated[0].name.as_str(), mutated[0].tried), ("own", 6));
}

#[test]
fn rulebooks_without_a_number_are_refused_and_among_others_passed_over() {
    let script = SCRIPT
        .replace("workdays(9)", "c.item.promised_limit")
        .replace("workdays(2)", "c.item.statutory_limit");
    let place = rulebook(&script.replace("    .reminder(before(workdays(1)))\n", ""), STORIES);
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap();
    let told = mutate(&suite, NonZeroUsize::MIN).unwrap_err().to_string();
    assert!(told.starts_with("there is no number in the scripts of the rulebook in"), "{told}");
    let other = rulebook(SCRIPT, STORIES);
    let suite = Suite::gather(&[place.path().to_owned(), other.path().to_owned()]).unwrap();
    let mut tried: Vec<_> =
        mutate(&suite, NonZeroUsize::MIN).unwrap().iter().map(|book| book.tried).collect();
    tried.sort();
    assert_eq!(tried, [0, 6]);
}
