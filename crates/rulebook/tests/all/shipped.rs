//! The rulebooks that ship with the program are without mistakes, and hold what they promise.

use std::path::{Path, PathBuf};

use duban_rulebook::{Bundle, RuleSet, Rulebook};

fn rules(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(path)
}

fn compiled(path: &str) -> Rulebook {
    Bundle::read(&rules(path))
        .and_then(Rulebook::compile)
        .unwrap_or_else(|error| panic!("{}", error.render()))
}

#[test]
fn they_compile() {
    for path in ["national", "presets/hunan", "examples/wabo"] {
        let set = RuleSet::load(&rules(path)).unwrap_or_else(|error| panic!("{}", error.render()));
        assert_eq!(set.versions().len(), 1);
        let book = compiled(path);
        assert!(!book.plan().clocks.is_empty(), "{path}");
    }
}
