//! Records and leaves as bytes: how one event is written, in every version that was ever written.
//!
//! *Invariant.* A record of any past version decodes for ever into the event of today; a version's bytes never change
//! (`fixtures/golden` holds us to it). When the vocabulary must change in a way postcard cannot bear, the old types move
//! into the module of their version with a translation into the new ones, and new records get the next number.
//!
//! *Absent on purpose.* Blocks: which strings the numbers in a record stand for is the block's to know.

pub(crate) mod plain;

use duban_calendar::Timestamp;
use duban_domain::Event;
use postcard::ser_flavors::Flavor;
use serde::Serialize;

use self::plain::Meaning;
use crate::error::Damage;

/// The version of the records that are written today.
pub(crate) const RECORD_VERSION: u8 = 1;

/// An event as it lies in a block: its strings are numbers of the block's dictionary.
pub(crate) struct Record {
    /// How many positions back the previous event of the same chain is; 0 if there is none.
    pub(crate) back: u64,
    pub(crate) event: Event<u32>,
}

/// Appends the record to the buffer. Its times are written relative to `base`.
pub(crate) fn encode(
    record: Record,
    base: Timestamp,
    buffer: &mut Vec<u8>,
) -> postcard::Result<()> {
    v1::encode(record, base, buffer)
}

/// Reads a record of the given version, if it is a plain one.
#[inline]
pub(crate) fn decode_plain<S>(
    version: u8,
    bytes: &[u8],
    base: Timestamp,
    meaning: &mut impl Meaning<S>,
) -> Option<Event<S>> {
    if version == 1 { plain::read(bytes, base, meaning) } else { None }
}

/// Reads a record of the given version.
pub(crate) fn decode(version: u8, bytes: &[u8], base: Timestamp) -> Result<Record, Damage> {
    match version {
        1 => v1::decode(bytes, base),
        found => Err(Damage::NewerRecord { found, known: RECORD_VERSION }),
    }
}

/// Appends what the event's leaf is hashed over: the event with its strings spelled out, so that the same event has the
/// same leaf in whatever block it lies. A `String`, a `&str` and any other string give the same bytes.
pub(crate) fn leaf_bytes<S: Serialize>(
    event: &Event<S>,
    buffer: &mut Vec<u8>,
) -> postcard::Result<()> {
    append(event, buffer)
}

/// Appends the postcard bytes of any value.
pub(crate) fn append<T: Serialize + ?Sized>(
    value: &T,
    buffer: &mut Vec<u8>,
) -> postcard::Result<()> {
    postcard::serialize_with_flavor(value, AtEnd(buffer))
}

/// Records of version 1: postcard of the way back and of the event, the recording time counted from the base, the time of
/// occurrence from the recording time. Both are small numbers then, and postcard writes small numbers in few bytes.
mod v1 {
    use super::{Damage, Event, Record, Timestamp, append};

    pub(super) fn encode(
        record: Record,
        base: Timestamp,
        buffer: &mut Vec<u8>,
    ) -> postcard::Result<()> {
        let Record { back, mut event } = record;
        let recorded = event.recorded_at.0;
        event.occurred_at = Timestamp(event.occurred_at.0.wrapping_sub(recorded));
        event.recorded_at = Timestamp(recorded.wrapping_sub(base.0));
        append(&(back, event), buffer)
    }

    pub(super) fn decode(bytes: &[u8], base: Timestamp) -> Result<Record, Damage> {
        let ((back, mut event), rest): ((u64, Event<u32>), _) =
            postcard::take_from_bytes(bytes).map_err(|_| Damage::Malformed("a record"))?;
        if !rest.is_empty() {
            return Err(Damage::Malformed("the length of a record"));
        }
        let recorded = event.recorded_at.0.wrapping_add(base.0);
        event.recorded_at = Timestamp(recorded);
        event.occurred_at = Timestamp(event.occurred_at.0.wrapping_add(recorded));
        Ok(Record { back, event })
    }
}

/// Postcard's output at the end of a buffer; its own `to_extend` copies byte by byte.
struct AtEnd<'a>(&'a mut Vec<u8>);

impl Flavor for AtEnd<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}
