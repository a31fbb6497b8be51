//! Patterns for names: `*` stands for any letters or none, `?` for exactly one; all else stands for itself.
//!
//! Chosen over regular expressions because activity names are full of `.`, `(` and `+`, which a glob takes as they are.
//!
//! *Invariant.* The time to match is at most the length of the name times that of the pattern.

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob {
    pattern: String,
    shape: Shape,
}

/// What there is to compare; most patterns are simple, and rules are tried for every record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// No star and no question mark.
    Exact,
    /// One star, at the end.
    Prefix,
    Mixed,
}

impl Glob {
    pub(crate) fn new(pattern: &str) -> Glob {
        let shape = match pattern.find(['*', '?']) {
            None => Shape::Exact,
            Some(at) if pattern[at..] == *"*" => Shape::Prefix,
            Some(_) => Shape::Mixed,
        };
        Glob { pattern: pattern.to_owned(), shape }
    }

    /// Whether the whole name fits the pattern.
    pub(crate) fn matches(&self, name: &str) -> bool {
        match self.shape {
            Shape::Exact => self.pattern == name,
            Shape::Prefix => name.starts_with(&self.pattern[..self.pattern.len() - 1]),
            Shape::Mixed => self.matches_mixed(name),
        }
    }

    fn matches_mixed(&self, name: &str) -> bool {
        let (mut pattern, mut rest) = (self.pattern.chars(), name.chars());
        // Where to go on if it does not fit: behind the last `*`, with one more letter of the name given to it.
        let mut retry = None;
        loop {
            let mut ahead = pattern.clone();
            match ahead.next() {
                Some('*') => {
                    pattern = ahead;
                    retry = Some((pattern.clone(), rest.clone()));
                    continue;
                }
                Some(wanted) => {
                    let mut next = rest.clone();
                    if next.next().is_some_and(|letter| wanted == '?' || wanted == letter) {
                        (pattern, rest) = (ahead, next);
                        continue;
                    }
                }
                None if rest.as_str().is_empty() => return true,
                None => {}
            }
            let Some((after_star, mut swallowed)) = retry else { return false };
            if swallowed.next().is_none() {
                return false;
            }
            (pattern, rest) = (after_star.clone(), swallowed.clone());
            retry = Some((after_star, swallowed));
        }
    }
}

#[cfg(test)]
mod tests;
