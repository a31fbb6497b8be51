//! The stories that ship come out as they say, and what goes wrong with stories is told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use duban_author::{Report, Suite, junit, update};
use duban_domain::{About, EventKind};

use crate::support::{rulebook, rules};

fn run(path: &Path) -> Report {
    let suite = Suite::gather(&[path.to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    suite.run(NonZeroUsize::new(2).unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(path: &Path) -> String {
    let suite = Suite::gather(&[path.to_owned()]);
    let report = suite.and_then(|suite| suite.run(NonZeroUsize::MIN));
    report.map(|_| ()).unwrap_err().to_string()
}

const CLOCK: &str = "clock(\"promised\").title(\"承诺\", \"promise\").basis(\"本地 1\").starts(\"accepted\").stops(\"granted\")\n    .limit(|c| c.item.promised_limit).yellow(at_due());\n";

const STORY: &str = "\u{feff}# why\r\n[[story]]\r\nname = \"承诺\" # what\r\nitem = { promised_limit = \"2 workdays\" }\r\nevents = \"\"\"\r\n2025-03-03 09:00  accepted\r\n\"\"\"\r\nexpect = \"\"\r\n# the end\r\n";

#[test]
fn every_shipped_story_comes_out_as_it_says() {
    let report = run(&rules());
    assert!(report.told() >= 60, "only {} stories were found", report.told());
    let failed: Vec<_> = report
        .books
        .iter()
        .flat_map(|book| &book.verdicts)
        .filter(|verdict| !verdict.passed())
        .map(|it| {
            format!("{}:{} {}\n{:#?}\n{:#?}", it.file, it.line, it.name, it.expected, it.decided)
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn an_update_changes_the_expected_text_and_nothing_else() {
    let place = rulebook(CLOCK, STORY);
    let file = place.path().join("own/tests/stories.toml");
    let report = run(place.path());
    assert_eq!((report.told(), report.failed()), (1, 1));
    assert!(junit(&report).contains("+ 2025-03-05 24:00  yellow promised"));
    assert_eq!(update(&report).unwrap().len(), 1);
    let expected = STORY.replace(
        "expect = \"\"\r\n",
        "expect = \"\"\"\r\n2025-03-05 24:00  yellow promised\r\n\"\"\"\r\n",
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    assert_eq!(run(place.path()).failed(), 0);
}

#[test]
fn one_mistake_hides_no_other_and_each_has_its_place() {
    let place = rulebook(
        CLOCK,
        "[[story]]\nname = \"a\"\nevnts = \"x\"\nevents = \"\"\"\n2025-03-03 09:00  accepted\n\"\"\"\nexpect = \"\"\n\
         [[story]]\nname = \"b\"\nitem = { promised_limt = \"2 workdays\" }\nevents = \"2025-03-03 09:00  accepted\"\nexpect = \"\"\n",
    );
    let told = refused(place.path());
    assert!(
        told.contains(
            "stories.toml:3:1: story `a`: a story has no field `evnts`; did you mean `events`?"
        ),
        "{told}"
    );
    assert!(told.contains("story `b`: `item`:"), "{told}");
    assert!(told.contains("did you mean `promised_limit`?"), "{told}");
}

#[test]
fn a_line_that_cannot_be_read_is_told_by_its_own_place() {
    let place = rulebook(
        CLOCK,
        "[[story]]\nname = \"a\"\nevents = \"\"\"\n2025-03-03 09:00  accepted\n  2025-02-30 09:00  granted\n2025-03-04 25:00  granted\n\"\"\"\nend = \"2025-13-01\"\nexpect = \"\"\n",
    );
    let told = refused(place.path());
    for place in [
        ":5:3: story `a`: `2025-02-30`",
        ":6:12: story `a`: `25:00`",
        ":8:8: story `a`: `2025-13-01`",
    ] {
        assert!(told.contains(place), "{place} is not in\n{told}");
    }
}

#[test]
fn two_stories_of_one_name_and_a_rulebook_that_is_not_there_are_refused() {
    let place = rulebook(
        CLOCK,
        "[[story]]\nname = \"a\"\nevents = \"2025-03-03 09:00 accepted\"\nexpect = \"\"\n[[story]]\nname = \"a\"\nevents = \"2025-03-03 09:00 accepted\"\nexpect = \"\"\n",
    );
    assert!(refused(place.path()).contains("another story, in line 2, has the same name"));
    let place = rulebook(
        CLOCK,
        "[[story]]\nname = \"a\"\nrules = \"yulin\"\nevents = \"2025-03-03 09:00 accepted\"\nexpect = \"\"\n",
    );
    assert!(refused(place.path()).contains("the rulebook `yulin` is not there"));
}

#[test]
fn a_story_may_be_told_to_several_rulebooks() {
    let place = rulebook(
        CLOCK,
        "[[story]]\nname = \"a\"\nitem = { promised_limit = \"2 workdays\" }\nevents = \"2025-03-03 09:00 accepted\"\n[story.expect]\nown = \"2025-03-05 24:00 yellow promised\"\n\"../../own\" = \"\"\n",
    );
    let report = run(place.path());
    assert_eq!((report.books.len(), report.told(), report.failed()), (1, 2, 1));
}

#[test]
fn a_story_beyond_the_calendar_says_so() {
    let place = rulebook(
        CLOCK,
        "[[story]]\nname = \"a\"\nitem = { promised_limit = \"2 workdays\" }\nevents = \"1999-03-01 09:00 accepted\"\nexpect = \"1999-03-03 24:00 yellow promised\"\n",
    );
    let report = run(place.path());
    assert_eq!(report.failed(), 0);
    let notices = &report.books[0].verdicts[0].notices;
    assert_eq!(notices.len(), 1);
    assert!(notices[0].to_string().contains("does not cover 1999"), "{}", notices[0]);
}

#[test]
fn a_file_that_is_named_in_two_ways_is_told_once() {
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let again = national.join("../national/tests");
    let once =
        Suite::gather(std::slice::from_ref(&national)).unwrap_or_else(|error| panic!("{error}"));
    let twice = Suite::gather(&[national, again]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(twice.len(), once.len());
}

#[test]
fn expectations_are_not_written_into_a_file_that_changed_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national");
    let text = format!(
        "[[story]]\nname = \"一\"\nrules = {:?}\nevents = \"2025-03-03 09:00 received\"\nexpect = \"\"\n",
        national.canonicalize().unwrap()
    );
    let file = dir.path().join("s.toml");
    std::fs::write(&file, &text).unwrap();
    let suite =
        Suite::gather(std::slice::from_ref(&file)).unwrap_or_else(|error| panic!("{error}"));
    let report = suite.run(NonZeroUsize::MIN).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.failed(), 1);
    // Behind the story, so that everything stands where it stood.
    let changed = format!("{text}# 改\n");
    std::fs::write(&file, &changed).unwrap();
    let refused = duban_author::update(&report).unwrap_err().to_string();
    assert!(refused.contains("was changed while its stories were told"), "{refused}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), changed);
}

/// A story of many lines told to one clock and two checks.
const MANY: &str = "[[story]]\nname = \"many\"\nitem = { promised_limit = \"2 workdays\" }\nevents = \"\"\"\nEVENTS\n\"\"\"\nend = \"2025-03-07\"\nexpect = \"\"\"\nEXPECT\n\"\"\"\n";

fn many(events: &str, expect: &str) -> tempfile::TempDir {
    rulebook(CLOCK, &MANY.replace("EVENTS", events).replace("EXPECT", expect))
}

#[test]
fn who_answers_and_what_is_said_can_be_expected() {
    let events = "2025-03-03 09:00  accepted department=甲局 officer=王芳";
    let right = "2025-03-05 24:00  yellow promised answers=甲局/王芳 says=承诺 · promise";
    assert_eq!(run(many(events, right).path()).failed(), 0);
    assert_eq!(
        run(many(events, "2025-03-05 24:00  yellow promised answers=甲局").path()).failed(),
        0
    );
    let place = many(events, "2025-03-05 24:00  yellow promised answers=乙局/王芳 says=x");
    let report = run(place.path());
    assert_eq!(report.books[0].verdicts[0].decided, [right]);
    // An update writes what was asked for, and nothing else.
    update(&report).unwrap();
    assert_eq!(run(place.path()).failed(), 0);
    let told = refused(many(events, "2025-03-05 24:00  yellow promised answer=甲局").path());
    assert!(
        told.ends_with(
            "stories.toml:9:35: story `many`: an expected decision has no `answer=`; did you mean `answers`?"
        ),
        "{told}"
    );
}

/// The days of the rule changed, so every line is due on another: what it asks is asked there too.
#[test]
fn an_update_keeps_the_question_of_a_line_that_moved() {
    let events = "2025-03-03 09:00  accepted department=甲局 officer=王芳 case=A-1\n2025-03-03 09:00  accepted department=乙局 case=A-2";
    let expected = "2025-03-04 24:00  yellow promised  case=A-1 answers=-\n2025-03-04 24:00  yellow promised answers=-/- case=A-2 says=x";
    let place = many(events, expected);
    update(&run(place.path())).unwrap();
    let after = run(place.path());
    assert_eq!(after.failed(), 0);
    assert_eq!(
        after.books[0].verdicts[0].expected,
        [
            "2025-03-05 24:00  yellow promised  case=A-1 answers=甲局",
            "2025-03-05 24:00  yellow promised  case=A-2 answers=乙局/- says=承诺 · promise",
        ]
    );
}

#[test]
fn an_equals_sign_within_quotes_names_no_question() {
    let events = "2025-03-03 09:00  accepted department=\\\"甲 局=乙\\\"";
    let right = "2025-03-05 24:00  yellow promised answers=\\\"甲 局=乙\\\"";
    assert_eq!(run(many(events, right).path()).failed(), 0);
}

#[test]
fn a_line_may_stand_for_many_cases() {
    let late = "2025-03-03 09:00  accepted case=B-{08..10}";
    let expect = "2025-03-05 24:00  yellow promised  case=B-{08..10}";
    assert_eq!(run(many(late, expect).path()).failed(), 0);
    let in_time = format!("{late}\n2025-03-04 09:00  granted case=B-{{08..10}}");
    assert_eq!(run(many(&in_time, "").path()).failed(), 0);
    for (events, wrong) in [
        (
            "2025-03-03 09:00  accepted case=B-{3..1}",
            "stories.toml:5:35: story `many`: `{3..1}` is no stretch",
        ),
        (
            "2025-03-03 09:00  acepted case=B-{1..3}",
            "stories.toml:5:19: story `many`: `acepted` is not a kind of event",
        ),
    ] {
        let told = refused(many(events, "").path());
        assert!(told.contains(wrong), "{told}");
    }
    let told = refused(many(late, "2025-03-05 24:00  yellow promised  case=B-{1..a}{3..1}").path());
    assert!(told.contains("stories.toml:9:49: story `many`: `{3..1}` is no stretch"), "{told}");
}

/// The words that docs/stories.md lists for a kind of event are those that its line takes, no more and no fewer.
#[test]
fn the_words_of_an_event_are_those_that_the_docs_list() {
    let page = fs::read_to_string(rules().join("../docs/stories.md")).unwrap();
    let quoted = |cell: &str| -> Vec<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let mut rows = BTreeMap::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        for kind in quoted(cells[0]) {
            rows.insert(kind, (!cells[1].trim().is_empty(), quoted(cells[2])));
        }
    }
    let zone = duban_calendar::Zone::named("Asia/Shanghai").unwrap();
    let read = |line: &str| {
        let read = duban_domain::line::read(line, 1, &zone).map_err(|error| error.to_string());
        read.map(|event| match event.about {
            About::Case { fact, .. } => fact.kind(),
            about @ (About::Warning { .. } | About::Adoption(_)) => {
                panic!("a line tells of a case: {about:?}")
            }
        })
    };
    let name = |word: &str| word.split('=').next().unwrap().to_owned();
    // Every event takes these, as the sentence above the table says.
    let (_, every) = page.split_once("Every kind takes ").unwrap();
    let every = quoted(every.split_once('.').unwrap().0);
    for kind in EventKind::ALL {
        let (own, named) = rows.remove(kind.name()).unwrap_or_default();
        let start = format!("2025-03-03 09:00  {kind}");
        let word = match kind.name() {
            "evaluated" => " 5",
            "fee_charged" => " 5000",
            "extension_requested" | "extension_approved" => " \"5 workdays\"",
            _ => " 审核",
        };
        let start = if own { start + word } else { start };
        let values = named.iter().map(|it| match it.contains('=') {
            true => format!(" {it}"),
            false => format!(" {it}=5000"),
        });
        let line = format!("{start}{}", values.collect::<String>());
        assert_eq!(read(&line), Ok(*kind), "{line}");
        assert!(read(&format!("{start} 审核")).is_err(), "`{kind}` takes more words of its own");
        // A name far from every other is answered with all that there are.
        let told = read(&format!("{start} qqqqqqqqqqqq=x")).unwrap_err();
        let (_, known) = told.split_once("write one of ").unwrap();
        let listed: BTreeSet<_> = every.iter().chain(&named).map(|it| name(it)).collect();
        assert_eq!(quoted(known).into_iter().collect::<BTreeSet<_>>(), listed, "`{kind}`");
    }
    assert!(rows.is_empty(), "the table lists what is no event: {rows:?}");
}

#[test]
fn a_record_that_another_line_tells_of_is_refused() {
    let events = "2025-03-03 09:00  accepted record=1\n2025-03-04 09:00  granted record=1";
    let told = refused(many(events, "").path());
    assert!(
        told.contains(
            "stories.toml:6:1: story `many`: this is the same version of the same record"
        ),
        "{told}"
    );
    let other = events.replace("granted record=1", "granted record=1 version=2");
    assert_eq!(run(many(&other, "").path()).failed(), 0);
}

#[test]
fn an_item_made_for_a_story_is_known_by_the_story() {
    let clock = "check(\"k\").title(\"甲\", \"k\").basis(\"1\").on(\"accepted\").per(|c, e| c.item.code).over(1).within(days(1)).finding();";
    let story = |name: &str| {
        format!(
            "[[story]]\nname = \"{name}\"\nitem = {{ promised_limit = \"2 workdays\" }}\nevents = \"\"\"\n2025-03-03 09:00  accepted case=A-{{1..2}}\n\"\"\"\nexpect = \"\"\n"
        )
    };
    let decided = |stories: &str| {
        let report = run(rulebook(clock, stories).path());
        report.books[0].verdicts.last().unwrap().decided.clone()
    };
    let alone = decided(&story("甲"));
    assert_eq!(alone, ["2025-03-03 09:00  finding k@甲  case=A-2"]);
    assert_eq!(decided(&[story("乙"), story("甲")].concat()), alone);
}
