//! How rulebooks differ, in words.

use duban_author::diff::{Change, diff};
use duban_rulebook::{Bundle, Rulebook};
use expect_test::{Expect, expect};

const MANIFEST: &str = "name = \"city\"\ntitle = { zh = \"市级\", en = \"City\" }\ncalendar = \"cn\"\ncatalogue = [\"catalogue\"]\n";
const CALENDAR: &str = "title = \"Monday to Friday\"\nzone = \"Asia/Shanghai\"\nweekly_rest = [\"saturday\", \"sunday\"]\noffice_hours = [\"09:00-17:00\"]\n";
const ITEM: &str = "[[item]]\ncode = \"1\"\nname = \"甲证\"\ndepartment = \"甲局\"\nstatutory_limit = \"20 workdays\"\n";
const CLOCK: &str = r#"const SHORT = 3;
fn twice(n) { n * 2 }
clock("statutory").title("法定时限", "statutory limit").basis("行政许可法 42")
    .starts("accepted").stops(["granted", "denied"])
    .limit(workdays(20))
    .pauses("special_started", "special_ended", |s| cap(s.notified_length))
    .reminder(before(workdays(SHORT)))
    .red(at_due());
check("backdated").title("倒签", "backdated").basis("1").on("accepted").when(|c, e| e.occurred_on < c.received_on).yellow("late");
"#;

fn book(files: [&str; 4]) -> Rulebook {
    let paths = ["city/rulebook.toml", "city/clocks.rhai", "calendars/cn.toml", "catalogue/a.toml"];
    let files = paths.into_iter().zip(files).map(|(path, text)| (path.to_owned(), text.to_owned()));
    Rulebook::compile(Bundle::from_files(files.collect()).unwrap()).unwrap()
}

fn told(changes: &[Change]) -> String {
    let mut text = String::new();
    for it in changes {
        text += &format!("{} {}: {} / {}\n", it.about.name(), it.name, it.words.en, it.words.zh);
        for (sign, script) in [("-", &it.before), ("+", &it.after)] {
            script.iter().for_each(|script| text += &format!("  {sign} {script}\n"));
        }
    }
    text
}

#[track_caller]
fn differs(files: [&str; 4], expected: &Expect) {
    let old = book([MANIFEST, CLOCK, CALENDAR, ITEM]);
    expected.assert_eq(&told(&diff(&old, &book(files))));
}

#[test]
fn a_rulebook_does_not_differ_from_itself_nor_from_one_laid_out_otherwise() {
    differs([MANIFEST, CLOCK, CALENDAR, ITEM], &expect![[""]]);
    let laid_out =
        CLOCK.replace("|s| cap(s.notified_length)", "|s|\n        cap(s.notified_length)");
    differs([MANIFEST, &laid_out, CALENDAR, ITEM], &expect![[""]]);
}

#[test]
fn limits_thresholds_events_and_closures() {
    let script = CLOCK
        .replace("workdays(20)", "workdays(15)")
        .replace("[\"granted\", \"denied\"]", "[\"granted\", \"withdrawn\"]")
        .replace("cap(s.notified_length)", "if s.kind == \"听证\" { pause() } else { no_pause() }")
        .replace(".red(at_due())", ".yellow(at_percent(90)).red(after(days(2)))")
        .replace("SHORT = 3", "SHORT = 2")
        .replace("n * 2", "n + n")
        .replace("行政许可法 42", "行政许可法 42, 45")
        .replace("e.occurred_on < c.received_on", "e.occurred_on > c.received_on");
    differs(
        [MANIFEST, &script, CALENDAR, ITEM],
        &expect![[r#"
        clock statutory: limit from 20 workdays to 15 workdays / 时限由20个工作日改为15个工作日
        clock statutory: stops on `withdrawn` too / 停止事件增加“撤回”
        clock statutory: stops on `denied` no more / 停止事件去掉“不予许可”
        clock statutory: threshold reminder from 3 workdays before due to 2 workdays before due / 预警点（预警）由到期前3个工作日改为到期前2个工作日
        clock statutory: new threshold yellow: at 90 % of the limit / 新增预警点（黄牌）：时限用去90%时
        clock statutory: threshold red from at the due instant to 2 days after due / 预警点（红牌）由到期时改为到期后2个自然日
        clock statutory: pause from `special_started` to `special_ended` is worked out in another way / 停表（“特别程序开始”至“特别程序结束”）的计算方式改变
          - pauses("special_started", "special_ended", |s| cap(s.notified_length))
          + pauses("special_started", "special_ended", |s| if s.kind == "听证" { pause() } else { no_pause() })
        clock statutory: basis from `行政许可法 42` to `行政许可法 42, 45` / 依据由“行政许可法 42”改为“行政许可法 42, 45”
        check backdated: condition is worked out in another way / 条件的计算方式改变
          - when(|c, e| e.occurred_on < c.received_on)
          + when(|c, e| e.occurred_on > c.received_on)
        definition SHORT: changed, and with it the rules that use it / 已改变，用到它的规则随之改变
          - const SHORT = 3;
          + const SHORT = 2;
        definition twice: changed, and with it the rules that use it / 已改变，用到它的规则随之改变
          - fn twice(n) { n * 2 }
          + fn twice(n) { n + n }
    "#]],
    );
}

#[test]
fn rules_that_come_and_go() {
    let script = CLOCK
        .replace("clock(\"statutory\")", "clock(\"legal\")")
        .replace("check(\"backdated\")", "check(\"early\")");
    differs(
        [MANIFEST, &script, CALENDAR, ITEM],
        &expect![[r#"
        clock legal: added: statutory limit, limit 20 workdays / 新增：法定时限，时限20个工作日
        clock statutory: removed: statutory limit / 删除：法定时限
        check early: added: backdated (yellow) / 新增：倒签（黄牌）
        check backdated: removed: backdated / 删除：倒签
    "#]],
    );
}

#[test]
fn items_and_days() {
    let item = ITEM.replace("20 workdays", "15 workdays").replace("甲局", "乙局")
        + "\n[[item]]\ncode = \"2\"\nname = \"乙证\"\ndepartment = \"甲局\"\n";
    let calendar = format!(
        "{}weekly_rest = [\"sunday\"]\noffice_hours = [\"09:00-12:00\"]\n",
        CALENDAR.split("weekly_rest").next().unwrap()
    );
    let old = book([MANIFEST, CLOCK, CALENDAR, ITEM]);
    let changes = diff(&old, &book([MANIFEST, CLOCK, &calendar, &item]));
    expect![[r#"
        item 1: department of 甲证 from `甲局` to `乙局` / 甲证：实施机关由“甲局”改为“乙局”
        item 1: statutory limit of 甲证 from 20 workdays to 15 workdays / 甲证：法定时限由20个工作日改为15个工作日
        item 2: added: 乙证 / 新增事项：乙证
        calendar cn: office hours from `09:00-17:00` to `09:00-12:00` / 办公时间由“09:00-17:00”改为“09:00-12:00”
        calendar cn: 2000-01-01: from a day of rest to a working day / 2000-01-01由休息日改为工作日
        calendar cn: 2000-01-08: from a day of rest to a working day / 2000-01-08由休息日改为工作日
        calendar cn: 2000-01-15: from a day of rest to a working day / 2000-01-15由休息日改为工作日
    "#]].assert_eq(&told(&changes[..7]));
}

#[test]
fn a_year_without_a_schedule_is_told_once_and_not_day_by_day() {
    let year = |year: u16, holiday: &str| {
        format!(
            "[year.{year}]\nstatus = \"official\"\nsource = \"notice\"\nholidays.\"元旦\" = \"{holiday}\"\n"
        )
    };
    let old = format!("{CALENDAR}{}{}", year(2024, "01-01"), year(2025, "01-01"));
    let new = format!("{CALENDAR}{}{}", year(2025, "01-01..01-02"), year(2026, "01-01"));
    let [old, new] = [old, new].map(|calendar| book([MANIFEST, CLOCK, &calendar, ITEM]));
    expect![[r#"
        calendar cn: no schedule of 2024 any more / 不再有2024年的放假安排
        calendar cn: a schedule of 2026 / 新增2026年的放假安排
        calendar cn: 2025-01-02: from a working day to a day of rest / 2025-01-02由工作日改为休息日
    "#]]
    .assert_eq(&told(&diff(&old, &new)));
}

#[test]
fn what_a_rulebook_says_of_itself() {
    let manifest = MANIFEST.replace("City", "Town") + "from = 2026-01-01\nbasis = [\"市规章\"]\n";
    differs(
        [&manifest, CLOCK, CALENDAR, ITEM],
        &expect![[r#"
        rulebook : title from `City` to `Town` / 名称由“市级”改为“市级”
        rulebook : was in force always, and is from 2026-01-01 / 施行日期由“任何时候”改为“2026-01-01 起”
        rulebook : rests on `市规章` too / 新增依据“市规章”
    "#]],
    );
}

#[test]
fn what_a_check_counts_over_several_cases() {
    let check = |said: &str| format!("{CLOCK}check(\"many\").on(\"granted\").finding(){said};\n");
    let changed = |before: &str, after: &str, expected: &Expect| {
        let [old, new] = [before, after].map(|said| book([MANIFEST, &check(said), CALENDAR, ITEM]));
        expected.assert_eq(&told(&diff(&old, &new)));
    };
    let per = ".per(|c, e| e.officer)";
    changed(
        &format!("{per}.over(9).within(minutes(1))"),
        &format!(".per(|c, e| e.department){}", ".over(8).within(minutes(2))"),
        &expect![[r#"
            check many: counts by is worked out in another way / 统计对象的计算方式改变
              - per(|c, e| e.officer)
              + per(|c, e| e.department)
            check many: what is wrong from 1 minute: more than 9 to 2 minutes: more than 8 / 异常由1分钟内超过 9 件改为2分钟内超过 8 件
        "#]],
    );
    changed(
        &format!("{per}.over(9).within(days(1))"),
        &format!("{per}.different(|c, e| e.post).over(9).within(days(1))"),
        &expect![[r#"
            check many: what is wrong from 1 day: more than 9 to 1 day: more than 9 different(|c, e| e.post) / 异常由1个自然日内超过 9 件改为1个自然日内 different(|c, e| e.post) 超过 9 个
        "#]],
    );
    changed(
        &format!("{per}.follows(\"withdrawn\").within(days(5))"),
        &format!("{per}.silent_for(workdays(1))"),
        &expect![[r#"
            check many: looks at `withdrawn` no more / 检查事件去掉“撤回”
            check many: what is wrong from 5 days behind `withdrawn` to 1 workday of nothing / 异常由5个自然日内在“撤回”之后改为1个工作日无记录
        "#]],
    );
    changed(
        &format!("{per}.over(50).within(days(7)).silent_for(workdays(1))"),
        &format!("{per}.numbers(|c, e| e.number).missing_for(workdays(5))"),
        &expect![[r#"
            check many: what is wrong from 1 workday of nothing after more than 50 in 7 days to 5 workdays without a number of numbers(|c, e| e.number) / 异常由1个工作日无记录（此前 7 日内超过 50 件）改为5个工作日内未补齐的断号 numbers(|c, e| e.number)
        "#]],
    );
    changed(
        &format!("{per}.share(|c, e| e.version > 1).over_percent(30).at_least(20).each(months(1))"),
        &format!("{per}.over_times(3).at_least(20).each(months(3))"),
        &expect![[r#"
            check many: what is wrong from share(|c, e| e.version > 1) more than 30 % of at least 20 in 1 months to in 3 months more than 3 times as in the period before, at least 20 / 异常由每 1 个月 share(|c, e| e.version > 1) 占比超过 30%（至少 20 件）改为每 3 个月 超过上期 3 倍（至少 20 件）
        "#]],
    );
    changed(
        &format!("{per}.over_times(3).at_least(20).each(months(3))"),
        &format!("{per}.over_times(3).against(\"others\").at_least(20).each(months(3))"),
        &expect![[r#"
            check many: what is wrong from in 3 months more than 3 times as in the period before, at least 20 to in 3 months more than 3 times as in the others, at least 20 / 异常由每 3 个月 超过上期 3 倍（至少 20 件）改为每 3 个月 超过其他 3 倍（至少 20 件）
        "#]],
    );
    changed(
        &format!("{per}.over_times(3).against(\"others\").at_least(20).each(months(3))"),
        &format!(
            "{per}.share(|c, e| e.version > 1).over_times(3).against(\"others\").at_least(20).each(months(3))"
        ),
        &expect![[r#"
            check many: what is wrong from in 3 months more than 3 times as in the others, at least 20 to in 3 months share(|c, e| e.version > 1) more than 3 times as in the others, at least 20 / 异常由每 3 个月 超过其他 3 倍（至少 20 件）改为每 3 个月 share(|c, e| e.version > 1) 超过其他 3 倍（至少 20 件）
        "#]],
    );
}
