//! Rulebooks made of a few lines, and cases made of a few facts.

use std::collections::BTreeMap;
use std::sync::Arc;

use duban_calendar::{Day, Length, Timestamp};
use duban_domain::Sym;
use duban_rulebook::{
    Bundle, Datum, Evaluator, Facts, Field, Rule, Rulebook, RulebookError, ScriptId, TermPlan,
};

pub(crate) const CALENDAR: &str = r#"
title = "测试日历"
zone = "Asia/Shanghai"
weekly_rest = ["saturday", "sunday"]
office_hours = ["09:00-12:00", "13:30-17:30"]
[year.2026]
status = "official"
source = "国务院办公厅关于2026年部分节假日安排的通知"
holidays."国庆节" = "10-01..10-07"
make_up."国庆节" = "09-20, 10-10"
"#;

pub(crate) const MANIFEST: &str = r#"
name = "t"
title = { zh = "试", en = "Test" }
calendar = "cn"
"#;

pub(crate) fn files(entries: &[(&str, &str)]) -> Vec<(String, String)> {
    let calendar = ("calendars/cn.toml", CALENDAR);
    entries
        .iter()
        .chain([&calendar])
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// Compiles a rulebook of one script.
pub(crate) fn compile(script: &str) -> Result<Rulebook, RulebookError> {
    Bundle::from_files(files(&[("t/rulebook.toml", MANIFEST), ("t/rules.rhai", script)]))
        .and_then(Rulebook::compile)
}

#[track_caller]
pub(crate) fn book(script: &str) -> Arc<Rulebook> {
    Arc::new(compile(script).unwrap_or_else(|error| panic!("{}", error.render())))
}

/// A rulebook with one clock, of which this is all but the beginning and the end.
#[track_caller]
pub(crate) fn clock(words: &str) -> Arc<Rulebook> {
    book(&format!("clock(\"k\").starts(\"accepted\").stops(\"granted\"){words};"))
}

/// A rulebook with one check that looks for this.
#[track_caller]
pub(crate) fn check(when: &str) -> Arc<Rulebook> {
    book(&format!("check(\"k\").on(\"accepted\").when(|c, e| {when}).yellow();"))
}

/// Every mistake of a script, as its author sees it.
#[track_caller]
pub(crate) fn mistakes(script: &str) -> String {
    match compile(script) {
        Ok(_) => panic!("no mistake was found"),
        Err(error) => error.render(),
    }
}

/// The closure that works out the limit of the first clock.
pub(crate) fn limit_of(book: &Rulebook) -> ScriptId {
    match book.plan().clocks[0].term {
        TermPlan::For(Rule::Script(script)) | TermPlan::Until { when: script, .. } => script,
        TermPlan::For(Rule::Fixed(_)) => panic!("the limit is fixed"),
    }
}

/// Answers the question of the only check.
pub(crate) fn holds(book: &Arc<Rulebook>, facts: &impl Facts) -> Result<bool, String> {
    let mut evaluator = Evaluator::new(book);
    let when = book.plan().checks[0].when.unwrap();
    let first = evaluator.truth(when, facts).map_err(|fault| fault.to_string());
    // The second answer comes from memory.
    assert_eq!(evaluator.truth(when, facts).map_err(|fault| fault.to_string()), first);
    first
}

/// A case as a list of what can be read of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    fields: BTreeMap<Field, Datum>,
    texts: Vec<String>,
}

impl Case {
    pub(crate) fn new() -> Case {
        Case::default()
    }

    pub(crate) fn with(mut self, field: Field, datum: Datum) -> Case {
        self.fields.insert(field, datum);
        self
    }

    pub(crate) fn text(mut self, field: Field, text: &str) -> Case {
        let place = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        self.with(field, Datum::Text(Sym::of(place as u32)))
    }

    pub(crate) fn length(self, field: Field, length: &str) -> Case {
        self.with(field, Datum::Length(length.parse::<Length>().unwrap()))
    }

    pub(crate) fn at(self, field: Field, at: &str) -> Case {
        self.with(field, Datum::Time(Timestamp::parse(at).unwrap()))
    }

    pub(crate) fn on(self, field: Field, day: &str) -> Case {
        self.with(field, Datum::Day(day.parse::<Day>().unwrap()))
    }
}

impl Facts for Case {
    fn read(&self, field: Field) -> Datum {
        self.fields.get(&field).copied().unwrap_or(Datum::Missing)
    }

    fn text(&self, sym: Sym) -> &str {
        &self.texts[sym.number() as usize]
    }

    fn item(&self) -> Option<u32> {
        None
    }
}
