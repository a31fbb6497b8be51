//! The organisation (组织机构): the departments, their posts and the officers who hold them.
//!
//! *Invariant.* A department has one code and one name, an officer one number, and no two share one: events name them by it.
//! Departments stand in the order of their codes, posts and officers as they were written.
//!
//! *Absent on purpose.* Rights. Who may do what is a check of the rulebook, made where it can be seen and disputed.

use serde::{Deserialize, Serialize};

use crate::tables::{self, Row};
use crate::{Flaw, FlawedText, Wrong};

/// All departments of a place, immutable.
///
/// ```
/// use duban_domain::Organisation;
///
/// let text = r#"
///     [[department]]
///     code = "11511602733390131G"
///     name = "区水务局"
///     name_en = "Water Bureau"
///     posts = [{ name = "审核岗", name_en = "Review", officers = [{ number = "SW-03", name = "李青" }] }]
/// "#;
/// let place = Organisation::from_toml(&[("organisation.toml".to_owned(), text.to_owned())]).unwrap();
/// let water = place.department("区水务局").unwrap();
/// assert_eq!(water.name_en, "Water Bureau");
/// assert_eq!(water.post("审核岗").unwrap().officers[0].name, "李青");
/// assert_eq!(place.officer("SW-03").unwrap().1.name, "审核岗");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    departments: Vec<Department>,
}

/// A department (部门).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its code: the unified social credit code (统一社会信用代码) where it has one.
    pub code: String,
    /// Its name, as items and events write it.
    pub name: String,
    /// Its name for readers of English.
    pub name_en: String,
    /// Its posts.
    #[serde(default)]
    pub posts: Vec<Post>,
}

/// A post (岗位) of a department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its name, as the steps of items write it.
    pub name: String,
    /// Its name for readers of English.
    pub name_en: String,
    /// Who holds it.
    #[serde(default)]
    pub officers: Vec<Officer>,
}

/// An officer (经办人).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// The number (工号) by which events name the officer.
    pub number: String,
    /// The officer's name.
    pub name: String,
}

impl Organisation {
    /// Reads the departments of several files, each a (path, text) with `[[department]]` tables.
    ///
    /// # Errors
    /// Everything that is wrong with the texts, each with its file, line, department and field: a text that is no TOML, a field
    /// that is missing, unknown or empty, a name, code or number that is taken already.
    pub fn from_toml(files: &[(String, String)]) -> Result<Organisation, FlawedText> {
        let mut flaws = Vec::new();
        let mut rows = tables::read::<Department>("department", files, &mut flaws);
        flaws.extend(rows.iter().flat_map(empty));
        flaws.extend(taken(&rows));
        rows.sort_by(|a, b| a.value.code.cmp(&b.value.code));
        if flaws.is_empty() {
            Ok(Organisation { departments: rows.into_iter().map(|row| row.value).collect() })
        } else {
            Err(FlawedText { flaws })
        }
    }

    /// The departments, by code.
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    /// The department with this name or this code; foreign sources give now one, now the other.
    pub fn department(&self, name_or_code: &str) -> Option<&Department> {
        let known = |it: &&Department| it.name == name_or_code || it.code == name_or_code;
        self.departments.iter().find(known)
    }

    /// Where an officer sits, and who it is, by number.
    pub fn officer(&self, number: &str) -> Option<(&Department, &Post, &Officer)> {
        self.officers().find(|(_, _, officer)| officer.number == number)
    }

    /// Every officer with department and post, in their order. Who holds two posts comes twice.
    pub fn officers(&self) -> impl Iterator<Item = (&Department, &Post, &Officer)> {
        self.departments.iter().flat_map(|department| {
            department.posts.iter().flat_map(move |post| {
                post.officers.iter().map(move |officer| (department, post, officer))
            })
        })
    }
}

impl Department {
    /// The post of this name.
    pub fn post(&self, name: &str) -> Option<&Post> {
        self.posts.iter().find(|post| post.name == name)
    }
}

/// Texts of a department that must say something and say nothing.
fn empty(row: &Row<'_, Department>) -> Vec<Flaw> {
    let department = &row.value;
    let own =
        [("code", &department.code), ("name", &department.name), ("name_en", &department.name_en)];
    let posts = department.posts.iter();
    let within = posts.flat_map(|post| {
        let officers = post.officers.iter().flat_map(|officer| [&officer.number, &officer.name]);
        [&post.name, &post.name_en].into_iter().chain(officers).map(|text| ("posts", text))
    });
    let nothing = |(_, text): &(&str, &String)| text.trim().is_empty();
    let all = own.into_iter().chain(within).filter(nothing);
    all.map(|(field, _)| row.flaw(Some(field), Wrong::Empty)).collect()
}

/// Names, codes and numbers that something else has already.
fn taken(rows: &[Row<'_, Department>]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Department { code, name, posts, .. } = &row.value;
        for (field, word) in [("code", code), ("name", name)] {
            let mut before = rows[..at].iter().map(|row| &row.value);
            if let Some(other) = before.find(|other| &other.code == word || &other.name == word) {
                let owner = format!("`{}` ({})", other.name, other.code);
                flaws.push(row.flaw(Some(field), Wrong::Taken { name: word.clone(), owner }));
            }
        }
        for (at, post) in posts.iter().enumerate() {
            if posts[..at].iter().any(|other| other.name == post.name) {
                let owner = "another post of the department".to_owned();
                let wrong = Wrong::Taken { name: post.name.clone(), owner };
                flaws.push(row.flaw(Some("posts"), wrong));
            }
        }
    }
    flaws.extend(shared_numbers(rows));
    flaws
}

/// Numbers that two officers share. One officer may hold two posts, but not under two names or in two departments.
fn shared_numbers(rows: &[Row<'_, Department>]) -> Vec<Flaw> {
    let mut seen: Vec<(&Officer, &Department)> = Vec::new();
    let mut flaws = Vec::new();
    for row in rows {
        for officer in row.value.posts.iter().flat_map(|post| &post.officers) {
            match seen.iter().find(|(other, _)| other.number == officer.number) {
                None => seen.push((officer, &row.value)),
                Some((other, at)) if *other != officer || at.code != row.value.code => {
                    let owner = format!("`{}` of `{}`", other.name, at.name);
                    let wrong = Wrong::Taken { name: officer.number.clone(), owner };
                    flaws.push(row.flaw(Some("posts"), wrong));
                }
                Some(_) => {}
            }
        }
    }
    flaws
}

#[cfg(test)]
mod tests;
