//! What is wrong with the limits of the items that a rulebook judges by.
//!
//! *Invariant.* As [`crate::catalogue`] tells it, at the line of the item.
//!
//! *Absent on purpose.* All else that can be odd about a catalogue: `duban catalogue check` lists it.

use duban_calendar::Day;
use duban_rulebook::{Mistake, Place, Rulebook};

use crate::catalogue::{self, Rule};

pub(super) fn all(book: &Rulebook, mistakes: &mut Vec<Mistake>) {
    let in_catalogue = |path: &str| path.starts_with("catalogue/");
    let files: Vec<_> =
        book.files().iter().filter(|(path, _)| in_catalogue(path)).cloned().collect();
    // Limits are the same on all days.
    for found in catalogue::check(&files, Day::MIN) {
        let help = if found.rule == Rule::PromiseOverStatute {
            "promise no more than the law gives, or mend the statutory limit"
        } else if found.rule == Rule::StepsOverPromise {
            "shorten the steps, or promise what they take"
        } else {
            continue;
        };
        let (name, told) = (&found.name, &found.words.en);
        mistakes.push(
            Mistake::new("catalogue::limits", format!("{name}: {told}"))
                .help(help)
                .on_line(book.files(), &Place { file: found.file, line: found.line })
                .as_warning(),
        );
    }
}
