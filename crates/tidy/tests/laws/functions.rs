//! How long functions are, told from the shape that `cargo fmt` gives them.
//!
//! *Invariant.* A function begins on the line of its `fn` and ends on the first line behind it that holds nothing but a brace as far in.
//!
//! *Absent on purpose.* A parser: what is formatted needs none, and `.ci/run` sees to it that everything is.

/// More lines than this are more than one idea.
pub(crate) const LINES_MAX: usize = 60;

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Where it begins, from 1.
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

/// The functions of a source text.
pub(crate) fn of(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let functions = lines.iter().enumerate().filter_map(|(at, line)| {
        let name = name(line)?;
        let indent = &line[..line.len() - line.trim_start().len()];
        let ends = |line: &&str| line.strip_prefix(indent) == Some("}");
        // Without such a line it is a declaration, or all on one line.
        let body = lines[at..].iter().take_while(|line| !is_over(line, indent)).count();
        let closed = lines.get(at + body).is_some_and(ends);
        Some(Function { name, line: at + 1, lines: if closed { body + 1 } else { 1 } })
    });
    functions.collect()
}

/// The name of the function that a line begins.
fn name(line: &str) -> Option<String> {
    let mut words = line.trim_start();
    for word in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "unsafe "] {
        words = words.strip_prefix(word).unwrap_or(words);
    }
    let rest = words.strip_prefix("fn ")?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(rest[..end].to_owned())
}

/// Whether nothing of a function that is indented like this can follow: its brace, or its end in the same line.
fn is_over(line: &str, indent: &str) -> bool {
    let Some(own) = line.strip_prefix(indent) else { return !line.is_empty() };
    own == "}" || (!own.starts_with([' ', ')']) && (own.ends_with(';') || own.ends_with('}')))
}

#[test]
fn lengths_are_counted_from_the_signature_to_the_brace() {
    let text = "fn one() {}\n\nimpl X {\n    pub(crate) fn two(\n        a: u8,\n    ) -> u8 {\n        if a > 1 {\n            2\n        }\n\n        a\n    }\n\n    fn declared();\n}\n";
    let found: Vec<_> =
        of(text).into_iter().map(|it| format!("{} {} {}", it.name, it.line, it.lines)).collect();
    assert_eq!(found, ["one 1 1", "two 4 9", "declared 14 1"]);
    let long = format!("fn long() {{\n{}}}\n", "    call();\n".repeat(59));
    assert_eq!(of(&long)[0].lines, 61);
}
