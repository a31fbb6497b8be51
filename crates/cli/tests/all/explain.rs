//! Explanations that can be checked with a calendar in hand.

use expect_test::expect;

use crate::support::{Place, SIMPLE_MAPPING, repo};

const ACTIVITIES: &str = r#"
[[activity]]
name = "延期"
kind = "extension_approved"
"#;

/// A journal of one case with an extension that came too late, under a rule of this clock.
fn extended_late(clock: &str) -> Place {
    let place = Place::new();
    place.write("m.toml", format!("{SIMPLE_MAPPING}{ACTIVITIES}"));
    place.write(
        "log.csv",
        "case,what,when\nA-1,受理,2025-03-04 10:00:00\nA-1,延期,2025-03-13 09:00:00\nA-1,准予,2025-03-14 09:00:00\n",
    );
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    let manifest = "name = \"rules\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n";
    place.write("rules/rulebook.toml", manifest);
    place.write("rules/clocks.rhai", format!("clock(\"c\").title(\"时限\", \"limit\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\"){clock};"));
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"]);
    place
}

const IN_DAYS: &str =
    ".limit(workdays(5)).extends(\"extension_approved\", |e, c| workdays(3)).red(at_due())";
const IN_HOURS: &str =
    ".wall_clock().limit(hours(48)).extends(\"extension_approved\", |e, c| hours(3)).red(at_due())";

#[test]
fn a_late_extension_is_shown_with_the_day_that_it_missed() {
    let place = extended_late(IN_DAYS);
    expect![[r#"
        finding A-1/c/finding/1
        limit

        basis        法 1
        rule         rules/clocks.rhai:1 (rules 7833be4ce1ca2bc8abe5a75353040e79a2b3865b980a413a50390edbab5b4ab3)
        answers      -
        fell due     2025-03-13 09:00:00 +08:00
        raised       2025-03-13 09:00:00 +08:00

        started      2025-03-04 10:00:00 +08:00
        limit        5 workdays (day)
        extension    +3 workdays 2025-03-13 09:00:00 +08:00 · came after the limit had run out, does not count

         from        to          what                    counts  so far
         2025-03-04  2025-03-04  start day, not counted  0       0
         2025-03-05  2025-03-07  counted                 3       3
         2025-03-08  2025-03-09  weekly rest             0       3
         2025-03-10  2025-03-11  counted                 2       5

        due 2025-03-11 24:00
        to count it had to be granted by 2025-03-11; it was granted on 2025-03-13 09:00:00 +08:00
    "#]].assert_eq(&place.answer(&["explain", "A-1/c/finding/1"]));
    expect![[r#"
        疑点 A-1/c/finding/1
        时限

        依据         法 1
        规则         rules/clocks.rhai:1 (rules 7833be4ce1ca2bc8abe5a75353040e79a2b3865b980a413a50390edbab5b4ab3)
        责任         -
        到期         2025-03-13 09:00:00 +08:00
        发出         2025-03-13 09:00:00 +08:00

        起算         2025-03-04 10:00:00 +08:00
        时限         5个工作日 (按日)
        延期         +3个工作日 2025-03-13 09:00:00 +08:00 · 期满后提出，不计入

         自          至          性质            计  累计
         2025-03-04  2025-03-04  起算当日，不计  0   0
         2025-03-05  2025-03-07  计入            3   3
         2025-03-08  2025-03-09  休息日，不计    0   3
         2025-03-10  2025-03-11  计入            2   5

        到期 2025-03-11 24:00
        最迟应于 2025-03-11 批准，实际批准于 2025-03-13 09:00:00 +08:00
    "#]].assert_eq(&place.answer(&["--lang", "zh", "explain", "A-1/c/finding/1"]));
    let ground = &place.json(&["explain", "A-1/c/finding/1", "--format", "json"])["ground"];
    assert_eq!(ground["kind"], "late_extension");
    assert_eq!(ground["due_at"], "2025-03-12T00:00:00+08:00");
    let extension = &ground["extensions"][0];
    assert_eq!(
        (&extension["on"], &extension["counted"]),
        (&"2025-03-13T09:00:00+08:00".into(), &false.into())
    );
}

#[test]
fn a_late_extension_of_hours_is_shown_with_the_instant_that_it_missed() {
    let told = extended_late(IN_HOURS).answer(&["explain", "A-1/c/finding/1"]);
    let last = told.lines().last().unwrap();
    expect!["to count it had to be granted by 2025-03-06 10:00:00 +08:00; it was granted on 2025-03-13 09:00:00 +08:00"].assert_eq(last);
}
