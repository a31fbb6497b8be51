//! From the cells of a record to an item.
//!
//! *Invariant.* What a cell says is taken whole or refused with its column; an empty cell says nothing.
//!
//! *Absent on purpose.* Guesses about units: `20` alone is set aside.

use std::fmt::Display;

use csv::StringRecord;
use duban_calendar::{Day, Length, Unit};
use duban_domain::{Cancellation, Exemption, Item, ItemFee, ItemKind, ItemType, Material, Step};

use super::Fault;
use super::column::{Column, Columns};

/// The units by their words, and by the codes that exchange tables have in the column beside the number (1 to 5, g and z).
const UNITS: [(Unit, &[&str]); 6] = [
    (Unit::Workdays, &["workdays", "workday", "工作日", "个工作日", "1", "g"]),
    (Unit::Days, &["days", "day", "日", "天", "自然日", "个自然日", "2", "z"]),
    (Unit::Hours, &["hours", "hour", "小时", "个小时", "3"]),
    (Unit::Minutes, &["minutes", "minute", "分钟", "4"]),
    (Unit::Months, &["months", "month", "月", "个月", "5"]),
    (Unit::Years, &["years", "year", "年"]),
];

/// Reads one record.
pub(super) fn item(columns: &Columns, record: &StringRecord) -> Result<Item, Fault> {
    let row = Row { columns, record };
    let fees = row.fees()?;
    let charges_fees = row.yes(Column::ChargesFees)?.unwrap_or(!fees.is_empty());
    Ok(Item {
        code: row.needed(Column::Code)?,
        name: row.needed(Column::Name)?,
        name_en: row.text(Column::NameEn),
        department: row.needed(Column::Department)?,
        item_type: row.item_type()?,
        kind: row.kind()?,
        statutory_limit: row.limit(Column::StatutoryLimit, Column::StatutoryUnit)?,
        statutory_extension: None,
        promised_limit: row.limit(Column::PromisedLimit, Column::PromisedUnit)?,
        basis: row.text(Column::Basis),
        charges_fees,
        fees,
        materials: row.materials(),
        forms: row.list(Column::Forms),
        specials: row.list(Column::Specials),
        steps: row.steps()?,
        from: row.day(Column::From)?,
        to: row.day(Column::To)?,
        cancelled: row.cancelled()?,
        classified: row.yes(Column::Classified)?.unwrap_or(false),
        exemption: row.exemption()?,
    })
    .and_then(|item| row.in_order(item))
}

/// A record and what its cells are.
#[derive(Clone, Copy)]
struct Row<'t> {
    columns: &'t Columns,
    record: &'t StringRecord,
}

impl<'t> Row<'t> {
    /// What a cell says, without the blanks around it; None where it says nothing.
    fn cell(self, column: Column) -> Option<&'t str> {
        let (place, _) = self.columns.find(column)?;
        let text = self.record.get(place)?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn text(self, column: Column) -> Option<String> {
        self.cell(column).map(str::to_owned)
    }

    fn needed(self, column: Column) -> Result<String, Fault> {
        self.text(column).ok_or_else(|| {
            self.fault(column, "it is empty", "fill it in; cases and reports go by it")
        })
    }

    fn fault(self, column: Column, reason: impl Into<String>, advice: impl Into<String>) -> Fault {
        Fault::new(self.columns.name(column), reason, advice)
    }

    /// The parts of a cell between `;`, of either width.
    fn list(self, column: Column) -> Vec<String> {
        let parts = self.cell(column).unwrap_or_default().split([';', '；', '\n']);
        parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn item_type(self) -> Result<Option<ItemType>, Fault> {
        let Some(word) = self.cell(Column::Type) else { return Ok(None) };
        let number = word.parse().ok();
        let known =
            ItemType::ALL.into_iter().find(|it| it.word() == word || Some(it.number()) == number);
        known.map(Some).ok_or_else(|| {
            let words = ItemType::ALL.map(ItemType::word).join(", ");
            self.fault(
                Column::Type,
                format!("`{word}` is no type of item"),
                format!("write one of {words}, or its number in GB/T 39046 A.1"),
            )
        })
    }

    fn kind(self) -> Result<ItemKind, Fault> {
        match self.cell(Column::Kind) {
            None | Some("承诺件" | "committed" | "2") => Ok(ItemKind::Committed),
            Some("即办件" | "immediate" | "1") => Ok(ItemKind::Immediate),
            Some("其他" | "other" | "9") => Ok(ItemKind::Other),
            Some(word) => Err(self.fault(
                Column::Kind,
                format!("`{word}` is no kind of item"),
                "write 即办件, 承诺件 or 其他, or 1, 2 or 9",
            )),
        }
    }

    fn yes(self, column: Column) -> Result<Option<bool>, Fault> {
        match self.cell(column) {
            None => Ok(None),
            Some("是" | "yes" | "true" | "1") => Ok(Some(true)),
            Some("否" | "no" | "false" | "0") => Ok(Some(false)),
            Some(word) => {
                Err(self.fault(column, format!("`{word}` is neither yes nor no"), "write 是 or 否"))
            }
        }
    }

    /// A limit, whose unit stands behind the number or in the column beside it.
    fn limit(self, amount: Column, unit: Column) -> Result<Option<Length>, Fault> {
        let Some(text) = self.cell(amount) else { return Ok(None) };
        let whole = match self.cell(unit).filter(|_| is_number(text)) {
            None => text.to_owned(),
            Some(word) => match unit_of(word) {
                Some(unit) => format!("{text} {unit}"),
                None => {
                    return Err(self.fault(
                        unit,
                        format!("`{word}` is not a unit of time"),
                        "write 工作日, 自然日, 小时, 分钟 or 月, or their numbers 1 to 5",
                    ));
                }
            },
        };
        length(&whole).map(Some).map_err(|why| self.no_length(amount, why))
    }

    fn no_length(self, column: Column, reason: String) -> Fault {
        self.fault(column, reason, "20个工作日 is understood as well, and a bare 日 is a civil day")
    }

    fn day(self, column: Column) -> Result<Option<Day>, Fault> {
        let Some(text) = self.cell(column) else { return Ok(None) };
        day(text).map(Some).ok_or_else(|| {
            let reason = format!("`{text}` is not a day");
            self.fault(column, reason, "write a date as 2026-03-19, 2026/3/19 or 2026年3月19日")
        })
    }

    fn materials(self) -> Vec<Material> {
        let material = |name| Material { name, basis: None, optional: false };
        self.list(Column::Materials).into_iter().map(material).collect()
    }

    /// The fees; a standard or basis belongs to the fee at its place, and a single basis to all.
    fn fees(self) -> Result<Vec<ItemFee>, Fault> {
        let names = self.list(Column::Fees);
        let (standards, bases) = (self.list(Column::FeeStandards), self.list(Column::FeeBases));
        for (column, list) in [(Column::FeeStandards, &standards), (Column::FeeBases, &bases)] {
            let one_for_all = list.len() == 1 && column == Column::FeeBases && !names.is_empty();
            if !list.is_empty() && list.len() != names.len() && !one_for_all {
                return Err(self.fault(
                    column,
                    format!("it has {} parts, but there are {} fees", list.len(), names.len()),
                    "write one for each fee, in their order, parted by `;`",
                ));
            }
        }
        let basis = |at: usize| if bases.len() == 1 { bases.first() } else { bases.get(at) };
        let fee = |(at, name)| ItemFee {
            name,
            standard: standards.get(at).cloned(),
            basis: basis(at).cloned(),
        };
        Ok(names.into_iter().enumerate().map(fee).collect())
    }

    /// The steps, each `name@post@limit`; the limit may be missing.
    fn steps(self) -> Result<Vec<Step>, Fault> {
        let step = |text: String| {
            let parts: Vec<_> = text.split(['@', '＠']).map(str::trim).collect();
            let (name, post, limit) = match parts[..] {
                [name, post] => (name, post, None),
                [name, post, limit] => (name, post, Some(limit)),
                _ => {
                    return Err(self.fault(
                        Column::Steps,
                        format!("`{text}` is no step"),
                        "write each step as name@post@limit, for example 受理@窗口受理岗@1个工作日",
                    ));
                }
            };
            let limit =
                limit.map(length).transpose().map_err(|why| self.no_length(Column::Steps, why))?;
            Ok(Step { name: name.to_owned(), post: post.to_owned(), limit })
        };
        self.list(Column::Steps).into_iter().map(step).collect()
    }

    fn cancelled(self) -> Result<Option<Cancellation>, Fault> {
        let (on, basis) = (self.day(Column::CancelledOn)?, self.text(Column::CancelledBasis));
        match (on, basis) {
            (Some(on), basis) => Ok(Some(Cancellation { on, basis })),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(self.fault(
                Column::CancelledBasis,
                "it says what cancelled the item, but nothing says from when",
                "write the first day on which it is cancelled into `cancelled_on` (取消日期)",
            )),
        }
    }

    fn exemption(self) -> Result<Option<Exemption>, Fault> {
        let approver = self.text(Column::ExemptionApprover);
        let (from, to) = (self.day(Column::ExemptionFrom)?, self.day(Column::ExemptionTo)?);
        match (approver, from, to) {
            (None, None, None) => Ok(None),
            (Some(approver), Some(from), Some(to)) if from <= to => {
                Ok(Some(Exemption { approver, from, to }))
            }
            (Some(_), Some(from), Some(to)) => Err(self.fault(
                Column::ExemptionTo,
                format!("the exemption ends on {to}, before it begins on {from}"),
                "put the earlier day first",
            )),
            _ => Err(Fault::new(
                None,
                "the exemption is incomplete",
                "write its approver, its first and its last day",
            )),
        }
    }

    fn in_order(self, item: Item) -> Result<Item, Fault> {
        match (item.from, item.to) {
            (Some(from), Some(to)) if to < from => Err(self.fault(
                Column::To,
                format!("the version ends on {to}, before it begins on {from}"),
                "put the earlier day first",
            )),
            _ => Ok(item),
        }
    }
}

/// A length as spreadsheets write it: 20个工作日, 3 个月, `20 workdays`.
fn length(text: &str) -> Result<Length, String> {
    let digits = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (amount, unit) = text.split_at(digits);
    match unit_of(unit) {
        Some(unit) => format!("{amount} {unit}").parse().map_err(told),
        None => text.parse().map_err(told),
    }
}

/// A day as spreadsheets write it.
fn day(text: &str) -> Option<Day> {
    let parts: Vec<_> = text.trim_end_matches('日').split(['-', '/', '年', '月']).collect();
    let [year, month, day] = parts[..] else { return None };
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn told(error: impl Display) -> String {
    error.to_string()
}

fn unit_of(word: &str) -> Option<Unit> {
    let word = word.trim();
    UNITS.iter().find(|(_, words)| words.contains(&word)).map(|(unit, _)| *unit)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
