//! Rules in the words of their author: the text of a closure, of a function, of a constant.
//!
//! *Invariant.* A text is cut out of the script as it stands there; two rulebooks with the same texts say the same.
//!
//! *Absent on purpose.* Meaning: two texts that differ may come to the same on every case.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::compile::Rulebook;
use crate::draft::Closure;
use crate::lexis::{Piece, pieces};
use crate::plan::{ScriptId, Title};

/// A dimension or bonus of the scoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoringPart {
    /// In both languages.
    pub title: Title,
    /// The points it begins with; None for a bonus.
    pub full: Option<Decimal>,
    /// How they change, as its author wrote it; empty where they never do.
    pub wording: String,
}

impl Rulebook {
    /// A closure with the word it was given to, as its author wrote it: `limit(|c| c.item.statutory_limit ?? workdays(20))`.
    ///
    /// # Panics
    /// When the closure is none of this rulebook's plan.
    pub fn wording(&self, script: ScriptId) -> &str {
        self.wording_of(&self.closures[usize::from(script.0)].closure)
    }

    fn wording_of(&self, closure: &Closure) -> &str {
        let spot = &closure.spot;
        call(&self.scripts[spot.script].text[spot.span.start..])
    }

    /// All functions and constants of its scripts by their names, as their author wrote them. Of two with one name both, the first first.
    pub fn definitions(&self) -> BTreeMap<&str, String> {
        let mut found: BTreeMap<&str, String> = BTreeMap::new();
        for source in &self.scripts {
            for (name, text) in definitions(&source.text) {
                let all = found.entry(name).or_default();
                let gap = if all.is_empty() { "" } else { "\n" };
                *all += &format!("{gap}{text}");
            }
        }
        found
    }

    /// The parts of its scoring, in order: dimensions, then bonuses.
    pub fn scoring_parts(&self) -> Vec<ScoringPart> {
        let Some(scoring) = self.scoring() else { return Vec::new() };
        let dimensions = scoring.dimensions.iter().map(|it| ScoringPart {
            title: it.title.clone(),
            full: Some(it.full),
            wording: it.deduct.as_ref().map_or("", |it| self.wording_of(it)).to_owned(),
        });
        let bonuses = scoring.bonuses.iter().map(|it| ScoringPart {
            title: it.title.clone(),
            full: None,
            wording: self.wording_of(&it.by).to_owned(),
        });
        dimensions.chain(bonuses).collect()
    }
}

/// The signs of a script that stand outside texts and comments, with the bytes they stand at.
fn signs(text: &str) -> impl Iterator<Item = (usize, char)> {
    pieces(text).filter_map(|(piece, at)| match piece {
        Piece::Sign(sign) => Some((at.start, sign)),
        Piece::Word | Piece::Text | Piece::Comment | Piece::Blank => None,
    })
}

/// The text up to the bracket that closes its first one.
fn call(text: &str) -> &str {
    let mut depth = 0usize;
    for (byte, sign) in signs(text) {
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return &text[..byte + 1];
                }
            }
            _ => {}
        }
    }
    text
}

/// The text up to the semicolon that ends its statement.
fn statement(text: &str) -> &str {
    let mut depth = 0usize;
    for (byte, sign) in signs(text) {
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => return &text[..byte + 1],
            _ => {}
        }
    }
    text
}

/// The functions and constants of a script, which stand at the beginning of a line.
fn definitions(text: &str) -> Vec<(&str, &str)> {
    let mut words = pieces(text).filter(|it| !matches!(it.0, Piece::Blank | Piece::Comment));
    let mut found = Vec::new();
    while let Some((piece, at)) = words.next() {
        let starts_line = at.start == 0 || text[..at.start].ends_with('\n');
        let word = &text[at.clone()];
        if piece != Piece::Word || !starts_line || !["fn", "const", "let"].contains(&word) {
            continue;
        }
        let Some((Piece::Word, name)) = words.next() else { continue };
        let rest = &text[at.start..];
        if word != "fn" {
            found.push((&text[name], statement(rest)));
        } else if let Some((body, _)) = signs(rest).find(|(_, sign)| *sign == '{') {
            found.push((&text[name], &rest[..body + call(&rest[body..]).len()]));
        }
    }
    found
}

#[cfg(test)]
mod tests;
