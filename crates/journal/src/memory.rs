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

use std::hash::BuildHasher;

use duban_domain::{Event, Sym, Symbols};
use hashbrown::DefaultHashBuilder;

use crate::Position;
use crate::block::Strings;

/// The memory of one reader.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The symbols of the strings of the block at hand, as far as they were needed.
    locals: Vec<Option<Sym>>,
    /// Which of them name facts that are wanted, as far as that was asked.
    wanted: Vec<Option<bool>>,
    /// The position of the first event whose case is remembered.
    first: Position,
    /// The cases of a run of events, four bytes each.
    cases: Vec<Option<Sym>>,
    near: Near,
    /// The strings of the last block: the next one spells its own in their memory.
    spare: Strings,
}

/// Names that came lately with their symbols, each at the one place its hash points to: whatever comes to that place later
/// takes it. A name is found with a look at one line of the processor's memory.
#[derive(Debug)]
struct Near {
    names: Vec<Name>,
    hasher: DefaultHashBuilder,
}

/// So many names are near: those of ten thousand officials, in a megabyte.
const NEAR: usize = 16_384;

/// A name of up to so many bytes, so that the whole is one line of memory.
const SHORT: usize = 59;

#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Name {
    symbol: Option<Sym>,
    length: u8,
    bytes: [u8; SHORT],
}

impl Default for Near {
    fn default() -> Self {
        let nobody = Name { symbol: None, length: 0, bytes: [0; SHORT] };
        Near { names: vec![nobody; NEAR], hasher: DefaultHashBuilder::default() }
    }
}

impl Near {
    fn intern(&mut self, string: &str, symbols: &mut Symbols) -> Sym {
        let bytes = string.as_bytes();
        let Some((length, place)) = self.place_of(bytes) else { return symbols.intern(string) };
        let name = &mut self.names[place];
        if let Some(symbol) = name.symbol
            && name.bytes.get(..usize::from(name.length)) == Some(bytes)
        {
            return symbol;
        }
        let symbol = symbols.intern(string);
        name.bytes[..bytes.len()].copy_from_slice(bytes);
        (name.symbol, name.length) = (Some(symbol), length);
        symbol
    }

    /// The length of a short name, and where it belongs.
    fn place_of(&self, bytes: &[u8]) -> Option<(u8, usize)> {
        let length = u8::try_from(bytes.len()).ok().filter(|it| usize::from(*it) <= SHORT)?;
        #[expect(clippy::cast_possible_truncation, reason = "the remainder is below a usize")]
        let place = (self.hasher.hash_one(bytes) % NEAR as u64) as usize;
        Some((length, place))
    }
}

impl Memory {
    /// Strings that nobody needs any more.
    pub(crate) fn spare(&mut self) -> Strings {
        std::mem::take(&mut self.spare)
    }

    /// Keeps strings that nobody needs any more.
    pub(crate) fn keep(&mut self, strings: Strings) {
        self.spare = strings;
    }

    /// Begins a block with so many strings.
    pub(crate) fn begin_block(&mut self, strings: usize) {
        self.locals.clear();
        self.locals.resize(strings, None);
        self.wanted.clear();
        self.wanted.resize(strings, None);
    }

    /// Whether a string of the block names a fact that is wanted; `ask` finds out, once a block.
    #[inline]
    pub(crate) fn wants(&mut self, name: u32, ask: impl Fn() -> bool) -> bool {
        match self.wanted.get_mut(name as usize) {
            Some(known) => *known.get_or_insert_with(ask),
            None => ask(),
        }
    }

    /// Finds the symbol of the case of an event: that of the event `back` positions before it, if that was read.
    #[inline]
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
        let known = at.and_then(|at| *self.cases.get(usize::try_from(at).ok()?)?);
        // It does not go among the names that are near: it will be recalled, not looked for.
        *local = known.or_else(|| strings.get(case).map(|string| symbols.intern(string)));
    }

    /// The symbol of a string of the block at hand; None when it has none of this number.
    #[inline]
    pub(crate) fn symbol(
        &mut self,
        number: u32,
        strings: &Strings,
        symbols: &mut Symbols,
    ) -> Option<Sym> {
        (*self.locals.get(number as usize)?).or_else(|| self.find(number, strings, symbols))
    }

    #[inline(never)]
    fn find(&mut self, number: u32, strings: &Strings, symbols: &mut Symbols) -> Option<Sym> {
        let symbol = self.near.intern(strings.get(number)?, symbols);
        self.locals[number as usize] = Some(symbol);
        Some(symbol)
    }

    /// Remembers the case of an event.
    pub(crate) fn note(&mut self, position: Position, event: &Event<Sym>) {
        if position != self.first + self.cases.len() as u64 {
            self.first = position;
            self.cases.clear();
        }
        self.cases.push(event.case().copied());
    }
}

#[cfg(test)]
mod tests;
