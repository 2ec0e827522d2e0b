//! The two date formats of signatures.

use std::time::SystemTime;

use jiff::tz::TimeZone;

/// A signing time in the formats `20150830T123600Z` and `20150830`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SigningTime {
    timestamp: String,
}

/// `YYYYMMDD`.
const DATE_LENGTH: usize = 8;

impl SigningTime {
    /// Formats the time in whole seconds, UTC. `None` outside the years 1970 to
    /// 9999.
    pub(crate) fn new(time: SystemTime) -> Option<Self> {
        let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let seconds = i64::try_from(since_epoch.as_secs()).ok()?;
        let utc = TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
        Some(Self {
            timestamp: format!(
                "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
                utc.year(),
                utc.month(),
                utc.day(),
                utc.hour(),
                utc.minute(),
                utc.second(),
            ),
        })
    }

    /// Returns date and time for `x-amz-date`.
    pub(crate) fn timestamp(&self) -> &str {
        &self.timestamp
    }

    /// Returns the date for the credential scope.
    pub(crate) fn date(&self) -> &str {
        self.timestamp.get(..DATE_LENGTH).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn formats_whole_seconds_of_utc() {
        for (seconds, timestamp, date) in [
            (0, "19700101T000000Z", "19700101"),
            (951_782_399, "20000228T235959Z", "20000228"),
            (951_868_799, "20000229T235959Z", "20000229"),
            (1_440_938_160, "20150830T123600Z", "20150830"),
            (253_402_207_200, "99991230T220000Z", "99991230"),
        ] {
            let time = SystemTime::UNIX_EPOCH + Duration::new(seconds, 999_999_999);
            let time = SigningTime::new(time).expect("in range");
            assert_eq!((time.timestamp(), time.date()), (timestamp, date));
        }
    }

    #[test]
    fn rejects_times_before_1970_and_after_9999() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        let after = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800);
        assert_eq!(SigningTime::new(before), None);
        assert_eq!(SigningTime::new(after), None);
    }
}
