//! What the words mean, in a sentence each.
//!
//! *Invariant.* One entry a word, in the order of the word's own table.
//!
//! *Absent on purpose.* Which words there are: that is said where they are registered.

mod language;
mod score;

pub(super) use language::LANGUAGE;
pub(super) use score::{COUNTERS, SCORING, WARNINGS};

/// A word, how it is said, what it means.
pub(super) type Meaning = (&'static str, &'static str, &'static str);

pub(super) const OPENING: &[Meaning] = &[
    ("clock", "(name: String) -> Clock", "declares a time limit; its name is that of its warnings"),
    (
        "check",
        "(name: String) -> Check",
        "declares a check on conduct, made on each event it looks at",
    ),
    ("scoring", "() -> Scoring", "declares how a month is scored; there is one"),
    (
        "change",
        "(name: String) -> ?",
        "opens a clock, a check or `scoring` of the rulebook that is extended",
    ),
    (
        "remove",
        "(name: String)",
        "leaves out a clock, a check or `scoring` that was declared before",
    ),
];

pub(super) const CLOCK: &[Meaning] = &[
    ("title", "(zh: String, en: String) -> Clock", "what departments and the public read"),
    ("basis", "(article: String) -> Clock", "the article the clock rests on"),
    (
        "starts",
        "(kinds: String | Array) -> Clock",
        "the kinds of events that start it; said again, they add up",
    ),
    (
        "stops",
        "(kinds: String | Array, when: |c, e| bool) -> Clock",
        "the kinds of events that stop it; said again, they add up. With a closure, an event stops it only where that answers `true`",
    ),
    ("no_stops", "() -> Clock", "takes back all stops that were declared before"),
    (
        "per",
        "(subject: String) -> Clock",
        "runs once for the `case`, for each `step` or for each `special` procedure",
    ),
    (
        "repeats",
        "() -> Clock",
        "may run again after it stopped; otherwise it runs once, and not at all behind a stop that comes once in a case",
    ),
    (
        "when",
        "(|c, e| bool) -> Clock",
        "whether it applies to the case; `e` is the event that would start it",
    ),
    (
        "limit",
        "(length: Length | |c, e| Length) -> Clock",
        "how long it runs; nothing for no limit",
    ),
    ("until", "(|c, e| date | instant) -> Clock", "runs until a date or instant of the case"),
    ("to_the_instant", "() -> Clock", "`until` is taken to the instant as it stands"),
    (
        "to_end_of_day",
        "() -> Clock",
        "`until` is taken to 24:00 of its day; so it is where nothing is said",
    ),
    (
        "extends",
        "(kind: String, length: Length | |e, c| Length) -> Clock",
        "by how much an event of this kind extends it",
    ),
    ("extends_like", "(clock: String) -> Clock", "is extended as that clock is"),
    ("no_extensions", "() -> Clock", "takes back all extensions that were declared before"),
    (
        "pauses",
        "(from: String, to: String, effect: Pause | |e, c| Pause) -> Clock",
        "stands still between these events; without an effect until the second one",
    ),
    (
        "pauses_at_most",
        "(most: Length, kinds: String | Array) -> Clock",
        "how long the pauses that begin with these kinds keep it standing together; without kinds all of them",
    ),
    ("pauses_like", "(clock: String) -> Clock", "is paused as that clock is"),
    ("no_pauses", "() -> Clock", "takes back all pauses that were declared before"),
    ("reminder", "(at: Threshold | |c, e| Threshold) -> Clock", "reminds then (预警); no card"),
    ("yellow", "(at: Threshold | |c, e| Threshold) -> Clock", "raises a yellow card then (黄牌)"),
    ("red", "(at: Threshold | |c, e| Threshold) -> Clock", "raises a red card then (红牌)"),
    ("no_warnings", "() -> Clock", "takes back all reminders and cards that were declared before"),
    ("on_expiry", "(deemed: Deem) -> Clock", "what silence counts as when it runs out"),
    (
        "answers",
        "(who: String) -> Clock",
        "who answers for its cards: the current `step` or the `department`",
    ),
    (
        "compares_with",
        "(clock: String) -> Clock",
        "compares its due day at the end with that clock's",
    ),
    ("close_of_business", "() -> Clock", "is due when the office closes on its last day"),
    (
        "end_of_day",
        "() -> Clock",
        "is due at 24:00 of its last day; so it is where nothing is said",
    ),
    ("no_roll", "() -> Clock", "a last day that is no working day does not move to the next one"),
    (
        "refuse_ambiguous_months",
        "() -> Clock",
        "a month without the day of the start is a fault, not its last day",
    ),
    ("work_seconds", "() -> Clock", "counts office hours alone, exactly"),
    ("wall_clock", "() -> Clock", "counts on by night and on days of rest"),
];

pub(super) const CHECK: &[Meaning] = &[
    ("title", "(zh: String, en: String) -> Check", "what departments and the public read"),
    ("basis", "(article: String) -> Check", "the article the check rests on"),
    (
        "on",
        "(kinds: String | Array) -> Check",
        "the kinds of events it looks at; said again, they add up",
    ),
    (
        "first_version",
        "() -> Check",
        "looks at the first version of a record, and not at corrections",
    ),
    (
        "when",
        "(|c, e| bool) -> Check",
        "whether the event breaches it; of a check over several cases, whether the event counts, which all do where nothing is said",
    ),
    (
        "per",
        "(|c, e| String, ...) -> Check",
        "makes it a check over several cases, which counts by this: `e.officer`, or by two together; what is empty does not count",
    ),
    (
        "over",
        "(number: int) -> Check",
        "so many are in order; one more within the time is too many. With `silent_for`: who sent more than so many is missed",
    ),
    (
        "different",
        "(|c, e| String) -> Check",
        "with `over` and `within`: not how many there are is counted, but how many different ones of this: applicants, devices; where it is not known the event does not count",
    ),
    (
        "within",
        "(length: Length) -> Check",
        "in minutes or hours: less than so long apart; in days: on so many days in a row",
    ),
    (
        "silent_for",
        "(length: Length) -> Check",
        "in working days or days: how long nothing may come after the last",
    ),
    (
        "follows",
        "(kinds: String | Array) -> Check",
        "within the time, an event must not come behind one of these kinds of another case; `when` is asked of both",
    ),
    (
        "share",
        "(|c, e| bool) -> Check",
        "which of the counted events are those whose share must not be too large",
    ),
    (
        "over_percent",
        "(number: int) -> Check",
        "so many of a hundred are in order, and any more is not",
    ),
    (
        "over_times",
        "(number: int) -> Check",
        "so many times as many as in the period before are in order, or so many times as large a `share`; `against` compares with something else",
    ),
    (
        "against",
        "(with: String) -> Check",
        "what `over_times` compares with: \"period_before\", \"year_before\" (the same period of that year) or \"others\": the share of all others together, or their number on average",
    ),
    (
        "at_least",
        "(number: int) -> Check",
        "fewer than so many counted events say nothing; for `over_times`, neither may be fewer of which a share is compared, nor those that a number is compared with, of \"others\" on average",
    ),
    (
        "each",
        "(length: Length) -> Check",
        "the period of a share or jump: 1, 2, 3, 4 or 6 months or a year of the calendar, by when the events became known; it is judged at its end",
    ),
    (
        "numbers",
        "(|c, e| String) -> Check",
        "the numbers in which there must be no gap: the last digits count, and what stands around them tells series apart",
    ),
    (
        "missing_for",
        "(length: Length) -> Check",
        "in working days or days: how long a number may be missing after the next one became known",
    ),
    (
        "finding",
        "(message: String | |c, e| String) -> Check",
        "tells a finding (疑点) for somebody to look into",
    ),
    ("reminder", "(message: String | |c, e| String) -> Check", "reminds (预警); no card"),
    ("yellow", "(message: String | |c, e| String) -> Check", "raises a yellow card (黄牌)"),
    ("red", "(message: String | |c, e| String) -> Check", "raises a red card (红牌)"),
    (
        "answers",
        "(who: String) -> Check",
        "who answers for its cards: the current `step` or the `department`",
    ),
];

pub(super) const VALUES: &[Meaning] = &[
    ("workdays", "(amount: int) -> Length", "working days of the calendar"),
    ("days", "(amount: int) -> Length", "calendar days"),
    ("weeks", "(amount: int) -> Length", "seven calendar days each"),
    ("hours", "(amount: int) -> Length", "hours"),
    ("minutes", "(amount: int) -> Length", "minutes"),
    ("months", "(amount: int) -> Length", "months, to the day of the same number"),
    ("years", "(amount: int) -> Length", "years, to the same day"),
    (
        "min",
        "(a: Length | date | number, b: Length | date | number) -> ?",
        "the lesser of two; lengths must be of one unit",
    ),
    (
        "max",
        "(a: Length | date | number, b: Length | date | number) -> ?",
        "the greater of two; lengths must be of one unit",
    ),
    ("before", "(length: Length) -> Threshold", "so long before the clock is due"),
    (
        "at_percent",
        "(share: int) -> Threshold",
        "when this share of the limit is used up, from 1 to 100; of days whole ones, rounded down: half of 15 is the end of the seventh",
    ),
    ("at_due", "() -> Threshold", "when the clock is due"),
    ("after", "(length: Length) -> Threshold", "so long after the clock was due"),
    (
        "earliest",
        "(a: Threshold | Array, b: Threshold) -> Threshold",
        "the first of two, three or a list",
    ),
    (
        "latest",
        "(a: Threshold | Array, b: Threshold) -> Threshold",
        "the last of two, three or a list",
    ),
    (
        "cap",
        "(most: Length) -> Pause",
        "pauses for no longer than this; without a length until the pause ends",
    ),
    ("no_pause", "() -> Pause", "the clock goes on"),
    ("pause", "() -> Pause", "the clock stands still until the pause ends"),
    ("deem", "(kind: String) -> Deem", "silence counts as this event"),
    (
        "backdated_to",
        "(deem: Deem, kind: String) -> Deem",
        "the deemed event takes the time of that one",
    ),
    ("date", "(text: String) -> date", "the day written as `2026-03-19`"),
    ("date_of", "(at: date | instant) -> date", "the day of an instant"),
    (
        "workdays_between",
        "(from: date | instant, to: date | instant) -> int",
        "how many working days lie behind `from`, up to `to`",
    ),
    (
        "days_between",
        "(from: date | instant, to: date | instant) -> int",
        "how many calendar days lie between",
    ),
    ("hours_between", "(from: instant, to: instant) -> int", "how many whole hours lie between"),
    (
        "minutes_between",
        "(from: instant, to: instant) -> int",
        "how many whole minutes lie between",
    ),
    ("in_office_hours", "(at: date | instant) -> bool", "whether the office is open then"),
    ("is_workday", "(day: date | instant) -> bool", "whether the day is worked"),
    ("value", "(it: ?) -> ?", "looks at a text or number at once; `switch` needs it"),
];

pub(super) const CASE: &[Meaning] = &[
    ("number", "String", "the case number"),
    ("department", "String", "the department that answers for it"),
    ("officer", "String", "who handles its current step"),
    ("post", "String", "the post of its current step"),
    ("officers", "int", "how many officers completed a step of it"),
    ("item", "Item", "what was applied for"),
    ("step", "Step", "where it stands"),
    (
        "facts",
        "Facts",
        "what its records say besides, by name: `c.facts.expiry_date`; nothing where they do not",
    ),
    ("first", "(kind: String) -> instant", "when the first event of the kind occurred"),
    ("last", "(kind: String) -> instant", "when the last event of the kind occurred"),
    ("count", "(kind: String) -> int", "how many events of the kind there are"),
    ("has", "(kind: String) -> bool", "whether there is an event of the kind"),
];

pub(super) const ITEM: &[Meaning] = &[
    ("code", "String", "its code"),
    ("name", "String", "its name"),
    ("type", "String", "its type (事项类型): `行政许可`, `公共服务` and so on; nothing if unknown"),
    ("kind", "String", "`immediate` (即办件), `committed` (承诺件) or `other`"),
    ("statutory_limit", "Length", "the limit that its law gives; nothing where it gives none"),
    ("statutory_extension", "Length", "by how much the head may extend it"),
    ("promised_limit", "Length", "the limit that was promised"),
    ("charges_fees", "bool", "whether it is charged for"),
    ("known", "bool", "whether the catalogue has it"),
];

pub(super) const STEP: &[Meaning] =
    &[("name", "String", "its name (环节)"), ("limit", "Length", "its limit in the catalogue")];

pub(super) const EVENT: &[Meaning] = &[
    ("kind", "String", "its kind; of a special procedure which procedure it is: `听证`"),
    ("occurred_on", "date", "the day on which it happened"),
    ("occurred_at", "instant", "when it happened"),
    ("recorded_on", "date", "the day on which it was reported"),
    ("recorded_at", "instant", "when it was reported"),
    ("department", "String", "the department that reports it"),
    ("officer", "String", "who acted"),
    ("post", "String", "the post of who acted"),
    ("note", "String", "what was noted"),
    ("step", "String", "the step it is about"),
    ("length", "Length", "by how much an extension extends"),
    ("approver", "String", "who approved an extension or special procedure"),
    ("basis", "String", "the basis of a special procedure, suspension or fee"),
    ("special", "String", "which special procedure it is"),
    ("notified_length", "Length", "the length that the applicant was told"),
    ("grade", "int", "the grade of an evaluation, from 1 (best) to 5"),
    ("charged_fen", "int", "what was charged, in fen"),
    ("standard_fen", "int", "what the standard allows, in fen"),
    ("activity", "String", "the foreign activity that was noted"),
    ("number", "String", "the number of a certificate"),
    ("version", "int", "1 where the record was first reported, more where it was corrected"),
];
