//! Interned strings: the engine compares and stores a name as a number.
//!
//! *Invariant.* A symbol's number depends on the order of interning, so it never reaches an output and nothing is ordered by it.
//!
//! Beside each number the index keeps a part of the string's hash: looking for a new name, and growing, need not wait for the
//! memory that holds the other names.
//!
//! *Absent on purpose.* Forgetting a symbol: names of departments, items and cases are few beside the events that repeat them.

use std::hash::BuildHasher;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A string known to a [`Symbols`] table, as its number there. One that may be missing takes no more room than one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sym(NonZeroU32);

impl Sym {
    /// The symbol of this number.
    ///
    /// # Panics
    /// When the number is 2³² - 1: a table has fewer strings.
    pub const fn of(number: u32) -> Sym {
        #[expect(clippy::expect_used, reason = "documented as a panic; no table counts so far")]
        let above_zero = NonZeroU32::new(number.wrapping_add(1)).expect("below 2^32 - 1");
        Sym(above_zero)
    }

    /// Its number in the table: strings are numbered from 0 in the order of interning.
    pub const fn number(self) -> u32 {
        self.0.get() - 1
    }
}

/// The table that gives each distinct string one number, and gives the string back.
#[derive(Debug, Default)]
pub struct Symbols {
    text: String,
    ends: Vec<usize>,
    index: HashTable<Entry>,
    hasher: DefaultHashBuilder,
}

/// The strings that a table has beyond its first ones, to be appended to another that has only those.
#[derive(Debug)]
pub struct SymbolsTail {
    first: usize,
    text: String,
    ends: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    number: u32,
    hash: u32,
}

impl Entry {
    /// The hash by which the index finds it: the places come from the low bits, what is compared first from the high ones.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

impl Symbols {
    /// A table without a string.
    pub fn new() -> Symbols {
        Symbols::default()
    }

    /// The number of this string; the same string has the same number for as long as the table lives.
    ///
    /// # Panics
    /// When the table holds 2³² - 1 strings.
    pub fn intern(&mut self, string: &str) -> Sym {
        let hash = self.hash(string);
        if let Some(found) = self.find_hashed(hash, string) {
            return found;
        }
        #[expect(
            clippy::expect_used,
            reason = "2^32 distinct names exceed any machine this runs on; documented as a panic"
        )]
        let number = u32::try_from(self.ends.len()).expect("fewer than 2^32 symbols");
        let symbol = Sym::of(number);
        self.text.push_str(string);
        self.ends.push(self.text.len());
        let entry = Entry { number, hash };
        self.index.insert_unique(Entry::spread(hash), entry, |it| Entry::spread(it.hash));
        symbol
    }

    /// The number of this string, if it was interned before.
    pub fn find(&self, string: &str) -> Option<Sym> {
        self.find_hashed(self.hash(string), string)
    }

    fn find_hashed(&self, hash: u32, string: &str) -> Option<Sym> {
        let same =
            |it: &Entry| it.hash == hash && slice(&self.text, &self.ends, it.number) == string;
        self.index.find(Entry::spread(hash), same).map(|it| Sym::of(it.number))
    }

    fn hash(&self, string: &str) -> u32 {
        self.hasher.hash_one(string) as u32
    }

    /// The string behind a symbol of this table.
    ///
    /// # Panics
    /// When the symbol is of another table and has no string here.
    pub fn get(&self, sym: Sym) -> &str {
        slice(&self.text, &self.ends, sym.number())
    }

    /// What the table has beyond its first strings.
    ///
    /// # Panics
    /// When it does not have so many.
    pub fn tail(&self, first: usize) -> SymbolsTail {
        let before = first.checked_sub(1).map_or(0, |at| self.ends[at]);
        let ends = self.ends[first..].iter().map(|end| end - before).collect();
        SymbolsTail { first, text: self.text[before..].to_owned(), ends }
    }

    /// Appends what another table has that was the same up to here. The symbols of either are those of the other then.
    ///
    /// # Panics
    /// When the tail is not of a table that was as long.
    pub fn append(&mut self, tail: &SymbolsTail) {
        assert_eq!(self.len(), tail.first, "a tail is appended where it was cut off");
        let mut start = 0;
        for &end in &tail.ends {
            self.intern(&tail.text[start..end]);
            start = end;
        }
    }

    /// How many strings the table knows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

fn slice<'a>(text: &'a str, ends: &[usize], number: u32) -> &'a str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &text[start..ends[at]]
}

#[cfg(test)]
mod tests;
