//! What is wrong with a script that the script engine cannot read, in the words of an author.
//!
//! *Absent on purpose.* Mistakes in what can be read: [`crate::inspect`] and the declarations find those.

use crate::error::{Mistake, Source};
use crate::{fault, position};

/// What is wrong with a script that cannot be read, and what to do.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the language has many syntax errors; the rest say themselves what they are"
)]
pub(super) fn unreadable(source: &Source, error: &rhai::ParseError) -> Mistake {
    use rhai::{LexError, ParseErrorType};
    let at = position::word_at(&source.text, error.position());
    let (message, help) = match error.err_type() {
        ParseErrorType::VariableUndefined(name) => (
            format!("`{name}` is not known here"),
            "a text stands in quotes; a constant must be declared above its use; a closure names its parameters: `|c| ...`".to_owned(),
        ),
        ParseErrorType::UnexpectedEOF => {
            ("the script ends in the middle of something".to_owned(), "close the brackets, braces and quotes that are open".to_owned())
        }
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            ("a text has no end".to_owned(), "close it with a quote on the same line".to_owned())
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(sign)) => (
            format!("`{sign}` does not belong here"),
            "outside texts, rules use half-width signs: ( ) . , \" |".to_owned(),
        ),
        ParseErrorType::MissingToken(token, why) => {
            (format!("`{token}` is missing {}", fault::lower(why)), format!("add `{token}`, or remove what stands before it"))
        }
        ParseErrorType::Reserved(word) | ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) => {
            (format!("`{word}` cannot be used in a rulebook"), "use another name; scripts reach no files, no network and no clock".to_owned())
        }
        other => (fault::lower(&other.to_string()), "check this place and what stands before it".to_owned()),
    };
    Mistake::new("rule::syntax", message).at(source, at).help(help)
}
