//! The `duban` binary: parses the command line, runs one command, turns its outcome into an exit code.

mod accountability;
mod args;
mod carried;
mod commands;
mod config;
mod failure;
mod guard;
mod history;
mod incoming;
mod meter;
mod print;
mod segments;
mod shipped;
mod sifting;
mod times;
mod titles;
mod unmapped;
mod unscheduled;
mod usage;
mod words;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, BenchWhat, CatalogueWhat, Command, Lang, RulesTool};
use crate::config::Config;
use crate::failure::Failure;
use crate::guard::guarded;

fn main() -> ExitCode {
    let config = Config::read();
    let configured = config.as_ref().ok().and_then(|config| config.lang);
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::refused(&error, configured),
    };
    let lang = arguments.lang.or(configured).unwrap_or_default();
    match guarded(|| run(arguments.command, &config?, lang)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            print::aside(&format!("duban: {}", failure.told(lang)));
            failure.exit_code()
        }
    }
}

fn run(command: Command, config: &Config, lang: Lang) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => commands::demo::run(&args, config, lang),
        Command::Import(args) if args.quarantine => commands::quarantine::run(&args, config, lang),
        Command::Import(args) => commands::import::run(&args, config, lang),
        Command::Replay(args) => commands::replay::run(&args, config, lang),
        Command::Warnings(args) => commands::warnings::run(&args, config, lang),
        Command::Case(args) => commands::case::run(&args, config, lang),
        Command::Explain(args) => commands::explain::run(&args, config, lang),
        Command::Upcoming(args) => commands::upcoming::run(&args, config, lang),
        Command::Deadline(args) => commands::deadline::run(&args, lang),
        Command::Score(args) => commands::score::run(&args, config, lang),
        Command::Rules(rules) => match rules.tool {
            RulesTool::Test(args) => commands::rules::test::run(&args, config, lang),
            RulesTool::Coverage(args) => commands::rules::coverage::run(&args, config, lang),
            RulesTool::Boundary(args) => commands::rules::boundary::run(&args, lang),
            RulesTool::Explain(args) => commands::rules::explain::run(&args, config, lang),
            RulesTool::Mutate(args) => commands::rules::mutate::run(&args, lang),
            RulesTool::Watch(args) => commands::rules::watch::run(&args, config, lang),
            RulesTool::Backtest(args) => commands::rules::backtest::run(&args, config, lang),
            RulesTool::Check(args) => commands::rules::check::run(&args, config, lang),
            RulesTool::Diff(args) => commands::rules::diff::run(&args, lang),
            RulesTool::Profile(args) => commands::rules::profile::run(&args, config, lang),
            RulesTool::Defs(args) => commands::rules::defs::run(&args, lang),
            RulesTool::New(args) => commands::rules::new::run(&args, lang),
        },
        Command::Catalogue(catalogue) => match catalogue.what {
            CatalogueWhat::Check(args) => commands::catalogue::check::run(&args, lang),
            CatalogueWhat::Import(args) => commands::catalogue::import::run(&args, lang),
        },
        Command::Bench(bench) => match bench.what {
            BenchWhat::Replay(args) => commands::bench_replay::run(&args, config, lang),
        },
    }
}
