//! `duban import --quarantine`: the records that were refused, for who mends them and imports them again.
//!
//! *Invariant.* Every record that is held is listed, in the order in which they came, under the number it keeps for ever.
//!
//! *Absent on purpose.* A way to let one go: a mended record is a new record, and the bad one stays as evidence.

use duban_journal::{Journal, Quarantined};
use serde::Serialize;

use crate::args::{Import, Lang, ListFormat};
use crate::config::Config;
use crate::failure::Failure;
use crate::{print, words};

/// The columns; their names are part of the interface.
const COLUMNS: [&str; 6] = ["number", "source", "place", "reason", "advice", "record"];

/// So many characters of a record stand in a table; CSV and JSON have all of it.
const SHOWN: usize = 60;

/// A record as a program reads it.
#[derive(Debug, Serialize)]
struct Held {
    number: u64,
    #[serde(flatten)]
    record: Quarantined,
}

pub(crate) fn run(args: &Import, config: &Config, lang: Lang) -> Result<(), Failure> {
    let journal = Journal::open_to_read(&config.data(args.data.data.as_ref()))?;
    let held = journal.quarantined()?.into_iter();
    let held: Vec<Held> = held.map(|(number, record)| Held { number, record }).collect();
    match args.print.format {
        ListFormat::Json => print::json(&held),
        ListFormat::Csv => print::csv(&COLUMNS, held.iter().map(|it| row(it, str::to_owned))),
        ListFormat::Text => print::text(&table(&held, lang)),
    }
}

fn row(it: &Held, shown: impl Fn(&str) -> String) -> Vec<String> {
    let Quarantined { source, place, reason, advice, record } = &it.record;
    let words = [source, place, reason, advice].map(String::clone);
    std::iter::once(it.number.to_string()).chain(words).chain([shown(record)]).collect()
}

fn table(held: &[Held], lang: Lang) -> String {
    let header = [
        words::pick(lang, "no.", "编号"),
        words::pick(lang, "source", "来源"),
        words::pick(lang, "place", "位置"),
        words::pick(lang, "reason", "原因"),
        words::pick(lang, "advice", "建议"),
        words::pick(lang, "record", "记录"),
    ];
    let mut text = print::table(&header, held.iter().map(|it| row(it, on_one_line)));
    let count = print::thousands(held.len() as u64);
    text.push_str(&match lang {
        Lang::En => format!("{count} records in quarantine\n"),
        Lang::Zh => format!("隔离区共 {count} 条记录\n"),
    });
    text
}

/// The beginning of a record, without what would break the table.
fn on_one_line(record: &str) -> String {
    let mut letters = record.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut text: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}
