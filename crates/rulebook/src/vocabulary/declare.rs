//! Declaring rules: `clock("name")`, `check("name")`, `scoring()`, `change("name")`, `remove("name")`, and how their words are spoken.
//!
//! *Invariant.* A wrong word is complained about and the declaration goes on, so that an author sees all mistakes of a script at once.
//!
//! *Absent on purpose.* What the words mean: that stands in [`super::clock`], [`super::check`] and [`super::scoring`].

use std::ops::RangeInclusive;

use duban_domain::{EventKind, KindSet};
use rhai::{Array, Dynamic, Engine, FnPtr, ImmutableString, NativeCallContext};

use crate::draft::{Answer, Closure, Drafts, Once, Said, Shared, Spot};
use crate::plan::Title;
use crate::suggest;
use crate::vocabulary::check::CheckWord;
use crate::vocabulary::clock::ClockWord;
use crate::vocabulary::scoring::ScoringWord;
use crate::vocabulary::thresholds::unknown_kind;
use crate::vocabulary::words::Kind;
use crate::vocabulary::{Complaint, check, clock, kind_of, scoring};

/// A word of a declaration.
#[derive(Debug)]
pub(crate) struct Word<D> {
    pub(crate) name: &'static str,
    /// How many arguments it takes.
    pub(crate) args: RangeInclusive<usize>,
    /// Whether saying it twice contradicts itself.
    pub(crate) once: bool,
    pub(crate) apply: fn(&mut D, &mut Say) -> Result<(), Complaint>,
}

/// A handle on a declaration, as scripts hold it.
pub(crate) trait Declared: Clone + Send + Sync + 'static {
    /// What is declared.
    type Draft: 'static;

    /// The declaration; None once it was removed.
    fn draft(self, drafts: &mut Drafts) -> Option<&mut Self::Draft>;

    /// What was said once.
    fn once(draft: &mut Self::Draft) -> &mut Once;
}

/// One use of a word: its arguments and its place.
pub(crate) struct Say {
    pub(crate) word: &'static str,
    pub(crate) spot: Spot,
    args: Vec<Dynamic>,
}

/// Gives the engine the words that declare rules.
pub(crate) fn register(engine: &mut Engine, drafts: &Shared) {
    engine.register_type_with_name::<ClockWord>("clock");
    engine.register_type_with_name::<CheckWord>("check");
    engine.register_type_with_name::<ScoringWord>("scoring");
    words::<ClockWord>(engine, drafts, clock::WORDS);
    words::<CheckWord>(engine, drafts, check::WORDS);
    words::<ScoringWord>(engine, drafts, scoring::WORDS);
    let shared = drafts.clone();
    engine.register_fn("clock", move |context: NativeCallContext, name: ImmutableString| {
        let (drafts, spot) = (&mut *shared.lock(), context.call_position());
        let spot = drafts.spot(spot);
        refuse_name(drafts, &spot, &name);
        refuse_twice(drafts, &spot, &name);
        clock::open(drafts, spot, &name)
    });
    let shared = drafts.clone();
    engine.register_fn("check", move |context: NativeCallContext, name: ImmutableString| {
        let (drafts, spot) = (&mut *shared.lock(), context.call_position());
        let spot = drafts.spot(spot);
        refuse_name(drafts, &spot, &name);
        refuse_twice(drafts, &spot, &name);
        check::open(drafts, spot, &name)
    });
    let shared = drafts.clone();
    engine.register_fn("scoring", move |context: NativeCallContext| {
        let drafts = &mut *shared.lock();
        let spot = drafts.spot(context.call_position());
        scoring::open(drafts, spot)
    });
    let shared = drafts.clone();
    engine.register_fn("change", move |context: NativeCallContext, name: ImmutableString| {
        let drafts = &mut *shared.lock();
        let spot = drafts.spot(context.call_position());
        change(drafts, &spot, &name)
    });
    let shared = drafts.clone();
    engine.register_fn("remove", move |context: NativeCallContext, name: ImmutableString| {
        let drafts = &mut *shared.lock();
        let spot = drafts.spot(context.call_position());
        remove(drafts, &spot, &name);
    });
}

fn words<H: Declared>(engine: &mut Engine, drafts: &Shared, words: &'static [Word<H::Draft>]) {
    for word in words {
        for count in word.args.clone() {
            let drafts = drafts.clone();
            let say = move |context: &NativeCallContext, handle: H, args: Vec<Dynamic>| {
                apply(&drafts, context, &handle, word, args);
                handle
            };
            let name = word.name;
            match count {
                0 => engine.register_fn(name, move |context: NativeCallContext, handle: H| {
                    say(&context, handle, vec![])
                }),
                1 => engine.register_fn(
                    name,
                    move |context: NativeCallContext, handle: H, a: Dynamic| {
                        say(&context, handle, vec![a])
                    },
                ),
                2 => engine.register_fn(
                    name,
                    move |context: NativeCallContext, handle: H, a: Dynamic, b: Dynamic| {
                        say(&context, handle, vec![a, b])
                    },
                ),
                _ => engine.register_fn(
                    name,
                    move |context: NativeCallContext,
                          handle: H,
                          a: Dynamic,
                          b: Dynamic,
                          c: Dynamic| { say(&context, handle, vec![a, b, c]) },
                ),
            };
        }
    }
}

fn apply<H: Declared>(
    drafts: &Shared,
    context: &NativeCallContext,
    handle: &H,
    word: &'static Word<H::Draft>,
    args: Vec<Dynamic>,
) {
    let drafts = &mut *drafts.lock();
    let mut say = Say { word: word.name, spot: drafts.spot(context.call_position()), args };
    let Some(draft) = handle.clone().draft(drafts) else { return };
    if word.once {
        let once = H::once(draft);
        if let Some((_, line)) = once.iter().find(|(said, _)| *said == word.name) {
            let complaint = Complaint::new(
                format!("`{}` is said twice; the first time is in line {line}", word.name),
                "leave one of the two",
            );
            drafts.complain(&say.spot, complaint.code("rule::said_twice"));
            return;
        }
        once.push((word.name, say.spot.place.line));
    }
    if let Err(complaint) = (word.apply)(draft, &mut say) {
        // It was said, if wrongly: that it is missing would be told as a second mistake.
        H::once(draft).push((word.name, say.spot.place.line));
        drafts.complain(&say.spot, complaint);
    }
}

/// What parts the name of a rule from what stands beside it: in the number of a warning and in the lines of a story.
const SEPARATORS: [char; 4] = ['/', '@', '=', '"'];

fn refuse_name(drafts: &mut Drafts, spot: &Spot, name: &str) {
    let parts = |letter: char| letter.is_control() || SEPARATORS.contains(&letter);
    if name.is_empty() || name.trim() != name || name.contains(parts) {
        let complaint = Complaint::new(
            format!(
                "\"{name}\" is no name for a rule: it is written in the numbers of warnings and in stories"
            ),
            "write a word, as `\"statutory\"` or `\"法定时限\"`, without `/`, `@`, `=` and quotes, and without blanks around it",
        );
        drafts.complain(spot, complaint.code("rule::name"));
    }
}

fn refuse_twice(drafts: &mut Drafts, spot: &Spot, name: &str) {
    let Some(first) = drafts.place_of(name) else { return };
    let complaint = Complaint::new(
        format!("`{name}` is declared twice: here and in {}:{}", first.file, first.line),
        format!(
            "a warning is known by this name; rename one, or write `change(\"{name}\")` to alter the first"
        ),
    );
    drafts.complain(spot, complaint.code("rule::declared_twice").about(name));
}

/// Opens a declaration again, most often one of the rulebook that this one extends.
fn change(drafts: &mut Drafts, spot: &Spot, name: &str) -> Dynamic {
    if let Some(at) = drafts
        .clocks
        .iter()
        .position(|clock| clock.as_ref().is_some_and(|clock| clock.name == name))
    {
        drafts.clocks[at].iter_mut().for_each(|clock| clock.once.clear());
        return Dynamic::from(ClockWord(at));
    }
    if let Some(at) = drafts
        .checks
        .iter()
        .position(|check| check.as_ref().is_some_and(|check| check.name == name))
    {
        drafts.checks[at].iter_mut().for_each(|check| check.once.clear());
        return Dynamic::from(CheckWord(at));
    }
    if let (SCORING, Some(scoring)) = (name, &mut drafts.scoring) {
        scoring.once.clear();
        return Dynamic::from(ScoringWord);
    }
    complain_of_unknown(drafts, spot, name);
    // What is said about it goes nowhere, and is checked all the same.
    drafts.clocks.push(None);
    Dynamic::from(ClockWord(drafts.clocks.len() - 1))
}

fn remove(drafts: &mut Drafts, spot: &Spot, name: &str) {
    if drafts.place_of(name).is_none() && (name != SCORING || drafts.scoring.is_none()) {
        return complain_of_unknown(drafts, spot, name);
    }
    if name == SCORING {
        drafts.scoring = None;
    }
    drafts.removed.push((name.to_owned(), spot.clone()));
    for clock in drafts
        .clocks
        .iter_mut()
        .filter(|clock| clock.as_ref().is_some_and(|clock| clock.name == name))
    {
        *clock = None;
    }
    for check in drafts
        .checks
        .iter_mut()
        .filter(|check| check.as_ref().is_some_and(|check| check.name == name))
    {
        *check = None;
    }
}

/// The name under which the scoring is changed or removed.
const SCORING: &str = "scoring";

fn complain_of_unknown(drafts: &mut Drafts, spot: &Spot, name: &str) {
    if drafts.broken_off {
        return;
    }
    let advice = match suggest::nearest(name, drafts.names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "only what was declared before can be changed or removed".to_owned(),
    };
    drafts.complain(
        spot,
        Complaint::new(format!("there is no clock or check `{name}`"), advice)
            .code("rule::unknown_rule")
            .about(name),
    );
}

impl Say {
    pub(crate) fn count(&self) -> usize {
        self.args.len()
    }

    pub(crate) fn wrong(&self, at: usize, expected: &str, example: &str) -> Complaint {
        Complaint::new(
            format!("`{}` takes {expected}, not {}", self.word, kind_of(&self.args[at])),
            format!("write for example `{example}`"),
        )
    }

    /// The argument as a value of this type.
    pub(crate) fn value<T: Clone + Send + Sync + 'static>(
        &self,
        at: usize,
        expected: &str,
        example: &str,
    ) -> Result<T, Complaint> {
        self.args[at].clone().try_cast::<T>().ok_or_else(|| self.wrong(at, expected, example))
    }

    pub(crate) fn text(&self, at: usize, example: &str) -> Result<String, Complaint> {
        self.value::<ImmutableString>(at, "a text", example).map(Into::into)
    }

    /// `title("中文", "English")`, or one name for both.
    pub(crate) fn title(&self, example: &str) -> Result<Title, Complaint> {
        let zh = self.text(0, example)?;
        let en = if self.count() > 1 { self.text(1, example)? } else { zh.clone() };
        Ok(Title { zh, en })
    }

    pub(crate) fn whole_number(&self, at: usize) -> Option<i64> {
        self.args[at].as_int().ok()
    }

    pub(crate) fn decimal(&self, at: usize) -> Option<rust_decimal::Decimal> {
        self.args[at].as_int().ok().map(Into::into).or_else(|| self.args[at].as_decimal().ok())
    }

    pub(crate) fn kind(&self, at: usize, example: &str) -> Result<EventKind, Complaint> {
        let name = self.text(at, example)?;
        name.parse().map_err(|_| unknown_kind(&name))
    }

    /// One kind of event, or a list of them.
    pub(crate) fn kinds(&self, at: usize, example: &str) -> Result<KindSet, Complaint> {
        let list = match self.args[at].clone().try_cast::<Array>() {
            Some(list) => list,
            None => vec![self.args[at].clone()],
        };
        let read = |entry: Dynamic| {
            let name = entry
                .try_cast::<ImmutableString>()
                .ok_or_else(|| self.wrong(at, "a kind of event or a list of them", example))?;
            name.parse::<EventKind>().map_err(|_| unknown_kind(&name))
        };
        list.into_iter().map(read).collect()
    }

    /// The argument as a closure, if it is one.
    pub(crate) fn closure(&self, at: usize, roles: &[Kind], answer: Answer) -> Option<Closure> {
        let call = self.args[at].clone().try_cast::<FnPtr>()?;
        Some(Closure {
            call,
            spot: self.spot.clone(),
            word: self.word,
            roles: roles.to_vec(),
            answer,
        })
    }

    pub(crate) fn only_closure(
        &self,
        roles: &[Kind],
        answer: Answer,
        example: &str,
    ) -> Result<Closure, Complaint> {
        self.closure(0, roles, answer).ok_or_else(|| self.wrong(0, "a closure", example))
    }

    /// The argument as a value of this type, or a closure that works it out.
    pub(crate) fn said<T: Clone + Send + Sync + 'static>(
        &self,
        at: usize,
        roles: &[Kind],
        answer: Answer,
        expected: &str,
        example: &str,
    ) -> Result<Said<T>, Complaint> {
        match self.closure(at, roles, answer) {
            Some(closure) => Ok(Said::Closure(closure)),
            None => self.value(at, expected, example).map(Said::Value),
        }
    }
}
