//! The vocabulary of rulebooks on paper: definitions for the Rhai language server of an editor, and a page for people.
//!
//! *Invariant.* Made from the words that scripts are given, so neither can say what is not so; a test holds the page in the repository to it.
//!
//! *Absent on purpose.* How rules are written: that is the course in `docs/rule-authors`.

use std::fmt::Write as _;

use duban_rulebook::{Section, Word, event_kinds, reference};

/// All files as (path, text), in the order of their paths.
pub fn files() -> Vec<(&'static str, String)> {
    let sections = reference();
    let within = |names: &[Option<&str>]| {
        let chosen = sections.iter().filter(|it| names.contains(&it.of));
        definitions(chosen)
    };
    vec![
        (
            "definitions/case.d.rhai",
            within(&["Case", "Item", "Step", "Event", "Record", "Special"].map(Some)),
        ),
        ("definitions/rules.d.rhai", within(&["Clock", "Check", "Scoring"].map(Some))),
        ("definitions/scores.d.rhai", within(&["Counters", "Warnings"].map(Some))),
        ("definitions/values.d.rhai", within(&[None])),
        ("vocabulary.md", page(&sections)),
    ]
}

fn definitions<'s>(sections: impl Iterator<Item = &'s Section>) -> String {
    let mut text = "module static;\n".to_owned();
    for section in sections {
        for word in &section.words {
            put(
                &mut text,
                format_args!("\n/// {}\n{}\n", sentence(&word.meaning), definition(section, word)),
            );
        }
    }
    text
}

fn definition(section: &Section, word: &Word) -> String {
    let name = word.name;
    let Some(of) = section.of else { return format!("fn {name}{};", plain_types(&word.form)) };
    if word.is_field {
        return format!("fn get {name}(it: {of}) -> {};", plain_types(&word.form));
    }
    let form = plain_types(&word.form);
    let rest = form.strip_prefix('(').unwrap_or(&form);
    let gap = if rest.starts_with(')') { "" } else { ", " };
    format!("fn {name}(it: {of}{gap}{rest};")
}

/// The types of a form as the language server reads them: a choice or a closure of ours is one of many types to it.
fn plain_types(form: &str) -> String {
    let Some((arguments, answer)) = form.rsplit_once(')') else { return form.to_owned() };
    let arguments = arguments.trim_start_matches('(');
    let mut plain = Vec::new();
    for argument in split(arguments) {
        plain.push(match argument.split_once(": ") {
            Some((name, kind)) if !argument.starts_with('|') && !kind.contains('|') => {
                format!("{name}: {kind}")
            }
            Some((name, _)) if !argument.starts_with('|') => format!("{name}: ?"),
            Some(_) | None => "closure: Fn".to_owned(),
        });
    }
    format!("({}){answer}", plain.join(", "))
}

/// The arguments of a form; a comma between the bars of a closure parts nothing.
fn split(arguments: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let mut names_parameters = false;
    for (at, sign) in arguments.char_indices() {
        let beside = |byte: usize| arguments.as_bytes().get(byte).copied();
        match sign {
            // ` | ` stands between choices; bars without blanks on both sides are those of a closure.
            '|' => names_parameters ^= beside(at + 1) != Some(b' ') || names_parameters,
            ',' if !names_parameters => {
                parts.push(arguments[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = arguments[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

fn page(sections: &[Section]) -> String {
    let mut text = "# The words of a rulebook\n\nMade by `duban rules defs` from the words that scripts are given.\n".to_owned();
    for section in sections {
        put(
            &mut text,
            format_args!(
                "\n## {}\n\n| word | how it is said | what it means |\n|---|---|---|\n",
                section.title
            ),
        );
        for word in &section.words {
            let form = word.form.replace('|', "\\|");
            put(
                &mut text,
                format_args!(
                    "| `{}` | `{form}` | {} |\n",
                    word.name,
                    word.meaning.replace('|', "\\|")
                ),
            );
        }
    }
    text.push_str("\n## Kinds of events\n\n| kind | 中文 |\n|---|---|\n");
    for (name, zh) in event_kinds() {
        put(&mut text, format_args!("| `{name}` | {zh} |\n"));
    }
    text
}

fn sentence(meaning: &str) -> String {
    let mut letters = meaning.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    let written = text.write_fmt(what);
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}
