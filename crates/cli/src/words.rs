//! The words of tables in both languages.

use duban_calendar::{Certainty, Length, Policy, Timestamp, Zone};
use duban_domain::{EventKind, Level};
use duban_engine::RunState;
use duban_rulebook::{InForce, Title};

use crate::args::Lang;

/// The word in the language asked for.
pub(crate) fn pick(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

/// The same for words that come from a file.
pub(crate) fn pick_text<'t>(lang: Lang, en: &'t str, zh: &'t str) -> &'t str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

/// An instant of the law: a midnight is the 24:00 of the day that it ends.
pub(crate) fn deadline(zone: &Zone, at: Timestamp) -> String {
    let local = zone.local(at);
    if local.ms_of_day == 0 { format!("{} 24:00", local.day.plus(-1)) } else { zone.display(at) }
}

/// The same, with a word where it reaches into days of which no official schedule is known.
pub(crate) fn deadline_of(zone: &Zone, at: Timestamp, certainty: Certainty, lang: Lang) -> String {
    let remark = match certainty {
        Certainty::Official => "",
        Certainty::Provisional => pick(lang, " (provisional)", "（暂定）"),
        Certainty::Unknown => pick(lang, " (schedule unknown)", "（放假安排未知）"),
    };
    format!("{}{remark}", deadline(zone, at))
}

/// Days on which a version is in force, or none is.
pub(crate) fn days(lang: Lang, days: InForce) -> String {
    match lang {
        Lang::En => days.to_string(),
        Lang::Zh => days.zh(),
    }
}

/// A level's name.
pub(crate) fn level(lang: Lang, level: Level) -> &'static str {
    pick(lang, level.name(), level.zh())
}

/// An event kind's name.
pub(crate) fn kind(lang: Lang, kind: EventKind) -> &'static str {
    pick(lang, kind.name(), kind.zh())
}

/// A length of time.
pub(crate) fn length(lang: Lang, length: Length) -> String {
    match lang {
        Lang::En => length.to_string(),
        Lang::Zh => length.zh(),
    }
}

/// How much of a limit was used, in hundredths of it; who is very late reads how many times the limit, rounded down to a tenth.
pub(crate) fn used(lang: Lang, percent: u64) -> String {
    if percent <= 1000 {
        return format!("{percent} %");
    }
    let (whole, tenth) = (percent / 100, percent / 10 % 10);
    match lang {
        Lang::En => format!("{whole}.{tenth} times the limit"),
        Lang::Zh => format!("为时限的 {whole}.{tenth} 倍"),
    }
}

/// How a limit counts.
pub(crate) fn policy(lang: Lang, policy: Policy) -> &'static str {
    let zh = match policy {
        Policy::Day { .. } => "按日",
        Policy::WorkSecond => "按工作时间",
        Policy::WallClock => "连续计时",
    };
    pick(lang, policy.name(), zh)
}

/// A fact of a case, under the name that its mapping gave it; the names that ship have a Chinese word.
pub(crate) fn fact(lang: Lang, name: &str) -> &str {
    let zh = match name {
        "applicant" => "申请人",
        "channel" => "申请渠道",
        "window" => "窗口",
        "promised_limit" => "承诺时限",
        "statutory_limit" => "法定时限",
        "expiry_date" => "有效期届满日",
        other => other,
    };
    match lang {
        Lang::En => name,
        Lang::Zh => zh,
    }
}

/// A word for a fact of a case; the channels of the demonstration district have a Chinese one (GB/T 39046-2020 A.5).
pub(crate) fn fact_text<'t>(lang: Lang, name: &str, text: &'t str) -> &'t str {
    match (lang, name, text) {
        (Lang::Zh, "channel", "window") => "窗口",
        (Lang::Zh, "channel", "web") => "网上",
        (Lang::Zh, "channel", "mobile") => "移动端",
        (Lang::Zh, "channel", "mail") => "邮寄",
        (_, _, text) => text,
    }
}

/// A rule's title.
pub(crate) fn title(lang: Lang, title: &Title) -> &str {
    match lang {
        Lang::En => &title.en,
        Lang::Zh => &title.zh,
    }
}

/// How a run stands.
pub(crate) fn state(lang: Lang, state: RunState) -> &'static str {
    match state {
        RunState::Running => pick(lang, "running", "计时中"),
        RunState::Overdue => pick(lang, "overdue", "已超期"),
        RunState::Suspended => pick(lang, "suspended", "暂停"),
        RunState::InTime => pick(lang, "in time", "按时"),
        RunState::Late => pick(lang, "late", "逾期"),
        RunState::NoLimit => pick(lang, "no limit", "无时限"),
    }
}
