//! For each rule an item that it fires on, and one that differs by a hair and it does not.

use expect_test::{Expect, expect};

use super::{Rule, check};

/// An item that no rule finds fault with.
const SOUND: &str = "code = 'A1'\nname = 'n'\ndepartment = 'D'\ntype = '行政许可'\nbasis = '建筑法 8'\n\
    statutory_limit = '20 workdays'\npromised_limit = '10 workdays'\n";

/// The lines of [`SOUND`], but for those that `other` has a word on.
fn item(other: &str) -> String {
    let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned());
    let said: Vec<_> = other.lines().filter_map(key).collect();
    let kept = SOUND.lines().filter(|line| key(line).is_none_or(|key| !said.contains(&key)));
    let absent = |line: &&str| !line.ends_with("= -");
    let lines: Vec<_> = kept.chain(other.lines().filter(absent)).collect();
    format!("[[item]]\n{}\n", lines.join("\n"))
}

fn found(text: &str) -> Vec<Rule> {
    let files = [("a.toml".to_owned(), text.to_owned())];
    check(&files, "2026-03-19".parse().unwrap()).into_iter().map(|finding| finding.rule).collect()
}

/// What fires a rule, and what just does not; `key = -` leaves a line out.
const PAIRS: [(Rule, &str, &str); 30] = [
    (Rule::Unreadable, "kind = 'fast'", "kind = 'other'"),
    (Rule::LimitWithoutUnit, "promised_limit = '10'", "promised_limit = '10 workdays'"),
    (Rule::LimitWithoutUnit, "promised_limit = 10", "promised_limit = '10 hours'"),
    (Rule::PromiseOverStatute, "promised_limit = '21 workdays'", "promised_limit = '14 workdays'"),
    (
        Rule::PromiseOverStatute,
        "statutory_limit = '7 days'\npromised_limit = '8 workdays'",
        "statutory_limit = '7 days'\npromised_limit = '7 workdays'",
    ),
    (
        Rule::PromiseOverStatute,
        "statutory_limit = '1 month'\npromised_limit = '32 days'",
        "statutory_limit = '1 month'\npromised_limit = '31 days'",
    ),
    (
        Rule::PromiseOverStatute,
        "statutory_limit = '27 days'\npromised_limit = '1 month'",
        "statutory_limit = '28 days'\npromised_limit = '1 month'",
    ),
    (
        Rule::StepsOverPromise,
        "steps = [{ name = 'a', post = 'p', limit = '6 workdays' }, { name = 'b', post = 'p', limit = '5 workdays' }]",
        "steps = [{ name = 'a', post = 'p', limit = '6 workdays' }, { name = 'b', post = 'p', limit = '4 workdays' }]",
    ),
    (
        Rule::PromiseHardlyShorter,
        "promised_limit = '15 workdays'",
        "promised_limit = '14 workdays'",
    ),
    (Rule::PromiseHardlyShorter, "promised_limit = '20 workdays'", "promised_limit = '160 hours'"),
    (Rule::NoPromise, "promised_limit = -", "promised_limit = -\nkind = 'immediate'"),
    (Rule::NoStatutoryLimit, "statutory_limit = -", "statutory_limit = -\ntype = '公共服务'"),
    (Rule::NoStatutoryLimit, "statutory_limit = -\ntype = -", "type = -"),
    (
        Rule::StepWithoutLimit,
        "steps = [{ name = 'a', post = 'p' }]",
        "steps = [{ name = 'a', post = 'p', limit = '1 workday' }]",
    ),
    (
        Rule::StepWithoutLimit,
        "steps = [{ name = 'a', post = ' ', limit = '1 workday' }]",
        "steps = []",
    ),
    (
        Rule::NaturalDays,
        "statutory_limit = '20 days'\nbasis = '行政许可法 42'",
        "statutory_limit = '20 days'\nbasis = '建筑法 8'",
    ),
    (
        Rule::NaturalDays,
        "statutory_limit = '20 days'\nbasis = '行政许可法 42'",
        "statutory_limit = '20 days'\nbasis = '行政许可法 42'\ntype = '行政确认'",
    ),
    (
        Rule::NaturalDays,
        "promised_limit = '10 days'",
        "promised_limit = '10 days'\nstatutory_limit = '20 days'",
    ),
    (Rule::NoBasis, "basis = ' '", "basis = 'b'"),
    (
        Rule::MaterialTwice,
        "materials = [{ name = '身份证（复印件）' }, { name = '身份证 (复印件)' }]",
        "materials = [{ name = '身份证（复印件）' }, { name = '身份证（原件）' }]",
    ),
    (Rule::SpecialBeyond45, "specials = ['公示']", "specials = ['听证']"),
    (
        Rule::FeeWithoutBasis,
        "charges_fees = true\nfees = [{ name = 'f', standard = '1元' }]",
        "charges_fees = true\nfees = [{ name = 'f', standard = '1元', basis = 'b' }]",
    ),
    (
        Rule::FeeWithoutStandard,
        "charges_fees = true\nfees = [{ name = 'f', basis = 'b' }]",
        "charges_fees = true\nfees = [{ name = 'f', basis = 'b', standard = '1元' }]",
    ),
    (Rule::FeesNotListed, "charges_fees = true", "charges_fees = false"),
    (Rule::FeesOnFreeItem, "fees = [{ name = 'f', basis = 'b', standard = '1元' }]", "fees = []"),
    (
        Rule::CodeStructure,
        "code = '511A1-511602000000-000-1151130108778239R-1-00'",
        "code = '511A1-511602000000-000-11511301MB051073XA-1-00'",
    ),
    (
        Rule::CodeChecksum,
        "code = '511A1-511602000000-000-11511301MB051073XB-1-00'",
        "code = '511A1-511602000000-000-11511301MB051073XA-1-00'",
    ),
    (
        Rule::CancelledInForce,
        "to = '2026-03-01'\ncancelled = { on = '2026-03-01' }",
        "to = '2026-02-28'\ncancelled = { on = '2026-03-01' }",
    ),
    (
        Rule::ClassifiedWithoutExemption,
        "classified = true",
        "classified = true\nexemption = { approver = '保密局', from = '2026-03-19', to = '2026-03-19' }",
    ),
    (
        Rule::ExemptionRunOut,
        "classified = true\nexemption = { approver = '保密局', from = '2025-03-19', to = '2026-03-18' }",
        "exemption = { approver = '保密局', from = '2025-03-19', to = '2026-03-18' }",
    ),
];

#[test]
fn each_rule_fires_and_just_does_not() {
    assert_eq!(found(&item("")), []);
    for (rule, fires, does_not) in PAIRS {
        assert_eq!(found(&item(fires)), [rule], "{fires}");
        assert!(!found(&item(does_not)).contains(&rule), "{does_not}");
    }
    let two =
        |from: &str| format!("{}{}", item("to = '2025-12-31'"), item(&format!("from = '{from}'")));
    assert_eq!(found(&two("2025-12-31")), [Rule::OverlappingVersions]);
    assert_eq!(found(&two("2026-01-01")), []);
    let told = PAIRS.iter().map(|(rule, ..)| *rule).chain([Rule::OverlappingVersions]);
    let told: std::collections::BTreeSet<_> = told.collect();
    assert_eq!(told, Rule::ALL.into(), "a rule without a story");
}

#[test]
fn every_rule_goes_by_one_name() {
    for rule in Rule::ALL {
        assert_eq!(rule.name().parse(), Ok(rule));
    }
    let error = "no_bassis".parse::<Rule>().unwrap_err().to_string();
    assert!(
        error.starts_with("`no_bassis` is no check of the catalogue; write one of "),
        "{error}"
    );
}

#[test]
fn an_exemption_is_looked_at_as_long_as_its_version_holds() {
    let ended = "classified = true\nto = '2026-03-18'";
    assert_eq!(found(&item(ended)), []);
    let to_come = "exemption = { approver = '保密局', from = '2026-03-20', to = '2026-12-31' }";
    assert_eq!(
        found(&item(&format!("classified = true\n{to_come}"))),
        [Rule::ClassifiedWithoutExemption]
    );
    let by_nobody = to_come.replace("保密局", "").replace("03-20", "03-19");
    assert_eq!(
        found(&item(&format!("classified = true\n{by_nobody}"))),
        [Rule::ClassifiedWithoutExemption]
    );
}

#[test]
fn codes_are_checked_as_far_as_their_form_is_known() {
    let of = |code: &str| found(&item(&format!("code = '{code}'")));
    for sound in [
        // As they were published.
        "511A0138600000-511602000000-000-115113010833722043-1-00",
        "1J-5100-00019-511602000000-000-11511301008778386B-1-00",
        "511A0081000002-511602000000-000-11511301008778386B-5-1-00",
        "1145072100811537184452004020000",
        // Nothing in them can be checked.
        "511A0138600000",
        "未公布医师法",
    ] {
        assert_eq!(of(sound), [], "{sound}");
    }
    for (code, rule) in [
        ("511A1-2222222222222-1-00", Rule::CodeStructure),
        ("511A1-990000000000-000-11511301MB051073XA-1-00", Rule::CodeStructure),
        ("511A1-511602000000-000-11511301MB051073XA", Rule::CodeStructure),
        ("511602000000-000-11511301MB051073XA-1-00", Rule::CodeStructure),
        ("511A1-511602000000-000-11511301MB051073XI-1-00", Rule::CodeStructure),
        ("511A1-511602000000-000-统一社会信用代码统一社会信用代码一二-1-00", Rule::CodeStructure),
        ("1145072100811537194452004020000", Rule::CodeChecksum),
    ] {
        assert_eq!(of(code), [rule], "{code}");
    }
}

#[test]
fn findings_stand_in_the_order_of_the_files_and_say_their_figures() {
    let last = item("code = 'Z'\npromised_limit = '21 workdays'\nbasis = -");
    let first = item("code = 'B'\npromised_limit = '5'");
    told(
        &[("z.toml", &last), ("a.toml", &format!("{first}{last}"))],
        expect![[r#"
        a.toml:8 limit_without_unit B `promised_limit`: `5` has no unit, and no unit, no clock; write for example `5 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years` · `promised_limit`: `5` has no unit, and no unit, no clock; write for example `5 workdays`, or one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`
        a.toml:9 overlapping_versions Z two versions are in force on one day: this one (without first or last day) and that in z.toml, line 1 (without first or last day); a case has one law at a time, so remove one of them, or let it begin (`from`) on the day after the other one ends (`to`) · two versions are in force on one day: this one (without first or last day) and that in z.toml, line 1 (without first or last day); a case has one law at a time, so remove one of them, or let it begin (`from`) on the day after the other one ends (`to`)
        a.toml:9 promise_over_statute Z promises 21 workdays, but the law allows only 20 workdays · 承诺21个工作日，法定仅20个工作日
        a.toml:9 no_basis Z has a statutory limit of 20 workdays, but names no article it follows from · 法定20个工作日，但没有依据条款
        z.toml:1 promise_over_statute Z promises 21 workdays, but the law allows only 20 workdays · 承诺21个工作日，法定仅20个工作日
        z.toml:1 no_basis Z has a statutory limit of 20 workdays, but names no article it follows from · 法定20个工作日，但没有依据条款
    "#]],
    );
}

#[track_caller]
fn told(files: &[(&str, &str)], expected: Expect) {
    let files: Vec<_> =
        files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
    let findings = check(&files, "2026-03-19".parse().unwrap());
    let lines = findings.iter().map(|it| {
        format!(
            "{}:{} {} {} {} · {}\n",
            it.file, it.line, it.rule, it.code, it.words.en, it.words.zh
        )
    });
    expected.assert_eq(&lines.collect::<String>());
}
