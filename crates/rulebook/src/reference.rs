//! The vocabulary as a reference: every word that can be said, how it is said, and what it means.
//!
//! *Invariant.* The words are those of the tables that the script engine is given; a test holds the meanings to them, word by word.
//!
//! *Absent on purpose.* Layout: the author's tools turn this into pages and into definitions for an editor.

mod meanings;

use duban_domain::EventKind;

use crate::vocabulary::words::{self, Kind, Reads};
use crate::vocabulary::{check, clock, scoring};
use meanings::Meaning;

/// Words that are said of one thing.
#[derive(Clone, Debug)]
pub struct Section {
    /// What they are said of, as a heading: `A clock`.
    pub title: &'static str,
    /// What it is called in definitions, where its words stand behind a dot: `Clock`.
    pub of: Option<&'static str>,
    /// The words, in the order of their table.
    pub words: Vec<Word>,
}

/// One word.
#[derive(Clone, Debug)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// How it is said: `(amount: int) -> Length`, or the type of a field.
    pub form: String,
    /// What it means.
    pub meaning: String,
    /// Whether it is read like a field, without brackets.
    pub is_field: bool,
}

/// The whole vocabulary.
pub fn reference() -> Vec<Section> {
    let names = |list: &[&'static str]| list.to_vec();
    let declared =
        |title, of, list: Vec<&'static str>, table| section(title, Some(of), list, table);
    let mut sections = vec![
        section("Beginning a rule", None, names(words::OPENING_WORDS), meanings::OPENING),
        declared(
            "A clock",
            "Clock",
            clock::WORDS.iter().map(|it| it.name).collect(),
            meanings::CLOCK,
        ),
        declared(
            "A check",
            "Check",
            check::WORDS.iter().map(|it| it.name).collect(),
            meanings::CHECK,
        ),
        declared(
            "The scoring",
            "Scoring",
            scoring::WORDS.iter().map(|it| it.name).collect(),
            meanings::SCORING,
        ),
        section("Values", None, names(words::VALUE_WORDS), meanings::VALUES),
        section("Numbers, texts and lists", None, names(words::LANGUAGE_WORDS), meanings::LANGUAGE),
    ];
    sections.extend(parts());
    sections.push(section(
        "The counters of a month",
        Some("Counters"),
        [words::COUNTERS, words::COUNTER_METHODS].concat(),
        meanings::COUNTERS,
    ));
    sections.push(section(
        "The warnings of a clock in a month",
        Some("Warnings"),
        names(words::WARNINGS),
        meanings::WARNINGS,
    ));
    sections
}

/// The kinds of events as (name, Chinese), in order.
pub fn event_kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    EventKind::ALL.iter().map(|kind| (kind.name(), kind.zh()))
}

/// How a word for values is said: `(length: Length) -> Threshold`. Empty for any other.
pub(crate) fn form_of(word: &str) -> &'static str {
    form(&[meanings::VALUES, meanings::LANGUAGE], word)
}

/// How it is said what is asked of the case or of the counters.
pub(crate) fn form_of_method(part: Kind, method: &str) -> &'static str {
    let table = if part == Kind::Counters { meanings::COUNTERS } else { meanings::CASE };
    form(&[table], method)
}

fn form(tables: &[&'static [Meaning]], word: &str) -> &'static str {
    let mut entries = tables.iter().copied().flatten();
    entries.find(|(known, ..)| *known == word).map_or("", |(_, form, _)| form)
}

fn section(
    title: &'static str,
    of: Option<&'static str>,
    names: Vec<&'static str>,
    table: &[Meaning],
) -> Section {
    let word = |name| {
        let (form, meaning) = table
            .iter()
            .find(|(known, ..)| *known == name)
            .map_or((String::new(), String::new()), |(_, form, meaning)| {
                ((*form).to_owned(), (*meaning).to_owned())
            });
        Word { name, is_field: !form.starts_with('('), form, meaning }
    };
    Section { title, of, words: names.into_iter().map(word).collect() }
}

/// The case and its parts.
fn parts() -> Vec<Section> {
    let part = |title, of, kind: Kind, table: &[Meaning]| {
        let words = kind.members().iter().map(|(name, reads)| member(name, *reads, table));
        let mut words: Vec<Word> = words.collect();
        words.extend(section(title, None, kind.methods().to_vec(), meanings::CASE).words);
        Section { title, of: Some(of), words }
    };
    vec![
        part("The case: `c`", "Case", Kind::Case, meanings::CASE),
        part("Its item: `c.item`", "Item", Kind::Item, meanings::ITEM),
        part("Its current step: `c.step`", "Step", Kind::Step, meanings::STEP),
        part(
            "An event: `e` of a check, or of `extends` and `pauses` by an extension or suspension",
            "Event",
            Kind::Event,
            meanings::EVENT,
        ),
        part("A past event: `e` of a clock otherwise", "Record", Kind::Record, meanings::EVENT),
        part("A special procedure: `s`", "Special", Kind::Special, meanings::EVENT),
    ]
}

fn member(name: &'static str, reads: Reads, table: &[Meaning]) -> Word {
    let first = |kinds: &[EventKind]| {
        let kinds: Vec<_> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
        format!("of the first {}; nothing if there is none", kinds.join(" or "))
    };
    let (form, meaning) = match reads {
        Reads::At(kinds) => ("instant", format!("the instant {}", first(kinds))),
        Reads::On(kinds) => ("date", format!("the day {}", first(kinds))),
        Reads::Plain(_)
        | Reads::Words(_)
        | Reads::Number(_)
        | Reads::Instant(_)
        | Reads::Date(_)
        | Reads::Part(_) => {
            let known = table.iter().find(|(known, ..)| *known == name);
            known.map_or(("", String::new()), |(_, form, meaning)| (*form, (*meaning).to_owned()))
        }
    };
    Word { name, form: form.to_owned(), meaning, is_field: true }
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn every_word_of_the_tables_has_a_form_and_a_meaning() {
        for section in reference() {
            assert!(!section.words.is_empty(), "{}", section.title);
            for word in &section.words {
                let (name, title) = (word.name, section.title);
                assert!(!word.form.is_empty(), "`{name}` has no form in `{title}`");
                assert!(!word.meaning.is_empty(), "`{name}` has no meaning in `{title}`");
            }
        }
    }

    #[test]
    fn what_a_member_is_said_to_be_is_what_is_read() {
        use crate::vocabulary::sorts::Sort;
        use crate::vocabulary::words::Kind;
        let parts = super::parts();
        let kinds = [Kind::Case, Kind::Item, Kind::Step, Kind::Event, Kind::Record, Kind::Special];
        assert_eq!(parts.len(), kinds.len());
        for (section, kind) in parts.iter().zip(kinds) {
            for (name, reads) in kind.members() {
                let word = section.words.iter().find(|word| word.name == *name).unwrap();
                let form = match reads.sort() {
                    Some(Sort::Text(_)) => "String",
                    Some(Sort::Number) => "int",
                    Some(Sort::YesNo) => "bool",
                    Some(Sort::Date) => "date",
                    Some(Sort::Instant) => "instant",
                    Some(Sort::Length) => "Length",
                    Some(Sort::Part(Kind::Item, _)) => "Item",
                    Some(Sort::Part(Kind::Step, _)) => "Step",
                    Some(Sort::Part(Kind::Facts, _)) => "Facts",
                    other => panic!("{name}: {other:?}"),
                };
                assert_eq!(word.form, form, "`{name}` in `{}`", section.title);
            }
        }
    }

    #[test]
    fn no_meaning_is_left_of_a_word_that_is_gone() {
        use super::meanings;
        let of: &[(&[&str], &[meanings::Meaning])] = &[
            (&["Beginning a rule"], meanings::OPENING),
            (&["A clock"], meanings::CLOCK),
            (&["A check"], meanings::CHECK),
            (&["The scoring"], meanings::SCORING),
            (&["Values"], meanings::VALUES),
            (&["Numbers, texts and lists"], meanings::LANGUAGE),
            (&["The case"], meanings::CASE),
            (&["Its item"], meanings::ITEM),
            (&["Its current step"], meanings::STEP),
            (&["An event", "A past event", "A special procedure"], meanings::EVENT),
            (&["The counters"], meanings::COUNTERS),
            (&["The warnings"], meanings::WARNINGS),
        ];
        for (titles, table) in of {
            let sections: Vec<_> = reference()
                .into_iter()
                .filter(|it| titles.iter().any(|title| it.title.starts_with(title)))
                .collect();
            assert!(sections.len() >= titles.len(), "{titles:?}");
            for (name, ..) in *table {
                let known = sections.iter().flat_map(|it| &it.words).any(|word| word.name == *name);
                assert!(known, "there is no word `{name}` in {titles:?}");
            }
        }
    }
}
