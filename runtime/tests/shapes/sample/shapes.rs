//! Structures and enums, in the style of generated code.

use std::collections::BTreeMap;
use std::fmt;

use runtime::codegen::{Check, Keys, UnknownValue, json, unknown_value};
use runtime::{Bytes, ModeledError, Timestamp, Validate};
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{cover, edition_list, labels, max_results, pin, tag_list, title};

// types/genre.rs

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Genre {
    Poetry,
    Unknown(UnknownValue<String>),
}

impl Genre {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Poetry => "POETRY",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for Genre {
    fn from(value: &str) -> Self {
        match value {
            "POETRY" => Self::Poetry,
            _ => Self::Unknown(unknown_value(value.to_owned())),
        }
    }
}

impl From<String> for Genre {
    fn from(value: String) -> Self {
        match value.as_str() {
            "POETRY" => Self::Poetry,
            _ => Self::Unknown(unknown_value(value)),
        }
    }
}

impl Serialize for Genre {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Genre {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_enum(deserializer)
    }
}

impl runtime::codegen::HttpValue for Genre {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(self.as_str());
    }
}

// types/edition.rs

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edition {
    pub number: i32,
    pub printed: Timestamp,
    pub sold: Option<Timestamp>,
    pub weight: Option<f64>,
    pub sequel: Option<Box<Edition>>,
}

impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = json::ObjectWriter::new(serializer)?;
        object.required_as::<json::Integer, _>("number", &self.number)?;
        object.required_as::<json::EpochSeconds, _>("printed", &self.printed)?;
        object.optional_as::<json::DateTime, _>("sold", &self.sold)?;
        object.optional_as::<json::Float, _>("weight", &self.weight)?;
        object.optional("sequel", &self.sequel)?;
        object.end()
    }
}

impl json::Object for Edition {
    const NAME: &'static str = "Edition";

    fn empty() -> Self {
        Self {
            number: 0,
            printed: Timestamp::UNIX_EPOCH,
            sold: None,
            weight: None,
            sequel: None,
        }
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: json::Member<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "number" => value.required_as::<json::Integer, _>(&mut self.number),
            "printed" => value.required_as::<json::EpochSeconds, _>(&mut self.printed),
            "sold" => value.optional_as::<json::DateTime, _>(&mut self.sold),
            "weight" => value.optional_as::<json::Float, _>(&mut self.weight),
            "sequel" => value.optional(&mut self.sequel),
            _ => value.skip(),
        }
    }
}

impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_object(deserializer)
    }
}

impl Validate for Edition {
    fn check(&self, check: &mut Check) {
        check.member("number", Some(&self.number), max_results);
        check.member("sequel", self.sequel.as_deref(), Validate::check);
    }
}

// input/add_book_input.rs

#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AddBookInput {
    pub title: Option<String>,
    pub genre: Option<Genre>,
    pub cover: Option<Bytes>,
    pub pin: Option<String>,
    pub editions: Option<Vec<Edition>>,
    pub tags: Option<Vec<String>>,
    pub labels: Option<BTreeMap<String, String>>,
    pub printed: Option<Vec<Timestamp>>,
}

impl fmt::Debug for AddBookInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AddBookInput")
            .field("title", &self.title)
            .field("genre", &self.genre)
            .field("cover", &self.cover)
            .field("pin", &runtime::codegen::redact(&self.pin))
            .field("editions", &self.editions)
            .field("tags", &self.tags)
            .field("labels", &self.labels)
            .field("printed", &self.printed)
            .finish()
    }
}

impl Serialize for AddBookInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = json::ObjectWriter::new(serializer)?;
        object.optional("title", &self.title)?;
        object.optional("genre", &self.genre)?;
        object.optional_as::<json::Base64, _>("cover", &self.cover)?;
        object.optional("pin", &self.pin)?;
        object.optional_as::<json::List, _>("editions", &self.editions)?;
        object.optional_as::<json::List, _>("tags", &self.tags)?;
        object.optional_as::<json::Map, _>("labels", &self.labels)?;
        object.optional_as::<json::List<json::EpochSeconds>, _>("printed", &self.printed)?;
        object.end()
    }
}

impl Validate for AddBookInput {
    fn check(&self, check: &mut Check) {
        check.required("title", self.title.is_some());
        check.member("title", self.title.as_deref(), title);
        check.member("cover", self.cover.as_ref(), cover);
        check.member("pin", self.pin.as_deref(), pin);
        check.member("editions", self.editions.as_deref(), edition_list);
        check.member("tags", self.tags.as_deref(), tag_list);
        check.member("labels", self.labels.as_ref(), labels);
        check.exactly_one_of(&[
            ("cover", "cover", self.cover.is_some()),
            ("editions", "editions", self.editions.is_some()),
        ]);
        check.required_keys(
            Keys::IgnoreCase,
            "labels",
            self.labels.as_ref(),
            &["Language"],
        );
    }
}

// output/add_book_output.rs

#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct AddBookOutput {
    pub id: String,
    pub genre: Option<Genre>,
    pub editions: Vec<Edition>,
    pub labels: Option<BTreeMap<String, String>>,
}

impl json::Object for AddBookOutput {
    const NAME: &'static str = "AddBookOutput";

    fn empty() -> Self {
        Self::default()
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: json::Member<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "id" => value.required(&mut self.id),
            "genre" => value.optional(&mut self.genre),
            "editions" => value.required_as::<json::List, _>(&mut self.editions),
            "labels" => value.optional_as::<json::Map, _>(&mut self.labels),
            _ => value.skip(),
        }
    }
}

impl<'de> Deserialize<'de> for AddBookOutput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_object(deserializer)
    }
}

// error/out_of_stock_exception.rs

#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct OutOfStockException {
    pub message: Option<String>,
}

impl json::Object for OutOfStockException {
    const NAME: &'static str = "OutOfStockException";

    fn empty() -> Self {
        Self::default()
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: json::Member<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "message" | "Message" => value.optional(&mut self.message),
            _ => value.skip(),
        }
    }
}

impl<'de> Deserialize<'de> for OutOfStockException {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_object(deserializer)
    }
}

impl fmt::Display for OutOfStockException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        runtime::codegen::write_modeled(f, self)
    }
}

impl std::error::Error for OutOfStockException {}

impl ModeledError for OutOfStockException {
    fn code(&self) -> &'static str {
        "OutOfStockException"
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

// input/list_books_input.rs, output/list_books_output.rs

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListBooksInput {
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
    pub since: Option<Timestamp>,
}

impl Validate for ListBooksInput {
    fn check(&self, check: &mut Check) {
        check.member("maxResults", self.max_results.as_ref(), max_results);
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListBooksOutput {
    pub books: Option<Vec<String>>,
    pub next_token: Option<String>,
}

impl json::Object for ListBooksOutput {
    const NAME: &'static str = "ListBooksOutput";

    fn empty() -> Self {
        Self::default()
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: json::Member<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "books" => value.optional_as::<json::List, _>(&mut self.books),
            "nextToken" => value.optional(&mut self.next_token),
            _ => value.skip(),
        }
    }
}

impl<'de> Deserialize<'de> for ListBooksOutput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_object(deserializer)
    }
}
