//! Timestamps and their three wire formats.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use super::time_text::{Cursor, Fraction};
use crate::base::calendar::DateTime;

/// A point in time with nanosecond precision.
///
/// The wire formats only support the years -9999 to 9999: other times can be
/// neither parsed nor written as JSON.
///
/// ```
/// # use runtime::Timestamp;
/// let linked = Timestamp::from_millis(1_728_518_400_123);
/// assert_eq!(linked.to_string(), "2024-10-10T00:00:00.123Z");
/// assert_eq!(linked.as_secs(), 1_728_518_400);
/// assert_eq!("2024-10-10T02:00:00.123+02:00".parse(), Ok(linked));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Whole seconds since 1970, rounded down.
    secs: i64,
    nanos: u32,
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self { secs: 0, nanos: 0 };

    /// Creates a timestamp from seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_secs(secs: i64) -> Self {
        Self { secs, nanos: 0 }
    }

    /// Creates a timestamp from milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self {
            secs: millis.div_euclid(1000),
            nanos: millis.rem_euclid(1000) as u32 * NANOS_PER_MILLI,
        }
    }

    /// Returns whole seconds since 1970-01-01T00:00:00Z, rounded down; negative
    /// for earlier times.
    #[must_use]
    pub fn as_secs(&self) -> i64 {
        self.secs
    }

    /// Returns the nanoseconds within the second of [`as_secs`](Self::as_secs),
    /// 0 to 999,999,999.
    #[must_use]
    pub fn subsec_nanos(&self) -> u32 {
        self.nanos
    }

    /// Returns whole milliseconds since 1970-01-01T00:00:00Z, rounded down.
    /// Saturates beyond 292 million years.
    #[must_use]
    pub fn as_millis(&self) -> i64 {
        let millis = i64::from(self.nanos / NANOS_PER_MILLI);
        self.secs.saturating_mul(1000).saturating_add(millis)
    }

    /// Returns whether the wire formats support this time: the years -9999 to
    /// 9999.
    pub(crate) fn is_writable(self) -> bool {
        DateTime::covers(self.secs)
    }

    /// The date and time in UTC; `None` outside the years -9999 to 9999.
    fn utc(self) -> Option<DateTime> {
        DateTime::from_seconds(self.secs)
    }

    fn writable(self) -> Option<Self> {
        self.is_writable().then_some(self)
    }

    /// Converts Smithy's `epoch-seconds`, rounded to the nearest millisecond,
    /// the precision of that format.
    pub(crate) fn from_epoch_seconds(secs: f64) -> Option<Self> {
        // Up to the year 9999, a double is precise enough to round back to the
        // exact millisecond.
        let millis = (secs * 1000.0).round();
        (millis.abs() < 1e15)
            .then(|| Self::from_millis(millis as i64))
            .and_then(Self::writable)
    }

    /// Formats seconds with milliseconds as a decimal fraction, without
    /// trailing zeros.
    pub(crate) fn to_epoch_seconds(self) -> String {
        match self.epoch_millis() {
            None => self.secs.to_string(),
            Some(secs) => secs.to_string(),
        }
    }

    /// Returns the seconds with milliseconds as a fraction; `None` if there is
    /// no fraction. The value has at most 15 significant digits, so the shortest
    /// text of this double is the exact decimal.
    pub(crate) fn epoch_millis(self) -> Option<f64> {
        let has_fraction = self.nanos >= NANOS_PER_MILLI;
        has_fraction.then(|| self.as_millis() as f64 / 1000.0)
    }

    /// Like [`from_secs`](Self::from_secs), but `None` outside the years
    /// -9999 to 9999.
    pub(crate) fn checked_from_secs(secs: i64) -> Option<Self> {
        Self::from_secs(secs).writable()
    }

    /// Formats an HTTP date (RFC 9110, IMF-fixdate), with a fraction only if
    /// the time has one: `Thu, 10 Oct 2024 00:00:00 GMT`.
    pub(crate) fn to_http_date(self) -> String {
        let Some(utc) = self.utc() else {
            return self.to_string();
        };
        let weekday = utc.weekday().and_then(|day| WEEKDAYS.get(day));
        let month = usize::try_from(utc.month - 1).ok();
        let month = month.and_then(|month| MONTHS.get(month));
        format!(
            "{}, {:02} {} {:04} {:02}:{:02}:{:02}{} GMT",
            weekday.unwrap_or(&""),
            utc.day,
            month.unwrap_or(&""),
            utc.year,
            utc.hour,
            utc.minute,
            utc.second,
            Fraction(self.nanos),
        )
    }

    /// Parses Smithy's `date-time` as servers must: RFC 3339 with optional
    /// fractional seconds and without a UTC offset.
    pub(crate) fn from_utc_date_time(text: &str) -> Option<Self> {
        const PATTERN: &[u8] = b"0000-00-00T00:00:00";
        let (start, end) = text.split_at_checked(PATTERN.len())?;
        let fits = |(found, expected): (u8, &u8)| match expected {
            b'0' => found.is_ascii_digit(),
            _ => found.eq_ignore_ascii_case(expected),
        };
        let end = end.strip_suffix(['Z', 'z'])?;
        let fraction = end.strip_prefix('.');
        let is_fraction = fraction.is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
        });
        let valid = start.bytes().zip(PATTERN).all(fits) && (end.is_empty() || is_fraction);
        valid.then(|| parse(text)).flatten()
    }

    /// Parses an HTTP date. Ignores the weekday, because it is redundant.
    pub(crate) fn from_http_date(text: &str) -> Option<Self> {
        let (_, text) = text.trim().split_once(", ")?;
        let mut words = text.split_ascii_whitespace();
        let mut cursor = Cursor(words.next()?);
        let day = cursor.number(1..=2)?;
        cursor.end()?;
        let name = words.next()?;
        let month = MONTHS
            .iter()
            .position(|month| month.eq_ignore_ascii_case(name))?;
        let mut cursor = Cursor(words.next()?);
        let year = cursor.year()?;
        cursor.end()?;
        let mut cursor = Cursor(words.next()?);
        let time = cursor.time()?;
        cursor.end()?;
        if words.next() != Some("GMT") || words.next().is_some() {
            return None;
        }
        let month = i64::try_from(month).ok()? + 1;
        let (secs, nanos) = time.on(year, month, day)?;
        Self { secs, nanos }.writable()
    }
}

const NANOS_PER_SEC: i128 = 1_000_000_000;
const NANOS_PER_MILLI: u32 = 1_000_000;

/// RFC 3339 in UTC, with as many decimals as necessary. Outside the years -9999
/// to 9999, seconds since 1970: `@999999999999`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.utc() {
            Some(utc) => {
                // ISO 8601 has six digits and a sign for years before 0.
                let (sign, digits) = if utc.year < 0 { ("-", 6) } else { ("", 4) };
                write!(
                    f,
                    "{sign}{:0digits$}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z",
                    utc.year.abs(),
                    utc.month,
                    utc.day,
                    utc.hour,
                    utc.minute,
                    utc.second,
                    Fraction(self.nanos),
                )
            }
            None => write!(f, "@{}", self.secs),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Parses RFC 3339 with any offset.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.trim()).ok_or(TimestampError)
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor(text);
    let year = cursor.year()?;
    cursor.skip(&['-'])?;
    let month = cursor.number(2..=2)?;
    cursor.skip(&['-'])?;
    let day = cursor.number(2..=2)?;
    cursor.skip(&['T', 't', ' '])?;
    let (secs, nanos) = cursor.time()?.on(year, month, day)?;
    let secs = secs - cursor.offset()?;
    cursor.end()?;
    Timestamp { secs, nanos }.writable()
}

/// Text that is not an RFC 3339 time, or a time outside the years -9999 to
/// 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampError;

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a time in RFC 3339, such as 2024-10-10T00:00:00Z")
    }
}

impl std::error::Error for TimestampError {}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let nanos = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => since.as_nanos() as i128,
            Err(before) => -(before.duration().as_nanos() as i128),
        };
        Self {
            secs: nanos.div_euclid(NANOS_PER_SEC) as i64,
            nanos: nanos.rem_euclid(NANOS_PER_SEC) as u32,
        }
    }
}

/// A time that the platform cannot represent becomes 1970-01-01T00:00:00Z.
impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let secs = Duration::from_secs(time.secs.unsigned_abs());
        let whole = if time.secs < 0 {
            Self::UNIX_EPOCH.checked_sub(secs)
        } else {
            Self::UNIX_EPOCH.checked_add(secs)
        };
        let nanos = Duration::from_nanos(u64::from(time.nanos));
        let moved = whole.and_then(|whole| whole.checked_add(nanos));
        moved.unwrap_or(Self::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first second of the year 1 and the last one of the year 9999.
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;

    #[test]
    fn represents_the_years_1_to_9999() {
        for (secs, date_time, http_date) in [
            (
                FIRST,
                "0001-01-01T00:00:00Z",
                "Mon, 01 Jan 0001 00:00:00 GMT",
            ),
            (
                LAST,
                "9999-12-31T23:59:59Z",
                "Fri, 31 Dec 9999 23:59:59 GMT",
            ),
            (
                253_402_207_200,
                "9999-12-30T22:00:00Z",
                "Thu, 30 Dec 9999 22:00:00 GMT",
            ),
        ] {
            let time = Timestamp::from_secs(secs);
            assert_eq!(time.to_string(), date_time);
            assert_eq!(date_time.parse(), Ok(time));
            assert_eq!(time.to_http_date(), http_date);
            assert_eq!(Timestamp::from_http_date(http_date), Some(time));
            assert_eq!(time.to_epoch_seconds(), secs.to_string());
            assert_eq!(Timestamp::from_epoch_seconds(secs as f64), Some(time));
            // Times of Windows begin in 1601.
            if cfg!(not(windows)) || secs > 0 {
                assert_eq!(Timestamp::from(SystemTime::from(time)), time);
            }
        }
        let nanos = "9999-12-31T23:59:59.999999999Z";
        let last = nanos.parse::<Timestamp>().expect("a time");
        assert_eq!(last.to_string(), nanos);
        assert_eq!(
            last.to_http_date(),
            "Fri, 31 Dec 9999 23:59:59.999999999 GMT"
        );
    }

    #[test]
    fn rejects_other_years() {
        for text in ["9999-12-31T23:59:59-01:00", "10000-01-01T00:00:00Z"] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
        }
        for secs in [LAST + 1, i64::MIN, i64::MAX] {
            let time = Timestamp::from_secs(secs);
            assert_eq!(time.as_secs(), secs, "not clamped");
            assert_eq!(time.to_string(), format!("@{secs}"));
            assert_eq!(Timestamp::checked_from_secs(secs), None);
        }
        assert_eq!(Timestamp::from_epoch_seconds(LAST as f64 + 1.0), None);
    }

    #[test]
    fn leap_seconds_are_the_next_second() {
        let next = Timestamp::from_secs(1_483_228_800);
        for text in [
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:00:00Z",
            "2016-12-31T15:59:60-08:00",
        ] {
            assert_eq!(text.parse(), Ok(next), "{text}");
        }
        let later = next.as_millis() + 500;
        assert_eq!(
            "2016-12-31T23:59:60.5Z".parse(),
            Ok(Timestamp::from_millis(later))
        );
        for text in [
            "Sat, 31 Dec 2016 23:59:60 GMT",
            "Sun, 01 Jan 2017 00:00:00 GMT",
        ] {
            assert_eq!(Timestamp::from_http_date(text), Some(next), "{text}");
        }
        let before = Timestamp::from_secs(1_483_228_799);
        assert_eq!("2016-12-31T23:59:59Z".parse(), Ok(before));
        assert_eq!(
            "9999-12-31T23:59:60Z".parse::<Timestamp>(),
            Err(TimestampError)
        );
    }

    #[test]
    fn servers_read_times_in_utc() {
        for text in [
            "1985-04-12T23:20:50Z",
            "1985-04-12T23:20:50.52Z",
            "1985-04-12t23:20:50z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
        ] {
            let expected = text.parse::<Timestamp>().expect("a time");
            assert_eq!(
                Timestamp::from_utc_date_time(text),
                Some(expected),
                "{text}"
            );
        }
        for text in [
            "",
            "Z",
            "1996-12-19T16:39:57",
            "1996-12-19T16:39:57-08:00",
            "1996-12-19T16:39:57+00",
            "1996-12-19T16:39:57+00Z",
            "1996-12-19T163957Z",
            "19961219T163957Z",
            "1996-12-19T16:39Z",
            "1996-12-19T16Z",
            "1996-12-19 16:39:57Z",
            "1996-12-19T16:39:57.Z",
            "1996-13-19T16:39:57Z",
            " 1996-12-19T16:39:57Z",
            "2011-12-03T10:15:30+01:00[Europe/Paris]",
            "2011-12-03T10:15:30Z[UTC]",
            "+001996-12-19T16:39:57Z",
            "1996-12-19T16:39:5\u{e9}Z",
        ] {
            assert_eq!(Timestamp::from_utc_date_time(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn all_forms_round_trip(secs in FIRST..=LAST, millis in 0..1_000_i64) {
            let time = Timestamp::from_millis(secs * 1000 + millis);
            proptest::prop_assert_eq!(time.to_string().parse(), Ok(time));
            proptest::prop_assert_eq!(Timestamp::from_http_date(&time.to_http_date()), Some(time));
            let epoch = time.to_epoch_seconds().parse().expect("a number");
            proptest::prop_assert_eq!(Timestamp::from_epoch_seconds(epoch), Some(time));
        }
    }
}
