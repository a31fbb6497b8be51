//! The tools that look at rulebooks as they are written: `check`, `diff`, `profile`, `defs`, `new` and `watch`, in both languages and as
//! programs read them.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use expect_test::expect;
use serde_json::{Value, json};

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

/// Two rulebooks, `old` with five working days and `new` with three.
fn place() -> Place {
    let place = Place::new();
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

/// Runs a command; answers its exit code, what it printed, and what it said of its outcome.
fn told(place: &Place, command: &str) -> (Option<i32>, String, String) {
    let output = place.duban(&command.split(' ').collect::<Vec<_>>());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// What a command prints for programs, and its exit code.
fn object(place: &Place, command: &str) -> (Option<i32>, Value) {
    let (code, printed, _) = told(place, &format!("{command} --format json"));
    (code, serde_json::from_str(&printed).unwrap())
}

#[test]
fn a_check_tells_each_mistake_with_its_place_and_advice() {
    let place = place();
    assert_eq!(told(&place, "rules check old").0, Some(0));
    place.write("old/clocks.rhai", CLOCK.replace(".title(\"承诺\", \"promise\")", ""));
    let (code, printed, said) = told(&place, "rules check old new");
    assert_eq!((code, said.as_str()), (Some(0), ""));
    expect![[r#"
        warning: rule::no_title

          ! the clock `c` has no title in both languages, and people read `c`
           ,-[old/clocks.rhai:2:1]
         1 | // art. 1
         2 | clock("c").basis("法 1").starts("accepted").stops("granted")
           : ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         3 |     .limit(workdays(5))
           `----
          help: give it both: `.title("法定时限", "statutory limit")`

        rulebooks checked: 2; errors: 0; warnings: 1
    "#]]
    .assert_eq(&printed);
    let (code, _, said) = told(&place, "rules check old --strict");
    assert_eq!(code, Some(1));
    expect![[r#"
        duban: warnings fail a strict check; mend them, or leave out `--strict`
    "#]]
    .assert_eq(&said);
    place.write("old/clocks.rhai", CLOCK.replace("workdays(5)", "5"));
    let (code, printed, said) = told(&place, "rules check old --lang zh");
    assert_eq!(code, Some(1));
    expect![[r#"
        错误: rule::no_unit

          x the limit `5` has no unit
           ,-[old/clocks.rhai:3:6]
         2 | clock("c").title("承诺", "promise").basis("法 1").starts("accepted").stops("granted")
         3 |     .limit(5)
           :      ^^^^^^^^
         4 |     .red(at_due());
           `----
          help: no unit, no clock: write `limit(workdays(5))`, or days, weeks, hours, minutes, months,
                years

        检查规则 1 套；错误 1 处；警告 0 处
        duban: 规则有错误，无法使用；请按上述提示修改
    "#]].assert_eq(&format!("{printed}{said}"));
    let (code, _, said) = told(&place, "rules check nowhere --lang zh");
    assert_eq!(
        (code, said.as_str()),
        (Some(2), "duban: 没有可检查的规则；请指定含有规则的文件夹\n")
    );
}

#[test]
fn a_check_knows_what_kinds_of_values_come_where() {
    let place = place();
    let mistaken = CLOCK.replace(".limit(workdays(5))", ".limit(|c| c.item.name)").replace(
        ".red(",
        ".when(|c| c.item.kind == \"许可\" && c.count(\"denied\") > \"3\")\n    .red(",
    );
    place.write("old/clocks.rhai", mistaken);
    let (code, printed, said) = told(&place, "rules check old");
    assert_eq!(code, Some(1));
    expect![[r#"
        error: rule::wrong_kind

          x the closure of `limit` answers a text here
           ,-[old/clocks.rhai:3:16]
         2 | clock("c").title("承诺", "promise").basis("法 1").starts("accepted").stops("granted")
         3 |     .limit(|c| c.item.name)
           :                ^
         4 |     .when(|c| c.item.kind == "许可" && c.count("denied") > "3")
           `----
          help: answer `workdays(20)`, or nothing for no limit

        error: rule::wrong_kind

          x `c.item.kind` is never `许可`: it is one of `committed`, `immediate`, `other`
           ,-[old/clocks.rhai:4:30]
         3 |     .limit(|c| c.item.name)
         4 |     .when(|c| c.item.kind == "许可" && c.count("denied") > "3")
           :                              ^^^^^^
         5 |     .red(at_due());
           `----
          help: did you mean `c.item.type == "行政许可"`?

        error: rule::wrong_kind

          x `count(...)` is a number, and is held against a text
           ,-[old/clocks.rhai:4:60]
         3 |     .limit(|c| c.item.name)
         4 |     .when(|c| c.item.kind == "许可" && c.count("denied") > "3")
           :                                                          ^
         5 |     .red(at_due());
           `----
          help: write the number without quotes: `3`

        rulebooks checked: 1; errors: 3; warnings: 0
        duban: the rules can't be used as they are; mend what is told above
    "#]]
    .assert_eq(&format!("{printed}{said}"));
}

#[test]
fn a_check_as_programs_read_it() {
    let place = place();
    place.write("old/clocks.rhai", CLOCK.replace("workdays(5)", "5"));
    let (code, object) = object(&place, "rules check old");
    let expected = json!({
        "code": "rule::no_unit",
        "level": "error",
        "file": "old/clocks.rhai",
        "line": 3,
        "column": 6,
        "message": "the limit `5` has no unit",
        "advice": "no unit, no clock: write `limit(workdays(5))`, or days, weeks, hours, minutes, months, years",
    });
    assert_eq!((code, &object["mistakes"]), (Some(1), &json!([expected])));
    assert_eq!((&object["errors"], &object["warnings"]), (&json!(1), &json!(0)));
    assert!(object["rulebooks"][0].as_str().unwrap().ends_with("/old"), "{object}");
}

#[test]
fn a_difference_is_said_in_words() {
    let place = place();
    let (code, printed, said) = told(&place, "rules diff old new");
    assert_eq!((code, said.as_str()), (Some(1), "duban: the rulebooks differ in 1 point\n"));
    expect![[r#"
        clock `c`
          limit from 5 workdays to 3 workdays
    "#]]
    .assert_eq(&printed);
    let (code, printed, said) = told(&place, "rules diff old new --lang zh");
    assert_eq!((code, said.as_str()), (Some(1), "duban: 两套规则有 1 处不同\n"));
    expect![[r#"
        时限 `c`
          时限由5个工作日改为3个工作日
    "#]]
    .assert_eq(&printed);
    assert_eq!(
        told(&place, "rules diff old old --lang zh"),
        (Some(0), "两套规则相同\n".to_owned(), String::new())
    );
    let (code, object) = object(&place, "rules diff old new");
    assert_eq!(code, Some(1));
    let names = (&object["old"][0]["name"], &object["new"][0]["name"]);
    assert_eq!(names, (&json!("old"), &json!("new")));
    let change = &object["compared"][0]["changes"][0];
    assert_eq!((&change["about"], &change["name"]), (&json!("clock"), &json!("c")));
    assert_eq!(change["after"], json!(null), "{change}");
}

#[test]
fn a_profile_names_the_fact_that_is_too_fine() {
    let place = place();
    place.write("m.toml", SIMPLE_MAPPING);
    let cases = (1..=9_000).map(|n| format!("A-{n},受理,2025-03-03 10:00:00\n"));
    place.write("log.csv", format!("case,what,when\n{}", cases.collect::<String>()));
    let limit = "|c| if c.number.value() == \"A-7\" { workdays(9) } else { workdays(5) }";
    let clock = CLOCK.replace("workdays(5)", limit);
    let coarse =
        CLOCK.replace("\"c\"", "\"d\"").replace("workdays(5)", "|c| c.item.promised_limit");
    place.write("old/clocks.rhai", format!("{clock}{coarse}"));
    let command = "rules profile log.csv --mapping m.toml --rules old";
    let (code, printed, said) = told(&place, command);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    expect![[r#"
        9,000 events replayed

         called  asked  remembered  nodes  rule  word   place
         9,000   9,000  0 %         0      c     limit  old/clocks.rhai:3
         1       9,000  99 %        1      d     limit  old/clocks.rhai:7

        old/clocks.rhai:3: given up, since `c.number` differs from case to case
          limit(|c| if c.number.value() == "A-7" { workdays(9) } else { workdays(5) })
          ask what you need of it, as `c.number.contains("...")` or `c.number == ...`; do not read the whole text
    "#]].assert_eq(&printed);
    let (code, printed, _) = told(&place, &format!("{command} --lang zh"));
    assert_eq!(code, Some(0));
    expect![[r#"
        已回放 9,000 条事件

         未命中  询问   命中率  节点  规则  词     位置
         9,000   9,000  0 %     0     c     limit  old/clocks.rhai:3
         1       9,000  99 %    1     d     limit  old/clocks.rhai:7

        old/clocks.rhai:3：`c.number` 因办件而异，结果不再缓存
          limit(|c| if c.number.value() == "A-7" { workdays(9) } else { workdays(5) })
          只问需要的内容，如 `c.number.contains("…")`、`c.number == …`，不要取全文
    "#]]
    .assert_eq(&printed);
    let (code, object) = object(&place, command);
    assert_eq!((code, &object["events"]), (Some(0), &json!(9_000)));
    let closure = &object["closures"][0];
    assert_eq!(
        (&closure["rule"], &closure["place"], &closure["calls"]),
        (&json!("c"), &json!("old/clocks.rhai:3"), &json!(9_000))
    );
    let (code, _, said) = told(&place, "rules profile log.csv --mapping m.toml");
    assert_eq!(code, Some(2));
    assert!(said.contains("--rules DIR"), "{said}");
}

#[test]
fn definitions_are_written_where_they_are_wanted() {
    let place = place();
    let (code, printed, _) = told(&place, "rules defs -o 定义");
    assert_eq!(code, Some(0));
    expect![[r#"
        written 定义/definitions/case.d.rhai
        written 定义/definitions/rules.d.rhai
        written 定义/definitions/scores.d.rhai
        written 定义/definitions/values.d.rhai
        written 定义/vocabulary.md
    "#]]
    .assert_eq(&printed);
    let reference = std::fs::read(place.path("定义/vocabulary.md")).unwrap();
    assert_eq!(reference, std::fs::read(repo("docs/rule-authors/vocabulary.md")).unwrap());
    let (_, chinese, _) = told(&place, "rules defs -o 定义 --lang zh");
    assert_eq!(chinese, printed.replace("written ", "已写入 "));
    let (code, object) = object(&place, "rules defs -o 定义");
    let files = object["files"].as_array().unwrap();
    assert_eq!((code, files.len()), (Some(0), printed.lines().count()));
    place.write("taken", "");
    let (code, _, said) = told(&place, "rules defs -o taken --lang zh");
    assert_eq!(code, Some(2));
    expect![[r#"
        duban: 无法写入 `taken/definitions/case.d.rhai`：路径中有一部分是文件而不是文件夹，请检查路径
    "#]].assert_eq(&said);
}

#[test]
fn a_started_rulebook_passes_check_and_test() {
    let place = place();
    let (code, printed, _) = told(&place, "rules new 扬州 --dir . --extends old");
    assert_eq!(code, Some(0));
    expect![[r#"
        ./扬州/rulebook.toml
        ./扬州/clocks.rhai
        ./扬州/checks.rhai
        ./扬州/tests/first.toml

        next: change them, then `duban rules check ./扬州` and `duban rules test ./扬州`
    "#]]
    .assert_eq(&printed);
    assert_eq!(told(&place, "rules test 扬州").0, Some(0));
    assert_eq!(told(&place, "rules check 扬州").0, Some(0));
    let (code, _, said) = told(&place, "rules new 扬州 --dir . --lang zh");
    assert_eq!(
        (code, said.as_str()),
        (Some(2), "duban: `./扬州` 已存在，未作改动；请换一个名称，或先将其删除\n")
    );
    let (code, object) = object(&place, "rules new own --dir elsewhere");
    assert_eq!(code, Some(0));
    assert_eq!(object["rulebook"], json!("own"));
    assert_eq!(object["files"][0], json!("elsewhere/own/rulebook.toml"));
    let (code, _, said) = told(&place, "rules new more --dir . --extends nowhere");
    assert_eq!(code, Some(2));
    expect![[r#"
        duban: there is no rulebook `nowhere` to extend in `.` or above; name one beside the new one
    "#]]
    .assert_eq(&said);
}

#[test]
fn watching_tells_at_once_how_things_stand() {
    let place = place();
    let mut watch = Command::new(env!("CARGO_BIN_EXE_duban"))
        .current_dir(place.path(""))
        .args(["rules", "watch", "old"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(watch.stdout.take().unwrap());
    let (said, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || output.lines().try_for_each(|line| said.send(line.unwrap())));
    let next = || lines.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
    assert_eq!(next(), "old: 1 passed, 0 failed");
    // An editor that saves by putting another file in the place of the calendar, which stands beside the folder.
    let calendar = std::fs::read_to_string(place.path("calendars/cn.toml")).unwrap();
    let save = |text: &str| {
        // Written where nobody watches, so that the rename alone is what is seen.
        let written = place.write("elsewhere/cn.toml", text);
        std::fs::rename(written, place.path("calendars/cn.toml")).unwrap();
    };
    save(&calendar);
    assert_eq!(next(), "old: 1 passed, 0 failed");
    // A folder that is removed and made again at once, as git does on a checkout, is another one to be watched.
    std::fs::rename(place.path("calendars"), place.path("elsewhere/calendars")).unwrap();
    std::fs::create_dir(place.path("calendars")).unwrap();
    save(&calendar);
    while next() != "old: 1 passed, 0 failed" {}
    save(&format!("oddity = 1\n{calendar}"));
    while !next().contains("oddity") {}
    watch.kill().unwrap();
    watch.wait().unwrap();
    let (code, _, said) = told(&place, "rules watch nowhere --lang zh");
    assert_eq!((code, said.as_str()), (Some(2), "duban: 无法读取 `nowhere`：不存在，请检查路径\n"));
}
