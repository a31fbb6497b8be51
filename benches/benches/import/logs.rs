//! The feed as three foreign logs: one record for each event but the descriptions, which stand in columns or attributes of the case.

use std::collections::HashMap;
use std::fmt::Write as _;

use duban_domain::{About, CaseFact, Event, Value};
use serde_json::json;

/// Reads all three.
pub(crate) const MAPPING: &str = r#"
source = "ea_jc"
recorded = "column recorded"
unknown = "quarantine"
optional = ["note"]

[case]
id = "case"
item = "item"

[case.facts]
applicant = "applicant"

[record]
activity = "what"
time = "when"
officer = "officer"
department = "department"
post = "post"
note = "note"

[[activity]]
name = "received"
kind = "received"

[[activity]]
name = "accepted"
kind = "accepted"

[[activity]]
name = "step_started"
kind = "step_started"
step = "{post}"

[[activity]]
name = "step_completed"
kind = "step_completed"
step = "{post}"

[[activity]]
name = "completed"
kind = "completed"
"#;

const COLUMNS: [&str; 7] = ["what", "when", "recorded", "officer", "department", "post", "note"];

/// A feed, written down.
pub(crate) struct Logs {
    pub(crate) table: String,
    pub(crate) json: String,
    pub(crate) xes: String,
}

/// A case of the feed.
struct Case {
    name: String,
    item: String,
    applicant: String,
    /// Its events in XES.
    trace: String,
}

impl Logs {
    pub(crate) fn of(feed: impl Iterator<Item = Event>) -> Logs {
        let mut table = format!("case,item,applicant,{}\n", COLUMNS.join(","));
        let mut json = String::new();
        let mut cases: Vec<Case> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for event in feed {
            let About::Case { case: name, fact } = &event.about else { continue };
            if let CaseFact::Described(it) = fact {
                let applicant = match it.facts.first() {
                    Some((_, Value::Text(text))) => text.clone(),
                    _ => String::new(),
                };
                places.insert(name.clone(), cases.len());
                let item = it.item.clone().unwrap_or_default();
                cases.push(Case { name: name.clone(), item, applicant, trace: String::new() });
                continue;
            }
            let case = &mut cases[places[name]];
            let cells = cells(&event, fact);
            let Case { item, applicant, .. } = case;
            _ = writeln!(table, "{name},{item},{applicant},{}", cells.join(","));
            let mut object = json!({ "case": name, "item": item, "applicant": applicant });
            case.trace.push_str("<event>");
            for (column, cell) in COLUMNS.into_iter().zip(cells) {
                let tag = if matches!(column, "when" | "recorded") { "date" } else { "string" };
                _ = write!(case.trace, "<{tag} key=\"{column}\" value=\"{cell}\"/>");
                object[column] = cell.into();
            }
            case.trace.push_str("</event>\n");
            _ = writeln!(json, "{object}");
        }
        let trace = |Case { name, item, applicant, trace }: &Case| {
            format!(
                "<trace><string key=\"case\" value=\"{name}\"/><string key=\"item\" value=\"{item}\"/>\
                 <string key=\"applicant\" value=\"{applicant}\"/>\n{trace}</trace>\n"
            )
        };
        // A case that was only described has no time; as a trace without events it could not be dated.
        let traces: String =
            cases.iter().filter(|case| !case.trace.is_empty()).map(trace).collect();
        Logs { table, json, xes: format!("<log>\n{traces}</log>\n") }
    }

    /// Each with its name.
    pub(crate) fn each(&self) -> [(&'static str, &str); 3] {
        [("table", &self.table), ("lines of JSON", &self.json), ("XES", &self.xes)]
    }
}

fn cells(event: &Event, fact: &CaseFact) -> [String; 7] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        fact.kind().name().to_owned(),
        event.occurred_at.to_string(),
        event.recorded_at.to_string(),
        text(&event.by.officer),
        text(&event.by.department),
        text(&event.by.post),
        text(&event.note),
    ]
}
