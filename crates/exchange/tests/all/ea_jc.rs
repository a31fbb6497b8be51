//! The four exchange tables with the prefix EA_JC, as a department would upload them.

use std::collections::BTreeSet;

use duban_domain::{About, CaseFact, Milestone, RecordKey};
use duban_exchange::{Incoming, read};
use expect_test::expect;

use crate::support::{check, repository, shipped};

fn table(name: &str) -> Vec<u8> {
    let path = repository().join("fixtures/exchange").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn acceptances_bring_their_limits_with_units() {
    check(
        &shipped("ea_jc_accept.toml"),
        table("ea_jc_accept.csv"),
        expect![[r#"
            + 37080000001 2026-03-02T01:12Z described 370800XK001 11370800MB001 item_name="建筑工程施工许可" project="某某小区二期" department_name="市住建局" approval_type="承诺件" channel="网上" promised_limit=5 workdays statutory_limit=7 workdays (~described) recorded 2026-03-02T01:15:30Z
            = 37080000001 2026-03-02T01:12Z accepted (受理) recorded 2026-03-02T01:15:30Z by 11370800MB001/张三
            + 37080000002 2026-03-02T02:00Z described 370800XK002 11370800MB002 item_name="排水许可" department_name="市水务局" approval_type="承诺件" channel="窗口" promised_limit=15 days statutory_limit=20 days (~described) recorded 2026-03-05T15:00Z
            = 37080000002 2026-03-02T02:00Z accepted (受理) recorded 2026-03-05T15:00Z by 11370800MB002/李四
            + 37080000003 2026-03-03T01:00Z described 370800XK003 11370800MB001 item_name="即办事项" department_name="市住建局" approval_type="即办件" channel="窗口" promised_limit=0 workdays statutory_limit=0 workdays (~described) recorded 2026-03-03T01:00:05Z
            = 37080000003 2026-03-03T01:00Z accepted (受理) recorded 2026-03-03T01:00:05Z by 11370800MB001
            = 37080000002 2026-03-02T02:00Z voided (受理) v2 recorded 2026-03-06T00:00Z by 11370800MB002/李四
            ! line 6: `statutory_limit`: `q` is not a unit of time; write one of `workdays`, `days`, `hours`, `minutes`, `months`, `years`; mend the value, or name its unit in the mapping with `unit`
                4,37080000004,1,370800XK004,,取水许可,,11370800MB002,市水务局,2,45,1,45,q,0,2026-03-04 09:00:00,李四,2026-03-04 09:01:00,0,1
            ! line 7: no case number: `PROJID` is empty or missing, so it is nobody's record; mend the record, or correct `id` under `[case]` in the mapping
                5,,1,370800XK004,,取水许可,,11370800MB002,市水务局,2,45,1,45,g,0,2026-03-04 09:00:00,李四,2026-03-04 09:01:00,0,1
        "#]],
    );
}

#[test]
fn steps_and_what_their_results_mean() {
    check(
        &shipped("ea_jc_proc.toml"),
        table("ea_jc_proc.csv"),
        expect![[r#"
            + 37080000001 2026-03-02T01:00Z step_started 受理 (~as/1/01) recorded 2026-03-02T01:15:30Z by 11370800MB001/u1
            + 37080000001 2026-03-02T01:12Z accepted (~1/02/NODEENDTIME/accepted) recorded 2026-03-02T01:15:30Z by 11370800MB001/u1 “材料齐全”
            = 37080000001 2026-03-02T01:12Z step_completed 受理 Passed (1/02) recorded 2026-03-02T01:15:30Z by 11370800MB001/u1 “材料齐全”
            = 37080000001 2026-03-02T01:12Z step_started 审核 (2/01) recorded 2026-03-02T01:15:31Z by 11370800MB001/u2
            + 37080000001 2026-03-02T01:12Z step_started 审核 (~as/2/01) recorded 2026-03-03T08:00:10Z by 11370800MB001/u2
            = 37080000001 2026-03-03T08:00Z step_returned 审核 (2/02) recorded 2026-03-03T08:00:10Z by 11370800MB001/u2 “退回重审”
            + 37080000001 2026-03-03T08:30Z step_started 审核 (~as/3/01) recorded 2026-03-04T02:00:10Z by 11370800MB001/u2
            = 37080000001 2026-03-04T02:00Z step_completed 审核 Passed (3/02) recorded 2026-03-04T02:00:10Z by 11370800MB001/u2 “同意”
            + 37080000001 2026-03-04T02:00Z step_started 批准 (~as/4/01) recorded 2026-03-04T09:00:10Z by 11370800MB001/u3
            = 37080000001 2026-03-04T09:00Z step_completed 批准 Passed (4/02) recorded 2026-03-04T09:00:10Z by 11370800MB001/u3 “同意”
            + 37080000001 2026-03-04T09:00Z granted (~4/02/NODEENDTIME/granted) recorded 2026-03-04T09:00:10Z by 11370800MB001/u3 “同意”
            + 37080000002 2026-03-02T01:30Z step_started 受理 (~as/1/01) recorded 2026-03-05T15:00Z by 11370800MB002/u4
            = 37080000002 2026-03-02T02:00Z step_completed 受理 Rejected (1/02) recorded 2026-03-05T15:00Z by 11370800MB002/u4 “不属于本机关职权”
            + 37080000002 2026-03-02T02:00Z refused (~1/02/NODEENDTIME/refused) recorded 2026-03-05T15:00Z by 11370800MB002/u4 “不属于本机关职权”
            + 37080000006 2026-03-05T01:00Z step_started 受理 (~as/1/01) recorded 2026-03-05T01:31Z by 11370800MB001/u1
            = 37080000006 2026-03-05T01:30Z step_completed 受理 Passed (1/02) recorded 2026-03-05T01:31Z by 11370800MB001/u1 “缺少图纸”
            + 37080000006 2026-03-09T01:00Z step_started 批准 (~as/2/01) recorded 2026-03-09T01:31Z by 11370800MB001/u3
            = 37080000006 2026-03-09T01:30Z step_completed 批准 Rejected (2/02) recorded 2026-03-09T01:31Z by 11370800MB001/u3 “不符合规划”
            + 37080000006 2026-03-09T01:30Z denied (~2/02/NODEENDTIME/denied) recorded 2026-03-09T01:31Z by 11370800MB001/u3 “不符合规划”
            ! line 10: the mapping has no rule for the activity `批准`; add an `[[activity]]` for it to the mapping, or let `unknown = "note"` keep such records as notes
                6,37080000006,1,3,批准,3,u3,王五,11370800MB001,03,2026-03-09 09:… (128 characters)
        "#]],
    );
}

#[test]
fn a_special_procedure_whose_end_is_its_start_is_open() {
    check(
        &shipped("ea_jc_special.toml"),
        table("ea_jc_special.csv"),
        expect![[r#"
            + 37080000001 2026-03-03T02:00Z hearing_notified (~1/NOTETIME/hearing_notified) recorded 2026-03-10T09:05Z by 11370800MB001/u2
            = 37080000001 2026-03-03T01:00Z special_started 听证 Some("行政许可法 47") None (1) recorded 2026-03-10T09:05Z by 11370800MB001/u2 “涉及重大利益”
            + 37080000001 2026-03-10T09:00Z special_ended Some("听证") (~1/NODEENDTIME/special_ended) recorded 2026-03-10T09:05Z by 11370800MB001/u2
            = 37080000002 2026-03-03T01:00Z special_started 公示 None None (1) recorded 2026-03-03T01:05Z by 11370800MB002/u4 “公示暂停”
            = 37080000002 2026-03-03T01:00Z special_started 公示 None None (1) v2 recorded 2026-03-08T01:05Z by 11370800MB002/u4 “公示结束”
            + 37080000002 2026-03-08T01:00Z special_ended Some("公示") (~1/NODEENDTIME/special_ended) v2 recorded 2026-03-08T01:05Z by 11370800MB002/u4
            = 37080000006 2026-03-05T01:30Z supplement_requested (1) recorded 2026-03-06T06:01Z by 11370800MB001/u1 “缺少图纸”
            + 37080000006 2026-03-05T01:40Z noted `补正` (~1/NOTETIME/noted) recorded 2026-03-06T06:01Z by 11370800MB001/u1 “告知申请人”
            + 37080000006 2026-03-06T06:00Z supplement_received (~1/NODEENDTIME/supplement_received) recorded 2026-03-06T06:01Z by 11370800MB001/u1
            = 37080000006 2026-03-07T01:00Z suspended Some("市政府令") (2) recorded 2026-03-07T01:01Z by 11370800MB001/u1 “等待上级批复”
        "#]],
    );
}

#[test]
fn a_case_is_done_with_or_without_a_certificate() {
    check(
        &shipped("ea_jc_done.toml"),
        table("ea_jc_done.csv"),
        expect![[r#"
            = 37080000001 2026-03-04T09:00Z certificate_issued Some("370801202603040101") (办结) recorded 2026-03-04T09:00:30Z by 王五
            + 37080000001 2026-03-04T09:00Z granted (~办结/OCCURTIME/granted) recorded 2026-03-04T09:00:30Z by 王五
            + 37080000001 2026-03-04T09:00Z completed (~办结/OCCURTIME/completed) recorded 2026-03-04T09:00:30Z by 王五
            + 37080000001 2026-03-04T09:00Z fee_charged 12000 of None Some("发改价格〔2019〕914号") (~办结/OCCURTIME/fee_charged) recorded 2026-03-04T09:00:30Z by 王五
            = 37080000002 2026-03-02T02:00Z returned (办结) recorded 2026-03-05T15:00Z by 赵六 “不属于本机关职权”
            = 37080000006 2026-03-20T09:00Z lapsed (办结) recorded 2026-03-20T09:01Z by 张三 “逾期未补正”
            = 37080000007 2026-03-20T09:00Z completed (办结) recorded 2026-03-20T09:01Z by 张三
            ! line 6: the mapping has no rule for the activity `办结 9`; add an `[[activity]]` for it to the mapping, or let `unknown = "note"` keep such records as notes
                8,37080000008,1,9,,,,,,0,0,,,2026-03-20 17:00:00,张三,2026-03-20 17:01:00
        "#]],
    );
}

/// PROC knows that supplements were asked for (NODERESULT 5), and so does SPECIALNODE (1): it is one request.
#[test]
fn a_request_that_two_tables_know_of_is_one_event() {
    let mut requests = Vec::new();
    for name in ["ea_jc_proc", "ea_jc_special"] {
        let mapping = shipped(&format!("{name}.toml"));
        let table = table(&format!("{name}.csv"));
        for incoming in read(table.as_slice(), name, &mapping).unwrap() {
            let Ok(Incoming::Event { event, .. }) = incoming else { continue };
            if let About::Case { case, fact: CaseFact::Reached(Milestone::SupplementRequested) } =
                event.about
            {
                requests.push((case, event.origin.source));
            }
        }
    }
    let request = ("37080000006".to_owned(), "EA_JC_STEP_SPECIALNODE".to_owned());
    assert_eq!(requests, [request]);
}

/// A file that was cut off, mended and sent again under another name must be the same source.
#[test]
fn every_mapping_that_ships_names_its_source() {
    let folder = repository().join("fixtures/mappings");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<_> = names.filter_map(|name| name.into_string().ok()).collect();
    let sources: BTreeSet<_> = names
        .iter()
        .filter(|name| name.ends_with(".toml"))
        .map(|name| shipped(name).source().unwrap_or_else(|| panic!("{name}")).to_owned())
        .collect();
    assert_eq!(sources.len() + 1, names.len(), "each another one, beside the README: {sources:?}");
}

/// A version that is void, or that has another result, says which of the events derived from an earlier one it does not derive.
#[test]
fn a_later_version_names_what_it_no_longer_derives() {
    let mapping = shipped("ea_jc_proc.toml");
    let header = "PROJID,DATAVER,SN,NODENAME,NODETYPE,NODEPROCER,PROCUNIT,NODESTATE,NODESTARTTIME,NODEENDTIME,NODERESULT,NODEADV,MAKETIME,DATASTATE";
    let row = |version: u32, state: &str, result: &str, data: &str| {
        format!(
            "A,{version},1,批准,3,u3,D1,{state},2026-03-03 08:30:00,2026-03-04 10:00:00,{result},同意,2026-03-04 10:00:10,{data}"
        )
    };
    let table = [
        header.to_owned(),
        row(1, "02", "1", "1"),
        row(2, "02", "0", "1"),
        row(3, "02", "0", "0"),
        row(2, "01", "", "1"),
    ];
    let mut silent = Vec::new();
    for incoming in read(table.join("\n").as_bytes(), "proc", &mapping).unwrap() {
        let Ok(Incoming::Event { derived: false, lineage, .. }) = incoming else { continue };
        let keys = lineage.map(|it| it.silent).unwrap_or_default();
        let keys = keys.into_iter().map(|key| match key {
            RecordKey::Derived(key) => key.rsplit('/').next().unwrap().to_owned(),
            key @ (RecordKey::Ordinal(_) | RecordKey::Text(_)) => format!("{key:?}"),
        });
        silent.push(keys.collect::<Vec<_>>().join(" "));
    }
    // The last is the row of the start itself, which takes nothing back under its own key.
    expect![[r#"
        [
            "",
            "not_accepted refused accepted granted",
            "01 not_accepted refused accepted granted denied",
            "not_accepted refused accepted granted denied",
        ]
    "#]]
    .assert_debug_eq(&silent);
}
