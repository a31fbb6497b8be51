//! The tools that try rules out, as their authors call them.

use expect_test::expect;

use crate::support::{Place, SIMPLE_MAPPING, repo};

const CLOCK: &str = "// art. 1
clock(\"c\").title(\"承诺\", \"promise\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\")
    .limit(workdays(5))
    .red(at_due());
";

const STORY: &str = "[[story]]
name = \"late\"
events = \"2025-03-03 09:00 accepted\"
expect = \"2025-03-10 24:00 red c\"
";

/// Two rulebooks, `old` with five working days and `new` with three, and a log: one case in time under both, one late under the new
/// rules, one late under both.
fn place() -> Place {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    place.write(
        "log.csv",
        "case,what,when\n\
         A-1,受理,2025-03-03 10:00:00\nA-1,准予,2025-03-04 10:00:00\n\
         A-2,受理,2025-03-03 10:00:00\nA-2,准予,2025-03-07 10:00:00\n\
         A-3,受理,2025-03-03 10:00:00\nA-3,准予,2025-03-17 10:00:00\n",
    );
    place.write("calendars/cn.toml", std::fs::read(repo("rules/calendars/cn.toml")).unwrap());
    for (name, days) in [("old", 5), ("new", 3)] {
        place.write(
            &format!("{name}/rulebook.toml"),
            format!(
                "name = \"{name}\"\ntitle = {{ zh = \"试\", en = \"trial\" }}\ncalendar = \"cn\"\n"
            ),
        );
        let clock = CLOCK.replace("workdays(5)", &format!("workdays({days})"));
        place.write(&format!("{name}/clocks.rhai"), clock);
    }
    place.write("old/tests/stories.toml", STORY);
    place
}

/// Runs a command and answers its exit code and what it printed, without hashes.
fn told(place: &Place, args: &[&str]) -> (Option<i32>, String) {
    let output = place.duban(args);
    let text = String::from_utf8(output.stdout).unwrap();
    let hash = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lines = text.lines().map(|line| {
        let words: Vec<_> =
            line.split(' ').map(|word| if hash(word) { "HASH" } else { word }).collect();
        words.join(" ") + "\n"
    });
    (output.status.code(), lines.collect())
}

#[test]
fn a_backtest_says_which_cards_a_change_gains_loses_and_moves() {
    let (code, text) =
        told(&place(), &["rules", "backtest", "old", "new", "log.csv", "--mapping", "m.toml"]);
    assert_eq!(code, Some(1));
    expect![[r#"
        3 cases
        old old HASH
        new new HASH

         warnings     gained  lost  moved  changed
         red          1       0     1      0
         all          1       0     1      0
         cards alone  1       0     1      0
        0 warnings stay as they are

         rule  level  gained  lost  moved  changed
         c     red    1       0     1      0

         department  gained  lost  moved  changed
         -           1       0     1      0

         item  gained  lost  moved  changed
         -     1       0     1      0

         change  due               level  case  rule  answers  instead of        item
         gained  2025-03-06 24:00  red    A-2   c     -                          -
         moved   2025-03-06 24:00  red    A-3   c     -        2025-03-10 24:00  -

        the scores and ranks of 2025-03 stay as they are
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_warning_that_falls_on_somebody_else_changes_and_a_reminder_is_no_card() {
    let place = place();
    let mapping = SIMPLE_MAPPING.replace("[record]", "[record]\nofficer = \"who\"");
    place.write("m.toml", mapping);
    place.write("log.csv", "case,what,when,who\nA-1,受理,2025-03-03 10:00:00,王芳\nA-1,准予,2025-03-17 10:00:00,李四\n");
    let clock = CLOCK.replace(".red", ".reminder(before(workdays(1))).red");
    place.write("old/clocks.rhai", &clock);
    let clock = clock.replace(".limit", ".answers(\"department\").limit");
    place.write("new/clocks.rhai", clock);
    let args = ["rules", "backtest", "old", "new", "log.csv", "--mapping", "m.toml"];
    let (code, text) = told(&place, &args);
    assert_eq!(code, Some(1));
    expect![[r#"
        1 cases
        old old HASH
        new new HASH

         warnings     gained  lost  moved  changed
         red          0       0     0      1
         reminder     0       0     0      1
         all          0       0     0      2
         cards alone  0       0     0      1
        0 warnings stay as they are

         rule  level     gained  lost  moved  changed
         c     reminder  0       0     0      1
         c     red       0       0     0      1

         department  gained  lost  moved  changed
         -           0       0     0      2

         item  gained  lost  moved  changed
         -     0       0     0      2

         change   due               level     case  rule  answers  instead of  item
         changed  2025-03-06 24:00  reminder  A-1   c     -        王芳        -
         changed  2025-03-10 24:00  red       A-1   c     -        王芳        -

        the scores and ranks of 2025-03 stay as they are
    "#]]
    .assert_eq(&text);
    let (_, text) = told(&place, &[&args[..], &["--lang", "zh"]].concat());
    expect![[r#"
        1 件办件
        旧规则 old HASH
        新规则 new HASH

         级别        新增  减少  改期  换责任人
         红牌        0     0     0     1
         预警        0     0     0     1
         合计        0     0     0     2
         其中黄红牌  0     0     0     1
        0 条预警不变

         规则  级别  新增  减少  改期  换责任人
         承诺  预警  0     0     0     1
         承诺  红牌  0     0     0     1

         部门  新增  减少  改期  换责任人
         -     0     0     0     2

         事项  新增  减少  改期  换责任人
         -     0     0     0     2

         变化      到期              级别  办件  规则  责任人  原为  事项
         换责任人  2025-03-06 24:00  预警  A-1   承诺  -       王芳  -
         换责任人  2025-03-10 24:00  红牌  A-1   承诺  -       王芳  -

        2025-03 的得分与名次不变
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_backtest_of_the_same_rules_is_empty() {
    let args =
        ["rules", "backtest", "old", "old", "log.csv", "--mapping", "m.toml", "--lang", "zh"];
    let (code, text) = told(&place(), &args);
    assert_eq!(code, Some(0));
    expect![[r#"
        3 件办件
        旧规则 old HASH
        新规则 old HASH

         级别        新增  减少  改期  换责任人
         合计        0     0     0     0
         其中黄红牌  0     0     0     0
        1 条预警不变

        2025-03 的得分与名次不变
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_backtest_as_programs_read_it() {
    let place = place();
    let args =
        ["rules", "backtest", "old", "new", "log.csv", "--mapping", "m.toml", "--format", "json"];
    let output = place.duban(&args);
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        object["total"],
        serde_json::json!({ "gained": 1, "lost": 0, "moved": 1, "changed": 0 })
    );
    assert_eq!(object["cards"], object["total"]);
    let by_rule = serde_json::json!([{ "rule": "c", "level": "red", "gained": 1, "lost": 0, "moved": 1, "changed": 0 }]);
    assert_eq!(object["by_rule"], by_rule);
    assert_eq!(object["gained"][0]["warning"], "A-2/c/red/1");
    assert_eq!(object["moved"][0]["from"]["due_at"], "2025-03-11T00:00:00+08:00");
    assert_eq!(object["moved"][0]["to"]["due_at"], "2025-03-07T00:00:00+08:00");
    place.refusal(&["rules", "backtest", "old", "nowhere"]);
    place.refusal(&["rules", "backtest", "old", "new", "--period", "2025"]);
}

#[test]
fn coverage_names_what_is_not_reached_and_writes_lcov() {
    let place = place();
    let clock = CLOCK.replace("workdays(5)", "|c| c.item.promised_limit ?? workdays(5)");
    place.write("old/clocks.rhai", clock);
    let (code, text) = told(&place, &["rules", "coverage", "old", "--lcov", "lcov.info"]);
    assert_eq!(code, Some(1));
    expect![[r#"
         file             lines        ways        thresholds
         old/clocks.rhai  100 % (1/1)  50 % (1/2)  0 % (0/1)

        old/clocks.rhai:3:38: no story has what stands before `??`
            .limit(|c| c.item.promised_limit ?? workdays(5))

        old/clocks.rhai:4: no story runs `c` without its red
            .red(at_due());
    "#]]
    .assert_eq(&text);
    let lcov = std::fs::read_to_string(place.path("lcov.info")).unwrap();
    // What is remembered is called for once by each story.
    assert!(lcov.contains("DA:3,1\n"), "{lcov}");
    place.duban(&["import", "log.csv", "--mapping", "m.toml", "--rules", "old"]);
    let args = ["rules", "coverage", "old", "--data", "duban-data", "--lang", "zh"];
    let (code, text) = told(&place, &args);
    assert_eq!(code, Some(1));
    expect![[r#"
         文件             行           分支        阈值
         old/clocks.rhai  100 % (1/1)  50 % (1/2)  0 % (0/1)

        old/clocks.rhai:3:38：无用例具有 `??` 之前的值
            .limit(|c| c.item.promised_limit ?? workdays(5))

        old/clocks.rhai:4：无用例在 `c` 中未触发红牌
            .red(at_due());

         文件             行           分支        阈值
         old/clocks.rhai  100 % (1/1)  50 % (1/2)  100 % (1/1)

        old/clocks.rhai:3:38：无历史办件具有 `??` 之前的值
            .limit(|c| c.item.promised_limit ?? workdays(5))
    "#]]
    .assert_eq(&text);
}

#[test]
fn boundary_stories_are_written_once_and_pass() {
    let place = place();
    place.answer(&["rules", "boundary", "old", "-o", "old/tests/boundary.toml"]);
    expect!["old: 6 passed, 0 failed\n"].assert_eq(&place.answer(&["rules", "test", "old"]));
    let refused = place.refusal(&["rules", "boundary", "old", "-o", "old/tests/boundary.toml"]);
    assert!(refused.contains("is there already"), "{refused}");
    let refused = place.refusal(&["rules", "boundary", "old", "--clock", "d"]);
    assert!(refused.contains("the rulebook has no clock `d`"), "{refused}");
}

#[test]
fn mutants_that_no_story_notices_are_listed() {
    let place = place();
    assert_eq!(place.answer(&["rules", "mutate", "old"]), "old: 2 changes, 2 noticed, 0 not\n");
    place.write("old/clocks.rhai", CLOCK.replace(".red", ".when(|c| c.grade < 4).red"));
    place.refusal(&["rules", "mutate", "old"]);
    place.write(
        "old/clocks.rhai",
        CLOCK.replace(
            "workdays(5)",
            "|c| if c.has(\"granted\") { workdays(9) } else { workdays(5) }",
        ),
    );
    let (code, text) = told(&place, &["rules", "mutate", "old", "--lang", "zh"]);
    assert_eq!(code, Some(1));
    expect![[r#"
        old：改动 4 处，被察觉 2 处，未察觉 2 处

        old/clocks.rhai:3:47
          - .limit(|c| if c.has("granted") { workdays(9) } else { workdays(5) })
          + .limit(|c| if c.has("granted") { workdays(8) } else { workdays(5) })

        old/clocks.rhai:3:47
          - .limit(|c| if c.has("granted") { workdays(9) } else { workdays(5) })
          + .limit(|c| if c.has("granted") { workdays(10) } else { workdays(5) })
    "#]]
    .assert_eq(&text);
}

#[test]
fn each_clock_of_a_case_is_explained_with_the_line_that_decided() {
    let place = place();
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "old"]);
    let (code, text) = told(&place, &["rules", "explain", "A-3"]);
    assert_eq!(code, Some(0));
    expect![[r#"
        case A-3

        promise (c)
        basis        法 1
        rule         old/clocks.rhai:2  clock("c").title("承诺", "promise").basis("法 1").starts("accepted").stops("granted")
        state        late
        started      2025-03-03 10:00:00 +08:00
        limit        5 workdays (day)

         from        to          what                    counts  so far
         2025-03-03  2025-03-03  start day, not counted  0       0
         2025-03-04  2025-03-07  counted                 4       4
         2025-03-08  2025-03-09  weekly rest             0       4
         2025-03-10  2025-03-10  counted                 1       5

        due 2025-03-10 24:00
        stopped      2025-03-17 10:00:00 +08:00
        ▲ red 2025-03-10 24:00  A-3/c/red/1: 承诺 · promise
            法 1
            old/clocks.rhai:4  .red(at_due());
    "#]].assert_eq(&text);
    let object = place.json(&["rules", "explain", "A-3", "--format", "json"]);
    assert_eq!(object["clocks"][0]["warnings"][0]["rule"], "old/clocks.rhai:4");
    place.refusal(&["rules", "explain", "A-9"]);
}
