//! Wire formats of blobs, timestamps and numbers.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize as _, Serializer};

use super::codec::Codec;
use super::leniency::{OptionalVisitor, is_strict};
use super::text::blob;
use crate::wire::base64::{from_base64, from_padded_base64};
use crate::wire::timestamp::Timestamp;

/// A blob as base64 text, written with padding. Responses may omit the padding;
/// requests may not (RFC 4648, section 3.2).
pub struct Base64;

impl Codec<Bytes> for Base64 {
    fn write<S: Serializer>(value: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        blob(value, serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        deserializer.deserialize_str(TextVisitor::new("base64 text", |text| {
            let bytes = if is_strict() {
                from_padded_base64(text)
            } else {
                from_base64(text)
            };
            bytes.map(Bytes::from)
        }))
    }
}

/// A timestamp as seconds since 1970-01-01T00:00:00Z, with milliseconds as the
/// fraction; this format has no finer precision.
pub struct EpochSeconds;

impl Codec<Timestamp> for EpochSeconds {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        match writable(value)?.epoch_millis() {
            None => serializer.serialize_i64(value.as_secs()),
            Some(secs) => serializer.serialize_f64(secs),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        deserializer.deserialize_any(SecondsVisitor)
    }

    fn read_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        deserializer.deserialize_any(OptionalVisitor(SecondsVisitor))
    }
}

/// Returns the time if the wire formats can represent it.
fn writable<E: serde::ser::Error>(time: &Timestamp) -> Result<&Timestamp, E> {
    if time.is_writable() {
        Ok(time)
    } else {
        let problem = format!("the time {time} is not in the years -9999 to 9999");
        Err(E::custom(problem))
    }
}

/// Reads seconds since 1970.
struct SecondsVisitor;

impl Visitor<'_> for SecondsVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("seconds since 1970, in the years -9999 to 9999")
    }

    fn visit_i64<E: Error>(self, secs: i64) -> Result<Timestamp, E> {
        Timestamp::checked_from_secs(secs)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(secs), &self))
    }

    fn visit_u64<E: Error>(self, secs: u64) -> Result<Timestamp, E> {
        i64::try_from(secs)
            .ok()
            .and_then(Timestamp::checked_from_secs)
            .ok_or_else(|| E::invalid_value(Unexpected::Unsigned(secs), &self))
    }

    fn visit_f64<E: Error>(self, secs: f64) -> Result<Timestamp, E> {
        Timestamp::from_epoch_seconds(secs)
            .ok_or_else(|| E::invalid_value(Unexpected::Float(secs), &self))
    }
}

/// A timestamp as RFC 3339 text: written in UTC, read with any offset in
/// responses.
pub struct DateTime;

fn date_time_visitor() -> TextVisitor<Timestamp, fn(&str) -> Option<Timestamp>> {
    if is_strict() {
        let expected = "a time in RFC 3339 with the offset Z";
        TextVisitor::new(expected, Timestamp::from_utc_date_time)
    } else {
        TextVisitor::new("a time in RFC 3339", |text| text.parse().ok())
    }
}

impl Codec<Timestamp> for DateTime {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(writable(value)?)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        deserializer.deserialize_str(date_time_visitor())
    }

    fn read_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        deserializer.deserialize_any(OptionalVisitor(date_time_visitor()))
    }
}

/// A timestamp as an HTTP date: `Thu, 10 Oct 2024 00:00:00 GMT`, with a
/// fraction if the time has one.
pub struct HttpDate;

fn http_date_visitor() -> TextVisitor<Timestamp, fn(&str) -> Option<Timestamp>> {
    TextVisitor::new("an HTTP date", Timestamp::from_http_date)
}

impl Codec<Timestamp> for HttpDate {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&writable(value)?.to_http_date())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        deserializer.deserialize_str(http_date_visitor())
    }

    fn read_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        deserializer.deserialize_any(OptionalVisitor(http_date_visitor()))
    }
}

/// An integer. Reads `1.0` and `1e3`, too: JSON has one type of number (RFC
/// 8259, section 6), and some services write integers as floats.
pub struct Integer;

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl Codec<$integer> for Integer {
            fn write<S: Serializer>(value: &$integer, serializer: S) -> Result<S::Ok, S::Error> {
                value.serialize(serializer)
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$integer, D::Error> {
                struct IntegerVisitor;

                impl Visitor<'_> for IntegerVisitor {
                    type Value = $integer;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(stringify!($integer))
                    }

                    fn visit_i64<E: Error>(self, number: i64) -> Result<$integer, E> {
                        $integer::try_from(number)
                            .map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
                    }

                    fn visit_u64<E: Error>(self, number: u64) -> Result<$integer, E> {
                        $integer::try_from(number)
                            .map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
                    }

                    fn visit_f64<E: Error>(self, number: f64) -> Result<$integer, E> {
                        match exact_integer(number).map($integer::try_from) {
                            Some(Ok(number)) => Ok(number),
                            _ => Err(E::invalid_value(Unexpected::Float(number), &self)),
                        }
                    }
                }

                deserializer.deserialize_any(IntegerVisitor)
            }
        }
    )*};
}

integers!(i8 i16 i32 i64);

/// Converts a double without a fraction. Beyond 2^53, a double may represent
/// several integers.
fn exact_integer(number: f64) -> Option<i64> {
    const LARGEST: f64 = (1_i64 << 53) as f64;
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i64)
}

/// A floating-point number. Values that JSON cannot represent are the strings
/// `NaN`, `Infinity` and `-Infinity`.
pub struct Float;

/// Returns Smithy's string for a number that JSON cannot represent.
pub(crate) fn name_of_special(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("Infinity")
    } else if value == f64::NEG_INFINITY {
        Some("-Infinity")
    } else {
        None
    }
}

/// Returns the number that such a string represents.
pub(crate) fn special_by_name(name: &str) -> Option<f64> {
    match name {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

impl Codec<f64> for Float {
    fn write<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match name_of_special(*value) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f64(*value),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = f64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, NaN, Infinity or -Infinity")
            }

            fn visit_f64<E>(self, number: f64) -> Result<f64, E> {
                Ok(number)
            }

            fn visit_i64<E>(self, number: i64) -> Result<f64, E> {
                Ok(number as f64)
            }

            fn visit_u64<E>(self, number: u64) -> Result<f64, E> {
                Ok(number as f64)
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<f64, E> {
                special_by_name(name)
                    .ok_or_else(|| E::invalid_value(Unexpected::Other("text"), &self))
            }
        }

        deserializer.deserialize_any(Number)
    }
}

impl Codec<f32> for Float {
    fn write<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
        match name_of_special(f64::from(*value)) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f32(*value),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
        <Self as Codec<f64>>::read(deserializer).map(|number| number as f32)
    }
}

/// Parses a value from a string. Errors do not repeat the string, because it
/// may be secret.
struct TextVisitor<T, F> {
    expected: &'static str,
    read: F,
    value: PhantomData<T>,
}

impl<T, F: Fn(&str) -> Option<T>> TextVisitor<T, F> {
    fn new(expected: &'static str, read: F) -> Self {
        Self {
            expected,
            read,
            value: PhantomData,
        }
    }
}

impl<T, F: Fn(&str) -> Option<T>> Visitor<'_> for TextVisitor<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).ok_or_else(|| E::invalid_value(Unexpected::Other("text"), &self))
    }
}
