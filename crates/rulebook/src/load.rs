//! Gathers the files of a rulebook from folders. The only place of the crate that reads files.
//!
//! *Invariant.* What is read depends on the named folder and what stands above it, never on the working directory.
//!
//! *Absent on purpose.* Meaning: texts are collected here and understood in [`crate::bundle`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bundle::{Bundle, Origin, missing_calendar, span_of};
use crate::error::{Mistake, RulebookError, Source};
use crate::manifest::{CALENDARS, CATALOGUE, FILE, Manifest};

impl Bundle {
    /// Reads the rulebook in a folder with everything it extends, its calendar and its catalogue.
    ///
    /// Of several versions (sub-folders, each with a `rulebook.toml`) the latest; [`Bundle::read_versions`] gives all.
    ///
    /// # Errors
    /// When a file cannot be read or is missing, or when the files make no bundle; see [`Bundle::from_files`].
    pub fn read(dir: &Path) -> Result<Bundle, RulebookError> {
        let mut versions = Bundle::read_versions(dir)?;
        // `read_versions` gives at least one.
        Ok(versions.swap_remove(versions.len() - 1))
    }

    /// Reads every version of the rulebook in a folder, the oldest first.
    ///
    /// # Errors
    /// As [`Bundle::read`]; also when there is no version at all.
    pub fn read_versions(dir: &Path) -> Result<Vec<Bundle>, RulebookError> {
        let mut bundles = Vec::new();
        let dir = whole(dir)?;
        for folder in versions(&dir)? {
            let mut gathered = Gathered::default();
            gathered.book(&folder, sub_folder(&dir, &folder))?;
            let origins = Arc::new(gathered.origins);
            let bundle = Bundle::from_files(gathered.files);
            let mut bundle = bundle.map_err(|error| error.shown_as(&origins))?;
            bundle.origins = origins;
            bundles.push(bundle);
        }
        bundles.sort_by_key(|bundle| bundle.in_force().from);
        Ok(bundles)
    }

    /// The folders that the rulebook in a folder is read from: its own and those of what it extends, of its calendar and its catalogue.
    /// Of a rulebook with a mistake those that are known in spite of it, so that who waits for the mistake to be mended sees that.
    pub fn folders(dir: &Path) -> BTreeSet<PathBuf> {
        let Ok(dir) = whole(dir) else { return BTreeSet::new() };
        let mut folders = BTreeSet::new();
        for version in versions(&dir).unwrap_or_default() {
            let mut gathered = Gathered::default();
            // The mistake is told by who reads the rulebook.
            _ = gathered.book(&version, None);
            folders.append(&mut gathered.folders);
        }
        folders.insert(dir);
        folders
    }

    /// The rulebook's folder that `wanted` means to what stands in `folder`, looked for as `extends` is: a path from the folder itself, or
    /// a name beside it and then upwards.
    pub fn find(folder: &Path, wanted: &str) -> Option<PathBuf> {
        find(folder, wanted, |path| versions(path).is_ok())
    }
}

#[derive(Default)]
struct Gathered {
    files: Vec<(String, String)>,
    origins: BTreeMap<String, Origin>,
    /// The folders of the chain and the names of their rulebooks, to notice a circle.
    chain: Vec<(PathBuf, String)>,
    calendar: bool,
    /// Everything looked into.
    folders: BTreeSet<PathBuf>,
}

impl Gathered {
    /// Takes in a file under the name that it has in the bundle, and in words.
    fn take(&mut self, name: String, shown: String, path: PathBuf) -> Result<(), RulebookError> {
        let entry = (name, read(&path)?);
        // An overlay may name the catalogue that its base has too.
        if !self.files.contains(&entry) {
            self.origins.insert(entry.0.clone(), Origin { path, shown });
            self.files.push(entry);
        }
        Ok(())
    }

    /// Takes in one rulebook and then what it extends. `version`: the folder's name within the rulebook's own, of one that has several.
    fn book(&mut self, folder: &Path, version: Option<String>) -> Result<(), RulebookError> {
        self.folders.insert(folder.to_owned());
        let text = read(&folder.join(FILE))?;
        let name =
            folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let source = Source::new(&format!("{name}/{FILE}"), &text);
        let manifest = Manifest::read(&source)?;
        let name = manifest.name.clone();
        self.check_circle(folder, &name, &source)?;
        self.chain.push((folder.to_owned(), name.clone()));
        let shown = version.map_or_else(|| name.clone(), |version| format!("{name}/{version}"));
        let scripts = list(folder, "rhai")?;
        for path in std::iter::once(folder.join(FILE)).chain(scripts) {
            let file = file_name(&path);
            self.take(format!("{name}/{file}"), format!("{shown}/{file}"), path)?;
        }
        self.take_calendar(folder, &manifest, &source)?;
        for wanted in &manifest.catalogue {
            self.take_catalogue(folder, wanted, &source)?;
        }
        match &manifest.extends {
            Some(wanted) => self.base(folder, &manifest, wanted, &source),
            None => Ok(()),
        }
    }

    fn check_circle(
        &self,
        folder: &Path,
        name: &str,
        source: &Source,
    ) -> Result<(), RulebookError> {
        if !self.chain.iter().any(|(seen, _)| seen == folder) {
            return Ok(());
        }
        let names: Vec<_> = self.chain.iter().map(|(_, name)| format!("`{name}`")).collect();
        Err(Mistake::new(
            "rulebook::circle",
            format!(
                "the rulebooks extend each other in a circle: {} -> `{name}`",
                names.join(" -> ")
            ),
        )
        .at(source, span_of(source, "extends"))
        .help("one of them must stand on its own: remove its `extends`")
        .into())
    }

    fn base(
        &mut self,
        folder: &Path,
        manifest: &Manifest,
        wanted: &str,
        source: &Source,
    ) -> Result<(), RulebookError> {
        // A version's folder stands within the rulebook's own.
        let found = find(folder, wanted, |path| versions(path).is_ok());
        let Some(found) = found else {
            return Err(Bundle::from_files(std::mem::take(&mut self.files)).err().unwrap_or_else(
                || {
                    Mistake::new("rulebook::missing_base", format!("`{wanted}` is not there"))
                        .at(source, 0..0)
                        .into()
                },
            ));
        };
        let mut candidates = Vec::new();
        let found = whole(&found)?;
        self.folders.insert(found.clone());
        for version in versions(&found)? {
            self.folders.insert(version.clone());
            let text = read(&version.join(FILE))?;
            let path = format!("{}/{FILE}", file_name(&found));
            let base = Manifest::read(&Source::new(&path, &text))?;
            if Some(base.name.as_str()) != manifest.base() {
                return Err(Mistake::new("rulebook::folder_name", format!("the folder `{wanted}` holds a rulebook that calls itself `{}`", base.name))
                    .at(source, 0..0)
                    .help("give the folder and the rulebook in it the same name, so that `extends` can mean only one thing")
                    .into());
            }
            candidates.push((base.in_force, version));
        }
        candidates.sort_by_key(|(in_force, _)| in_force.from);
        // Of several versions of the law the one in force when the overlay begins, else the latest.
        let begins = manifest.in_force.from;
        let chosen = candidates
            .iter()
            .position(|(in_force, _)| begins.is_some_and(|day| in_force.contains(day)));
        let (_, version) = candidates.swap_remove(chosen.unwrap_or(candidates.len() - 1));
        self.book(&version, sub_folder(&found, &version))
    }

    /// Of a chain only the outermost calendar counts.
    fn take_calendar(
        &mut self,
        folder: &Path,
        manifest: &Manifest,
        source: &Source,
    ) -> Result<(), RulebookError> {
        let Some(name) = manifest.calendar.as_ref().filter(|_| !self.calendar) else {
            return Ok(());
        };
        let file = format!("{CALENDARS}/{name}.toml");
        let found =
            find(folder, &file, Path::is_file).ok_or_else(|| missing_calendar(source, name))?;
        self.calendar = true;
        self.folders.extend(found.parent().and_then(|it| whole(it).ok()));
        self.take(file.clone(), file, found)
    }

    fn take_catalogue(
        &mut self,
        folder: &Path,
        wanted: &str,
        source: &Source,
    ) -> Result<(), RulebookError> {
        let found = find(folder, wanted, Path::is_dir).ok_or_else(|| {
            Mistake::new(
                "rulebook::missing_catalogue",
                format!("the catalogue `{wanted}` is not there"),
            )
            .at(source, 0..0)
            .help("name a folder beside or above the rulebook's folder, or give the path to it")
        })?;
        self.folders.extend(whole(&found));
        for file in list(&found, "toml")? {
            let path = format!("{CATALOGUE}/{}", file_name(&file));
            self.take(path.clone(), path, file)?;
        }
        Ok(())
    }
}

/// The folders of all versions: the folder itself, or those within it that hold a manifest.
fn versions(dir: &Path) -> Result<Vec<PathBuf>, RulebookError> {
    if dir.join(FILE).is_file() {
        return Ok(vec![dir.to_owned()]);
    }
    let mut found: Vec<PathBuf> =
        entries(dir)?.into_iter().filter(|path| path.join(FILE).is_file()).collect();
    if found.is_empty() {
        return Err(Mistake::new("rulebook::none", format!("`{}` holds no rulebook", dir.display()))
            .help(format!("a rulebook is a folder with a `{FILE}` and scripts (*.rhai); several versions stand in sub-folders, each with its own `{FILE}`"))
            .into());
    }
    found.sort();
    Ok(found)
}

/// The name of a version's folder, where that is not the rulebook's own.
fn sub_folder(dir: &Path, version: &Path) -> Option<String> {
    (version != dir).then(|| file_name(version))
}

/// A path is taken from the folder itself; a name is looked for beside the folder and then upwards.
fn find(folder: &Path, wanted: &str, is_it: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    if wanted.starts_with('.') || Path::new(wanted).is_absolute() {
        return Some(folder.join(wanted)).filter(|path| is_it(path));
    }
    folder
        .ancestors()
        .skip(1)
        .map(|above| above.join(wanted))
        .find(|path| path != folder && is_it(path))
}

fn whole(path: &Path) -> Result<PathBuf, RulebookError> {
    fs::canonicalize(path).map_err(|error| unreadable(path, &error))
}

fn read(path: &Path) -> Result<String, RulebookError> {
    let text = fs::read(path).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
            std::io::Error::new(ErrorKind::InvalidData, format!("line {line} is not UTF-8"))
        })
    });
    text.map_err(|error| unreadable(path, &error))
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, RulebookError> {
    let listed =
        || fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    listed().map_err(|error| unreadable(dir, &error))
}

/// The files with this ending, in the order of their names.
fn list(dir: &Path, ending: &str) -> Result<Vec<PathBuf>, RulebookError> {
    let mut found = entries(dir)?;
    found.retain(|path| path.is_file() && path.extension().is_some_and(|end| end == ending));
    found.sort();
    Ok(found)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unreadable(path: &Path, error: &std::io::Error) -> RulebookError {
    let (reason, advice) = if error.kind() == ErrorKind::NotFound {
        ("it is not there".to_owned(), "check the path")
    } else if error.kind() == ErrorKind::NotADirectory {
        ("it is a file, not a folder".to_owned(), "name the folder of a rulebook")
    } else if error.kind() == ErrorKind::InvalidData {
        (error.to_string(), "save it as UTF-8")
    } else {
        (error.to_string().to_lowercase(), "check the path, the disk and who may read it")
    };
    Mistake::new("rulebook::cannot_read", format!("`{}` cannot be read: {reason}", path.display()))
        .help(advice)
        .into()
}
