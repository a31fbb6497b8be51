//! Numbers and texts of which there are many, handed out unread.
//!
//! *Invariant.* Comparing or searching notes the outcome; only calculating with a number or writing a text out notes the value itself.
//!
//! *Absent on purpose.* Short texts such as departments and kinds: there are few of them, and scripts hold them as they are.

use std::sync::Arc;

use rhai::{Array, Engine, INT, ImmutableString};

use crate::facts::Field;
use crate::query::{Number, Query, Question, TextTest};
use crate::recorder::{Recorder, Thrown};
use crate::vocabulary::Complaint;

/// A number, yet to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct LazyNumber {
    pub(crate) number: Number,
    pub(crate) recorder: Arc<Recorder>,
}

/// A text of a case, yet to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) field: Field,
    pub(crate) recorder: Arc<Recorder>,
}

pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<LazyNumber>("number");
    engine.register_type_with_name::<Words>("words");
    numbers(engine);
    texts(engine);
}

fn numbers(engine: &mut Engine) {
    type Calculation = fn(INT, INT) -> Option<INT>;
    let calculations: [(&str, Calculation); 5] = [
        ("+", INT::checked_add),
        ("-", INT::checked_sub),
        ("*", INT::checked_mul),
        ("/", INT::checked_div),
        ("%", INT::checked_rem),
    ];
    for (sign, calculate) in calculations {
        let done = move |a: INT, b: INT| {
            calculate(a, b).ok_or_else(|| {
                Complaint::new(
                    format!("`{a} {sign} {b}` cannot be calculated"),
                    "check for a division by zero",
                )
                .thrown()
            })
        };
        engine.register_fn(sign, move |a: LazyNumber, b: INT| done(a.count()?, b));
        engine.register_fn(sign, move |a: INT, b: LazyNumber| done(a, b.count()?));
        engine.register_fn(sign, move |a: LazyNumber, b: LazyNumber| done(a.count()?, b.count()?));
    }
    engine.register_fn("to_string", |number: &mut LazyNumber| {
        number.count().map(|count| count.to_string())
    });
    engine.register_fn("to_debug", |number: &mut LazyNumber| {
        number.count().map(|count| count.to_string())
    });
    engine.register_fn("abs", |number: &mut LazyNumber| number.count().map(INT::saturating_abs));
}

impl LazyNumber {
    /// The number itself.
    pub(crate) fn count(&self) -> Result<INT, Thrown> {
        let counted = self.recorder.ask(Query::Count(Box::new(self.number)))?;
        Ok(counted.int().unwrap_or(0))
    }
}

fn texts(engine: &mut Engine) {
    let tests = [
        ("contains", TextTest::Contains),
        ("starts_with", TextTest::StartsWith),
        ("ends_with", TextTest::EndsWith),
    ];
    for (word, test) in tests {
        engine.register_fn(word, move |words: &mut Words, with: ImmutableString| {
            words.test(test, &with)
        });
    }
    engine.register_fn("is_empty", |words: &mut Words| words.test(TextTest::Is, ""));
    engine.register_fn("len", |words: &mut Words| {
        words.read().map(|text| text.chars().count() as INT)
    });
    engine.register_fn("to_string", |words: &mut Words| words.read());
    engine.register_fn("to_debug", |words: &mut Words| words.read());
    engine.register_fn("+", |words: Words, more: ImmutableString| {
        Ok::<_, Thrown>(words.read()? + more)
    });
    engine.register_fn("+", |text: ImmutableString, words: Words| {
        Ok::<_, Thrown>(text + words.read()?)
    });
    engine.register_fn("contains", |list: &mut Array, words: Words| {
        let text = words.read()?;
        Ok::<_, Thrown>(
            list.iter().any(|entry| {
                entry.read_lock::<ImmutableString>().is_some_and(|entry| *entry == text)
            }),
        )
    });
}

impl Words {
    pub(crate) fn test(&self, test: TextTest, with: &str) -> Result<bool, Thrown> {
        self.recorder.ask_whether(Question::Text(self.field, test, Arc::from(with)))
    }

    /// The text itself.
    pub(crate) fn read(&self) -> Result<ImmutableString, Thrown> {
        let text = self.recorder.ask(Query::Value(self.field))?.text();
        Ok(text.map(|sym| self.recorder.string(sym)).unwrap_or_default())
    }
}
