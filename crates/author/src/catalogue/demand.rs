//! Checks of what an item rests on and what it asks of an applicant.
//!
//! *Absent on purpose.* Whether a material is needed: no table of the law says which are.

use std::collections::BTreeSet;

use duban_domain::Item;

use super::Words;

/// 行政许可法 45, an exhaustive list.
const ART_45: [&str; 8] = ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"];

/// Nothing says which law the item rests on.
pub(super) fn no_basis(item: &Item) -> Option<Words> {
    if item.basis.as_deref().is_some_and(|basis| !basis.trim().is_empty()) {
        return None;
    }
    Some(match item.statutory_limit {
        Some(limit) => Words::new(
            format!("法定{}，但没有依据条款", limit.zh()),
            format!("has a statutory limit of {limit}, but names no article it follows from"),
        ),
        None => Words::new("没有设定依据", "names no law and article it rests on"),
    })
}

/// One material that an applicant has to hand in twice. Blanks and letters wide or narrow make no difference.
pub(super) fn material_twice(item: &Item) -> Option<Words> {
    let mut seen = BTreeSet::new();
    let twice = item.materials.iter().find(|material| !seen.insert(plain(&material.name)))?;
    let name = twice.name.trim();
    Some(Words::new(
        format!("材料“{name}”要求提交两次"),
        format!("demands the material `{name}` twice"),
    ))
}

/// A special procedure that does not stop the statutory clock.
pub(super) fn special_beyond_45(item: &Item) -> Option<Words> {
    let special = item.specials.iter().find(|it| !ART_45.contains(&it.as_str()))?;
    Some(Words::new(
        format!("特别程序“{special}”不在行政许可法第四十五条清单内，不停法定时限"),
        format!(
            "its special procedure `{special}` is not on the list of 行政许可法 45, so it does not stop the statutory limit"
        ),
    ))
}

/// A name without what a typist adds: blanks, and brackets of either width.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| !letter.is_whitespace());
    letters
        .map(|letter| match letter {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect()
}
