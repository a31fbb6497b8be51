//! The command line of the tools that try rules out: on recorded history, on stories, on dates at the edge.

use std::path::PathBuf;

use clap::Args;

use super::{DataDir, Past, Print, Rules, Stories};

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules backtest rules/national my-rules\n  duban rules backtest rules/national my-rules --data /srv/duban --period 2025-11 --limit 100\n\nExit codes: 0 every warning and every score stays as it is, 1 some change, 2 something can't be read."
)]
pub(crate) struct RulesBacktest {
    /// The folder of the rulebook as it is; each version judges the days on which it is in force.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The folder of the rulebook as it is to be; its newest version judges all of history, though it may not be in force yet.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    #[command(flatten)]
    pub(crate) past: Past,
    #[command(flatten)]
    pub(crate) data: DataDir,
    /// The month whose scores and ranks are compared, as 2026-10 [default: the last of the history].
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) period: Option<String>,
    /// How many cards, departments, items and ranks are listed at most; 0 lists all. The totals count all.
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules coverage rules/national\n  duban rules coverage rules/national --lcov lcov.info\n  duban rules coverage rules/national --data ./duban-data\n\nExit codes: 0 everything is reached, 1 something is not, 2 something can't be read."
)]
pub(crate) struct RulesCoverage {
    #[command(flatten)]
    pub(crate) stories: Stories,
    /// Also replay the journal of this folder under each of the rulebooks, and tell what no recorded case ever reached.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Only the scripts of the rulebooks named, without those of the rulebooks they extend.
    #[arg(long)]
    pub(crate) own: bool,
    /// Also write what the stories reach as an lcov tracefile.
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules boundary rules/national --clock promised\n  duban rules boundary my-rules -o my-rules/tests/boundary.toml\n\nThe stories expect what the rules decide today. Read them against the article before you keep them. `--format json` prints a report with them in it.\nExit codes: 0 stories for every clock, 1 some clocks need more than one event to run, 2 the rulebook can't be used."
)]
pub(crate) struct RulesBoundary {
    /// The rulebook's folder.
    #[arg(value_name = "RULEBOOK")]
    pub(crate) rulebook: PathBuf,
    /// Only this clock.
    #[arg(long, value_name = "NAME")]
    pub(crate) clock: Option<String>,
    /// Only the clocks that the rulebook itself declares or changes, without those of the rulebooks it extends.
    #[arg(long, conflicts_with = "clock")]
    pub(crate) own: bool,
    /// Where to write the stories [default: standard output]. A file that is there is not overwritten.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules mutate rules/national\n\nExit codes: 0 the stories notice every change, 1 some they don't, 2 something can't be read."
)]
pub(crate) struct RulesMutate {
    /// The rulebook's folder, with its stories in `tests`. The numbers of rulebooks that it extends stay as they are.
    #[arg(value_name = "RULEBOOK")]
    pub(crate) rulebook: PathBuf,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules explain 2025-000123\n  duban rules explain 2025-000123 --rules my-rules --lang zh"
)]
pub(crate) struct RulesExplain {
    /// The case number.
    #[arg(value_name = "CASE")]
    pub(crate) case: String,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  duban rules watch rules/national\n\nCtrl-C ends it.")]
pub(crate) struct RulesWatch {
    #[command(flatten)]
    pub(crate) stories: Stories,
}
