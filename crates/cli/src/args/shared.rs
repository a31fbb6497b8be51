//! What several commands are told in the same words: one definition each.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct DataDir {
    /// The folder that holds the whole state [default: ./duban-data].
    #[arg(long = "data", env = "DUBAN_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// The rulebook's folder [default: the rules that the journal has adopted].
    #[arg(long, env = "DUBAN_RULES", value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Mapping {
    /// How the files' columns and activities become events.
    #[arg(long, env = "DUBAN_MAPPING", value_name = "MAPPING")]
    pub(crate) mapping: Option<PathBuf>,
}

/// The history that is replayed: files, or else the journal.
#[derive(Debug, Args)]
pub(crate) struct Past {
    /// Files to replay instead of the journal.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) mapping: Mapping,
}

#[derive(Debug, Args)]
pub(crate) struct Stories {
    /// Files of stories, or folders that hold rulebooks with theirs [default: ./rules, else, to be read only, the rules that ship].
    #[arg(value_name = "PATH", env = "DUBAN_RULES")]
    pub(crate) paths: Vec<PathBuf>,
}

/// How an answer is printed that is one thing.
#[derive(Debug, Args)]
pub(crate) struct Print {
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}

/// How an answer is printed that has rows.
#[derive(Debug, Args)]
pub(crate) struct PrintList {
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Text,
    Csv,
    Json,
}
