//! Timestamps and their three wire forms.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::Offset;

/// A point in time with nanosecond precision, in the years -9999 to 9999.
///
/// Constructors clamp to that range; parsing text or JSON fails outside it.
///
/// ```
/// # use runtime::Timestamp;
/// let linked = Timestamp::from_millis(1_728_518_400_123);
/// assert_eq!(linked.to_string(), "2024-10-10T00:00:00.123Z");
/// assert_eq!(linked.as_secs(), 1_728_518_400);
/// assert_eq!("2024-10-10T02:00:00.123+02:00".parse(), Ok(linked));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(jiff::Timestamp::UNIX_EPOCH);

    /// Creates a timestamp from seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_secs(secs: i64) -> Self {
        Self::nearest(jiff::Timestamp::from_second(secs), secs.is_negative())
    }

    /// Creates a timestamp from milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self::nearest(
            jiff::Timestamp::from_millisecond(millis),
            millis.is_negative(),
        )
    }

    fn nearest<E>(time: Result<jiff::Timestamp, E>, before_epoch: bool) -> Self {
        Self(time.unwrap_or(if before_epoch {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        }))
    }

    /// Returns whole seconds since 1970-01-01T00:00:00Z, rounded down; negative
    /// for earlier times.
    #[must_use]
    pub fn as_secs(&self) -> i64 {
        self.0.as_nanosecond().div_euclid(NANOS_PER_SEC) as i64
    }

    /// Returns the nanoseconds within the second of [`as_secs`](Self::as_secs),
    /// 0 to 999,999,999.
    #[must_use]
    pub fn subsec_nanos(&self) -> u32 {
        self.0.as_nanosecond().rem_euclid(NANOS_PER_SEC) as u32
    }

    /// Returns whole milliseconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub fn as_millis(&self) -> i64 {
        self.0.as_nanosecond().div_euclid(NANOS_PER_MILLI) as i64
    }

    /// Converts Smithy's `epoch-seconds`, rounded to the nearest millisecond,
    /// the precision of that form.
    pub(crate) fn from_epoch_seconds(secs: f64) -> Option<Self> {
        // Up to the year 9999, a double is precise enough to round back to the
        // exact millisecond.
        let millis = (secs * 1000.0).round();
        (millis.abs() < 1e15)
            .then(|| jiff::Timestamp::from_millisecond(millis as i64).ok())
            .flatten()
            .map(Self)
    }

    /// Formats seconds with milliseconds as a decimal fraction, without
    /// trailing zeros.
    pub(crate) fn to_epoch_seconds(self) -> String {
        let millis = self.as_millis();
        if millis.rem_euclid(1000) == 0 {
            millis.div_euclid(1000).to_string()
        } else {
            (millis as f64 / 1000.0).to_string()
        }
    }

    /// Like [`from_secs`](Self::from_secs), but `None` outside the range.
    pub(crate) fn checked_from_secs(secs: i64) -> Option<Self> {
        jiff::Timestamp::from_second(secs).ok().map(Self)
    }

    /// Formats an HTTP date (RFC 9110, IMF-fixdate), with a fraction only if
    /// the second has one: `Thu, 10 Oct 2024 00:00:00 GMT`.
    pub(crate) fn to_http_date(self) -> String {
        let format = if self.subsec_nanos() == 0 {
            "%a, %d %b %Y %H:%M:%S GMT"
        } else {
            "%a, %d %b %Y %H:%M:%S%.f GMT"
        };
        self.0.strftime(format).to_string()
    }

    /// Parses an HTTP date. Ignores the weekday, because it is redundant.
    pub(crate) fn from_http_date(text: &str) -> Option<Self> {
        let (_, date) = text.trim().split_once(", ")?;
        let date: DateTime = strtime::parse("%d %b %Y %H:%M:%S%.f GMT", date)
            .ok()?
            .to_datetime()
            .ok()?;
        Offset::UTC.to_timestamp(date).ok().map(Self)
    }
}

const NANOS_PER_SEC: i128 = 1_000_000_000;
const NANOS_PER_MILLI: i128 = 1_000_000;

/// RFC 3339 in UTC, with as many decimals as necessary.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Parses RFC 3339 with any offset.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self).map_err(|_| TimestampError)
    }
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
        Self::nearest(
            jiff::Timestamp::try_from(time),
            time < SystemTime::UNIX_EPOCH,
        )
    }
}

/// A time that the platform cannot represent becomes 1970-01-01T00:00:00Z.
impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let since = time.0.as_duration();
        let moved = if since.is_negative() {
            Self::UNIX_EPOCH.checked_sub(since.unsigned_abs())
        } else {
            Self::UNIX_EPOCH.checked_add(since.unsigned_abs())
        };
        moved.unwrap_or(Self::UNIX_EPOCH)
    }
}
