//! A started rulebook: a clock, a check, and stories about both, for an author to change.
//!
//! *Invariant.* What is made passes `check` and `test` at once; a folder that is there is not touched.
//!
//! *Absent on purpose.* Guesses at what a regulation says: the numbers are those of the national law, or plain examples.

use std::fs;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban_rulebook::{Bundle, Mistake, RuleSet, Rulebook, is_rulebook_name};
use thiserror::Error;

use crate::suite::Suite;
use crate::update::update;

/// Why a rulebook could not be started.
#[derive(Debug, Error)]
pub enum ScaffoldError {
    /// The name is no file name.
    #[error(
        "`{0}` cannot be the name of a rulebook: it names a folder too; use letters of any script, digits, `-` and `_`, and not `calendars`, `catalogue` or `tests`"
    )]
    Name(String),
    /// The folder is there.
    #[error("`{}` is there already and is not touched; take another name, or remove it first", .0.display())]
    Exists(PathBuf),
    /// What is to be extended is missing.
    #[error("there is no rulebook `{0}` to extend in `{dir}` or above; name one beside the new one", dir = .1.display())]
    NoBase(String, PathBuf),
    /// What is to be extended has mistakes.
    #[error("`{0}` cannot be extended, since it has mistakes; see `duban rules check`")]
    FlawedBase(String),
    /// The stories could not be told.
    #[error("the rulebook is there, and its stories can't be told: {0}")]
    Stories(String),
    /// A file could not be written.
    #[error("`{path}` cannot be written: {1}", path = .0.display())]
    Write(PathBuf, String),
}

/// Starts a rulebook in a folder of its own within `dir`; where it extends none and no calendar `cn` is beside or above it, `calendar` is
/// put there. Answers the files it made, in order.
///
/// # Errors
/// When the name is no name, when the folder is there, when what it extends cannot be used, and when the disk refuses.
pub fn start(
    dir: &Path,
    name: &str,
    extends: Option<&str>,
    calendar: &str,
) -> Result<Vec<PathBuf>, ScaffoldError> {
    if name.len() > NAME_MOST || !is_rulebook_name(name) {
        return Err(ScaffoldError::Name(name.to_owned()));
    }
    let folder = dir.join(name);
    if fs::symlink_metadata(&folder).is_ok() {
        return Err(ScaffoldError::Exists(folder));
    }
    let above = extends.map(|base| extended(dir, base)).transpose()?;
    let mut made = vec![
        write(&folder.join("rulebook.toml"), &manifest(name, extends))?,
        write(&folder.join("clocks.rhai"), &clocks(name, above.as_deref()))?,
        write(&folder.join("checks.rhai"), &checks(name))?,
    ];
    let is_missing = |it: &Mistake| it.code() == "rulebook::missing_calendar";
    let lacks = Bundle::read(&folder).err().is_some_and(|it| it.mistakes().iter().any(is_missing));
    let needs_calendar = extends.is_none() && lacks;
    if needs_calendar {
        made.push(write(&dir.join("calendars/cn.toml"), calendar)?);
    }
    let story = write(&folder.join("tests/first.toml"), &stories())?;
    // What comes of the stories depends on all that the rulebook extends.
    let told = Suite::gather(std::slice::from_ref(&story))
        .and_then(|suite| suite.run(NonZeroUsize::MIN))
        .and_then(|report| update(&report));
    told.map_err(|error| ScaffoldError::Stories(error.to_string()))?;
    made.push(story);
    Ok(made)
}

/// So many bytes a file name may have on the file systems in use.
const NAME_MOST: usize = 255;

/// The rulebook to extend, looked for as its overlay will look for it.
fn extended(dir: &Path, base: &str) -> Result<Arc<Rulebook>, ScaffoldError> {
    let whole = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    // The folder need not be there to be looked beside.
    let found = Bundle::find(&whole.join("new"), base)
        .ok_or_else(|| ScaffoldError::NoBase(base.to_owned(), dir.to_owned()))?;
    let rules = RuleSet::load(&found).ok();
    let newest = rules.and_then(|rules| rules.versions().last().cloned());
    newest.ok_or_else(|| ScaffoldError::FlawedBase(base.to_owned()))
}

fn write(path: &Path, text: &str) -> Result<PathBuf, ScaffoldError> {
    let written = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // A file that is there is somebody's work.
        fs::File::create_new(path)?.write_all(text.as_bytes())
    };
    written()
        .map(|()| path.to_owned())
        .map_err(|error| ScaffoldError::Write(path.to_owned(), error.to_string()))
}

fn manifest(name: &str, extends: Option<&str>) -> String {
    let rests = match extends {
        Some(base) => format!("extends = \"{base}\"\n"),
        None => "calendar = \"cn\"\n".to_owned(),
    };
    format!(
        "name = \"{name}\"\ntitle = {{ zh = \"{name}\", en = \"{name}\" }}\nbasis = []\n# from = 2026-01-01\n{rests}"
    )
}

fn clocks(name: &str, above: Option<&Rulebook>) -> String {
    let mut text = "// Time limits: each clock beside the article it comes from.\n".to_owned();
    if let Some(base) = above {
        let names: Vec<_> = base.plan().clocks.iter().map(|clock| clock.name.as_str()).collect();
        text += &format!(
            "// `change(\"NAME\")` alters a clock of `{}`, `remove(\"NAME\")` leaves it out. There are:\n",
            base.name()
        );
        for line in names.chunks(6) {
            text += &format!("//   {}\n", line.join(", "));
        }
    }
    let clock = format!(
        r#"
clock("{name}_reply")
    .title("首次答复", "first reply")
    .basis("{name} 1")
    .starts("received")
    .stops(["accepted", "not_accepted", "refused", "supplement_requested", "withdrawn"])
    .limit(workdays(3))
    .reminder(before(workdays(1)))
    .yellow(at_due());
"#
    );
    text.push_str(&clock);
    text
}

fn checks(name: &str) -> String {
    format!(
        r#"// Checks on conduct: what an event must not look like.

check("{name}_backdated")
    .title("受理早于收件", "accepted before it came in")
    .basis("{name} 2")
    .on("accepted")
    .when(|c, e| e.occurred_on < c.received_on)
    .yellow("受理日期早于收件日期 · the acceptance is dated before the material came in");
"#
    )
}

fn stories() -> String {
    r#"# Stories: what happens, and what comes of it. `duban rules test --update` writes what came out into `expect`; read it before you keep it.

[[story]]
name = "no reply for three working days"
item = { promised_limit = "5 workdays" }
events = """
2025-03-03 09:00  received
"""
end = "2025-03-07"
expect = ""

[[story]]
name = "replied on the next day"
item = { promised_limit = "5 workdays" }
events = """
2025-03-03 09:00  received
2025-03-04 10:00  accepted
"""
end = "2025-03-07"
expect = ""

[[story]]
name = "an acceptance dated before the material came in"
item = { promised_limit = "5 workdays" }
events = """
2025-03-03 09:00  received
2025-02-28 10:00 recorded 2025-03-03 10:00  accepted
"""
end = "2025-03-07"
expect = ""
"#
    .to_owned()
}
