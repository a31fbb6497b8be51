//! Tables in, catalogues and what is set aside out.

use duban_domain::Catalogue;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{Column, Imported, read, write};

const FULL: &str = "\u{feff}事项编码,事项名称,英文名称,实施部门,事项类型,办件类型,设定依据,法定办结时限,法定办结时限单位,承诺办结时限,承诺办结时限单位,是否收费,收费项目,收费标准,收费依据,申请材料,申请表格,特别程序,办理环节,生效日期,失效日期,取消日期,取消依据,是否涉密,豁免批准人,豁免起始日期,豁免截止日期\r\n\
A1,普通护照签发,Passport,公安局,行政许可,承诺件,护照法 6,15,自然日,7,1,是,护照;加注,120元/本;20元,发改价格〔2019〕914号,身份证；照片,申请表,,受理@窗口@1个工作日;批准@局长@6 workdays,2020/1/1,2026年12月31日,2027-01-01,国发 1 号,是,保密局,2026-01-01,2026-12-31\r\n";

#[test]
fn a_table_in_the_words_of_the_standard_becomes_a_catalogue() {
    let imported = read(FULL.as_bytes()).unwrap();
    assert_eq!((imported.set_aside.len(), imported.ignored.len()), (0, 0), "{imported:?}");
    let text = write(&imported.items, "from a table").unwrap();
    expect![[r##"
        # from a table

        [[item]]
        code = "A1"
        name = "普通护照签发"
        name_en = "Passport"
        department = "公安局"
        type = "行政许可"
        kind = "committed"
        statutory_limit = "15 days"
        promised_limit = "7 workdays"
        basis = "护照法 6"
        charges_fees = true
        forms = ["申请表"]
        from = "2020-01-01"
        to = "2026-12-31"
        classified = true

        [[item.fees]]
        name = "护照"
        standard = "120元/本"
        basis = "发改价格〔2019〕914号"

        [[item.fees]]
        name = "加注"
        standard = "20元"
        basis = "发改价格〔2019〕914号"

        [[item.materials]]
        name = "身份证"

        [[item.materials]]
        name = "照片"

        [[item.steps]]
        name = "受理"
        post = "窗口"
        limit = "1 workday"

        [[item.steps]]
        name = "批准"
        post = "局长"
        limit = "6 workdays"

        [item.cancelled]
        on = "2027-01-01"
        basis = "国发 1 号"

        [item.exemption]
        approver = "保密局"
        from = "2026-01-01"
        to = "2026-12-31"
    "##]]
    .assert_eq(&text);
    assert_eq!(read_back(&text), imported.items);
}

#[test]
fn english_headers_say_the_same() {
    let header: Vec<_> = Column::all().map(|(column, _)| column.to_string()).collect();
    let rows = FULL.split_once("\r\n").unwrap().1;
    let english = format!("{}\n{rows}", header.join(","));
    assert_eq!(read(english.as_bytes()), read(FULL.as_bytes()));
    assert_eq!(read(FULL.as_bytes()).unwrap().items.len(), 1);
}

#[test]
fn every_name_of_a_column_is_its_own() {
    let names: Vec<_> = Column::all().flat_map(|(_, names)| names).collect();
    let apart: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(apart.len(), names.len());
}

#[test]
fn a_bad_record_is_set_aside_with_its_place_and_no_other_is_lost() {
    let table = "code,name,department,type,kind,statutory_limit,statutory_unit,steps,to,收费项目,收费标准,note\n\
A1,n,D,行政许可,,20,g,,,,,x\n\
A2,n,D,许可,,,,,,,,\n\
A3,n,D,,快,,,,,,,\n\
A4,n,D,,,20,,,,,,\n\
A5,n,D,,,20,fortnights,,,,,\n\
A6,n,D,,,二十,,,,,,\n\
A7,n,D,,,,,受理,,,,\n\
A8,n,D,,,,,受理@p@5,,,,\n\
A9,n,D,,,,,,2026-02-30,,,\n\
A10,n,D,,,,,,,a;b,1元,\n\
A11,n,D,,\n\
,n,D,,,,,,,,,\n\
A1,n,D,,,,,,,,,\n\
\n\
A12,\"n,D,,,,,,,,,\n\
A13,n,D,01,1,,,,,,,\n\
A14,n,\"D,,,,,,,,,\n\
A15,n,D\"x,,,,,,,,,\n\
A16,\"a\nb\",D,20,9,3个月,,,,,,\n";
    let imported = read(table.as_bytes()).unwrap();
    assert_eq!(imported.ignored, ["note"]);
    let codes: Vec<_> = imported.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["A1", "A13", "A15", "A16"]);
    told(
        &imported,
        expect![[r#"
            3 type: `许可` is no type of item; write one of 行政许可, 行政处罚, 行政强制, 行政征收, 行政给付, 行政检查, 行政确认, 行政奖励, 行政裁决, 其他行政权力, 公共服务, or its number in GB/T 39046 A.1
            4 kind: `快` is no kind of item; write 即办件, 承诺件 or 其他, or 1, 2 or 9
            5 statutory_limit: `20` has no unit, and no unit, no clock; write for example `20 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; 20个工作日 is understood as well, and a bare 日 is a civil day
            6 statutory_unit: `fortnights` is not a unit of time; write 工作日, 自然日, 小时, 分钟 or 月, or their numbers 1 to 5
            7 statutory_limit: `二十` is not a length of time; write a whole number and a unit, as `20 workdays`; 20个工作日 is understood as well, and a bare 日 is a civil day
            8 steps: `受理` is no step; write each step as name@post@limit, for example 受理@窗口受理岗@1个工作日
            9 steps: `5` has no unit, and no unit, no clock; write for example `5 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; 20个工作日 is understood as well, and a bare 日 is a civil day
            10 to: `2026-02-30` is not a day; write a date as 2026-03-19, 2026/3/19 or 2026年3月19日
            11 收费标准: it has 1 parts, but there are 2 fees; write one for each fee, in their order, parted by `;`
            12 -: the record has 5 fields, but the header 12; put a text that holds a comma in quotation marks, and put in a comma that is missing
            13 code: it is empty; fill it in; cases and reports go by it
            14 code: `A1` is in force on the same days on line 2; leave out one of the two, or part them by a last day of the older and a first day of the newer one
            16 -: a quotation mark opens a field on this line that would go on over the next ones, and does not fit what follows; close the quotation mark on this line, and write one that belongs to the text twice
            18 -: a quotation mark opens a field on this line that would go on over the next ones, and does not fit what follows; close the quotation mark on this line, and write one that belongs to the text twice
        "#]],
    );
}

#[test]
fn a_table_that_is_no_table_is_refused_with_advice() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let (gbk, utf16): (&[u8], &[u8]) = (b"\xb1\xe0\xc2\xeb,\xc3\xfb\xb3\xc6\n", b"\xff\xfec\0o\0");
    let all = [
        refused(b""),
        refused(b"\n\n"),
        refused(gbk),
        refused(utf16),
        refused(b"code,\xff\xff\n"),
        refused(b"code,name\n"),
        refused(b"code;name;department\n"),
        refused("code,事项编码,name,department\n".as_bytes()),
    ];
    expect![[r#"
        the table is empty; it has at least a header with the columns `code`, `name`, `department`
        the table is empty; it has at least a header with the columns `code`, `name`, `department`
        the table is GBK or GB18030, not UTF-8 text; convert it with `iconv -f GB18030 -t UTF-8`, or save it as "CSV UTF-8"
        the table is UTF-16, not UTF-8 text; convert it with `iconv -f UTF-16 -t UTF-8`, or save it as "CSV UTF-8"
        the table is in no encoding that is known here, not UTF-8 text; save it as "CSV UTF-8" where it was made
        the header has no column for department; call it `department`, `dept_name`, `部门`, `实施部门`, `实施主体`, `实施机关`
        the header has no column for code; call it `code`, `item_code`, `task_code`, `编码`, `事项编码`, `实施编码`, `基本编码`, `事项代码`; fields are parted by commas
        the columns `code` and `事项编码` of the header both are code; leave one of them out
    "#]].assert_eq(&(all.join("\n") + "\n"));
}

proptest! {
    /// Whatever stands in a table: every line that holds something comes out, as an item or set aside, and nothing panics.
    #[test]
    fn no_table_is_too_odd(cells in prop::collection::vec("[\"a,;@\n\r 5日工作]{0,6}", 0..40)) {
        let mut table = "code,name,department,statutory_limit,steps\n".to_owned();
        for row in cells.chunks(5) {
            table.push_str(&row.join(","));
            table.push('\n');
        }
        let imported = read(table.as_bytes()).unwrap();
        let text = write(&imported.items, "x").unwrap();
        prop_assert_eq!(read_back(&text).len(), imported.items.len());
        let lines: Vec<_> = imported.set_aside.iter().map(|it| it.line).collect();
        prop_assert!(lines.is_sorted() && lines.first().is_none_or(|&line| line > 1));
    }

    /// A mark that is never closed costs its own line.
    #[test]
    fn an_open_mark_costs_one_line(at in 0..20u32, rows in 21..40u32) {
        let row = |number: u32| {
            let name = if number == at { "\"n" } else { "n" };
            format!("A{number},{name},D\n")
        };
        let table = format!("code,name,department\n{}", (0..rows).map(row).collect::<String>());
        let imported = read(table.as_bytes()).unwrap();
        prop_assert_eq!(imported.items.len() as u32, rows - 1);
        prop_assert_eq!(imported.set_aside[0].line, u64::from(at) + 2);
    }
}

fn read_back(text: &str) -> Vec<duban_domain::Item> {
    let mut survey = Catalogue::survey(&[("x.toml".to_owned(), text.to_owned())]);
    assert_eq!(survey.flaws, []);
    survey.entries.sort_by_key(|entry| entry.line);
    survey.entries.into_iter().map(|entry| entry.item).collect()
}

#[track_caller]
fn told(imported: &Imported, expected: Expect) {
    let line = |it: &super::SetAside| {
        let column = it.column.as_deref().unwrap_or("-");
        format!("{} {column}: {}; {}\n", it.line, it.reason, it.advice)
    };
    expected.assert_eq(&imported.set_aside.iter().map(line).collect::<String>());
}
