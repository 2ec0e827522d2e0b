//! Reads scalars from documents.

use serde::de::IntoDeserializer;
use serde::de::value::{BoolDeserializer, Error, F64Deserializer, I64Deserializer};
use serde::de::value::{StrDeserializer, U64Deserializer};

use super::reading::{FromDocument, Reading};
use crate::wire::document::Document;
use crate::wire::json::Codec;
use crate::wire::number::{BigDecimal, BigInteger};

/// Reads a scalar in the format `C`.
pub fn scalar<C: Codec<T>, T>(document: Document) -> Reading<T> {
    match read::<C, T>(&document) {
        Some(value) => Reading::whole(value),
        None => Reading::failed(document),
    }
}

fn read<C: Codec<T>, T>(document: &Document) -> Option<T> {
    match document {
        Document::Bool(value) => {
            let bool: BoolDeserializer<Error> = value.into_deserializer();
            C::read(bool).ok()
        }
        Document::Number(number) => {
            if let Some(integer) = number.to_i64() {
                C::read(I64Deserializer::<Error>::new(integer)).ok()
            } else if let Ok(integer) = number.as_str().parse::<u64>() {
                C::read(U64Deserializer::<Error>::new(integer)).ok()
            } else {
                C::read(F64Deserializer::<Error>::new(number.to_f64())).ok()
            }
        }
        Document::String(text) => {
            let text: StrDeserializer<'_, Error> = text.as_str().into_deserializer();
            C::read(text).ok()
        }
        Document::Null | Document::List(_) | Document::Map(_) => None,
    }
}

impl FromDocument for String {
    fn from_document(document: Document) -> Reading<Self> {
        match document {
            Document::String(text) => Reading::whole(text),
            other => Reading::failed(other),
        }
    }
}

impl FromDocument for bool {
    fn from_document(document: Document) -> Reading<Self> {
        match document {
            Document::Bool(value) => Reading::whole(value),
            other => Reading::failed(other),
        }
    }
}

impl FromDocument for Document {
    fn from_document(document: Document) -> Reading<Self> {
        Reading::whole(document)
    }
}

impl FromDocument for BigDecimal {
    fn from_document(document: Document) -> Reading<Self> {
        match document {
            Document::Number(number) => Reading::whole(number),
            other => Reading::failed(other),
        }
    }
}

impl FromDocument for BigInteger {
    fn from_document(document: Document) -> Reading<Self> {
        match &document {
            Document::Number(number) => match number.as_str().parse() {
                Ok(integer) => Reading::whole(integer),
                Err(_) => Reading::failed(document),
            },
            _ => Reading::failed(document),
        }
    }
}
