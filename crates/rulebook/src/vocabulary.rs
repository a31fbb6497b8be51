//! The words of a rulebook script.
//!
//! [`values`], [`dates`], [`unread`], [`thresholds`] and [`compare`] are spoken everywhere; [`facts`] only in closures, where there is a case; [`clock`], [`check`],
//! [`across`] and [`scoring`] only at the top of a script, where rules are declared. [`words`] lists what can be said, for checks and advice,
//! and [`sorts`] says what sort of value is read.
//!
//! *Invariant.* A word does what it says and nothing else: none has an effect outside the declaration or the call it stands in.
//!
//! *Absent on purpose.* Files, network, clock, randomness and output.

pub(crate) mod across;
pub(crate) mod check;
pub(crate) mod clock;
pub(crate) mod compare;
pub(crate) mod dates;
pub(crate) mod declare;
pub(crate) mod facts;
pub(crate) mod scoring;
pub(crate) mod sorts;
pub(crate) mod thresholds;
pub(crate) mod unread;
pub(crate) mod values;
pub(crate) mod words;

use rhai::{Dynamic, Engine, EvalAltResult, Position};

use crate::recorder::Thrown;

/// What is wrong with the use of a word, in the words of the author.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    /// What kind of mistake it is, where it is found at load.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) advice: String,
    /// The word of the author that is meant, if it is not the called one.
    pub(crate) word: Option<String>,
}

impl Complaint {
    pub(crate) fn new(message: impl Into<String>, advice: impl Into<String>) -> Complaint {
        Complaint {
            code: "rule::misused",
            message: message.into(),
            advice: advice.into(),
            word: None,
        }
    }

    pub(crate) fn code(mut self, code: &'static str) -> Complaint {
        self.code = code;
        self
    }

    pub(crate) fn about(mut self, word: &str) -> Complaint {
        self.word = Some(word.to_owned());
        self
    }

    pub(crate) fn thrown(self) -> Thrown {
        Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(self), Position::NONE))
    }
}

/// Has things that are no text called by their kind where a script writes them into one: the language would give the name of their type.
pub(crate) fn told_by_kind<T: Clone + Send + Sync + 'static>(engine: &mut Engine) {
    for word in ["to_string", "to_debug"] {
        engine.register_fn(word, |thing: &mut T| kind_named(std::any::type_name_of_val(thing)));
    }
}

/// What a value is called when it stands where another kind was expected.
pub(crate) fn kind_of(value: &Dynamic) -> String {
    kind_named(value.type_name())
}

/// The same for the name that the script engine has for its type.
pub(crate) fn kind_named(name: &str) -> String {
    let known = match name.rsplit("::").next().unwrap_or(name) {
        "i64" => "a whole number",
        "Decimal" | "decimal" => "a fraction",
        "bool" => "yes or no",
        "()" => "nothing",
        "ImmutableString" | "string" | "&str" | "&str | ImmutableString | String" => "a text",
        "char" => "a letter",
        "Array" | "array" => "a list",
        "Map" | "map" => "a table",
        "FnPtr" | "Fn" => "a closure",
        "Length" | "length of time" => "a length of time",
        "Threshold" | "threshold" => "a threshold",
        "PauseEffect" | "effect of a pause" => "the effect of a pause",
        "Date" | "date" => "a date",
        "Instant" | "instant" => "an instant",
        "Number" | "number" => "a number",
        "Words" | "words" => "a text",
        "Deem" | "deeming" => "what is deemed",
        "CaseRef" | "case" => "the case",
        "ItemRef" | "item" => "the item",
        "StepRef" | "step" => "the step",
        "FactsRef" | "facts" => "the facts of the case",
        "EventRef" | "event" => "the event",
        "SpecialRef" | "special procedure" => "the special procedure",
        "ClockWord" | "clock" => "a clock",
        "CheckWord" | "check" => "a check",
        "ScoringWord" | "scoring" => "the scoring",
        "CountersRef" | "counters" => "the counters",
        "WarningsRef" | "warnings" => "the warnings of a clock",
        "Range<i64>" | "RangeInclusive<i64>" | "range" => "a range of numbers",
        // What has no name of its own here has one that only a programmer knows.
        _ => "another kind of value",
    };
    known.to_owned()
}
