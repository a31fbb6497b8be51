//! Failures as people meet them: one sentence, what to do, and an exit code.
//!
//! *Invariant.* Wrong usage and input that can't be used end with exit code 2; an answer that was given and is "no", or "not all", with 1.
//!
//! *Absent on purpose.* Chinese for what an operator mends: damaged files, rules that don't compile, mappings that don't fit.

use std::process::ExitCode;

use crate::args::Lang;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    /// The same for who works in a department; None where only an operator meets it.
    chinese: Option<String>,
    code: u8,
}

/// The answer is "no".
const NO: u8 = 1;

/// Wrong usage or bad input.
const BAD_INPUT: u8 = 2;

impl Failure {
    /// Bad input or wrong usage, in words: what is wrong, where, and what to do.
    pub(crate) fn input(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), chinese: None, code: BAD_INPUT }
    }

    /// An answer that was given, and is not what the asker hoped for.
    pub(crate) fn answer_no(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), chinese: None, code: NO }
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
        Failure { message, chinese: None, code: BAD_INPUT }
    }

    /// The same failure, also in Chinese.
    pub(crate) fn or_in_chinese(self, message: impl Into<String>) -> Failure {
        Failure { chinese: Some(message.into()), ..self }
    }

    /// What to tell a reader of this language.
    pub(crate) fn told(&self, lang: Lang) -> &str {
        match (lang, &self.chinese) {
            (Lang::Zh, Some(chinese)) => chinese,
            (Lang::En | Lang::Zh, _) => &self.message,
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::input(format!("can't write the answer: {error}"))
    }
}
