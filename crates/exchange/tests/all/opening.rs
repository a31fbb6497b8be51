//! Files: plain and compressed, whole and cut off.

use std::io::{Read, Write};
use std::path::PathBuf;

use duban_exchange::{Incoming, open, read};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::mapping;

const MAPPING: &str = r#"
    recorded = "as occurred"
    [case]
    id = "case"
    [record]
    activity = "what"
    time = "when"
"#;

/// A table whose rows do not compress to nothing.
fn table(rows: usize) -> String {
    let row = |at: usize| {
        let noise = (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        format!("{noise:x},step {at},2026-03-19T09:00:00Z\n")
    };
    "case,what,when\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

struct Files(tempfile::TempDir);

impl Files {
    fn write(&self, name: &str, data: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, data).unwrap();
        path
    }
}

fn files() -> Files {
    Files(tempfile::tempdir().unwrap())
}

#[test]
fn the_content_decides_what_a_file_is_and_not_its_name() {
    let (files, text) = (files(), table(1000));
    let halves = text.as_bytes().split_at(text.len() / 2);
    for (name, data) in [
        ("plain.gz", text.clone().into_bytes()),
        ("packed.csv", gzip(text.as_bytes())),
        ("two members", [gzip(halves.0), gzip(halves.1)].concat()),
        ("packed.xes", zstd::encode_all(text.as_bytes(), 3).unwrap()),
        (
            "two frames",
            [zstd::encode_all(halves.0, 3).unwrap(), zstd::encode_all(halves.1, 3).unwrap()]
                .concat(),
        ),
    ] {
        let path = files.write(name, &data);
        let (mut input, progress) = open(&path).unwrap();
        assert_eq!(progress.bytes_total(), data.len() as u64);
        let mut unpacked = String::new();
        input.read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text, "{name}");
        assert_eq!(progress.bytes_read(), progress.bytes_total(), "{name}");
    }
}

#[test]
fn a_compressed_file_that_was_cut_off_keeps_what_came_before_and_says_where() {
    let (files, mapping, text) = (files(), mapping(MAPPING), table(20_000));
    for (name, whole) in [
        ("cut.csv.gz", gzip(text.as_bytes())),
        ("cut.csv.zst", zstd::encode_all(text.as_bytes(), 3).unwrap()),
    ] {
        let path = files.write(name, &whole[..whole.len() / 2]);
        let (input, _) = open(&path).unwrap();
        let mut events = 0;
        let mut end = None;
        for incoming in read(input, "cut", &mapping).unwrap() {
            match incoming {
                Ok(Incoming::Event { event, derived: false, .. }) => {
                    assert_eq!(event.occurred_at.to_string(), "2026-03-19T09:00:00.000Z");
                    events += 1;
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => end = Some(error),
            }
        }
        assert!((1000..20_000).contains(&events), "{name}: {events}");
        let end = end.expect("the file is cut off");
        assert_eq!(end.place.unwrap().0, events + 2, "the line that could not be read");
        let shown = end.to_string();
        let said = [
            "`cut`, line ",
            "at about byte ",
            name,
            "the compressed data ends in the middle",
            "get the file again",
        ];
        for part in said {
            assert!(shown.contains(part), "{shown} lacks {part}");
        }
    }
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_told_with_what_it_looks_like() {
    let files = files();
    for (name, data, looks) in [
        ("a.csv.gz", b"<!DOCTYPE html><html>404 Not Found</html>".as_slice(), "a web page"),
        ("b.csv.gz", b"<HTML><body>sign in</body>", "a web page"),
        ("c.csv.gz", b"PK\x03\x04\x14\x00", "a zip archive"),
        ("d.csv.gz", b"\xFD7zXZ\x00\x00\x04", "an xz file"),
        ("e.csv.zst", b"BZh91AY&SY", "a bzip2 file"),
        ("f.csv.GZ", b"\x8B\x1F\x08\x00\x00\x01\x02", "binary data"),
        ("g.csv.gz", b"to be sent later\n", "a line of text"),
        ("h.csv.zst", b"\xEF\xBB\xBFto be sent later\n", "a line of text"),
    ] {
        let shown = open(&files.write(name, data)).unwrap_err().to_string();
        let format = if name.ends_with("zst") { "Zstandard" } else { "gzip" };
        for part in [name, &format!("is no {format} file"), looks] {
            assert!(shown.contains(part), "{shown} lacks {part}");
        }
    }
    let plain = table(9);
    let whole = zstd::encode_all(plain.as_bytes(), 3).unwrap();
    let logs: [(&str, &[u8]); 6] = [
        ("log.csv.gz", plain.as_bytes()),
        ("log.xes.gz", b"\xEF\xBB\xBF<?xml version='1.0'?><log></log>"),
        ("log.xes.zst", b" <log></log>"),
        ("log.ndjson.gz", b"{\"case\": 1}"),
        ("log.gz", &whole),
        ("empty.csv.gz", b""),
    ];
    for (name, data) in logs {
        assert!(open(&files.write(name, data)).is_ok(), "{name} can be read as it is");
    }
}

#[test]
fn a_text_is_known_by_its_start_wherever_that_is_cut() {
    let files = files();
    let header = "办件编号,".repeat(20_000);
    for pad in 0..4 {
        let text = format!("{}{header}\n", "a".repeat(pad));
        assert!(open(&files.write("wide.csv.gz", text.as_bytes())).is_ok(), "{pad} bytes before");
    }
}

#[test]
fn what_cannot_be_opened_is_told() {
    let files = files();
    let told = |path: PathBuf| open(&path).unwrap_err().to_string();
    assert!(told(files.0.path().join("absent.csv")).contains("the file cannot be opened"));
    assert!(told(files.0.path().to_owned()).contains("this is a folder"));
}
