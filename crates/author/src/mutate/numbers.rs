//! Finds the whole numbers of a script.
//!
//! *Invariant.* What stands in comments, texts and names is no number, and what stands in a declaration of `scoring` is left out.
//!
//! *Absent on purpose.* Grammar: the rulebook's compiler knows it, and says when a change makes no sense.

use std::ops::Range;

use duban_rulebook::{Piece, pieces};

/// The bytes of each whole number, from the first to the last.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    // How many brackets are open in a declaration of scoring; None outside of one.
    let mut scoring: Option<u32> = None;
    for (piece, at) in pieces(text) {
        let (before, written) = (&text[..at.start], &text[at.clone()]);
        match piece {
            Piece::Text => {
                let is_change = before.trim_end().ends_with("change(");
                if is_change && written.trim_matches(['"', '`']) == "scoring" {
                    scoring = Some(1);
                }
            }
            Piece::Word => {
                if written == "scoring" {
                    scoring.get_or_insert(0);
                }
                let is_whole = written.bytes().all(|byte| byte.is_ascii_digit());
                let is_part = before.ends_with('.') && !before.ends_with("..");
                if is_whole && !is_part && scoring.is_none() && !is_decimal(&text[at.end..]) {
                    numbers.push(at);
                }
            }
            Piece::Sign(sign) => {
                scoring = scoring.and_then(|open| match sign {
                    '(' | '[' | '{' => Some(open + 1),
                    ')' | ']' | '}' => Some(open.saturating_sub(1)),
                    ';' if open == 0 => None,
                    _ => Some(open),
                });
            }
            Piece::Comment | Piece::Blank => {}
        }
    }
    numbers
}

/// Whether what stands behind a number makes it a decimal one.
fn is_decimal(behind: &str) -> bool {
    behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
