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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pieces_are_the_text(text in r#"[a1 \n"'`#/*\\(){}.期]{0,40}"#) {
        let together: String = pieces(&text).map(|(_, at)| &text[at]).collect();
        prop_assert_eq!(&together, &text);
        prop_assert!(pieces(&text).all(|(_, at)| !at.is_empty()));
    }
}
