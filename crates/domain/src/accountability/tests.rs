//! Texts in, clauses or the words of the errors out.

use expect_test::expect;

use super::Accountability;

#[test]
fn the_order_of_files_changes_nothing_and_a_rule_may_fall_under_several() {
    let one = "[[clause]]\ncode = '法 2'\nzh = 'z'\nen = 'e'\nrules = ['a', 'b']";
    let two = "[[clause]]\ncode = '法 1'\nzh = 'z'\nen = 'e'\nrules = ['b']";
    let table = read(&[("1", one), ("2", two)]).unwrap();
    assert_eq!(table, read(&[("2", two), ("1", one)]).unwrap());
    let codes: Vec<_> = table.of("b").map(|clause| clause.code.as_str()).collect();
    assert_eq!(codes, ["法 1", "法 2"]);
    assert_eq!(table.of("c").count(), 0);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let text = "[[clause]]\ncode = '法 1'\nzh = ' '\nen = 'e'\nrules = []\n\
        [[clause]]\ncode = '法 1'\nzh = 'z'\nen = 'e'\nrules = []\n\
        [[clause]]\ncode = '法 2'\nzh = 'z'\nrules = []";
    let error = read(&[("law.toml", text)]).unwrap_err();
    expect![[r#"
        law.toml:11: clause `法 2`: missing field `en`
        law.toml:3: clause `法 1`, `zh`: it is empty, but cases and reports go by it
        law.toml:7: clause `法 1`, `code`: `法 1` is taken by the clause in law.toml, line 1 already; events name it, so two must not share it
    "#]]
    .assert_eq(&format!("{error}\n"));
}

fn read(files: &[(&str, &str)]) -> Result<Accountability, crate::FlawedText> {
    let files: Vec<_> =
        files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
    Accountability::from_toml(&files)
}
