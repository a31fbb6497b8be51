//! Values that are thrown away, loops without an end, and lengths in units that a clock does not count.

use super::{check, clock, clock_says, expect, says};

#[test]
fn values_that_are_thrown_away() {
    says(
        &clock(".limit(|c| { if c.officers > 1 {\nworkdays(3)\n} workdays(5) }).red(at_due())"),
        &expect![[r#"
        3:1 warning rule::thrown_away: what `workdays` says here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
    "#]],
    );
    says(
        &check(
            ".when(|c, e| {\nc.item.name;\nc.officers == 1;\nc.count(\"denied\") > 3 && e.note == ();\n\"x\"; 5; c.has(\"denied\");\ntrue })",
        ),
        &expect![[r#"
        3:1 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        4:12 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        5:19 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        6:1 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        6:6 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        6:9 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
    "#]],
    );
    says(
        &check(
            ".when(|c, e| {\nfor x in [1, 2] { x == 1 }\nswitch c.item.kind { \"other\" => c.item.known, _ => false }\nlet y = { c.item.known; true };\ny })",
        ),
        &expect![[r#"
        3:21 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        4:33 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        4:52 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
        5:11 warning rule::thrown_away: what is worked out here is thrown away: the rule goes on behind it as if it did not stand there | write `return` before it if it is the answer, `let name =` if it is needed below, and an `else` where one of two is meant; or remove it
    "#]],
    );
}

#[test]
fn loops_that_nothing_ends() {
    says(
        &check(".when(|c, e| {\nloop {}\n})"),
        &expect![[r#"
        3:1 error rule::endless: this loop never ends, so that the rule breaks off on every case that gets here | leave it with `break` or `return` under a condition, or go through a list with `for`
    "#]],
    );
    says(
        &check(".when(|c, e| {\nwhile true { let x = 1; }\ntrue })"),
        &expect![[r#"
        3:1 error rule::endless: this loop never ends, so that the rule breaks off on every case that gets here | leave it with `break` or `return` under a condition, or go through a list with `for`
    "#]],
    );
    says(
        &check(".when(|c, e| {\nloop { for x in [1] { break; } }\n})"),
        &expect![[r#"
        3:1 error rule::endless: this loop never ends, so that the rule breaks off on every case that gets here | leave it with `break` or `return` under a condition, or go through a list with `for`
    "#]],
    );
    says(
        &check(".when(|c, e| {\ndo { let x = 1; } while true;\ntrue })"),
        &expect![[r#"
        3:1 error rule::endless: this loop never ends, so that the rule breaks off on every case that gets here | leave it with `break` or `return` under a condition, or go through a list with `for`
    "#]],
    );
}

#[test]
fn loops_that_something_ends() {
    for body in [
        "loop { if c.item.known { break; } }",
        "loop { for x in [1] { return true; } }",
        "while true { throw \"x\"; }",
        "while c.item.known { let x = 1; }",
        "loop { loop { break; } if c.item.known { break; } }",
        "do { let x = 1; } while false;",
    ] {
        says(&check(&format!(".when(|c, e| {{ {body} true }})")), &expect![[""]]);
    }
}

#[test]
fn an_extension_in_a_unit_that_the_clock_does_not_count() {
    clock_says(
        ".limit(days(3)).red(at_due())\n.extends(\"extension_approved\", |e| if e.step == \"x\" { months(1) } else { hours(3) })",
        &expect![[r#"
            3:74 error rule::units: the clock does not count in `hours` | give it in workdays, days, months or years
        "#]],
    );
}
