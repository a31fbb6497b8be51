//! Configuration: `duban.toml` in the working folder. `DUBAN_*` variables go before it, flags before both.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::args::Lang;
use crate::failure::Failure;

/// What `duban.toml` may say. Every field has a flag and a `DUBAN_*` variable of the same name.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) data: Option<PathBuf>,
    pub(crate) rules: Option<PathBuf>,
    pub(crate) mapping: Option<PathBuf>,
    pub(crate) shards: Option<NonZeroUsize>,
    pub(crate) lang: Option<Lang>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    rules: Option<PathBuf>,
    mapping: Option<PathBuf>,
    shards: Option<NonZeroUsize>,
    lang: Option<String>,
}

const FILE: &str = "duban.toml";

impl Config {
    /// Reads `duban.toml`; without one nothing is configured.
    pub(crate) fn read() -> Result<Config, Failure> {
        let text = match fs::read_to_string(FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Config::default());
            }
            Err(error) => return Err(Failure::input(format!("can't read `{FILE}`: {error}"))),
        };
        let file: File = toml::from_str(&text).map_err(|error| {
            Failure::input(format!("`{FILE}` can't be used: {}", error.to_string().trim_end()))
        })?;
        let lang = match file.lang.as_deref() {
            None => None,
            Some("en") => Some(Lang::En),
            Some("zh") => Some(Lang::Zh),
            Some(other) => {
                return Err(Failure::input(format!(
                    "`{FILE}`: lang is `{other}`; write \"en\" or \"zh\""
                )));
            }
        };
        let File { data, rules, mapping, shards, .. } = file;
        Ok(Config { data, rules, mapping, shards, lang })
    }

    /// The data folder: the flag or variable, else the file's, else `./duban-data`.
    pub(crate) fn data(&self, flag: Option<&PathBuf>) -> PathBuf {
        flag.or(self.data.as_ref()).cloned().unwrap_or_else(|| PathBuf::from("duban-data"))
    }

    /// The rules folder, if one is named.
    pub(crate) fn rules<'a>(&'a self, flag: Option<&'a PathBuf>) -> Option<&'a Path> {
        flag.or(self.rules.as_ref()).map(PathBuf::as_path)
    }
}
