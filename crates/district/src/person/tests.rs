//! Names have two or three characters, and many differ.

use std::collections::BTreeSet;

use super::name;
use crate::random::{Purpose, Random};

#[test]
fn names_are_believable() {
    let mut random = Random::new(1, Purpose::Officers, 0);
    let names: Vec<String> = (0..1_000).map(|_| name(&mut random)).collect();
    for name in &names {
        let mut characters: Vec<char> = name.chars().collect();
        assert!((2..=3).contains(&characters.len()), "{name}");
        characters.dedup();
        assert!(characters.len() >= 2, "{name} says one thing twice");
    }
    assert!(names.iter().collect::<BTreeSet<_>>().len() > 900);
}
