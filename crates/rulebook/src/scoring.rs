//! From the counters of a department, post or officer to the points of a month.
//!
//! *Invariant.* Exact: points are decimal numbers, never binary fractions. A dimension starts full, only loses, and stops at zero.
//!
//! *Absent on purpose.* Counting: the score crate fills [`Counters`] from the journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use duban_domain::Level;
use rhai::Dynamic;
use rust_decimal::Decimal;

use crate::draft::Closure;
use crate::fault::{self, Fault};
use crate::machine::Machine;
use crate::plan::{Place, Title};
use crate::vocabulary::scoring::CountersRef;
use crate::vocabulary::{Complaint, kind_of};

/// What was counted for one subject in one period. What a rulebook's scoring closures read as `m`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Cases that came in (办件量).
    pub volume: u64,
    /// Cases completed (办结).
    pub completed: u64,
    /// Of these, within every limit.
    pub on_time: u64,
    /// Of these, after a limit.
    pub late: u64,
    /// Of these, before the promised limit (提前办结).
    pub early: u64,
    /// The mean share of the promised limit that was used, in percent.
    pub share_used_percent: u64,
    /// Reminders (预警).
    pub reminder: u64,
    /// Yellow cards (黄牌).
    pub yellow: u64,
    /// Red cards (红牌).
    pub red: u64,
    /// Findings (疑点).
    pub finding: u64,
    /// How often three warnings came one after another.
    pub streaks: u64,
    /// Evaluations by applicants (好差评).
    pub rated: u64,
    /// Of these, grades 4 and 5.
    pub dissatisfied: u64,
    /// Complaints (投诉).
    pub complaints: u64,
    /// Warnings of each check, by its name.
    pub checks: BTreeMap<String, u64>,
    /// Warnings of each clock, by its name and level.
    pub clocks: BTreeMap<String, BTreeMap<Level, u64>>,
}

impl Counters {
    /// Cases completed early, in percent of all completed, rounded down; 0 where nothing was completed.
    pub fn early_percent(&self) -> u64 {
        percent(self.early, self.completed)
    }

    /// Cases completed on time, in percent of all completed, rounded down; 0 where nothing was completed.
    pub fn on_time_percent(&self) -> u64 {
        percent(self.on_time, self.completed)
    }

    /// The counter that scripts know by this name.
    pub(crate) fn named(&self, name: &str) -> u64 {
        match name {
            "volume" => self.volume,
            "completed" => self.completed,
            "on_time" => self.on_time,
            "late" => self.late,
            "early" => self.early,
            "early_percent" => self.early_percent(),
            "on_time_percent" => self.on_time_percent(),
            "share_used_percent" => self.share_used_percent,
            "reminder" => self.reminder,
            "yellow" => self.yellow,
            "red" => self.red,
            "finding" => self.finding,
            "streaks" => self.streaks,
            "rated" => self.rated,
            "dissatisfied" => self.dissatisfied,
            "complaints" => self.complaints,
            // Scripts are given exactly the names above; a test says so.
            _ => 0,
        }
    }
}

fn percent(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).unwrap_or(0)
}

/// How a rulebook scores.
#[derive(Clone, Debug)]
pub struct Scoring {
    /// In both languages.
    pub title: Title,
    /// The regulation behind it.
    pub basis: String,
    /// Where it was declared.
    pub place: Place,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) bonuses: Vec<Bonus>,
    pub(crate) machine: Arc<Machine>,
}

#[derive(Clone, Debug)]
pub(crate) struct Dimension {
    pub(crate) title: Title,
    pub(crate) full: Decimal,
    pub(crate) deduct: Option<Closure>,
}

#[derive(Clone, Debug)]
pub(crate) struct Bonus {
    pub(crate) title: Title,
    pub(crate) by: Closure,
}

/// The points of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// In the order of declaration.
    pub dimensions: Vec<DimensionPoints>,
    /// In the order of declaration.
    pub bonuses: Vec<BonusPoints>,
    /// All bonuses together.
    pub bonus: Decimal,
    /// What all dimensions kept, and the bonus.
    pub total: Decimal,
}

/// The points in one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DimensionPoints {
    /// In both languages.
    pub title: Title,
    /// The full mark.
    pub full: Decimal,
    /// What was taken off, which may be more than there was.
    pub deducted: Decimal,
    /// What is left, at least 0.
    pub kept: Decimal,
}

/// One bonus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BonusPoints {
    /// In both languages.
    pub title: Title,
    /// How much.
    pub points: Decimal,
}

impl Scoring {
    /// The closures that work it out.
    pub(crate) fn closures(&self) -> Vec<&Closure> {
        let deductions = self.dimensions.iter().filter_map(|it| it.deduct.as_ref());
        deductions.chain(self.bonuses.iter().map(|bonus| &bonus.by)).collect()
    }

    /// The points that these counters give.
    ///
    /// # Errors
    /// When a closure fails or answers something else than a number from 0 up.
    pub fn points(&self, counters: &Counters) -> Result<Points, Fault> {
        let counters = CountersRef(Arc::new(counters.clone()));
        let mut points = Points {
            dimensions: Vec::new(),
            bonuses: Vec::new(),
            bonus: Decimal::ZERO,
            total: Decimal::ZERO,
        };
        for Dimension { title, full, deduct } in &self.dimensions {
            let deducted = match deduct {
                Some(closure) => self.answer(closure, &counters)?,
                None => Decimal::ZERO,
            };
            let kept = (*full - deducted).max(Decimal::ZERO);
            points.total += kept;
            points.dimensions.push(DimensionPoints {
                title: title.clone(),
                full: *full,
                deducted,
                kept,
            });
        }
        for Bonus { title, by } in &self.bonuses {
            let bonus = self.answer(by, &counters)?;
            points.bonus += bonus;
            points.bonuses.push(BonusPoints { title: title.clone(), points: bonus });
        }
        points.total += points.bonus;
        Ok(points)
    }

    fn answer(&self, closure: &Closure, counters: &CountersRef) -> Result<Decimal, Fault> {
        let script = &self.machine.scripts[closure.spot.script];
        let answer = closure
            .call
            .call::<Dynamic>(&self.machine.engine, script, (counters.clone(),))
            .map_err(|error| fault::of(&error, closure))?;
        let points = answer.as_int().map(Decimal::from).or_else(|_| answer.as_decimal());
        match points {
            // Far from where decimals overflow, so that sums are exact.
            Ok(points) if points >= Decimal::ZERO && points <= MOST.into() => Ok(points),
            Ok(points) => Err(fault::because(
                Complaint::new(
                    format!("`{}` answers {points}, which is no number of points", closure.word),
                    format!(
                        "answer a number from 0 to {MOST}; `deduct` says what is taken off, without a minus sign"
                    ),
                ),
                closure,
            )),
            Err(_) => Err(fault::because(
                Complaint::new(
                    format!(
                        "`{}` must answer a number of points, not {}",
                        closure.word,
                        kind_of(&answer)
                    ),
                    "write for example `|m| m.yellow * 5`",
                ),
                closure,
            )),
        }
    }
}

/// The most points that one closure can take or give.
const MOST: i64 = 1_000_000_000;
