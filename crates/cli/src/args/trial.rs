//! The command line of the tools that try rules out: on recorded history, on stories, on dates at the edge.

use std::path::PathBuf;

use clap::Args;

use super::{DataDir, TextOrJson};

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules backtest rules/national my-rules\n  duban rules backtest rules/national my-rules --data /srv/duban --period 2025-11 --limit 100\n\nExit codes: 0 every card stays as it is, 1 some change, 2 something can't be read."
)]
pub(crate) struct RulesBacktest {
    /// The folder of the rulebook as it is.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The folder of the rulebook as it is to be.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Files to replay instead of the journal.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// How the files' columns and activities become events.
    #[arg(long, env = "DUBAN_MAPPING", value_name = "MAPPING")]
    pub(crate) mapping: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: DataDir,
    /// The month whose scores and ranks are compared, as 2026-10 [default: the last of the history].
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) period: Option<String>,
    /// How many cards, departments, items and ranks are listed at most; 0 lists all. The totals count all.
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    /// How to print the outcome.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules coverage rules/national\n  duban rules coverage rules/national --lcov lcov.info\n  duban rules coverage rules/national --data ./duban-data\n\nExit codes: 0 everything is reached, 1 something is not, 2 something can't be read."
)]
pub(crate) struct RulesCoverage {
    /// Files of stories, or folders that hold rulebooks with theirs [default: ./rules, else the rules that ship].
    #[arg(value_name = "PATH", env = "DUBAN_RULES")]
    pub(crate) paths: Vec<PathBuf>,
    /// Also replay the journal of this folder under each of the rulebooks, and tell what no recorded case ever reached.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Also write what the stories reach as an lcov tracefile.
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,
    /// How to print the outcome.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}
