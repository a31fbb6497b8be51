//! What a clock may need before it runs: an item of another kind, or a fact of the case.
//!
//! *Invariant.* The facts are those that the rules themselves name, with what they hold them against.
//!
//! *Absent on purpose.* Two facts at once, and events before the start: what needs those only its author knows.

use std::collections::BTreeSet;

use duban_calendar::Day;
use duban_rulebook::Bundle;

use crate::read::catalogue_text;

/// The items that the stories are about, the usual one first: a licence with a promise. The others have limits of steps, limits in
/// hours, and none because they are done at once.
const ITEMS: [&str; 4] = [
    r#"{ type = "行政许可", statutory_limit = "20 workdays", promised_limit = "5 workdays" }"#,
    r#"{ type = "行政许可", promised_limit = "5 workdays", steps = [{ name = "审查", post = "审查岗", limit = "3 workdays" }] }"#,
    r#"{ type = "行政许可", statutory_limit = "48 hours", promised_limit = "24 hours", steps = [{ name = "审查", post = "审查岗", limit = "4 hours" }] }"#,
    r#"{ type = "行政许可", kind = "immediate" }"#,
];

/// What stands before the events of a story.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    item: usize,
    /// A fact, as TOML.
    fact: Option<String>,
}

impl Scene {
    /// The fields of the story.
    pub(super) fn fields(&self) -> String {
        let facts = self.fact.iter().map(|fact| format!("facts = {{ {fact} }}\n"));
        format!("item = {}\n{}", ITEMS[self.item], facts.collect::<String>())
    }

    /// The code of its item while the stories are made.
    pub(super) fn code(&self) -> String {
        code(self.item)
    }
}

fn code(item: usize) -> String {
    format!("boundary-{item}")
}

/// The items as a catalogue.
pub(super) fn catalogue() -> String {
    let text = |(number, fields): (usize, &&str)| {
        let fields = toml::from_str(&format!("item = {fields}")).ok();
        let fields = fields.and_then(|root: toml::Table| root.get("item")?.as_table().cloned());
        let code = code(number);
        catalogue_text(&fields.unwrap_or_default(), &code, &code, None)
    };
    ITEMS.iter().enumerate().map(text).collect()
}

/// What may be tried, the simplest first. `later` is a day well behind those of the stories, for facts that are dates.
pub(super) fn scenes(book: &Bundle, later: Day) -> Vec<Scene> {
    let plain = (0..ITEMS.len()).map(|item| Scene { item, fact: None });
    let with = facts(book, later).into_iter().map(|fact| Scene { item: 0, fact: Some(fact) });
    plain.chain(with).collect()
}

/// The facts that the scripts name, each with `true`, a date, and the texts that stand on the same line.
fn facts(book: &Bundle, later: Day) -> BTreeSet<String> {
    let scripts = book.files().iter().filter(|(path, _)| path.ends_with(".rhai"));
    let mut facts = BTreeSet::new();
    for line in scripts.flat_map(|(_, text)| text.lines()) {
        for behind in line.split("facts.").skip(1) {
            let end = behind.find(|c: char| !c.is_alphanumeric() && c != '_');
            let (name, rest) = behind.split_at(end.unwrap_or(behind.len()));
            if name.is_empty() {
                continue;
            }
            let key = toml::Value::String(name.to_owned());
            facts.extend([format!("{key} = true"), format!("{key} = \"{later}\"")]);
            let texts = rest.split('"').skip(1).step_by(2);
            facts.extend(texts.map(|text| format!("{key} = {}", toml::Value::from(text))));
        }
    }
    facts
}
