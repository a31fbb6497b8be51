//! Reads a mapping file from top to bottom.
//!
//! *Invariant.* All that is wrong is told at once: reading goes on after a flaw wherever it can.

use duban_calendar::Zone;
use toml::de::DeTable;

use crate::columns::Level;
use crate::mapping::activities::Activities;
use crate::mapping::acts::Named;
use crate::mapping::error::MappingError;
use crate::mapping::sheet::{Node, Sheet, Table};
use crate::mapping::text::Bare;
use crate::mapping::times::{Pattern, Times};
use crate::mapping::{CasePart, Derived, Mapping, RecordPart, Recorded, Unknown};
use crate::reading::Format;

/// Reads a mapping.
pub(super) fn mapping(name: &str, text: &str) -> Result<Mapping, MappingError> {
    let mut sheet = Sheet::new(name, text);
    let parsed = DeTable::parse(text);
    let mapping = match &parsed {
        Ok(table) => sheet.mapping(Table::new(table)),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            sheet.flaw(
                &span,
                error.message().trim().replace('\n', ", "),
                "a mapping is a TOML file, see https://toml.io",
            );
            None
        }
    };
    sheet.done()?;
    #[expect(
        clippy::expect_used,
        reason = "a part is None only after a flaw was noted, and there is none"
    )]
    Ok(mapping.expect("every part was understood"))
}

impl<'t> Sheet<'t> {
    fn mapping(&mut self, mut table: Table<'t>) -> Option<Mapping> {
        table.take("title");
        if let Some(node) = table.take("absent") {
            self.columns.absent = self
                .words(&node, "absent = [\"EMPTY\", \"无\"]")
                .into_iter()
                .map(|(word, _)| word.to_owned())
                .collect();
        }
        let format = self.format(&mut table);
        let source = table
            .take("source")
            .and_then(|node| self.word(&node, "source = \"ea-jc-proc\""))
            .map(str::to_owned);
        let delimiter = self.delimiter(&mut table);
        let times = self.times(&mut table);
        let recorded = self.recorded(&mut table);
        let unknown = self.unknown_policy(&mut table);
        let optional =
            table.take("optional").map(|node| self.words(&node, "optional = [\"DATASTATE\"]"));
        let case = self.required(
            &mut table,
            "case",
            "say what tells the cases apart: `[case]` and below it `id = \"PROJID\"`",
        );
        let case = case.and_then(|node| self.case(&node));
        let record = table.take("record");
        let activity = table.take("activity");
        if let (None, Some(activity)) = (&record, &activity) {
            let advice = "add `[record]` with `activity` and `time`; without it, each record is \
                          a whole case";
            self.flaw(
                &activity.span,
                "there are rules for activities, but no `[record]` says where the activity stands",
                advice,
            );
        }
        let record = record.map(|node| self.record(&node, activity, unknown));
        self.finish(table);
        for (name, span) in optional.unwrap_or_default() {
            self.make_optional(name, &span);
        }
        let record = match record {
            Some(record) => Some(record?),
            None => None,
        };
        let columns = std::mem::take(&mut self.columns);
        Some(Mapping {
            format,
            source,
            delimiter,
            columns,
            times,
            recorded: recorded?,
            case: case?,
            record,
        })
    }

    fn format(&mut self, table: &mut Table<'t>) -> Option<Format> {
        let node = table.take("format")?;
        let word = self.word(&node, "format = \"csv\"")?;
        let found = Format::ALL.into_iter().find(|format| format.name() == word);
        if found.is_none() {
            self.unknown(
                &node.span,
                word,
                "no format that can be read",
                &Format::ALL.map(Format::name),
            );
        }
        found
    }

    fn delimiter(&mut self, table: &mut Table<'t>) -> Option<u8> {
        let node = table.take("delimiter")?;
        match self.word(&node, "delimiter = \";\"")?.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Some(*byte),
            _ => {
                self.flaw(
                    &node.span,
                    "the delimiter of a table is one ASCII character",
                    "write for example `delimiter = \";\"` or `delimiter = \"\\t\"`",
                );
                None
            }
        }
    }

    fn times(&mut self, table: &mut Table<'t>) -> Times {
        let mut times = Times::default();
        if let Some(node) = table.take("zone")
            && let Some(name) = self.word(&node, "zone = \"Asia/Shanghai\"")
        {
            match Zone::named(name) {
                Ok(zone) => times.zone = Some(zone),
                Err(_) => self.flaw(
                    &node.span,
                    format!("`{name}` is not a time zone"),
                    "write a name of the IANA database, for example `Asia/Shanghai`",
                ),
            }
        }
        if let Some(node) = table.take("times") {
            for (text, span) in self.words(&node, "times = [\"%d.%m.%Y %H:%M\"]") {
                match Pattern::parse(text) {
                    Ok(pattern) => times.patterns.push(pattern),
                    Err(part) => self.flaw(
                        &span,
                        format!("`{part}` in `{text}` describes no day that can be read"),
                        "use `%Y %m %d` (together), `%H %M %S %f %z` and letters, or `%s` for seconds since 1970",
                    ),
                }
            }
        }
        times
    }

    fn recorded(&mut self, table: &mut Table<'t>) -> Option<Recorded> {
        let advice = "write `recorded = \"column MAKETIME\"` for the column that holds it, or \
                      `recorded = \"as occurred\"` to play history back as if all had been known at once";
        let Some(node) = table.take("recorded") else {
            let start = table.span.start;
            let wrong = "`recorded` is missing: nothing says when each record became known, and \
                         it is never taken to be now";
            self.flaw(&(start..start), wrong, advice);
            return None;
        };
        let word = self.word(&node, "recorded = \"as occurred\"")?;
        match word.strip_prefix("column ").map(str::trim) {
            Some(name) if !name.is_empty() => {
                Some(Recorded::Column(self.columns.add(name, Level::Record)))
            }
            _ if word == "as occurred" => Some(Recorded::AsOccurred),
            _ => {
                self.flaw(
                    &node.span,
                    format!("`{word}` does not say when a record became known"),
                    advice,
                );
                None
            }
        }
    }

    fn unknown_policy(&mut self, table: &mut Table<'t>) -> Unknown {
        let Some(node) = table.take("unknown") else { return Unknown::Note };
        match self.word(&node, "unknown = \"note\"") {
            Some("ignore") => Unknown::Ignore,
            Some("quarantine") => Unknown::Quarantine,
            Some("note") | None => Unknown::Note,
            Some(other) => {
                self.unknown(
                    &node.span,
                    other,
                    "nothing that can be done with an unknown activity",
                    &["ignore", "note", "quarantine"],
                );
                Unknown::Note
            }
        }
    }

    fn case(&mut self, node: &Node<'t>) -> Option<CasePart> {
        let mut table = self.table(node, "[case]")?;
        let id = self.required(
            &mut table,
            "id",
            "say what tells the cases apart, for example `id = \"PROJID\"`",
        );
        let id = id.and_then(|node| self.text(&node, Level::Case, Bare::Column));
        let (item, department) = (table.take("item"), table.take("department"));
        let item = self.maybe_text(item, Level::Case, Bare::Column);
        let department = self.maybe_text(department, Level::Case, Bare::Column);
        let facts = table.take("facts").and_then(|node| self.table(&node, "[case.facts]"));
        let facts = facts.map(Table::all).unwrap_or_default();
        let facts = facts
            .into_iter()
            .filter_map(|(name, node)| Some((name.to_owned(), self.fact(&node)?)))
            .collect();
        let derived = self.derived(table.take("derive"), Level::Case);
        self.finish(table);
        Some(CasePart { id: id?, item, department, facts, derived })
    }

    fn record(
        &mut self,
        node: &Node<'t>,
        rules: Option<Node<'t>>,
        unknown: Unknown,
    ) -> Option<RecordPart> {
        let mut table = self.table(node, "[record]")?;
        let activity = self.required(
            &mut table,
            "activity",
            "say what a record calls what happened: `activity = \"NODENAME\"`",
        );
        let activity = activity.and_then(|node| self.text(&node, Level::Record, Bare::Column));
        let time =
            self.required(&mut table, "time", "say when it happened: `time = \"OCCURTIME\"`");
        let time = time.and_then(|node| self.word(&node, "time = \"OCCURTIME\""));
        let time = time.map(|name| self.columns.add(name, Level::Record));
        let key = table.take("key");
        let key = self.maybe_text(key, Level::Record, Bare::Column);
        let version =
            table.take("version").and_then(|node| self.word(&node, "version = \"DATAVER\""));
        let version = version.map(|name| self.columns.add(name, Level::Record));
        let extra = self.extra(&mut table, Level::Record, Bare::Column);
        let derived = self.derived(table.take("derive"), Level::Record);
        self.finish(table);
        let rules = rules.map(|node| self.tables(&node, "[[activity]]")).unwrap_or_default();
        let rules = rules.into_iter().filter_map(|table| self.rule(table)).collect();
        let activities = Activities { rules, unknown };
        Some(RecordPart {
            activity: activity?,
            time: time?,
            key,
            version,
            extra,
            activities,
            derived,
        })
    }

    fn derived(&mut self, node: Option<Node<'t>>, level: Level) -> Vec<Derived> {
        let tables = node.map(|node| self.tables(&node, "[[case.derive]]")).unwrap_or_default();
        tables.into_iter().filter_map(|table| self.derive(table, level)).collect()
    }

    fn derive(&mut self, mut table: Table<'t>, level: Level) -> Option<Derived> {
        let column = self.required(
            &mut table,
            "column",
            "say which column holds the date: `column = \"enddate\"`",
        );
        let column = column.and_then(|node| self.word(&node, "column = \"enddate\""));
        let column = column.map(|name| self.columns.add(name, level));
        let key = table.take("key");
        let key = self.maybe_text(key, level, Bare::Template);
        let named = if level == Level::Record { Named::Yes } else { Named::No };
        let effect = self.effect(table, level, named);
        Some(Derived { column: column?, key, effect: effect? })
    }

    fn tables(&mut self, node: &Node<'t>, example: &str) -> Vec<Table<'t>> {
        let nodes = node.as_array().unwrap_or_else(|| vec![node.clone()]);
        nodes.iter().filter_map(|node| self.table(node, example)).collect()
    }

    fn make_optional(&mut self, name: &str, span: &std::ops::Range<usize>) {
        let mut used = false;
        for column in self.columns.names.iter_mut().filter(|column| column.name == name) {
            column.required = false;
            used = true;
        }
        if !used {
            self.flaw(
                span,
                format!("the mapping does not use the column `{name}`"),
                "leave it out of `optional`",
            );
        }
    }
}
