//! `duban demo`: makes a district with a year of cases, replays it, prints cards and ranking.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use duban_calendar::Timestamp;
use duban_district::{Config as DistrictConfig, District};
use duban_domain::{Adoption, Catalogue, Event, Level, Organisation};
use duban_engine::{GRAVEST_FIRST, Manner, Outcome, Standing, standings};
use duban_journal::Journal;
use duban_rulebook::{Bundle, RuleSet};
use duban_score::{Month, Subject, Table};

use crate::args::{Demo, Lang};
use crate::commands::score;
use crate::config::Config;
use crate::failure::Failure;
use crate::meter::{Progress, Stopwatch};
use crate::workspace::{self, Workspace};
use crate::{print, shipped, unscheduled, words};

/// The year of the demonstration district: its calendar and the next one's are official.
const YEAR: i32 = 2025;
const DEPARTMENTS: u32 = 37;
const ITEMS: u32 = 300;
/// About so many events a case has, to tell how far the making has come.
pub(crate) const EVENTS_PER_CASE: u64 = 8;

pub(crate) fn run(args: &Demo, config: &Config, lang: Lang) -> Result<(), Failure> {
    let watch = Stopwatch::start();
    let data = config.data(args.data.data.as_ref());
    let rules = rules(config.rules(args.rules.rules.as_ref()), lang)?;
    let demo = DemoDistrict::new(&rules, args.seed, args.cases)?;
    let journal = Journal::open(&data)?;
    if !is_there(&journal, &demo)? {
        begin(&journal, &demo, &rules)?;
        let mut progress =
            Progress::towards(u64::from(args.cases), words::pick(lang, "making cases", "生成办件"));
        journal.append_bulk(demo.events(), &mut |events| progress.at(events / EVENTS_PER_CASE))?;
        journal.settle()?;
    }
    drop(journal);
    let workspace = Workspace::open(&data, None, lang)?;
    let mut outcome = workspace.replay(Manner::default())?;
    for it in unscheduled::of(&mut outcome, &workspace.rules) {
        print::aside(&it.warning(lang));
    }
    print::text(&told(&demo, &mut outcome, &workspace, &data, lang)?)?;
    let seconds = watch.elapsed().as_secs_f64();
    print::text(&match lang {
        Lang::En => format!("\nmade, stored, replayed and scored in {seconds:.1} s\n"),
        Lang::Zh => format!("\n生成、入库、回放、评分共 {seconds:.1} 秒\n"),
    })?;
    Ok(())
}

/// The rules of a folder, or those that ship with the binary.
pub(crate) fn rules(dir: Option<&Path>, lang: Lang) -> Result<Arc<RuleSet>, Failure> {
    let rules = match dir {
        Some(dir) => workspace::load_rules(dir, lang)?,
        None => RuleSet::from_bundles(vec![Bundle::from_files(shipped::national())?])?,
    };
    Ok(Arc::new(rules))
}

/// The demonstration district of a seed and a size.
pub(crate) struct DemoDistrict {
    district: District,
    /// What tells this district from others, in the journal's first event.
    mark: String,
    seed: u64,
    hash: String,
    starts_at: Timestamp,
}

impl DemoDistrict {
    pub(crate) fn new(rules: &RuleSet, seed: u64, cases: u32) -> Result<DemoDistrict, Failure> {
        let rulebook = &rules.versions()[0];
        let organisation = organisation()?;
        let config =
            DistrictConfig { seed, cases, year: YEAR, departments: DEPARTMENTS, items: ITEMS };
        let catalogue: &Catalogue = rulebook.catalogue();
        if catalogue.is_empty() {
            return Err(Failure::input(
                "these rules have no catalogue, so there is nothing to apply for; name rules with a `catalogue`",
            ));
        }
        let calendar = rulebook.calendar();
        let district = District::new(catalogue, &organisation, calendar, config);
        let first = duban_calendar::Day::from_ymd(YEAR, 1, 1);
        let starts_at = first.map_or(Timestamp::MIN, |day| calendar.zone().start_of(day));
        let mark = format!("demonstration district: seed {seed}, {cases} cases");
        Ok(DemoDistrict { district, mark, seed, hash: rulebook.hash().to_owned(), starts_at })
    }

    /// What was made, and what of it was recorded within the year.
    fn headline(&self, outcome: &Outcome, lang: Lang) -> String {
        let departments = self.district.departments().count();
        let made = u64::from(self.district.case_count());
        let [cases, known, events] = [made, outcome.cases, outcome.events].map(print::thousands);
        let unheard = match made.saturating_sub(outcome.cases) {
            0 => String::new(),
            unheard => match lang {
                Lang::En => {
                    format!("; of the other {unheard} nothing was recorded before the year ended")
                }
                Lang::Zh => format!("；其余 {unheard} 件年内尚无记录入库"),
            },
        };
        let seed = self.seed;
        match lang {
            Lang::En => format!(
                "demonstration district (seed {seed}): {departments} departments, {cases} cases in {YEAR}\n\
                 {events} events of {known} cases{unheard}\n\n"
            ),
            Lang::Zh => format!(
                "示范区（种子 {seed}）：{departments} 个部门，{YEAR} 年办件 {cases} 件\n\
                 已入库 {known} 件办件的 {events} 条事件{unheard}\n\n"
            ),
        }
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = Event<String>> {
        self.district.events()
    }
}

fn organisation() -> Result<Organisation, Failure> {
    let files = [("organisation.toml".to_owned(), shipped::ORGANISATION.to_owned())];
    Organisation::from_toml(&files).map_err(|error| Failure::caused(&error))
}

/// Whether the journal holds this very district, and all of it; a journal that holds anything else is left alone.
pub(crate) fn is_there(journal: &Journal, demo: &DemoDistrict) -> Result<bool, Failure> {
    if journal.position() == 0 {
        return Ok(false);
    }
    let same = |it: &Adoption<String>| it.name == demo.mark && it.hash == demo.hash;
    if journal.adoptions()?.iter().any(same) {
        // One event more than the district has says whose it is. Whoever was broken off adds the rest.
        return Ok(journal.position() > demo.events().count() as u64);
    }
    Err(Failure::input(format!(
        "the data folder holds another journal already; a {} would mix its made-up cases with it, so nothing was written; name a \
         folder for the demonstration, for example with `--data duban-demo`, or delete the data folder first if nobody needs it",
        demo.mark
    ))
    .or_in_chinese(
        "数据目录中已有另一个事件库，示范区的虚构办件会与其混在一起，因此未写入任何内容；请为示范另指定目录，例如 `--data duban-demo`，\
         如确认原目录不再需要，可先将其删除",
    ))
}

/// Enters the rules, marked as those of this district, at the first instant of its year.
pub(crate) fn begin(
    journal: &Journal,
    demo: &DemoDistrict,
    rules: &RuleSet,
) -> Result<(), Failure> {
    workspace::adopt_as(journal, rules, demo.starts_at, Some(&demo.mark))?;
    Ok(())
}

fn told(
    demo: &DemoDistrict,
    outcome: &mut Outcome,
    workspace: &Workspace,
    data: &Path,
    lang: Lang,
) -> Result<String, Failure> {
    let standings = standings(&outcome.decisions);
    let mut text = demo.headline(outcome, lang);
    text.push_str(&levels_by_department(&standings, lang));
    text.push('\n');
    let month = Month::new(YEAR, 12)
        .ok_or_else(|| Failure::input("the demonstration year has no December"))?;
    let table: Table =
        score::table(outcome, &standings, &workspace.rules, month, Subject::Department)?;
    text.push_str(&match lang {
        Lang::En => format!("ranking of departments, {month}\n"),
        Lang::Zh => format!("{month} 部门排名\n"),
    });
    text.push_str(&score::text(&table, lang));
    text.push_str(&next_steps(&standings, data, lang));
    Ok(text)
}

fn levels_by_department(standings: &[Standing], lang: Lang) -> String {
    let mut counts: BTreeMap<&str, BTreeMap<Level, u64>> = BTreeMap::new();
    for standing in standings.iter().filter(|it| it.stands()) {
        let department = standing.warning.answers.department.as_deref().unwrap_or("-");
        *counts.entry(department).or_default().entry(standing.warning.id.level).or_default() += 1;
    }
    let header: Vec<&str> =
        std::iter::once(words::pick(lang, "warnings by department", "各部门预警与发牌"))
            .chain(GRAVEST_FIRST.map(|level| words::level(lang, level)))
            .collect();
    let total = GRAVEST_FIRST.map(|level| {
        counts.values().map(|levels| levels.get(&level).copied().unwrap_or(0)).sum::<u64>()
    });
    let mut rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(department, levels)| {
            let numbers = GRAVEST_FIRST.map(|level| levels.get(&level).copied().unwrap_or(0));
            std::iter::once((*department).to_owned()).chain(numbers.map(print::thousands)).collect()
        })
        .collect();
    let all = words::pick(lang, "all", "合计").to_owned();
    rows.push(std::iter::once(all).chain(total.map(print::thousands)).collect());
    print::table(&header, rows)
}

/// What to type next: one warning of each level that a clock raised.
fn next_steps(standings: &[Standing], data: &Path, lang: Lang) -> String {
    let mut text = format!("\n{}\n", words::pick(lang, "look further:", "继续查看："));
    let default = data == Path::new("duban-data");
    let flag = if default { String::new() } else { format!(" --data {}", data.display()) };
    for level in [Level::Red, Level::Yellow, Level::Reminder] {
        let found = standings.iter().find(|it| it.warning.id.level == level && it.stands());
        if let Some(standing) = found {
            text.push_str(&format!("  duban explain '{}'{flag}\n", standing.warning.id));
        }
    }
    if let Some(standing) = standings.first() {
        text.push_str(&format!("  duban case '{}'{flag}\n", standing.warning.id.case));
    }
    text.push_str(&format!(
        "  duban warnings --level red{flag}\n  duban score --period {YEAR}-06 --by item{flag}\n"
    ));
    text
}

#[cfg(test)]
mod tests;
