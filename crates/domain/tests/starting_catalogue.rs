//! The starting catalogue and the demonstration district's organisation make sense, alone and together.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use duban_calendar::{Length, Unit};
use duban_domain::{Catalogue, Item, ItemKind, ItemType, Organisation};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

#[test]
fn it_is_read_whole() {
    let catalogue = catalogue();
    assert!(catalogue.len() >= 300, "{} items", catalogue.len());
    let codes: BTreeSet<_> = catalogue.items().iter().map(|item| &item.code).collect();
    assert_eq!(codes.len(), catalogue.len(), "every item starts with one version");
}

#[test]
fn every_item_belongs_to_a_department_that_has_its_posts() {
    let (catalogue, organisation) = (catalogue(), organisation());
    for item in catalogue.items() {
        let department = organisation.department(&item.department);
        let department = department.unwrap_or_else(|| panic!("nobody answers for {}", item.name));
        for step in &item.steps {
            let post = department.post(&step.post);
            let post = post.unwrap_or_else(|| panic!("{}: no {}", department.name, step.post));
            assert!(!post.officers.is_empty(), "{}: nobody holds {}", department.name, post.name);
        }
    }
    for department in organisation.departments() {
        let has_items = catalogue.items().iter().any(|item| item.department == department.name);
        assert!(has_items, "{} has nothing to do", department.name);
    }
}

#[test]
fn steps_are_limited_and_fit_into_the_promise() {
    for item in catalogue().items() {
        let promised = item.promised_limit.map(workdays).unwrap_or_default();
        assert_eq!(item.kind == ItemKind::Immediate, promised == 0, "{}", item.name);
        assert!(item.steps.len() >= 2, "{}", item.name);
        let limits = item.steps.iter().map(|step| step.limit.map(workdays));
        let sum: u32 = limits.map(|limit| limit.unwrap_or_else(|| panic!("{}", item.name))).sum();
        assert!(sum <= promised, "{}: {sum} of {promised}", item.name);
        let names: BTreeSet<_> = item.steps.iter().map(|step| &step.name).collect();
        assert_eq!(names.len(), item.steps.len(), "{}: a clock runs for each name", item.name);
    }
}

#[test]
fn a_statutory_limit_reads_as_its_law_does() {
    let catalogue = catalogue();
    let stated = |item: &&Item| item.statutory_limit.is_some();
    assert!(catalogue.items().iter().filter(stated).count() >= 90);
    for item in catalogue.items() {
        let Some(limit) = item.statutory_limit else {
            assert_eq!((&item.basis, item.statutory_extension), (&None, None), "{}", item.name);
            continue;
        };
        let basis = item.basis.as_deref().unwrap_or_default();
        let words = match limit.unit {
            Unit::Workdays => format!("{}个工作日", limit.amount),
            Unit::Days => format!("{}日", limit.amount),
            Unit::Months => format!("{}个月", limit.amount),
            Unit::Hours | Unit::Minutes | Unit::Years => panic!("{}: {limit}", item.name),
        };
        assert!(basis.contains("原文：") && basis.contains(&words), "{}: {basis}", item.name);
    }
}

#[test]
fn special_procedures_are_those_of_article_45() {
    let list = ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"];
    for item in catalogue().items() {
        let other = item.specials.iter().find(|kind| !list.contains(&kind.as_str()));
        assert_eq!(other, None, "{}", item.name);
    }
}

#[test]
fn codes_names_and_departments_are_those_that_were_published() {
    let path = Path::new(ROOT).join("../shared/data/catalogue/zwfw_guangan_items.csv");
    let Ok(published) = fs::read_to_string(&path) else {
        eprintln!("skipped: the published list of items is not at {}", path.display());
        return;
    };
    // The code is the fourth column from the right; names may hold commas.
    let by_code: BTreeMap<&str, &str> =
        published.lines().filter_map(|line| Some((line.rsplit(',').nth(3)?, line))).collect();
    // Three departments are not on the list; their codes say so.
    for item in catalogue().items().iter().filter(|item| !item.code.starts_with("未公布")) {
        let line = by_code.get(item.code.as_str());
        let line = line.unwrap_or_else(|| panic!("{} was not published", item.code));
        assert!(line.contains(&item.name), "{line} is not {}", item.name);
        assert!(line.starts_with(&item.department), "{line} is not of {}", item.department);
        let listed = line.rsplit(',').nth(2).and_then(type_of);
        assert!(listed.is_some() && item.item_type == listed, "{line}: {:?}", item.item_type);
    }
}

/// The types by their numbers in GB/T 39046-2020 A.1.
fn type_of(number: &str) -> Option<ItemType> {
    match number {
        "1" => Some(ItemType::Licence),
        "5" => Some(ItemType::Benefit),
        "7" => Some(ItemType::Confirmation),
        "8" => Some(ItemType::Award),
        "9" => Some(ItemType::Ruling),
        "10" => Some(ItemType::OtherPower),
        "20" => Some(ItemType::PublicService),
        _ => None,
    }
}

#[test]
fn every_item_has_its_type_and_the_code_does_not_tell_it() {
    let catalogue = catalogue();
    let types = |code: &str| -> BTreeSet<_> {
        let items = catalogue.items().iter().filter(|item| item.code.starts_with(code));
        items.map(|item| item.item_type.map(ItemType::word)).collect()
    };
    assert!(!types("").contains(&None), "an item without a type");
    assert_eq!(types("511A"), [Some("行政许可")].into());
    assert!(types("513A").len() > 1, "then the code would do");
}

fn workdays(limit: Length) -> u32 {
    assert_eq!(limit.unit, Unit::Workdays, "promises and steps are counted in working days");
    limit.amount
}

fn catalogue() -> Catalogue {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join("rules/catalogue")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    Catalogue::from_toml(&files).unwrap_or_else(|error| panic!("{error}"))
}

fn organisation() -> Organisation {
    let path = "fixtures/district/organisation.toml";
    let text = fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    Organisation::from_toml(&[(path.to_owned(), text)]).unwrap_or_else(|error| panic!("{error}"))
}
