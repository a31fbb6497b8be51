//! The parts of a plan in both languages.
//!
//! *Invariant.* Two values that differ are said differently.
//!
//! *Absent on purpose.* Sentences: those are made where the change is known.

use duban_calendar::{Close, Length, MonthEnd, Policy, Threshold};
use duban_domain::{EventKind, KindSet, Level};
use duban_rulebook::{Against, Answers, PauseEffect, Regular, Rulebook, ScriptId, Subject, Wrong};

use crate::catalogue::Words;

/// What a rulebook says of something.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// The same for every case.
    Plain(Words),
    /// A closure, as its author wrote it.
    Script(String),
}

impl Said {
    pub(super) fn plain(zh: impl Into<String>, en: impl Into<String>) -> Said {
        Said::Plain(Words::new(zh, en))
    }

    /// A text of the author's.
    pub(super) fn text(text: &str) -> Said {
        if text.is_empty() {
            return Said::nothing();
        }
        Said::plain(format!("“{text}”"), format!("`{text}`"))
    }

    pub(super) fn nothing() -> Said {
        Said::plain("无", "none")
    }

    pub(super) fn truth(truth: bool) -> Said {
        if truth { Said::plain("是", "yes") } else { Said::plain("否", "no") }
    }

    pub(super) fn length(length: Option<Length>) -> Said {
        length.map_or_else(Said::nothing, |it| Said::Plain(words_of(it)))
    }

    pub(super) fn script(&self) -> Option<String> {
        if let Said::Script(text) = self { Some(text.clone()) } else { None }
    }

    /// Blanks and line breaks change nothing.
    pub(super) fn same(&self, other: &Said) -> bool {
        match (self, other) {
            (Said::Plain(a), Said::Plain(b)) => a == b,
            (Said::Script(a), Said::Script(b)) => a.split_whitespace().eq(b.split_whitespace()),
            (Said::Plain(_), Said::Script(_)) | (Said::Script(_), Said::Plain(_)) => false,
        }
    }

    /// In a sentence about several.
    pub(super) fn words(&self) -> Words {
        match self {
            Said::Plain(words) => words.clone(),
            Said::Script(_) => Words::new("按条件计算", "as worked out"),
        }
    }
}

pub(super) fn words_of(length: Length) -> Words {
    Words::new(length.zh(), length.to_string())
}

pub(super) fn kind(kind: EventKind) -> Words {
    Words::new(format!("“{}”", kind.zh()), format!("`{kind}`"))
}

pub(super) fn kinds(kinds: KindSet) -> Words {
    if kinds.is_empty() {
        return Words::new("无", "none");
    }
    let words: Vec<_> = kinds.iter().map(kind).collect();
    listed(&words)
}

pub(super) fn listed(words: &[Words]) -> Words {
    let join =
        |part: fn(&Words) -> &str, by: &str| words.iter().map(part).collect::<Vec<_>>().join(by);
    Words::new(join(|it| &it.zh, "、"), join(|it| &it.en, ", "))
}

pub(super) fn level(level: Level) -> Words {
    Words::new(level.zh(), level.name())
}

pub(super) fn threshold(at: &Threshold) -> Words {
    match at {
        Threshold::AtDue => Words::new("到期时", "at the due instant"),
        Threshold::BeforeDue(by) => {
            Words::new(format!("到期前{}", by.zh()), format!("{by} before due"))
        }
        Threshold::AfterDue(by) => {
            Words::new(format!("到期后{}", by.zh()), format!("{by} after due"))
        }
        Threshold::AtPercent(share) => {
            Words::new(format!("时限用去{share}%时"), format!("at {share} % of the limit"))
        }
        Threshold::Earliest(list) => several("其中最早者", "the earliest of", list),
        Threshold::Latest(list) => several("其中最晚者", "the latest of", list),
    }
}

fn several(zh: &str, en: &str, list: &[Threshold]) -> Words {
    let words: Vec<_> = list.iter().map(threshold).collect();
    let all = listed(&words);
    Words::new(format!("{}（{zh}）", all.zh), format!("{en} ({})", all.en))
}

pub(super) fn pause(effect: &PauseEffect) -> Words {
    match effect {
        PauseEffect::None => Words::new("不停表", "no pause"),
        PauseEffect::Open => Words::new("停表至结束", "until it ends"),
        PauseEffect::Capped(most) => {
            Words::new(format!("停表不超过{}", most.zh()), format!("for {most} at most"))
        }
    }
}

pub(super) fn subject(subject: Subject) -> Said {
    match subject {
        Subject::Case => Said::plain("办件", "case"),
        Subject::Step => Said::plain("环节", "step"),
        Subject::Special => Said::plain("特别程序", "special procedure"),
    }
}

pub(super) fn answers(answers: Answers) -> Said {
    match answers {
        Answers::Step => Said::plain("当前环节", "the step"),
        Answers::Department => Said::plain("部门", "the department"),
    }
}

pub(super) fn policy(policy: Policy) -> Said {
    match policy {
        Policy::WallClock => Said::plain("连续计时", "by the clock on the wall"),
        Policy::WorkSecond => Said::plain("按工作时间计时", "in office hours"),
        Policy::Day { close, roll, month_end } => {
            let (mut zh, mut en) = ("按日".to_owned(), "by the day".to_owned());
            match close {
                Close::EndOfDay => {}
                Close::CloseOfBusiness => {
                    zh.push_str("，至下班时");
                    en.push_str(", to the close of business");
                }
            }
            if !roll {
                zh.push_str("，不顺延");
                en.push_str(", without rolling on");
            }
            if month_end == MonthEnd::Refuse {
                zh.push_str("，无对应日的月份不计算");
                en.push_str(", refusing ambiguous months");
            }
            Said::plain(zh, en)
        }
    }
}

/// What a check over several cases takes to be wrong.
pub(super) fn wrong(book: &Rulebook, wrong: Wrong) -> Words {
    match wrong {
        Wrong::Burst { over, different, within } => {
            let more = more_than(book, over, different);
            words_of(within).then(&more.zh, &more.en)
        }
        Wrong::Again { follows, within } => {
            let before = kinds(follows);
            words_of(within)
                .then(&format!("内在{}之后", before.zh), &format!(" behind {}", before.en))
        }
        Wrong::Silence { length, regular } => {
            let of = regular.map(|Regular { over, days }| {
                [
                    format!("（此前 {days} 日内超过 {over} 件）"),
                    format!(" after more than {over} in {days} days"),
                ]
            });
            let [zh, en] = of.unwrap_or_default();
            words_of(length).then(&format!("无记录{zh}"), &format!(" of nothing{en}"))
        }
        Wrong::Share { of, over_percent, at_least, months } => {
            let of = book.wording(of);
            Words::new(
                format!("每 {months} 个月 {of} 占比超过 {over_percent}%（至少 {at_least} 件）"),
                format!(
                    "{of} more than {over_percent} % of at least {at_least} in {months} months"
                ),
            )
        }
        Wrong::Outlier { of, over_times, against, at_least, months } => {
            let other = compared_with(against);
            let of = of.map_or_else(String::new, |of| format!(" {}", book.wording(of)));
            Words::new(
                format!(
                    "每 {months} 个月{of} 超过{} {over_times} 倍（至少 {at_least} 件）",
                    other.zh
                ),
                format!(
                    "in {months} months{of} more than {over_times} times as in {}, at least {at_least}",
                    other.en
                ),
            )
        }
        Wrong::Gap { number, missing_for } => {
            let number = book.wording(number);
            words_of(missing_for).then(
                &format!("内未补齐的断号 {number}"),
                &format!(" without a number of {number}"),
            )
        }
    }
}

fn more_than(book: &Rulebook, over: u32, different: Option<ScriptId>) -> Words {
    match different.map(|of| book.wording(of)) {
        None => Words::new(format!("内超过 {over} 件"), format!(": more than {over}")),
        Some(of) => {
            Words::new(format!("内 {of} 超过 {over} 个"), format!(": more than {over} {of}"))
        }
    }
}

fn compared_with(against: Against) -> Words {
    match against {
        Against::PeriodBefore => Words::new("上期", "the period before"),
        Against::YearBefore => Words::new("上年同期", "that of the year before"),
        Against::Others => Words::new("其他", "the others"),
    }
}

impl Words {
    fn then(self, zh: &str, en: &str) -> Words {
        Words::new(self.zh + zh, self.en + en)
    }
}
