//! Opens a file, plain or compressed (gzip, Zstandard), and tells how far it has been read.
//!
//! *Invariant.* The content decides what a file is, not its name: a log that was unpacked and kept its `.gz` is read as it is.
//! What is neither packed as its name says nor like any log is refused with what it looks like, before it is taken for a
//! strange table. An error of the data names the file and the byte of the file,
//! not of what it unpacks to.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::incoming::ReadError;

/// An open file, decompressed as it is read.
pub struct Source {
    path: String,
    progress: Progress,
    unpacked: Unpacked,
}

enum Unpacked {
    Plain(BufReader<Counted>),
    Gzip(Box<MultiGzDecoder<BufReader<Counted>>>),
    Zstandard(Box<zstd::Decoder<'static, BufReader<Counted>>>),
}

/// How far a file has been read: bytes of the file itself. Its clones count along.
#[derive(Clone, Debug)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: u64,
}

impl Progress {
    /// Bytes read so far.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes in all, as the file was when it was opened.
    pub fn bytes_total(&self) -> u64 {
        self.total
    }
}

/// Opens a file for [`crate::read`].
///
/// # Errors
/// [`ReadError`] if it is not there, may not be read, or is a folder.
pub fn open(path: &Path) -> Result<(Source, Progress), ReadError> {
    let shown = path.display().to_string();
    let refuse = |reason: String, advice: &str| ReadError {
        source: shown.clone(),
        place: None,
        reason,
        advice: advice.to_owned(),
    };
    let failed = |error: io::Error| {
        refuse(
            format!("the file cannot be opened ({error})"),
            "check its name and whether you may read it",
        )
    };
    let file = File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(refuse("this is a folder".to_owned(), "name the files in it"));
    }
    let progress = Progress { read: Arc::default(), total: about.len() };
    let mut input =
        BufReader::with_capacity(64 << 10, Counted { file, progress: progress.clone() });
    let start = input.fill_buf().map_err(failed)?;
    let unpacked = if start.starts_with(b"\x1F\x8B") {
        Unpacked::Gzip(Box::new(MultiGzDecoder::new(input)))
    } else if start.starts_with(b"\x28\xB5\x2F\xFD") {
        Unpacked::Zstandard(Box::new(zstd::Decoder::with_buffer(input).map_err(failed)?))
    } else {
        if let (Some(packing), Some(looks)) = (packing_in_name(path), no_log(start)) {
            return Err(refuse(
                format!(
                    "this is no {packing} file, although its name says so: it looks like {looks}"
                ),
                "get the file again, or give its content the ending that it should have",
            ));
        }
        Unpacked::Plain(input)
    };
    Ok((Source { path: shown, progress: progress.clone(), unpacked }, progress))
}

/// What the name of a file says it is packed with.
fn packing_in_name(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "gz" => Some("gzip"),
        "zst" => Some("Zstandard"),
        _ => None,
    }
}

/// What a file looks like by its first bytes, if no log begins like that. An empty one is left to whoever reads it.
fn no_log(start: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a zip archive or a workbook"),
        (b"\xFD7zXZ\x00", "an xz file"),
        (b"BZh", "a bzip2 file"),
        (b"7z\xBC\xAF", "a 7-Zip archive"),
        (b"%PDF", "a PDF document"),
    ];
    if let Some((_, looks)) = SIGNATURES.iter().find(|(bytes, _)| start.starts_with(bytes)) {
        return Some(looks);
    }
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The bytes end where the buffer did, perhaps within a letter.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return Some("binary data, or text that is not UTF-8"),
    };
    if text.contains('\0') {
        return Some("binary data");
    }
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let is_tag = |tag: &str| text.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag));
    if is_tag("<!doctype html") || is_tag("<html") {
        return Some("a web page");
    }
    let line = text.lines().next()?;
    let is_log = text.starts_with(['<', '{', '[']) || line.contains([',', ';', '\t', '|']);
    (!is_log).then_some("a line of text, and no table has one column alone")
}

/// The name of a file without folders, `.gz` or `.zst`, and its last ending: the source of its events.
///
/// ```
/// use duban_exchange::file_stem;
/// assert_eq!(file_stem("logs/receipt.xes.gz".as_ref()), "receipt");
/// assert_eq!(file_stem("2026.10.csv".as_ref()), "2026.10");
/// ```
pub fn file_stem(path: &Path) -> String {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.unpacked {
            Unpacked::Plain(input) => input.read(buffer),
            Unpacked::Gzip(input) => input.read(buffer),
            Unpacked::Zstandard(input) => input.read(buffer),
        };
        read.map_err(|error| {
            let what = if error.kind() == io::ErrorKind::UnexpectedEof {
                "the compressed data ends in the middle".to_owned()
            } else {
                error.to_string()
            };
            io::Error::new(
                error.kind(),
                format!(
                    "`{}`, at about byte {} of the file: {what}",
                    self.path,
                    self.progress.bytes_read()
                ),
            )
        })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("path", &self.path)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    progress: Progress,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.progress.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
