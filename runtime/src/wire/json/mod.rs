//! The JSON of restJson1, with serde but without derive macros.
//!
//! Generated code writes a structure with an [`ObjectWriter`] and reads it as
//! an [`Object`]. A [`Codec`] handles members with several wire formats, and
//! members whose form differs from that of their Rust type.
//!
//! Reading is lenient, because services change their responses before clients
//! are updated: unknown members are skipped, `null` equals absent, and a
//! missing required member gets an empty value. Requests are read by Smithy's
//! rules for servers. Writing omits unset members,
//! and keeps empty strings and lists that are set.
//!
//! ```
//! # use runtime::codegen::json;
//! use serde::de::MapAccess;
//! use serde::{Deserialize, Deserializer, Serialize, Serializer};
//!
//! struct Tag {
//!     key: String,
//!     value: Option<String>,
//! }
//!
//! impl Serialize for Tag {
//!     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
//!         let mut object = json::ObjectWriter::new(serializer)?;
//!         object.required("key", &self.key)?;
//!         object.optional("value", &self.value)?;
//!         object.end()
//!     }
//! }
//!
//! impl json::Object for Tag {
//!     const NAME: &'static str = "Tag";
//!
//!     fn empty() -> Self {
//!         Self { key: String::new(), value: None }
//!     }
//!
//!     fn read_member<'de, A: MapAccess<'de>>(
//!         &mut self,
//!         name: &str,
//!         value: json::Member<'_, A>,
//!     ) -> Result<(), A::Error> {
//!         match name {
//!             "key" => value.required(&mut self.key),
//!             "value" => value.optional(&mut self.value),
//!             _ => value.skip(),
//!         }
//!     }
//! }
//!
//! impl<'de> Deserialize<'de> for Tag {
//!     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
//!         json::read_object(deserializer)
//!     }
//! }
//!
//! let tag: Tag = serde_json::from_str(r#"{"key":"team","value":null,"new":[{}]}"#)?;
//! assert_eq!(serde_json::to_string(&tag)?, r#"{"key":"team"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

pub(crate) mod budget;
mod codec;
mod containers;
pub(crate) mod leniency;
pub(crate) mod locate;
mod reader;
mod scalar;
mod text;
mod writer;

pub use codec::{Codec, Plain};
pub use containers::{List, Map, SparseList, SparseMap};
pub use reader::{Member, Object, Union, read_enum, read_integer, read_object, read_union};
pub(crate) use reader::{Nullable, from_slice};
pub use scalar::{Base64, DateTime, EpochSeconds, Float, HttpDate, Integer};
pub(crate) use scalar::{name_of_special, special_by_name};
pub use text::TextSerializer;
pub(crate) use text::{to_string, to_vec};
pub(crate) use writer::As;
pub use writer::ObjectWriter;
