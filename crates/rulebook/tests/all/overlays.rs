//! A rulebook that extends another says only what differs.

use duban_calendar::{Policy, Threshold};
use duban_domain::Level;
use duban_rulebook::{Bundle, Rule, Rulebook, RulebookError};
use expect_test::expect;

use crate::support::{MANIFEST, files};

const BASE: &str = r#"
const OPENED = ["accepted"];
clock("promised").starts(OPENED).stops("granted").limit(workdays(10)).reminder(before(workdays(1))).yellow(at_due());
clock("statutory").starts(OPENED).stops("granted").limit(workdays(20)).red(at_due());
check("late").on("granted").when(|c| true).yellow();
scoring().dimension("期限", "limits", 14).deduct(|m| m.yellow * 5);
"#;

fn overlaid(script: &str) -> Result<Rulebook, RulebookError> {
    let base = MANIFEST.replace("\"t\"", "\"base\"");
    let city = "name = \"city\"\ntitle = { zh = \"市\", en = \"City\" }\nextends = \"base\"\n";
    let entries = [
        ("base/rulebook.toml", base.as_str()),
        ("base/rules.rhai", BASE),
        ("city/rulebook.toml", city),
        ("city/rules.rhai", script),
    ];
    Bundle::from_files(files(&entries)).and_then(Rulebook::compile)
}

fn thresholds(book: &Rulebook, clock: usize) -> Vec<(Level, Threshold, String)> {
    let thresholds = book.plan().clocks[clock].thresholds.iter();
    thresholds
        .map(|threshold| match &threshold.at {
            Rule::Fixed(at) => (threshold.level, at.clone(), threshold.place.file.clone()),
            Rule::Script(_) => panic!("a script"),
        })
        .collect()
}

#[test]
fn a_threshold_is_changed_and_the_clock_stays_in_its_place() {
    let book = overlaid("change(\"promised\").no_warnings().yellow(at_percent(90)).red(at_due());")
        .unwrap();
    let names: Vec<_> = book.plan().clocks.iter().map(|clock| clock.name.as_str()).collect();
    assert_eq!(names, ["promised", "statutory"]);
    assert_eq!(book.plan().clocks[0].place.file, "base/rules.rhai");
    let city = || "city/rules.rhai".to_owned();
    let expected =
        [(Level::Yellow, Threshold::AtPercent(90), city()), (Level::Red, Threshold::AtDue, city())];
    assert_eq!(thresholds(&book, 0), expected);
    assert_eq!(book.name(), "city");
}

#[test]
fn a_threshold_is_added_to_those_there_are() {
    let book = overlaid("change(\"statutory\").reminder(before(workdays(3)));").unwrap();
    let levels: Vec<_> = thresholds(&book, 1).into_iter().map(|(level, _, _)| level).collect();
    assert_eq!(levels, [Level::Red, Level::Reminder]);
}

#[test]
fn a_limit_and_the_level_of_a_check_are_replaced() {
    let book = overlaid(
        "change(\"promised\").limit(workdays(8)).title(\"承诺\");\nchange(\"late\").red();",
    )
    .unwrap();
    assert_eq!(
        format!("{:?}", book.plan().clocks[0].term),
        "For(Fixed(Length { amount: 8, unit: Workdays }))"
    );
    assert_eq!(book.plan().checks[0].level, Level::Red);
}

#[test]
fn a_check_of_another_level_says_what_it_said() {
    let said = |script: &str| {
        let check = overlaid(script).unwrap().plan().checks.last().unwrap().clone();
        (check.level, check.message)
    };
    let first = "check(\"c\").on(\"granted\").when(|c, e| true).yellow(\"晚 · late\");\n";
    let late = || Rule::Fixed("晚 · late".to_owned());
    assert_eq!(said(&format!("{first}change(\"c\").red();")), (Level::Red, late()));
    let other = format!("{first}change(\"c\").red(\"很晚 · very late\");");
    assert_eq!(said(&other), (Level::Red, Rule::Fixed("很晚 · very late".to_owned())));
}

#[test]
fn what_is_removed_is_gone_and_its_name_is_free() {
    let book = overlaid(
        "remove(\"statutory\");\nremove(\"late\");\nremove(\"scoring\");\nclock(\"late\").starts(\"accepted\").stops(\"granted\").limit(days(3));",
    )
    .unwrap();
    let names: Vec<_> = book.plan().clocks.iter().map(|clock| clock.name.as_str()).collect();
    assert_eq!(names, ["promised", "late"]);
    assert!(book.plan().checks.is_empty() && book.scoring().is_none());
}

#[test]
fn a_clock_can_be_made_to_count_otherwise() {
    let policy = |script: &str| overlaid(script).unwrap().plan().clocks[0].policy;
    assert_eq!(policy("change(\"promised\").work_seconds();"), Policy::WorkSecond);
    assert_eq!(
        policy(
            "change(\"promised\").work_seconds();\nchange(\"promised\").wall_clock().limit(days(5));"
        ),
        Policy::WallClock
    );
    assert_eq!(
        policy(
            "change(\"promised\").wall_clock().limit(days(5));\nchange(\"promised\").end_of_day();"
        ),
        Policy::LAW
    );
}

#[test]
fn a_dimension_is_replaced_where_it_stands() {
    use duban_rulebook::Counters;
    let book = overlaid(
        "change(\"scoring\").dimension(\"其他\", \"other\", 5).dimension(\"期限\", \"limits\", 20).deduct(|m| m.yellow * 2);",
    )
    .unwrap();
    let points =
        book.scoring().unwrap().points(&Counters { yellow: 1, ..Counters::default() }).unwrap();
    let kept: Vec<_> =
        points.dimensions.iter().map(|it| (it.title.en.as_str(), it.kept.to_string())).collect();
    assert_eq!(kept, [("limits", "18".to_owned()), ("other", "5".to_owned())]);
}

#[test]
fn constants_of_the_base_are_known() {
    let book =
        overlaid("clock(\"own\").starts(OPENED).stops(\"granted\").limit(days(3));").unwrap();
    assert_eq!(book.plan().clocks[2].starts, book.plan().clocks[0].starts);
}

#[test]
fn the_same_name_without_change_is_a_mistake_that_names_both_places() {
    let error =
        overlaid("clock(\"promised\").starts(\"accepted\").stops(\"granted\").limit(days(3));")
            .unwrap_err();
    expect![[r#"
        rule::declared_twice

          x `promised` is declared twice: here and in base/rules.rhai:3
           ,-[city/rules.rhai:1:7]
         1 | clock("promised").starts("accepted").stops("granted").limit(days(3));
           :       ^^^^^^^^^^
           `----
          help: a warning is known by this name; rename one, or write `change("promised")` to alter the
                first

    "#]].assert_eq(&error.render());
}

#[test]
fn a_mistake_in_the_base_does_not_make_the_overlay_wrong() {
    let base = MANIFEST.replace("\"t\"", "\"base\"");
    let city = "name = \"city\"\ntitle = { zh = \"市\", en = \"City\" }\nextends = \"base\"\n";
    let entries = [
        ("base/rulebook.toml", base.as_str()),
        ("base/rules.rhai", "clock(\"promised\"\n"),
        ("city/rulebook.toml", city),
        ("city/rules.rhai", "change(\"promised\").no_warnings();"),
    ];
    let error = Bundle::from_files(files(&entries)).and_then(Rulebook::compile).unwrap_err();
    assert_eq!(error.mistakes().len(), 1, "{}", error.render());
    assert_eq!(error.mistakes()[0].file(), Some("base/rules.rhai"));
}
