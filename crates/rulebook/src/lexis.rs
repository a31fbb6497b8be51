//! The pieces of a script: words, signs, texts, comments and blanks.
//!
//! For those who look at a script as it is written: what a closure's text is, where a call ends, which numbers there are. What it means, its
//! compiler knows.
//!
//! *Invariant.* The pieces are the text, in order and without a gap, whatever the text is.
//!
//! *Absent on purpose.* Code within a text (`${...}`): it is part of the text, and so are the texts in that code. Numbers of several pieces,
//! as `1.5`: two words and a sign. Recursion: however deep a text nests, it is read in one loop.

use std::ops::Range;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A name, a word of the language or a whole number.
    Word,
    /// One sign: a bracket, a comma, half of `||`.
    Sign(char),
    /// A text with its quotes, to the end of the script if nothing closes it.
    Text,
    /// A comment.
    Comment,
    /// Blanks and ends of lines.
    Blank,
}

/// The pieces of a script, each with its bytes.
///
/// ```
/// use duban_rulebook::{Piece, pieces};
/// let words: Vec<_> = pieces("limit(days(20)) // 20").filter(|it| it.0 == Piece::Word).collect();
/// assert_eq!(words, [(Piece::Word, 0..5), (Piece::Word, 6..10), (Piece::Word, 11..13)]);
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = (Piece, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (piece, length) = first(&text[at..])?;
        let start = at;
        at += length;
        Some((piece, start..at))
    })
}

fn first(rest: &str) -> Option<(Piece, usize)> {
    let sign = rest.chars().next()?;
    Some(match sign {
        '/' if rest.starts_with("//") => (Piece::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (Piece::Comment, block_comment(rest)),
        '"' | '\'' => (Piece::Text, escaped(rest, sign)),
        '`' => (Piece::Text, template(rest)),
        '#' => raw(rest).map_or((Piece::Sign(sign), 1), |length| (Piece::Text, length)),
        letter if is_word(letter) => (Piece::Word, run(rest, is_word)),
        blank if blank.is_whitespace() => (Piece::Blank, run(rest, char::is_whitespace)),
        _ => (Piece::Sign(sign), sign.len_utf8()),
    })
}

/// Whether a letter may be part of a name.
pub(crate) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn run(rest: &str, belongs: fn(char) -> bool) -> usize {
    rest.find(|letter| !belongs(letter)).unwrap_or(rest.len())
}

/// The length of a comment that may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(next) = rest[at..].find(['/', '*']) {
        at += next;
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of a text in which a quote may stand behind a backslash.
fn escaped(rest: &str, quote: char) -> usize {
    let mut escapes = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escapes {
            return at + 1;
        }
        escapes = letter == '\\' && !escapes;
    }
    rest.len()
}

/// The length of a text between backticks, in which code may stand as `${...}`, and in that code such texts again.
fn template(rest: &str) -> usize {
    // Of each text that is open, from outside in: how many braces are open in its code; none while its own letters are read.
    let (mut open, mut at) = (vec![0_u32], 1);
    while let Some(braces) = open.last_mut() {
        let ahead = &rest[at..];
        if *braces > 0 && !ahead.starts_with('`') {
            let Some((piece, length)) = first(ahead) else { return rest.len() };
            match piece {
                Piece::Sign('{') => *braces += 1,
                Piece::Sign('}') => *braces -= 1,
                Piece::Sign(_) | Piece::Word | Piece::Text | Piece::Comment | Piece::Blank => {}
            }
            at += length;
        } else if *braces > 0 {
            open.push(0);
            at += 1;
        } else {
            let Some(next) = ahead.find(['`', '$', '\\']) else { return rest.len() };
            let ahead = &ahead[next..];
            let escaped = ahead.starts_with("\\${");
            at += next + if escaped { 3 } else { 1 };
            if ahead.starts_with('`') {
                open.pop();
            } else if ahead.starts_with("${") {
                *braces = 1;
                at += 1;
            }
        }
    }
    at
}

/// The length of a text between `#"` and `"#`, with as many `#` on both sides; None where there is no such text.
fn raw(rest: &str) -> Option<usize> {
    let fence = run(rest, |letter| letter == '#');
    let inner = rest[fence..].strip_prefix('"')?;
    let end = format!("\"{}", &rest[..fence]);
    Some(inner.find(&end).map_or(rest.len(), |at| fence + 1 + at + end.len()))
}

#[cfg(test)]
mod tests;
