//! Reading files through a mapping, with progress, for `import` and `replay`.

use std::path::{Path, PathBuf};

use duban_calendar::Zone;
use duban_domain::{Event, Symbols};
use duban_exchange::{Incoming, Lineage, Mapping, Quarantine};
use duban_journal::Quarantined;

use crate::config::Config;
use crate::failure::Failure;
use crate::meter::Progress;
use crate::unmapped::Unmapped;

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

/// The zone in which what was read is shown: that of its mapping, else that of the rules, else UTC.
pub(crate) fn zone(
    mapping: &Mapping,
    rules: impl FnOnce() -> Option<Zone>,
) -> Result<Zone, Failure> {
    match mapping.zone().cloned().or_else(rules) {
        Some(zone) => Ok(zone),
        None => Zone::named("UTC").map_err(|error| Failure::caused(&error)),
    }
}

/// What reading a file came to, beside its events.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Why the file could not be read to its end, if it could not.
    pub(crate) broken: Option<Failure>,
    /// How many records were left out, because the mapping ignores what it has no rule for.
    pub(crate) ignored: u64,
    /// Activities that the mapping has no rule for, kept as notes.
    pub(crate) unmapped: Unmapped,
}

/// Reads a file and hands on what it holds. When the file breaks off, what came before is handed on all the same; one that cannot be opened
/// has nothing, and takes nothing from those beside it.
pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    take: &mut dyn FnMut(Taken) -> Result<(), Failure>,
) -> Result<Reading, Failure> {
    let (input, meter) = match duban_exchange::open(path) {
        Ok(opened) => opened,
        Err(error) => {
            return Ok(Reading { broken: Some(Failure::caused(&error)), ..Reading::default() });
        }
    };
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let mut progress = Progress::towards(meter.bytes_total(), name);
    let stem = duban_exchange::file_stem(path);
    let mut incoming =
        duban_exchange::read(input, &stem, mapping).map_err(|error| Failure::caused(&error))?;
    let mut reading = Reading::default();
    for (place, item) in incoming.by_ref().enumerate() {
        match item {
            Ok(Incoming::Event { event, derived, unmapped, line, lineage }) => {
                if unmapped {
                    reading.unmapped.count(&event);
                }
                take(Taken::Event(ReadEvent { event, derived, line, lineage, waits: false }))?
            }
            Ok(Incoming::Quarantined(record)) => {
                take(Taken::Quarantined(in_file(path, quarantined(record))))?;
            }
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
    /// What it tells.
    Event(ReadEvent),
    /// A record that could not be taken.
    Quarantined(Quarantined),
}

/// An event as it was read.
#[derive(Debug)]
pub(crate) struct ReadEvent {
    pub(crate) event: Box<Event>,
    /// Whether it was derived from another record.
    pub(crate) derived: bool,
    /// The line that tells of it.
    pub(crate) line: u64,
    /// Which record it belongs to, where another version of that may tell something else.
    pub(crate) lineage: Option<Box<Lineage>>,
    /// Whether it was put off, because it describes a case by a record that is known: something new may be told of it yet.
    pub(crate) waits: bool,
}

/// The same record with its file named beside its line: the source may be called otherwise.
pub(crate) fn in_file(path: &Path, record: Quarantined) -> Quarantined {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Quarantined { place: format!("{file}, {}", record.place), ..record }
}

/// A record that could not be taken, as the journal keeps it.
fn quarantined(record: Quarantine) -> Quarantined {
    Quarantined {
        source: record.source,
        place: record.place,
        reason: record.reason,
        advice: record.advice,
        record: record.record,
    }
}

/// The cases, in the order in which they come, with the places of their events.
pub(crate) fn by_case(told: &[ReadEvent]) -> Vec<(&str, Vec<usize>)> {
    let mut names = Symbols::new();
    let mut cases: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, told) in told.iter().enumerate() {
        let case = told.event.case().map_or("", String::as_str);
        let number = names.intern(case).number();
        match cases.get_mut(number as usize) {
            Some((_, places)) => places.push(at),
            None => cases.push((case, vec![at])),
        }
    }
    cases
}
