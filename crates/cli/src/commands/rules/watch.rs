//! `duban rules watch`: checks the rules and tells their stories each time that a file is saved.
//!
//! *Invariant.* What one save came to is what `duban rules check` and `duban rules test` would say then; a mistake is told and ends nothing.
//!
//! *Absent on purpose.* An end: the person at the terminal ends it.

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::available_parallelism;
use std::time::Duration;

use duban_author::{Suite, SuiteError, lint};
use notify::{EventKind, RecursiveMode, Watcher as _};

use crate::args::{Lang, RulesWatch};
use crate::commands::rules::{check, places, test};
use crate::config::Config;
use crate::failure::Failure;
use crate::print;
use crate::words::pick;

/// One save is several events (a temporary file, a rename, a change of dates): so long nothing more must come.
const QUIET: Duration = Duration::from_millis(150);

pub(crate) fn run(args: &RulesWatch, config: &Config, lang: Lang) -> Result<(), Failure> {
    let places = places(&args.stories.paths, config)?;
    if places.shipped {
        return Err(Failure::input("there is no folder `rules` here; name the folder to watch")
            .or_in_chinese("当前目录没有 `rules` 文件夹；请指定要监视的文件夹"));
    }
    for path in &places.paths {
        fs::metadata(path).map_err(|error| Failure::unreadable(path, &error))?;
    }
    let (saved, saves) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading a file is no change of it; and who no longer listens need not be told.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            _ = saved.send(());
        }
    })
    .map_err(unwatchable)?;
    for path in &places.paths {
        watcher.watch(path, RecursiveMode::Recursive).map_err(unwatchable)?;
    }
    loop {
        print::text(&round(&places.paths, lang))?;
        if saves.recv().is_err() {
            return Ok(());
        }
        while saves.recv_timeout(QUIET).is_ok() {}
    }
}

/// What the files came to as they are now, in a few lines. Stories are told to rules that can be used.
fn round(paths: &[PathBuf], lang: Lang) -> String {
    let dirs: Vec<_> = paths.iter().filter(|path| path.is_dir()).cloned().collect();
    let mut check = lint::check(&dirs);
    // A folder of stories alone may be watched too; whether there is a rulebook to tell them to, they say themselves.
    check.mistakes.retain(|mistake| mistake.code() != NO_RULEBOOK);
    let found = check::told(&check.mistakes, lang);
    if check.errors() > 0 { found } else { format!("{found}{}", stories(paths, lang)) }
}

/// The code of the mistake that a folder holds no rulebook.
const NO_RULEBOOK: &str = "rulebook::none";

/// What the stories came to.
fn stories(paths: &[PathBuf], lang: Lang) -> String {
    let told = || {
        let suite = Suite::gather(paths)?;
        suite.run(available_parallelism().unwrap_or(NonZeroUsize::MIN))
    };
    match told() {
        Ok(report) if report.told() == 0 => {
            format!("{}\n", pick(lang, "there is no story yet", "还没有用例"))
        }
        Ok(report) => test::text(&report, &[], lang),
        Err(error @ (SuiteError::Path(_) | SuiteError::Stories(_) | SuiteError::Rules(..))) => {
            format!("{error}\n")
        }
    }
}

fn unwatchable(error: notify::Error) -> Failure {
    Failure::input(format!("can't watch these files: {error}"))
        .or_in_chinese(format!("无法监视这些文件：{error}"))
}

#[cfg(test)]
mod tests;
