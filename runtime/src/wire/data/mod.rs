//! Values of data models: JSON that is read and written back without loss.
//!
//! Other programs write the JSON that a data model describes, and may extend it before the model is
//! updated. So reading never fails because of a single part: an object keeps the unread rest in its
//! [`UnknownMembers`](crate::UnknownMembers), and a union keeps an unlisted variant as an
//! [`UnknownVariant`](crate::UnknownVariant). Validation reports both in values that callers write.
//!
//! JSON is first read as a [`Document`](crate::Document), which bounds its depth; its parts then
//! move into the fields.
//!
//! ```
//! # use runtime::{Document, UnknownMembers};
//! # use runtime::codegen::data::{self, FromDocument, Members, Reading};
//! # use runtime::codegen::json;
//! #[derive(Default)]
//! struct Text {
//!     body: Option<String>,
//!     unknown: UnknownMembers,
//! }
//!
//! impl Members for Text {
//!     const NAMES: &'static [&'static str] = &["body"];
//!
//!     fn read_member(&mut self, name: &str, value: Document) -> Option<data::Misread> {
//!         match name {
//!             "body" => data::set::<json::Plain, _>(&mut self.body, value),
//!             _ => data::unread(value),
//!         }
//!     }
//!
//!     fn unknown(&mut self) -> &mut UnknownMembers {
//!         &mut self.unknown
//!     }
//! }
//!
//! let json: Document = r#"{"body": "hi", "color": "red"}"#.parse()?;
//! let text: Text = data::read_members(json).value.unwrap();
//! assert_eq!(text.body.as_deref(), Some("hi"));
//! assert_eq!(text.unknown.get("color"), Some(&"red".into()));
//! # Ok::<(), runtime::DocumentError>(())
//! ```

mod forms;
mod read;
mod reading;
mod scalar;
mod write;

pub use super::unknown::Misread;
pub use forms::{Form, JsonText, LooseNumber, LooseText, NumberText};
pub use read::{
    Members, Tagged, constant, deserialize, read_flattened, read_members, read_number, read_text,
    read_union, set, take, take_all, take_or_default, unread,
};
pub use reading::{Entries, FromDocument, Reading};
pub use scalar::scalar;
pub use write::{WriteMembers, serialize, write_flattened, write_unknown, write_variant};
