//! Plain records of version 1, taken apart by hand: most of a history are milestones and steps, and reading them is a fifth of a
//! replay.
//!
//! *Invariant.* What is read here is what [`super::decode`] reads; of whatever is not plain nothing is said, and that is asked.
//!
//! *Absent on purpose.* Errors: a record that is no record is not plain.

use duban_calendar::Timestamp;
use duban_domain::{
    About, By, CaseFact, Description, Event, Milestone, Origin, Outcome, RecordKey, Value,
};

/// What the numbers in a record stand for; None for those that stand for nothing.
pub(crate) trait Meaning<S> {
    /// A string.
    fn string(&mut self, number: u32) -> Option<S>;

    /// The number of the case of a record whose chain's previous event is `back` positions before it.
    fn case(&mut self, number: u32, back: u64) -> Option<S>;

    /// Whether the fact of this name in a description is wanted.
    fn wants(&mut self, name: u32) -> bool;
}

/// The event of a plain record.
pub(crate) fn read<S>(
    bytes: &[u8],
    base: Timestamp,
    meaning: &mut impl Meaning<S>,
) -> Option<Event<S>> {
    let mut bytes = Bytes(bytes);
    let back = bytes.u64()?;
    let (occurred, recorded) = (bytes.i64()?, bytes.i64()?);
    let recorded_at = Timestamp(recorded.wrapping_add(base.0));
    let occurred_at = Timestamp(occurred.wrapping_add(recorded_at.0));
    let origin = origin(&mut bytes, meaning)?;
    let by = By {
        department: optional(&mut bytes, meaning)?,
        post: optional(&mut bytes, meaning)?,
        officer: optional(&mut bytes, meaning)?,
    };
    let note = optional(&mut bytes, meaning)?;
    if bytes.u32()? != 0 {
        return None;
    }
    let case = meaning.case(bytes.u32()?, back)?;
    let fact = fact(&mut bytes, meaning)?;
    let about = About::Case { case, fact };
    bytes.0.is_empty().then_some(Event { occurred_at, recorded_at, origin, by, note, about })
}

fn origin<S>(bytes: &mut Bytes<'_>, meaning: &mut impl Meaning<S>) -> Option<Origin<S>> {
    let source = string(bytes, meaning)?;
    let key = match bytes.u32()? {
        0 => RecordKey::Ordinal(bytes.u32()?),
        1 => RecordKey::Text(string(bytes, meaning)?),
        2 => RecordKey::Derived(string(bytes, meaning)?),
        _ => return None,
    };
    Some(Origin { source, key, version: bytes.u32()? })
}

fn fact<S>(bytes: &mut Bytes<'_>, meaning: &mut impl Meaning<S>) -> Option<CaseFact<S>> {
    Some(match bytes.u32()? {
        0 => CaseFact::Described(Box::new(description(bytes, meaning)?)),
        1 => CaseFact::Reached(*Milestone::ALL.get(bytes.u32()? as usize)?),
        2 => CaseFact::StepStarted { step: string(bytes, meaning)? },
        3 => CaseFact::StepCompleted {
            step: string(bytes, meaning)?,
            outcome: match bytes.u32()? {
                0 => Outcome::Passed,
                1 => Outcome::Rejected,
                _ => return None,
            },
        },
        4 => CaseFact::StepReturned { step: string(bytes, meaning)? },
        _ => return None,
    })
}

fn description<S>(bytes: &mut Bytes<'_>, meaning: &mut impl Meaning<S>) -> Option<Description<S>> {
    let (item, department) = (optional(bytes, meaning)?, optional(bytes, meaning)?);
    let mut facts = Vec::new();
    for _ in 0..bytes.u64()? {
        let name = bytes.u32()?;
        let wanted = meaning.wants(name);
        let value = match bytes.u32()? {
            0 if wanted => Value::Text(string(bytes, meaning)?),
            0 => {
                bytes.u32()?;
                continue;
            }
            1 => Value::Int(bytes.i64()?),
            2 => Value::Bool(bytes.flag()?),
            3 => Value::Time(Timestamp(bytes.i64()?)),
            _ => return None,
        };
        if wanted {
            facts.push((meaning.string(name)?, value));
        }
    }
    Some(Description { item, department, facts })
}

fn string<S>(bytes: &mut Bytes<'_>, meaning: &mut impl Meaning<S>) -> Option<S> {
    meaning.string(bytes.u32()?)
}

/// A string that may be missing; None in the outer option where the record is not plain.
fn optional<S>(bytes: &mut Bytes<'_>, meaning: &mut impl Meaning<S>) -> Option<Option<S>> {
    if bytes.flag()? { string(bytes, meaning).map(Some) } else { Some(None) }
}

/// The bytes that were not read yet, in the encoding of postcard.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    #[inline]
    fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    #[inline]
    fn u32(&mut self) -> Option<u32> {
        match self.byte()? {
            small @ 0..0x80 => Some(u32::from(small)),
            first => u32::try_from(self.varint(first, 5)?).ok(),
        }
    }

    #[inline]
    fn u64(&mut self) -> Option<u64> {
        match self.byte()? {
            small @ 0..0x80 => Some(u64::from(small)),
            first => self.varint(first, 10),
        }
    }

    /// Numbers near zero of either sign are short: their last bit is the sign.
    #[inline]
    fn i64(&mut self) -> Option<i64> {
        let folded = self.u64()?;
        Some((folded >> 1) as i64 ^ -((folded & 1) as i64))
    }

    /// The rest of a number of several bytes, seven bits a byte, the low ones first; `most` bytes in all.
    #[inline]
    fn varint(&mut self, first: u8, most: u32) -> Option<u64> {
        let mut number = u64::from(first & 0x7f);
        for at in 1..most {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if (bits << (7 * at)) >> (7 * at) != bits {
                return None;
            }
            number |= bits << (7 * at);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
