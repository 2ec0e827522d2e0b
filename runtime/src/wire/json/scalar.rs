//! Wire forms of blobs, timestamps and floating-point numbers.

use std::fmt;
use std::marker::PhantomData;

use base64::alphabet;
use base64::display::Base64Display;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

use super::codec::Codec;
use crate::wire::timestamp::Timestamp;

/// A blob as base64 text, written with padding, read with or without it.
pub struct Base64;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Encodes bytes as base64, for uses outside JSON.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Decodes base64 text; `None` if it is invalid.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    ENGINE.decode(text).ok()
}

impl Codec<Bytes> for Base64 {
    fn write<S: Serializer>(value: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        // Writes in pieces: a blob of several megabytes needs no second copy.
        serializer.collect_str(&Base64Display::new(value, &ENGINE))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        deserializer.deserialize_str(TextVisitor::new("base64 text", |text| {
            ENGINE.decode(text).ok().map(Bytes::from)
        }))
    }
}

/// A timestamp as seconds since 1970-01-01T00:00:00Z, with milliseconds as the
/// fraction; this form has no finer precision.
pub struct EpochSeconds;

impl Codec<Timestamp> for EpochSeconds {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        let millis = value.as_millis();
        if millis.rem_euclid(1000) == 0 {
            return serializer.serialize_i64(millis.div_euclid(1000));
        }
        // The value has at most 15 significant digits, so the shortest text of
        // this double is the exact decimal.
        serializer.serialize_f64(millis as f64 / 1000.0)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        struct Seconds;

        impl Visitor<'_> for Seconds {
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

        deserializer.deserialize_any(Seconds)
    }
}

/// A timestamp as RFC 3339 text: written in UTC, read with any offset.
pub struct DateTime;

impl Codec<Timestamp> for DateTime {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        deserializer.deserialize_str(TextVisitor::new("a time in RFC 3339", |text| {
            text.parse().ok()
        }))
    }
}

/// A timestamp as an HTTP date: `Thu, 10 Oct 2024 00:00:00 GMT`, with a
/// fraction if the second has one.
pub struct HttpDate;

impl Codec<Timestamp> for HttpDate {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.to_http_date())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        deserializer.deserialize_str(TextVisitor::new("an HTTP date", Timestamp::from_http_date))
    }
}

/// A floating-point number. Values without a JSON number are the strings `NaN`,
/// `Infinity` and `-Infinity`.
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
