//! Logs that are wrong, and what they cost.

use expect_test::expect;

use crate::support::{check, mapping, told};
use crate::xes::{MAPPING, event, log};

const TIME: &str = "2026-03-19T09:00:00Z";

/// A trace with something between two good events.
fn around(middle: &str) -> String {
    log(&format!(
        "<trace><string key=\"concept:name\" value=\"A\"/>\n{}\n{middle}\n{}</trace>",
        event("x", TIME),
        event("z", TIME)
    ))
}

#[test]
fn a_broken_event_costs_no_other() {
    for (middle, wrong) in [
        (r#"<event><string key="concept:name" value="a & b"/></event>"#, "well-formed"),
        (r#"<event><string key="concept:name" value="&xxe;"/></event>"#, "well-formed"),
        (r#"<event><string key="concept:name value="y"/></event>"#, "well-formed"),
        (r#"<event><string key="concept:name" value="y"></event>"#, "well-formed"),
        (r#"<event><string key="concept:name" value="y"/>"#, "not closed"),
        (r#"<event/>"#, "does not say what happened"),
        (r#"<event><string key="concept:name" value="y"/></event>"#, "nothing says when"),
        (
            r#"<event><string key="concept:name" value="y"/><date key="time:timestamp" value="19-03-2026"/></event>"#,
            "no time",
        ),
    ] {
        let told = told(&mapping(MAPPING), around(middle).as_bytes());
        let lines: Vec<&str> = told.lines().collect();
        let events: Vec<_> = lines.iter().filter(|line| line.starts_with("= A ")).collect();
        assert_eq!(events.len(), 2, "{middle}\n{told}");
        assert!(
            events[0].contains("`x` (#0)") && events[1].contains("`z` (#2)"),
            "{middle}\n{told}"
        );
        let aside: Vec<_> = lines.iter().filter(|line| line.starts_with("! line 5: ")).collect();
        assert!(aside.len() == 1 && aside[0].contains(wrong), "{middle}\n{told}");
    }
}

#[test]
fn what_is_wrong_is_told_in_clear_words() {
    let broken = r#"<event><string key="concept:name" value="&lol9;"/></event>"#;
    check(
        &mapping(MAPPING),
        around(broken),
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            ! line 5: the record is not well-formed XML (at 1..5: unrecognized entity `lol9`); write `&` as `&amp;`; of named entities only `&amp; &lt; &gt; &quot; &apos;` are known
                <event><string key="concept:name" value="&lol9;"/></event>
            = A 2026-03-19T09:00Z noted `z` (#2)
        "#]],
    );
}

#[test]
fn an_event_that_is_no_text_is_set_aside_alone() {
    let bytes = around(&event("MARK", TIME));
    let at = bytes.find("MARK").unwrap();
    let mut bytes = bytes.into_bytes();
    bytes[at..at + 4].copy_from_slice(b"\xCA\xDC\xC0\xED");
    check(
        &mapping(MAPPING),
        bytes,
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            ! line 5: `concept:name` is not UTF-8 text (`����`); if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`
                <event><string key="concept:name" value="����"/><date key="time:timestamp" value="2026-03-19T09:00:00Z"/></event>
            = A 2026-03-19T09:00Z noted `z` (#2)
        "#]],
    );
}

#[test]
fn entities_are_not_expanded() {
    let bomb = r#"<?xml version="1.0"?>
<!DOCTYPE log [
  <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY xxe SYSTEM "file:///etc/passwd">
]>
"#;
    let body = around(r#"<event><string key="concept:name" value="&b;&xxe;"/></event>"#);
    check(
        &mapping(MAPPING),
        bomb.to_owned() + body.split_once('\n').unwrap().1,
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            ! line 10: the record is not well-formed XML (at 1..2: unrecognized entity `b`); write `&` as `&amp;`; of named entities only `&amp; &lt; &gt; &quot; &apos;` are known
                <event><string key="concept:name" value="&b;&xxe;"/></event>
            = A 2026-03-19T09:00Z noted `z` (#2)
        "#]],
    );
}

#[test]
fn attributes_that_lie_too_deep_in_each_other_are_set_aside() {
    let deep = "<container key=\"a\">".repeat(100_000) + &"</container>".repeat(100_000);
    let told = told(&mapping(MAPPING), around(&format!("<event>{}</event>", &deep)).as_bytes());
    assert!(told.contains("longer than 1024 KiB"), "{told}");
    let deep = "<container key=\"a\">".repeat(1000) + &"</container>".repeat(1000);
    check(
        &mapping(MAPPING),
        around(&format!("<event>{deep}</event>")),
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            ! line 5: attributes lie more than 32 deep in each other; check what wrote the log; no log needs that
                <event><container key="a"><container key="a"><container key=… (31015 characters)
            = A 2026-03-19T09:00Z noted `z` (#2)
        "#]],
    );
}

#[test]
fn a_huge_value_is_set_aside_alone() {
    let huge = event(&"y".repeat(5 << 20), TIME);
    check(
        &mapping(MAPPING),
        around(&huge),
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            ! line 5: the record is longer than 1024 KiB, the most that one record may hold; leave out attachments and long texts, or check whether a quotation mark or end tag is missing
                <event><string key="concept:name" value="yyyyyyyyyyyyyyyyyyy… (4096 characters)
            = A 2026-03-19T09:00Z noted `z` (#2)
        "#]],
    );
}

#[test]
fn a_trace_without_a_number_and_events_without_a_trace_are_set_aside() {
    check(
        &mapping(MAPPING),
        log(&format!(
            "<trace>{}</trace>\n{}\n<trace><string key=\"concept:name\" value=\"A\"/>{}</trace>",
            event("x", TIME),
            event("y", TIME),
            event("z", TIME)
        )),
        expect![[r#"
            ! line 3: no case number: `concept:name` is empty or missing, so it is nobody's record; mend the record, or correct `id` under `[case]` in the mapping
                <event><string key="concept:name" value="x"/><date key="time:timestamp" value="2026-03-19T09:00:00Z"/></event>
            ! line 4: no case number: `concept:name` is empty or missing, so it is nobody's record; mend the record, or correct `id` under `[case]` in the mapping
                <event><string key="concept:name" value="y"/><date key="time:timestamp" value="2026-03-19T09:00:00Z"/></event>
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `z` (#0)
        "#]],
    );
}

#[test]
fn tags_of_the_skeleton_that_do_not_match_cost_nothing() {
    let named = |name: &str, rest: &str| {
        format!("<trace><string key=\"concept:name\" value=\"{name}\"/>{rest}")
    };
    let (a, b) = (named("A", &event("x", TIME)), named("B", &event("y", TIME)));
    check(
        &mapping(MAPPING),
        log(&format!("</event></trace>{a}{b}</event></trace></trace><log></trace>{a}")),
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            + B 2026-03-19T09:00Z described - - (~described)
            = B 2026-03-19T09:00Z noted `y` (#0)
            = A 2026-03-19T09:00Z noted `x` (#1)
        "#]],
    );
}

#[test]
fn broken_attributes_of_a_case_do_not_cost_its_events() {
    check(
        &mapping(MAPPING),
        log(&format!(
            "<trace><string key=\"concept:name\" value=\"A\"/><boolean key=\"open\" value=\"ajar\"/><date key=\"startdate\" value=\"then\"/>\
             <date key=\"enddate\" value=\"2026-03-20\"/>{}</trace>",
            event("x", TIME)
        )),
        expect![[r#"
            ! line 3: `startdate` is `then`, which is no time in any form that the mapping knows; mend the value, or add its form to `times` in the mapping, for example `times = ["%d.%m.%Y %H:%M"]`
                <string key="concept:name" value="A"/><boolean key="open" va… (148 characters)
            ! line 3: the fact `open` is `ajar`, which is neither yes nor no; mend the value, or take the fact as a text by leaving out its `type` in the mapping
                <string key="concept:name" value="A"/><boolean key="open" va… (148 characters)
            = A 2026-03-19T09:00Z noted `x` (#0)
            + A 2026-03-19T23:00Z completed (~enddate/completed)
        "#]],
    );
}

#[test]
fn a_log_that_was_cut_off_keeps_what_came_before() {
    let whole = around(&event("y", TIME));
    let at = whole.find("`z`").unwrap_or(whole.rfind("<event>").unwrap() + 20);
    check(
        &mapping(MAPPING),
        &whole[..at],
        expect![[r#"
            + A 2026-03-19T09:00Z described - - (~described)
            = A 2026-03-19T09:00Z noted `x` (#0)
            = A 2026-03-19T09:00Z noted `y` (#1)
            !! `log`, line 6, byte 334: the log ends before `</log>`: it was cut off; what came before is good; get the file again and import it whole, records that are known already are recognised
        "#]],
    );
}

#[test]
fn other_xml_is_not_read() {
    check(
        &mapping(MAPPING),
        "<!-- a page -->\n<html><body/></html>",
        expect![[r#"
            !! `log`, line 2, byte 16: the file is XML, but its first element is `<html>`, not `<log>`; check whether it is a XES log; other XML is not read
        "#]],
    );
    check(
        &mapping(MAPPING),
        "<!-- nothing",
        expect![[r#"
        !! `log`, line 1, byte 12: the log ends before `</log>`: it was cut off; what came before is good; get the file again and import it whole, records that are known already are recognised
    "#]],
    );
}

#[test]
fn a_mapping_of_whole_cases_does_not_lose_the_events_of_a_log() {
    let cases = "recorded = \"as occurred\"\n[case]\nid = \"concept:name\"\n";
    check(
        &mapping(cases),
        log(""),
        expect![[r#"
        !! `log`, line 1, byte 0: the file is an event log, but the mapping has no `[record]`, so its events would be lost; add `[record]` with `activity` and `time` to the mapping
    "#]],
    );
}

/// A log in which each `MARK` is a byte that is no UTF-8.
fn illegible(log: &str) -> Vec<u8> {
    let parts: Vec<&[u8]> = log.split("MARK").map(str::as_bytes).collect();
    parts.join(&b"\xE4"[..])
}

#[test]
fn a_byte_that_is_no_text_costs_one_value_of_the_trace() {
    let head = format!(
        "<trace>\n<string key=\"concept:name\" value=\"A\"/>\n<string key=\"department\" value=\"GMARKn\"/>\n\
         <date key=\"startdate\" value=\"{TIME}\"/>\n<string key=\"channel\" value=\"\u{FFFD}\"/>\n\
         <string key=\"remark nobody reads\" value=\"MARK\"/>\n{}\n<boolean key=\"open\" value=\"MARK\"/>\n</trace>",
        event("x", TIME)
    );
    check(
        &mapping(MAPPING),
        illegible(&log(&head)),
        expect![[r#"
            ! line 5: trace `A`: `department` is not UTF-8 text (`G�n`), so this value alone was left out; mend it and import the log again; if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`
                G�n
            ! line 10: trace `A`: `open` is not UTF-8 text (`�`), so this value alone was left out; mend it and import the log again; if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`
                �
            + A 2026-03-19T09:00Z described - - (~described)
            + A 2026-03-19T09:00Z accepted (~startdate/accepted)
            = A 2026-03-19T09:00Z noted `x` (#0) “�”
        "#]],
    );
}

#[test]
fn a_case_number_that_is_no_text_is_told_as_such() {
    let trace = format!(
        "<trace>\n<string key=\"concept:name\" value=\"AMARK\"/>\n{}</trace>",
        event("x", TIME)
    );
    check(
        &mapping(MAPPING),
        illegible(&log(&trace)),
        expect![[r#"
        ! line 5: no case number: `concept:name` is not UTF-8 text (`A�`) on line 4; if the whole file is in another encoding, convert it first, for example with `iconv -f GB18030 -t UTF-8`
            <event><string key="concept:name" value="x"/><date key="time:timestamp" value="2026-03-19T09:00:00Z"/></event>
    "#]],
    );
}

#[test]
fn a_byte_that_is_no_text_in_what_nobody_reads_costs_nothing() {
    let middle = format!(
        r#"<event><string key="remark" value="MARK"/><string key="concept:name" value="y"/><date key="time:timestamp" value="{TIME}"/></event>"#
    );
    let told = told(&mapping(MAPPING), &illegible(&around(&middle))[..]);
    assert!(told.contains("`y` (#1)") && !told.contains('!'), "{told}");
}
