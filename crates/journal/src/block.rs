//! Blocks: runs of events with the strings they use, each readable with nothing but itself.
//!
//! ```text
//!  0  CRC32C of all that follows        u32   in every version: the checksum is looked at before anything else
//!  4  format of the block               u8
//!  5  version of its records            u8
//!  6  number of events                  u16
//!  8  position of the first             u64
//! 16  base that record times count from i64   milliseconds
//! 24  earliest and latest recorded_at   2 × i64
//! 40  number of strings                 u32
//! 44  bytes of the dictionary           u32
//! 48  dictionary: of each string, how many bytes it begins with like the one before it, and the rest, as postcard writes them
//!     where each record starts          u16 each
//!     records
//! ```
//! All numbers are little-endian.
//!
//! *Invariant.* A record starts within the first 64 KiB of the records: a block that has grown to its limit takes no
//! more, and only the last record of a block may be of any length. So a start fits 16 bits.
//!
//! *Absent on purpose.* Compression: strings are written once and without what they share with their neighbour, as case
//! numbers do; what remains hardly shrinks.

mod names;

use duban_calendar::Timestamp;
use duban_domain::{Event, Sym, Symbols};

use crate::Position;
use crate::error::Damage;
use crate::wire::{self, Record};

/// The format of the blocks that are written today.
const FORMAT: u8 = 1;

const HEADER: usize = 48;

/// A block and the 16 bytes that redb adds to it fill one page of this size and waste little of it: redb gives large values
/// pages of their own, of a power of two.
const LIMIT: usize = (32 << 10) - 16;

/// A block takes no more events when it has less room than this: most records and their new strings fit.
const ROOM_FOR_ONE: usize = 512;

/// What a block says of itself in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockInfo {
    /// The position of its first event.
    pub first: Position,
    /// How many events it holds.
    pub count: u64,
    /// The earliest `recorded_at` of its events.
    pub recorded_min: Timestamp,
    /// The latest `recorded_at` of its events.
    pub recorded_max: Timestamp,
}

/// A block that still takes events.
#[derive(Debug)]
pub(crate) struct BlockBuilder {
    info: BlockInfo,
    base: Timestamp,
    strings: Symbols,
    dictionary_bytes: usize,
    starts: Vec<u16>,
    records: Vec<u8>,
}

impl BlockBuilder {
    /// An empty block for the events from a position on.
    pub(crate) fn new(first: Position) -> BlockBuilder {
        BlockBuilder {
            info: BlockInfo {
                first,
                count: 0,
                recorded_min: Timestamp::MAX,
                recorded_max: Timestamp::MIN,
            },
            base: Timestamp(0),
            strings: Symbols::new(),
            dictionary_bytes: 0,
            starts: Vec::new(),
            records: Vec::new(),
        }
    }

    /// Takes a block that was written before its limit was reached on where it was left.
    pub(crate) fn resume(block: &Block<'_>) -> Result<BlockBuilder, Damage> {
        let mut builder = BlockBuilder {
            info: block.info,
            base: block.base,
            ..BlockBuilder::new(block.info.first)
        };
        for string in block.strings()?.iter() {
            builder.intern(string);
        }
        builder.starts =
            (0..block.starts.len()).map(|at| block.starts[at]).map(u16::from_le_bytes).collect();
        builder.records = block.records.to_vec();
        Ok(builder)
    }

    pub(crate) fn first(&self) -> Position {
        self.info.first
    }

    pub(crate) fn info(&self) -> BlockInfo {
        self.info
    }

    /// The position of the next event that comes in.
    pub(crate) fn next(&self) -> Position {
        self.info.first + self.info.count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.info.count == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.size() + ROOM_FOR_ONE > LIMIT
    }

    fn size(&self) -> usize {
        HEADER + self.dictionary_bytes + 2 * self.starts.len() + self.records.len()
    }

    /// Adds an event whose chain's previous event is `back` positions before it.
    ///
    /// # Panics
    /// When the block was full before.
    pub(crate) fn push(&mut self, back: u64, event: Event<String>) -> postcard::Result<()> {
        if self.is_empty() {
            self.base = event.recorded_at;
        }
        #[expect(
            clippy::expect_used,
            reason = "a block that is not full has less than 32 KiB of records"
        )]
        let start = u16::try_from(self.records.len()).expect("no record is added to a full block");
        self.info.count += 1;
        self.info.recorded_min = self.info.recorded_min.min(event.recorded_at);
        self.info.recorded_max = self.info.recorded_max.max(event.recorded_at);
        let event = event.map(&mut |string| self.intern(&string));
        self.starts.push(start);
        wire::encode(Record { back, event }, self.base, &mut self.records)
    }

    fn intern(&mut self, string: &str) -> u32 {
        let known = self.strings.len();
        let number = self.strings.intern(string).number();
        if self.strings.len() > known {
            let shared = shared_with(self.before(number), string);
            let rest = string.len() - shared;
            self.dictionary_bytes += varint_len(shared) + varint_len(rest) + rest;
        }
        number
    }

    /// The string before this one in the dictionary.
    fn before(&self, number: u32) -> &str {
        number.checked_sub(1).map_or("", |before| self.strings.get(Sym::of(before)))
    }

    /// The block as it is stored.
    pub(crate) fn to_bytes(&self) -> postcard::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.size());
        bytes.extend([0; 4]);
        bytes.extend([FORMAT, wire::RECORD_VERSION]);
        bytes.extend((self.starts.len() as u16).to_le_bytes());
        bytes.extend(self.info.first.to_le_bytes());
        for time in [self.base, self.info.recorded_min, self.info.recorded_max] {
            bytes.extend(time.0.to_le_bytes());
        }
        bytes.extend((self.strings.len() as u32).to_le_bytes());
        bytes.extend((self.dictionary_bytes as u32).to_le_bytes());
        for number in 0..self.strings.len() as u32 {
            let string = self.strings.get(Sym::of(number));
            let shared = shared_with(self.before(number), string);
            wire::append(&(shared, &string[shared..]), &mut bytes)?;
        }
        bytes.extend(self.starts.iter().flat_map(|start| start.to_le_bytes()));
        bytes.extend(&self.records);
        let checksum = crc32c::crc32c(&bytes[4..]);
        bytes[..4].copy_from_slice(&checksum.to_le_bytes());
        Ok(bytes)
    }
}

/// A block as it was stored, whole and unharmed.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    pub(crate) info: BlockInfo,
    record_version: u8,
    base: Timestamp,
    string_count: usize,
    dictionary: &'a [u8],
    starts: &'a [[u8; 2]],
    records: &'a [u8],
}

impl<'a> Block<'a> {
    /// Checks the checksum and takes the block apart, without looking into its records.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Block<'a>, Damage> {
        let (stored, rest) = bytes.split_first_chunk().ok_or(Damage::Malformed("the header"))?;
        let (stored, computed) = (u32::from_le_bytes(*stored), crc32c::crc32c(rest));
        if stored != computed {
            return Err(Damage::Checksum { stored, computed });
        }
        Block::take_apart(rest)
    }

    fn take_apart(bytes: &'a [u8]) -> Result<Block<'a>, Damage> {
        let mut fields = Fields(bytes);
        let [format, record_version] = fields.take()?;
        if format != FORMAT {
            return Err(Damage::NewerBlock { found: format, known: FORMAT });
        }
        let count = usize::from(u16::from_le_bytes(fields.take()?));
        let first = u64::from_le_bytes(fields.take()?);
        let mut time = || fields.take().map(|bytes| Timestamp(i64::from_le_bytes(bytes)));
        let (base, recorded_min, recorded_max) = (time()?, time()?, time()?);
        let string_count = u32::from_le_bytes(fields.take()?) as usize;
        let dictionary_bytes = u32::from_le_bytes(fields.take()?) as usize;
        let cut = |bytes: &'a [u8], at| {
            bytes.split_at_checked(at).ok_or(Damage::Malformed("the lengths"))
        };
        let (dictionary, rest) = cut(fields.0, dictionary_bytes)?;
        let (starts, records) = cut(rest, 2 * count)?;
        let info = BlockInfo { first, count: count as u64, recorded_min, recorded_max };
        if first.checked_add(info.count).is_none() {
            return Err(Damage::Malformed("the position"));
        }
        let starts = starts.as_chunks().0;
        Ok(Block { info, record_version, base, string_count, dictionary, starts, records })
    }

    /// The strings, spelled out.
    pub(crate) fn strings(&self) -> Result<Strings, Damage> {
        self.strings_in(Strings::default())
    }

    /// The same in the memory of strings that nobody needs any more.
    fn strings_in(&self, spare: Strings) -> Result<Strings, Damage> {
        let wrong = || Damage::Malformed("the dictionary");
        let mut rest = self.dictionary;
        let Strings { text, mut ends } = spare;
        let mut text = text.into_bytes();
        text.clear();
        text.reserve(2 * rest.len());
        ends.clear();
        // Each string takes two bytes at least, so a wrong number cannot ask for more memory than the block has bytes.
        ends.reserve(self.string_count.min(rest.len()));
        let mut before = 0;
        for _ in 0..self.string_count {
            let start = text.len();
            let shared =
                take_length(&mut rest).filter(|it| *it <= start - before).ok_or_else(wrong)?;
            let own = take_length(&mut rest).and_then(|it| rest.split_at_checked(it));
            let (own, behind) = own.ok_or_else(wrong)?;
            text.extend_from_within(before..before + shared);
            text.extend_from_slice(own);
            ends.push(text.len());
            (rest, before) = (behind, start);
        }
        let text = String::from_utf8(text).map_err(|_| wrong())?;
        let whole = ends.iter().all(|end| text.is_char_boundary(*end));
        if whole { Ok(Strings { text, ends }) } else { Err(wrong()) }
    }

    /// The record at a place within the block.
    pub(crate) fn record(&self, at: usize) -> Result<Record, Damage> {
        wire::decode(self.record_version, self.record_bytes(at)?, self.base)
    }

    fn record_bytes(&self, at: usize) -> Result<&'a [u8], Damage> {
        let start =
            |at: usize| self.starts.get(at).map(|start| usize::from(u16::from_le_bytes(*start)));
        let from = start(at).ok_or(Damage::Malformed("a position"))?;
        let to = start(at + 1).unwrap_or(self.records.len());
        self.records.get(from..to).ok_or(Damage::Malformed("the start of a record"))
    }
}

/// The strings of a block in the order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| &self.text[std::mem::replace(&mut start, *end)..*end])
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of this number.
    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        self.text.get(start?..*self.ends.get(number)?)
    }
}

/// The bytes of a header that were not taken yet.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Damage::Malformed("the header"))?;
        self.0 = rest;
        Ok(*field)
    }
}

/// How many bytes a string begins with like the one before it, whole characters only.
fn shared_with(before: &str, string: &str) -> usize {
    let shared = before.bytes().zip(string.bytes()).take_while(|(one, other)| one == other).count();
    string.floor_char_boundary(shared)
}

/// Takes a length off the front, as postcard writes it: seven bits a byte, the low ones first.
fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        *bytes = rest;
        return Some(usize::from(first));
    }
    let (length, rest) = postcard::take_from_bytes(bytes).ok()?;
    *bytes = rest;
    Some(length)
}

/// How many bytes postcard writes a length in: seven bits a byte.
fn varint_len(length: usize) -> usize {
    (length.max(1).ilog2() / 7 + 1) as usize
}

#[cfg(test)]
mod tests;
