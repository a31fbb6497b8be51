//! The header of a table: how its fields are parted, and where those stand that the mapping reads.
//!
//! *Invariant.* A column that the mapping reads is there exactly once, or nothing is read at all.

use std::io::Read;

use crate::columns::{Column, Columns};
use crate::fault::Fault;
use crate::suggest::nearest;
use crate::window::{RECORD_LIMIT, Window};

/// What parts fields, unless the mapping says so: the one of these that stands most often in the header.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter that the first line speaks for.
pub(super) fn delimiter<R: Read>(window: &mut Window<R>) -> u8 {
    while memchr::memchr(b'\n', window.bytes().trim_ascii_start()).is_none()
        && window.bytes().len() < RECORD_LIMIT
    {
        if !window.more() {
            break;
        }
    }
    let bytes = window.bytes().trim_ascii_start();
    let line = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())];
    let outside_quotes = line.split(|&byte| byte == b'"').step_by(2);
    let mut counts = [0; DELIMITERS.len()];
    for byte in outside_quotes.flatten() {
        if let Some(at) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
            counts[at] += 1;
        }
    }
    // Of equals the first wins, which is the comma.
    let mut best = 0;
    for at in 1..counts.len() {
        if counts[at] > counts[best] {
            best = at;
        }
    }
    DELIMITERS[best]
}

/// Where the columns stand that the mapping reads.
pub(super) fn wanted(
    names: &[String],
    columns: &Columns,
    delimiter: u8,
) -> Result<Vec<(Column, usize)>, Fault> {
    let mut wanted = Vec::new();
    for (number, column) in columns.names.iter().enumerate() {
        let mut found = names.iter().enumerate().filter(|(_, name)| **name == column.name);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => wanted.push((Column(number), at)),
            (Some(_), Some(_)) => {
                return Err(Fault::new(
                    format!(
                        "the header has two columns `{}`, and the mapping reads that column",
                        column.name
                    ),
                    "rename or leave out one of them",
                ));
            }
            (None, _) if !column.required => {}
            (None, _) => return Err(missing(names, &column.name, delimiter)),
        }
    }
    Ok(wanted)
}

fn missing(names: &[String], name: &str, delimiter: u8) -> Fault {
    let reason = format!("the header has no column `{name}`, but the mapping reads it");
    if names.len() == 1 {
        let delimiter =
            if delimiter == b'\t' { "\\t".to_owned() } else { char::from(delimiter).to_string() };
        return Fault::new(
            format!("{reason}; parted by `{delimiter}`, the header has one column only"),
            "name what parts the fields in the mapping, for example `delimiter = \";\"`",
        );
    }
    Fault::new(
        reason,
        match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!(
                "did you mean `{near}`? correct the mapping, or name the column under `optional`"
            ),
            None => format!(
                "the header has {}; correct the mapping, or name the column under `optional`",
                shown(names)
            ),
        },
    )
}

fn shown(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<_> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MOST { ", …" } else { "" };
    shown.join(", ") + more
}
