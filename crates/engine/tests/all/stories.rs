//! The stories under `fixtures/stories`: each is told four times, and nobody may be able to tell the tellings apart.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Story;
use expect_test::expect_file;

#[test]
fn every_story_ends_as_written() {
    let stories = stories();
    assert!(!stories.is_empty(), "no stories found");
    for path in stories {
        let text = fs::read_to_string(&path).unwrap();
        let story = Story::read(&text);
        let asleep = story.tell(true, false);
        assert_eq!(
            asleep,
            story.tell(true, true),
            "{}: woken on time it decides otherwise",
            path.display()
        );
        assert_eq!(
            asleep,
            story.tell(false, false),
            "{}: without memo it decides otherwise",
            path.display()
        );
        assert_eq!(
            asleep,
            story.tell(true, false),
            "{}: told twice it decides otherwise",
            path.display()
        );
        let told = text.split_once("----\n").map_or(text.as_str(), |(told, _)| told);
        expect_file![&path].assert_eq(&format!("{told}----\n{asleep}"));
    }
}

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/stories");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "story"));
    files.sort();
    files
}
