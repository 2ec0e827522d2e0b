//! The wire formats of members, for reading from documents.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use super::reading::{Entries, FromDocument, Reading};
use super::scalar::scalar;
use crate::wire::document::Document;
use crate::wire::json::{
    As, Base64, Codec, DateTime, EpochSeconds, Float, HttpDate, Integer, List, Map, Plain,
    SparseList, SparseMap, to_string,
};
use crate::wire::number::BigDecimal;
use crate::wire::timestamp::Timestamp;

/// A wire format that is read from a document, and written like any [`Codec`].
pub trait Form<T> {
    /// Reads a value.
    fn from_document(document: Document) -> Reading<T>;
}

impl<T: FromDocument> Form<T> for Plain {
    fn from_document(document: Document) -> Reading<T> {
        T::from_document(document)
    }
}

macro_rules! scalars {
    ($($form:ident: $($value:ty),+;)*) => {$($(
        impl Form<$value> for $form {
            fn from_document(document: Document) -> Reading<$value> {
                scalar::<Self, $value>(document)
            }
        }
    )+)*};
}

scalars! {
    Base64: Bytes;
    DateTime: Timestamp;
    EpochSeconds: Timestamp;
    Float: f32, f64;
    HttpDate: Timestamp;
    Integer: i8, i16, i32, i64;
}

impl<C: Form<T>, T> Form<Vec<T>> for List<C> {
    fn from_document(document: Document) -> Reading<Vec<T>> {
        list::<C, T, T>(document, |value| value)
    }
}

impl<C: Form<T>, T> Form<Vec<Option<T>>> for SparseList<C> {
    fn from_document(document: Document) -> Reading<Vec<Option<T>>> {
        list::<C, T, Option<T>>(document, Some)
    }
}

/// Reads a list. Omits `null` and entries that cannot be read.
fn list<C: Form<T>, T, E>(document: Document, entry: fn(T) -> E) -> Reading<Vec<E>> {
    let entries = match document {
        Document::List(entries) => entries,
        other => return Reading::failed(other),
    };
    let mut values = Vec::with_capacity(entries.len());
    let mut rest = Entries::new();
    for (index, value) in entries.into_iter().enumerate() {
        if value.is_null() {
            continue;
        }
        let reading = C::from_document(value);
        if let Some(part) = reading.rest {
            keep(&mut rest, index, part);
        }
        if let Some(value) = reading.value {
            values.push(entry(value));
        }
    }
    Reading::partial(values, rest)
}

/// Keeps the unread part of an entry.
fn keep(rest: &mut Entries, index: usize, part: Document) {
    rest.insert(index.to_string(), part);
}

impl<C: Form<T>, T> Form<BTreeMap<String, T>> for Map<C> {
    fn from_document(document: Document) -> Reading<BTreeMap<String, T>> {
        map::<C, T, T>(document, |value| value)
    }
}

impl<C: Form<T>, T> Form<BTreeMap<String, Option<T>>> for SparseMap<C> {
    fn from_document(document: Document) -> Reading<BTreeMap<String, Option<T>>> {
        map::<C, T, Option<T>>(document, Some)
    }
}

/// Reads a map. Omits entries that cannot be read.
fn map<C: Form<T>, T, E>(document: Document, entry: fn(T) -> E) -> Reading<BTreeMap<String, E>> {
    let entries = match document {
        Document::Map(entries) => entries,
        other => return Reading::failed(other),
    };
    let mut values = BTreeMap::new();
    let mut rest = BTreeMap::new();
    for (key, value) in entries.into_iter().filter(|(_, value)| !value.is_null()) {
        let reading = C::from_document(value);
        if let Some(part) = reading.rest {
            rest.insert(key.clone(), part);
        }
        if let Some(value) = reading.value {
            values.insert(key, entry(value));
        }
    }
    Reading::partial(values, rest)
}

/// A number in the format `C` as a string. Also reads a bare number.
pub struct NumberText<C = Plain>(PhantomData<C>);

/// A number in the format `C`. Also reads a number in a string.
pub struct LooseNumber<C = Plain>(PhantomData<C>);

/// A string. Also reads a number.
pub struct LooseText;

/// JSON in the format `C` in a string. Also reads the JSON itself.
pub struct JsonText<C = Plain>(PhantomData<C>);

impl<C: Form<T>, T> Form<T> for NumberText<C> {
    fn from_document(document: Document) -> Reading<T> {
        LooseNumber::<C>::from_document(document)
    }
}

impl<C: Form<T>, T> Form<T> for LooseNumber<C> {
    fn from_document(document: Document) -> Reading<T> {
        let number = match &document {
            Document::String(text) => text.parse::<BigDecimal>().ok(),
            _ => None,
        };
        let Some(number) = number else {
            return C::from_document(document);
        };
        let reading = C::from_document(Document::Number(number));
        match reading.value {
            Some(value) => Reading::whole(value),
            None => Reading::failed(document),
        }
    }
}

impl Form<String> for LooseText {
    fn from_document(document: Document) -> Reading<String> {
        match document {
            Document::String(text) => Reading::whole(text),
            Document::Number(number) => Reading::whole(number.to_string()),
            other => Reading::failed(other),
        }
    }
}

impl<C: Form<T>, T> Form<T> for JsonText<C> {
    fn from_document(document: Document) -> Reading<T> {
        let inner = match &document {
            Document::String(text) => text.parse::<Document>().ok(),
            _ => return C::from_document(document),
        };
        let reading = inner.map(C::from_document);
        match reading {
            Some(reading) if reading.value.is_some() => reading,
            _ => Reading::failed(document),
        }
    }
}

impl<C: Codec<T> + Form<T>, T> Codec<T> for NumberText<C> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&json::<C, T, S>(value)?)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read::<Self, T, D>(deserializer)
    }
}

impl<C: Codec<T> + Form<T>, T> Codec<T> for LooseNumber<C> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        C::write(value, serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read::<Self, T, D>(deserializer)
    }
}

impl Codec<String> for LooseText {
    fn write<S: Serializer>(value: &String, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        read::<Self, String, D>(deserializer)
    }
}

impl<C: Codec<T> + Form<T>, T> Codec<T> for JsonText<C> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&json::<C, T, S>(value)?)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read::<Self, T, D>(deserializer)
    }
}

/// Returns the JSON of a value in the format `C`.
fn json<C: Codec<T>, T, S: Serializer>(value: &T) -> Result<String, S::Error> {
    to_string(&As::<C, T>::new(value)).map_err(S::Error::custom)
}

fn read<'de, C: Form<T>, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let reading = C::from_document(Document::deserialize(deserializer)?);
    reading
        .value
        .ok_or_else(|| D::Error::custom("the value has an unexpected form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<C: Form<T>, T>(json: &str) -> (Option<T>, Option<String>) {
        let reading = C::from_document(json.parse().unwrap());
        (reading.value, reading.rest.map(|rest| rest.to_string()))
    }

    fn written<C: Codec<T>, T>(value: &T) -> String {
        serde_json::to_string(&As::<C, T>::new(value)).unwrap()
    }

    #[test]
    fn reads_numbers_from_strings_and_numbers() {
        for (json, expected) in [
            ("7", Some(7)),
            (r#""7""#, Some(7)),
            ("7.0", Some(7)),
            (r#""7.5""#, None),
            (r#""seven""#, None),
            ("true", None),
        ] {
            let (value, rest) = read::<LooseNumber<Integer>, i32>(json);
            assert_eq!(value, expected, "{json}");
            assert_eq!(rest.as_deref(), expected.is_none().then_some(json));
            assert_eq!(read::<NumberText<Integer>, i32>(json).0, expected);
        }
        assert_eq!(written::<NumberText<Integer>, i32>(&7), r#""7""#);
        assert_eq!(written::<LooseNumber<Integer>, i32>(&7), "7");
        assert_eq!(written::<NumberText<Float>, f64>(&-33.25), r#""-33.25""#);
    }

    #[test]
    fn reads_seconds_and_ids_from_strings_and_numbers() {
        let time = Timestamp::from_secs(1_751_234_567);
        for json in [r#""1751234567""#, "1751234567"] {
            assert_eq!(read::<NumberText<EpochSeconds>, _>(json).0, Some(time));
        }
        let text = written::<NumberText<EpochSeconds>, _>(&time);
        assert_eq!(text, r#""1751234567""#);
        let id = |json| read::<LooseText, String>(json).0;
        assert_eq!(
            id("12345678901234567890").as_deref(),
            Some("12345678901234567890")
        );
        assert_eq!(id(r#""a""#).as_deref(), Some("a"));
        assert_eq!(id("[]"), None);
    }

    #[test]
    fn reads_json_in_strings() {
        type Numbers = JsonText<List<Integer>>;
        for json in [r#""[1,2]""#, "[1,2]"] {
            assert_eq!(read::<Numbers, Vec<i32>>(json), (Some(vec![1, 2]), None));
        }
        let (value, rest) = read::<Numbers, Vec<i32>>(r#""[1,\"x\"]""#);
        assert_eq!(value, Some(vec![1]));
        assert_eq!(rest.as_deref(), Some(r#"{"1":"x"}"#));
        for json in [r#""[1""#, "7"] {
            assert_eq!(
                read::<Numbers, Vec<i32>>(json),
                (None, Some(json.to_owned()))
            );
        }
        assert_eq!(written::<Numbers, _>(&vec![1, 2]), r#""[1,2]""#);
    }

    #[test]
    fn ignores_entries_in_another_format() {
        let (value, rest) = read::<List<Integer>, Vec<i32>>(r#"[1,null,"x",2]"#);
        assert_eq!(value, Some(vec![1, 2]));
        assert_eq!(rest.as_deref(), Some(r#"{"2":"x"}"#));
        let (value, rest) = read::<Map<Plain>, BTreeMap<String, bool>>(r#"{"a":true,"b":1}"#);
        assert_eq!(value, Some(BTreeMap::from([("a".to_owned(), true)])));
        assert_eq!(rest.as_deref(), Some(r#"{"b":1}"#));
    }
}
