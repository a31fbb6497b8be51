//! The command line: one subcommand a user task. Names and flags are stable.
//!
//! *Absent on purpose.* What a command does: see `commands`.

mod author;
mod catalogue;
mod shared;
mod trial;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use duban_domain::Level;

pub(crate) use author::{RulesCheck, RulesDefs, RulesDiff, RulesNew, RulesProfile};
pub(crate) use catalogue::{Catalogue, CatalogueCheck, CatalogueImport, CatalogueWhat};
pub(crate) use shared::{
    DataDir, ListFormat, Mapping, Past, Print, PrintList, Rules, Stories, TextOrJson,
};
pub(crate) use trial::{
    RulesBacktest, RulesBoundary, RulesCoverage, RulesExplain, RulesMutate, RulesWatch,
};

/// Duban (督办): watches administrative cases against their deadlines, and proves every warning by replay.
#[derive(Debug, Parser)]
#[command(name = "duban", version, about, long_about = None)]
pub(crate) struct Arguments {
    /// The language of tables and of what is said: en or zh. What an operator mends (files, rules, mappings) is told in English.
    #[arg(long, global = true, env = "DUBAN_LANG", value_enum)]
    pub(crate) lang: Option<Lang>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a district with a year of cases and every kind of trouble, replay it, print cards and ranking.
    #[command(
        after_help = "Example:\n  duban demo\n  duban demo --cases 20000 --seed 7 --data /tmp/district"
    )]
    Demo(Demo),
    /// Take logs into the journal: each record once; what cannot be taken, or comes again with other content, is set aside and told.
    #[command(
        after_help = "Example:\n  duban import log.xes.gz --mapping fixtures/mappings/bpic15.toml --rules rules/examples/wabo\n  duban import --quarantine --format csv > held.csv"
    )]
    Import(Import),
    /// Fold history through the rules; from the journal, or straight from files.
    #[command(
        after_help = "Example:\n  duban replay log.xes.gz --mapping fixtures/mappings/wabo-receipt.toml --rules rules/examples/wabo\n  duban replay --shards 2 --format json"
    )]
    Replay(Replay),
    /// List the warnings, one row each: in the order in which they fell due, then by case and rule.
    #[command(
        after_help = "Example:\n  duban warnings --level red --from 2025-06-01 --to 2025-06-30 --format csv"
    )]
    Warnings(Warnings),
    /// Show a case's timeline with its clocks, pauses and warnings.
    #[command(
        after_help = "Example:\n  duban case 2025-000123\n  duban case 2025-000123 --known-at 2025-06-30\n  duban case 2025-000123 --known-at 2025-06-30 --as-of 2025-07-31"
    )]
    Case(Case),
    /// Say why a warning was raised, segment by segment.
    #[command(after_help = "Example:\n  duban explain 2025-000123/promised/yellow/1")]
    Explain(Explain),
    /// List what falls due next if nothing happens.
    #[command(after_help = "Example:\n  duban upcoming --until 2026-01-15")]
    Upcoming(Upcoming),
    /// Work out a deadline, with its segments.
    #[command(
        after_help = "Example:\n  duban deadline --from 2026-09-30 --limit \"5 workdays\"\n  duban deadline --from 2026-09-30 --limit \"20 workdays\" --pause 2026-10-12..2026-10-20\n  duban deadline --batch limits.csv\n\nA batch answers every row it can; `note` (`error` in .jsonl) says why a row has no answer.\nExit codes of a batch: 0 every row is answered, 1 some are not, 2 the file can't be used."
    )]
    Deadline(Deadline),
    /// Score departments, posts or items for a month.
    #[command(after_help = "Example:\n  duban score --period 2025-06 --by department")]
    Score(Score),
    /// The rule author's tools.
    Rules(RulesTools),
    /// Look after the catalogue of items: check it, import one from a spreadsheet.
    Catalogue(Catalogue),
    /// Measure this machine.
    Bench(Bench),
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// How many cases.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) cases: u32,
    /// The same seed makes the same district, byte for byte.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) rules: Rules,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// CSV, NDJSON or XES files, plain or .gz or .zst.
    #[arg(required_unless_present = "quarantine", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// List the records that the journal holds in quarantine, with the reason for each; imports nothing.
    #[arg(long, conflicts_with_all = ["files", "mapping"])]
    pub(crate) quarantine: bool,
    #[command(flatten)]
    pub(crate) mapping: Mapping,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: PrintList,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) past: Past,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    /// Until when [default: the last recording].
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    /// Over how many shards the cases are spread; the result is the same.
    #[arg(long, env = "DUBAN_SHARDS", value_parser = shards)]
    pub(crate) shards: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) print: Print,
}

/// A number of shards, as a person writes it.
fn shards(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "write how many shards there are to be, 1 or more".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct Warnings {
    /// Only this level.
    #[arg(long)]
    pub(crate) level: Option<Level>,
    /// Only this department's.
    #[arg(long)]
    pub(crate) department: Option<String>,
    /// Only this case's.
    #[arg(long)]
    pub(crate) case: Option<String>,
    /// Only those due at or after this time.
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Only those due before or at this time; a date means its end.
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: PrintList,
}

#[derive(Debug, Args)]
pub(crate) struct Case {
    /// The case number.
    pub(crate) case: String,
    /// As it stood then, by what had happened by then [default: the last recording, or --known-at].
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// By what was recorded by then. With a later --as-of: how it would stand if nothing more had come in.
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The warning, as `duban warnings` prints it: CASE/clock/level/occurrence.
    pub(crate) warning: String,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
pub(crate) struct Upcoming {
    /// Until when [default: everything].
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
    /// Only this department's.
    #[arg(long)]
    pub(crate) department: Option<String>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: PrintList,
}

#[derive(Debug, Args)]
pub(crate) struct Deadline {
    /// The day, or the time, from which the limit runs.
    #[arg(long, value_name = "DATE", required_unless_present = "batch", conflicts_with = "batch")]
    pub(crate) from: Option<String>,
    /// For example "20 workdays", "15 days", "3 months", "4 hours".
    #[arg(
        long,
        required_unless_present = "batch",
        conflicts_with = "batch",
        allow_hyphen_values = true
    )]
    pub(crate) limit: Option<String>,
    /// A time that does not count: A..B, or A.. while it goes on. May be given several times.
    #[arg(long = "pause", value_name = "A..B", conflicts_with = "batch")]
    pub(crate) pauses: Vec<String>,
    /// The calendar [default: the official Chinese one].
    #[arg(long, value_name = "FILE")]
    pub(crate) calendar: Option<PathBuf>,
    /// Many at once: FILE.csv with columns id,from,limit,unit, or FILE.jsonl.
    #[arg(long, value_name = "FILE")]
    pub(crate) batch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Score {
    /// The month, as 2026-10. A card for what ran out at 24:00 of its last day is the first of the next.
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) period: String,
    /// What to score.
    #[arg(long, value_enum, default_value_t = By::Department)]
    pub(crate) by: By,
    /// As known at this time [default: all that is recorded].
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: PrintList,
}

#[derive(Debug, Args)]
pub(crate) struct RulesTools {
    #[command(subcommand)]
    pub(crate) tool: RulesTool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesTool {
    /// Tell stories to rulebooks, and show where something else comes out than they expect.
    #[command(
        after_help = "Example:\n  duban rules test\n  duban rules test rules/national --filter renewal\n  duban rules test my-rules/tests/first.toml --update\n\nExit codes: 0 all stories came out as expected, 1 some did not, 2 something can't be read."
    )]
    Test(RulesTest),
    /// Replay recorded history under two rulebooks: which cards are gained, lost and moved, and what becomes of the ranking.
    Backtest(RulesBacktest),
    /// Show which lines, ways and thresholds no story reached, and which no recorded case.
    Coverage(RulesCoverage),
    /// Make stories at the edges of clocks, with the decisions that come out, to read and to keep.
    Boundary(RulesBoundary),
    /// Show each clock of a case with its segments, the line of the script that decided, and the article.
    Explain(RulesExplain),
    /// Change every number of a rulebook by one, and list the changes that no story notices.
    Mutate(RulesMutate),
    /// Check the rules and tell their stories each time that a file is saved.
    Watch(RulesWatch),
    /// Find every mistake in rulebooks, with its place and advice, and what is odd about them.
    Check(RulesCheck),
    /// Say in words how one rulebook differs from another.
    Diff(RulesDiff),
    /// Replay recorded history, and say how often each closure was called and why its answers are not remembered.
    Profile(RulesProfile),
    /// Write the vocabulary of rulebooks: definitions for an editor, a reference for people.
    Defs(RulesDefs),
    /// Start a rulebook, with a clock, a check and stories about them.
    New(RulesNew),
}

#[derive(Debug, Args)]
pub(crate) struct RulesTest {
    #[command(flatten)]
    pub(crate) stories: Stories,
    /// Only the stories with this text in their name, file or rulebook.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Write what came out into the stories, in place of what they expect. Read the difference before you keep it.
    #[arg(long)]
    pub(crate) update: bool,
    /// Also write the outcome as JUnit XML.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Debug, Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    pub(crate) what: BenchWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchWhat {
    /// Replay the demonstration district, scaled, from a journal on disk.
    #[command(after_help = "Example:\n  duban bench replay --events 5000000 --runs 5")]
    Replay(BenchReplay),
}

#[derive(Debug, Args)]
pub(crate) struct BenchReplay {
    /// About how many events.
    #[arg(long, default_value_t = 5_000_000)]
    pub(crate) events: u64,
    /// How many measured runs, after one to warm up.
    #[arg(long, default_value_t = 5)]
    pub(crate) runs: u32,
    /// Over how many shards.
    #[arg(long, default_value_t = NonZeroUsize::MIN, value_parser = shards)]
    pub(crate) shards: NonZeroUsize,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// Where to keep the journal between calls [default: a temporary folder].
    #[command(flatten)]
    pub(crate) data: DataDir,
    #[command(flatten)]
    pub(crate) print: Print,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Department,
    Post,
    Item,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    #[default]
    En,
    Zh,
}
