//! By whom events are counted: a closure that only reads a field is not called, and answers the same.

use super::{groups, rules_of, told};

const CHECKS: &str = r#"
check("read").title("读", "read").basis("试验").on("completed").when(|c, e| e.officer != ())
    .per(|c, e| e.officer, |c, e| c.facts.office).over(1).within(days(1)).finding();
check("made").title("算", "made").basis("试验").on("completed").when(|c, e| e.officer != ())
    .per(|c, e| { let officer = e.officer; officer }, |c, e| { let office = c.facts.office; office })
    .over(1).within(days(1)).finding();
"#;

#[test]
fn what_a_closure_only_reads_is_what_it_answers() {
    let closed = |case: &str, facts: &str| {
        [
            format!("2025-03-03 09:00 described case={case}{facts}"),
            format!("2025-03-03 09:01 completed officer=w1 case={case}"),
        ]
    };
    for (facts, expected) in [
        (" text.office=东窗", Some("w1、东窗")),
        (" fact.office=12", Some("w1、12")),
        (" text.office=\"\"", None),
        ("", None),
    ] {
        let lines = [closed("A-1", facts), closed("A-2", facts)].concat();
        let told = told(&rules_of(CHECKS), &lines, 2, "2025-03-03");
        let expected = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(groups(&told, "read"), expected, "{facts}");
        assert_eq!(groups(&told, "made"), expected, "{facts}");
    }
}

/// A reader of Chinese is shown what stands before the first ` · `.
#[test]
fn no_name_looks_like_the_end_of_the_chinese_half() {
    let lines = ["A-1", "A-2"].map(|case| {
        [
            format!("2025-03-03 09:00 described case={case} text.office=\"东 · 窗\""),
            format!("2025-03-03 09:01 completed officer=w1 case={case}"),
        ]
    });
    let told = told(&rules_of(CHECKS), &lines.concat(), 1, "2025-03-03");
    let crate::decision::Decision::Raised(read) = &told[1] else { panic!("{told:?}") };
    assert_eq!(read.id.subject.as_deref(), Some("w1、东 · 窗"));
    let halves: Vec<_> = read.message.split(" · ").collect();
    assert_eq!(halves.len(), 2, "{halves:?}");
    assert!(halves[0].ends_with("A-1, A-2）"), "{halves:?}");
}
