//! XES: what logs hold, and in which order it may stand.

use expect_test::expect;

use crate::support::{check, mapping, told};

pub(crate) const MAPPING: &str = r#"
    zone = "Europe/Amsterdam"
    recorded = "as occurred"
    [case]
    id = "concept:name"
    department = "department"
    facts = { inner = "outer/inner", open = { column = "open", type = "bool" } }
    derive = [
        { column = "startdate", kind = "accepted" },
        { column = "enddate", kind = "completed" },
    ]
    [record]
    activity = "concept:name"
    time = "time:timestamp"
    officer = "org:resource"
    note = "case:channel"
"#;

pub(crate) fn event(activity: &str, time: &str) -> String {
    format!(
        r#"<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{time}"/></event>"#
    )
}

pub(crate) fn log(traces: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<log xes.version=\"1.0\">\n{traces}\n</log>\n")
}

#[test]
fn a_trace_is_a_case_with_its_attributes_and_events() {
    check(
        &mapping(MAPPING),
        log(r#"
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
<classifier name="Activity classifier" keys="concept:name lifecycle:transition"/>
<string key="concept:name" value="the log's own name"/>
<trace>
    <string key="concept:name" value="A &amp; B"/>
    <date key="startdate" value="2026-03-19T08:00:00+01:00"/>
    <date key="enddate" value="2026-03-20T08:00:00+01:00"/>
    <string key="department" value="General"/>
    <string key="channel" value="Desk"/>
    <boolean key="open" value="true"/>
    <container key="outer"><int key="inner" value="7"/><list key="more"><values><id key="inner" value="x"/></values></list></container>
    <event>
        <string key="org:resource" value="R1"/>
        <string key="concept:name" value="T02">
            <string key="concept:name" value="not this one"/>
        </string>
        <date key="time:timestamp" value="2026-03-19T09:00:00.500+01:00"/>
    </event>
    <event>
        <string key='concept:name' value='say "hello"'></string>
        <date key="time:timestamp" value="2026-03-19T09:00:00.500+01:00"/>
    </event>
</trace>"#),
        expect![[r#"
            + A & B 2026-03-19T07:00Z described - General inner="7" open=true (~described)
            + A & B 2026-03-19T07:00Z accepted (~startdate/accepted)
            = A & B 2026-03-19T08:00:00.500Z noted `T02` (#0) by R1 “Desk”
            = A & B 2026-03-19T08:00:00.500Z noted `say "hello"` (#1) “Desk”
            + A & B 2026-03-20T07:00Z completed (~enddate/completed)
        "#]],
    );
}

#[test]
fn attributes_may_come_after_the_events_and_twice_and_with_comments_between() {
    let plain = log(&format!(
        r#"<trace>{}<!-- <event> </trace> --><string key="concept:name" value="first"/>
            <string key="concept:name" value="A"/>{}<![CDATA[ <event> ]]><date key="startdate" value="2026-03-19"/></trace>
            <trace/><trace></trace>"#,
        event("x", "2026-03-19T09:00:00Z"),
        event("y", "2026-03-18T09:00:00Z"),
    ));
    let told_plain = told(&mapping(MAPPING), plain.as_bytes());
    expect![[r#"
        + A 2026-03-18T09:00Z described - - (~described)
        + A 2026-03-18T23:00Z accepted (~startdate/accepted)
        = A 2026-03-19T09:00Z noted `x` (#0)
        = A 2026-03-18T09:00Z noted `y` (#1)
    "#]]
    .assert_eq(&told_plain);
    let mut prefixed = plain;
    for name in ["log", "trace", "event", "string", "date"] {
        prefixed = prefixed.replace(&format!("<{name}"), &format!("<xes:{name}"));
        prefixed = prefixed.replace(&format!("</{name}"), &format!("</xes:{name}"));
    }
    assert_eq!(told(&mapping(MAPPING), prefixed.as_bytes()), told_plain);
}

#[test]
fn a_case_in_two_traces_goes_on_counting() {
    let trace = |activity| {
        format!(
            r#"<trace><string key="concept:name" value="A"/>{}</trace>"#,
            event(activity, "2026-03-19T09:00:00Z")
        )
    };
    check(
        &mapping(MAPPING),
        log(&(trace("x") + &trace("y"))),
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            = A 2026-03-19T09:00Z noted `y` (#1)
        "#]],
    );
}

#[test]
fn a_log_may_be_empty() {
    check(&mapping(MAPPING), log(""), expect![[r#""#]]);
    check(
        &mapping(MAPPING),
        "\u{feff}<?xml version=\"1.0\"?><!DOCTYPE log><log/>",
        expect![[r#""#]],
    );
}

#[test]
fn a_trace_too_long_to_be_held_is_handed_on_in_parts() {
    // Ballast that the mapping does not read, so that some seventy events exceed what is held of a trace.
    let ballast = format!("<string key=\"ballast\" value=\"{}\"/></event>", "y".repeat(1_000_000));
    let events: String = (0..70)
        .map(|at| event(&format!("x{at}"), "2026-03-19T09:00:00Z").replace("</event>", &ballast))
        .collect();
    let trace = format!(
        "<trace><string key=\"concept:name\" value=\"A\"/>{events}<date key=\"startdate\" value=\"2026-03-19\"/></trace>"
    );
    let told = told(&mapping(MAPPING), log(&trace).as_bytes());
    let lines: Vec<&str> = told.lines().collect();
    for at in 0..70 {
        let line = format!("= A 2026-03-19T09:00Z noted `x{at}` (#{at})");
        assert_eq!(lines.iter().filter(|it| **it == line).count(), 1, "{line}");
    }
    // What is known only at the end comes with the last part.
    let place = |part: &str| lines.iter().position(|line| line.contains(part)).unwrap();
    assert!(place("described") < place("`x0`"));
    assert!(place("`x60`") < place("accepted") && place("accepted") < place("`x69`"), "{told}");
}
