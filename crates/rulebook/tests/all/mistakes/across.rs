//! Checks over several cases that do not say what they count, or say it wrongly.

use expect_test::expect;

use super::shows;

const FIRST: &str = "check(\"k\").on(\"granted\").finding()";

#[test]
fn words_that_do_not_belong_together_are_refused_with_those_that_do() {
    shows(
        &format!("{FIRST}.over(9).within(minutes(1));"),
        expect![[r#"
            rule::incomplete

              x the check `k` does not say all that it counts
               ,-[t/rules.rhai:1:1]
             1 | check("k").on("granted").finding().over(9).within(minutes(1));
               : ^^^^^^^^^^
               `----
              help: a check over several cases says by whom it counts, `.per(|c, e| e.officer)`, and one of:
                    too many at once, `.over(9).within(minutes(1))`, or too many different ones, `.different(|
                    c, e| c.facts.applicant).over(5).within(days(1))`; one behind another,
                    `.follows("withdrawn").within(days(10))`; nothing for too long,
                    `.silent_for(workdays(1))`, of those who send regularly
                    `.over(20).within(days(7)).silent_for(workdays(1))`; too large a share, `.share(|c, e|
                    e.kind == "withdrawn").over_percent(30).at_least(20).each(months(1))`; a jump,
                    `.over_times(3).at_least(20).each(months(1))`; a share or a number unlike that of others,
                    `.over_times(3).against("others").at_least(20).each(months(1))`; a gap in numbers,
                    `.numbers(|c, e| e.number).missing_for(workdays(5))`

        "#]],
    );
    for incomplete in [
        ".per(|c, e| e.officer)",
        ".per(|c, e| e.officer).over(9)",
        ".per(|c, e| e.officer).within(days(1))",
        ".per(|c, e| e.officer).over(9).within(hours(1)).silent_for(days(1))",
        ".per(|c, e| e.officer).share(|c, e| true).over_percent(30).each(months(1))",
        ".per(|c, e| e.officer).share(|c, e| true).over_percent(3).against(\"others\").at_least(20).each(months(1))",
        ".per(|c, e| e.officer).over_times(3).against(\"others\").each(months(1))",
        ".per(|c, e| e.officer).different(|c, e| c.number)",
        ".different(|c, e| e.post).over(9).within(days(1))",
        ".per(|c, e| e.officer).different(|c, e| e.post).follows(\"withdrawn\").within(days(1))",
        ".per(|c, e| e.officer).different(|c, e| e.post).over(9).within(days(1)).silent_for(days(1))",
        ".per(|c, e| e.officer).over(9).within(days(1)).against(\"others\")",
        ".per(|c, e| e.officer).over_percent(30).at_least(20).each(months(1))",
        ".per(|c, e| e.officer).numbers(|c, e| e.number)",
        ".per(|c, e| e.officer).numbers(|c, e| e.number).missing_for(days(1)).over(9)",
    ] {
        let told = crate::support::mistakes(&format!("{FIRST}{incomplete};"));
        assert!(told.contains("`k` does not say all that it counts"), "{incomplete}: {told}");
    }
}

#[test]
fn a_text_asked_of_one_case_is_refused() {
    shows(
        "check(\"k\").on(\"granted\").per(|c, e| e.officer).over(9).within(days(1)).finding(|c, e| `${e.kind}`);",
        expect![[r#"
            rule::incomplete

              x the check `k` counts over several cases, and its text is asked of one
               ,-[t/rules.rhai:1:1]
             1 | check("k").on("granted").per(|c, e| e.officer).over(9).within(days(1)).finding(|c, e| `${e.kind}`);
               : ^^^^^^^^^^
               `----
              help: write a text that holds for all; by whom, how many and which cases is told behind it

        "#]],
    );
}

#[test]
fn figures_out_of_range_are_refused() {
    for wrong in [
        "over(0)",
        "over_percent(100)",
        "over_percent(-1)",
        "over_times(0)",
        "against(\"other\")",
        "against(2)",
        "at_least(0)",
        "within(workdays(1))",
        "within(days(0))",
        "silent_for(hours(1))",
        "missing_for(months(1))",
        "each(months(5))",
        "each(days(30))",
        "each(years(2))",
        "follows(\"withdrwan\")",
        "per(\"officer\")",
    ] {
        let told = crate::support::mistakes(&format!("{FIRST}.{wrong};"));
        let word = wrong.split('(').next().unwrap_or_default();
        let named = told.contains(&format!("`{word}`")) || told.contains("withdrawn");
        assert!(named && !told.contains("does not say all"), "{wrong}: {told}");
    }
}
