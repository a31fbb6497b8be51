//! `duban explain`: why a warning was raised, so that it can be checked by hand.

pub(crate) mod arithmetic;
mod figures;
pub(crate) mod object;
mod script_words;

use duban_calendar::{Certainty, Threshold, Timestamp, Zone};
use duban_domain::{Level, NotAWarningId, Verdict, WarningId};
use duban_engine::{Decision, Explanation, Ground, Manner, Rejudged, Supervisor, Warning};
use duban_rulebook::Look;
use serde_json::json;

use crate::args::{Explain, Lang, TextOrJson};
use crate::commands::case::unknown_case;
use crate::config::Config;
use crate::failure::Failure;
use crate::titles::Titles;
use crate::workspace::Workspace;
use crate::{accountability, print, words};

pub(crate) fn run(args: &Explain, config: &Config, lang: Lang) -> Result<(), Failure> {
    let flag = config.rules(args.rules.rules.as_ref());
    let workspace = Workspace::open(&config.data(args.data.data.as_ref()), flag, lang)?;
    let id: WarningId = args.warning.parse().map_err(|error: NotAWarningId| {
        Failure::caused(&error).or_in_chinese(format!(
            "`{}` 不是预警编号；请按 `duban warnings` 列出的写法：办件/时限/级别/序号",
            error.0
        ))
    })?;
    let Some((warning, rejudged)) = raised(&workspace, &id)? else {
        return Err(not_raised(&workspace, &id)?);
    };
    // As the case was known when the warning was raised: what came in later is the timeline's to show.
    let (mut supervisor, _) = workspace.supervise_case(&id.case, None, Some(warning.decided_at))?;
    supervisor.advance(warning.decided_at);
    let Some(explanation) = supervisor.explain(&warning) else {
        return Err(Failure::input(format!(
            "the warning `{id}` can't be worked out again; run `duban case {}`",
            id.case
        ))
        .or_in_chinese(format!("预警 `{id}` 无法重新推算；请运行 `duban case {}`", id.case)));
    };
    let looks = match explanation.ground {
        Ground::Check(_) => looks(&workspace, &id)?,
        Ground::Term { .. }
        | Ground::LateExtension(_)
        | Ground::Until { .. }
        | Ground::Across
        | Ground::Fault => Vec::new(),
    };
    let zone = workspace.zone();
    let table = accountability::beside(flag)?;
    let rule = if may_be_held(&warning, rejudged.as_ref()) { &*warning.id.rule } else { "" };
    match args.print.format {
        TextOrJson::Text => {
            let says = Titles::of(&workspace.rules, lang).says(&warning);
            let mut text = text(&warning, &explanation, &says, &zone, lang);
            text.push_str(&figures::table(&looks, &zone, lang));
            if let Some(rejudged) = &rejudged {
                text.push_str(&rejudgement(rejudged, &zone, lang));
            }
            let clauses = accountability::told(&table, rule, lang);
            if !clauses.is_empty() {
                text.push_str(&format!("\n{clauses}"));
            }
            print::text(&text)?;
        }
        TextOrJson::Json => {
            let mut object = object::of(&warning, &explanation, &zone);
            if !looks.is_empty() {
                object["ground"]["looked_at"] = object::looked_at(&looks, &zone);
            }
            object["verdict"] = json!(rejudged.as_ref().map_or(Verdict::Stands, |it| it.verdict));
            object["rejudged_at"] = json!(rejudged.as_ref().map(|it| zone.rfc3339(it.decided_at)));
            object["may_fall_under"] = accountability::listed(&table, rule);
            print::json(&object)?;
        }
    }
    Ok(())
}

/// Whether a warning can be held against anybody: no reminder, no fault of a rule, and nothing that was not due after all.
fn may_be_held(warning: &Warning, rejudged: Option<&Rejudged>) -> bool {
    let not_due = rejudged.is_some_and(|it| it.verdict == Verdict::NotDue);
    warning.id.level != Level::Reminder && !warning.fault && !not_due
}

/// The warning as it was raised, and the last time that it was judged again; from its case's history alone.
fn raised(
    workspace: &Workspace,
    id: &WarningId,
) -> Result<Option<(Warning, Option<Rejudged>)>, Failure> {
    let decisions = if id.subject.is_some() && workspace.rules.looks_across(&id.rule) {
        // Of one case alone nobody can tell what others came to.
        workspace.replay(Manner::default())?.decisions
    } else {
        let (mut supervisor, _) = workspace.supervise_case(&id.case, None, None)?;
        supervisor.advance(workspace.ends_at()?);
        supervisor.take_decisions()
    };
    let mut found = None;
    for decision in decisions {
        match decision {
            Decision::Raised(warning) if warning.id == *id => found = Some((*warning, None)),
            Decision::Rejudged(rejudged) if rejudged.id == *id => {
                if let Some((_, last)) = &mut found {
                    *last = Some(rejudged);
                }
            }
            Decision::Raised(_) | Decision::Rejudged(_) | Decision::Deemed(_) => {}
        }
    }
    Ok(found)
}

/// What a check looked at when it raised the warning: the case is told anew up to the event on which it did.
fn looks(workspace: &Workspace, id: &WarningId) -> Result<Vec<Look>, Failure> {
    let history = workspace.journal.history(&id.case)?;
    let mut events: Vec<_> = history.into_iter().map(|(_, event)| event).collect();
    events.sort_by_key(|event| event.recorded_at);
    let mut supervisor = Supervisor::new(workspace.rules.clone());
    for event in events {
        let event = event.map(&mut |text| supervisor.symbols().intern(&text));
        supervisor.apply(&event);
        let decisions = supervisor.take_decisions();
        if decisions.iter().any(|it| matches!(it, Decision::Raised(raised) if raised.id == *id)) {
            return Ok(supervisor.looks(id, &event));
        }
    }
    Ok(Vec::new())
}

fn not_raised(workspace: &Workspace, id: &WarningId) -> Result<Failure, Failure> {
    let case = &id.case;
    if workspace.journal.history(case)?.is_empty() {
        return Ok(unknown_case(case));
    }
    Ok(Failure::input(format!(
        "the journal under these rules raised no warning `{id}`; `duban warnings --case {case}` lists those of its case"
    ))
    .or_in_chinese(format!(
        "按现行规则没有发出过预警 `{id}`；`duban warnings --case {case}` 列出该办件的全部预警"
    )))
}

/// What became of the warning when later facts came to light.
fn rejudgement(it: &Rejudged, zone: &Zone, lang: Lang) -> String {
    let verdict = match it.verdict {
        Verdict::NotDue => words::pick(
            lang,
            "it was not due: facts that came in by then had happened before it fell due",
            "不成立：其后入库的事实发生在到期之前",
        ),
        Verdict::Stands => words::pick(lang, "it stands", "成立"),
    };
    let name = words::pick(lang, "re-judged", "复核");
    format!("\n{}", labelled(name, &format!("{}: {verdict}", zone.display(it.decided_at))))
}

fn text(
    warning: &Warning,
    explanation: &Explanation,
    says: &str,
    zone: &Zone,
    lang: Lang,
) -> String {
    let mut out = head(warning, explanation, zone, lang);
    out.push('\n');
    match &explanation.ground {
        Ground::Term { arithmetic, threshold, hit } => {
            out.push_str(&arithmetic::worked_out(arithmetic, zone, lang));
            out.push_str(&format!(
                "{}{} {}\n",
                threshold_words(threshold, lang),
                arithmetic::share_of_parts(arithmetic, threshold, lang),
                passed(threshold, *hit, zone)
            ));
        }
        Ground::LateExtension(arithmetic) => {
            out.push_str(&arithmetic::worked_out(arithmetic, zone, lang));
            out.push_str(&arithmetic::lateness(arithmetic, zone, lang));
        }
        Ground::Until { started_at, looks, to, deadline, threshold, hit } => {
            out.push_str(&labelled(
                words::pick(lang, "started", "起算"),
                &zone.display(*started_at),
            ));
            for look in looks {
                let until = figures::until(look, *to, zone, lang);
                out.push_str(&labelled(words::pick(lang, "until", "截至"), &until));
            }
            let due = words::deadline(zone, *deadline);
            out.push_str(&labelled(words::pick(lang, "deadline", "期限"), &due));
            out.push('\n');
            out.push_str(&figures::stretches(*started_at, *deadline, *hit, zone, lang));
            let at = passed(threshold, *hit, zone);
            out.push_str(&format!("\n{} {at}\n", threshold_words(threshold, lang)));
        }
        Ground::Check(at) => out.push_str(&format!(
            "{} {}\n{}\n",
            words::pick(lang, "found on the event of", "所查事件发生于"),
            zone.display(*at),
            says
        )),
        Ground::Across | Ground::Fault => out.push_str(&format!("{says}\n")),
    }
    out
}

/// Which warning it is, by which rule, and who answers for it.
fn head(warning: &Warning, explanation: &Explanation, zone: &Zone, lang: Lang) -> String {
    let mut out = format!(
        "{} {}\n{}\n\n",
        words::level(lang, warning.id.level),
        warning.id,
        words::title(lang, &explanation.title),
    );
    let mut line = |name: &str, value: &str| out.push_str(&labelled(name, value));
    line(words::pick(lang, "basis", "依据"), &explanation.basis);
    line(
        words::pick(lang, "rule", "规则"),
        &format!("{} ({} {})", warning.place, warning.rulebook, warning.hash),
    );
    if let Some(item) = &warning.item {
        line(words::pick(lang, "item", "事项"), item);
    }
    line(words::pick(lang, "answers", "责任"), &answers(warning));
    let fell_due = match &explanation.ground {
        Ground::Term { threshold, .. } | Ground::Until { threshold, .. } => {
            Some(passed(threshold, warning.due_at, zone))
        }
        Ground::Check(_) | Ground::Across | Ground::Fault => {
            Some(words::deadline(zone, warning.due_at))
        }
        // Found when it became known, and that stands in the next line.
        Ground::LateExtension(_) => None,
    };
    if let Some(fell_due) = fell_due {
        line(words::pick(lang, "fell due", "到期"), &fell_due);
    }
    line(words::pick(lang, "raised", "发出"), &zone.display(warning.decided_at));
    if warning.certainty != Certainty::Official {
        line(
            words::pick(lang, "certainty", "日历"),
            words::pick(
                lang,
                "reaches into days whose official schedule was not known",
                "涉及未公布放假安排的日期",
            ),
        );
    }
    out
}

/// When a threshold was passed. What is said so many days ahead is said as the day begins, so its midnight is a 00:00 and no 24:00; where
/// it may be either, it is shown as both.
fn passed(threshold: &Threshold, hit: Timestamp, zone: &Zone) -> String {
    let local = zone.local(hit);
    let ended = words::deadline(zone, hit);
    if local.ms_of_day != 0 {
        return ended;
    }
    let begun = format!("{} 00:00", local.day);
    match threshold {
        Threshold::BeforeDue(_) => begun,
        Threshold::AtDue | Threshold::AfterDue(_) | Threshold::AtPercent(_) => ended,
        Threshold::Earliest(_) | Threshold::Latest(_) => format!("{ended} = {begun}"),
    }
}

/// A line with its name in front.
pub(crate) fn labelled(name: &str, value: &str) -> String {
    format!("{} {value}\n", print::padded(name, 12))
}

fn answers(warning: &Warning) -> String {
    let by = &warning.answers;
    let parts = [&by.department, &by.post, &by.officer, &warning.step];
    let words: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" · ") }
}

/// What a threshold means, in words.
fn threshold_words(threshold: &Threshold, lang: Lang) -> String {
    match (lang, threshold) {
        (Lang::En, Threshold::AtDue) => "at the due instant".to_owned(),
        (Lang::Zh, Threshold::AtDue) => "期满时".to_owned(),
        (Lang::En, Threshold::AtPercent(p)) => format!("when {p} % of the limit are used up"),
        (Lang::Zh, Threshold::AtPercent(p)) => format!("用时达 {p}%"),
        (Lang::En, Threshold::BeforeDue(length)) => format!("{length} before the due day"),
        (Lang::Zh, Threshold::BeforeDue(length)) => format!("期满前{}", length.zh()),
        (Lang::En, Threshold::AfterDue(length)) => format!("{length} after the due day"),
        (Lang::Zh, Threshold::AfterDue(length)) => format!("期满后{}", length.zh()),
        (_, Threshold::Earliest(list)) => {
            joined(words::pick(lang, "the earliest of", "最早者："), list, lang)
        }
        (_, Threshold::Latest(list)) => {
            joined(words::pick(lang, "the latest of", "最晚者："), list, lang)
        }
    }
}

fn joined(name: &str, list: &[Threshold], lang: Lang) -> String {
    let words: Vec<_> = list.iter().map(|it| threshold_words(it, lang)).collect();
    format!("{name} ({})", words.join("; "))
}
