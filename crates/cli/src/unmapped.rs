//! Activities that a mapping has no rule for and keeps as notes: no clock hears of them, so their names are told.
//!
//! *Invariant.* The most frequent comes first, of equally frequent ones the first by name.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use duban_domain::{About, CaseFact, Event};
use serde::Serialize;

use crate::args::Lang;
use crate::print;

/// So many activities are named in words.
const NAMED: usize = 5;

/// So many letters of a name are shown in words: in some logs it is a whole paragraph.
const LETTERS: usize = 60;

/// How many records of each activity were kept as notes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unmapped(BTreeMap<String, u64>);

/// One activity, as a program reads it.
#[derive(Debug, Serialize)]
pub(crate) struct Activity {
    activity: String,
    records: u64,
}

impl Unmapped {
    /// Counts the event of a record that was kept as a note.
    pub(crate) fn count(&mut self, event: &Event) {
        if let About::Case { fact: CaseFact::Noted { activity }, .. } = &event.about {
            match self.0.get_mut(activity) {
                Some(count) => *count += 1,
                None => _ = self.0.insert(activity.clone(), 1),
            }
        }
    }

    /// Adds what was counted in another file.
    pub(crate) fn add(&mut self, other: Unmapped) {
        for (activity, count) in other.0 {
            *self.0.entry(activity).or_default() += count;
        }
    }

    /// All of them.
    pub(crate) fn activities(&self) -> Vec<Activity> {
        let one = |(activity, &records): (&String, &u64)| Activity {
            activity: activity.clone(),
            records,
        };
        let mut list: Vec<_> = self.0.iter().map(one).collect();
        // By name they come already.
        list.sort_by_key(|it| Reverse(it.records));
        list
    }

    /// A sentence with the most frequent of them; nothing where there are none.
    pub(crate) fn told(&self, lang: Lang) -> String {
        let list = self.activities();
        if list.is_empty() {
            return String::new();
        }
        let records = print::thousands(list.iter().map(|it| it.records).sum());
        let (named, others) = list.split_at(list.len().min(NAMED));
        let named = named.iter().map(|it| {
            let (name, count) = (excerpt(&it.activity), print::thousands(it.records));
            match lang {
                Lang::En => format!("`{name}` ({count})"),
                Lang::Zh => format!("`{name}`（{count}）"),
            }
        });
        let named: Vec<_> = named.collect();
        let others = match (others.len() as u64, lang) {
            (0, _) => String::new(),
            (others, Lang::En) => format!(" and {} more", print::thousands(others)),
            (others, Lang::Zh) => format!("，另有 {} 种", print::thousands(others)),
        };
        match lang {
            Lang::En => format!(
                "kept as notes, because the mapping has no rule for their activity: {records} records: {}{others}\n",
                named.join(", ")
            ),
            Lang::Zh => format!(
                "映射中没有对应规则、仅作为记事保留的记录 {records} 条：{}{others}\n",
                named.join("、")
            ),
        }
    }
}

/// The beginning of a name, on one line.
fn excerpt(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
