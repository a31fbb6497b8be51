//! Tables that are wrong, and what they cost.

use expect_test::expect;

use crate::support::{check, mapping, told};

const MAPPING: &str = r#"
    zone = "Asia/Shanghai"
    recorded = "as occurred"
    [case]
    id = "PROJID"
    [record]
    activity = "NODENAME"
    time = "OCCURTIME"
"#;

const GOOD: &str = "A,x,2026-03-19 09:00:00\n";

fn table(rows: impl AsRef<[u8]>) -> Vec<u8> {
    [b"PROJID,NODENAME,OCCURTIME\n".as_slice(), GOOD.as_bytes(), rows.as_ref(), GOOD.as_bytes()]
        .concat()
}

#[test]
fn a_header_without_a_column_is_told_before_anything_is_read() {
    check(
        &mapping(MAPPING),
        "PROJ_ID,NODENAME,OCCURTIME\nA,x,2026-03-19\n",
        expect![[r#"
        !! `log`, line 1, byte 0: the header has no column `PROJID`, but the mapping reads it; did you mean `PROJ_ID`? correct the mapping, or name the column under `optional`
    "#]],
    );
    check(
        &mapping(MAPPING),
        "number,what,when\nA,x,2026-03-19\n",
        expect![[r#"
        !! `log`, line 1, byte 0: the header has no column `PROJID`, but the mapping reads it; the header has `number`, `what`, `when`; correct the mapping, or name the column under `optional`
    "#]],
    );
    check(
        &mapping(MAPPING),
        "PROJID^NODENAME^OCCURTIME\nA^x^2026-03-19\n",
        expect![[r#"
        !! `log`, line 1, byte 0: the header has no column `PROJID`, but the mapping reads it; parted by `,`, the header has one column only; name what parts the fields in the mapping, for example `delimiter = ";"`
    "#]],
    );
}

#[test]
fn a_column_that_stands_there_twice_is_told_if_the_mapping_reads_it() {
    check(
        &mapping(MAPPING),
        "PROJID,NODENAME,OCCURTIME,PROJID\nA,x,2026-03-19,B\n",
        expect![[r#"
        !! `log`, line 1, byte 0: the header has two columns `PROJID`, and the mapping reads that column; rename or leave out one of them
    "#]],
    );
    check(
        &mapping(MAPPING),
        "PROJID,NODENAME,OCCURTIME,EXT,EXT\nA,x,2026-03-19,,\n",
        expect![[r#"
            = A 2026-03-18T16:00Z noted `x` (#0)
        "#]],
    );
}

#[test]
fn an_empty_file_is_told() {
    check(
        &mapping(MAPPING),
        "",
        expect![[r#"
        !! `log`, line 1, byte 0: the file is empty; check where it was exported; a table has at least a header
    "#]],
    );
    check(
        &mapping(MAPPING),
        "\u{feff}\r\n\n",
        expect![[r#"
        !! `log`, line 1, byte 0: the file is empty; check where it was exported; a table has at least a header
    "#]],
    );
}

#[test]
fn other_encodings_and_formats_are_named() {
    // 受理 in GBK, in a header.
    check(
        &mapping(MAPPING),
        b"PROJID,\xCA\xDC\xC0\xED\nA,x\n",
        expect![[r#"
        !! `log`, line 1, byte 0: the header is not UTF-8 text; convert the file first, for example with `iconv -f GB18030 -t UTF-8`
    "#]],
    );
    check(
        &mapping(MAPPING),
        b"\xFF\xFEP\x00R\x00",
        expect![[r#"
        !! `log`, line 1, byte 0: the file is UTF-16; convert it first, for example with `iconv -f UTF-16 -t UTF-8`
    "#]],
    );
    check(
        &mapping(MAPPING),
        b"PK\x03\x04....",
        expect![[r#"
        !! `log`, line 1, byte 0: the file is a zip archive or a workbook; unpack it, or save the sheet as CSV in UTF-8
    "#]],
    );
    check(
        &mapping(MAPPING),
        b"\x1F\x8B\x08....",
        expect![[r#"
        !! `log`, line 1, byte 0: the data is compressed twice; decompress the file once and import the result
    "#]],
    );
    check(
        &mapping(MAPPING),
        "[{\"PROJID\": \"A\"}]",
        expect![[r#"
        !! `log`, line 1, byte 0: the file is one JSON array; write one object a line, for example with `jq -c '.[]'`
    "#]],
    );
    check(
        &mapping(&format!("format = \"csv\"\n{MAPPING}")),
        "<log></log>",
        expect![[r#"
        !! `log`, line 1, byte 0: the mapping is for csv, but the content is xes; use the mapping for this kind of file, or leave `format` out of the mapping
    "#]],
    );
}

#[test]
fn a_record_that_is_not_utf8_is_set_aside_alone() {
    check(
        &mapping(MAPPING),
        table(b"B,\xCA\xDC\xC0\xED,2026-03-19 09:00:00\n"),
        expect![[r#"
            = A 2026-03-19T01:00Z noted `x` (#0)
            ! line 3: `NODENAME` is not UTF-8 text (`����`); if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`
                B,����,2026-03-19 09:00:00
            = A 2026-03-19T01:00Z noted `x` (#1)
        "#]],
    );
}

#[test]
fn records_without_case_time_or_all_fields_are_set_aside_alone() {
    check(
        &mapping(MAPPING),
        table(",x,2026-03-19 09:00:00\nB,x,\nB,x,19.03.2026\nB,x\nB,x,2026-03-19 09:00:00,more\n"),
        expect![[r#"
            = A 2026-03-19T01:00Z noted `x` (#0)
            ! line 3: no case number: `PROJID` is empty or missing, so it is nobody's record; mend the record, or correct `id` under `[case]` in the mapping
                ,x,2026-03-19 09:00:00
            ! line 4: nothing says when it happened: `OCCURTIME` is empty or missing; mend the record
                B,x,
            ! line 5: `OCCURTIME` is `19.03.2026`, which is no time in any form that the mapping knows; mend the value, or add its form to `times` in the mapping, for example `times = ["%d.%m.%Y %H:%M"]`
                B,x,19.03.2026
            ! line 6: the record has 2 fields, but the header 3; mend the record: a delimiter too many stands in quotation marks, a missing one is put in
                B,x
            ! line 7: the record has 4 fields, but the header 3; mend the record: a delimiter too many stands in quotation marks, a missing one is put in
                B,x,2026-03-19 09:00:00,more
            = A 2026-03-19T01:00Z noted `x` (#1)
        "#]],
    );
}

#[test]
fn a_quotation_mark_that_is_not_closed_costs_its_line_alone() {
    check(
        &mapping(MAPPING),
        table("B,\"y,2026-03-19 09:00:00\nC,z,2026-03-19 09:00:00\nD,\"q\",2026-03-19 09:00:00\n"),
        expect![[r#"
            = A 2026-03-19T01:00Z noted `x` (#0)
            ! line 3: a quotation mark opens a field on this line that would go on over 3 lines, and does not fit what follows; close the quotation mark on this line, and write one that belongs to the text twice
                B,"y,2026-03-19 09:00:00
            = C 2026-03-19T01:00Z noted `z` (#0)
            = D 2026-03-19T01:00Z noted `q` (#0)
            = A 2026-03-19T01:00Z noted `x` (#1)
        "#]],
    );
}

#[test]
fn a_field_may_go_on_over_lines_if_its_marks_match() {
    check(
        &mapping(MAPPING),
        table("B,\"a \"\"b\"\",\n\n c\",2026-03-19 09:00:00\n"),
        expect![[r#"
            = A 2026-03-19T01:00Z noted `x` (#0)
            = B 2026-03-19T01:00Z noted `a "b",\n\n c` (#0)
            = A 2026-03-19T01:00Z noted `x` (#1)
        "#]],
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_its_line_alone() {
    let rest = GOOD.repeat(60_000);
    assert!(rest.len() > 1 << 20, "more than a record may hold");
    let told =
        told(&mapping(MAPPING), table(format!("B,\"y,2026-03-19 09:00:00\n{rest}")).as_slice());
    let lines: Vec<&str> = told.lines().collect();
    let events = lines.iter().filter(|line| line.starts_with("= A ")).count();
    assert_eq!(events, 60_002);
    expect![[r#"
        ! line 3: the record is longer than 1024 KiB, the most that one record may hold; leave out attachments and long texts, or check whether a quotation mark or end tag is missing
            B,"y,2026-03-19 09:00:00"#]].assert_eq(&lines[1..3].join("\n"));
}

#[test]
fn a_huge_field_is_set_aside_alone() {
    check(
        &mapping(MAPPING),
        table(format!("B,{},2026-03-19 09:00:00\n", "y".repeat(5 << 20))),
        expect![[r#"
            = A 2026-03-19T01:00Z noted `x` (#0)
            ! line 3: the record is longer than 1024 KiB, the most that one record may hold; leave out attachments and long texts, or check whether a quotation mark or end tag is missing
                B,yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy… (1114062 characters)
            = A 2026-03-19T01:00Z noted `x` (#1)
        "#]],
    );
}
