//! What a reader remembers from record to record, so that it seldom asks the large table of all symbols.
//!
//! Nearly each event brings the number of its case into the dictionary of its block anew, and each block the names of
//! the same officials. To find all of those in a table of millions, each time in memory that is far away, would take
//! longer than all else that reading does. The case of a record with a way back is that of the earlier event; names
//! that come again soon are found in a table that is small enough to stay near.
//!
//! *Invariant.* What is remembered is what the table of all symbols would say.
//!
//! *Absent on purpose.* Gaps: after a block that was not read the memory of cases begins anew, so a wrong position in a
//! file costs no memory.

use duban_domain::{Event, Sym, Symbols};

use crate::Position;
use crate::block::Strings;

/// So many names are kept near: the strings of some blocks, less than a processor's own memory.
const RECENT: usize = 4096;

/// Stands for no case. Would a case ever have this symbol, it would be looked up each time.
const NONE: Sym = Sym(u32::MAX);

/// The memory of one reader.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The symbols of the strings of the block at hand, as far as they were needed.
    locals: Vec<Option<Sym>>,
    /// The position of the first event whose case is remembered.
    first: Position,
    /// The cases of a run of events, four bytes each.
    cases: Vec<Sym>,
    recent: Symbols,
    /// The symbols of the recent strings.
    meanings: Vec<Sym>,
}

impl Memory {
    /// Begins a block with so many strings.
    pub(crate) fn begin_block(&mut self, strings: usize) {
        self.locals.clear();
        self.locals.resize(strings, None);
    }

    /// Finds the symbol of the case of an event: that of the event `back` positions before it, if that was read.
    pub(crate) fn recall(
        &mut self,
        (position, back): (Position, u64),
        case: u32,
        strings: &Strings,
        symbols: &mut Symbols,
    ) {
        let Some(local) = self.locals.get_mut(case as usize).filter(|it| it.is_none()) else {
            return;
        };
        let before = position.checked_sub(back).filter(|_| back > 0);
        let at = before.and_then(|before| before.checked_sub(self.first));
        let known = at.and_then(|at| self.cases.get(usize::try_from(at).ok()?)).copied();
        *local = known.filter(|known| *known != NONE).or_else(|| {
            // It does not go among the recent: it will be recalled, not looked for.
            strings.get(case).map(|string| symbols.intern(string))
        });
    }

    /// The symbol of a string of the block at hand; None when it has none of this number.
    pub(crate) fn symbol(
        &mut self,
        number: u32,
        strings: &Strings,
        symbols: &mut Symbols,
    ) -> Option<Sym> {
        if let Some(known) = *self.locals.get(number as usize)? {
            return Some(known);
        }
        let symbol = self.intern(strings.get(number)?, symbols);
        self.locals[number as usize] = Some(symbol);
        Some(symbol)
    }

    fn intern(&mut self, string: &str, symbols: &mut Symbols) -> Sym {
        if self.meanings.len() == RECENT {
            self.recent = Symbols::new();
            self.meanings.clear();
        }
        let at = self.recent.intern(string).0 as usize;
        match self.meanings.get(at) {
            Some(meaning) => *meaning,
            None => {
                let symbol = symbols.intern(string);
                self.meanings.push(symbol);
                symbol
            }
        }
    }

    /// Remembers the case of an event.
    pub(crate) fn note(&mut self, position: Position, event: &Event<Sym>) {
        if position != self.first + self.cases.len() as u64 {
            self.first = position;
            self.cases.clear();
        }
        self.cases.push(event.case().copied().unwrap_or(NONE));
    }
}

#[cfg(test)]
mod tests;
