//! What authors write and mean, as the shipped rules have it and in other turns: nothing is said of it.

use super::{check, clock, told, told_of};

const CONDITIONS: &[&str] = &[
    "c.item.type == () || c.item.type == \"行政许可\"",
    "c.facts.joint == true || c.facts.handling in [\"统一办理\", \"unified\"]",
    "c.facts.x == 3 || c.facts.x == \"3\" || c.facts.x > workdays(3)",
    "c.facts.x && c.facts.y",
    "c.facts.field_check_officers != () && c.facts.field_check_officers < 2",
    "c.facts.joint ?? false",
    "e.special == \"听证\" || e.basis == \"任何依据\" || e.post == \"x\" || e.step in [\"a\", \"b\"]",
    "c.item.known && !c.item.charges_fees",
    "e.charged_fen > e.standard_fen",
    "c.accepted_at < e.occurred_at || c.received_at == ()",
    "c.count(\"denied\") > 0 && c.count(\"granted\") + c.count(\"granted_with_gap\") > 0",
    "workdays_between(date_of(c.last(\"hearing_notified\")), e.occurred_on) <= 5",
    "e.occurred_on - c.accepted_on > 3 && minutes_between(c.accepted_at, e.occurred_at) / 60 >= 2",
    "c.submitted_on ?? c.received_on != ()",
    "e.note == () || e.note.is_empty() || e.note.contains(\"x\") || !(\"y\" in e.note)",
    "e.post != () && (e.post.contains(\"承办\") || e.post.starts_with(\"窗口\") || e.post.len() > 3)",
    "`${e.occurred_at}`.ends_with(\" 00:00\")",
    "e.grade >= 4 || e.grade in [1, 2] || e.grade in 1..3",
    "e.kind == \"denied\" && e.kind != \"\".to_lower()",
    "e.length != () && e.length.unit == c.item.promised_limit.unit && e.length > c.item.promised_limit",
    "c.item.promised_limit?.amount > 3 && e.length.zh.contains(\"日\")",
    "max(c.officers, 3) > 2 && min(c.item.promised_limit ?? days(3), days(5)) == days(3)",
    "c.accepted_on + workdays(5) < e.occurred_on && c.accepted_on >= date(\"2026-07-01\")",
    "[\"a\", \"b\"].some(|x| x == e.step) && [1, 2].contains(c.officers)",
    "is_workday(e.occurred_at) && in_office_hours(e.occurred_at) == false",
    "switch c.item.promised_limit.unit { \"workdays\" | \"days\" => true, _ => false }",
    "switch c.facts.category.value() { \"x\" => true, 3 => false, _ => e.version > 1 }",
    "if c.item.known { return e.note != (); } else { c.officers == 1 }",
    "{ let n = 0; for x in [\"a\", \"b\"] { if e.step == x { n += 1; } } n > 1 }",
    "{ let found = (); found = e.note; found == \"x\" }",
    "{ let list = []; list.push(e.step); list.len() > 1 && list[0] == \"x\" }",
    "{ let note = value(e.note ?? \"\"); note.trim(); note == \"x\" }",
    "{ if c.item.known { throw \"x\"; } true }",
    "{ let table = #{ a: 1 }; table.a == 1 || table[\"a\"] == \"x\" }",
    "{ try { c.officers > 1 } catch { false } }",
    "e.note.to_string() == \"3\" || parse_int(e.note) == 3 || c.officers.to_string() == \"3\"",
    "c.officers * 0.5 > 1.5 && c.officers / 2 == 1",
    "(c.item.statutory_limit ?? c.facts.statutory_limit ?? workdays(20)).amount > 3",
    "e.note == c.item.name || e.officer == e.approver || c.item.kind == e.note",
];

#[test]
fn conditions() {
    for condition in CONDITIONS {
        assert_eq!(told(&check(&format!(".when(|c, e| {condition})"))), "", "{condition}");
    }
}

const CLOCKS: &[&str] = &[
    ".limit(|c| c.item.statutory_limit ?? workdays(20)).red(at_due())",
    ".limit(|c| if c.item.known { c.item.promised_limit }).red(at_due())",
    ".limit(days(3)).stops([\"delivered\", \"completed\"], |c, e| e.kind == \"completed\" || e.post == \"窗口\").red(at_due())",
    ".limit(|c| c.facts.limit ?? switch c.facts.kind.value() { \"a\" => workdays(10), _ => workdays(2) }).red(at_due())",
    ".limit(|c| { if c.item.known { return; } days(3) }).red(at_due())",
    ".limit(|c| min(c.item.promised_limit, workdays(5))).red(|c| if c.item.known { at_percent(90) })",
    ".limit(workdays(5)).red(|c| after(c.facts.order_limit ?? workdays(5)))",
    ".limit(workdays(5)).red(|c| earliest(before(workdays(1)), at_percent(90), at_due())).yellow(|c| latest([at_due(), at_percent(5)]))",
    ".limit(workdays(max(15 - 3, 0))).red(at_due()).pauses(\"special_started\", \"special_ended\", |s| if s.kind == \"听证\" { cap(s.notified_length) } else { no_pause() })",
    ".until(|c| c.facts.expiry_date).red(at_due())",
    ".until(|c| c.accepted_at).red(at_due())",
    ".until(|c| c.accepted_on + months(3)).red(at_due())",
    ".limit(workdays(5)).red(at_due()).extends(\"extension_approved\", |e, c| if e.occurred_at == c.first(\"extension_approved\") { e.length })",
];

#[test]
fn clocks() {
    for words in CLOCKS {
        assert_eq!(told(&clock(words)), "", "{words}");
    }
}

/// A function is told nothing of that holds for one of its calls only.
#[test]
fn functions_for_several_kinds() {
    let both = "fn is_it(value, other) { value == other || value == \"x\" || value == 3 }\n";
    let calls = ".when(|c, e| is_it(e.note, \"x\") && is_it(c.officers, 3))";
    assert_eq!(told(&format!("{both}{}", check(calls))), "");
    let deep = "fn count_down(n) { if n == 0 { return workdays(1); } count_down(n - 1) }\n";
    let clock = clock(".limit(|c| count_down(3)).red(at_due())");
    assert_eq!(told(&format!("{deep}{clock}")), "");
}

/// A function calls what is called so where the rule stands that asks it.
#[test]
fn functions_that_a_later_script_has_too() {
    let first = "fn inner(c) { workdays(3) }\nfn outer(c) { inner(c) }\n";
    let second = format!("fn inner(c) {{ true }}\n{}", check(".when(|c, e| outer(c))"));
    assert_eq!(told_of(&[first, &second]), "");
}

#[test]
fn variables_that_a_closure_changes() {
    let words = "{ let n = 0; [1].map(|x| { n = \"x\"; x }); n == \"x\" }";
    assert_eq!(told(&check(&format!(".when(|c, e| {words})"))), "");
}

/// Calls that lie deeper than anybody follows say nothing of what stands behind them.
#[test]
fn functions_far_behind_functions() {
    let (open, close) = ("(1 + ".repeat(9), ")".repeat(9));
    let mut script = "fn f0(x) { if x == \"a\" { 1 } else { 2 } }\n".to_owned();
    for at in 1..=40 {
        script += &format!("fn f{at}(x) {{ {open}f{}(x){close} }}\n", at - 1);
    }
    script += &check(".when(|c, e| f40(e.note) > 3 && f0(e.grade) == 1)");
    assert_eq!(told(&script), "");
}

/// What a function is asked of by a dot is not among its parameters.
#[test]
fn functions_that_are_asked_of_something() {
    let asked = "fn is_long(than) { this.amount > than }\nfn is_long(of, than) { of == than }\n";
    let calls =
        "{ let limit = c.item.promised_limit; limit.is_long(3) && is_long(c.item.name, \"x\") }";
    assert_eq!(told(&format!("{asked}{}", check(&format!(".when(|c, e| {calls})")))), "");
}

/// The rules of a loop share a closure: what none of them is asked about is told, and what one is asked about is not.
#[test]
fn rules_that_share_a_closure() {
    let script = "for kind in [\"granted\", \"denied\"] {
    check(kind).title(\"甲\", \"k\").basis(\"1\").on(kind).finding().when(|c, e| e.kind == \"denied\");
}\n";
    assert_eq!(told(script), "");
}

#[test]
fn captured_lists_and_numbers() {
    let script = "const LIST = [\"denied\"];\nconst FEW = 3;\n";
    let words = ".when(|c, e| e.kind in LIST && c.officers > FEW)";
    assert_eq!(told(&format!("{script}{}", check(words))), "");
}

#[test]
fn scores() {
    let script = "scoring().title(\"甲\", \"k\").basis(\"1\").dimension(\"甲\", \"a\", 10)
    .deduct(|m| m.complaints * 0.5 + m.check(\"k\") + if m.rated == 0 { 0 } else { m.dissatisfied * 100 / m.rated })
    .bonus(\"乙\", \"b\", |m| if m.early_percent > 50 { 5 } else { 0 });\n";
    assert_eq!(told(&format!("{script}{}", check(".when(|c, e| c.item.known)"))), "");
}
