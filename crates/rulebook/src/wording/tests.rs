//! Texts are cut where a reader would cut them.

use super::{call, definitions};

#[test]
fn brackets_in_texts_and_comments_close_nothing() {
    let limit = "limit(|c| { // :)\n  if c.x == \")\" { `}` } else { /* ) */ days(1) }\n})";
    assert_eq!(call(&format!("{limit}.red(at_due());")), limit);
}

#[test]
fn functions_and_constants_are_found_by_their_names() {
    let script = "// fn no()\nconst 名单 = [\n  \";\",\n];\nfn longer(a, b) {\n  if a > b { a } else { b }\n}\nclock(\"x\");\n";
    assert_eq!(
        definitions(script),
        [
            ("名单", "const 名单 = [\n  \";\",\n];"),
            ("longer", "fn longer(a, b) {\n  if a > b { a } else { b }\n}"),
        ]
    );
}

#[test]
fn what_stands_in_texts_and_comments_defines_nothing() {
    let script = "/*\nfn old() { 1 }\n*/\nlet text = `\nfn quoted() { 2 }\nconst X = 3;\n`;\nfn  /* { */ real() { 4 }\n";
    assert_eq!(
        definitions(script),
        [
            ("text", "let text = `\nfn quoted() { 2 }\nconst X = 3;\n`;"),
            ("real", "fn  /* { */ real() { 4 }"),
        ]
    );
}
