//! Texts in, departments or the exact words of the errors out.

use expect_test::{Expect, expect};

use super::Organisation;

const WATER: &str = "[[department]]\ncode = 'W'\nname = '区水务局'\nname_en = 'Water Bureau'\n\
    posts = [{ name = '受理岗', name_en = 'Intake', officers = [{ number = '1', name = '李青' }] },\n\
    { name = '审核岗', name_en = 'Review', officers = [{ number = '1', name = '李青' }, { number = '2', name = '王川' }] }]\n";

#[test]
fn departments_are_found_by_name_and_by_code() {
    let other = "[[department]]\ncode = 'A'\nname = '区林业局'\nname_en = 'Forestry Bureau'";
    let place = Organisation::from_toml(&owned(&[("w.toml", WATER), ("a.toml", other)])).unwrap();
    let codes: Vec<_> = place.departments().iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["A", "W"]);
    assert_eq!(place.department("W"), place.department("区水务局"));
    assert_eq!(place.department("水务局"), None);

    let (department, post, officer) = place.officer("2").unwrap();
    let found = (department.code.as_str(), post.name_en.as_str(), officer.name.as_str());
    assert_eq!(found, ("W", "Review", "王川"));
    assert_eq!(place.officers().count(), 3, "who holds two posts comes twice");
    assert_eq!(department.post("批准岗"), None);
}

#[test]
fn a_name_belongs_to_one() {
    let same = "[[department]]\ncode = 'W'\nname = '区水务局'\nname_en = 'x'\n";
    let code_as_name = "[[department]]\ncode = 'B'\nname = 'W'\nname_en = 'x'\n";
    let posts = "[[department]]\ncode = 'C'\nname = 'c'\nname_en = 'x'\n\
        posts = [{ name = 'p', name_en = 'p', officers = [{ number = '2', name = '别人' }] }, { name = 'p', name_en = 'q' }]\n";
    check(
        &[("a.toml", WATER), ("b.toml", same), ("c.toml", code_as_name), ("d.toml", posts)],
        expect![[r#"
            b.toml:2: department `W`, `code`: `W` is taken by `区水务局` (W) already; events name it, so two must not share it
            b.toml:3: department `W`, `name`: `区水务局` is taken by `区水务局` (W) already; events name it, so two must not share it
            c.toml:3: department `B`, `name`: `W` is taken by `区水务局` (W) already; events name it, so two must not share it
            d.toml:5: department `C`, `posts`: `p` is taken by another post of the department already; events name it, so two must not share it
            d.toml:5: department `C`, `posts`: `2` is taken by `王川` of `区水务局` already; events name it, so two must not share it
        "#]],
    );
}

#[test]
fn an_officer_sits_in_one_department() {
    let moved = "[[department]]\ncode = 'A'\nname = '区林业局'\nname_en = 'Forestry Bureau'\n\
        posts = [{ name = '审核岗', name_en = 'Review', officers = [{ number = '2', name = '王川' }] }]\n";
    check(
        &[("a.toml", WATER), ("b.toml", moved)],
        expect![[r#"
            b.toml:5: department `A`, `posts`: `2` is taken by `王川` of `区水务局` already; events name it, so two must not share it
        "#]],
    );
}

#[test]
fn every_flaw_has_its_place() {
    check(
        &[
            (
                "a.toml",
                "[[department]]\ncode = 'A'\nname = ' '\nname_en = 'x'\nposts = [{ name = '', name_en = 'p' }]",
            ),
            (
                "b.toml",
                "[[department]]\ncode = 'B'\nname = 'b'\nname_en = 'x'\nposts = [\n{ name = 'p', name_en = 'p', officer = [] }]",
            ),
            ("c.toml", "[[office]]\ncode = 'C'"),
        ],
        expect![[r#"
            b.toml:6: department `B`, `posts[1].officer`: unknown field `officer`, expected one of `name`, `name_en`, `officers`
            c.toml:1: `office` does not belong here; the file holds `[[department]]` tables and nothing else
            a.toml:3: department `A`, `name`: it is empty, but cases and reports go by it
            a.toml:5: department `A`, `posts`: it is empty, but cases and reports go by it
        "#]],
    );
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: Expect) {
    let error = Organisation::from_toml(&owned(files)).unwrap_err();
    expected.assert_eq(&format!("{error}\n"));
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|&(file, text)| (file.to_owned(), text.to_owned())).collect()
}
