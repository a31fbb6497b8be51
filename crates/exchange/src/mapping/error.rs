//! What can be wrong with a mapping, told to whoever wrote it.
//!
//! *Invariant.* Every flaw has its line, and says what to write instead wherever that can be known.

use std::fmt;
use std::ops::Range;

use thiserror::Error;

/// Why a mapping was not accepted: all that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct MappingError {
    /// At least one, in the order of the file.
    pub flaws: Vec<MappingFlaw>,
}

/// One thing that is wrong with a mapping.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {wrong}; {advice}")]
pub struct MappingFlaw {
    /// The file, as it was handed in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the text that are meant.
    pub span: Range<usize>,
    /// What is wrong.
    pub wrong: String,
    /// What to do about it.
    pub advice: String,
}

impl fmt::Display for MappingError {
    /// One line a flaw.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, flaw) in self.flaws.iter().enumerate() {
            let end = if at == 0 { "" } else { "\n" };
            write!(f, "{end}{flaw}")?;
        }
        Ok(())
    }
}
