//! A line that stands for many, spelled out.

use super::spell_out;

fn lines(line: &str) -> Vec<String> {
    spell_out(line).unwrap().lines
}

#[test]
fn a_stretch_stands_for_a_line_each() {
    assert_eq!(
        lines("2025-03-31 10:00  accepted case=甲-{08..11} text.number=〔2025〕{08..11}号"),
        [
            "2025-03-31 10:00  accepted case=甲-08 text.number=〔2025〕08号",
            "2025-03-31 10:00  accepted case=甲-09 text.number=〔2025〕09号",
            "2025-03-31 10:00  accepted case=甲-10 text.number=〔2025〕10号",
            "2025-03-31 10:00  accepted case=甲-11 text.number=〔2025〕11号",
        ]
    );
}

#[test]
fn other_braces_stand_for_themselves() {
    for line in ["a", "note={}", "note={1..}", "note={a..b}", "note={1..2", "note={1...2}", "{"] {
        assert_eq!(lines(line), [line]);
    }
}

#[test]
fn a_stretch_that_counts_nothing_is_refused_where_it_stands() {
    for line in ["case={2..1}", "case={0..10000}", "case={0..99999999999999999999999}"] {
        let (at, message) = spell_out(line).unwrap_err();
        assert_eq!(at, 5);
        assert!(message.contains(&line[5..]), "{message}");
    }
    let (at, message) = spell_out("case={1..2} officer={1..3}").unwrap_err();
    assert_eq!(at, 20);
    assert!(message.contains("`{1..2}` and `{1..3}`"), "{message}");
}
