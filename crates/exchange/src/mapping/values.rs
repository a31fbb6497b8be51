//! Values with a type that a mapping takes from a record: facts of a case, and lengths of time.
//!
//! *Invariant.* A value that cannot be read refuses the record; it never becomes another value. A length without its unit is
//! refused, as everywhere.

use duban_calendar::Length;
use duban_domain::Value;

use crate::columns::{Level, View};
use crate::fault::{Fault, excerpt};
use crate::mapping::Times;
use crate::mapping::sheet::{Node, Sheet};
use crate::mapping::text::{Bare, Text};

/// A fact of a case: where it stands, and what it is.
#[derive(Clone, Debug)]
pub(crate) enum FactOf {
    Text(Text),
    Int(Text),
    Bool(Text),
    Time(Text),
    Date(Text),
    Length(LengthOf),
}

/// A length of time: always the same, or from the record.
#[derive(Clone, Debug)]
pub(crate) enum LengthOf {
    Constant(Length),
    /// An amount and its unit; without `unit` the amount's text must bring it along.
    Amount {
        amount: Text,
        unit: Option<Text>,
    },
}

const TYPES: [&str; 6] = ["text", "int", "bool", "time", "date", "length"];
const EXAMPLE: &str = "deadline = { column = \"deadline\", type = \"time\" }";
const LENGTH: &str = "length = \"42 days\"` or `length = { column = \"DAYS\", unit = \"days\" }";

impl FactOf {
    /// The value for a record, if it has one. `name` is the fact's, for messages.
    pub(crate) fn read(
        &self,
        name: &str,
        view: View<'_>,
        times: &Times,
    ) -> Result<Option<Value>, Fault> {
        let (FactOf::Text(source)
        | FactOf::Int(source)
        | FactOf::Bool(source)
        | FactOf::Time(source)
        | FactOf::Date(source)) = self
        else {
            let FactOf::Length(length) = self else { return Ok(None) };
            return Ok(length.read(name, view)?.map(Value::Length));
        };
        let Some(text) = source.read(view) else { return Ok(None) };
        let is_no = |what: &str| {
            Fault::new(
                format!("the fact `{name}` is `{}`, which is {what}", excerpt(&text, 60)),
                "mend the value, or take the fact as a text by leaving out its `type` in the mapping",
            )
        };
        Ok(Some(match self {
            FactOf::Int(_) => Value::Int(text.parse().map_err(|_| is_no("no whole number"))?),
            FactOf::Bool(_) => {
                Value::Bool(yes_or_no(&text).ok_or_else(|| is_no("neither yes nor no"))?)
            }
            FactOf::Time(_) => {
                Value::Time(times.instant(&text).map_err(|wrong| wrong.fault(name, &text))?)
            }
            FactOf::Date(_) => {
                Value::Date(times.day(&text).map_err(|wrong| wrong.fault(name, &text))?)
            }
            FactOf::Text(_) | FactOf::Length(_) => Value::Text(text.into_owned()),
        }))
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "是" => Some(true),
        "false" | "0" | "no" | "n" | "否" => Some(false),
        _ => None,
    }
}

impl LengthOf {
    /// The length for a record, if it has one. `name` is the field's, for messages.
    pub(crate) fn read(&self, name: &str, view: View<'_>) -> Result<Option<Length>, Fault> {
        let (amount, unit) = match self {
            LengthOf::Constant(length) => return Ok(Some(*length)),
            LengthOf::Amount { amount, unit } => (amount, unit),
        };
        let Some(amount) = amount.read(view) else { return Ok(None) };
        let unit = unit.as_ref().and_then(|unit| unit.read(view)).unwrap_or_default();
        let text = format!("{amount} {unit}");
        text.trim().parse().map(Some).map_err(|wrong| {
            Fault::new(
                format!("`{name}`: {wrong}"),
                "mend the value, or name its unit in the mapping with `unit`",
            )
        })
    }
}

impl<'t> Sheet<'t> {
    /// Reads where a fact stands and what it is.
    pub(super) fn fact(&mut self, node: &Node<'t>) -> Option<FactOf> {
        let level = Level::Case;
        if node.as_str().is_some() {
            return Some(FactOf::Text(self.text(node, level, Bare::Column)?));
        }
        let kind = match self.table(node, EXAMPLE)?.take("type") {
            Some(kind) => (self.word(&kind, EXAMPLE)?, kind.span),
            None => ("text", node.span.clone()),
        };
        let make = match kind.0 {
            "text" => FactOf::Text,
            "int" => FactOf::Int,
            "bool" => FactOf::Bool,
            "time" => FactOf::Time,
            "date" => FactOf::Date,
            "length" => return Some(FactOf::Length(self.length(node, level)?)),
            other => {
                self.unknown(&kind.1, other, "no type of fact", &TYPES);
                return None;
            }
        };
        Some(make(self.text_beside(node, level, Bare::Column, &["type"])?))
    }

    /// Reads a length of time.
    pub(super) fn length(&mut self, node: &Node<'t>, level: Level) -> Option<LengthOf> {
        if let Some(text) = node.as_str() {
            return match text.parse() {
                Ok(length) => Some(LengthOf::Constant(length)),
                Err(wrong) => {
                    self.flaw(
                        &node.span,
                        format!("{wrong}"),
                        format!("write for example `{LENGTH}`"),
                    );
                    None
                }
            };
        }
        let unit = match self.table(node, LENGTH)?.take("unit") {
            Some(unit) => Some(self.text(&unit, level, Bare::Template)?),
            None => None,
        };
        if let Some(Text::Constant(unit)) = &unit
            && let Err(wrong) = unit.parse::<duban_calendar::Unit>()
        {
            self.flaw(&node.span, format!("{wrong}"), format!("write for example `{LENGTH}`"));
            return None;
        }
        Some(LengthOf::Amount {
            amount: self.text_beside(node, level, Bare::Column, &["unit", "type"])?,
            unit,
        })
    }
}
