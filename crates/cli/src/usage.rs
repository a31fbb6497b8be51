//! Command lines that cannot be understood, told in the language that they ask for.
//!
//! *Invariant.* Such a command line ends with exit code 2 in either language; `--help` and `--version` are no errors.
//!
//! *Absent on purpose.* Chinese for what clap finds wrong so seldom that nobody here has met it: that stays English.

use std::error::Error as _;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::ValueEnum as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::args::Lang;
use crate::print;

/// Wrong usage.
const BAD_USAGE: u8 = 2;

/// Tells what is wrong with the command line. `configured` is the language of `duban.toml`.
pub(crate) fn refused(error: &clap::Error, configured: Option<Lang>) -> ExitCode {
    let asked = asked(std::env::args_os()).or_else(|| named(&std::env::var("DUBAN_LANG").ok()?));
    let chinese = match asked.or(configured).unwrap_or_default() {
        Lang::Zh => chinese(error),
        Lang::En => None,
    };
    match chinese {
        Some(message) => {
            print::aside(&format!("duban: {message}\n\n用 `--help` 查看用法"));
            ExitCode::from(BAD_USAGE)
        }
        None => error.exit(),
    }
}

/// The language that a command line asks for, whatever else is wrong with it.
fn asked(args: impl Iterator<Item = OsString>) -> Option<Lang> {
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
    let places = args.iter().enumerate();
    let mut said = places.filter_map(|(at, arg)| match arg.strip_prefix("--lang")? {
        "" => named(args.get(at + 1)?),
        rest => named(rest.strip_prefix('=')?),
    });
    said.next()
}

fn named(word: &str) -> Option<Lang> {
    Lang::from_str(word, false).ok()
}

/// The usual mistakes in Chinese.
fn chinese(error: &clap::Error) -> Option<String> {
    let said = |kind| quoted(error.get(kind)?);
    let argument = said(ContextKind::InvalidArg);
    let mut message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有参数 {}", argument?),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 {}", said(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{}", argument?),
        ErrorKind::InvalidValue => match said(ContextKind::InvalidValue) {
            Some(value) => format!("参数 {} 的值 {value} 无效", argument?),
            None => format!("参数 {} 缺少值", argument?),
        },
        ErrorKind::ValueValidation => {
            format!("参数 {} 的值 {} 无效", argument?, said(ContextKind::InvalidValue)?)
        }
        ErrorKind::ArgumentConflict => match said(ContextKind::PriorArg) {
            Some(prior) if Some(&prior) != argument.as_ref() => {
                format!("参数 {} 不能与 {prior} 同时使用", argument?)
            }
            _ => format!("参数 {} 只能写一次", argument?),
        },
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::InvalidUtf8
        | ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => return None,
    };
    // What may be written instead is told by whoever reads the value, in English: better that than nothing.
    if let Some(reason) = error.source() {
        message += &format!("（{reason}）");
    }
    if let Some(valid) = said(ContextKind::ValidValue) {
        message += &format!("；可用的值：{valid}");
    }
    let similar =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(similar) = similar.into_iter().find_map(said) {
        message += &format!("；是否应为 {similar}");
    }
    Some(message)
}

/// What clap says of a mistake, each word in quotation marks; None where it says nothing.
fn quoted(value: &ContextValue) -> Option<String> {
    let words = match value {
        ContextValue::String(word) => std::slice::from_ref(word),
        ContextValue::Strings(words) => words,
        ContextValue::None
        | ContextValue::Bool(_)
        | ContextValue::StyledStr(_)
        | ContextValue::StyledStrs(_)
        | ContextValue::Number(_)
        | _ => return None,
    };
    let words: Vec<_> =
        words.iter().filter(|word| !word.is_empty()).map(|word| format!("`{word}`")).collect();
    (!words.is_empty()).then(|| words.join("、"))
}
