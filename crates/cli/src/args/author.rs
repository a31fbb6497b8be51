//! The command line of the tools that look at rulebooks as they are written.

use std::path::PathBuf;

use clap::Args;

use super::{DataDir, Past, Print, Rules};

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules check\n  duban rules check rules/presets/hunan --strict\n\nExit codes: 0 no mistake, 1 something is wrong (with --strict: or odd), 2 there is no rulebook."
)]
pub(crate) struct RulesCheck {
    /// Folders that hold rulebooks [default: ./rules, else the rules that ship].
    #[arg(value_name = "DIR", env = "DUBAN_RULES")]
    pub(crate) dirs: Vec<PathBuf>,
    /// Let a warning fail the check too.
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules diff rules/national rules/presets/hunan\n  duban rules diff old/national rules/national --lang zh\n\nExit codes: 0 both say the same, 1 they differ, 2 one of them can't be used."
)]
pub(crate) struct RulesDiff {
    /// The rulebook as it was.
    #[arg(value_name = "A")]
    pub(crate) old: PathBuf,
    /// The rulebook as it is to be.
    #[arg(value_name = "B")]
    pub(crate) new: PathBuf,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules profile\n  duban rules profile log.xes.gz --mapping fixtures/mappings/wabo-receipt.toml --rules rules/examples/wabo\n\nExit codes: 0 the profile is printed, 2 the history or the rules can't be read."
)]
pub(crate) struct RulesProfile {
    #[command(flatten)]
    pub(crate) past: Past,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules defs\n  duban rules defs -o docs/rule-authors\n\nWrites DIR/definitions/*.d.rhai for the editor and DIR/vocabulary.md for people.\nExit codes: 0 written, 2 the files can't be written."
)]
pub(crate) struct RulesDefs {
    /// The folder to write into.
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  duban rules new yangzhou --extends national\n  duban rules new 扬州 --dir my-rules\n\nExit codes: 0 started, 2 the name can't be used or the folder is there already."
)]
pub(crate) struct RulesNew {
    /// The rulebook's name, and that of its folder: letters of any script, digits, `-` and `_`.
    pub(crate) name: String,
    /// The rulebook whose rules hold as well.
    #[arg(long, value_name = "RULEBOOK")]
    pub(crate) extends: Option<String>,
    /// The folder in which the rulebook's own is made.
    #[arg(long, value_name = "DIR", default_value = "rules")]
    pub(crate) dir: PathBuf,
    #[command(flatten)]
    pub(crate) print: Print,
}
