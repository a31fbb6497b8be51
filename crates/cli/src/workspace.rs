//! What a command works on: the journal of a data folder, and the rules that apply to it.
//!
//! *Invariant.* Rules named by a flag go before those the journal has adopted; the newest adoption goes before older ones that are in
//! force on the same days.

use std::path::Path;
use std::sync::Arc;

use duban_calendar::{Timestamp, Zone};
use duban_domain::{About, Adopted, Adoption, By, Event, Origin, RecordKey};
use duban_engine::{Manner, Outcome, Supervisor, replay};
use duban_journal::{Journal, JournalError};
use duban_rulebook::{Bundle, InForce, RuleSet, Rulebook, RulebookError};

use crate::args::Lang;
use crate::failure::Failure;
use crate::history::JournalHistory;
use crate::{print, words};

/// A journal and its rules.
pub(crate) struct Workspace {
    pub(crate) journal: Journal,
    pub(crate) rules: Arc<RuleSet>,
}

impl Workspace {
    /// Opens a journal that exists, to read it.
    pub(crate) fn open(
        data: &Path,
        rules: Option<&Path>,
        lang: Lang,
    ) -> Result<Workspace, Failure> {
        let journal = Journal::open_to_read(data)?;
        let rules = match rules {
            Some(dir) => load_rules(dir, lang)?,
            None => {
                let rules = adopted_rules(&journal)?;
                tell_gaps(&rules, lang);
                rules
            }
        };
        Ok(Workspace { journal, rules: Arc::new(rules) })
    }

    /// The zone in which times are read and shown.
    pub(crate) fn zone(&self) -> Zone {
        zone(&self.rules)
    }

    /// Replays the whole journal.
    pub(crate) fn replay(&self, manner: Manner) -> Result<Outcome, Failure> {
        let history = JournalHistory::open(&self.journal, &self.rules)?;
        Ok(replay(&self.rules, manner, history)?)
    }

    /// A supervisor that has seen one case: what was recorded by `known_at`, and had occurred by `as_of`.
    pub(crate) fn supervise_case(
        &self,
        case: &str,
        as_of: Option<Timestamp>,
        known_at: Option<Timestamp>,
    ) -> Result<(Supervisor, Vec<Event<String>>), Failure> {
        let known = self.journal.history(case)?.into_iter().map(|(_, event)| event);
        let mut events: Vec<_> = known
            .filter(|event| known_at.is_none_or(|at| event.recorded_at <= at))
            .filter(|event| as_of.is_none_or(|at| event.occurred_at <= at))
            .collect();
        if let Some(as_of) = as_of {
            // As if all that had happened by then had been known by then.
            for event in &mut events {
                event.recorded_at = event.recorded_at.min(as_of);
            }
        }
        events.sort_by_key(|event| event.recorded_at);
        let mut supervisor = Supervisor::new(self.rules.clone());
        for event in &events {
            let event = event.clone().map(&mut |text| supervisor.symbols().intern(&text));
            supervisor.apply(&event);
        }
        Ok((supervisor, events))
    }

    /// When the journal's history of cases ends: the last recording.
    pub(crate) fn ends_at(&self) -> Result<Timestamp, Failure> {
        Ok(self.journal.last_recorded()?.unwrap_or(Timestamp::MIN))
    }
}

/// The zone of a set of rules: that of its first version's calendar.
pub(crate) fn zone(rules: &RuleSet) -> Zone {
    rules.zone().clone()
}

/// Loads the rules of a folder.
pub(crate) fn load_rules(dir: &Path, lang: Lang) -> Result<RuleSet, Failure> {
    let rules = RuleSet::load(dir)?;
    tell_gaps(&rules, lang);
    Ok(rules)
}

/// Says on which days between two versions nobody is supervised: most often a date in a manifest is wrong.
fn tell_gaps(rules: &RuleSet, lang: Lang) {
    let between = |it: &InForce| it.from.is_some() && it.to.is_some();
    for gap in rules.uncovered().into_iter().filter(between) {
        let name = rules.versions()[0].name();
        match lang {
            Lang::En => print::aside(&format!(
                "warning: no version of `{name}` is in force on the days {gap}, so what happens on them is not supervised; \
                 give the older version a later `to`, or the newer one an earlier `from`"
            )),
            Lang::Zh => print::aside(&format!(
                "注意：{} 期间规则 `{name}` 没有生效的版本，这些天发生的事项不受监察；请将旧版本的 `to` 后移，或将新版本的 `from` 前移",
                words::days(lang, gap)
            )),
        }
    }
}

/// Enters the rules into the journal, unless they are those that came into use last. Answers what they replace.
pub(crate) fn adopt(
    journal: &Journal,
    rules: &RuleSet,
    at: Timestamp,
) -> Result<Option<String>, Failure> {
    adopt_as(journal, rules, at, None)
}

/// The same under a name of their own.
pub(crate) fn adopt_as(
    journal: &Journal,
    rules: &RuleSet,
    at: Timestamp,
    name: Option<&str>,
) -> Result<Option<String>, Failure> {
    let adopted = journal.adoptions()?;
    let newest = adopted.iter().rev().take(rules.versions().len()).map(|it| it.hash.as_str());
    if newest.eq(rules.versions().iter().rev().map(|version| version.hash())) {
        return Ok(None);
    }
    for (number, version) in (adopted.len() + 1..).zip(rules.versions()) {
        let name = name.unwrap_or(version.name());
        journal.append(vec![adoption(version, name, at, number)])?;
    }
    Ok(adopted.last().map(|replaced| replaced.name.clone()))
}

fn adoption(version: &Rulebook, name: &str, at: Timestamp, number: usize) -> Event<String> {
    Event {
        occurred_at: at,
        recorded_at: at,
        origin: Origin {
            source: "duban".to_owned(),
            key: RecordKey::Text(format!("adoption {number}")),
            version: 1,
        },
        by: By::default(),
        note: None,
        about: About::Adoption(Adoption {
            what: Adopted::Rulebook,
            name: name.to_owned(),
            hash: version.hash().to_owned(),
            files: version.files().to_vec(),
        }),
    }
}

/// The rules that the journal has adopted.
pub(crate) fn adopted_rules(journal: &Journal) -> Result<RuleSet, Failure> {
    let mut versions: Vec<Bundle> = Vec::new();
    for adoption in journal.adoptions()?.into_iter().rev() {
        let bundle = Bundle::from_files(adoption.files)?;
        let replaced = |newer: &Bundle| {
            newer.name() != bundle.name() || newer.in_force().overlaps(bundle.in_force())
        };
        if !versions.iter().any(replaced) {
            versions.push(bundle);
        }
    }
    if versions.is_empty() {
        return Err(Failure::input(
            "this journal has adopted no rules, so nothing can be judged; name some with `--rules DIR`, \
             here or when importing",
        )
        .or_in_chinese("事件库尚未采用任何规则，无法判定；请在此处或导入时用 `--rules DIR` 指定规则"));
    }
    Ok(RuleSet::from_bundles(versions)?)
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Failure {
        let failure = Failure::caused(&error);
        if let JournalError::Missing { dir } = &error {
            let dir = dir.display();
            failure.or_in_chinese(format!(
                "`{dir}` 中没有事件库；请先运行 `duban import`，或用 `--data` 指定正确的目录"
            ))
        } else if let JournalError::InUse { place } = &error {
            failure.or_in_chinese(format!("事件库 `{place}` 正被另一进程使用；请先停止该进程"))
        } else {
            failure
        }
    }
}

impl From<RulebookError> for Failure {
    fn from(error: RulebookError) -> Failure {
        Failure::input(format!("the rules can't be used\n\n{}", error.render()))
    }
}

impl From<std::convert::Infallible> for Failure {
    fn from(never: std::convert::Infallible) -> Failure {
        match never {}
    }
}
