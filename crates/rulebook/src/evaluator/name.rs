//! By what checks over several cases tell events apart: an applicant, an officer, a number.
//!
//! There are as many of these as there are applicants, so remembering answers would come to nothing. A closure that only reads a field is
//! not called at all.
//!
//! *Invariant.* Reading the field gives what calling the closure would.
//!
//! *Absent on purpose.* What is counted by them.

use duban_domain::{Sym, Symbols};

use super::Evaluator;
use crate::facts::{Datum, Facts, Field};
use crate::fault::Fault;
use crate::plan::ScriptId;

/// What a closure answered that tells events apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The case does not say: the event does not count.
    Nothing,
    /// A text of the case. Where it is empty the event does not count either.
    Text(Sym),
    /// One that the closure made, or the digits of a number.
    Made(String),
}

impl Name {
    /// The name itself; None where the case does not say. `symbols`: those of the facts that were asked.
    pub fn read<'a>(&'a self, symbols: &'a Symbols) -> Option<&'a str> {
        match self {
            Name::Nothing => None,
            Name::Text(sym) => Some(symbols.get(*sym)),
            Name::Made(text) => Some(text),
        }
    }
}

impl Evaluator {
    /// The field that a closure answers and looks at nothing else; None where it has to be called.
    pub fn field_read(&self, script: ScriptId) -> Option<Field> {
        let at = usize::from(script.0);
        // Of a rulebook that is traced the closure is called once, so that it is seen to run.
        let is_seen = self.book.machine.trace.is_none() || self.memories[at].calls > 0;
        self.book.closures[at].reads.filter(|_| is_seen)
    }

    /// Counts a closure as asked whose field was read for another one, about the same event.
    pub fn count_read(&mut self, script: ScriptId) {
        let memory = &mut self.memories[usize::from(script.0)];
        memory.calls += 1;
        memory.hits += 1;
    }

    /// What tells an event apart.
    ///
    /// # Errors
    /// When the script fails or answers something else.
    pub fn name(&mut self, script: ScriptId, facts: &impl Facts) -> Result<Name, Fault> {
        let datum = self.field_read(script).map(|field| facts.read(field));
        let known = match datum {
            Some(Datum::Missing) => Some(Name::Nothing),
            Some(Datum::Text(sym)) => Some(Name::Text(sym)),
            Some(Datum::Int(number)) => Some(Name::Made(number.to_string())),
            // What else a fact may be is no name: the closure is called, and is at fault.
            Some(Datum::Bool(_) | Datum::Day(_) | Datum::Time(_) | Datum::Length(_)) | None => None,
        };
        if let Some(name) = known {
            self.count_read(script);
            return Ok(name);
        }
        let text = self.text(script, facts)?;
        Ok(if text.is_empty() { Name::Nothing } else { Name::Made(text) })
    }
}
