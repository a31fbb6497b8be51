//! One line of a story for many cases: `case=A-{01..20}` stands for twenty lines, from `case=A-01` to `case=A-20`.
//!
//! *Invariant.* A line without such a stretch stands for itself, whatever braces it has.
//!
//! *Absent on purpose.* Steps and reckoning: a story is read by people, and counts by one.

use std::ops::Range;

/// So many lines one line may stand for.
const MOST: u64 = 10_000;

/// The lines that a line stands for, and where its first stretch begins.
#[derive(Debug)]
pub(crate) struct Repeated {
    /// In order; the line itself where nothing is repeated.
    pub(crate) lines: Vec<String>,
    /// Up to here the lines are as the line is written.
    pub(crate) same_until: usize,
}

/// A stretch of numbers as it is written: `{01..20}`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    /// Its bytes, with the braces.
    at: Range<usize>,
    /// The first and the last number, as they are written.
    ends: [String; 2],
}

/// Spells a line out.
///
/// # Errors
/// A stretch that counts backwards or too far, or two stretches that differ: its first byte, and what to write.
pub(crate) fn spell_out(line: &str) -> Result<Repeated, (usize, String)> {
    let stretches = stretches(line);
    let Some(first) = stretches.first() else {
        return Ok(Repeated { lines: vec![line.to_owned()], same_until: line.len() });
    };
    if let Some(other) = stretches.iter().find(|it| it.ends != first.ends) {
        let (one, two) = (&line[first.at.clone()], &line[other.at.clone()]);
        return Err((
            other.at.start,
            format!(
                "`{one}` and `{two}` in one line would count differently; write the same stretch in both places"
            ),
        ));
    }
    let [from, to] = &first.ends;
    let numbers = from.parse::<u64>().ok().zip(to.parse::<u64>().ok());
    let numbers = numbers.filter(|(from, to)| from <= to && to - from < MOST);
    let Some((low, high)) = numbers else {
        let written = &line[first.at.clone()];
        return Err((
            first.at.start,
            format!(
                "`{written}` is no stretch from a lower number to a higher one of at most {MOST}; write it as `{{01..20}}`"
            ),
        ));
    };
    let width = from.len();
    let spelled = |number: u64| {
        let (mut text, mut done) = (String::new(), 0);
        for stretch in &stretches {
            text.push_str(&line[done..stretch.at.start]);
            text.push_str(&format!("{number:0width$}"));
            done = stretch.at.end;
        }
        text + &line[done..]
    };
    Ok(Repeated { lines: (low..=high).map(spelled).collect(), same_until: first.at.start })
}

fn stretches(line: &str) -> Vec<Stretch> {
    let opened = line.match_indices('{').map(|(at, _)| at);
    opened.filter_map(|at| stretch_at(line, at)).collect()
}

fn stretch_at(line: &str, at: usize) -> Option<Stretch> {
    let inner = line[at + 1..].split_once('}')?.0;
    let (from, to) = inner.split_once("..")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let ends = [from, to].map(str::to_owned);
    (is_number(from) && is_number(to)).then(|| Stretch { at: at..at + inner.len() + 2, ends })
}

#[cfg(test)]
mod tests;
