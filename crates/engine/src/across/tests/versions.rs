//! Rulebooks of which a later version looks at other things.

use std::collections::BTreeSet;
use std::sync::Arc;

use duban_rulebook::{Bundle, RuleSet};

use super::{groups, told};
use crate::decision::{Decision, standings};

const FIRST: &str = r#"
check("alone").title("单件", "alone").basis("试验").on("completed").when(|c, e| true).yellow();
check("batch").title("批量办结", "closed in a batch").basis("试验").on("completed").per(|c, e| e.officer).over(1).within(minutes(5)).finding();
check("silent").title("无数据", "no data").basis("试验").on("accepted").per(|c, e| e.department).silent_for(workdays(3)).finding();
"#;

/// All of it holds in 2024, and nothing from 2025 on.
fn rules() -> Arc<RuleSet> {
    versions([("to = 2024-12-31", FIRST), ("from = 2025-01-01", "")])
}

/// Versions of one rulebook: from or to when each is in force, and its checks.
fn versions(versions: [(&str, &str); 2]) -> Arc<RuleSet> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/calendars/cn.toml");
    let calendar = std::fs::read_to_string(path).unwrap();
    let versions = versions.map(|(dates, checks)| {
        let manifest = format!(
            "name = \"r\"\ntitle = {{ zh = \"试\", en = \"trial\" }}\ncalendar = \"cn\"\n{dates}\n"
        );
        let files = [
            ("r/rulebook.toml", &*manifest),
            ("r/checks.rhai", checks),
            ("calendars/cn.toml", &calendar),
        ];
        Bundle::from_files(files.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec())
            .unwrap()
    });
    let rules = RuleSet::from_bundles(versions.to_vec());
    Arc::new(rules.unwrap_or_else(|error| panic!("{}", error.render())))
}

fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.map(str::to_owned).to_vec()
}

fn standing(decisions: &[Decision]) -> BTreeSet<String> {
    let standing = standings(decisions).into_iter().filter(|it| it.stands());
    standing.map(|it| it.warning.id.to_string()).collect()
}

#[test]
fn nobody_is_silent_by_a_rule_that_holds_no_more() {
    let lines = lines([
        "2024-12-27 09:00 accepted department=甲局 case=A-1",
        "2024-12-30 09:00 accepted department=乙局 case=A-2",
    ]);
    // Three working days behind Friday the 27th end with the year, and behind Monday the 30th they do not.
    let told = told(&rules(), &lines, 1, "2025-03-03");
    assert_eq!(groups(&told, "silent"), BTreeSet::new(), "1 January is no working day");
    let lines = vec![lines[0].replace("12-27", "12-26")];
    let told = super::told(&rules(), &lines, 1, "2025-03-03");
    assert_eq!(groups(&told, "silent"), BTreeSet::from(["甲局".to_owned()]));
}

#[test]
fn a_record_that_moves_to_a_day_of_another_version_breaches_no_check_of_the_first() {
    let first = lines([
        "2024-12-30 09:00 completed officer=w1 case=A-1 record=a",
        "2024-12-30 09:01 completed officer=w1 case=A-2 record=b",
    ]);
    let all = standing(&told(&rules(), &first, 1, "2025-03-03"));
    assert_eq!(all.len(), 3, "{all:?}");
    let mut corrected = first;
    corrected.insert(1, "2025-01-02 09:00 recorded 2024-12-30 09:00:30 completed officer=w1 case=A-1 record=a version=2".to_owned());
    let left = standing(&told(&rules(), &corrected, 1, "2025-03-03"));
    assert_eq!(left, BTreeSet::from(["A-2/alone/yellow/1".to_owned()]));
}

#[test]
fn of_two_versions_that_come_in_at_one_instant_the_later_counts() {
    let lines = lines([
        "2024-12-30 09:01 recorded 2024-12-30 20:00 completed officer=w1 case=A-1 record=a",
        "2024-12-30 08:00 recorded 2024-12-30 20:00 completed officer=w1 case=A-1 record=a version=2",
        "2024-12-30 09:02 recorded 2024-12-30 20:00 completed officer=w1 case=A-2 record=b",
    ]);
    let told = told(&rules(), &lines, 1, "2024-12-31");
    assert_eq!(groups(&told, "batch"), BTreeSet::new(), "08:00 and 09:02 are no batch");
}

/// In the first half of December two of four were withdrawn, in the second one of four was denied: each version counts its own, and only the first has too many.
#[test]
fn versions_that_count_different_things_are_not_added_up() {
    let check = |of: &str, percent: u32| {
        format!(
            "check(\"share\").title(\"占比\", \"share\").basis(\"试验\").on([\"completed\", \"withdrawn\", \"denied\"])\n\
             .per(|c, e| e.department).share(|c, e| e.kind == \"{of}\").over_percent({percent}).at_least(4).each(months(1)).finding();"
        )
    };
    let dates = ["to = 2024-12-15", "from = 2024-12-16"];
    let happened = ["withdrawn", "withdrawn", "completed", "completed", "denied", "completed"];
    let happened = happened.into_iter().chain(["completed", "completed"]);
    let days = [2, 3, 4, 5, 16, 17, 18, 19];
    let lines: Vec<_> = days
        .into_iter()
        .zip(happened)
        .map(|(day, kind)| {
            format!("2024-12-{day:02} 09:00 {kind} department=甲局 case=A-{day} record=r")
        })
        .collect();
    let said = |[first, second]: [&str; 2]| {
        let rules = versions([(dates[0], first), (dates[1], second)]);
        let decisions = told(&rules, &lines, 2, "2025-01-31");
        let said = decisions.into_iter().map(|it| match it {
            Decision::Raised(it) => it.message.split_once(" · ").unwrap().0.to_owned(),
            Decision::Rejudged(_) | Decision::Deemed(_) => unreachable!(),
        });
        said.collect::<Vec<_>>()
    };
    let [withdrawn, denied] = ["withdrawn", "denied"].map(|of| check(of, 30));
    assert_eq!(said([&withdrawn, &denied]), ["占比（甲局：2024-12 共 4 件，其中 2 件，占 50.0%）"]);
    // What counts the same is one count, whatever is too much of it by then.
    assert_eq!(
        said([&withdrawn, &check("withdrawn", 20)]),
        ["占比（甲局：2024-12 共 8 件，其中 2 件，占 25.0%）"]
    );
}
