//! The course for rule authors holds what it says: its files are written, its commands run, and what comes out is what it shows.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{Place, repo};

/// A block of a page: the words behind its fence, and its text.
struct Block {
    words: Vec<String>,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(words), None) => {
                let words = words.split(' ').map(str::to_owned).collect();
                open = Some(Block { words, text: String::new() });
            }
            (None, Some(block)) => writeln!(block.text, "{line}").unwrap(),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// Copies the rules that ship.
fn copy(from: &Path, place: &Place, to: &str) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{to}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            copy(&path, place, &name);
        } else {
            place.write(&name, fs::read(&path).unwrap());
        }
    }
}

fn write(place: &Place, block: &Block) {
    let path = &block.words[1];
    match block.words.get(2).map(String::as_str) {
        None => _ = place.write(path, &block.text),
        Some("+") => {
            let before = fs::read_to_string(place.path(path)).unwrap();
            place.write(path, format!("{before}\n{}", block.text));
        }
        Some(other) => panic!("`{other}` behind {path}"),
    }
}

/// Runs each command of a block and compares what it prints with the lines below it; `…` stands for any lines.
fn run(place: &Place, block: &Block) {
    for command in block.text.split("$ duban ").skip(1) {
        let (command, expected) = command.split_once('\n').unwrap();
        let output = place.duban(&command.split(' ').collect::<Vec<_>>());
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut rest = printed.as_str();
        for (number, part) in expected.split("…\n").enumerate() {
            let at = rest.find(part.trim_end());
            let at = at.filter(|at| number > 0 || *at == 0);
            let at = at.unwrap_or_else(|| {
                let said = String::from_utf8_lossy(&output.stderr);
                panic!("`duban {command}` does not print\n{part}\nbut\n{printed}\n{said}")
            });
            rest = &rest[at + part.trim_end().len()..];
        }
    }
}

#[test]
fn every_file_and_command_of_the_course_does_what_it_says() {
    let page = fs::read_to_string(repo("docs/rule-authors/course.md")).unwrap();
    let place = Place::new();
    copy(Path::new(&repo("rules")), &place, "rules");
    let (mut files, mut commands) = (0, 0);
    for block in blocks(&page) {
        match block.words[0].as_str() {
            "console" => {
                commands += 1;
                run(&place, &block);
            }
            "rhai" | "toml" | "csv" => {
                files += 1;
                write(&place, &block);
            }
            other => panic!("a block of `{other}` is neither a file nor a command"),
        }
    }
    assert!(files >= 10 && commands >= 3, "{files} files, {commands} commands");
}
