//! A rulebook of one clock and one check, with round figures, so that a table can be followed on the fingers.

use duban_rulebook::{Bundle, Rulebook};

/// The limit is eight working days: from Thursday 8 October until Tuesday 20 October.
const RULES: &str = r#"
    clock("promised").basis("办法 3").starts("accepted").stops(["granted", "withdrawn"])
        .limit(workdays(8)).reminder(before(workdays(1))).yellow(at_due());
    check("backdated").basis("办法 5").on("accepted").when(|c, e| e.occurred_on < c.received_on).yellow("倒签");
"#;

/// 40 points for keeping limits, 60 for proper conduct, and a point more for each tenth of cases done early.
pub(crate) const SCORING: &str = r#"
    scoring().title("绩效评估", "performance").basis("绩效测评办法 8")
        .dimension("期限合法", "limits", 40).deduct(|m| m.streaks * 3 + m.yellow * 5 + m.red * 10)
        .dimension("流程规范", "procedure", 60).deduct(|m| m.check("backdated") * 2)
        .bonus("提前办结", "early completion", |m| m.early_percent / 10);
"#;

pub(crate) fn rulebook(scoring: &str) -> Rulebook {
    let files = [
        (
            "pocket/rulebook.toml",
            "name = \"pocket\"\ntitle = { zh = \"袖珍\", en = \"pocket\" }\ncalendar = \"week\"\n",
        ),
        ("pocket/rules.rhai", RULES),
        ("pocket/scoring.rhai", scoring),
        (
            "calendars/week.toml",
            "title = \"五日周\"\nzone = \"Asia/Shanghai\"\nweekly_rest = [\"saturday\", \"sunday\"]\n\
             office_hours = [\"09:00-12:00\", \"13:30-17:30\"]\n",
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let bundle = Bundle::from_files(files.to_vec()).unwrap();
    Rulebook::compile(bundle).unwrap_or_else(|error| panic!("{}", error.render()))
}
