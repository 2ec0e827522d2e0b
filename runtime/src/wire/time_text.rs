//! Parses the parts of times in text.

use std::fmt;
use std::ops::RangeInclusive;

use crate::base::calendar::DateTime;

/// A time of day.
pub(super) struct Time {
    hour: i64,
    minute: i64,
    second: i64,
    nanos: u32,
}

impl Time {
    /// Returns seconds since 1970, and nanoseconds.
    pub(super) fn on(self, year: i64, month: i64, day: i64) -> Option<(i64, u32)> {
        let date_time = DateTime {
            year,
            month,
            day,
            hour: self.hour,
            minute: self.minute,
            second: self.second,
        };
        Some((date_time.to_seconds()?, self.nanos))
    }
}

/// The rest of the text.
pub(super) struct Cursor<'t>(pub(super) &'t str);

impl Cursor<'_> {
    pub(super) fn skip(&mut self, any: &[char]) -> Option<char> {
        let char = self.0.chars().next().filter(|char| any.contains(char))?;
        self.0 = self.0.get(char.len_utf8()..)?;
        Some(char)
    }

    fn digits(&mut self) -> &str {
        let rest = self.0;
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        digits
    }

    /// Reads a number with a number of digits in `length`.
    pub(super) fn number(&mut self, length: RangeInclusive<usize>) -> Option<i64> {
        let most = *length.end();
        let rest = self.0;
        let found = rest.bytes().take(most).take_while(u8::is_ascii_digit);
        let (digits, rest) = rest.split_at_checked(found.count())?;
        self.0 = rest;
        length
            .contains(&digits.len())
            .then(|| digits.parse().ok())?
    }

    /// Reads four digits, or a sign and six.
    pub(super) fn year(&mut self) -> Option<i64> {
        match self.skip(&['+', '-']) {
            None => self.number(4..=4),
            Some('-') => self
                .number(6..=6)
                .filter(|year| *year > 0)
                .map(|year| -year),
            Some(_) => self.number(6..=6),
        }
    }

    pub(super) fn time(&mut self) -> Option<Time> {
        let hour = self.number(2..=2)?;
        self.skip(&[':'])?;
        let minute = self.number(2..=2)?;
        let (mut second, mut nanos) = (0, 0);
        if self.skip(&[':']).is_some() {
            second = self.number(2..=2)?;
            if self.skip(&['.', ',']).is_some() {
                let digits = self.digits();
                if !(1..=9).contains(&digits.len()) {
                    return None;
                }
                nanos = format!("{digits:0<9}").parse().ok()?;
            }
        }
        Some(Time {
            hour,
            minute,
            second,
            nanos,
        })
    }

    /// Reads `Z`, or a number of hours and minutes; returns seconds.
    pub(super) fn offset(&mut self) -> Option<i64> {
        let sign = match self.skip(&['Z', 'z', '+', '-'])? {
            '+' => 1,
            '-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2..=2).filter(|hours| *hours < 24)?;
        let minutes = if self.skip(&[':']).is_some() || !self.0.is_empty() {
            self.number(2..=2).filter(|minutes| *minutes < 60)?
        } else {
            0
        };
        Some(sign * (hours * 60 + minutes) * 60)
    }

    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// The decimals of a second, without trailing zeros.
pub(super) struct Fraction(pub(super) u32);

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return Ok(());
        }
        let digits = format!("{:09}", self.0);
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}
