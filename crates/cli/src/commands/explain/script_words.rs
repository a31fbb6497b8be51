//! What a rule looked at, in Chinese: the words of a script, one by one.
//!
//! *Invariant.* Punctuation and order stay as they are, so that a formula can still be found in its script.
//!
//! *Absent on purpose.* Words that only a rulebook's author can translate: facts that do not ship, and text that is compared with.

use duban_domain::EventKind;

use crate::args::Lang;
use crate::words;

/// A formula of a script in Chinese.
pub(super) fn in_chinese(formula: &str) -> String {
    let (mut chinese, mut word) = (String::new(), String::new());
    for letter in formula.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.') {
            word.push(letter);
        } else {
            chinese.push_str(&translated(&std::mem::take(&mut word)));
            chinese.push(letter);
        }
    }
    chinese.push_str(&translated(&word));
    chinese
}

/// The name of a kind of event or of item, where it is one.
pub(super) fn kind(word: &str) -> Option<&'static str> {
    match word {
        "immediate" => Some("即办件"),
        "committed" => Some("承诺件"),
        "other" => Some("其他"),
        _ => word.parse::<EventKind>().ok().map(EventKind::zh),
    }
}

fn translated(word: &str) -> String {
    let methods = [("contains", "包含"), ("starts_with", "开头为"), ("ends_with", "结尾为")];
    for (method, zh) in methods {
        if let Some(text) = word.strip_suffix(method).and_then(|text| text.strip_suffix('.')) {
            return format!("{}.{zh}", translated(text));
        }
    }
    if let Some(fact) = word.strip_prefix("c.facts.") {
        return words::fact(Lang::Zh, fact).to_owned();
    }
    kind(word).or_else(|| fixed(word)).unwrap_or(word).to_owned()
}

fn fixed(word: &str) -> Option<&'static str> {
    Some(match word {
        "c.first" => "首次",
        "c.last" => "最近一次",
        "c.count" => "次数",
        "c.number" => "办件编号",
        "c.department" => "责任部门",
        "c.officer" => "经办人",
        "c.post" => "经办岗位",
        "c.officers" => "经办人数",
        "c.item.code" => "事项编码",
        "c.item.name" => "事项名称",
        "c.item.type" => "事项类型",
        "c.item.kind" => "办件类型",
        "c.item.statutory_limit" => "法定时限",
        "c.item.statutory_extension" => "法定可延期",
        "c.item.promised_limit" => "承诺时限",
        "c.item.charges_fees" => "事项收费",
        "c.item.known" => "事项在目录内",
        "c.step.name" => "环节",
        "c.step.limit" => "环节时限",
        "e.kind" => "事件类型",
        "e.occurred_at" => "发生时间",
        "e.recorded_at" => "入库时间",
        "e.department" => "事件部门",
        "e.officer" => "事件经办人",
        "e.post" => "事件岗位",
        "e.note" => "说明",
        "e.step" => "事件环节",
        "e.length" => "延期时长",
        "e.approver" => "批准人",
        "e.basis" => "法定依据",
        "e.special" => "特别程序",
        "e.notified_length" => "告知时长",
        "e.grade" => "评价",
        "e.charged_fen" => "收费（分）",
        "e.standard_fen" => "标准（分）",
        "e.activity" => "活动",
        "e.number" => "证照编号",
        "e.version" => "记录版本",
        "date_of" | "date" => "日期",
        "workdays_between" => "相隔工作日",
        "days_between" => "相隔自然日",
        "hours_between" => "相隔小时",
        "minutes_between" => "相隔分钟",
        "in_office_hours" => "在工作时间内",
        "is_workday" => "为工作日",
        "workdays" => "工作日",
        "days" => "自然日",
        "months" => "月",
        "years" => "年",
        _ => return None,
    })
}
