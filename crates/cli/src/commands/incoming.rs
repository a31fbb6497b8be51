//! Reading files through a mapping, with progress, for `import` and `replay`.

use std::path::{Path, PathBuf};

use duban_domain::Event;
use duban_exchange::{Incoming, Mapping, Quarantine};

use crate::config::Config;
use crate::failure::Failure;
use crate::meter::Progress;

/// Reads a mapping file.
pub(crate) fn mapping(flag: Option<&PathBuf>, config: &Config) -> Result<Mapping, Failure> {
    let Some(path) = flag.or(config.mapping.as_ref()) else {
        return Err(Failure::input(
            "no mapping: say with `--mapping FILE` how the file's columns and activities become events; \
             those that ship are in fixtures/mappings",
        )
        .or_in_chinese(
            "没有映射文件；请用 `--mapping FILE` 说明文件的列和环节如何对应事件，自带的映射在 fixtures/mappings",
        ));
    };
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::input(format!("can't read the mapping `{}`: {error}", path.display()))
    })?;
    let name = path.display().to_string();
    Mapping::from_toml(&name, &text).map_err(|error| Failure::caused(&error))
}

/// What reading a file came to, beside its events.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Why the file could not be read to its end, if it could not.
    pub(crate) broken: Option<Failure>,
    /// How many records were left out, because the mapping ignores what it has no rule for.
    pub(crate) ignored: u64,
}

/// Reads a file and hands on what it holds. When the file breaks off, what came before is handed on all the same.
pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    take: &mut dyn FnMut(Taken) -> Result<(), Failure>,
) -> Result<Reading, Failure> {
    let (input, meter) = duban_exchange::open(path).map_err(|error| Failure::caused(&error))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let mut progress = Progress::towards(meter.bytes_total(), name);
    let stem = duban_exchange::file_stem(path);
    let mut incoming =
        duban_exchange::read(input, &stem, mapping).map_err(|error| Failure::caused(&error))?;
    let mut reading = Reading::default();
    for (place, item) in incoming.by_ref().enumerate() {
        match item {
            Ok(Incoming::Event { event, derived, line }) => {
                take(Taken::Event { event: *event, derived, line })?
            }
            Ok(Incoming::Quarantined(record)) => take(Taken::Quarantined(record))?,
            Err(error) => {
                reading.broken = Some(Failure::caused(&error));
                break;
            }
        }
        if place.is_multiple_of(1024) {
            progress.at(meter.bytes_read());
        }
    }
    reading.ignored = incoming.ignored();
    Ok(reading)
}

/// One record of a file.
#[derive(Debug)]
pub(crate) enum Taken {
    /// An event, whether it was derived from another record, and the line that tells of it.
    Event { event: Event<String>, derived: bool, line: u64 },
    /// A record that could not be taken.
    Quarantined(Quarantine),
}
