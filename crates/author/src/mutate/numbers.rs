//! Finds the whole numbers of a script.
//!
//! *Invariant.* What stands in comments, texts and names is no number, and what stands in a declaration of `scoring` is left out.
//!
//! *Absent on purpose.* Grammar: the rulebook's compiler knows it, and says when a change makes no sense.

use std::ops::Range;

/// The bytes of each whole number, from the first to the last.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    let mut scores = false;
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' | '`' => quoted(rest, first),
            letter if letter.is_alphanumeric() || letter == '_' => {
                let word = word(rest);
                let whole = word.bytes().all(|byte| byte.is_ascii_digit());
                let part = text[..at].ends_with('.') && !text[..at].ends_with("..");
                scores |= word == "scoring";
                if whole && !part && !scores && !is_decimal(&rest[word.len()..]) {
                    numbers.push(at..at + word.len());
                }
                word.len()
            }
            other => {
                scores &= other != ';';
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
