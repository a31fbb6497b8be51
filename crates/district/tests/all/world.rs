//! A small place with items of every sort, and the histories of its cases.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use duban_calendar::Calendar;
use duban_district::{Config, District};
use duban_domain::{About, CaseFact, Catalogue, Event, EventKind, Organisation, Value};

/// The catalogue, organisation and calendar of the tests.
pub(crate) struct World {
    pub(crate) catalogue: Catalogue,
    pub(crate) organisation: Organisation,
    pub(crate) calendar: Calendar,
}

/// The root of the repository.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Items as they differ: kind, limits, fee, special procedures, steps.
const SORTS: [&str; 8] = [
    "kind = 'immediate'\nstatutory_limit = '20 workdays'\npromised_limit = '0 workdays'\nbasis = 'x'",
    "kind = 'immediate'\ncharges_fees = true",
    "statutory_limit = '20 workdays'\npromised_limit = '10 workdays'\nbasis = 'x'\nspecials = ['检验', '听证']\nSTEPS",
    "statutory_limit = '20 workdays'\npromised_limit = '5 workdays'\nbasis = 'x'\ncharges_fees = true\nSTEPS",
    "statutory_limit = '45 workdays'\npromised_limit = '20 workdays'\nbasis = 'x'\nspecials = ['专家评审', '公示', '听证']\nSTEPS",
    "statutory_limit = '30 days'\npromised_limit = '14 days'\nbasis = 'x'\nspecials = ['检测']\nSTEPS",
    "statutory_limit = '3 months'\npromised_limit = '2 months'\nbasis = 'x'",
    "promised_limit = '7 workdays'",
];

const STEPS: &str = "steps = [\n\
    { name = '受理', post = '受理岗', limit = '1 workday' },\n\
    { name = '审查', post = '审查岗', limit = '2 workdays' },\n\
    { name = '审核', post = '审核岗', limit = '1 workday' },\n\
    { name = '批准', post = '批准岗', limit = '1 workday' },\n]";

const DEPARTMENTS: [&str; 9] =
    ["教育局", "公安局", "民政局", "水务局", "林业局", "税务局", "气象局", "卫健局", "住建局"];

impl World {
    pub(crate) fn new() -> World {
        let (mut items, mut organisation) = (String::new(), String::new());
        for (number, department) in DEPARTMENTS.iter().enumerate() {
            writeln!(
                organisation,
                "[[department]]\ncode = 'D{number}'\nname = '{department}'\nname_en = 'D{number}'"
            )
            .unwrap();
            for (sort, text) in SORTS.iter().enumerate() {
                let text = text.replace("STEPS", STEPS);
                writeln!(items, "[[item]]\ncode = '{number}A{sort}'\nname = '事项{sort}'\ndepartment = '{department}'\n{text}").unwrap();
            }
        }
        let post = "posts = [{ name = '批准岗', name_en = 'x', officers = [{ number = 'J-01', name = '李青' }] }]";
        let organisation =
            organisation.replacen("name_en = 'D0'\n", &format!("name_en = 'D0'\n{post}\n"), 1);
        World::of(&[("items.toml".to_owned(), items)], &[("o.toml".to_owned(), organisation)])
    }

    /// The place that comes with the product.
    pub(crate) fn demonstration() -> World {
        let mut files: Vec<_> = fs::read_dir(Path::new(ROOT).join("rules/catalogue"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|it| it == "toml"))
            .collect();
        files.sort();
        let read = |path: &Path| (path.display().to_string(), fs::read_to_string(path).unwrap());
        let items: Vec<_> = files.iter().map(|path| read(path)).collect();
        World::of(&items, &[read(&Path::new(ROOT).join("fixtures/district/organisation.toml"))])
    }

    fn of(items: &[(String, String)], organisation: &[(String, String)]) -> World {
        let calendar = fs::read_to_string(Path::new(ROOT).join("rules/calendars/cn.toml")).unwrap();
        World {
            catalogue: Catalogue::from_toml(items).unwrap(),
            organisation: Organisation::from_toml(organisation).unwrap(),
            calendar: Calendar::from_toml("cn", &calendar).unwrap(),
        }
    }

    pub(crate) fn district(&self, seed: u64, cases: u32) -> District {
        let config = Config { seed, cases, ..Config::default() };
        District::new(&self.catalogue, &self.organisation, &self.calendar, config)
    }
}

/// What happened in one case.
pub(crate) type History = Vec<Event<String>>;

/// The events of each case, in the order of recording.
pub(crate) fn histories(district: &District) -> BTreeMap<String, History> {
    let mut histories = BTreeMap::<String, History>::new();
    for event in district.events() {
        histories.entry(event.case().unwrap().clone()).or_default().push(event);
    }
    histories
}

/// The fact of a case's event.
pub(crate) fn fact(event: &Event<String>) -> &CaseFact<String> {
    let About::Case { fact, .. } = &event.about else { panic!("a district has cases only") };
    fact
}

pub(crate) fn kind(event: &Event<String>) -> EventKind {
    fact(event).kind()
}

/// The first record of this kind.
pub(crate) fn first(history: &[Event<String>], wanted: EventKind) -> Option<&Event<String>> {
    history.iter().find(|event| kind(event) == wanted && event.origin.version == 1)
}

/// The item that the case names.
pub(crate) fn item_code(history: &[Event<String>]) -> String {
    let CaseFact::Described(it) = fact(&history[0]) else { panic!("described first") };
    it.item.clone().unwrap()
}

/// A fact of the description.
pub(crate) fn described<'h>(history: &'h [Event<String>], name: &str) -> Option<&'h Value<String>> {
    let CaseFact::Described(it) = fact(&history[0]) else { panic!("described first") };
    it.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}
