//! Calendars, catalogues and scripts that were read before: rulebooks that extend each other share theirs, and who loads several reads each once.
//!
//! *Invariant.* What is taken from a shelf is what its text would be read as: texts are all that a part is known by.
//!
//! *Absent on purpose.* What scripts declare: each rulebook runs all of its own.

use std::collections::{BTreeMap, btree_map::Entry};
use std::path::Path;
use std::sync::Arc;

use duban_calendar::{Calendar, CalendarError};
use duban_domain::{Catalogue, FlawedText};
use rhai::{AST, Engine, ParseError, Scope};

use crate::bundle::Bundle;
use crate::compile::Rulebook;
use crate::error::{Mistake, RulebookError, Source};
use crate::position;
use crate::ruleset::RuleSet;

/// Loads rulebooks one after the other.
///
/// ```no_run
/// use duban_rulebook::Shelf;
///
/// let mut shelf = Shelf::default();
/// let hunan = shelf.load("rules/presets/hunan".as_ref())?;
/// let yulin = shelf.load("rules/presets/yulin".as_ref())?; // the catalogue of both is read once
/// # Ok::<(), duban_rulebook::RulebookError>(())
/// ```
#[derive(Debug, Default)]
pub struct Shelf {
    /// By name and text.
    calendars: BTreeMap<(String, Arc<str>), Arc<Calendar>>,
    /// By the paths and texts of its files.
    catalogues: BTreeMap<Vec<(String, String)>, Arc<Catalogue>>,
    /// By the texts of the scripts before it and its own: where it says the constants of those, their values are read.
    scripts: BTreeMap<Vec<Arc<str>>, AST>,
}

impl Shelf {
    /// Loads a rulebook from its folder; see [`RuleSet::load`].
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn load(&mut self, dir: &Path) -> Result<RuleSet, RulebookError> {
        RuleSet::compiled(Bundle::read_versions(dir)?, |bundle| self.compile(bundle))
    }

    /// Reads, checks and compiles a bundle; see [`Rulebook::compile`].
    ///
    /// # Errors
    /// As [`Rulebook::compile`].
    pub fn compile(&mut self, bundle: Bundle) -> Result<Rulebook, RulebookError> {
        Rulebook::compile_from(self, bundle, None)
    }

    /// The calendar of a bundle; None where it is flawed.
    pub(crate) fn calendar(
        &mut self,
        bundle: &Bundle,
        mistakes: &mut Vec<Mistake>,
    ) -> Option<Arc<Calendar>> {
        let (name, source) = &bundle.calendar;
        let key = (name.clone(), source.text.clone());
        if let Some(known) = self.calendars.get(&key) {
            return Some(known.clone());
        }
        match Calendar::from_toml(name, &source.text) {
            Ok(calendar) => {
                let calendar = Arc::new(calendar);
                self.calendars.insert(key, calendar.clone());
                Some(calendar)
            }
            Err(error) => {
                mistakes.push(flawed_calendar(source, &error));
                None
            }
        }
    }

    /// The items of a bundle; None where they are flawed.
    pub(crate) fn catalogue(
        &mut self,
        bundle: &Bundle,
        mistakes: &mut Vec<Mistake>,
    ) -> Option<Arc<Catalogue>> {
        if let Some(known) = self.catalogues.get(&bundle.catalogue) {
            return Some(known.clone());
        }
        match Catalogue::from_toml(&bundle.catalogue) {
            Ok(catalogue) => {
                let catalogue = Arc::new(catalogue);
                self.catalogues.insert(bundle.catalogue.clone(), catalogue.clone());
                Some(catalogue)
            }
            Err(error) => {
                mistakes.extend(flaws(bundle, error));
                None
            }
        }
    }

    /// A script as it is read behind those before it, whose constants `scope` holds.
    pub(crate) fn script(
        &mut self,
        engine: &Engine,
        scope: &Scope<'_>,
        before: &[Source],
        script: &Source,
    ) -> Result<AST, ParseError> {
        let texts = before.iter().chain([script]).map(|it| it.text.clone()).collect();
        match self.scripts.entry(texts) {
            Entry::Occupied(known) => Ok(known.get().clone()),
            Entry::Vacant(free) => {
                let read = engine.compile_with_scope(scope, &script.text)?;
                Ok(free.insert(read).clone())
            }
        }
    }
}

fn flawed_calendar(source: &Source, error: &CalendarError) -> Mistake {
    let line = match error {
        CalendarError::Form { line, .. } | CalendarError::Entry { line, .. } => *line,
        CalendarError::Zone { .. } => 1,
    };
    let mistake = Mistake::new("calendar::flawed", error.to_string());
    mistake.at(source, position::line_at(&source.text, line))
}

fn flaws(bundle: &Bundle, error: FlawedText) -> Vec<Mistake> {
    let mistake = |flaw: duban_domain::Flaw| {
        let mut message = String::new();
        if let Some((thing, code)) = &flaw.subject {
            message.push_str(&format!("{thing} `{code}`: "));
        }
        if let Some(field) = &flaw.field {
            message.push_str(&format!("`{field}`: "));
        }
        let mistake = Mistake::new("catalogue::flawed", format!("{message}{}", flaw.wrong));
        match bundle.catalogue.iter().find(|(path, _)| *path == flaw.file) {
            Some((path, text)) => mistake.at(&Source::new(path, text), flaw.span),
            None => mistake,
        }
    };
    error.flaws.into_iter().map(mistake).collect()
}
