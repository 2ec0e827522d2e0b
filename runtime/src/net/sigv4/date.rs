//! The two date formats of signatures.

use std::time::SystemTime;

use crate::base::calendar::DateTime;

/// A signing time in the formats `20150830T123600Z` and `20150830`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SigningTime {
    timestamp: [u8; 16],
}

/// `YYYYMMDD`.
const DATE_LENGTH: usize = 8;

impl SigningTime {
    /// Formats the time in whole seconds, UTC. `None` outside the years 1970 to
    /// 9999.
    pub(crate) fn new(time: SystemTime) -> Option<Self> {
        let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let seconds = i64::try_from(since_epoch.as_secs()).ok()?;
        let utc = DateTime::from_seconds(seconds)?;
        let year = u8::try_from(utc.year / 100).ok()?;
        let year_of_century = u8::try_from(utc.year % 100).ok()?;
        let [y1, y2] = two_digits(year);
        let [y3, y4] = two_digits(year_of_century);
        let [month, day, hour, minute, second] =
            [utc.month, utc.day, utc.hour, utc.minute, utc.second]
                .map(|number| two_digits(u8::try_from(number).unwrap_or_default()));
        Some(Self {
            timestamp: [
                y1, y2, y3, y4, month[0], month[1], day[0], day[1], b'T', hour[0], hour[1],
                minute[0], minute[1], second[0], second[1], b'Z',
            ],
        })
    }

    /// Returns date and time for `x-amz-date`.
    pub(crate) fn timestamp(&self) -> &str {
        str::from_utf8(&self.timestamp).unwrap_or_default()
    }

    /// Returns date and time as bytes.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.timestamp
    }

    /// Returns the date for the credential scope.
    pub(crate) fn date(&self) -> &[u8] {
        self.timestamp.get(..DATE_LENGTH).unwrap_or_default()
    }
}

/// Returns the decimal digits of a number below 100.
fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
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
            assert_eq!(time.timestamp(), timestamp);
            assert_eq!(time.date(), date.as_bytes());
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
