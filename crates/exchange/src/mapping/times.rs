//! Times as foreign logs write them, with or without an offset.
//!
//! RFC 3339 and its relatives (`2026-03-19 17:30:00`, `2026-03-19T17:30`, `2026-03-19`) are always understood; a mapping adds
//! others as patterns of `%Y %m %d %H %M %S %f %z` and letters that stand for themselves.
//!
//! *Invariant.* A time without an offset is read in the zone of the mapping, never in that of the machine; without a zone it is
//! refused.
//!
//! *Absent on purpose.* Guesses: `03/04/2026` is no time unless a pattern says which is the month.

use duban_calendar::{Day, Timestamp, Zone};

use crate::fault::{Fault, excerpt};

const DAY_MS: i64 = 86_400_000;

/// How a log writes its times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    /// Tried in this order, before the forms that are always understood.
    pub(crate) patterns: Vec<Pattern>,
    /// Where times without an offset were written.
    pub(crate) zone: Option<Zone>,
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTime {
    /// No known form fits.
    Form,
    /// It has no offset, and the mapping names no zone.
    Zone,
}

/// What a text says: a day, a time of day, and how far that is ahead of UTC, if it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wall {
    day: Day,
    ms: u32,
    offset_ms: Option<i64>,
}

impl NoTime {
    /// The fault of a record in whose column `name` the text stands.
    pub(crate) fn fault(self, name: &str, text: &str) -> Fault {
        let text = excerpt(text, 60);
        match self {
            NoTime::Form => Fault::new(
                format!(
                    "`{name}` is `{text}`, which is no time in any form that the mapping knows"
                ),
                "mend the value, or add its form to `times` in the mapping, for example `times = [\"%d.%m.%Y %H:%M\"]`",
            ),
            NoTime::Zone => Fault::new(
                format!("`{name}` is `{text}`, a time without an offset"),
                "name the place it was written in the mapping, for example `zone = \"Asia/Shanghai\"`",
            ),
        }
    }
}

impl Times {
    /// The instant that a text names; a day alone stands for its first instant.
    pub(crate) fn instant(&self, text: &str) -> Result<Timestamp, NoTime> {
        let wall = self.wall(text)?;
        self.place(wall)
    }

    /// The civil day that a text names, in the zone of the mapping where there is one, else as it is written.
    pub(crate) fn day(&self, text: &str) -> Result<Day, NoTime> {
        let wall = self.wall(text)?;
        match &self.zone {
            Some(zone) if wall.offset_ms.is_some() => Ok(zone.day_of(self.place(wall)?)),
            _ => Ok(wall.day),
        }
    }

    fn wall(&self, text: &str) -> Result<Wall, NoTime> {
        let own = self.patterns.iter().find_map(|pattern| pattern.read(text));
        own.or_else(|| iso(text)).ok_or(NoTime::Form)
    }

    fn place(&self, wall: Wall) -> Result<Timestamp, NoTime> {
        match (wall.offset_ms, &self.zone) {
            (Some(offset), _) => {
                Ok(Timestamp(i64::from(wall.day.0) * DAY_MS + i64::from(wall.ms) - offset))
            }
            (None, Some(zone)) => Ok(zone.instant(wall.day, wall.ms)),
            (None, None) => Err(NoTime::Zone),
        }
    }
}

/// `yyyy-mm-dd`, then if anything `T` or a blank, hours and minutes, seconds with a fraction, and an offset.
fn iso(text: &str) -> Option<Wall> {
    let mut cursor = Cursor(text.as_bytes());
    let mut parts = Parts { year: cursor.number(4, 4)?, ..Parts::default() };
    cursor.letter(b'-')?;
    parts.month = cursor.number(2, 2)?;
    cursor.letter(b'-')?;
    parts.day = cursor.number(2, 2)?;
    if cursor.0.is_empty() {
        return parts.wall();
    }
    cursor.letter(b'T').or_else(|| cursor.letter(b't')).or_else(|| cursor.letter(b' '))?;
    parts.hour = cursor.number(2, 2)?;
    cursor.letter(b':')?;
    parts.minute = cursor.number(2, 2)?;
    if cursor.letter(b':').is_some() {
        parts.second = cursor.number(2, 2)?;
        if cursor.letter(b'.').or_else(|| cursor.letter(b',')).is_some() {
            parts.ms = cursor.fraction()?;
        }
    }
    if !cursor.0.is_empty() {
        cursor.letter(b' ');
        parts.offset_ms = Some(cursor.offset()?);
    }
    cursor.0.is_empty().then(|| parts.wall())?
}

/// A form of time that a mapping describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Fraction,
    Offset,
    UnixSeconds,
    Letters(String),
}

impl Pattern {
    /// Reads a description; the error says what in it is not understood.
    pub(crate) fn parse(description: &str) -> Result<Pattern, String> {
        let mut pieces = Vec::new();
        let mut rest = description.chars();
        while let Some(letter) = rest.next() {
            let piece = match letter {
                '%' => match rest.next() {
                    Some('Y') => Piece::Year,
                    Some('m') => Piece::Month,
                    Some('d') => Piece::Day,
                    Some('H') => Piece::Hour,
                    Some('M') => Piece::Minute,
                    Some('S') => Piece::Second,
                    Some('f') => Piece::Fraction,
                    Some('z') => Piece::Offset,
                    Some('s') => Piece::UnixSeconds,
                    Some('%') => Piece::Letters("%".to_owned()),
                    Some(other) => return Err(format!("%{other}")),
                    None => return Err("%".to_owned()),
                },
                letter => Piece::Letters(letter.to_string()),
            };
            match (pieces.last_mut(), piece) {
                (Some(Piece::Letters(before)), Piece::Letters(more)) => before.push_str(&more),
                (_, piece) => pieces.push(piece),
            }
        }
        let dated = pieces.contains(&Piece::UnixSeconds)
            || [Piece::Year, Piece::Month, Piece::Day].iter().all(|piece| pieces.contains(piece));
        if dated { Ok(Pattern(pieces)) } else { Err(description.to_owned()) }
    }

    fn read(&self, text: &str) -> Option<Wall> {
        let mut cursor = Cursor(text.as_bytes());
        let mut parts = Parts::default();
        for piece in &self.0 {
            match piece {
                Piece::Year => parts.year = cursor.number(4, 4)?,
                Piece::Month => parts.month = cursor.number(1, 2)?,
                Piece::Day => parts.day = cursor.number(1, 2)?,
                Piece::Hour => parts.hour = cursor.number(1, 2)?,
                Piece::Minute => parts.minute = cursor.number(1, 2)?,
                Piece::Second => parts.second = cursor.number(1, 2)?,
                Piece::Fraction => parts.ms = cursor.fraction()?,
                Piece::Offset => parts.offset_ms = Some(cursor.offset()?),
                Piece::UnixSeconds => parts.unix = Some(cursor.number(1, 11)?),
                Piece::Letters(letters) => cursor.0 = cursor.0.strip_prefix(letters.as_bytes())?,
            }
        }
        cursor.0.is_empty().then(|| parts.wall())?
    }
}

#[derive(Clone, Copy, Default)]
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    ms: i64,
    offset_ms: Option<i64>,
    unix: Option<i64>,
}

impl Parts {
    /// The parts together, if there are such a day and such a time of day. 24:00 is the end of a day, 23:59:60 a leap second.
    fn wall(self) -> Option<Wall> {
        if let Some(seconds) = self.unix {
            let ms = seconds * 1000 + self.ms;
            let day = Day::clamped(ms.div_euclid(DAY_MS));
            return Some(Wall { day, ms: ms.rem_euclid(DAY_MS) as u32, offset_ms: Some(0) });
        }
        let day = Day::from_ymd(self.year as i32, self.month as u32, self.day as u32)?;
        let ms = ((self.hour * 60 + self.minute) * 60 + self.second) * 1000 + self.ms;
        let real = self.hour <= 24 && self.minute <= 59 && self.second <= 60 && ms <= DAY_MS;
        real.then_some(Wall { day, ms: ms as u32, offset_ms: self.offset_ms })
    }
}

struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn letter(&mut self, letter: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[letter])?;
        Some(())
    }

    /// A number of at least `min` and at most `max` digits, of which there are at most 18.
    fn number(&mut self, min: usize, max: usize) -> Option<i64> {
        let digits = self.0.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
        if digits < min {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some(number.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    }

    /// Digits after the point, as milliseconds; what is finer is dropped.
    fn fraction(&mut self) -> Option<i64> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        let digit = |at: usize| number.get(at).map_or(0, |digit| i64::from(digit - b'0'));
        (digits > 0).then(|| digit(0) * 100 + digit(1) * 10 + digit(2))
    }

    /// `Z`, `+08:00`, `+0800` or `+08`, in milliseconds.
    fn offset(&mut self) -> Option<i64> {
        if self.letter(b'Z').or_else(|| self.letter(b'z')).is_some() {
            return Some(0);
        }
        let sign = if self.letter(b'+').is_some() { 1 } else { self.letter(b'-').map(|()| -1)? };
        let hours = self.number(2, 2)?;
        self.letter(b':');
        let minutes = self.number(2, 2).unwrap_or(0);
        (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * 60_000)
    }
}

#[cfg(test)]
mod tests;
