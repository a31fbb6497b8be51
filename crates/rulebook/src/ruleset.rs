//! All versions of a rulebook, by the days on which they are in force.
//!
//! *Invariant.* On any day at most one version is in force, so the rules of a case depend on its date alone.
//!
//! *Absent on purpose.* Which date a case is judged by: the engine says that.

use std::path::Path;
use std::sync::Arc;

use duban_calendar::{Day, Zone};

use crate::bundle::Bundle;
use crate::compile::Rulebook;
use crate::error::{Mistake, RulebookError};
use crate::plan::InForce;

/// The versions of one rulebook, the oldest first.
#[derive(Clone, Debug)]
pub struct RuleSet {
    versions: Vec<Arc<Rulebook>>,
}

impl RuleSet {
    /// Loads a rulebook from its folder; several versions stand in sub-folders.
    ///
    /// # Errors
    /// Every mistake in any version; two versions in force on one day; versions of different names.
    pub fn load(dir: &Path) -> Result<RuleSet, RulebookError> {
        RuleSet::from_bundles(Bundle::read_versions(dir)?)
    }

    /// Compiles the versions of a rulebook, as the journal keeps them.
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn from_bundles(bundles: Vec<Bundle>) -> Result<RuleSet, RulebookError> {
        let (mut versions, mut mistakes) = (Vec::new(), Vec::new());
        for bundle in bundles {
            match Rulebook::compile(bundle) {
                Ok(rulebook) => versions.push(Arc::new(rulebook)),
                Err(error) => mistakes.extend(error.mistakes().iter().cloned()),
            }
        }
        if mistakes.is_empty() { RuleSet::of(versions) } else { Err(RulebookError::of(mistakes)) }
    }

    /// Puts versions together that are already compiled.
    ///
    /// # Errors
    /// When there is none, when two are in force on one day, or when their names differ.
    pub fn of(mut versions: Vec<Arc<Rulebook>>) -> Result<RuleSet, RulebookError> {
        versions.sort_by_key(|version| version.in_force().from);
        let Some(first) = versions.first() else {
            return Err(Mistake::new("rulebook::none", "there is no version of the rulebook")
                .help("name a folder with a `rulebook.toml`")
                .into());
        };
        if let Some(other) = versions.iter().find(|version| version.name() != first.name()) {
            return Err(Mistake::new(
                "rulebook::name",
                format!(
                    "one folder holds versions of two rulebooks, `{}` and `{}`",
                    first.name(),
                    other.name()
                ),
            )
            .help("give all versions the same name, or each rulebook a folder of its own")
            .into());
        }
        for pair in versions.windows(2) {
            let (older, newer) = (pair[0].in_force(), pair[1].in_force());
            if older.to.is_none_or(|to| newer.from.is_none_or(|from| from <= to)) {
                return Err(Mistake::new(
                    "rulebook::overlap",
                    format!(
                        "two versions of `{}` are in force on one day: {} and {}",
                        first.name(),
                        period(older),
                        period(newer)
                    ),
                )
                .help("give the older one a last day: `to`")
                .into());
            }
        }
        Ok(RuleSet { versions })
    }

    /// The versions, the oldest first.
    pub fn versions(&self) -> &[Arc<Rulebook>] {
        &self.versions
    }

    /// The zone in which the times of its cases are read and shown: that of the oldest version's calendar.
    pub fn zone(&self) -> &Zone {
        self.versions[0].calendar().zone()
    }

    /// The version in force on a day, with its place among the versions.
    pub fn in_force_on(&self, day: Day) -> Option<(usize, &Rulebook)> {
        // The last version that has begun is the only one that can be in force.
        let begun = self
            .versions
            .partition_point(|version| version.in_force().from.is_none_or(|from| from <= day));
        let at = begun.checked_sub(1)?;
        self.versions[at].in_force().contains(day).then(|| (at, &*self.versions[at]))
    }
}

impl InForce {
    /// Whether both are in force on some day.
    pub fn overlaps(self, other: InForce) -> bool {
        let begins_by = |a: Option<Day>, b: Option<Day>| a.is_none() || b.is_none() || a <= b;
        begins_by(self.from, other.to) && begins_by(other.from, self.to)
    }

    /// Whether this day lies within.
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

fn period(in_force: InForce) -> String {
    match (in_force.from, in_force.to) {
        (None, None) => "always".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
    }
}
