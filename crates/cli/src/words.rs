//! The words of tables in both languages.

use duban_calendar::{Timestamp, Zone};
use duban_domain::{EventKind, Level};
use duban_engine::RunState;
use duban_rulebook::Title;

use crate::args::Lang;

/// The word in the language asked for.
pub(crate) fn pick(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
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

/// A level's name.
pub(crate) fn level(lang: Lang, level: Level) -> &'static str {
    pick(lang, level.name(), level.zh())
}

/// An event kind's name.
pub(crate) fn kind(lang: Lang, kind: EventKind) -> &'static str {
    pick(lang, kind.name(), kind.zh())
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
