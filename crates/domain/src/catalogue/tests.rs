//! Texts in, items or the exact words of the errors out.

use expect_test::{Expect, expect};

use super::Catalogue;

const TEACHER: &str = r#"
[[item]]
code = "A1"
name = "教师资格认定"
department = "区教科体局"
statutory_limit = "20 workdays"
promised_limit = "10 workdays"
basis = "行政许可法 42"
"#;

#[test]
fn a_code_is_answered_by_the_version_in_force_on_the_day() {
    let catalogue = read(&[
        (
            "new.toml",
            "[[item]]\ncode = 'A1'\nname = 'new'\ndepartment = 'D'\nfrom = 2026-01-01\nto = '2026-06-30'",
        ),
        ("old.toml", "[[item]]\ncode = 'A1'\nname = 'old'\ndepartment = 'D'\nto = '2025-06-30'"),
        (
            "other.toml",
            "[[item]]\ncode = 'A10'\nname = 'other'\ndepartment = 'D'\n[[item]]\ncode = 'A'\nname = 'short'\ndepartment = 'D'",
        ),
    ]);
    let name =
        |code, day: &str| catalogue.get(code, day.parse().unwrap()).map(|item| item.name.as_str());
    assert_eq!(name("A1", "1990-01-01"), Some("old"));
    assert_eq!(name("A1", "2025-06-30"), Some("old"));
    assert_eq!(name("A1", "2025-07-01"), None);
    assert_eq!(name("A1", "2026-01-01"), Some("new"));
    assert_eq!(name("A1", "2026-07-01"), None);
    assert_eq!(name("A10", "2026-07-01"), Some("other"));
    assert_eq!(name("a1", "2026-01-01"), None, "codes are exact");
    assert_eq!(name("A2", "2026-01-01"), None);

    let at = catalogue.index_of("A1", "2026-01-01".parse().unwrap()).unwrap();
    assert_eq!(catalogue.item(at).name, "new");
    assert_eq!(catalogue.versions("A1").len(), 2);
    let names: Vec<_> = catalogue.items().iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["short", "old", "new", "other"]);
}

#[test]
fn the_order_of_files_changes_nothing() {
    let files =
        [("a.toml", TEACHER), ("b.toml", "[[item]]\ncode = 'B'\nname = 'b'\ndepartment = 'D'")];
    let mut reversed = files;
    reversed.reverse();
    assert_eq!(read(&files), read(&reversed));
}

#[test]
fn what_is_written_is_read_back() {
    let full = "code = 'A1'\nname = 'n'\ndepartment = 'D'\ntype = '公共服务'\nkind = 'immediate'\nstatutory_limit = '3 months'\nstatutory_extension = '1 workday'\n\
        promised_limit = '0 workdays'\nbasis = 'b'\ncharges_fees = true\nspecials = ['听证']\nname_en = 'e'\nclassified = true\nforms = ['f']\nexemption = { approver = '局长', from = '2026-01-01', to = '2026-12-31' }\n\
        cancelled = { on = '2027-01-01', basis = 'b' }\nmaterials = [{ name = 'm', basis = 'b', optional = true }]\nfees = [{ name = 'f', standard = '120元/本', basis = 'b' }]\nfrom = '2026-01-01'\nto = '2026-12-31'\n\
        steps = [{ name = '受理', post = '窗口', limit = '4 hours' }, { name = '批准', post = '局长' }]";
    let item: crate::Item = toml::from_str(full).unwrap();
    assert_eq!(toml::from_str::<crate::Item>(&toml::to_string(&item).unwrap()).unwrap(), item);
    assert_eq!(item.steps[0].limit.unwrap().to_string(), "4 hours");
}

#[test]
fn no_unit_no_clock() {
    check(
        &[(
            "a.toml",
            "\n[[item]]\ncode = 'A1'\nname = 'n'\ndepartment = 'D'\npromised_limit = '20'",
        )],
        expect![[r#"
            a.toml:6: item `A1`, `promised_limit`: `20` has no unit, and no unit, no clock; write for example `20 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
        "#]],
    );
    check(
        &[(
            "a.toml",
            "[[item]]\ncode = 'A1'\nname = 'n'\ndepartment = 'D'\nsteps = [\n{ name = '受理', post = 'p' },\n{ name = '审核', post = 'p', limit = 5 },\n]",
        )],
        expect![[r#"
            a.toml:7: item `A1`, `steps[2].limit`: `5` has no unit, and no unit, no clock; write for example `5 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
        "#]],
    );
}

#[test]
fn each_flaw_is_told_with_its_place_and_none_hides_another() {
    check(
        &[
            (
                "a.toml",
                "[[item]]\ncode = 'A1'\nname = 'n'\ndepartment = 'D'\npromissed_limit = '20 workdays'\n\n[[item]]\ncode = 'A2'\nname = 'n'",
            ),
            (
                "b.toml",
                "title = 'x'\n[[item]]\ncode = ''\nname = ' '\ndepartment = 'D'\n[[item]]\ncode = 'B2'\nname = 'n'\ndepartment = 'D'\nkind = 'fast'\n",
            ),
            (
                "c.toml",
                "[[item]]\ncode = 'C1'\nname = 'n'\ndepartment = 'D'\npromised_limit = '5 fortnights'\n[[item]]\ncode = 'C2'\nname = 'n'\ndepartment = 'D'\nfrom = '2026-02-30'\n[[item]]\ncode = 'C3'\nname = 'n'\ndepartment = 'D'\npromised_limit = true",
            ),
            ("d.toml", "[[item]]\ncode = 'D1'\nname = \n"),
            (
                "e.toml",
                "[[item]]\ncode = 'E1'\nname = 'n'\ndepartment = 'D'\nfrom = '2026-02-01'\nto = '2026-01-31'\n",
            ),
            ("f.toml", "item = 3"),
        ],
        expect![[r#"
            a.toml:5: item `A1`, `promissed_limit`: unknown field `promissed_limit`, expected one of `code`, `name`, `name_en`, `department`, `type`, `kind`, `statutory_limit`, `statutory_extension`, `promised_limit`, `basis`, `charges_fees`, `fees`, `materials`, `forms`, `specials`, `steps`, `from`, `to`, `cancelled`, `classified`, `exemption`
            a.toml:7: item `A2`: missing field `department`
            b.toml:1: `title` does not belong here; the file holds `[[item]]` tables and nothing else
            b.toml:10: item `B2`, `kind`: unknown word `fast`, expected one of `immediate`, `committed`, `other`
            c.toml:5: item `C1`, `promised_limit`: `fortnights` is not a unit of time; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
            c.toml:10: item `C2`, `from`: `2026-02-30` is not a day; write it as `2026-03-19`
            c.toml:15: item `C3`, `promised_limit`: `true` is neither a length of time nor a date; write for example `"20 workdays"` or `2026-03-19`
            d.toml:3: string values must be quoted, expected literal string
            f.toml:1: `item` does not belong here; the file holds `[[item]]` tables and nothing else
            b.toml:3: `code`: it is empty, but cases and reports go by it
            b.toml:4: `name`: it is empty, but cases and reports go by it
            e.toml:6: item `E1`, `to`: the version ends on 2026-01-31, before it begins on 2026-02-01, so it would never be in force
        "#]],
    );
}

#[test]
fn the_type_is_a_word_of_the_code_list() {
    let typed = |word: &str| {
        format!("[[item]]\ncode = 'A1'\nname = 'n'\ndepartment = 'D'\ntype = '{word}'")
    };
    for word in [
        "行政许可",
        "行政处罚",
        "行政强制",
        "行政征收",
        "行政给付",
        "行政检查",
        "行政确认",
        "行政奖励",
        "行政裁决",
        "其他行政权力",
        "公共服务",
    ] {
        let catalogue = read(&[("a.toml", &typed(word))]);
        assert_eq!(catalogue.items()[0].item_type.map(crate::ItemType::word), Some(word));
    }
    check(
        &[("a.toml", &typed("许可"))],
        expect![[r#"
            a.toml:5: item `A1`, `type`: unknown word `许可`, expected one of `行政许可`, `行政处罚`, `行政强制`, `行政征收`, `行政给付`, `行政检查`, `行政确认`, `行政奖励`, `行政裁决`, `其他行政权力`, `公共服务`
        "#]],
    );
}

#[test]
fn two_versions_on_one_day_are_both_named() {
    let two = "[[item]]\ncode = 'A1'\nname = 'x'\ndepartment = 'D'\nfrom = '2026-01-01'";
    check(
        &[("a.toml", TEACHER), ("b.toml", two)],
        expect![[r#"
            b.toml:1: item `A1`: two versions are in force on one day: this one (from 2026-01-01) and that in a.toml, line 2 (without first or last day); a case has one law at a time, so give that one a last day: `to = '2025-12-31'`
        "#]],
    );
    check(
        &[("a.toml", TEACHER), ("b.toml", TEACHER)],
        expect![[r#"
            b.toml:2: item `A1`: two versions are in force on one day: this one (without first or last day) and that in a.toml, line 2 (without first or last day); a case has one law at a time, so remove one of them, or let it begin (`from`) on the day after the other one ends (`to`)
        "#]],
    );
    let last = "[[item]]\ncode = 'A1'\nname = 'x'\ndepartment = 'D'\nto = '2026-01-01'";
    check(
        &[("a.toml", last), ("b.toml", two)],
        expect![[r#"
            b.toml:1: item `A1`: two versions are in force on one day: this one (from 2026-01-01) and that in a.toml, line 1 (to 2026-01-01); a case has one law at a time, so let that one end earlier: `to = '2025-12-31'` instead of `to = '2026-01-01'`
        "#]],
    );
    let begun = two.replace("2026-01-01", "2025-06-01") + "\nto = '2026-03-31'";
    check(
        &[("a.toml", &begun), ("b.toml", two)],
        expect![[r#"
        b.toml:1: item `A1`: two versions are in force on one day: this one (from 2026-01-01) and that in a.toml, line 1 (2025-06-01 to 2026-03-31); a case has one law at a time, so let that one end earlier: `to = '2025-12-31'` instead of `to = '2026-03-31'`
    "#]],
    );
    check(
        &[("a.toml", two), ("b.toml", &begun)],
        expect![[r#"
        a.toml:1: item `A1`: two versions are in force on one day: this one (from 2026-01-01) and that in b.toml, line 1 (2025-06-01 to 2026-03-31); a case has one law at a time, so let that one end earlier: `to = '2025-12-31'` instead of `to = '2026-03-31'`
    "#]],
    );
    let before = last.replace("2026-01-01", "2025-12-31");
    assert_eq!(read(&[("a.toml", &before), ("b.toml", two)]).len(), 2);
}

#[test]
fn a_survey_keeps_what_can_be_read_and_tells_the_rest() {
    let files = owned(&[(
        "a.toml",
        "[[item]]\ncode = 'B'\nname = 'n'\n\n[[item]]\ncode = 'A'\nname = 'n'\ndepartment = 'D'\nclassified = true\n\
         exemption = { approver = '局长', from = '2026-02-01', to = '2026-01-31' }",
    )]);
    let survey = Catalogue::survey(&files);
    let entries: Vec<_> =
        survey.entries.iter().map(|it| (it.item.code.as_str(), it.line)).collect();
    assert_eq!(entries, [("A", 5)]);
    let told: String = survey.flaws.iter().map(|flaw| format!("{flaw}\n")).collect();
    expect![[r#"
        a.toml:1: item `B`: missing field `department`
        a.toml:10: item `A`, `exemption`: the exemption ends on 2026-01-31, before it begins on 2026-02-01, so it would never hold
    "#]]
    .assert_eq(&told);
    assert!(Catalogue::from_toml(&files).is_err(), "a survey with flaws is no catalogue");
}

fn read(files: &[(&str, &str)]) -> Catalogue {
    Catalogue::from_toml(&owned(files)).unwrap()
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: Expect) {
    let error = Catalogue::from_toml(&owned(files)).unwrap_err();
    expected.assert_eq(&format!("{error}\n"));
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|&(file, text)| (file.to_owned(), text.to_owned())).collect()
}
