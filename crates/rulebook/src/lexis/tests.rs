//! Pieces of scripts, told as texts.

use proptest::prelude::*;

use super::{Piece, pieces};

fn told(text: &str) -> Vec<(Piece, &str)> {
    pieces(text).filter(|it| it.0 != Piece::Blank).map(|(piece, at)| (piece, &text[at])).collect()
}

#[test]
fn brackets_and_numbers_in_texts_and_comments_are_part_of_them() {
    for text in [
        r#""a \" ) 5""#,
        r#""C:\\""#,
        "`a ) \n ${c.x(5)}`",
        "`a ${ if x { `b ${ \"}\" } c` } else { '`' } /* ` } */ } )`",
        "`\\${ ) $ { )`",
        "`open ${ `inner` ) 5",
        "'\\''",
        "#\"a \\\" 5\"#",
        "##\"a \"# 5\"##",
        "\"open ) 5",
        "`open ) 5",
        "#\"open ) 5\"",
    ] {
        assert_eq!(told(text), [(Piece::Text, text)]);
    }
    for text in ["// ) \" 5", "/* ) \" 5 */", "/* a /* b */ ) */", "/* open ) 5", "/* a * / /"] {
        assert_eq!(told(text), [(Piece::Comment, text)]);
    }
}

#[test]
fn what_is_code_is_words_and_signs() {
    assert_eq!(
        told("#{期限: 2.5} /* x */ / y"),
        [
            (Piece::Sign('#'), "#"),
            (Piece::Sign('{'), "{"),
            (Piece::Word, "期限"),
            (Piece::Sign(':'), ":"),
            (Piece::Word, "2"),
            (Piece::Sign('.'), "."),
            (Piece::Word, "5"),
            (Piece::Sign('}'), "}"),
            (Piece::Comment, "/* x */"),
            (Piece::Sign('/'), "/"),
            (Piece::Word, "y"),
        ]
    );
    assert_eq!(told("\"a\\\\\")"), [(Piece::Text, "\"a\\\\\""), (Piece::Sign(')'), ")")]);
}

#[test]
fn a_text_ends_where_the_language_ends_it() {
    let script = r##"let a = `x ${ `y ${ "}" } \${ ` + #{ z: `{` }.z } $`; a"##;
    let engine = rhai::Engine::new();
    assert_eq!(engine.eval::<String>(script).unwrap(), "x y } ${ { $");
    let texts: Vec<_> = told(script).into_iter().filter(|it| it.0 == Piece::Text).collect();
    assert_eq!(texts, [(Piece::Text, &script[8..script.len() - 3])]);
}

#[test]
fn a_text_may_nest_as_deep_as_it_likes() {
    let open = "`${".repeat(100_000);
    assert_eq!(told(&open), [(Piece::Text, &*open)]);
    let closed = format!("{open}{}", "}`".repeat(100_000));
    assert_eq!(told(&closed), [(Piece::Text, &*closed)]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pieces_are_the_text(text in r#"[a1 \n"'`#/*\\(){}.$期]{0,40}"#) {
        let together: String = pieces(&text).map(|(_, at)| &text[at]).collect();
        prop_assert_eq!(&together, &text);
        prop_assert!(pieces(&text).all(|(_, at)| !at.is_empty()));
    }
}
