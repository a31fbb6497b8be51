//! Comments that are opened and never closed: the language takes all that follows for a comment, and rules would be gone without a word.
//!
//! *Absent on purpose.* A reader of the language: its own says where a comment ends.

use rhai::Engine;

use crate::error::{Mistake, Source};

/// What no script can end with, unless it is part of a comment.
const STRAY: &str = "\n)";

/// The mistake, where a comment of a script that can be read has no end.
pub(super) fn without_end(engine: &Engine, source: &Source) -> Option<Mistake> {
    let opened = last_opened(&source.text)?;
    let probed = format!("{}{STRAY}", source.text);
    engine.compile(probed).ok()?;
    let mistake =
        Mistake::new("rule::syntax", "a comment has no end, so that nothing behind it is a rule");
    Some(mistake.at(source, opened..opened + OPEN.len()).help("close it with `*/`"))
}

const OPEN: &str = "/*";

const CLOSE: &str = "*/";

/// Where the comment begins that is open at the end, if one is. Comments stand in each other.
fn last_opened(text: &str) -> Option<usize> {
    let (mut depth, mut opened, mut at) = (0_usize, None, 0);
    while let Some(rest) = text.get(at..) {
        let Some(found) = rest.find(['/', '*']) else { break };
        let here = &rest[found..];
        let sign = here.starts_with(OPEN) || here.starts_with(CLOSE);
        if here.starts_with(OPEN) {
            depth += 1;
            if depth == 1 {
                opened = Some(at + found);
            }
        } else if here.starts_with(CLOSE) {
            depth = depth.saturating_sub(1);
        }
        at += found + if sign { OPEN.len() } else { 1 };
    }
    opened.filter(|_| depth > 0)
}
