//! `duban rules watch`: checks the rules and tells their stories each time that a file is saved.
//!
//! *Invariant.* What one save came to is what `duban rules check` and `duban rules test` would say then; a mistake is told and ends nothing.
//!
//! What is watched are folders, also for a single file: many editors save by putting another file in its place. To the folders named come
//! those of everything that the rulebooks in them are read from: what they extend, their calendars and catalogues.
//!
//! *Absent on purpose.* An end: the person at the terminal ends it.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::available_parallelism;
use std::time::Duration;

use duban_author::{Suite, SuiteError, lint};
use duban_rulebook::Bundle;
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
    let mut known = BTreeSet::new();
    loop {
        for (folder, depth) in watched(&places.paths, &mut known) {
            // Each time again: a folder may have been removed and made anew, and that is another one to be watched.
            let watching = watcher.watch(&folder, depth);
            // What went meanwhile is looked for in the next round.
            watching
                .or_else(|error| if folder.is_dir() { Err(unwatchable(error)) } else { Ok(()) })?;
        }
        print::text(&round(&places.paths, lang))?;
        if saves.recv().is_err() {
            return Ok(());
        }
        while saves.recv_timeout(QUIET).is_ok() {}
    }
}

/// What is to be watched in this round: the folders, and for each of those `known` that is gone what it stood in, for it may come back.
fn watched(paths: &[PathBuf], known: &mut BTreeSet<PathBuf>) -> Vec<(PathBuf, RecursiveMode)> {
    let mut all = folders(paths);
    all.retain(|(folder, _)| folder.is_dir());
    known.extend(all.iter().map(|(folder, _)| folder.clone()));
    let gone = known.iter().filter(|folder| !folder.is_dir());
    let above: BTreeSet<_> =
        gone.filter_map(|it| it.ancestors().find(|above| above.is_dir())).collect();
    // To watch again what is watched already, and less of it, would take some of it away.
    let seen = |folder: &Path| {
        all.iter().any(|(it, depth)| {
            it == folder || (*depth == RecursiveMode::Recursive && folder.starts_with(it))
        })
    };
    let above = above.into_iter().filter(|folder| !seen(folder));
    let above: Vec<_> = above.map(|it| (it.to_owned(), RecursiveMode::NonRecursive)).collect();
    all.extend(above);
    all
}

/// The folders to be watched for these paths, each with whether what lies within its own folders counts too.
fn folders(paths: &[PathBuf]) -> Vec<(PathBuf, RecursiveMode)> {
    let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (dirs, files): (Vec<_>, Vec<_>) =
        paths.iter().map(|it| whole(it)).partition(|it| it.is_dir());
    // Of a story the rulebook that it is told to counts as well.
    let told_to = Suite::gather(paths).map(|suite| suite.folders().map(Path::to_owned).collect());
    let books = lint::rulebooks(&dirs).into_iter().chain(told_to.unwrap_or_else(|_| Vec::new()));
    let read = books.flat_map(|book| Bundle::folders(&book));
    let around = files.iter().filter_map(|file| file.parent().map(Path::to_owned));
    let single: BTreeSet<PathBuf> = around
        .chain(read)
        .filter(|folder| !dirs.iter().any(|dir| folder.starts_with(dir)))
        .collect();
    let all = dirs.iter().cloned().map(|dir| (dir, RecursiveMode::Recursive));
    all.chain(single.into_iter().map(|dir| (dir, RecursiveMode::NonRecursive))).collect()
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
