//! Failures as people meet them: one sentence, what to do, and an exit code.
//!
//! *Invariant.* Wrong usage and input that can't be used end with exit code 2; an answer that was given and is "no", or "not all", with 1.
//!
//! *Absent on purpose.* Chinese for what an operator mends: damaged files, rules that don't compile, mappings that don't fit.

use std::io::{self, ErrorKind};
use std::path::Path;
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

    /// A file or folder that cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
        let (path, (en, zh)) = (path.display(), reason(error));
        Failure::input(format!("can't read `{path}`: {en}"))
            .or_in_chinese(format!("无法读取 `{path}`：{zh}"))
    }

    /// A file that cannot be written.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
        let (path, (en, zh)) = (path.display(), reason(error));
        Failure::input(format!("can't write `{path}`: {en}"))
            .or_in_chinese(format!("无法写入 `{path}`：{zh}"))
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

/// What the system says, in words for whoever named the file, with what to do: in English and in Chinese.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "systems have many errors; the rest say themselves what they are"
)]
fn reason(error: &io::Error) -> (String, String) {
    let (en, zh) = match error.kind() {
        ErrorKind::NotFound => ("it is not there; check the path", "不存在，请检查路径"),
        ErrorKind::NotADirectory => (
            "a part of the path is a file, not a folder; check the path",
            "路径中有一部分是文件而不是文件夹，请检查路径",
        ),
        ErrorKind::IsADirectory => {
            ("it is a folder, not a file; name a file", "是文件夹而不是文件，请指定文件")
        }
        ErrorKind::InvalidData => {
            ("it is not UTF-8; save it as UTF-8", "不是 UTF-8 编码，请另存为 UTF-8")
        }
        ErrorKind::PermissionDenied => {
            ("access is denied; check who may use it", "没有权限，请检查访问权限")
        }
        _ => {
            let said = error.to_string().to_lowercase();
            let said = said.split(" (os error").next().unwrap_or_default().to_owned();
            return (said.clone(), said);
        }
    };
    (en.to_owned(), zh.to_owned())
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::input(format!("can't write the answer: {error}"))
    }
}
