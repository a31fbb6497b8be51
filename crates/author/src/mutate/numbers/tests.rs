//! What counts as a number of a script.

use super::*;

fn found(text: &str) -> String {
    let found: Vec<_> = numbers(text).into_iter().map(|span| &text[span]).collect();
    found.join(" ")
}

#[test]
fn numbers_are_found_where_they_count() {
    assert_eq!(found("limit(workdays(20)) at_percent(90)"), "20 90");
    assert_eq!(found("for n in 0..3 { x_1 + 第2日 }"), "0 3");
    assert_eq!(found("a >= 4 && b*100/c"), "4 100");
}

#[test]
fn comments_texts_and_decimals_hold_none() {
    assert_eq!(found("// art. 32\n/* 4 */ days(5)"), "5");
    assert_eq!(found(r#"date("2025-01-01") + "a \" 7" + `第 ${x} 条 8` + 0.5"#), "");
}

#[test]
fn scoring_is_left_out_up_to_its_end() {
    assert_eq!(found("scoring().dimension(20).deduct(|m| m.red * 10);\nlimit(days(3));"), "3");
    let changed =
        r#"change("scoring").deduct(|m| { let each = 3; m.red * each }).bonus(2); limit(days(4));"#;
    assert_eq!(found(changed), "4");
    assert_eq!(found(r#"change("promised").yellow(after(days(5)));"#), "5");
}
