//! Opens a file, plain or compressed (gzip, Zstandard), and tells how far it has been read.
//!
//! *Invariant.* The content decides what a file is, not its name. An error of the data names the file and the byte of the file,
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
        Unpacked::Plain(input)
    };
    Ok((Source { path: shown, progress: progress.clone(), unpacked }, progress))
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
