//! Which versions of two rulebooks are held against each other.
//!
//! *Invariant.* Every version of both sides stands in an answer, so that what changed in an older one is not passed over.
//!
//! *Absent on purpose.* What differs between two versions: see [`super::diff`].

use duban_rulebook::{InForce, RuleSet, Rulebook};

use super::{About, Change, diff};
use crate::catalogue::Words;

/// Two versions, and how they differ.
#[derive(Debug)]
pub struct Compared<'r> {
    /// The version as it was.
    pub old: &'r Rulebook,
    /// The version as it is to be; None where the new rulebook has none that takes its place.
    pub new: Option<&'r Rulebook>,
    /// How they differ.
    pub changes: Vec<Change>,
}

/// Each version of the new rulebook beside those of the old one that are in force on one of its days; where there is none, beside the last
/// that begins before it, or else the first. Then the old ones that are left over.
pub fn versions<'r>(old: &'r RuleSet, new: &'r RuleSet) -> Vec<Compared<'r>> {
    let (before, after) = (old.versions(), new.versions());
    let mut pairs = Vec::new();
    for (number, version) in after.iter().enumerate() {
        let overlaps = |it: &usize| before[*it].in_force().overlaps(version.in_force());
        let of_its_days: Vec<usize> = (0..before.len()).filter(overlaps).collect();
        if of_its_days.is_empty() {
            let earlier = |it: &usize| before[*it].in_force().from < version.in_force().from;
            pairs.push(((0..before.len()).rfind(earlier).unwrap_or(0), number));
        }
        pairs.extend(of_its_days.into_iter().map(|it| (it, number)));
    }
    let compared = pairs.iter().map(|(was, is)| {
        let (old, new) = (&*before[*was], &*after[*is]);
        Compared { old, new: Some(new), changes: diff(old, new) }
    });
    let left_over =
        (0..before.len()).filter(|number| pairs.iter().all(|(paired, _)| paired != number));
    let gone = left_over.map(|number| {
        let old = &*before[number];
        Compared { old, new: None, changes: vec![gone(old.in_force())] }
    });
    compared.chain(gone).collect()
}

fn gone(in_force: InForce) -> Change {
    Change {
        about: About::Rulebook,
        name: String::new(),
        words: Words::new(
            format!("新规则没有适用于 {} 的版本", in_force.zh()),
            format!("the new rulebook has no version in force {in_force}"),
        ),
        before: None,
        after: None,
    }
}
