//! Failures as people meet them: one sentence, what to do, and an exit code.
//!
//! *Invariant.* A failure is wrong usage or bad input: exit code 2. (Code 1, the answer "no", is for commands that check something.)

use std::fmt;
use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
}

impl Failure {
    /// Bad input or wrong usage, in words: what is wrong, where, and what to do.
    pub(crate) fn input(message: impl Into<String>) -> Failure {
        Failure { message: message.into() }
    }

    /// Bad input with its causes, one behind the other.
    pub(crate) fn caused(error: &(dyn std::error::Error + 'static)) -> Failure {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            cause = error.source();
        }
        Failure { message }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(2)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::input(format!("can't write the answer: {error}"))
    }
}
