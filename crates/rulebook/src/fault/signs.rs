//! Signs that an input method for Chinese writes where rules have half-width ones.
//!
//! *Invariant.* What is advised is a sign of the language.
//!
//! *Absent on purpose.* Texts and comments: any sign may stand in them.

use std::ops::Range;

use rhai::{LexError, ParseError, ParseErrorType};

use crate::error::{Mistake, Source};
use crate::position;

/// The mistake, where such a sign is why a script cannot be read.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other error comes of a sign alone")]
pub(super) fn full_width(source: &Source, error: &ParseError) -> Option<Mistake> {
    let word = position::word_at(source, error.position());
    let at = match error.err_type() {
        ParseErrorType::BadInput(LexError::UnexpectedInput(_)) => sign_at(source, word.start)?,
        // `clock（` begins with a name that stands for nothing by itself.
        ParseErrorType::VariableUndefined(_) => sign_at(source, word.end)?,
        _ => return None,
    };
    let sign = &source.text[at.clone()];
    let half = half_width(sign.chars().next()?)?;
    let message =
        format!("`{sign}` is no sign of a rulebook: outside texts its signs are half-width");
    let mistake = Mistake::new("rule::syntax", message).at(source, at);
    Some(mistake.help(format!("write `{half}` in its place")))
}

fn sign_at(source: &Source, start: usize) -> Option<Range<usize>> {
    let sign = source.text[start..].chars().next()?;
    Some(start..start + sign.len_utf8())
}

/// What an author means by it.
fn half_width(sign: char) -> Option<String> {
    let half = match sign {
        '“' | '”' | '‘' | '’' => "\"",
        '。' => ".",
        '、' => ",",
        '【' => "[",
        '】' => "]",
        '\u{3000}' => " ",
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '×' => "*",
        '÷' => "/",
        full @ '\u{FF01}'..='\u{FF5E}' => {
            // Full-width forms stand in the order of the half-width ones.
            return char::from_u32(u32::from(full) - 0xFEE0).map(String::from);
        }
        _ => return None,
    };
    Some(half.to_owned())
}
