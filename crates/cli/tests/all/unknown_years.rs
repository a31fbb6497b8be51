//! A calendar that lacks years which the data reaches: what was reckoned without their schedule is told, and nothing else.

use serde_json::json;

use crate::support::{Place, SIMPLE_MAPPING, repo, root};

const CALENDAR: &str = r#"
title = "两年"
zone = "Asia/Shanghai"
weekly_rest = ["saturday", "sunday"]
office_hours = ["09:00-17:00"]
[year.2015]
status = "official"
source = "通知"
[year.2016]
status = "official"
source = "通知"
"#;

const CLOCK: &str = "clock(\"c\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\").limit(workdays(5)).red(at_due());";

fn place(rows: &str) -> Place {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    place.write("log.csv", format!("case,what,when\n{rows}"));
    place.write("calendars/two.toml", CALENDAR);
    place.write(
        "rules/rulebook.toml",
        "name = \"rules\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"two\"\n",
    );
    place.write("rules/clocks.rhai", CLOCK);
    place
}

const REPLAY: [&str; 6] = ["replay", "log.csv", "--mapping", "m.toml", "--rules", "rules"];

/// What a command that succeeds says beside its answer.
#[track_caller]
fn said(place: &Place, args: &[&str]) -> String {
    let output = place.duban(args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

/// One case within the calendar, and one each that begins before it, ends behind it, or lies outside; one of them is late.
const REACHING_OUT: &str = "A-1,受理,2014-12-29 10:00:00\nA-1,准予,2014-12-30 10:00:00\n\
    A-2,受理,2015-03-02 10:00:00\nA-2,准予,2015-03-20 10:00:00\n\
    A-3,受理,2016-12-28 10:00:00\nA-3,准予,2017-02-01 10:00:00\n\
    A-4,受理,2022-03-01 10:00:00\nA-4,准予,2022-03-02 10:00:00\n\
    A-5,受理,2023-12-01 10:00:00\n";

#[test]
fn years_without_a_schedule_are_told_with_what_depends_on_them() {
    let place = place(REACHING_OUT);
    let told = json!([{
        "calendar": "two", "years": [2014, 2017, 2022, 2023], "clocks": 4, "warnings": 1,
    }]);
    let in_json = [&REPLAY[..], &["--format", "json"]].concat();
    assert_eq!(place.json(&in_json)["unscheduled"], told);
    for shards in ["2", "3"] {
        let sharded = place.json(&[&in_json[..], &["--shards", shards]].concat());
        assert_eq!(sharded["unscheduled"], told, "with {shards} shards");
    }
    let english = said(&place, &REPLAY);
    assert!(
        english.contains("the calendar `two` has no schedule for 2014, 2017, 2022 to 2023"),
        "{english}"
    );
    assert!(english.contains("on it depend 4 clocks and, of what stands, 1 warning;"), "{english}");
    let chinese = said(&place, &[&REPLAY[..], &["--lang", "zh"]].concat());
    assert!(
        chinese.contains("日历 `two` 没有 2014、2017、2022—2023 年的放假安排")
            && chinese.contains("涉及 4 个时限、1 条有效预警"),
        "{chinese}"
    );
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "rules"]);
    assert_eq!(place.json(&["replay", "--format", "json"])["unscheduled"], told);
}

/// The last working day of a known year rests on nothing behind it.
#[test]
fn years_on_which_nothing_rests_are_not_told() {
    let place = place(
        "A-1,受理,2014-12-31 10:00:00\nA-1,准予,2015-03-20 10:00:00\n\
         A-2,受理,2016-12-23 10:00:00\nA-2,准予,2020-03-20 10:00:00\n",
    );
    assert_eq!(said(&place, &REPLAY), "");
    let answer = place.json(&[&REPLAY[..], &["--format", "json"]].concat());
    assert_eq!(answer["unscheduled"], json!([]));
}

#[test]
fn the_demonstration_tells_that_its_calendar_lacks_the_year() {
    let place = Place::new();
    for folder in ["national", "catalogue"] {
        for file in std::fs::read_dir(root().join("rules").join(folder)).unwrap() {
            let file = file.unwrap();
            if file.path().is_dir() {
                continue;
            }
            let name = format!("law/{folder}/{}", file.file_name().to_string_lossy());
            place.write(&name, std::fs::read(file.path()).unwrap());
        }
    }
    let calendar = std::fs::read_to_string(repo("rules/calendars/cn.toml")).unwrap();
    let (known, _) = calendar.split_once("[year.2025]").unwrap();
    place.write("law/calendars/cn.toml", known);
    let told = said(&place, &["demo", "--cases", "300", "--rules", "law/national"]);
    assert!(told.contains("the calendar `cn` has no schedule for 2025"), "{told}");
    let whole = Place::new();
    let told = said(&whole, &["demo", "--cases", "300"]);
    assert!(!told.contains("no schedule"), "{told}");
}
