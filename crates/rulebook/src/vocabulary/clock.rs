//! The words that declare a clock.
//!
//! *Invariant.* Each word sets or adds one thing; their order does not matter.
//!
//! *Absent on purpose.* Defaults that decide a case: a clock without a start, a stop or a limit is refused, not completed.

mod moves;

use duban_calendar::{Close, Length, MonthEnd, Policy, Threshold};
use duban_domain::{KindSet, Level};

use crate::draft::{Answer, ClockDraft, Drafts, Once, Spot, TermDraft, ThresholdDraft};
use crate::plan::{Answers, Subject, Until};
use crate::suggest;
use crate::vocabulary::Complaint;
use crate::vocabulary::declare::{Declared, Say, Word};
use crate::vocabulary::thresholds::Deem;
use crate::vocabulary::words::Kind;

/// A clock, as scripts hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClockWord(pub(crate) usize);

impl Declared for ClockWord {
    type Draft = ClockDraft;

    fn draft(self, drafts: &mut Drafts) -> Option<&mut ClockDraft> {
        drafts.clocks[self.0].as_mut()
    }

    fn once(draft: &mut ClockDraft) -> &mut Once {
        &mut draft.once
    }
}

pub(crate) fn open(drafts: &mut Drafts, spot: Spot, name: &str) -> ClockWord {
    drafts.clocks.push(Some(ClockDraft {
        name: name.to_owned(),
        spot,
        once: Once::new(),
        title: None,
        basis: String::new(),
        policy: Policy::LAW,
        per: Subject::Case,
        repeats: false,
        starts: KindSet::EMPTY,
        applies: None,
        stops: KindSet::EMPTY,
        stops_if: Vec::new(),
        term: None,
        counted_at: None,
        pauses: Vec::new(),
        totals: Vec::new(),
        pauses_like: None,
        extensions: Vec::new(),
        extends_like: None,
        thresholds: Vec::new(),
        on_expiry: None,
        answers: Answers::Step,
        compares: None,
    }));
    ClockWord(drafts.clocks.len() - 1)
}

/// A closure about the case; the second parameter is the event that started the clock.
const OF_CASE: [Kind; 2] = [Kind::Case, Kind::Record];

const fn word(
    name: &'static str,
    least: usize,
    most: usize,
    once: bool,
    apply: fn(&mut ClockDraft, &mut Say) -> Result<(), Complaint>,
) -> Word<ClockDraft> {
    Word { name, args: least..=most, once, apply }
}

pub(crate) const WORDS: &[Word<ClockDraft>] = &[
    word("title", 1, 2, true, title),
    word("basis", 1, 1, true, basis),
    word("starts", 1, 1, false, starts),
    word("stops", 1, 2, false, stops),
    word("no_stops", 0, 0, true, no_stops),
    word("per", 1, 1, true, per),
    word("repeats", 0, 0, true, repeats),
    word("when", 1, 1, true, when),
    word("limit", 1, 1, true, limit),
    word("until", 1, 1, true, until),
    word("to_the_instant", 0, 0, true, to_the_instant),
    word("to_end_of_day", 0, 0, true, to_end_of_day),
    word("extends", 2, 2, false, moves::extends),
    word("extends_like", 1, 1, true, moves::extends_like),
    word("no_extensions", 0, 0, true, moves::no_extensions),
    word("pauses", 2, 3, false, moves::pauses),
    word("pauses_at_most", 1, 2, false, moves::pauses_at_most),
    word("pauses_like", 1, 1, true, moves::pauses_like),
    word("no_pauses", 0, 0, true, moves::no_pauses),
    word("reminder", 1, 1, false, reminder),
    word("yellow", 1, 1, false, yellow),
    word("red", 1, 1, false, red),
    word("no_warnings", 0, 0, true, no_warnings),
    word("on_expiry", 1, 1, true, on_expiry),
    word("answers", 1, 1, true, answers),
    word("compares_with", 1, 1, true, compares_with),
    word("close_of_business", 0, 0, true, |clock, say| {
        by_day(clock, say, |close, _, _| *close = Close::CloseOfBusiness)
    }),
    word("end_of_day", 0, 0, true, |clock, say| {
        by_day(clock, say, |close, _, _| *close = Close::EndOfDay)
    }),
    word("no_roll", 0, 0, true, |clock, say| by_day(clock, say, |_, roll, _| *roll = false)),
    word("refuse_ambiguous_months", 0, 0, true, |clock, say| {
        by_day(clock, say, |_, _, end| *end = MonthEnd::Refuse)
    }),
    word("work_seconds", 0, 0, true, |clock, say| policy(clock, say, Policy::WorkSecond)),
    word("wall_clock", 0, 0, true, |clock, say| policy(clock, say, Policy::WallClock)),
];

fn title(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.title = Some(say.title("title(\"承诺时限\", \"promised limit\")")?);
    Ok(())
}

fn basis(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.basis = say.text(0, "basis(\"行政许可法 42\")")?;
    Ok(())
}

fn starts(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.starts = clock.starts.union(say.kinds(0, "starts(\"accepted\")")?);
    Ok(())
}

fn stops(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let kinds = say.kinds(0, "stops([\"granted\", \"denied\"])")?;
    if say.count() < 2 {
        clock.stops = clock.stops.union(kinds);
        return Ok(());
    }
    let [event, case] = moves::of_events(kinds);
    let example = "stops(\"delivered\", |c, e| c.facts.delivered_to == \"applicant\")";
    let when = say
        .closure(1, &[case, event], Answer::Truth)
        .ok_or_else(|| say.wrong(1, "a closure", example))?;
    clock.stops_if.push((kinds, when));
    Ok(())
}

fn no_stops(clock: &mut ClockDraft, _: &mut Say) -> Result<(), Complaint> {
    clock.stops = KindSet::EMPTY;
    clock.stops_if.clear();
    Ok(())
}

fn per(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let subject = say.text(0, "per(\"step\")")?;
    clock.per = match subject.as_str() {
        "case" => Subject::Case,
        "step" => Subject::Step,
        "special" => Subject::Special,
        _ => {
            return Err(choice("a clock does not run per", &subject, &["case", "step", "special"]));
        }
    };
    Ok(())
}

/// One of few words was expected.
pub(crate) fn choice(message: &str, word: &str, known: &'static [&'static str]) -> Complaint {
    Complaint::new(format!("{message} `{word}`"), suggest::advice(word, known.iter().copied()))
        .about(word)
}

fn repeats(clock: &mut ClockDraft, _: &mut Say) -> Result<(), Complaint> {
    clock.repeats = true;
    Ok(())
}

fn when(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.applies =
        Some(say.only_closure(&OF_CASE, Answer::Truth, "when(|c| c.item.promised_limit != ())")?);
    Ok(())
}

fn limit(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    if let Some(number) = say.whole_number(0) {
        return Err(Complaint::new(
            format!("the limit `{number}` has no unit"),
            format!(
                "no unit, no clock: write `limit(workdays({number}))`, or days, weeks, hours, minutes, months, years"
            ),
        )
        .code("rule::no_unit"));
    }
    let said = say.said::<Length>(
        0,
        &OF_CASE,
        Answer::Limit,
        "a length of time or a closure",
        "limit(workdays(20))",
    )?;
    refuse_both(clock, say, "until")?;
    clock.term = Some(TermDraft::For(said));
    clock.counted_at = Some(say.spot.clone());
    Ok(())
}

fn until(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let when = say.only_closure(&OF_CASE, Answer::Moment, "until(|c| c.facts.expiry_date)")?;
    refuse_both(clock, say, "limit")?;
    clock.term = Some(TermDraft::Until { when, to: Until::EndOfDay });
    Ok(())
}

/// A clock runs for a length of time or until a moment.
fn refuse_both(clock: &ClockDraft, say: &Say, other: &str) -> Result<(), Complaint> {
    let Some((_, line)) = clock.once.iter().find(|(said, _)| *said == other) else { return Ok(()) };
    Err(Complaint::new(
        format!("`{}` contradicts `{other}` in line {line}", say.word),
        "a clock runs for so long or until then; leave one out, or declare two clocks",
    ))
}

fn to_the_instant(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    until_to(clock, say, Until::Instant)
}

fn to_end_of_day(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    until_to(clock, say, Until::EndOfDay)
}

fn until_to(clock: &mut ClockDraft, say: &Say, end: Until) -> Result<(), Complaint> {
    match &mut clock.term {
        Some(TermDraft::Until { to, .. }) => {
            *to = end;
            Ok(())
        }
        Some(TermDraft::For(_)) | None => Err(Complaint::new(
            format!("`{}` says how `until` ends, and there is no `until` before it", say.word),
            format!("write `.until(|c| ...).{}()`", say.word),
        )),
    }
}

fn compares_with(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.compares = Some((say.text(0, "compares_with(\"stated\")")?, say.spot.clone()));
    Ok(())
}

fn reminder(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    threshold(clock, say, Level::Reminder)
}

fn yellow(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    threshold(clock, say, Level::Yellow)
}

fn red(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    threshold(clock, say, Level::Red)
}

fn threshold(clock: &mut ClockDraft, say: &Say, level: Level) -> Result<(), Complaint> {
    let example = format!("{}(at_due())", say.word);
    let at = say.said::<Threshold>(
        0,
        &OF_CASE,
        Answer::Threshold,
        "a threshold or a closure",
        &example,
    )?;
    clock.thresholds.push(ThresholdDraft { level, at, place: say.spot.place.clone() });
    Ok(())
}

fn no_warnings(clock: &mut ClockDraft, _: &mut Say) -> Result<(), Complaint> {
    clock.thresholds.clear();
    Ok(())
}

fn on_expiry(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    let example = "on_expiry(deem(\"deemed_accepted\").backdated_to(\"received\"))";
    let deem = say.value::<Deem>(0, "what silence counts as", example)?;
    clock.on_expiry = Some((deem, say.spot.place.clone()));
    Ok(())
}

fn answers(clock: &mut ClockDraft, say: &mut Say) -> Result<(), Complaint> {
    clock.answers = read_answers(say)?;
    Ok(())
}

/// Who answers for a warning.
pub(crate) fn read_answers(say: &Say) -> Result<Answers, Complaint> {
    let who = say.text(0, "answers(\"step\")")?;
    match who.as_str() {
        "step" => Ok(Answers::Step),
        "department" => Ok(Answers::Department),
        _ => Err(choice("nobody answers as", &who, &["step", "department"])),
    }
}

/// Words for how a clock counts; of the last two groups only one can hold.
const BY_DAY: &[&str] = &["close_of_business", "end_of_day", "no_roll", "refuse_ambiguous_months"];
const OTHERWISE: &[&str] = &["work_seconds", "wall_clock"];

fn by_day(
    clock: &mut ClockDraft,
    say: &Say,
    set: fn(&mut Close, &mut bool, &mut MonthEnd),
) -> Result<(), Complaint> {
    refuse_contradiction(clock, say, OTHERWISE)?;
    clock.counted_at = Some(say.spot.clone());
    if !matches!(clock.policy, Policy::Day { .. }) {
        clock.policy = Policy::LAW;
    }
    if let Policy::Day { close, roll, month_end } = &mut clock.policy {
        set(close, roll, month_end);
    }
    Ok(())
}

fn policy(clock: &mut ClockDraft, say: &Say, policy: Policy) -> Result<(), Complaint> {
    refuse_contradiction(clock, say, BY_DAY)?;
    refuse_contradiction(clock, say, OTHERWISE)?;
    clock.policy = policy;
    clock.counted_at = Some(say.spot.clone());
    Ok(())
}

fn refuse_contradiction(clock: &ClockDraft, say: &Say, others: &[&str]) -> Result<(), Complaint> {
    match clock.once.iter().find(|(said, _)| others.contains(said) && *said != say.word) {
        None => Ok(()),
        Some((said, line)) => Err(Complaint::new(
            format!("`{}` contradicts `{said}` in line {line}", say.word),
            "a clock counts in one way; leave one of the two",
        )),
    }
}
