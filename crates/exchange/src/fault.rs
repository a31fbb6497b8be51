//! Why one record, or one value in it, cannot be used: the two sentences that a quarantine shows.

/// What is wrong with a record, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What is wrong.
    pub(crate) reason: String,
    /// What to do about it.
    pub(crate) advice: String,
}

impl Fault {
    pub(crate) fn new(reason: impl Into<String>, advice: impl Into<String>) -> Fault {
        Fault { reason: reason.into(), advice: advice.into() }
    }

    /// The fault of a record whose bytes are not UTF-8, at `byte` of the record.
    pub(crate) fn not_utf8(byte: usize) -> Fault {
        Fault::new(
            format!("the record is not UTF-8 text (byte {byte} of it)"),
            "if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`",
        )
    }

    /// The fault of a value whose bytes are not UTF-8; `shown` has them replaced.
    pub(crate) fn value_not_utf8(name: &str, shown: &str) -> Fault {
        let shown = excerpt(shown, 40);
        Fault::new(
            format!("`{name}` is not UTF-8 text (`{shown}`)"),
            "if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`",
        )
    }

    /// The fault of a record that is longer than any record may be.
    pub(crate) fn too_long() -> Fault {
        Fault::new(
            format!(
                "the record is longer than {} KiB, the most that one record may hold",
                crate::window::RECORD_LIMIT >> 10
            ),
            "leave out attachments and long texts, or check whether a quotation mark or end tag is missing",
        )
    }
}

/// At most `limit` characters of a text that a message quotes.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
