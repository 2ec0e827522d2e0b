//! Dates of the Gregorian calendar, in UTC.

/// A date and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTime {
    /// -9999 to 9999.
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
    /// 0 to 23.
    pub(crate) hour: i64,
    /// 0 to 59.
    pub(crate) minute: i64,
    /// 0 to 59, or 60 for a leap second.
    pub(crate) second: i64,
}

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// The days of 400 years, after which the calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;

/// The days from 0000-03-01 to 1970-01-01. A year that begins in March ends with
/// the leap day.
const EPOCH: i64 = 719_468;

/// The first and the last second of the years -9999 to 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -377_705_116_800..=253_402_300_799;

impl DateTime {
    /// Returns whether seconds since 1970 are in the years -9999 to 9999.
    pub(crate) fn covers(seconds: i64) -> bool {
        SECONDS.contains(&seconds)
    }

    /// Converts seconds since 1970; `None` outside the years -9999 to 9999.
    pub(crate) fn from_seconds(seconds: i64) -> Option<Self> {
        if !Self::covers(seconds) {
            return None;
        }
        let days = seconds.div_euclid(SECONDS_PER_DAY) + EPOCH;
        let time = seconds.rem_euclid(SECONDS_PER_DAY);
        let day_of_era = days.rem_euclid(DAYS_PER_ERA);
        // Without the leap days of the era.
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // Counted from March, the lengths of months repeat: 31, 30, 31, 30, 31.
        let from_march = (5 * day_of_year + 2) / 153;
        let month = (from_march + 2) % 12 + 1;
        let year = year_of_era + days.div_euclid(DAYS_PER_ERA) * 400 + i64::from(month <= 2);
        Some(Self {
            year,
            month,
            day: day_of_year - (153 * from_march + 2) / 5 + 1,
            hour: time / 3_600,
            minute: time / 60 % 60,
            second: time % 60,
        })
    }

    /// Converts to seconds since 1970, where a leap second equals the second
    /// after it; `None` if the date or the time does not exist.
    pub(crate) fn to_seconds(self) -> Option<i64> {
        let year = self.year - i64::from(self.month <= 2);
        let from_march = (self.month + 9) % 12;
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * from_march + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = year.div_euclid(400) * DAYS_PER_ERA + day_of_era - EPOCH;
        let seconds = days * SECONDS_PER_DAY + self.hour * 3_600 + self.minute * 60;
        // A day that the month does not have becomes a day of the next month.
        let exists = (1..=12).contains(&self.month)
            && Self::from_seconds(days * SECONDS_PER_DAY)?.day == self.day
            && (0..24).contains(&self.hour)
            && (0..60).contains(&self.minute)
            && (0..=60).contains(&self.second);
        exists.then_some(seconds + self.second)
    }

    /// Returns the day of the week, from 0 for Sunday.
    pub(crate) fn weekday(self) -> Option<usize> {
        // 1970-01-01 was a Thursday.
        let days = self.to_seconds()?.div_euclid(SECONDS_PER_DAY) + 4;
        usize::try_from(days.rem_euclid(7)).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn converts_like_jiff(seconds in SECONDS) {
            let found = DateTime::from_seconds(seconds).expect("in range");
            let epoch = civil::date(1970, 1, 1).at(0, 0, 0, 0);
            let expected = epoch.saturating_add(jiff::SignedDuration::from_secs(seconds));
            let date = [expected.year(), expected.month().into(), expected.day().into()];
            prop_assert_eq!([found.year, found.month, found.day], date.map(i64::from));
            let time = [expected.hour(), expected.minute(), expected.second()];
            prop_assert_eq!([found.hour, found.minute, found.second], time.map(i64::from));
            let weekday = expected.weekday().to_sunday_zero_offset();
            prop_assert_eq!(found.weekday(), usize::try_from(weekday).ok());
            prop_assert_eq!(found.to_seconds(), Some(seconds));
        }

        #[test]
        fn rejects_days_that_do_not_exist(year in -9999i16..=9999, month in 0i8..14, day in 0i8..33) {
            let found = DateTime {
                year: year.into(),
                month: month.into(),
                day: day.into(),
                hour: 0,
                minute: 0,
                second: 0,
            };
            let exists = civil::Date::new(year, month, day).is_ok();
            prop_assert_eq!(found.to_seconds().is_some(), exists);
        }
    }

    #[test]
    fn supports_only_years_of_four_digits() {
        for (seconds, year) in [(*SECONDS.start(), -9999), (*SECONDS.end(), 9999)] {
            assert_eq!(
                DateTime::from_seconds(seconds).map(|date| date.year),
                Some(year)
            );
        }
        assert_eq!(DateTime::from_seconds(SECONDS.start() - 1), None);
        assert_eq!(DateTime::from_seconds(SECONDS.end() + 1), None);
        assert_eq!(DateTime::from_seconds(i64::MIN), None);
        let start = DateTime::from_seconds(*SECONDS.start()).expect("in range");
        assert_eq!((start.month, start.day, start.second), (1, 1, 0));
    }
}
