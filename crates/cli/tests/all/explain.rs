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

/// What a mapping adds so that the table says who did it, and until when.
const WHO: &str = r#"
[case.facts]
until = { column = "until", type = "date" }
"#;

const WHO_RECORDED: &str = r#"
department = "dept"
post = "post"
officer = "who"
"#;

/// A journal of one case under a rule that has these words.
fn under(rule: &str, activities: &[(&str, &str)], rows: &[&str]) -> Place {
    let activities: String = activities
        .iter()
        .map(|(name, kind)| format!("[[activity]]\nname = \"{name}\"\nkind = \"{kind}\"\n"))
        .collect();
    let mapping = SIMPLE_MAPPING
        .replace("id = \"case\"\n", &format!("id = \"case\"\n{WHO}"))
        .replace("time = \"when\"\n", &format!("time = \"when\"\n{WHO_RECORDED}"));
    let place = Place::new();
    place.write("m.toml", format!("{mapping}{activities}"));
    place.write("log.csv", format!("case,what,when,until,dept,post,who\n{}\n", rows.join("\n")));
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    let manifest = "name = \"rules\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n";
    place.write("rules/rulebook.toml", manifest);
    place.write("rules/rules.rhai", rule);
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"]);
    place
}

/// What stands below the head of an explanation.
fn figures(place: &Place, lang: &str, warning: &str) -> String {
    let text = place.answer(&["--lang", lang, "explain", warning]);
    text.splitn(3, "\n\n").nth(2).unwrap().to_owned()
}

fn ground(place: &Place, warning: &str) -> String {
    let json = place.json(&["explain", warning, "--format", "json"]);
    json["ground"].to_string()
}

#[test]
fn a_check_that_says_nothing_shows_what_it_looked_at() {
    let place = under(
        r#"check("c").title("告知不足七日", "told late").basis("法 48").on("hearing_held")
            .when(|c, e| {
                let told = date_of(c.last("hearing_notified"));
                told == () || workdays_between(told, e.occurred_on) < 7
            })
            .yellow();"#,
        &[("告知", "hearing_notified"), ("听证", "hearing_held")],
        &[
            "A-1,告知,2025-03-04 10:00:00,,,,",
            "A-1,听证,2025-03-11 09:00:00,,,,",
            // What is told after the hearing was held is none of its business.
            "A-1,告知,2025-03-11 09:00:00,,,,",
        ],
    );
    expect![[r#"
        found on the event of 2025-03-11 09:00:00 +08:00
        告知不足七日 · told late

         looked at                                                                          found
         c.last("hearing_notified")                                                         2025-03-04 10:00:00 +08:00
         e.occurred_at                                                                      2025-03-11 09:00:00 +08:00
         workdays_between(date_of(c.last("hearing_notified")), date_of(e.occurred_at))      5 workdays
         workdays_between(date_of(c.last("hearing_notified")), date_of(e.occurred_at)) < 7  yes
    "#]].assert_eq(&figures(&place, "en", "A-1/c/yellow/1"));
    expect![[r#"
        所查事件发生于 2025-03-11 09:00:00 +08:00
        告知不足七日

         所查内容                                                    结果
         最近一次("听证告知")                                        2025-03-04 10:00:00 +08:00
         发生时间                                                    2025-03-11 09:00:00 +08:00
         相隔工作日(日期(最近一次("听证告知")), 日期(发生时间))      5个工作日
         相隔工作日(日期(最近一次("听证告知")), 日期(发生时间)) < 7  是
    "#]]
    .assert_eq(&figures(&place, "zh", "A-1/c/yellow/1"));
    expect![[r#"{"event_occurred_at":"2025-03-11T09:00:00+08:00","kind":"check","looked_at":[{"at":"c.last(\"hearing_notified\")","found":"2025-03-04T10:00:00+08:00"},{"at":"e.occurred_at","found":"2025-03-11T09:00:00+08:00"},{"at":"workdays_between(date_of(c.last(\"hearing_notified\")), date_of(e.occurred_at))","found":"5 workdays"},{"at":"workdays_between(date_of(c.last(\"hearing_notified\")), date_of(e.occurred_at)) < 7","found":true}]}"#]].assert_eq(&ground(&place, "A-1/c/yellow/1"));
}

#[test]
fn a_clock_until_a_date_shows_where_the_date_came_from_and_how_far_it_is() {
    let place = under(
        r#"clock("c").title("有效期", "validity").basis("法 50").starts("accepted").stops("granted")
            .until(|c| c.facts.until).to_end_of_day().yellow(before(days(3))).red(after(days(1)));"#,
        &[("备注", "received")],
        &["A-1,受理,2025-03-04 10:00:00,2025-03-20,,,", "A-1,备注,2025-04-01 10:00:00,,,,"],
    );
    expect![[r#"
        started      2025-03-04 10:00:00 +08:00
        until        c.facts.until = 2025-03-20 (to the end of the day)
        deadline     2025-03-20 24:00

         from                        to                what  length
         2025-03-04 10:00:00 +08:00  2025-03-16 24:00  used  12 days 14:00:00
         2025-03-16 24:00            2025-03-20 24:00  left  4 days 0:00:00

        3 days before the due day 2025-03-17 00:00
    "#]]
    .assert_eq(&figures(&place, "en", "A-1/c/yellow/1"));
    expect![[r#"
        起算         2025-03-04 10:00:00 +08:00
        截至         until = 2025-03-20 (至当日结束)
        期限         2025-03-20 24:00

         自                          至                性质  时长
         2025-03-04 10:00:00 +08:00  2025-03-20 24:00  已用  16个自然日 14:00:00
         2025-03-20 24:00            2025-03-21 24:00  超期  1个自然日 0:00:00

        期满后1个自然日 2025-03-21 24:00
    "#]]
    .assert_eq(&figures(&place, "zh", "A-1/c/red/1"));
    expect![[r#"{"at":"2025-03-22T00:00:00+08:00","counts_to":"end_of_day","deadline":"2025-03-21T00:00:00+08:00","kind":"until","looked_at":[{"at":"c.facts.until","found":"2025-03-20"}],"segments":[{"counted":1432800000,"from":"2025-03-04T10:00:00+08:00","to":"2025-03-21T00:00:00+08:00","unit":"milliseconds","what":"used"},{"counted":86400000,"from":"2025-03-21T00:00:00+08:00","to":"2025-03-22T00:00:00+08:00","unit":"milliseconds","what":"overdue"}],"started_at":"2025-03-04T10:00:00+08:00","threshold":"1 day after the due day"}"#]].assert_eq(&ground(&place, "A-1/c/red/1"));
}

#[test]
fn an_extension_in_another_unit_counts_on_behind_the_limit() {
    let place = under(
        r#"clock("c").title("时限", "limit").basis("法 1").starts("accepted").stops("granted")
            .limit(months(1)).extends("extension_approved", |e, c| workdays(10)).red(at_percent(90));"#,
        &[("延期", "extension_approved")],
        &[
            "A-1,受理,2025-03-04 10:00:00,,,,",
            "A-1,延期,2025-03-13 09:00:00,,,,",
            "A-1,准予,2025-05-10 09:00:00,,,,",
        ],
    );
    expect![[r#"
        started      2025-03-04 10:00:00 +08:00
        limit        1 month (day)
        extension    +10 workdays 2025-03-13 09:00:00 +08:00 · counts
        part 1       1 month, 2025-03-05 to 2025-04-04 = 31 days
        part 2       10 workdays, 2025-04-05 to 2025-04-18 = 10 workdays

         from        to          what                    counts  so far  of part
         2025-03-04  2025-03-04  start day, not counted  0       0       1
         2025-03-05  2025-04-04  counted                 31      31      1
         2025-04-05  2025-04-06  holiday 清明节          0       0       2
         2025-04-07  2025-04-11  counted                 5       5       2
         2025-04-12  2025-04-13  weekly rest             0       5       2
         2025-04-14  2025-04-18  counted                 5       10      2

        due 2025-04-18 24:00
        when 90 % of the limit are used up (31 + 10 = 41, of which 90 % are 36) 2025-04-11 24:00
    "#]]
    .assert_eq(&figures(&place, "en", "A-1/c/red/1"));
    expect![[r#"
        起算         2025-03-04 10:00:00 +08:00
        时限         1个月 (按日)
        延期         +10个工作日 2025-03-13 09:00:00 +08:00 · 计入
        分段 1       1个月，2025-03-05 至 2025-04-04 = 31个自然日
        分段 2       10个工作日，2025-04-05 至 2025-04-18 = 10个工作日

         自          至          性质              计  累计  分段
         2025-03-04  2025-03-04  起算当日，不计    0   0     1
         2025-03-05  2025-04-04  计入              31  31    1
         2025-04-05  2025-04-06  清明节放假，不计  0   0     2
         2025-04-07  2025-04-11  计入              5   5     2
         2025-04-12  2025-04-13  休息日，不计      0   5     2
         2025-04-14  2025-04-18  计入              5   10    2

        到期 2025-04-18 24:00
        用时达 90%（31 + 10 = 41，其 90% 为 36） 2025-04-11 24:00
    "#]]
    .assert_eq(&figures(&place, "zh", "A-1/c/red/1"));
    let json = place.json(&["explain", "A-1/c/red/1", "--format", "json"]);
    expect![[r#"[{"counted":true,"length":"10 workdays","on":"2025-03-13T09:00:00+08:00"}]"#]]
        .assert_eq(&json["ground"]["extensions"].to_string());
    expect![[r#"[{"after":"2025-03-05T00:00:00+08:00","counts":31,"length":"1 month","unit":"days","upto":"2025-04-05T00:00:00+08:00"},{"after":"2025-04-05T00:00:00+08:00","counts":10,"length":"10 workdays","unit":"workdays","upto":"2025-04-19T00:00:00+08:00"}]"#]].assert_eq(&json["ground"]["parts"].to_string());
}

#[test]
fn pauses_with_a_total_say_what_they_may_take_together() {
    let place = under(
        r#"clock("c").title("时限", "limit").basis("法 1").starts("accepted").stops("granted")
            .limit(workdays(5)).pauses("suspended", "resumed").pauses_at_most(workdays(3)).red(at_due());"#,
        &[("中止", "suspended"), ("恢复", "resumed")],
        &[
            "A-1,受理,2025-03-04 10:00:00,,,,",
            "A-1,中止,2025-03-05 09:00:00,,,,",
            "A-1,恢复,2025-03-07 09:00:00,,,,",
            "A-1,中止,2025-03-10 09:00:00,,,,",
            "A-1,恢复,2025-03-13 09:00:00,,,,",
            "A-1,准予,2025-04-10 09:00:00,,,,",
        ],
    );
    expect![[r#"
        started      2025-03-04 10:00:00 +08:00
        limit        5 workdays (day)
        pause 1      2025-03-05 09:00:00 +08:00 .. 2025-03-07 09:00:00 +08:00
        pause 2      2025-03-10 09:00:00 +08:00 .. 2025-03-13 09:00:00 +08:00
        together     pauses 1 + 2 at most 3 workdays

         from        to          what                                counts  so far
         2025-03-04  2025-03-04  start day, not counted              0       0
         2025-03-05  2025-03-05  counted                             1       1
         2025-03-06  2025-03-07  paused by pause 1                   0       1
         2025-03-08  2025-03-09  weekly rest                         0       1
         2025-03-10  2025-03-10  counted                             1       2
         2025-03-11  2025-03-11  paused by pause 2                   0       2
         2025-03-12  2025-03-13  pause 2, beyond the total, counted  2       4
         2025-03-14  2025-03-14  counted                             1       5

        due 2025-03-14 24:00
        at the due instant 2025-03-14 24:00
    "#]]
    .assert_eq(&figures(&place, "en", "A-1/c/red/1"));
    expect![[r#"
        起算         2025-03-04 10:00:00 +08:00
        时限         5个工作日 (按日)
        暂停 1       2025-03-05 09:00:00 +08:00 .. 2025-03-07 09:00:00 +08:00
        暂停 2       2025-03-10 09:00:00 +08:00 .. 2025-03-13 09:00:00 +08:00
        合计         暂停 1 + 2 合计最多3个工作日

         自          至          性质                        计  累计
         2025-03-04  2025-03-04  起算当日，不计              0   0
         2025-03-05  2025-03-05  计入                        1   1
         2025-03-06  2025-03-07  暂停 1，不计                0   1
         2025-03-08  2025-03-09  休息日，不计                0   1
         2025-03-10  2025-03-10  计入                        1   2
         2025-03-11  2025-03-11  暂停 2，不计                0   2
         2025-03-12  2025-03-13  暂停 2，超出合计上限，计入  2   4
         2025-03-14  2025-03-14  计入                        1   5

        到期 2025-03-14 24:00
        期满时 2025-03-14 24:00
    "#]]
    .assert_eq(&figures(&place, "zh", "A-1/c/red/1"));
    let json = place.json(&["explain", "A-1/c/red/1", "--format", "json"]);
    expect![[r#"[{"most":"3 workdays","pauses":[1,2]}]"#]]
        .assert_eq(&json["ground"]["pause_totals"].to_string());
}

#[test]
fn the_json_says_who_answers_for_which_case_and_clock() {
    let place = under(
        r#"clock("c").title("时限", "limit").basis("法 1").starts("accepted").stops("granted").limit(workdays(2)).red(at_due());"#,
        &[("审核", "step_started")],
        &[
            "A-1,受理,2025-03-04 10:00:00,,区住建局,窗口,张三",
            "A-1,审核,2025-03-20 10:00:00,,区住建局,科长,李四",
        ],
    );
    let json = place.json(&["explain", "A-1/c/red/1", "--format", "json"]);
    let said = ["case", "clock", "level", "department", "post", "officer", "step"]
        .map(|name| format!("{name}={}", json[name]));
    expect![[r#"case="A-1" clock="c" level="red" department="区住建局" post="窗口" officer="张三" step=null"#]].assert_eq(&said.join(" "));
    assert_eq!(json["ground"]["segments"][1]["unit"], "workdays");
}

#[test]
fn a_check_is_explained_by_the_version_that_raised_it() {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    place.write("log.csv", "case,what,when\nA-1,受理,2025-03-04 10:00:00\n");
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    for (version, dates, article) in
        [("first", "to = 2024-12-31", "法 1"), ("second", "from = 2025-01-01", "法 2")]
    {
        let manifest = format!(
            "name = \"rules\"\ntitle = {{ zh = \"试\", en = \"trial\" }}\ncalendar = \"cn\"\n{dates}\n"
        );
        place.write(&format!("rules/{version}/rulebook.toml"), manifest);
        let check = format!(
            "check(\"c\").title(\"查\", \"check\").basis(\"{article}\").on(\"accepted\").when(|c, e| true).yellow();"
        );
        place.write(&format!("rules/{version}/checks.rhai"), check);
    }
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"]);
    let told = place.answer(&["explain", "A-1/c/yellow/1"]);
    assert!(told.contains("法 2") && !told.contains("法 1"), "{told}");
}

/// What several cases came to cannot be told from the one that is named: the whole journal is replayed for it.
#[test]
fn a_check_over_several_cases_says_what_it_counted() {
    let place = extended_late(IN_DAYS);
    place.write(
        "more.csv",
        "case,what,when\nA-2,受理,2025-03-04 10:00:00\nA-2,准予,2025-03-14 09:00:30\nA-3,准予,2025-03-14 09:01:00\nA-4,受理,2025-04-01 09:00:00\n",
    );
    place.answer(&["import", "more.csv", "--mapping", "m.toml", "--rules", "rules"]);
    let checks = r#"
check("batch").title("集中办结", "closed in a batch").basis("法 2").on("granted")
    .per(|c, e| e.kind).over(1).within(minutes(1)).finding();
check("share").title("占比", "share").basis("法 3").on(["accepted", "granted"])
    .per(|c, e| "甲局/乙@").share(|c, e| e.kind == "granted").over_percent(50).at_least(2).each(months(1)).finding();
"#;
    place.write("rules/checks.rhai", checks);
    let explained = |id: &str, more: &[&str]| {
        let flags = [&["explain", id, "--rules", "rules"], more].concat();
        place.answer(&flags)
    };
    expect![[r#"
        finding A-2/batch@granted/finding/1
        closed in a batch

        basis        法 2
        rule         rules/checks.rhai:2 (rules 880a4338a89872482b63a229d6a6cd4d7b5395921e311e729c503be7f1225fd3)
        answers      -
        fell due     2025-03-14 09:00:30 +08:00
        raised       2025-03-14 09:00:30 +08:00

        集中办结（granted：2025-03-14 09:00:00 +08:00 至 2025-03-14 09:00:30 +08:00 共 2 件：A-1, A-2） · closed in a batch (granted: 2 from 2025-03-14 09:00:00 +08:00 to 2025-03-14 09:00:30 +08:00: A-1, A-2)
    "#]].assert_eq(&explained("A-2/batch@granted/finding/1", &[]));
    expect![[r#"
        疑点 A-3/share@甲局%2F乙%40/finding/1
        占比

        依据         法 3
        规则         rules/checks.rhai:4 (rules 880a4338a89872482b63a229d6a6cd4d7b5395921e311e729c503be7f1225fd3)
        责任         -
        到期         2025-03-31 24:00
        发出         2025-04-01 00:00:00 +08:00

        占比（甲局/乙@：2025-03 共 5 件，其中 3 件，占 60.0%）
    "#]].assert_eq(&explained("A-3/share@甲局%2F乙%40/finding/1", &["--lang", "zh"]));
    let json: serde_json::Value =
        serde_json::from_str(&explained("A-2/batch@granted/finding/1", &["--format", "json"]))
            .unwrap();
    assert_eq!(json["ground"]["kind"], "across");
    let refused = place.refusal(&["explain", "A-1/batch@granted/finding/1", "--rules", "rules"]);
    assert!(refused.contains("A-1"), "{refused}");
}
