//! Events from records: what the numbers of strings stand for, and which facts are wanted.
//!
//! *Invariant.* However a record is read, by hand or generally, its event is the same.
//!
//! *Absent on purpose.* How records are written: that is the wire's to know.

use std::ops::Range;

use duban_domain::{About, CaseFact, Event, Sym, Symbols, Value};

use super::{Block, Strings};
use crate::Position;
use crate::error::Damage;
use crate::memory::Memory;
use crate::wire::plain::Meaning;
use crate::wire::{self, Record};

impl Block<'_> {
    /// Appends the events from a position on, their strings as symbols; answers their positions. Of descriptions only these
    /// facts, or all of them.
    pub(crate) fn decode(
        &self,
        from: Position,
        facts: Option<&[String]>,
        symbols: &mut Symbols,
        memory: &mut Memory,
        out: &mut Vec<Event<Sym>>,
    ) -> Result<Range<Position>, Damage> {
        let strings = self.strings_in(memory.spare())?;
        memory.begin_block(strings.len());
        let skipped = from.saturating_sub(self.info.first).min(self.info.count);
        out.reserve((self.info.count - skipped) as usize);
        for at in skipped..self.info.count {
            let position = self.info.first + at;
            let bytes = self.record_bytes(at as usize)?;
            let mut names = Names { position, facts, strings: &strings, symbols, memory };
            let plain = wire::decode_plain(self.record_version, bytes, self.base, &mut names);
            let event = match plain {
                Some(event) => event,
                None => names.resolve(self.record(at as usize)?)?,
            };
            memory.note(position, &event);
            out.push(event);
        }
        memory.keep(strings);
        Ok(self.info.first + skipped..self.info.first + self.info.count)
    }
}

/// What the numbers in the record at a position stand for.
struct Names<'a> {
    position: Position,
    /// The facts of descriptions that are wanted; None: all of them.
    facts: Option<&'a [String]>,
    strings: &'a Strings,
    symbols: &'a mut Symbols,
    memory: &'a mut Memory,
}

impl Meaning<Sym> for Names<'_> {
    #[inline]
    fn string(&mut self, number: u32) -> Option<Sym> {
        self.memory.symbol(number, self.strings, self.symbols)
    }

    #[inline]
    fn case(&mut self, number: u32, back: u64) -> Option<Sym> {
        self.memory.recall((self.position, back), number, self.strings, self.symbols);
        self.string(number)
    }

    fn wants(&mut self, name: u32) -> bool {
        let Some(facts) = self.facts else { return true };
        let strings = self.strings;
        let of_name = |fact: &String| strings.get(name) == Some(fact);
        self.memory.wants(name, || facts.iter().any(of_name))
    }
}

impl Names<'_> {
    fn resolve(mut self, record: Record) -> Result<Event<Sym>, Damage> {
        let Record { back, mut event } = record;
        if let Some(given) = facts_of(&mut event) {
            given.retain(|(name, _)| self.wants(*name));
        }
        if let Some(case) = event.case() {
            self.case(*case, back);
        }
        resolve(event, Sym::of(0), |number| self.string(number))
    }
}

/// What a description says beyond item and department.
pub(super) fn facts_of<S>(event: &mut Event<S>) -> Option<&mut Vec<(S, Value<S>)>> {
    match &mut event.about {
        About::Case { fact: CaseFact::Described(it), .. } => Some(&mut it.facts),
        About::Case { .. } | About::Warning { .. } | About::Adoption(_) => None,
    }
}

impl Strings {
    /// The event with its strings.
    pub(crate) fn spell(&self, event: Event<u32>) -> Result<Event<&str>, Damage> {
        resolve(event, "", |number| self.get(number))
    }
}

/// The event with what the numbers of its strings stand for. `stand_in` is never seen.
fn resolve<S: Copy>(
    event: Event<u32>,
    stand_in: S,
    mut meaning: impl FnMut(u32) -> Option<S>,
) -> Result<Event<S>, Damage> {
    let mut all_known = true;
    let event = event.map(&mut |number| {
        let known = meaning(number);
        all_known &= known.is_some();
        known.unwrap_or(stand_in)
    });
    if all_known { Ok(event) } else { Err(Damage::Malformed("the number of a string")) }
}
