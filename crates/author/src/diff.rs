//! How one rulebook differs from another, in words: what an author changed, and what a reader of the law asks for.
//!
//! *Invariant.* A rulebook does not differ from itself. What differs comes in the order of the newer rulebook, what is gone behind it.
//!
//! *Absent on purpose.* What a change does to cases: a backtest shows that. Texts that differ in nothing but blanks are the same.

mod check;
mod clock;
mod days;
mod items;
mod parts;
mod say;
mod versions;

use duban_rulebook::{Rule, Rulebook, ScriptId, Title};

use crate::catalogue::Words;
use say::Said;

pub use versions::{Compared, versions};

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What of the rulebook it is about.
    pub about: About,
    /// Its name, as the rulebook has it: `statutory`, an item's code. Empty for the rulebook itself.
    pub name: String,
    /// The change in a sentence.
    pub words: Words,
    /// What its author had written, where that is a script.
    pub before: Option<String>,
    /// What its author writes now, where that is a script.
    pub after: Option<String>,
}

/// What of a rulebook a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Its title, its dates, what it rests on.
    Rulebook,
    /// A clock.
    Clock,
    /// A check.
    Check,
    /// The scoring.
    Scoring,
    /// A function or constant that closures use.
    Definition,
    /// An item of the catalogue.
    Item,
    /// Days of the calendar, or its office hours.
    Calendar,
}

impl About {
    /// Its name in data: `clock`.
    pub fn name(self) -> &'static str {
        match self {
            About::Rulebook => "rulebook",
            About::Clock => "clock",
            About::Check => "check",
            About::Scoring => "scoring",
            About::Definition => "definition",
            About::Item => "item",
            About::Calendar => "calendar",
        }
    }
}

/// Everything in which `new` differs from `old`.
pub fn diff(old: &Rulebook, new: &Rulebook) -> Vec<Change> {
    let mut list = List { changes: Vec::new(), about: About::Rulebook, name: String::new() };
    parts::rulebook(old, new, &mut list);
    clock::all(old, new, &mut list);
    check::all(old, new, &mut list);
    parts::scoring(old, new, &mut list);
    parts::definitions(old, new, &mut list);
    items::all(old, new, &mut list);
    days::all(old, new, &mut list);
    list.changes
}

/// The changes so far, and what the next ones are about.
struct List {
    changes: Vec<Change>,
    about: About,
    name: String,
}

impl List {
    fn about(&mut self, about: About, name: &str) {
        self.about = about;
        name.clone_into(&mut self.name);
    }

    fn tell(&mut self, words: Words) {
        self.tell_scripts(words, None, None);
    }

    fn tell_scripts(&mut self, words: Words, before: Option<String>, after: Option<String>) {
        let (about, name) = (self.about, self.name.clone());
        self.changes.push(Change { about, name, words, before, after });
    }

    /// `what` went from one value to another, if it did.
    fn moved(&mut self, what: (&str, &str), old: &Said, new: &Said) {
        if old.same(new) {
            return;
        }
        let (en, zh) = what;
        let words = match (old, new) {
            (Said::Plain(old), Said::Plain(new)) => Words::new(
                format!("{zh}由{}改为{}", old.zh, new.zh),
                format!("{en} from {} to {}", old.en, new.en),
            ),
            (Said::Plain(old), Said::Script(_)) => Words::new(
                format!("{zh}由{}改为按条件计算", old.zh),
                format!("{en} from {} to one that is worked out", old.en),
            ),
            (Said::Script(_), Said::Plain(new)) => Words::new(
                format!("{zh}由按条件计算改为{}", new.zh),
                format!("{en} from one that is worked out to {}", new.en),
            ),
            (Said::Script(_), Said::Script(_)) => Words::new(
                format!("{zh}的计算方式改变"),
                format!("{en} is worked out in another way"),
            ),
        };
        self.tell_scripts(words, old.script(), new.script());
    }

    fn moved_text(&mut self, what: (&str, &str), old: &str, new: &str) {
        self.moved(what, &Said::text(old), &Said::text(new));
    }

    fn moved_title(&mut self, old: &Title, new: &Title) {
        if old != new {
            self.moved(
                ("title", "名称"),
                &Said::plain(quoted_zh(&old.zh), format!("`{}`", old.en)),
                &Said::plain(quoted_zh(&new.zh), format!("`{}`", new.en)),
            );
        }
    }
}

fn quoted_zh(text: &str) -> String {
    format!("“{text}”")
}

/// A value or closure of a plan, as it is said.
fn said<T>(book: &Rulebook, rule: &Rule<T>, plain: impl Fn(&T) -> Words) -> Said {
    match rule {
        Rule::Fixed(value) => Said::Plain(plain(value)),
        Rule::Script(script) => scripted(book, *script),
    }
}

fn scripted(book: &Rulebook, script: ScriptId) -> Said {
    Said::Script(book.wording(script).to_owned())
}

fn maybe_scripted(book: &Rulebook, script: Option<ScriptId>) -> Said {
    script.map_or_else(Said::nothing, |script| scripted(book, script))
}
