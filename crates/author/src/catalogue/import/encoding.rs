//! Is it UTF-8? If not: what is it most likely, and how does one convert it?
//!
//! *Absent on purpose.* Conversion: spreadsheets and `iconv` do it, and show the result to somebody who can read it.

use super::ImportError;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The text without its byte order mark.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ImportError::Encoding {
            found: "UTF-16",
            advice: "convert it with `iconv -f UTF-16 -t UTF-8`, or save it as \"CSV UTF-8\"",
        },
        _ if is_gb18030(bytes) => ImportError::Encoding {
            found: "GBK or GB18030",
            advice: "convert it with `iconv -f GB18030 -t UTF-8`, or save it as \"CSV UTF-8\"",
        },
        _ => ImportError::Encoding {
            found: "in no encoding that is known here",
            advice: "save it as \"CSV UTF-8\" where it was made",
        },
    })
}

/// Whether the bytes can be GB18030: of one, two or four bytes a letter.
fn is_gb18030(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [0..=0x7f, rest @ ..] => rest,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] => rest,
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        }
    }
}
