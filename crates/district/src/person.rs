//! Names of people who do not exist.
//!
//! *Invariant.* Every name is put together from a common surname and common given-name characters by number alone; that somebody
//! bears it is as likely as for any such combination, and no more.
//!
//! *Absent on purpose.* Names of applicants: supervision sees them as a number only.

use crate::random::Random;

/// The surnames, the most common first; together borne by more than half the country.
const SURNAMES: [&str; 48] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "肖", "田", "董", "袁", "潘", "蒋", "蔡", "余", "杜", "叶", "程", "苏", "魏", "吕", "丁", "任",
];

/// Characters that stand first in a given name of two.
const FIRST: [&str; 32] = [
    "建", "志", "文", "晓", "丽", "海", "秀", "国", "春", "明", "玉", "永", "小", "红", "立", "俊",
    "雪", "家", "思", "子", "雨", "嘉", "佳", "宇", "梦", "欣", "伟", "德", "庆", "美", "新", "世",
];

/// Characters that stand last, or alone.
const LAST: [&str; 40] = [
    "伟", "芳", "娜", "敏", "静", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "超", "霞",
    "平", "刚", "英", "华", "玲", "辉", "梅", "鹏", "飞", "燕", "斌", "宁", "琳", "波", "峰", "萍",
    "兰", "云", "龙", "凯", "颖", "慧", "东", "林",
];

/// A full name: one in five has a given name of one character, as among those who work today.
pub(crate) fn name(random: &mut Random) -> String {
    // The lower of two draws: common surnames come up more often.
    let surname = random.below(SURNAMES.len() as u32).min(random.below(SURNAMES.len() as u32));
    let first = if random.below(5) == 0 { "" } else { random.pick(&FIRST) };
    let mut last = random.pick(&LAST);
    while *last == first {
        last = random.pick(&LAST);
    }
    format!("{}{first}{last}", SURNAMES[surname as usize])
}

#[cfg(test)]
mod tests;
