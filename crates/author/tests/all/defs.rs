//! The reference in the repository is the one that is made of the words that scripts are given.

use std::fs;
use std::path::Path;

use duban_author::defs::files;

#[test]
fn the_reference_in_the_repository_is_up_to_date() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rule-authors");
    for (path, text) in files() {
        let file = docs.join(path);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &text).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == text,
            "docs/rule-authors/{path} is out of date; run `duban rules defs -o docs/rule-authors`"
        );
    }
}

#[test]
fn every_definition_is_one_that_a_language_server_reads() {
    for (path, text) in files().into_iter().filter(|(path, _)| path.ends_with(".rhai")) {
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("module static;"), "{path}");
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with("/// ")) {
            let of_one_type = line.matches('|').count() == 0;
            let balanced = line.matches('(').count() == 1 && line.matches(')').count() == 1;
            assert!(
                line.starts_with("fn ") && line.ends_with(';') && of_one_type && balanced,
                "{path}: {line}"
            );
        }
    }
}
