//! Values that are held against each other: sorts that never go together, and words that a member never is.
//!
//! *Invariant.* What is complained of comes out the same for every case that gets there, or breaks the rule off.
//!
//! *Absent on purpose.* Order among texts, and values that are the same on both sides.

use std::ops::Range;

use rhai::{Expr, Position};

use super::expr::CODE;
use super::set::Kinds;
use super::tell;
use super::walk::Walk;
use crate::lexis::{Piece, pieces};
use crate::position;
use crate::vocabulary::sorts::{Sort, Words};

/// An operand: as it is written, and what it is.
pub(super) type Side<'e> = (&'e Expr, &'e Kinds);

impl Walk<'_> {
    pub(super) fn compared(&mut self, sign: &str, a: Side<'_>, b: Side<'_>, at: Position) {
        for (member, text) in [(a, b), (b, a)] {
            if let (Expr::StringConstant(text, at), "==" | "!=") = (text.0, sign) {
                self.held_against(member, text, *at);
            }
        }
        let unlike = a.1.there().next().is_some()
            && b.1.there().next().is_some()
            && !a.1.there().any(|a| b.1.there().any(|b| goes_with(a, b)));
        if let (true, Some(of_a), Some(of_b)) = (unlike, a.1.there().next(), b.1.there().next()) {
            self.note(CODE, at, tell::unlike((a.0, of_a), (b.0, of_b)));
        }
    }

    /// `entry in list` and `list.contains(entry)`. `list`: as it is written, where that is known.
    pub(super) fn contained(
        &mut self,
        list: Option<&Expr>,
        of_list: &Kinds,
        entry: Side<'_>,
        at: Position,
    ) {
        if let Some(Expr::Array(entries, _)) = list {
            for listed in entries {
                if let Expr::StringConstant(text, at) = listed {
                    self.held_against(entry, text, *at);
                }
            }
            let of_entries: Option<Vec<Sort>> = entries.iter().map(constant).collect();
            let unlike = |of: Sort| {
                let none = |list: &Vec<Sort>| !list.iter().any(|it| goes_with(*it, of));
                of_entries.as_ref().is_some_and(none)
            };
            if let (Some(of), false) = (entry.1.unfit(|of| !unlike(of)), entries.is_empty())
                && let Some(listed) = of_entries.as_ref().and_then(|list| list.first())
            {
                self.note(CODE, at, tell::unlike((entry.0, of), (&entries[0], *listed)));
            }
            return;
        }
        let holds = |sort| {
            !matches!(
                sort,
                Sort::Number
                    | Sort::Fraction
                    | Sort::YesNo
                    | Sort::Date
                    | Sort::Instant
                    | Sort::Length
                    | Sort::Threshold
                    | Sort::Pause
                    | Sort::Part(..)
            )
        };
        if let Some(wrong) = of_list.unfit(holds) {
            let message = format!("nothing can be in this: it is {}", wrong.name());
            self.note(
                CODE,
                at,
                (message, "look for it in a list or in a text: `x in [\"a\", \"b\"]`".to_owned()),
            );
        }
    }

    /// A text that stands there outright, held against what can be one of few words.
    fn held_against(&mut self, (member, kinds): Side<'_>, text: &str, at: Position) {
        if let Some(never) = tell::never(member, kinds, text) {
            self.push(|source| never.at(source, position::word_at(source, at)));
        }
    }

    /// The texts of a `switch`, which the script engine keeps in no form that can be read.
    pub(super) fn labels(&mut self, subject: Side<'_>, at: Position) {
        let Some(source) = self.notes.as_ref().map(|(source, _)| *source) else { return };
        let start = position::offset(source, at);
        for label in labels_of(&source.text[start..]) {
            let place = start + label.start..start + label.end;
            let text = source.text[place.clone()].trim_matches('"').to_owned();
            if let Some(never) = tell::never(subject.0, subject.1, &text) {
                self.push(|source| never.at(source, place));
            }
        }
    }
}

/// Where the texts stand that a `switch` names its cases by; the text begins with it.
fn labels_of(text: &str) -> Vec<Range<usize>> {
    let (mut depth, mut within, mut names, mut found) = (0_u32, false, true, Vec::new());
    for (piece, at) in pieces(text) {
        match piece {
            Piece::Sign('{') if depth == 0 && !within => within = true,
            Piece::Sign('}') if depth == 0 => break,
            Piece::Sign('(' | '[' | '{') => depth += 1,
            Piece::Sign(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                names |= depth == 0 && &text[at] == "}";
            }
            Piece::Sign(',') if depth == 0 => names = true,
            Piece::Sign('=') if depth == 0 => names = false,
            Piece::Word if depth == 0 && within && &text[at.clone()] == "if" => names = false,
            Piece::Text if depth == 0 && within && names && text[at.clone()].starts_with('"') => {
                found.push(at);
            }
            Piece::Sign(_) | Piece::Word | Piece::Text | Piece::Comment | Piece::Blank => {}
        }
    }
    found
}

/// What stands there outright.
#[expect(clippy::wildcard_enum_match_arm, reason = "anything else does not stand there outright")]
fn constant(expr: &Expr) -> Option<Sort> {
    Some(match expr {
        Expr::IntegerConstant(..) => Sort::Number,
        Expr::StringConstant(..) => Sort::Text(Words::Any),
        Expr::BoolConstant(..) => Sort::YesNo,
        _ => return None,
    })
}

/// Whether two values can be the same, or one be more than the other.
fn goes_with(a: Sort, b: Sort) -> bool {
    let counts = |sort| matches!(sort, Sort::Number | Sort::Fraction);
    let written = |sort| matches!(sort, Sort::Text(_) | Sort::Letter);
    a.is_like(b) || (counts(a) && counts(b)) || (written(a) && written(b))
}
