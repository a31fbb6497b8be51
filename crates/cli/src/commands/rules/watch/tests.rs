//! What one save comes to.

use std::fs;
use std::path::Path;

use super::*;

const CLOCK: &str = "clock(\"promised\").title(\"承诺\", \"promise\").basis(\"本地 1\").starts(\"accepted\").stops(\"granted\").limit(workdays(2)).yellow(at_due());\n";

const STORY: &str = "[[story]]\nname = \"late\"\nevents = \"2025-03-03 09:00 accepted\"\nexpect = \"2025-03-05 24:00 yellow promised\"\n";

const OVERLAY: &str = "name = \"own\"\ntitle = { zh = \"自\", en = \"Own\" }\nextends = \"base\"\n";

/// Writes a file below a place, with the folders above it.
fn put(place: &Path, name: &str, text: &str) {
    let path = place.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_round_tells_what_a_save_came_to_and_goes_on_after_a_mistake() {
    let place = tempfile::tempdir().unwrap();
    let paths = [place.path().to_owned()];
    let write = |name: &str, text: &str| put(place.path(), name, text);
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    write("calendars/cn.toml", &fs::read_to_string(rules.join("calendars/cn.toml")).unwrap());
    write(
        "own/rulebook.toml",
        "name = \"own\"\ntitle = { zh = \"自定\", en = \"Own\" }\ncalendar = \"cn\"\n",
    );
    write("own/clocks.rhai", CLOCK);
    assert_eq!(round(&paths, Lang::En), "there is no story yet\n");
    write("own/tests/stories.toml", STORY);
    assert_eq!(round(&paths, Lang::En), "own: 1 passed, 0 failed\n");
    write("own/clocks.rhai", &CLOCK.replace("workdays(2)", "workdays(3)"));
    let failed = round(&paths, Lang::Zh);
    assert!(failed.starts_with("own：通过 0，未通过 1\n"), "{failed}");
    assert!(failed.contains("+ 2025-03-06 24:00  yellow promised"), "{failed}");
    write("own/clocks.rhai", &CLOCK.replace("workdays(2)", "2"));
    let broken = round(&paths, Lang::En);
    assert!(broken.contains("the limit `2` has no unit"), "{broken}");
    write("own/clocks.rhai", CLOCK);
    assert_eq!(round(&paths, Lang::En), "own: 1 passed, 0 failed\n");
    write("own/clocks.rhai", &CLOCK.replace(".title(\"承诺\", \"promise\")", ""));
    let odd = round(&paths, Lang::En);
    assert!(odd.contains("warning: rule::no_title"), "{odd}");
    assert!(odd.ends_with("own: 1 passed, 0 failed\n"), "{odd}");
    write("own/tests/stories.toml", &STORY.replace("03-03", "02-30"));
    let unread = round(&[place.path().join("own/tests")], Lang::En);
    assert!(unread.starts_with("the stories can't be told\n"), "{unread}");
}

#[test]
fn what_a_rulebook_is_read_from_is_watched_and_of_a_file_its_folder() {
    let temporary = tempfile::tempdir().unwrap();
    let place = fs::canonicalize(temporary.path()).unwrap();
    let write = |name: &str, text: &str| put(&place, name, text);
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    write("calendars/cn.toml", &fs::read_to_string(rules.join("calendars/cn.toml")).unwrap());
    write(
        "base/rulebook.toml",
        "name = \"base\"\ntitle = { zh = \"基\", en = \"Base\" }\ncalendar = \"cn\"\ncatalogue = [\"items\"]\n",
    );
    write("items/a.toml", "");
    write("own/rulebook.toml", OVERLAY);
    write("own/tests/stories.toml", STORY);
    let all = |names: &[&str]| {
        names.iter().map(|name| (place.join(name), RecursiveMode::NonRecursive)).collect::<Vec<_>>()
    };
    let mut of_folder = vec![(place.join("own"), RecursiveMode::Recursive)];
    of_folder.extend(all(&["base", "calendars", "items"]));
    assert_eq!(folders(&[place.join("own")]), of_folder);
    let of_file = all(&["base", "calendars", "items", "own", "own/tests"]);
    assert_eq!(folders(&[place.join("own/tests/stories.toml")]), of_file);
}

#[test]
fn what_cannot_be_read_is_watched_and_so_is_where_what_is_gone_stood() {
    let temporary = tempfile::tempdir().unwrap();
    let place = fs::canonicalize(temporary.path()).unwrap();
    let write = |name: &str, text: &str| put(&place, name, text);
    write("base/rulebook.toml", "name = ");
    write("own/rulebook.toml", OVERLAY);
    let (own, mut known) = ([place.join("own")], BTreeSet::new());
    let of_own = (place.join("own"), RecursiveMode::Recursive);
    let base = (place.join("base"), RecursiveMode::NonRecursive);
    assert_eq!(watched(&own, &mut known), [of_own.clone(), base.clone()]);
    fs::remove_dir_all(place.join("base")).unwrap();
    let above = (place.clone(), RecursiveMode::NonRecursive);
    assert_eq!(watched(&own, &mut known), [of_own.clone(), above]);
    write("base/rulebook.toml", "name = ");
    assert_eq!(watched(&own, &mut known), [of_own, base]);
    // Within what is watched whole, nothing is watched once more.
    fs::remove_dir_all(place.join("base")).unwrap();
    let whole = (place.clone(), RecursiveMode::Recursive);
    assert_eq!(watched(std::slice::from_ref(&place), &mut known), [whole]);
}
