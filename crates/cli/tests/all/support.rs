//! Running the binary in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// How a table with a case, an activity and a time is read.
pub(crate) const SIMPLE_MAPPING: &str = r#"
recorded = "as occurred"
unknown = "quarantine"
zone = "Asia/Shanghai"

[case]
id = "case"

[record]
activity = "what"
time = "when"

[[activity]]
name = "受理"
kind = "accepted"

[[activity]]
name = "准予"
kind = "granted"
"#;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A log of the shared data, or None and a word about it when it is not there.
pub(crate) fn shared_log(name: &str) -> Option<PathBuf> {
    shared(&format!("logs/{name}"))
}

/// A file of the shared data, or None and a word about it when it is not there.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(name);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: the file {name} is not there");
    None
}

/// A folder of its own, with a data folder in it.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Runs `duban` here.
    pub(crate) fn duban<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
        for variable in ["DUBAN_DATA", "DUBAN_RULES", "DUBAN_MAPPING", "DUBAN_SHARDS", "DUBAN_LANG"]
        {
            command.env_remove(variable);
        }
        command.current_dir(self.0.path()).args(args).output().unwrap()
    }

    /// Runs a command that must succeed; answers what it printed.
    #[track_caller]
    pub(crate) fn answer<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> String {
        let output = self.duban(args);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused with exit code 2; answers what it said.
    #[track_caller]
    pub(crate) fn refusal<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> String {
        let output = self.duban(args);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(!errors.contains("panicked"), "{errors}");
        errors
    }

    #[track_caller]
    pub(crate) fn json<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Value {
        serde_json::from_str(&self.answer(args)).unwrap()
    }
}

/// A replay's answer without what depends on the machine's pace.
pub(crate) fn timeless(mut answer: Value) -> Value {
    let fields = answer.as_object_mut().unwrap();
    assert!(fields.remove("elapsed_seconds").is_some());
    assert!(fields.remove("events_per_second").is_some());
    answer
}

/// A path of the repository as an argument.
pub(crate) fn repo(path: &str) -> String {
    root().join(path).display().to_string()
}
