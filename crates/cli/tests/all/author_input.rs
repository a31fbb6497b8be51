//! Every tool of the rule author on every kind of bad input: an exit code that the help promises, what is wrong and where in words, no panic,
//! and no name of a type of this program.

use std::fs;

use crate::support::{Place, SIMPLE_MAPPING, repo};

const MANIFEST: &str =
    "name = \"own\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n";

const CLOCK: &str = "clock(\"c\").title(\"承诺\", \"promise\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\")
    .limit(workdays(5))
    .red(at_due());
";

const STORY: &str = "[[story]]
name = \"late\"
events = \"2025-03-03 09:00 accepted\"
expect = \"2025-03-10 24:00 red c\"
";

/// What a tool looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    Check,
    Rules,
    Stories,
}

const TOOLS: [(&str, Looks); 10] = [
    ("rules check own", Looks::Check),
    ("rules test own", Looks::Stories),
    ("rules coverage own", Looks::Stories),
    ("rules mutate own", Looks::Stories),
    ("rules boundary own", Looks::Rules),
    ("rules diff sound own", Looks::Rules),
    ("rules backtest sound own log.csv --mapping m.toml", Looks::Rules),
    ("rules profile log.csv --mapping m.toml --rules own", Looks::Rules),
    ("rules explain A-2 --rules own", Looks::Rules),
    ("rules new another --dir . --extends own", Looks::Rules),
];

/// What is the matter with an input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matter {
    NoRulebook,
    FlawedRules,
    FlawedStories,
    /// It can be used, however odd it looks or whatever it comes to.
    Usable,
}

/// The exit codes that a tool may end with.
fn promised(looks: Looks, matter: Matter) -> &'static [i32] {
    match (looks, matter) {
        (Looks::Check, Matter::FlawedRules) => &[1],
        (Looks::Check, Matter::Usable | Matter::FlawedStories) => &[0],
        (Looks::Rules | Looks::Stories, Matter::Usable) | (Looks::Rules, Matter::FlawedStories) => {
            &[0, 1]
        }
        _ => &[2],
    }
}

/// An input: its name, how it comes about, and what the first tool that minds it says.
type Input = (&'static str, fn(&Place), &'static str);

/// A sound rulebook `sound`, another in `own` to be spoiled, a log and a journal.
fn place() -> Place {
    let place = Place::new();
    place.write("m.toml", SIMPLE_MAPPING);
    place.write(
        "log.csv",
        "case,what,when\nA-1,受理,2025-03-03 10:00:00\nA-1,准予,2025-03-04 10:00:00\nA-2,受理,2025-03-03 10:00:00\n",
    );
    place.write("calendars/cn.toml", fs::read(repo("rules/calendars/cn.toml")).unwrap());
    place.write("sound/rulebook.toml", MANIFEST.replace("own", "sound"));
    place.write("sound/clocks.rhai", CLOCK);
    place.write("own/rulebook.toml", MANIFEST);
    place.write("own/clocks.rhai", CLOCK);
    place.write("own/tests/stories.toml", STORY);
    place.answer(&["import", "log.csv", "--mapping", "m.toml", "--rules", "sound"]);
    place
}

/// Another script in place of the sound one.
fn script(place: &Place, text: impl AsRef<[u8]>) {
    place.write("own/clocks.rhai", text);
}

/// The sound script with another limit.
fn limit(place: &Place, limit: &str) {
    script(place, CLOCK.replace("workdays(5)", limit));
}

/// The sound story with something else in a place.
fn story(place: &Place, this: &str, other: &str) {
    place.write("own/tests/stories.toml", STORY.replace(this, other));
}

fn extends(place: &Place, book: &str, base: &str) {
    let manifest = MANIFEST.replace("own", book);
    place.write(&format!("{book}/rulebook.toml"), format!("{manifest}extends = \"{base}\"\n"));
}

/// As an editor of Windows saves it.
fn carriage_returns(place: &Place, name: &str, text: &str) {
    place.write(name, format!("\u{feff}{}", text.replace('\n', "\r\n")));
}

fn emptied(place: &Place) {
    fs::remove_dir_all(place.path("own")).unwrap();
    fs::create_dir(place.path("own")).unwrap();
}

#[track_caller]
fn hold(matter: Matter, inputs: &[Input]) {
    for (name, spoil, says) in inputs {
        let place = place();
        spoil(&place);
        let mut minded = None;
        for (tool, looks) in TOOLS {
            let output = place.duban(&tool.split(' ').collect::<Vec<_>>());
            let streams = [output.stdout, output.stderr].concat();
            let told = String::from_utf8(streams).unwrap();
            let code = output.status.code();
            let fits = code.is_some_and(|code| promised(looks, matter).contains(&code));
            assert!(fits, "{name}: `{tool}` ends with {code:?}\n{told}");
            let words = words_of_programmers(&told);
            assert!(words.is_empty(), "{name}: `{tool}` says {words:?}\n{told}");
            let minds =
                looks == Looks::Check && matter != Matter::FlawedStories || looks == Looks::Stories;
            if minds && told.contains(says) {
                minded = Some(tool);
            }
        }
        assert!(minded.is_some(), "{name}: no tool says `{says}`");
    }
}

/// What no author should have to read.
fn words_of_programmers(told: &str) -> Vec<String> {
    let parts = [
        "panicked",
        "RUST_BACKTRACE",
        "::<",
        "alloc::",
        "core::",
        "std::",
        "rhai::",
        "duban_",
        "anon$",
        "closure#",
        "Range<",
        "Vec<",
        "Option<",
        "Some(",
        "Err(",
        "os error",
    ];
    let types =
        ["i64", "u32", "f64", "usize", "Dynamic", "ImmutableString", "FnPtr", "None", "INT"];
    let words = told.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| types.contains(word));
    words.chain(parts.into_iter().filter(|part| told.contains(part))).map(str::to_owned).collect()
}

#[test]
fn folders_that_are_no_rulebook() {
    hold(
        Matter::NoRulebook,
        &[
            ("empty folder", emptied, "`own` holds no rulebook"),
            (
                "no manifest",
                |place| {
                    emptied(place);
                    script(place, CLOCK);
                },
                "`own` holds no rulebook",
            ),
            ("missing folder", |place| fs::remove_dir_all(place.path("own")).unwrap(), "not there"),
        ],
    );
}

#[test]
fn rulebooks_that_do_not_hang_together() {
    hold(
        Matter::FlawedRules,
        &[
            (
                "cyclic extends",
                |place| {
                    extends(place, "own", "other");
                    extends(place, "other", "own");
                },
                "own/rulebook.toml:4:1",
            ),
            ("extends itself", |place| extends(place, "own", "own"), "`own` -> `own`"),
            ("missing extends", |place| extends(place, "own", "natoinal"), "own/rulebook.toml:4:1"),
            (
                "two versions in force on one day",
                |place| {
                    emptied(place);
                    for (version, dates) in [("a", "to = 2025-06-30"), ("b", "from = 2025-06-01")] {
                        let manifest = format!("{MANIFEST}{dates}\n");
                        place.write(&format!("own/{version}/rulebook.toml"), manifest);
                        place.write(&format!("own/{version}/clocks.rhai"), CLOCK);
                    }
                    place.write("own/tests/stories.toml", STORY);
                },
                "in force on one day: until 2025-06-30 and from 2025-06-01",
            ),
            ("an empty manifest", |place| _ = place.write("own/rulebook.toml", ""), "`name`"),
            (
                "a manifest in another encoding",
                |place| _ = place.write("own/rulebook.toml", b"name = \"\xd6\xd0\"\n"),
                "rulebook.toml` cannot be read: line 1 is not UTF-8",
            ),
        ],
    );
}

#[test]
fn scripts_that_cannot_be_read() {
    hold(
        Matter::FlawedRules,
        &[
            (
                "another encoding",
                |place| script(place, b"// \n// \xd6\xd0\n"),
                "clocks.rhai` cannot be read: line 2 is not UTF-8",
            ),
            (
                "a mistake behind a mark and carriage returns",
                |place| {
                    carriage_returns(place, "own/clocks.rhai", &CLOCK.replace("workdays(5)", "5"))
                },
                "own/clocks.rhai:2:6",
            ),
            ("an open comment", |place| script(place, format!("/*{CLOCK}")), "own/clocks.rhai:1:1"),
            (
                "too deep",
                |place| limit(place, &"(".repeat(30_000)),
                "too much stands in one expression",
            ),
            (
                "a huge text",
                |place| limit(place, &format!("\"{}\"", "长".repeat(100_000))),
                "a text is longer than",
            ),
            (
                "endless",
                |place| script(place, format!("let x = 0;\nloop {{ x += 1; }}\n{CLOCK}")),
                "the rule does not come to an end",
            ),
            (
                "recursion",
                |place| script(place, format!("fn f(n) {{ f(n + 1) }}\nconst X = f(1);\n{CLOCK}")),
                "own/clocks.rhai:2:11",
            ),
            ("a range", |place| limit(place, "workdays(1..3)"), "not a range of numbers"),
            ("a closure", |place| limit(place, "workdays(|c| 1)"), "not a closure"),
            ("a blob", |place| limit(place, "workdays(blob(5))"), "there is no word `blob`"),
        ],
    );
}

#[test]
fn scripts_that_fail_on_cases() {
    hold(
        Matter::Usable,
        &[
            (
                "endless",
                |place| limit(place, "|c| { let x = 0; while x >= 0 { x += 1; } }"),
                "own/clocks.rhai:2: the rule does not come to an end",
            ),
            (
                "recursion",
                |place| {
                    let call = CLOCK.replace("workdays(5)", "|c| f(1)");
                    script(place, format!("fn f(n) {{ f(n + 1) }}\n{call}"));
                },
                "own/clocks.rhai:3: functions call each other too deep",
            ),
            (
                "a growing text",
                |place| {
                    limit(place, "|c| { let s = \"ab\"; while s.len() > 0 { s += s; s += 1; } }")
                },
                "own/clocks.rhai:2: a text or list grows too large",
            ),
            (
                "a growing list",
                |place| limit(place, "|c| { let s = [1]; while s.len() > 0 { s += s; } }"),
                "own/clocks.rhai:2: a text or list grows too large",
            ),
            (
                "a range",
                |place| limit(place, "|c| workdays(1..3)"),
                "needs a whole number, not a range of numbers",
            ),
            (
                "a thrown case",
                |place| limit(place, "|c| if c.count(\"noted\") >= 0 { throw c }"),
                "it throws the case",
            ),
            (
                "a case in a text",
                |place| limit(place, "|c| if c.count(\"noted\") >= 0 { throw `${c}, ${|x| x}` }"),
                "the script gives up: the case, a closure",
            ),
            ("a wrong answer", |place| limit(place, "|c| 1..3"), "a range of numbers"),
            (
                "a sum with a case",
                |place| limit(place, "|c| { let x = 0; x = c; if x + 5 > 6 { days(1) } }"),
                "the case",
            ),
        ],
    );
}

#[test]
fn odd_files_that_can_be_used() {
    hold(
        Matter::Usable,
        &[
            (
                "names that are not ASCII",
                |place| {
                    emptied(place);
                    place.write("own/rulebook.toml", MANIFEST);
                    place.write("own/时限.rhai", CLOCK.replace("\"c\"", "\"承诺时限\""));
                    let told = STORY.replace("red c", "red 承诺时限").replace("late", "逾期");
                    place.write("own/tests/用例.toml", told);
                },
                "own: 1 passed, 0 failed",
            ),
            (
                "a mark and carriage returns",
                |place| {
                    carriage_returns(place, "own/rulebook.toml", MANIFEST);
                    carriage_returns(place, "own/clocks.rhai", CLOCK);
                    carriage_returns(place, "own/tests/stories.toml", STORY);
                },
                "own: 1 passed, 0 failed",
            ),
            (
                "ten thousand lines",
                |place| {
                    let function =
                        |n| format!("// art. {n}\nfn _n{n}(length) {{\n    length\n}}\n\n");
                    let functions: String = (0..2_000).map(function).collect();
                    let clock = CLOCK.replace("workdays(5)", "_n7(workdays(5))");
                    script(place, format!("{functions}{clock}"));
                },
                "own: 1 passed, 0 failed",
            ),
            (
                "a year that the calendar does not cover",
                |place| story(place, "2025", "2093"),
                "the calendar does not cover 2093",
            ),
            (
                "the end of time",
                |place| story(place, "2025-03-03", "9999-12-31"),
                "the clock leaves the years 1 to 9999",
            ),
        ],
    );
}

#[test]
fn stories_that_cannot_be_told() {
    hold(
        Matter::FlawedStories,
        &[
            (
                "an impossible date",
                |place| story(place, "03-03", "02-30"),
                "stories.toml:3:11: story `late`: `2025-02-30` is not a date",
            ),
            (
                "an impossible time",
                |place| story(place, "09:00", "25:00"),
                "stories.toml:3:22: story `late`: `25:00` is not a time of day",
            ),
            (
                "an impossible end",
                |place| story(place, "expect", "end = \"2025-02-30\"\nexpect"),
                "stories.toml:4:8: story `late`: `2025-02-30` is not a date",
            ),
            (
                "an impossible end of TOML",
                |place| story(place, "expect", "end = 2025-02-30\nexpect"),
                "stories.toml:4:",
            ),
            (
                "a name before the event",
                |place| story(place, "accepted", "case=B-2 accepted"),
                "stories.toml:3:28: story `late`: `case=` stands where the event belongs",
            ),
            ("no TOML", |place| story(place, "[[story]]", "[[story"), "stories.toml:1:"),
            ("no such rulebook", |place| story(place, "expect", "rules = \"x\"\nexpect"), "`x`"),
            (
                "another encoding",
                |place| _ = place.write("own/tests/stories.toml", b"# \xd6\xd0\n"),
                "stories.toml`: it is not UTF-8; save it as UTF-8",
            ),
        ],
    );
}

#[test]
fn the_catalogue_and_the_definitions_say_what_is_wrong_with_a_path() {
    let place = place();
    place.write("table.csv", b"code\n\xff\xfe\n");
    for (command, says) in [
        ("catalogue check nowhere", "can't read `nowhere`: it is not there"),
        ("catalogue check sound/clocks.rhai", ""),
        ("catalogue import nowhere.csv -o out.toml", "can't read `nowhere.csv`: it is not there"),
        ("catalogue import own -o out.toml", "it is a folder, not a file; name a file"),
        ("catalogue import table.csv -o out.toml", "table.csv"),
        ("rules defs -o m.toml", "a part of the path is a file, not a folder"),
        ("rules watch nowhere", "nowhere"),
        ("rules new 甲/乙 --dir own", "`甲/乙` cannot be the name of a rulebook"),
        ("rules boundary own --clock 承诺", "the rulebook has no clock `承诺`"),
    ] {
        let output = place.duban(&command.split(' ').collect::<Vec<_>>());
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "`{command}`: {told}");
        assert!(told.contains(says), "`{command}`: {told}");
        assert_eq!(words_of_programmers(&told), Vec::<String>::new(), "`{command}`: {told}");
    }
}
