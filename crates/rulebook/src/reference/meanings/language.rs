//! What the words of the script language mean.
//!
//! *Invariant.* One line a word; the tests of [`crate::reference`] hold the table to the words there are.
//!
//! *Absent on purpose.* All else that these words take: authors of rules need no more.

use super::Meaning;

pub(in crate::reference) const LANGUAGE: &[Meaning] = &[
    ("abs", "(number: int) -> int", "without its sign"),
    ("all", "(list: Array, |x| bool) -> bool", "whether it holds for every entry"),
    ("chars", "(text: String) -> ?", "its letters, for `for`"),
    ("clear", "(list: Array)", "makes it empty"),
    (
        "contains",
        "(it: String | Array, part: ?) -> bool",
        "whether this is in it; also `part in it`",
    ),
    ("ends_with", "(text: String, end: String) -> bool", "whether it ends so"),
    ("filter", "(list: Array, |x| bool) -> Array", "the entries for which it holds"),
    ("find", "(list: Array, |x| bool) -> ?", "the first entry for which it holds"),
    ("first", "(list: Array) -> ?", "the first entry"),
    ("floor", "(number: decimal) -> decimal", "rounded down"),
    ("ceiling", "(number: decimal) -> decimal", "rounded up"),
    ("round", "(number: decimal) -> decimal", "rounded to the nearest"),
    ("index_of", "(it: String | Array, part: ?) -> int", "where it is, from 0; -1 if it is not"),
    ("int", "(number: decimal) -> decimal", "without its fraction"),
    ("is_empty", "(it: String | Array) -> bool", "whether nothing is in it"),
    ("is_even", "(number: int) -> bool", "whether two divides it"),
    ("is_odd", "(number: int) -> bool", "whether two does not divide it"),
    ("keys", "(table: Map) -> Array", "the names of its entries"),
    ("last", "(list: Array) -> ?", "the last entry"),
    ("len", "(it: String | Array) -> int", "how many letters or entries it has"),
    ("map", "(list: Array, |x| ?) -> Array", "what comes of each entry"),
    ("parse_int", "(text: String) -> int", "the number that it writes"),
    ("push", "(list: Array, entry: ?)", "adds an entry at the end"),
    ("range", "(from: int, to: int) -> ?", "the numbers from one up to the other, for `for`"),
    ("reduce", "(list: Array, |sum, x| ?) -> ?", "puts all entries together, one by one"),
    ("replace", "(text: String, old: String, new: String)", "puts one text for another in it"),
    ("some", "(list: Array, |x| bool) -> bool", "whether it holds for an entry"),
    ("sign", "(number: int) -> int", "-1, 0 or 1"),
    ("split", "(text: String, at: String) -> Array", "the parts between these signs"),
    ("starts_with", "(text: String, start: String) -> bool", "whether it starts so"),
    ("sub_string", "(text: String, from: int, length: int) -> String", "a part of it, from 0"),
    ("to_decimal", "(number: int) -> decimal", "the number, to be calculated with in fractions"),
    ("to_int", "(number: decimal) -> int", "the number without its fraction"),
    ("to_lower", "(text: String) -> String", "in small letters"),
    ("to_string", "(it: ?) -> String", "as a text; `${...}` in back-quotes does it too"),
    ("to_upper", "(text: String) -> String", "in capitals"),
    ("trim", "(text: String)", "takes the blanks off both ends"),
    ("values", "(table: Map) -> Array", "its entries"),
];
