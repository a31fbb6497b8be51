//! Finds the whole numbers of a script.
//!
//! *Invariant.* What stands in comments, texts and names is no number, and what stands in a declaration of `scoring` is left out.
//!
//! *Absent on purpose.* Grammar: the rulebook's compiler knows it, and says when a change makes no sense.

use std::ops::Range;

/// The bytes of each whole number, from the first to the last.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    // How many brackets are open in a declaration of scoring; None outside of one.
    let mut scoring: Option<u32> = None;
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' | '`' => {
                let length = quoted(rest, first);
                if rest[..length].trim_matches(first) == "scoring"
                    && text[..at].trim_end().ends_with("change(")
                {
                    scoring = Some(1);
                }
                length
            }
            letter if letter.is_alphanumeric() || letter == '_' => {
                let word = word(rest);
                let whole = word.bytes().all(|byte| byte.is_ascii_digit());
                let part = text[..at].ends_with('.') && !text[..at].ends_with("..");
                if word == "scoring" {
                    scoring.get_or_insert(0);
                }
                if whole && !part && scoring.is_none() && !is_decimal(&rest[word.len()..]) {
                    numbers.push(at..at + word.len());
                }
                word.len()
            }
            other => {
                scoring = scoring.and_then(|open| match other {
                    '(' | '[' | '{' => Some(open + 1),
                    ')' | ']' | '}' => Some(open.saturating_sub(1)),
                    ';' if open == 0 => None,
                    _ => Some(open),
                });
                other.len_utf8()
            }
        };
        at += length;
    }
    numbers
}

fn word(rest: &str) -> &str {
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    &rest[..end.unwrap_or(rest.len())]
}

/// Whether what stands behind a number makes it a decimal one.
fn is_decimal(behind: &str) -> bool {
    behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The length of a text with its quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + letter.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    rest.len()
}

#[cfg(test)]
mod tests;
