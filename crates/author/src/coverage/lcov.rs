//! Coverage in the format of lcov, which editors and CI show beside the lines.
//!
//! *Absent on purpose.* Thresholds: the format knows lines and branches only.

use std::collections::BTreeMap;

use super::{Coverage, Share};

/// The coverage as an lcov tracefile. A choice is a block of branches, numbered from the left.
pub fn lcov(coverage: &Coverage) -> String {
    let mut text = String::new();
    for (script, file) in coverage.files.iter().filter(|(_, file)| !file.lines.is_empty()) {
        text += &format!("TN:\nSF:{}\n", script.path.display());
        let mut choices: BTreeMap<(u32, u32), Vec<u64>> = BTreeMap::new();
        for ((line, column, _), hits) in &file.ways {
            choices.entry((*line, *column)).or_default().push(*hits);
        }
        for ((line, column), ways) in &choices {
            let chosen = ways.iter().any(|hits| *hits > 0);
            for (number, hits) in ways.iter().enumerate() {
                let hits = if chosen { hits.to_string() } else { "-".to_owned() };
                text += &format!("BRDA:{line},{column},{number},{hits}\n");
            }
        }
        let Share { reached, of } = file.way_share();
        text += &format!("BRF:{of}\nBRH:{reached}\n");
        for (line, hits) in &file.lines {
            text += &format!("DA:{line},{hits}\n");
        }
        let Share { reached, of } = file.line_share();
        text += &format!("LF:{of}\nLH:{reached}\nend_of_record\n");
    }
    text
}
