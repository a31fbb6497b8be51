//! The table of a month: one row for each department, post or item, in the order of merit.
//!
//! *Invariant.* The rows stand in one order only, whatever order the cases came in: the ranked by points, then the others; of equal
//! points the larger volume first, then by name. Equal points share a rank.
//!
//! *Absent on purpose.* Layout, and comparisons with other months: whoever prints the table has the other months' tables too.

use std::cmp::Reverse;

use duban_rulebook::{Decimal, Points, Title};
use serde::{Serialize, Serializer};

use crate::counts::Counts;
use crate::grading::{Grading, Tier};
use crate::month::Month;
use crate::subject::{Subject, Who};

/// The scores of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The month.
    pub month: Month,
    /// By what it is put together.
    pub subject: Subject,
    /// Everyone for whom something was counted, the best first.
    pub rows: Vec<Row>,
    /// All rows together.
    pub total: Counts,
}

/// One department, post or item in its month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Whose row it is.
    #[serde(flatten)]
    pub who: Who,
    /// The place in the ranking, from 1; None where there are no points, too few cases, or no name.
    pub rank: Option<usize>,
    /// The points; None where the rulebook does not score.
    #[serde(serialize_with = "points")]
    pub points: Option<Points>,
    /// The rating of the points.
    pub tier: Option<Tier>,
    /// What was counted.
    #[serde(flatten)]
    pub counts: Counts,
}

impl Row {
    pub(crate) fn new(who: Who, counts: Counts, points: Option<Points>, grading: &Grading) -> Row {
        let tier = points.as_ref().map(|points| grading.tier(points.total));
        Row { who, rank: None, points, tier, counts }
    }

    /// All points together.
    pub fn total_points(&self) -> Option<Decimal> {
        self.points.as_ref().map(|points| points.total)
    }

    fn competes(&self, grading: &Grading) -> bool {
        self.points.is_some() && self.who.name().is_some() && self.counts.volume >= grading.sample
    }
}

impl Table {
    pub(crate) fn new(
        (month, subject): (Month, Subject),
        mut rows: Vec<Row>,
        grading: &Grading,
    ) -> Table {
        rows.sort_by(|a, b| {
            let merit = |row: &Row| (row.competes(grading), row.total_points(), row.counts.volume);
            Reverse(merit(a)).cmp(&Reverse(merit(b))).then_with(|| a.who.cmp(&b.who))
        });
        rank(&mut rows, grading);
        let mut total = Counts::default();
        for row in &rows {
            total.add(&row.counts);
        }
        Table { month, subject, rows, total }
    }
}

/// Numbers the rows that compete, which stand first. Equal points share a rank, and the ranks after them are left out.
fn rank(rows: &mut [Row], grading: &Grading) {
    let mut before: Option<(Decimal, usize)> = None;
    for (at, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.competes(grading)) {
        let Some(total) = row.total_points() else { continue };
        let rank = match before {
            Some((points, rank)) if points == total => rank,
            _ => at + 1,
        };
        row.rank = Some(rank);
        before = Some((total, rank));
    }
}

/// Points as programs read them: decimals as text, so that none passes through a float.
fn points<S: Serializer>(points: &Option<Points>, serializer: S) -> Result<S::Ok, S::Error> {
    points.as_ref().map(PointsShown::from).serialize(serializer)
}

#[derive(Serialize)]
struct PointsShown<'a> {
    total: String,
    bonus: String,
    dimensions: Vec<DimensionShown<'a>>,
    bonuses: Vec<BonusShown<'a>>,
}

#[derive(Serialize)]
struct DimensionShown<'a> {
    zh: &'a str,
    en: &'a str,
    full: String,
    deducted: String,
    kept: String,
}

#[derive(Serialize)]
struct BonusShown<'a> {
    zh: &'a str,
    en: &'a str,
    points: String,
}

impl<'a> From<&'a Points> for PointsShown<'a> {
    fn from(points: &'a Points) -> PointsShown<'a> {
        let shown = |decimal: Decimal| decimal.normalize().to_string();
        let dimensions = points.dimensions.iter().map(|dimension| {
            let Title { zh, en } = &dimension.title;
            DimensionShown {
                zh,
                en,
                full: shown(dimension.full),
                deducted: shown(dimension.deducted),
                kept: shown(dimension.kept),
            }
        });
        let bonuses = points.bonuses.iter().map(|bonus| {
            let Title { zh, en } = &bonus.title;
            BonusShown { zh, en, points: shown(bonus.points) }
        });
        PointsShown {
            total: shown(points.total),
            bonus: shown(points.bonus),
            dimensions: dimensions.collect(),
            bonuses: bonuses.collect(),
        }
    }
}
