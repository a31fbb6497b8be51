//! Coming into use of what cases are judged by: its whole text is in the journal, so that a replay in ten years needs nothing else.
//!
//! *Invariant.* The hash is that of the files that stand beside it.
//!
//! *Absent on purpose.* Since when it holds: that is said within the files, per rulebook and per item.

use serde::{Deserialize, Serialize};

/// A rulebook, calendar or catalogue that came into use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption<S = String> {
    /// What it is.
    pub what: Adopted,
    /// Its name: `national`, `cn`, ….
    pub name: S,
    /// SHA-256 over all its files, as hexadecimal digits.
    pub hash: S,
    /// Its files as (path within it, text), in the order of their paths.
    pub files: Vec<(S, S)>,
}

/// The things that can be adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Adopted {
    /// Clocks, checks and scoring; with the rulebooks it extends, its calendar and its catalogue.
    Rulebook,
}

impl<S> Adoption<S> {
    /// The same with each string replaced.
    pub fn map<T>(self, f: &mut impl FnMut(S) -> T) -> Adoption<T> {
        Adoption {
            what: self.what,
            name: f(self.name),
            hash: f(self.hash),
            files: self.files.into_iter().map(|(path, text)| (f(path), f(text))).collect(),
        }
    }
}
