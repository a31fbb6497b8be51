//! What a closure can read of a case, its item, its step and an event.
//!
//! *Invariant.* Reading goes through the recorder, so that every look is noted; dates, instants, big numbers and free text are handed
//! out unread.
//!
//! *Absent on purpose.* Writing.

use std::sync::Arc;

use duban_domain::EventKind;
use rhai::{Dynamic, Engine, INT, ImmutableString};

use crate::facts::{Datum, Field};
use crate::query::{Number, Query, Term, shape};
use crate::recorder::{Recorder, Thrown};
use crate::suggest;
use crate::vocabulary::dates::{Date, Instant};
use crate::vocabulary::thresholds::event_kind;
use crate::vocabulary::unread::{LazyNumber, Words};
use crate::vocabulary::words::{self, Kind, Members, Reads};
use crate::vocabulary::{Complaint, told_by_kind};

macro_rules! handles {
    ($($(#[$doc:meta])* $handle:ident)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug)]
            pub(crate) struct $handle(pub(crate) Arc<Recorder>);

            impl Handle for $handle {
                fn recorder(&self) -> &Arc<Recorder> {
                    &self.0
                }
            }
        )*
    };
}

/// A part of the case under view.
trait Handle: Clone + Send + Sync + 'static {
    fn recorder(&self) -> &Arc<Recorder>;
}

handles! {
    /// `c`
    CaseRef
    /// `c.item`
    ItemRef
    /// `c.step`
    StepRef
    /// `c.facts`
    FactsRef
    /// `e` of a check, or of a record of which a case keeps all
    EventRef
    /// `e` of a clock
    RecordRef
    /// `s`
    SpecialRef
}

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<CaseRef>("case");
    engine.register_type_with_name::<ItemRef>("item");
    engine.register_type_with_name::<StepRef>("step");
    engine.register_type_with_name::<FactsRef>("facts");
    engine.register_type_with_name::<EventRef>("event");
    engine.register_type_with_name::<RecordRef>("past event");
    engine.register_type_with_name::<SpecialRef>("special procedure");
    told_by_kind::<CaseRef>(engine);
    told_by_kind::<ItemRef>(engine);
    told_by_kind::<StepRef>(engine);
    told_by_kind::<FactsRef>(engine);
    told_by_kind::<EventRef>(engine);
    told_by_kind::<RecordRef>(engine);
    told_by_kind::<SpecialRef>(engine);
    members::<CaseRef>(engine, words::CASE);
    members::<ItemRef>(engine, words::ITEM);
    members::<StepRef>(engine, words::STEP);
    members::<EventRef>(engine, words::EVENT);
    members::<RecordRef>(engine, words::RECORD);
    members::<SpecialRef>(engine, words::SPECIAL);
    engine.register_indexer_get(fact);
    engine.register_fn("first", |case: &mut CaseRef, kind: ImmutableString| {
        instant(&case.0, Field::First(event_kind(&kind)?))
    });
    engine.register_fn("last", |case: &mut CaseRef, kind: ImmutableString| {
        instant(&case.0, Field::Last(event_kind(&kind)?))
    });
    engine.register_fn("count", |case: &mut CaseRef, kind: ImmutableString| {
        let count = case.0.ask(Query::Value(Field::Count(event_kind(&kind)?)))?;
        Ok::<INT, Thrown>(count.int().unwrap_or(0))
    });
    engine.register_fn("has", |case: &mut CaseRef, kind: ImmutableString| {
        let there = Query::Shape(Field::First(event_kind(&kind)?));
        Ok::<bool, Thrown>(case.0.ask(there)? != Datum::Int(shape::MISSING))
    });
}

fn members<H: Handle>(engine: &mut Engine, members: Members) {
    for &(name, reads) in members {
        engine.register_get(name, move |handle: &mut H| read(handle.recorder(), reads));
    }
}

fn read(recorder: &Arc<Recorder>, reads: Reads) -> Result<Dynamic, Thrown> {
    match reads {
        Reads::Plain(field) => {
            recorder.ask(Query::Value(field)).map(|datum| plain(recorder, field, datum))
        }
        Reads::Words(field) => {
            unread(recorder, field, |recorder| Dynamic::from(Words { field, recorder }))
        }
        Reads::Number(field) => unread(recorder, field, |recorder| {
            Dynamic::from(LazyNumber { number: Number::Field(field), recorder })
        }),
        Reads::Instant(field) => instant(recorder, field),
        Reads::Date(field) => unread(recorder, field, |recorder| date(field, recorder)),
        Reads::At(kinds) => first_of(recorder, kinds, instant),
        Reads::On(kinds) => first_of(recorder, kinds, |recorder, field| {
            unread(recorder, field, |recorder| date(field, recorder))
        }),
        Reads::Part(kind) => Ok(part(kind, recorder.clone())),
    }
}

fn date(field: Field, recorder: Arc<Recorder>) -> Dynamic {
    Dynamic::from(Date { term: Term::of(field), recorder: Some(recorder) })
}

fn instant(recorder: &Arc<Recorder>, field: Field) -> Result<Dynamic, Thrown> {
    unread(recorder, field, |recorder| Dynamic::from(Instant { field, recorder }))
}

/// Nothing where the field is missing, else the value without looking at it.
fn unread(
    recorder: &Arc<Recorder>,
    field: Field,
    there: impl Fn(Arc<Recorder>) -> Dynamic,
) -> Result<Dynamic, Thrown> {
    let missing = recorder.ask(Query::Shape(field))? == Datum::Int(shape::MISSING);
    Ok(if missing { Dynamic::UNIT } else { there(recorder.clone()) })
}

fn first_of(
    recorder: &Arc<Recorder>,
    kinds: &[EventKind],
    read: impl Fn(&Arc<Recorder>, Field) -> Result<Dynamic, Thrown>,
) -> Result<Dynamic, Thrown> {
    for &kind in kinds {
        let found = read(recorder, Field::First(kind))?;
        if !found.is_unit() {
            return Ok(found);
        }
    }
    Ok(Dynamic::UNIT)
}

fn part(kind: Kind, recorder: Arc<Recorder>) -> Dynamic {
    match kind {
        Kind::Item => Dynamic::from(ItemRef(recorder)),
        Kind::Step => Dynamic::from(StepRef(recorder)),
        Kind::Facts => Dynamic::from(FactsRef(recorder)),
        Kind::Case
        | Kind::Event
        | Kind::Record
        | Kind::Special
        | Kind::Counters
        | Kind::Warnings
        | Kind::Value => Dynamic::UNIT,
    }
}

/// `c.facts.NAME` and `c.facts["NAME"]`. What the source said decides what it is.
fn fact(facts: &mut FactsRef, name: ImmutableString) -> Result<Dynamic, Thrown> {
    let recorder = &facts.0;
    let known = || recorder.fact_names.iter().map(|known| &**known);
    let Some(place) = known().position(|known| known == name) else {
        return Err(Complaint::new(
            format!("the fact `{name}` is named only when the rule runs, so no case kept it"),
            format!(
                "name it outright, as `c.facts.{}`",
                suggest::nearest(&name, known()).unwrap_or("NAME")
            ),
        )
        .thrown());
    };
    // A plan has fewer facts than 2^16: it would not have been compiled otherwise.
    let field = Field::Fact(u16::try_from(place).unwrap_or(u16::MAX));
    let datum = recorder.ask(Query::Look(field))?;
    let Some(shape) = datum.int() else { return Ok(plain(recorder, field, datum)) };
    Ok(match shape {
        shape::DAY => date(field, recorder.clone()),
        shape::TIME => Dynamic::from(Instant { field, recorder: recorder.clone() }),
        _ => Dynamic::from(LazyNumber { number: Number::Field(field), recorder: recorder.clone() }),
    })
}

fn plain(recorder: &Arc<Recorder>, field: Field, datum: Datum) -> Dynamic {
    match datum {
        Datum::Missing => Dynamic::UNIT,
        Datum::Bool(yes) => yes.into(),
        Datum::Int(number) => number.into(),
        Datum::Text(sym) => recorder.string(sym).into(),
        Datum::Length(length) => Dynamic::from(length),
        Datum::Day(_) => date(field, recorder.clone()),
        Datum::Time(_) => Dynamic::from(Instant { field, recorder: recorder.clone() }),
    }
}
