//! Checks of item codes (实施编码): how they are built, and whether the office in them can be one.
//!
//! Two forms are told apart. Places publish `<item>-<region 12>-<3 digits>-<credit code 18>-<n>-<nn>`; exchange tables carry 31 or 33
//! characters that begin with the credit code. No check character of an *item* is published anywhere; that of the office's credit
//! code (统一社会信用代码, GB 32100-2015) is, and of the codes that Guang'an publishes all that have eighteen characters and are no
//! placeholder bear it.
//!
//! *Absent on purpose.* Codes of any other form: a 基本编码 alone, or a place's own, has nothing in it that could be checked.

use super::Words;

/// The characters of a credit code, each worth its place: no I, O, S, V and Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// How long a credit code is.
const CREDIT_CODE: usize = 18;

/// The provinces of GB/T 2260, by the first two digits of a region.
const PROVINCES: [u32; 34] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
];

/// A code that is not built as its form asks.
pub(super) fn structure(code: &str) -> Option<Words> {
    let parts: Vec<_> = code.split('-').collect();
    if parts.len() == 1 {
        return None;
    }
    let Some(at) = parts.iter().position(|part| is_digits(part, 12)) else {
        return Some(Words::new(
            "编码中没有 12 位行政区划代码",
            "its code has no region of 12 digits",
        ));
    };
    if !PROVINCES.iter().any(|province| parts[at].starts_with(&province.to_string())) {
        return Some(Words::new(
            format!("区划代码 {} 不属于任何省份", parts[at]),
            format!("the region {} in its code begins with no province's number", parts[at]),
        ));
    }
    let behind = &parts[at + 1..];
    let ends_well = behind.len() >= 4
        && is_digits(behind[0], 3)
        && behind[2..].iter().all(|part| !part.is_empty() && is_digits(part, part.len()));
    if !ends_well || at == 0 {
        return Some(Words::new(
            "编码不符合“事项-区划-000-信用代码-序号-序号”的结构",
            "its code is not built as item, region, 3 digits, credit code and numbers, parted by `-`",
        ));
    }
    let office = behind[1];
    (office.chars().count() != CREDIT_CODE || !office.chars().all(is_credit_letter)).then(|| {
        Words::new(
            format!("编码中的信用代码“{office}”不是 18 位规定字符"),
            format!(
                "the credit code `{office}` in its code is not 18 of the characters {ALPHABET}"
            ),
        )
    })
}

/// A credit code whose check character is wrong.
pub(super) fn checksum(code: &str) -> Option<Words> {
    let office = office(code)?;
    let (_, written) = office.char_indices().next_back()?;
    let right = check_character(office)?;
    (written != right).then(|| {
        Words::new(
            format!("信用代码“{office}”的校验位应为 {right}"),
            format!(
                "the check character of the credit code `{office}` in its code should be {right}"
            ),
        )
    })
}

/// The credit code in a code of a known form, if it has the right length and characters.
fn office(code: &str) -> Option<&str> {
    let parts: Vec<_> = code.split('-').collect();
    let office = match parts.iter().position(|part| is_digits(part, 12)) {
        Some(at) => parts.get(at + 2).copied(),
        None if parts.len() == 1 && [31, 33].contains(&code.len()) => code.get(..CREDIT_CODE),
        None => None,
    }?;
    (office.len() == CREDIT_CODE && office.chars().all(is_credit_letter)).then_some(office)
}

/// GB 32100-2015: the sum of the first 17 characters, each times the power of 3 of its place, and the check character together are a
/// multiple of 31.
fn check_character(office: &str) -> Option<char> {
    let mut sum = 0;
    let mut weight = 1;
    for letter in office.chars().take(CREDIT_CODE - 1) {
        sum += ALPHABET.find(letter)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

fn is_credit_letter(letter: char) -> bool {
    ALPHABET.contains(letter)
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}
