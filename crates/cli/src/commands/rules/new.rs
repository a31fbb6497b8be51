//! `duban rules new`: starts a rulebook that passes `check` and `test` at once.
//!
//! *Absent on purpose.* What it starts with: see `duban-author`.

use duban_author::scaffold::{self, ScaffoldError};
use serde_json::json;

use crate::args::{Lang, RulesNew, TextOrJson};
use crate::failure::Failure;
use crate::{print, shipped};

pub(crate) fn run(args: &RulesNew, lang: Lang) -> Result<(), Failure> {
    let made = scaffold::start(&args.dir, &args.name, args.extends.as_deref(), shipped::CALENDAR)?;
    let shown: Vec<_> = made.iter().map(|path| path.display().to_string()).collect();
    match args.print.format {
        TextOrJson::Json => print::json(&json!({ "rulebook": args.name, "files": shown })),
        TextOrJson::Text => {
            let folder = args.dir.join(&args.name);
            let folder = folder.display();
            let next = match lang {
                Lang::En => format!(
                    "next: change them, then `duban rules check {folder}` and `duban rules test {folder}`\n"
                ),
                Lang::Zh => format!(
                    "接下来：修改这些文件，再运行 `duban rules check {folder}` 和 `duban rules test {folder}`\n"
                ),
            };
            print::text(&format!("{}\n\n{next}", shown.join("\n")))
        }
    }
}

impl From<ScaffoldError> for Failure {
    fn from(error: ScaffoldError) -> Failure {
        let zh = match &error {
            ScaffoldError::Name(name) => format!(
                "`{name}` 不能作规则的名称：它同时是文件夹名；请用文字、数字、`-` 和 `_`，且不得为 `calendars` 或 `catalogue`"
            ),
            ScaffoldError::Exists(path) => {
                format!("`{}` 已存在，未作改动；请换一个名称，或先将其删除", path.display())
            }
            ScaffoldError::NoBase(base, dir) => {
                format!("`{}` 及其上级目录中没有可扩展的规则 `{base}`", dir.display())
            }
            ScaffoldError::FlawedBase(base) => {
                format!("规则 `{base}` 有错误，无法扩展；请看 `duban rules check`")
            }
            ScaffoldError::Stories(error) => format!("规则已建立，但用例无法运行：{error}"),
            ScaffoldError::Write(path, error) => format!("无法写入 `{}`：{error}", path.display()),
        };
        Failure::input(error.to_string()).or_in_chinese(zh)
    }
}
