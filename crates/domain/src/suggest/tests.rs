//! A slip finds its word; another word finds none.

use super::{advice, nearest};

const KINDS: [&str; 4] = ["accepted", "received", "granted", "补正告知"];

#[test]
fn a_slip_finds_its_word() {
    assert_eq!(nearest("acepted", KINDS), Some("accepted"));
    assert_eq!(nearest("grnated", KINDS), Some("granted"));
    assert_eq!(nearest("补正通知", KINDS), Some("补正告知"));
    assert_eq!(advice("recieved", KINDS), "did you mean `received`?");
}

#[test]
fn another_word_is_answered_with_all_there_are() {
    assert_eq!(nearest("tomorrow", KINDS), None);
    assert_eq!(advice("tomorrow", ["b", "a"]), "write one of `a`, `b`");
}
