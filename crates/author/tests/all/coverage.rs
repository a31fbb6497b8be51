//! What stories reach of a rulebook, and what they do not.

use duban_author::Suite;
use duban_author::coverage::{Coverage, Script, lcov};
use expect_test::expect;

use crate::support::{rulebook, rules};

const SCRIPT: &str = r#"fn generous(c) {
    c.item.promised_limit ?? workdays(20)
}
clock("promised").basis("本地 1").starts("accepted").stops("granted")
    .limit(|c| if c.facts.urgent == true {
        workdays(1)
    } else {
        generous(c)
    })
    .reminder(before(workdays(1)))
    .yellow(at_due());
check("no officer").on("granted").basis("本地 2")
    .when(|c, e| e.officer == () && e.post == ())
    .yellow("no officer");
"#;

fn covered(stories: &str) -> Coverage {
    let place = rulebook(SCRIPT, stories);
    let suite = Suite::gather(&[place.path().to_owned()]).unwrap();
    let files = suite.coverage().unwrap().files.into_iter();
    let here = |script: Script| Script { path: script.name.clone().into(), ..script };
    Coverage { files: files.map(|(script, reached)| (here(script), reached)).collect() }
}

/// What was not reached, one a line.
fn missing(coverage: &Coverage) -> String {
    let mut text = String::new();
    for (Script { name, .. }, file) in &coverage.files {
        for (line, _) in file.lines.iter().filter(|(_, hits)| **hits == 0) {
            text += &format!("{name}:{line}: {}\n", file.excerpt(*line));
        }
        for ((line, column, way), _) in file.ways.iter().filter(|(_, hits)| **hits == 0) {
            text += &format!("{name}:{line}:{column}: {way:?}\n");
        }
        for ((line, rule, level), raised) in &file.thresholds {
            if let Some(missing) = raised.missing() {
                let what = if missing { "never raised" } else { "never spared" };
                text += &format!("{name}:{line}: {level} {rule} {what}\n");
            }
        }
    }
    text
}

const ON_TIME: &str = r#"
[[story]]
name = "on time"
events = """
2025-03-03 09:00  accepted officer=甲
2025-03-04 09:00  granted officer=甲
"""
expect = ""
"#;

const LATE_AND_URGENT: &str = r#"
[[story]]
name = "late and urgent"
facts = { urgent = true }
events = """
2025-03-03 09:00  accepted
2025-03-14 09:00  granted
"""
expect = ""
[[story]]
name = "late"
item = { promised_limit = "3 workdays" }
events = """
2025-03-03 09:00  accepted
2025-03-14 09:00  granted post=窗口
"""
expect = ""
"#;

#[test]
fn what_no_story_reaches_is_told_by_line_way_and_threshold() {
    expect![[r#"
        own/clocks.rhai:6: workdays(1)
        own/clocks.rhai:2:27: AsItIs
        own/clocks.rhai:5:16: Then
        own/clocks.rhai:13:34: Right
        own/clocks.rhai:10: reminder promised never raised
        own/clocks.rhai:11: yellow promised never raised
        own/clocks.rhai:12: yellow no officer never raised
    "#]]
    .assert_eq(&missing(&covered(ON_TIME)));
}

#[test]
fn stories_that_reach_everything_leave_nothing() {
    expect![""].assert_eq(&missing(&covered(&format!("{ON_TIME}{LATE_AND_URGENT}"))));
}

#[test]
fn an_lcov_file_says_the_same() {
    expect![[r#"
        TN:
        SF:own/clocks.rhai
        BRDA:2,27,0,1
        BRDA:2,27,1,0
        BRDA:5,16,0,0
        BRDA:5,16,1,1
        BRDA:13,34,0,0
        BRDA:13,34,1,1
        BRF:6
        BRH:3
        DA:2,1
        DA:5,1
        DA:6,0
        DA:8,1
        DA:13,1
        LF:5
        LH:4
        end_of_record
    "#]]
    .assert_eq(&lcov(&covered(ON_TIME)));
}

#[test]
fn the_shipped_stories_reach_every_line_that_any_call_comes_to() {
    let rules = rules().join("national");
    let suite = Suite::gather(&[rules]).unwrap();
    let coverage = suite.coverage().unwrap();
    let clocks = |script: &Script| script.name == "national/clocks.rhai";
    let (_, clocks) = coverage.files.iter().find(|(script, _)| clocks(script)).unwrap();
    assert!(clocks.line_share().percent() >= 95, "{:?}", clocks.line_share());
}

#[test]
fn the_scripts_of_the_rulebook_that_another_extends_may_be_left_out() {
    let suite = Suite::gather(&[rules().join("presets/tests")]).unwrap();
    let mut coverage = suite.coverage().unwrap();
    coverage.keep_own();
    let presets = |script: &Script| script.path.to_string_lossy().contains("/presets/");
    assert!(!coverage.files.is_empty() && coverage.files.keys().all(presets));
}
