//! From the line and column of the script engine to the bytes that are underlined.
//!
//! *Invariant.* A span lies within the text and on character boundaries, whatever position comes in.

use std::ops::Range;

use rhai::Position;

/// The byte at which a position lies; the start of the text for none.
pub(crate) fn offset(text: &str, at: Position) -> usize {
    let (Some(line), column) = (at.line(), at.position().unwrap_or(1)) else { return 0 };
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let inner = content.char_indices().nth(column.saturating_sub(1));
            let end = content.trim_end_matches(['\n', '\r']).len();
            return start + inner.map_or(end, |(byte, _)| byte.min(end));
        }
        start += content.len();
    }
    text.trim_end().len()
}

/// The word, number, text or sign at a position.
pub(crate) fn word_at(text: &str, at: Position) -> Range<usize> {
    let word = word_from(text, offset(text, at));
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

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The word at a position with its arguments, if they end on the same line.
pub(crate) fn call_at(text: &str, at: Position) -> Range<usize> {
    let word = word_at(text, at);
    let rest = &text[word.end..];
    if !rest.starts_with('(') {
        return word;
    }
    let mut depth = 0usize;
    let mut quoted = false;
    for (byte, c) in rest.char_indices() {
        match c {
            '\n' => break,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return word.start..word.end + byte + 1;
                }
            }
            _ => {}
        }
    }
    word
}

/// The first place from `start` on where this word stands in quotes, the quotes included.
pub(crate) fn quoted(text: &str, start: usize, word: &str) -> Option<Range<usize>> {
    let quoted = format!("\"{word}\"");
    let found = start + text[start..].find(&quoted)?;
    Some(found..found + quoted.len())
}

/// The line of a byte, from 1.
pub(crate) fn line_of(text: &str, byte: usize) -> u32 {
    u32::try_from(text[..byte].matches('\n').count() + 1).unwrap_or(u32::MAX)
}

/// A whole line, without what surrounds its text.
pub(crate) fn line_at(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let content = text[start.min(text.len())..].lines().next().unwrap_or("");
    let indent = content.len() - content.trim_start().len();
    start + indent..start + content.trim_end().len().max(indent)
}
