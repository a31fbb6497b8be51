//! The command line of `duban catalogue`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use duban_author::catalogue::Rule;

use super::{Print, PrintList};

#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    #[command(subcommand)]
    pub(crate) what: CatalogueWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogueWhat {
    /// List what is odd about the items: limits, bases, fees, codes, versions, secrets; with the clause it may fall under.
    #[command(
        after_help = "Example:\n  duban catalogue check rules/catalogue\n  duban catalogue check rules/catalogue --only promise_over_statute --only steps_over_promise\n\nExit codes: 0 nothing found, 1 something found, 2 the files can't be read."
    )]
    Check(CatalogueCheck),
    /// Turn a table of items (CSV, UTF-8) into a file of the catalogue; what is no item is set aside and told.
    #[command(
        after_help = "Example:\n  duban catalogue import items.csv -o rules/catalogue/items.toml\n\nThe columns and their names, English or Chinese, are listed in rules/catalogue/README.md.\nExit codes: 0 every record is taken, 1 some are set aside, 2 the table can't be used."
    )]
    Import(CatalogueImport),
}

#[derive(Debug, Args)]
pub(crate) struct CatalogueCheck {
    /// A folder with files of the catalogue, or one file [default: the catalogue that ships].
    #[arg(value_name = "DIR")]
    pub(crate) place: Option<PathBuf>,
    /// Only these checks. May be given several times.
    #[arg(long, value_name = "CHECK")]
    pub(crate) only: Vec<Rule>,
    /// The day as of which exemptions hold [default: today].
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<String>,
    #[command(flatten)]
    pub(crate) print: PrintList,
}

#[derive(Debug, Args)]
pub(crate) struct CatalogueImport {
    /// The table, with a header.
    #[arg(value_name = "FILE")]
    pub(crate) table: PathBuf,
    /// The file to write; one that is there already is not touched.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) print: Print,
}
