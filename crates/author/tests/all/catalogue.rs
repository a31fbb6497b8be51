//! The catalogue and the table of accountability that ship, and the list of items that a district publishes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use duban_author::catalogue::{Rule, check, import};
use duban_domain::Accountability;

#[test]
fn what_ships_has_gaps_and_no_breach() {
    let findings = check(&toml_files("rules/catalogue"), "2026-03-19".parse().unwrap());
    let found: BTreeSet<_> = findings.iter().map(|it| it.rule).collect();
    let gaps = [Rule::NoStatutoryLimit, Rule::NoBasis, Rule::FeesNotListed];
    let codes = [Rule::CodeStructure, Rule::CodeChecksum];
    let other: Vec<_> = findings
        .iter()
        .filter(|it| !gaps.contains(&it.rule) && !codes.contains(&it.rule))
        .collect();
    assert!(other.iter().all(|it| it.rule == Rule::PromiseHardlyShorter), "{other:?}");
    assert!(gaps.iter().all(|gap| found.contains(gap)), "{found:?}");
}

#[test]
fn every_rule_that_a_clause_names_is_there() {
    let table = Accountability::from_toml(&toml_files("rules/accountability")).unwrap();
    assert!(table.clauses().len() >= 20);
    let scripts: String = ["clocks", "checks", "conduct"]
        .map(|name| fs::read_to_string(root().join(format!("rules/national/{name}.rhai"))).unwrap())
        .concat();
    for clause in table.clauses() {
        for rule in &clause.rules {
            let is_scripted = ["clock", "check"]
                .iter()
                .any(|kind| scripts.contains(&format!("{kind}(\"{rule}\")")));
            assert!(
                is_scripted || rule.parse::<Rule>().is_ok(),
                "{}: no rule `{rule}`",
                clause.code
            );
        }
    }
}

#[test]
fn the_list_of_a_district_is_taken_whole() {
    let path = root().join("../shared/data/catalogue/zwfw_guangan_items.csv");
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("skipped: the published list of items is not at {}", path.display());
        return;
    };
    let imported = import::read(&bytes).unwrap();
    assert_eq!((imported.items.len(), imported.set_aside.len()), (1135, 0));
    assert_eq!(imported.ignored, ["main_item", "area_code", "dept_code"]);
    let text = import::write(&imported.items, "published").unwrap();
    let findings = check(&[("x.toml".to_owned(), text)], "2026-03-19".parse().unwrap());
    let count = |rule| findings.iter().filter(|it| it.rule == rule).count();
    assert_eq!((count(Rule::CodeStructure) > 100, count(Rule::Unreadable)), (true, 0));
    assert!(count(Rule::CodeChecksum) <= 8, "{}", count(Rule::CodeChecksum));
}

fn toml_files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let read = |path: PathBuf| (path.display().to_string(), fs::read_to_string(&path).unwrap());
    paths.into_iter().map(read).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
