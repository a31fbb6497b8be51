//! `duban rules`: the rule author's tools, one module each.

pub(crate) mod backtest;
pub(crate) mod boundary;
pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod defs;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod mutate;
pub(crate) mod new;
pub(crate) mod profile;
pub(crate) mod test;
pub(crate) mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban_author::Suite;
use duban_rulebook::{InForce, RuleSet, Rulebook};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::config::Config;
use crate::failure::Failure;
use crate::shipped;

/// Where rulebooks are looked for when none is named.
const RULES: &str = "rules";

/// Where stories are looked for.
pub(crate) struct Places {
    pub(crate) paths: Vec<PathBuf>,
    /// Whether they are the ones that ship, which nobody can change.
    pub(crate) shipped: bool,
    /// Kept until the end: the shipped stories are read from it.
    _unpacked: Option<TempDir>,
}

/// The places that were named; else the configured one, else `./rules`, else the rules that ship.
pub(crate) fn places(named: &[PathBuf], config: &Config) -> Result<Places, Failure> {
    let paths = match config.rules(None) {
        _ if !named.is_empty() => named.to_owned(),
        Some(dir) => vec![dir.to_owned()],
        None if Path::new(RULES).is_dir() => vec![PathBuf::from(RULES)],
        None => {
            let unpacked = shipped::unpacked()?;
            let paths = vec![unpacked.path().join(RULES)];
            return Ok(Places { paths, shipped: true, _unpacked: Some(unpacked) });
        }
    };
    Ok(Places { paths, shipped: false, _unpacked: None })
}

/// The versions of a rulebook as programs read them.
pub(crate) fn versions(rules: &RuleSet) -> Value {
    let version = |it: &Arc<Rulebook>| {
        let InForce { from, to } = it.in_force();
        json!({
            "name": it.name(),
            "hash": it.hash(),
            "from": from.map(|day| day.to_string()),
            "to": to.map(|day| day.to_string()),
        })
    };
    rules.versions().iter().map(version).collect()
}

/// The stories at these places.
pub(crate) fn stories(paths: &[PathBuf]) -> Result<Suite, Failure> {
    let suite = Suite::gather(paths)?;
    if suite.is_empty() {
        let named: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        let (en, zh) = (named.join(", "), named.join("、"));
        return Err(Failure::input(format!(
            "there is no story in {en}; stories stand in `tests/*.toml` in the folder of their rulebook"
        ))
        .or_in_chinese(format!("{zh} 中没有用例；用例写在规则文件夹的 `tests/*.toml` 中")));
    }
    Ok(suite)
}
