//! Who answers for what (追责情形): clauses of the law, and the rules whose findings may fall under them.
//!
//! *Invariant.* A code stands for one clause. In the order of the codes for a rule, so an answer does not depend on the order of files.
//!
//! *Absent on purpose.* A verdict. Whether a finding is a breach, and whose, is decided by people; the table says where to look.

use serde::{Deserialize, Serialize};

use crate::{Flaw, FlawedText, Wrong, tables};

/// A clause under which conduct can be held against somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Law and article: 行政许可法 74(2).
    pub code: String,
    /// What it holds against an office, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The clocks, the conduct checks and the checks of the catalogue whose findings may fall under it.
    pub rules: Vec<String>,
}

/// All clauses of a place, by code.
///
/// ```
/// use duban_domain::Accountability;
///
/// let text = r#"
///     [[clause]]
///     code = "行政许可法 74(2)"
///     zh = "不在法定期限内作出准予行政许可决定"
///     en = "no decision within the statutory limit"
///     rules = ["statutory"]
/// "#;
/// let table = Accountability::from_toml(&[("law.toml".to_owned(), text.to_owned())]).unwrap();
/// assert_eq!(table.of("statutory").next().unwrap().code, "行政许可法 74(2)");
/// assert!(table.of("promised").next().is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accountability {
    clauses: Vec<Clause>,
}

impl Accountability {
    /// Reads the clauses of several files, each a (path, text) with `[[clause]]` tables.
    ///
    /// # Errors
    /// Everything that is wrong with the texts, with file, line, clause and field; also a clause that is there twice.
    pub fn from_toml(files: &[(String, String)]) -> Result<Accountability, FlawedText> {
        let mut flaws = Vec::new();
        let mut rows = tables::read::<Clause>("clause", files, &mut flaws);
        for row in &rows {
            let named = [("code", &row.value.code), ("zh", &row.value.zh), ("en", &row.value.en)];
            let empty = named.into_iter().filter(|(_, text)| text.trim().is_empty());
            flaws.extend(empty.map(|(field, _)| row.flaw(Some(field), Wrong::Empty)));
        }
        rows.sort_by(|a, b| a.value.code.cmp(&b.value.code));
        flaws.extend(rows.windows(2).filter_map(|pair| twice(&pair[0], &pair[1])));
        if flaws.is_empty() {
            Ok(Accountability { clauses: rows.into_iter().map(|row| row.value).collect() })
        } else {
            Err(FlawedText { flaws })
        }
    }

    /// The clauses that a finding of this rule may fall under.
    pub fn of<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = &'a Clause> {
        self.clauses.iter().filter(move |clause| clause.rules.iter().any(|it| it == rule))
    }

    /// Every clause, by code.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }
}

fn twice(first: &tables::Row<'_, Clause>, second: &tables::Row<'_, Clause>) -> Option<Flaw> {
    let code = &first.value.code;
    let owner = format!("the clause in {}, line {}", first.file, first.line);
    (*code == second.value.code)
        .then(|| second.flaw(Some("code"), Wrong::Taken { name: code.clone(), owner }))
}

#[cfg(test)]
mod tests;
