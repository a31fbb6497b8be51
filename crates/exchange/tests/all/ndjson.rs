//! NDJSON: what is taken, and what a bad line costs.

use expect_test::expect;

use crate::support::{check, mapping};

const MAPPING: &str = r#"
    zone = "Asia/Shanghai"
    recorded = "as occurred"
    [case]
    id = "no"
    item = "task/code"
    [record]
    activity = "what"
    time = "when"
    officer = "who/name"
    note = "tags"
"#;

#[test]
fn members_are_columns_also_inside_of_objects_and_numbers_keep_all_their_digits() {
    check(
        &mapping(MAPPING),
        r#"{"no": 20261122000123456789, "what": "x", "when": "2026-03-19 09:00:00", "who": {"name": "李\u0041"}, "task": {"code": "511A"}}

{"no": "B", "what": true, "when": "2026-03-19", "who": null, "tags": ["a", 1], "task": 7}
"#,
        expect![[r#"
            + 20261122000123456789 2026-03-19T01:00Z described 511A - (~described)
            = 20261122000123456789 2026-03-19T01:00Z noted `x` (#0) by 李A
            + B 2026-03-18T16:00Z described - - (~described)
            = B 2026-03-18T16:00Z noted `true` (#0) “["a", 1]”
        "#]],
    );
}

#[test]
fn a_bad_line_costs_no_other() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    check(
        &mapping(MAPPING),
        [
            r#"{"no": "A", "what": "x", "when": "2026-03-19"}"#,
            r#"{"no": "A", "what": "x""#,
            r#"{"no": "A", "no": "B", "what": "x", "when": "2026-03-19"}"#,
            r#"["A"]"#,
            &format!(r#"{{"no": "A", "what": "x", "when": "2026-03-19", "deep": {deep}}}"#),
            r#"{"what": "x", "when": "2026-03-19"}"#,
            r#"{"no": "A", "what": "x", "when": "soon"}"#,
            r#"{"no": "A", "what": "y", "when": "2026-03-19"}"#,
        ]
        .join("\n"),
        expect![[r#"
            + A 2026-03-18T16:00Z described - - (~described)
            = A 2026-03-18T16:00Z noted `x` (#0)
            ! line 2: the line is no JSON object (EOF while parsing an object, at column 23); write one object a line, without line breaks in it
                {"no": "A", "what": "x"
            ! line 3: the object has two members `no`; leave one of them
                {"no": "A", "no": "B", "what": "x", "when": "2026-03-19"}
            ! line 4: the line is no JSON object (invalid type: sequence, expected an object); write one object a line, without line breaks in it
                ["A"]
            = A 2026-03-18T16:00Z noted `x` (#1)
            ! line 6: no case number: `no` is empty or missing, so it is nobody's record; mend the record, or correct `id` under `[case]` in the mapping
                {"what": "x", "when": "2026-03-19"}
            ! line 7: `when` is `soon`, which is no time in any form that the mapping knows; mend the value, or add its form to `times` in the mapping, for example `times = ["%d.%m.%Y %H:%M"]`
                {"no": "A", "what": "x", "when": "soon"}
            = A 2026-03-18T16:00Z noted `y` (#3)
        "#]],
    );
}

#[test]
fn a_line_that_is_no_text_or_too_long_is_set_aside() {
    let mut input = b"{\"no\": \"A\", \"what\": \"x\", \"when\": \"2026-03-19\"}\n".to_vec();
    input.extend_from_slice(b"{\"no\": \"\xCA\xDC\", \"what\": \"x\", \"when\": \"2026-03-19\"}\n");
    input.extend_from_slice(format!("{{\"no\": \"{}\"}}\n", "9".repeat(3 << 20)).as_bytes());
    input.extend_from_slice(b"{\"no\": \"B\", \"what\": \"x\", \"when\": \"2026-03-19\"}");
    check(
        &mapping(MAPPING),
        input,
        expect![[r#"
            + A 2026-03-18T16:00Z described - - (~described)
            = A 2026-03-18T16:00Z noted `x` (#0)
            ! line 2: the record is not UTF-8 text (byte 8 of it); if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`
                {"no": "��", "what": "x", "when": "2026-03-19"}
            ! line 3: the record is longer than 1024 KiB, the most that one record may hold; leave out attachments and long texts, or check whether a quotation mark or end tag is missing
                {"no": "9999999999999999999999999999999999999999999999999999… (1048576 characters)
            + B 2026-03-18T16:00Z described - - (~described)
            = B 2026-03-18T16:00Z noted `x` (#0)
        "#]],
    );
}
