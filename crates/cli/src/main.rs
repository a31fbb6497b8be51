//! The `duban` binary: parses the command line, runs one command, turns its outcome into an exit code.

mod args;
mod carried;
mod commands;
mod config;
mod failure;
mod history;
mod meter;
mod print;
mod shipped;
mod taken_back;
mod times;
mod titles;
mod words;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, BenchWhat, Command};
use crate::config::Config;
use crate::failure::Failure;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("duban: {failure}");
            failure.exit_code()
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let config = Config::read()?;
    let lang = arguments.lang.or(config.lang).unwrap_or_default();
    match arguments.command {
        Command::Demo(args) => commands::demo::run(&args, &config, lang),
        Command::Import(args) if args.quarantine => commands::quarantine::run(&args, &config, lang),
        Command::Import(args) => commands::import::run(&args, &config, lang),
        Command::Replay(args) => commands::replay::run(&args, &config, lang),
        Command::Warnings(args) => commands::warnings::run(&args, &config, lang),
        Command::Case(args) => commands::case::run(&args, &config, lang),
        Command::Explain(args) => commands::explain::run(&args, &config, lang),
        Command::Upcoming(args) => commands::upcoming::run(&args, &config, lang),
        Command::Deadline(args) => commands::deadline::run(&args, lang),
        Command::Score(args) => commands::score::run(&args, &config, lang),
        Command::Bench(bench) => match bench.what {
            BenchWhat::Replay(args) => commands::bench_replay::run(&args, &config),
        },
    }
}
