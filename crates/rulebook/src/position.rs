//! From the line and column of the script engine to the bytes that are underlined.
//!
//! *Invariant.* A span lies within the text and on character boundaries, whatever position comes in.

use std::ops::Range;

use rhai::Position;

use crate::error::Source;
use crate::lexis::{Piece, is_word, pieces};

/// The byte at which a position lies; the start of the text for none.
pub(crate) fn offset(source: &Source, at: Position) -> usize {
    let (Some(line), column) = (at.line(), at.position().unwrap_or(1)) else { return 0 };
    let text = &*source.text;
    let Some(start) = source.start_of(line).filter(|start| *start < text.len()) else {
        return text.trim_end().len();
    };
    let content = text[start..].lines().next().unwrap_or_default();
    let inner = content.char_indices().nth(column.saturating_sub(1));
    start + inner.map_or(content.len(), |(byte, _)| byte)
}

/// The word, number, text or sign at a position.
pub(crate) fn word_at(source: &Source, at: Position) -> Range<usize> {
    let text = &*source.text;
    let word = word_from(text, offset(source, at));
    if !word.is_empty() {
        return word;
    }
    // The end of a line or of the text: what stands before it was to go on.
    let before = text[..word.start].trim_end();
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    before.len() - last..before.len()
}

fn word_from(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let first = rest.chars().next();
    let length = match first {
        Some(c) if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some('"') => rest[1..].find(['"', '\n']).map_or(1, |end| end + 2).min(rest.len()),
        Some(c) if c != '\n' && c != '\r' => c.len_utf8(),
        Some(_) | None => 0,
    };
    start..start + length
}

/// The word at a position with its arguments, if they end on the same line.
pub(crate) fn call_at(source: &Source, at: Position) -> Range<usize> {
    let word = word_at(source, at);
    let rest = &source.text[word.end..];
    if !rest.starts_with('(') {
        return word;
    }
    let mut depth = 0usize;
    for (piece, at) in pieces(rest) {
        match piece {
            Piece::Sign('(') => depth += 1,
            Piece::Sign(')') => depth -= 1,
            _ if rest[at.clone()].contains('\n') => break,
            Piece::Sign(_) | Piece::Word | Piece::Text | Piece::Comment | Piece::Blank => {}
        }
        if depth == 0 {
            return word.start..word.end + at.end;
        }
    }
    word
}

/// The name of a function where it is defined; the beginning of the text if it is not.
pub(crate) fn function_at(text: &str, name: &str) -> Range<usize> {
    let words = pieces(text).filter(|(piece, _)| *piece == Piece::Word).map(|(_, at)| at);
    let mut before = "";
    for at in words {
        let word = &text[at.clone()];
        if before == "fn" && word == name {
            return at;
        }
        before = word;
    }
    0..0
}

/// The first place from `start` on where this word stands in quotes, the quotes included.
pub(crate) fn quoted(text: &str, start: usize, word: &str) -> Option<Range<usize>> {
    let quoted = format!("\"{word}\"");
    let found = start + text[start..].find(&quoted)?;
    Some(found..found + quoted.len())
}

/// A whole line, without what surrounds its text.
pub(crate) fn line_at(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let content = text[start.min(text.len())..].lines().next().unwrap_or("");
    let indent = content.len() - content.trim_start().len();
    start + indent..start + content.trim_end().len().max(indent)
}
