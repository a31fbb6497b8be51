//! What of a rulebook was ever reached: the lines and ways of its scripts that ran, and the thresholds that raised something or did not.
//!
//! *Invariant.* A line that several rulebooks share is one line: it is reached when it is reached under any of them. Versions of a rulebook
//! share none: a script is known by where it stands on disk.
//!
//! *Absent on purpose.* Lines that only declare: they run whenever the rulebook is loaded. Scoring, which no story tells of.

mod lcov;

use std::collections::BTreeMap;
use std::path::PathBuf;

use duban_domain::Level;
use duban_engine::{CaseSummary, Decision, RunState};
use duban_rulebook::{Origin, RuleSet, Rulebook, Way};

pub use lcov::lcov;

/// What was reached, by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By the file, in the order of names.
    pub files: BTreeMap<Script, Reached>,
}

/// A script of a rulebook.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Script {
    /// As it is called to people: `national/clocks.rhai`, of a version in a sub-folder `national/2026/clocks.rhai`.
    pub name: String,
    /// Where it stands on disk.
    pub path: PathBuf,
}

/// What was reached of one script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Whether it belongs to a rulebook that was looked at, and not to one alone that such a one extends.
    pub is_own: bool,
    /// Its text.
    pub text: String,
    /// For each line that can be reached, how many calls came to it; an answer that is remembered needs none.
    pub lines: BTreeMap<u32, u64>,
    /// For each way to go on, by line and column of the choice, how many calls took it, in the same way.
    pub ways: BTreeMap<(u32, u32, Way), u64>,
    /// For each threshold and check, by its line.
    pub thresholds: BTreeMap<(u32, String, Level), Raised>,
}

/// How often a threshold or a check raised something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Raised {
    /// So many warnings were raised.
    pub raised: u64,
    /// So many cases ran the clock without a warning; None of a check, which looks at events and not at cases.
    pub spared: Option<u64>,
}

/// A share: how many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that were reached.
    pub reached: usize,
    /// All.
    pub of: usize,
}

impl Coverage {
    /// Counts which thresholds raised something on these cases.
    pub fn thresholds(
        &mut self,
        rules: &RuleSet,
        cases: impl Iterator<Item = CaseSummary>,
        decisions: &[Decision],
    ) {
        // By the version, since versions have rules of the same names at places of the same names.
        let mut raised: BTreeMap<(&str, &str, Level, &str), BTreeMap<&str, u64>> = BTreeMap::new();
        for decision in decisions {
            let Decision::Raised(it) = decision else { continue };
            let by_case =
                raised.entry((&it.hash, &it.id.rule, it.id.level, &it.place)).or_default();
            *by_case.entry(&it.id.case).or_default() += 1;
        }
        let mut runs: BTreeMap<(usize, String), BTreeMap<String, u64>> = BTreeMap::new();
        for case in cases {
            for run in case.runs.iter().filter(|run| run.state != RunState::NoLimit) {
                let by_case = runs.entry((run.version, run.clock.clone())).or_default();
                *by_case.entry(case.case.clone()).or_default() += 1;
            }
        }
        let nothing = BTreeMap::new();
        for (number, version) in rules.versions().iter().enumerate() {
            for clock in &version.plan().clocks {
                let runs = runs.get(&(number, clock.name.clone()));
                for threshold in &clock.thresholds {
                    let place = threshold.place.to_string();
                    let key = (version.hash(), &*clock.name, threshold.level, &*place);
                    let by_case = raised.get(&key).unwrap_or(&nothing);
                    let spared = |(case, runs): &(&String, &u64)| {
                        **runs > by_case.get(case.as_str()).copied().unwrap_or(0)
                    };
                    let spared = runs.into_iter().flatten().filter(spared).count() as u64;
                    let file = self.file(version, &threshold.place.file);
                    let name = (threshold.place.line, clock.name.clone(), threshold.level);
                    let entry = file.thresholds.entry(name).or_default();
                    entry.raised += by_case.values().sum::<u64>();
                    *entry.spared.get_or_insert(0) += spared;
                }
            }
            for check in &version.plan().checks {
                let place = check.place.to_string();
                let by_case = raised.get(&(version.hash(), &*check.name, check.level, &*place));
                let file = self.file(version, &check.place.file);
                let name = (check.place.line, check.name.clone(), check.level);
                file.thresholds.entry(name).or_default().raised +=
                    by_case.unwrap_or(&nothing).values().sum::<u64>();
            }
        }
    }

    /// Adds what ran of the scripts of rules that were compiled to be traced.
    pub fn scripts(&mut self, rules: &RuleSet) {
        for version in rules.versions() {
            for (name, text) in version.files() {
                if name.ends_with(".rhai") {
                    let file = self.file(version, name);
                    file.text.clone_from(text);
                    file.is_own |= name.split('/').next() == Some(version.name());
                }
            }
            for it in version.lines() {
                *self.file(version, &it.file).lines.entry(it.line).or_default() += it.hits;
            }
            for it in version.branches() {
                let ways = &mut self.file(version, &it.file).ways;
                *ways.entry((it.line, it.column, it.way)).or_default() += it.hits;
            }
        }
        self.files.retain(|_, file| !file.lines.is_empty() || !file.thresholds.is_empty());
    }

    /// Leaves out the scripts of rulebooks that those that were looked at extend.
    pub fn keep_own(&mut self) {
        self.files.retain(|_, file| file.is_own);
    }

    fn file(&mut self, version: &Rulebook, name: &str) -> &mut Reached {
        let script = match version.origin(name) {
            Some(Origin { path, shown }) => Script { name: shown.clone(), path: path.clone() },
            None => Script { name: name.to_owned(), path: PathBuf::from(name) },
        };
        self.files.entry(script).or_default()
    }
}

impl Reached {
    /// The lines that ran.
    pub fn line_share(&self) -> Share {
        Share::of(self.lines.values().map(|hits| *hits > 0))
    }

    /// The ways that were taken.
    pub fn way_share(&self) -> Share {
        Share::of(self.ways.values().map(|hits| *hits > 0))
    }

    /// The thresholds and checks that raised something, and where that is known, did not.
    pub fn threshold_share(&self) -> Share {
        Share::of(self.thresholds.values().map(|it| it.missing().is_none()))
    }

    /// A line of its text.
    pub fn excerpt(&self, line: u32) -> &str {
        self.text.lines().nth(line.saturating_sub(1) as usize).unwrap_or("").trim()
    }
}

impl Raised {
    /// What never happened: that it raised something (`true`), or that it did not (`false`).
    pub fn missing(self) -> Option<bool> {
        match self {
            Raised { raised: 0, .. } => Some(true),
            Raised { spared: Some(0), .. } => Some(false),
            Raised { .. } => None,
        }
    }
}

impl Share {
    fn of(all: impl Iterator<Item = bool>) -> Share {
        all.fold(Share::default(), |share, reached| Share {
            reached: share.reached + usize::from(reached),
            of: share.of + 1,
        })
    }

    /// In whole percent, rounded down; 100 of nothing.
    pub fn percent(self) -> usize {
        (self.reached * 100).checked_div(self.of).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests;
