//! Whom a table of scores is about: departments, posts or items.
//!
//! *Invariant.* Every case and every warning belongs to exactly one row of a table, if only to the row of what the source does not
//! name: so the rows of any table add up to the same total.
//!
//! *Absent on purpose.* Officers. A person is scored by their own unit (惠州 2008), not in a public ranking.

use std::fmt;
use std::str::FromStr;

use duban_engine::{CaseSummary, Warning};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// By what the cases and warnings of a month are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 部门: a case counts for the department that answers for it, a warning for the one that answers for the warning.
    Department,
    /// 岗位: a case counts for the post that accepted or first handled it, a warning for the post that answers for the warning.
    Post,
    /// 事项
    Item,
}

/// Whose row it is. The order is that of a list without ranks: by name, what has none last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Who {
    name: Name,
    /// The department of a post, since two departments may have posts of one name.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
}

/// A name, or none: then the source does not say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
enum Name {
    Stated(String),
    NotStated,
}

/// A word that is no subject of scores.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("scores are not kept by `{0}`; write one of `department`, `post`, `item`")]
pub struct UnknownSubject(pub String);

impl Subject {
    /// Every subject.
    pub const ALL: [Subject; 3] = [Subject::Department, Subject::Post, Subject::Item];

    /// The name that the command line and the API use.
    pub const fn name(self) -> &'static str {
        match self {
            Subject::Department => "department",
            Subject::Post => "post",
            Subject::Item => "item",
        }
    }

    /// The Chinese term.
    pub const fn zh(self) -> &'static str {
        match self {
            Subject::Department => "部门",
            Subject::Post => "岗位",
            Subject::Item => "事项",
        }
    }

    /// For whom a case counts.
    pub(crate) fn of_case(self, case: &CaseSummary) -> Who {
        match self {
            Subject::Department => Who::new(case.department.as_deref(), None),
            Subject::Post => {
                let department = case.handler.department.as_deref().or(case.department.as_deref());
                Who::new(case.handler.post.as_deref(), department)
            }
            Subject::Item => Who::new(case.item.as_deref(), None),
        }
    }

    /// For whom a warning counts.
    pub(crate) fn of_warning(self, warning: &Warning) -> Who {
        let answers = &warning.answers;
        match self {
            Subject::Department => Who::new(answers.department.as_deref(), None),
            Subject::Post => Who::new(answers.post.as_deref(), answers.department.as_deref()),
            Subject::Item => Who::new(warning.item.as_deref(), None),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Subject {
    type Err = UnknownSubject;

    fn from_str(name: &str) -> Result<Subject, UnknownSubject> {
        let named = Subject::ALL.into_iter().find(|subject| subject.name() == name);
        named.ok_or_else(|| UnknownSubject(name.to_owned()))
    }
}

impl Who {
    fn new(name: Option<&str>, department: Option<&str>) -> Who {
        let name = name.map_or(Name::NotStated, |name| Name::Stated(name.to_owned()));
        Who { name, department: department.map(str::to_owned) }
    }

    /// The name of the department or post, or the item's code; None where the source names none.
    pub fn name(&self) -> Option<&str> {
        match &self.name {
            Name::Stated(name) => Some(name),
            Name::NotStated => None,
        }
    }

    /// The department of a post; None for other subjects, and where the source names none.
    pub fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }
}
