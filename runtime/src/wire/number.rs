//! Numbers of any size and precision, stored as text.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::wire::encode::{FromText, HttpValue};

/// A decimal number of any size and precision.
///
/// It stores the original text, so no digit is lost; for arithmetic, pass
/// [`as_str`](Self::as_str) to a library of your choice. Numbers compare by
/// value: `1.0` equals `1.00`.
///
/// ```
/// # use runtime::BigDecimal;
/// let price: BigDecimal = "12345678901234567890.10".parse()?;
/// assert_eq!(price.to_string(), "12345678901234567890.10");
/// assert!(price > BigDecimal::from(7));
/// assert_eq!("1e2".parse::<BigDecimal>()?, BigDecimal::from(100));
/// # Ok::<(), runtime::NumberError>(())
/// ```
#[derive(Clone)]
pub struct BigDecimal(String);

/// An integer of any size.
///
/// Like [`BigDecimal`], without a fraction or an exponent.
///
/// ```
/// # use runtime::BigInteger;
/// let population: BigInteger = "340282366920938463463374607431768211456".parse()?;
/// assert_eq!(population.to_i64(), None);
/// assert_eq!(BigInteger::from(-3).to_i64(), Some(-3));
/// assert!("1.5".parse::<BigInteger>().is_err());
/// # Ok::<(), runtime::NumberError>(())
/// ```
#[derive(Clone)]
pub struct BigInteger(String);

impl BigDecimal {
    /// Returns the nearest double; infinite if the number is too large.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        // Rust's float grammar includes JSON's.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

macro_rules! numbers {
    ($($number:ident, $is_number:ident, $what:literal;)*) => {$(
        impl $number {
            /// Creates a number from a literal in source code; invalid text
            /// becomes zero. Use `parse` for all other text.
            #[must_use]
            pub fn literal(text: &str) -> Self {
                text.parse().unwrap_or_default()
            }

            /// Returns the original text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the number; `None` if its text has a fraction or an
            /// exponent, or if it overflows.
            #[must_use]
            pub fn to_i64(&self) -> Option<i64> {
                self.0.parse().ok()
            }
        }

        /// Parses a number in JSON's syntax.
        impl FromStr for $number {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, NumberError> {
                if $is_number(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(NumberError)
                }
            }
        }

        /// Zero.
        impl Default for $number {
            fn default() -> Self {
                Self("0".to_owned())
            }
        }

        impl From<i64> for $number {
            fn from(number: i64) -> Self {
                Self(number.to_string())
            }
        }

        impl From<i32> for $number {
            fn from(number: i32) -> Self {
                Self(number.to_string())
            }
        }

        impl From<u64> for $number {
            fn from(number: u64) -> Self {
                Self(number.to_string())
            }
        }

        impl fmt::Display for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialEq for $number {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }

        impl Eq for $number {}

        impl PartialOrd for $number {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $number {
            fn cmp(&self, other: &Self) -> Ordering {
                DecimalValue::from_text(&self.0).cmp(&DecimalValue::from_text(&other.0))
            }
        }

        impl Serialize for $number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match (self.0.parse::<i64>(), self.0.parse::<u64>()) {
                    // As an integer, `-0` would lose its sign.
                    (Ok(number), _) if self.0 != "-0" => serializer.serialize_i64(number),
                    (_, Ok(number)) => serializer.serialize_u64(number),
                    _ => {
                        let json = RawValue::from_string(self.0.clone());
                        json.map_err(S::Error::custom)?.serialize(serializer)
                    }
                }
            }
        }

        /// Reads a JSON number or a string that contains one; some services
        /// send numbers as strings to keep their digits.
        impl<'de> Deserialize<'de> for $number {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = <Box<RawValue>>::deserialize(deserializer)?;
                let text = raw.get();
                let text = text
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'))
                    .unwrap_or(text);
                text.parse()
                    .map_err(|_| D::Error::invalid_value(Unexpected::Other("a value"), &$what))
            }
        }

        impl HttpValue for $number {
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                each(&self.0);
            }
        }

        impl FromText for $number {
            fn from_text(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }
        }
    )*};
}

numbers! {
    BigDecimal, is_decimal, "a decimal number";
    BigInteger, is_integer, "a whole number";
}

impl From<BigInteger> for BigDecimal {
    fn from(number: BigInteger) -> Self {
        Self(number.0)
    }
}

/// Text that is not a number in JSON's syntax, such as `-12.5e3`; integers have
/// neither fraction nor exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberError;

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a number such as -12 or, with a fraction, 12.5e3")
    }
}

impl std::error::Error for NumberError {}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    is_digits(digits) && (digits == "0" || !digits.starts_with('0'))
}

fn is_decimal(text: &str) -> bool {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    is_integer(whole)
        && fraction.is_none_or(is_digits)
        && exponent
            .is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// A number in a comparable format: ±0.DIGITS × 10^exponent, without leading or
/// trailing zeros in the digits. Zero has no digits.
#[derive(PartialEq, Eq)]
struct DecimalValue {
    negative: bool,
    exponent: i64,
    digits: String,
}

impl DecimalValue {
    fn from_text(text: &str) -> Self {
        let negative = text.starts_with('-');
        let text = text.strip_prefix('-').unwrap_or(text);
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        // An exponent beyond 64 bits saturates.
        let least = if exponent.starts_with('-') {
            i64::MIN / 2
        } else {
            i64::MAX / 2
        };
        let exponent = exponent.parse().map_or(least, |exponent: i64| {
            exponent.clamp(i64::MIN / 2, i64::MAX / 2)
        });
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0');
        let zeros = digits.len() - significant.len();
        let digits = significant.trim_end_matches('0').to_owned();
        let point = i64::try_from(whole.len()).unwrap_or(i64::MAX / 4)
            - i64::try_from(zeros).unwrap_or(i64::MAX / 4);
        let is_zero = digits.is_empty();
        Self {
            negative: negative && !is_zero,
            exponent: if is_zero { 0 } else { exponent + point },
            digits,
        }
    }
}

impl Ord for DecimalValue {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = |one: &Self, other: &Self| match (one.digits.as_str(), other.digits.as_str()) {
            ("", "") => Ordering::Equal,
            ("", _) => Ordering::Less,
            (_, "") => Ordering::Greater,
            (digits, others) => one
                .exponent
                .cmp(&other.exponent)
                .then_with(|| digits.cmp(others)),
        };
        match (self.negative, other.negative) {
            (false, false) => size(self, other),
            (true, true) => size(other, self),
            (negative, _) => other.negative.cmp(&negative),
        }
    }
}

impl PartialOrd for DecimalValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_exactly_json_numbers() {
        for (text, decimal, integer) in [
            ("0", true, true),
            ("-0", true, true),
            ("-12", true, true),
            ("12.50", true, false),
            ("1e2", true, false),
            ("-1.5E+10", true, false),
            ("1e-9", true, false),
            ("", false, false),
            ("-", false, false),
            ("01", false, false),
            ("+1", false, false),
            (".5", false, false),
            ("1.", false, false),
            ("1e", false, false),
            ("1 ", false, false),
            ("NaN", false, false),
            ("0x1", false, false),
        ] {
            assert_eq!(text.parse::<BigDecimal>().is_ok(), decimal, "{text}");
            assert_eq!(text.parse::<BigInteger>().is_ok(), integer, "{text}");
            if decimal {
                let json = serde_json::from_str::<serde_json::Value>(text);
                assert!(json.is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn compares_by_value() {
        let ordered = [
            "-1e99999999999999999999",
            "-10.5",
            "-1",
            "-0.1",
            "0",
            "1e-99999999999999999999",
            "0.001",
            "0.02",
            "1",
            "1.5",
            "2",
            "10",
            "99",
            "1e2",
            "340282366920938463463374607431768211456",
            "1e99999999999999999999",
        ];
        for (at, one) in ordered.iter().enumerate() {
            for (other_at, other) in ordered.iter().enumerate() {
                let (left, right) = (BigDecimal::literal(one), BigDecimal::literal(other));
                assert_eq!(left.cmp(&right), at.cmp(&other_at), "{one} {other}");
            }
        }
        for (one, other) in [
            ("1.0", "1.00"),
            ("100", "1e2"),
            ("-0", "0"),
            ("0.10", "1E-1"),
        ] {
            assert_eq!(BigDecimal::literal(one), BigDecimal::literal(other));
        }
    }

    #[test]
    fn keeps_digits_through_json() {
        for text in [
            "-0",
            "18446744073709551616",
            "0.1000",
            "3.14159265358979323846264338327950288",
            "1e400",
        ] {
            let json = format!("[{text},\"{text}\"]");
            let read: Vec<BigDecimal> = serde_json::from_str(&json).unwrap();
            assert_eq!(read[0].as_str(), text);
            assert_eq!(read[1].as_str(), text);
            assert_eq!(serde_json::to_string(&read[0]).unwrap(), text);
        }
        for json in ["true", "\"x\"", "{}", "[1]"] {
            let error = serde_json::from_str::<BigDecimal>(json).unwrap_err();
            assert!(
                error.to_string().contains("expected a decimal number"),
                "{error}"
            );
        }
    }
}
