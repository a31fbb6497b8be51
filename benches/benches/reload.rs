//! How long does it take to load all rulebooks that ship, as a service does when one of them is saved? And one script of ten thousand lines?
//!
//! The first has to stay under a tenth of a second, and the second is to grow with the script's length, not with its square. Measured in
//! time on a processor, which a busy machine leaves alone.

#[path = "wheel/cpu_time.rs"]
mod cpu_time;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use cpu_time::CpuTime;
use criterion::{Criterion, criterion_group, criterion_main};
use duban_rulebook::{Bundle, Rulebook, Shelf};

const MANIFEST: &str = "name = \"t\"\ntitle = { zh = \"试\", en = \"trial\" }\ncalendar = \"cn\"\n";

const CLOCK: &str = "clock(\"c\").title(\"承诺\", \"promise\").basis(\"法 1\").starts(\"accepted\").stops(\"granted\")
    .limit(|c| of(c.item.promised_limit ?? workdays(1)))
    .red(at_due());
";

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules")
}

/// The folders of all rulebooks in a folder.
#[expect(clippy::expect_used, reason = "the shipped rules are read by the tests")]
fn folders(dir: &Path, found: &mut Vec<PathBuf>) {
    if dir.join("rulebook.toml").is_file() {
        found.push(dir.to_owned());
        return;
    }
    for entry in fs::read_dir(dir).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            folders(&path, found);
        }
    }
}

#[expect(clippy::expect_used, reason = "as above")]
fn shipped(criterion: &mut Criterion<CpuTime>) {
    let mut found = Vec::new();
    folders(&rules(), &mut found);
    found.sort();
    criterion.bench_function(&format!("reload all {} rulebooks", found.len()), |bencher| {
        bencher.iter(|| {
            let mut shelf = Shelf::default();
            for folder in &found {
                black_box(shelf.load(folder).expect("the shipped rules are sound"));
            }
        });
    });
}

/// A bundle whose script has so many lines: functions that one clock calls.
#[expect(clippy::expect_used, reason = "as above")]
fn long(lines: usize) -> Bundle {
    let functions = lines / 5;
    let mut script: String = (1..functions)
        .map(|n| {
            format!("// art. {n}\nfn of_{n}(length) {{\n    min(length, workdays({n}))\n}}\n\n")
        })
        .collect();
    script += "fn of(length) { of_1(of_2(length)) }\n";
    script += CLOCK;
    let calendar =
        fs::read_to_string(rules().join("calendars/cn.toml")).expect("the calendar ships");
    let file = |path: &str, text: String| (path.to_owned(), text);
    Bundle::from_files(vec![
        file("t/rulebook.toml", MANIFEST.to_owned()),
        file("t/rules.rhai", script),
        file("calendars/cn.toml", calendar),
    ])
    .expect("these files are a bundle")
}

#[expect(clippy::expect_used, reason = "as above")]
fn lengths(criterion: &mut Criterion<CpuTime>) {
    let mut group = criterion.benchmark_group("check a script of so many lines");
    group.sample_size(10);
    for lines in [1_250, 2_500, 5_000, 10_000] {
        let bundle = long(lines);
        group.bench_function(lines.to_string(), |bencher| {
            bencher.iter(|| {
                let book = Rulebook::compile(bundle.clone()).expect("the script is sound");
                black_box(book.remarks())
            });
        });
    }
    group.finish();
}

fn on_cpu_time() -> Criterion<CpuTime> {
    Criterion::default().with_measurement(CpuTime)
}

criterion_group! {
    name = benches;
    config = on_cpu_time();
    targets = shipped, lengths
}
criterion_main!(benches);
