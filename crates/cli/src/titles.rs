//! What rules are called and what they say, in the reader's language.
//!
//! *Invariant.* English tables show a rule's name, by which scripts, flags and programs know it; Chinese ones show its title.
//!
//! *Absent on purpose.* Translation: rulebooks bring both languages.

use duban_engine::Warning;
use duban_rulebook::{RuleSet, Title};

use crate::args::Lang;

/// What stands between the Chinese and the English half of a message.
const BETWEEN: &str = " · ";

/// The titles of a rulebook's rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Titles<'a> {
    rules: &'a RuleSet,
    lang: Lang,
}

impl<'a> Titles<'a> {
    pub(crate) fn of(rules: &'a RuleSet, lang: Lang) -> Titles<'a> {
        Titles { rules, lang }
    }

    /// What a clock or check is called.
    pub(crate) fn rule(self, name: &'a str) -> &'a str {
        match self.lang {
            Lang::En => name,
            Lang::Zh => self.title(name).map_or(name, |title| &title.zh),
        }
    }

    /// The rule with the step or special procedure it ran for.
    pub(crate) fn run(self, name: &str, subject: Option<&str>) -> String {
        let title = self.rule(name);
        subject.map_or_else(|| title.to_owned(), |subject| format!("{title}@{subject}"))
    }

    /// What a warning says.
    pub(crate) fn says(self, warning: &Warning) -> String {
        let message = &warning.message;
        match self.lang {
            Lang::En => message.clone(),
            Lang::Zh if warning.fault => format!("规则执行失败：{message}"),
            Lang::Zh => in_chinese(message).to_owned(),
        }
    }

    /// As the newest version that has the rule calls it.
    fn title(self, name: &str) -> Option<&'a Title> {
        self.rules.versions().iter().rev().find_map(|version| {
            let plan = version.plan();
            let clock = plan.clocks.iter().find(|clock| clock.name == name);
            let check = || plan.checks.iter().find(|check| check.name == name);
            clock.map(|clock| &clock.title).or_else(|| check().map(|check| &check.title))
        })
    }
}

/// The Chinese half of a message that has two; else all of it.
fn in_chinese(message: &str) -> &str {
    message.split_once(BETWEEN).map_or(message, |(chinese, _)| chinese)
}
