//! The words that declare a check on conduct; those of checks over several cases stand in [`across`].
//!
//! *Invariant.* Each word sets or adds one thing; their order does not matter.
//!
//! *Absent on purpose.* Deadlines: those are clocks.

use duban_domain::{KindSet, Level};
use rhai::ImmutableString;

use crate::draft::{AcrossDraft, Answer, CheckDraft, Drafts, Once, Said, Spot};
use crate::plan::Answers;
use crate::vocabulary::clock::read_answers;
use crate::vocabulary::declare::{Declared, Say, Word};
use crate::vocabulary::words::Kind;
use crate::vocabulary::{Complaint, across};

/// A check, as scripts hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CheckWord(pub(crate) usize);

impl Declared for CheckWord {
    type Draft = CheckDraft;

    fn draft(self, drafts: &mut Drafts) -> Option<&mut CheckDraft> {
        drafts.checks[self.0].as_mut()
    }

    fn once(draft: &mut CheckDraft) -> &mut Once {
        &mut draft.once
    }
}

pub(crate) fn open(drafts: &mut Drafts, spot: Spot, name: &str) -> CheckWord {
    drafts.checks.push(Some(CheckDraft {
        name: name.to_owned(),
        spot,
        once: Once::new(),
        title: None,
        basis: String::new(),
        on: KindSet::EMPTY,
        when: None,
        warning: None,
        first_version: false,
        answers: Answers::Step,
        across: AcrossDraft::default(),
    }));
    CheckWord(drafts.checks.len() - 1)
}

pub(crate) const OF_CASE: [Kind; 2] = [Kind::Case, Kind::Event];

const fn word(
    name: &'static str,
    least: usize,
    most: usize,
    once: bool,
    apply: fn(&mut CheckDraft, &mut Say) -> Result<(), Complaint>,
) -> Word<CheckDraft> {
    Word { name, args: least..=most, once, apply }
}

pub(crate) const WORDS: &[Word<CheckDraft>] = &[
    word("title", 1, 2, true, title),
    word("basis", 1, 1, true, basis),
    word("on", 1, 1, false, on),
    word("first_version", 0, 0, true, first_version),
    word("when", 1, 1, true, when),
    word("finding", 0, 1, true, finding),
    word("reminder", 0, 1, true, reminder),
    word("yellow", 0, 1, true, yellow),
    word("red", 0, 1, true, red),
    word("answers", 1, 1, true, answers),
    word("per", 1, 2, true, across::per),
    word("over", 1, 1, true, across::over),
    word("different", 1, 1, true, across::different),
    word("within", 1, 1, true, across::within),
    word("follows", 1, 1, true, across::follows),
    word("silent_for", 1, 1, true, across::silent_for),
    word("share", 1, 1, true, across::share),
    word("over_percent", 1, 1, true, across::over_percent),
    word("over_times", 1, 1, true, across::over_times),
    word("against", 1, 1, true, across::against),
    word("at_least", 1, 1, true, across::at_least),
    word("each", 1, 1, true, across::each),
    word("numbers", 1, 1, true, across::numbers),
    word("missing_for", 1, 1, true, across::missing_for),
];

fn title(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.title = Some(say.title("title(\"倒签受理\", \"acceptance backdated\")")?);
    Ok(())
}

fn basis(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.basis = say.text(0, "basis(\"行政许可法 45\")")?;
    Ok(())
}

fn on(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.on = check.on.union(say.kinds(0, "on(\"accepted\")")?);
    Ok(())
}

fn first_version(check: &mut CheckDraft, _: &mut Say) -> Result<(), Complaint> {
    check.first_version = true;
    Ok(())
}

fn when(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "when(|c, e| e.occurred_on < c.received_on)";
    check.when = Some(say.only_closure(&OF_CASE, Answer::Truth, example)?);
    Ok(())
}

fn finding(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    warning(check, say, Level::Finding)
}

fn reminder(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    warning(check, say, Level::Reminder)
}

fn yellow(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    warning(check, say, Level::Yellow)
}

fn red(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    warning(check, say, Level::Red)
}

/// A check has one level: that of another word before it, in a rulebook that this one extends, is replaced. What the check says stays, where
/// the new level says nothing else.
fn warning(check: &mut CheckDraft, say: &Say, level: Level) -> Result<(), Complaint> {
    let before = check.once.iter().find(|(said, _)| {
        Level::ALL.iter().any(|level| level.name() == *said) && *said != say.word
    });
    if let Some((said, line)) = before {
        return Err(Complaint::new(
            format!("this check raises `{said}` in line {line} already"),
            "a check has one level; make two checks of it, or leave one of the two",
        ));
    }
    let message = if say.count() == 0 {
        check.warning.take().and_then(|(_, message)| message)
    } else {
        let example = "yellow(|c, e| `accepted on ${e.occurred_on}`)";
        let said =
            say.said::<ImmutableString>(0, &OF_CASE, Answer::Text, "a text or a closure", example)?;
        Some(match said {
            Said::Value(text) => Said::Value(text.into()),
            Said::Closure(closure) => Said::Closure(closure),
        })
    };
    check.warning = Some((level, message));
    Ok(())
}

fn answers(check: &mut CheckDraft, say: &mut Say) -> Result<(), Complaint> {
    check.answers = read_answers(say)?;
    Ok(())
}
