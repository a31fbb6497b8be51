//! All versions of a rulebook, by the days on which they are in force.
//!
//! *Invariant.* On any day at most one version is in force, so the rules of a case depend on its date alone.
//!
//! *Absent on purpose.* Which date a case is judged by: the engine says that.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use duban_calendar::{Day, Zone};

use crate::bundle::Bundle;
use crate::compile::Rulebook;
use crate::error::{Mistake, RulebookError};
use crate::plan::InForce;
use crate::shelf::Shelf;

/// So many versions a rulebook may have: who judges by them numbers them by a byte, and has one number for "none".
const VERSIONS_MAX: usize = 254;

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
        Shelf::default().load(dir)
    }

    /// Compiles the versions of a rulebook, as the journal keeps them.
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn from_bundles(bundles: Vec<Bundle>) -> Result<RuleSet, RulebookError> {
        let mut shelf = Shelf::default();
        RuleSet::compiled(bundles, |bundle| shelf.compile(bundle))
    }

    /// The same, but each version notes what runs of its scripts; see [`Rulebook::compile_traced`].
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn traced(bundles: Vec<Bundle>) -> Result<RuleSet, RulebookError> {
        RuleSet::compiled(bundles, Rulebook::compile_traced)
    }

    pub(crate) fn compiled(
        bundles: Vec<Bundle>,
        mut compile: impl FnMut(Bundle) -> Result<Rulebook, RulebookError>,
    ) -> Result<RuleSet, RulebookError> {
        let (mut versions, mut mistakes) = (Vec::new(), Vec::new());
        for bundle in bundles {
            match compile(bundle) {
                Ok(rulebook) => versions.push(Arc::new(rulebook)),
                Err(error) => mistakes.extend(error.mistakes().iter().cloned()),
            }
        }
        if mistakes.is_empty() { RuleSet::of(versions) } else { Err(RulebookError::of(mistakes)) }
    }

    /// Puts versions together that are already compiled.
    ///
    /// # Errors
    /// When there is none, when there are more than 254, when two are in force on one day, or when their names differ.
    pub fn of(mut versions: Vec<Arc<Rulebook>>) -> Result<RuleSet, RulebookError> {
        versions.sort_by_key(|version| version.in_force().from);
        if versions.len() > VERSIONS_MAX {
            let found = versions.len();
            return Err(Mistake::new(
                "rulebook::too_many",
                format!("there are {found} versions of `{}`, and a rulebook has at most {VERSIONS_MAX}", versions[0].name()),
            )
            .help("leave out versions that judge no recorded case any more, or join those that say the same")
            .into());
        }
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
        refuse_overlaps(&versions)?;
        Ok(RuleSet { versions })
    }

    /// The versions, the oldest first.
    pub fn versions(&self) -> &[Arc<Rulebook>] {
        &self.versions
    }

    /// The names of the facts that some closure of some version reads as `case.facts`.
    pub fn fact_names(&self) -> BTreeSet<String> {
        self.versions.iter().flat_map(|book| &book.plan().fact_names).cloned().collect()
    }

    /// The stretches of days on which no version is in force, the oldest first: before the first version, between two, behind the last.
    /// What happens on such a day is supervised by nobody.
    pub fn uncovered(&self) -> Vec<InForce> {
        let (mut stretches, mut from) = (Vec::new(), None);
        for version in &self.versions {
            let InForce { from: begins, to: ends } = version.in_force();
            let to = begins.map(|begins| begins.plus(-1));
            if to.is_some_and(|to| from.is_none_or(|from| from <= to)) {
                stretches.push(InForce { from, to });
            }
            let Some(ends) = ends else { return stretches };
            from = Some(ends.plus(1));
        }
        stretches.push(InForce { from, to: None });
        stretches
    }

    /// The zone in which the times of its cases are read and shown: that of the oldest version's calendar.
    pub fn zone(&self) -> &Zone {
        self.versions[0].calendar().zone()
    }

    /// Whether a check of this name, in any version, looks at several cases at once.
    pub fn looks_across(&self, check: &str) -> bool {
        let checks = self.versions.iter().flat_map(|book| &book.plan().checks);
        checks.into_iter().any(|plan| plan.name == check && plan.across.is_some())
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

impl fmt::Display for InForce {
    /// As `2026-01-01 to 2026-03-31`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (None, None) => f.write_str("always"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(to)) => write!(f, "until {to}"),
            (Some(from), Some(to)) => write!(f, "{from} to {to}"),
        }
    }
}

impl InForce {
    /// The same in Chinese: `2026-01-01 至 2026-03-31`.
    pub fn zh(self) -> String {
        match (self.from, self.to) {
            (None, None) => "任何时候".to_owned(),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(to)) => format!("{to} 及以前"),
            (Some(from), Some(to)) => format!("{from} 至 {to}"),
        }
    }

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

/// A case has one law on a day.
fn refuse_overlaps(versions: &[Arc<Rulebook>]) -> Result<(), RulebookError> {
    for pair in versions.windows(2) {
        let (older, newer) = (pair[0].in_force(), pair[1].in_force());
        if older.to.is_none_or(|to| newer.from.is_none_or(|from| from <= to)) {
            return Err(Mistake::new(
                "rulebook::overlap",
                format!(
                    "two versions of `{}` are in force on one day: {} and {}",
                    pair[0].name(),
                    older,
                    newer
                ),
            )
            .help(remedy(older, newer))
            .into());
        }
    }
    Ok(())
}

/// How two versions in force on one day are told apart: the older one ends on the day before the newer one begins.
fn remedy(older: InForce, newer: InForce) -> String {
    // Of two that begin on one day neither can end before the other begins.
    let Some(begins) = newer.from.filter(|_| newer.from != older.from) else {
        return "remove one of them, or let it begin (`from` in its `rulebook.toml`) on the day after the other one ends (`to`)"
            .to_owned();
    };
    let which = match older.from {
        Some(from) => format!("that says `from = {from}`"),
        None => "that says no `from`".to_owned(),
    };
    let last = begins.plus(-1);
    let instead = older.to.map(|to| format!(", instead of `to = {to}`")).unwrap_or_default();
    format!("write `to = {last}` into the `rulebook.toml` {which}{instead}")
}
