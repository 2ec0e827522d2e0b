//! Writes JSON text into memory.
//!
//! The output is the same as serde_json's. The only difference is that blobs
//! marked by [`blob`] are encoded in place: serde_json would check each
//! character of their base64 for escapes, which takes longer than encoding it.

use std::fmt::Display;
use std::io::Write as _;

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;

use crate::wire::base64::{push_base64, to_base64};

/// The name of a newtype that marks a blob. Other serializers ignore names of
/// newtypes.
const BLOB: &str = "$runtime::Blob";

/// The names of serde_json's structures that contain JSON text: raw JSON, and
/// numbers of any size.
const VERBATIM: [&str; 2] = [
    "$serde_json::private::RawValue",
    "$serde_json::private::Number",
];

/// Writes a blob as base64 text.
pub(super) fn blob<S: Serializer>(blob: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    struct Blob<'a>(&'a [u8]);

    impl Serialize for Blob<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match serializer.is_human_readable() {
                true => serializer.serialize_str(&to_base64(self.0)),
                false => serializer.serialize_bytes(self.0),
            }
        }
    }

    // Only the serializer of this module switches from human-readable to
    // another format inside the newtype.
    match serializer.is_human_readable() {
        true => serializer.serialize_newtype_struct(BLOB, &Blob(blob)),
        false => serializer.serialize_str(&to_base64(blob)),
    }
}

/// Returns the JSON of a value.
///
/// # Errors
/// The value cannot be written as JSON.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut writer = TextSerializer::with_capacity(128);
    value.serialize(&mut writer)?;
    Ok(writer.into_bytes())
}

/// Returns the JSON of a value.
///
/// # Errors
/// The value cannot be written as JSON.
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    String::from_utf8(to_vec(value)?).map_err(Error::custom)
}

/// The form of the next string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextForm {
    /// With quotes and escapes.
    Escaped,
    /// A blob as base64, with quotes.
    Base64,
    /// Unchanged.
    Verbatim,
}

/// A serializer of JSON text, by the rules of serde_json.
#[derive(Debug)]
pub struct TextSerializer {
    out: Vec<u8>,
    next: TextForm,
}

impl TextSerializer {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            out: Vec::with_capacity(capacity),
            next: TextForm::Escaped,
        }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Writes a scalar as serde_json does.
    fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, value)
    }

    fn open(&mut self, start: &str, end: &'static str) -> Container<'_> {
        self.out.extend_from_slice(start.as_bytes());
        Container {
            text: self,
            end,
            is_first: true,
        }
    }

    /// Starts a value in an object with the name of its variant.
    fn open_variant(
        &mut self,
        variant: &str,
        start: &str,
        end: &'static str,
    ) -> Result<Container<'_>, Error> {
        self.out.push(b'{');
        self.scalar(variant)?;
        self.out.push(b':');
        Ok(self.open(start, end))
    }
}

/// Writes scalars with serde_json.
macro_rules! scalars {
    ($($serialize:ident: $scalar:ty;)*) => {$(
        fn $serialize(self, value: $scalar) -> Result<(), Error> {
            self.scalar(&value)
        }
    )*};
}

impl<'a> Serializer for &'a mut TextSerializer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Container<'a>;
    type SerializeTuple = Container<'a>;
    type SerializeTupleStruct = Container<'a>;
    type SerializeTupleVariant = Container<'a>;
    type SerializeMap = Container<'a>;
    type SerializeStruct = Container<'a>;
    type SerializeStructVariant = Container<'a>;

    scalars! {
        serialize_bool: bool;
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
        serialize_u128: u128;
        serialize_f32: f32;
        serialize_f64: f64;
        serialize_char: char;
    }

    fn is_human_readable(&self) -> bool {
        self.next != TextForm::Base64
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        match self.next {
            TextForm::Base64 => {
                self.out.push(b'"');
                push_base64(&mut self.out, value);
                self.out.push(b'"');
                Ok(())
            }
            TextForm::Escaped | TextForm::Verbatim => self.scalar(value),
        }
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        match self.next {
            TextForm::Escaped | TextForm::Base64 => self.scalar(value),
            TextForm::Verbatim => {
                self.out.extend_from_slice(value.as_bytes());
                Ok(())
            }
        }
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        match self.next {
            TextForm::Escaped | TextForm::Base64 => {
                serde_json::Serializer::new(&mut self.out).collect_str(value)
            }
            TextForm::Verbatim => write!(self.out, "{value}").map_err(Error::io),
        }
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.scalar(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name == BLOB {
            self.next = TextForm::Base64;
        }
        let written = value.serialize(&mut *self);
        self.next = TextForm::Escaped;
        written
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let object = self.open_variant(variant, "", "}")?;
        value.serialize(&mut *object.text)?;
        object.close()
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Container<'a>, Error> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _length: usize) -> Result<Container<'a>, Error> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<Container<'a>, Error> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Container<'a>, Error> {
        self.open_variant(variant, "[", "]}")
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Container<'a>, Error> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct(self, name: &'static str, _length: usize) -> Result<Container<'a>, Error> {
        if VERBATIM.contains(&name) {
            self.next = TextForm::Verbatim;
            return Ok(self.open("", ""));
        }
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Container<'a>, Error> {
        self.open_variant(variant, "{", "}}")
    }
}

/// A list or an object that is being written.
#[derive(Debug)]
pub struct Container<'a> {
    text: &'a mut TextSerializer,
    end: &'static str,
    is_first: bool,
}

impl Container<'_> {
    fn separate(&mut self) {
        if !self.is_first {
            self.text.out.push(b',');
        }
        self.is_first = false;
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate();
        value.serialize(&mut *self.text)
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.separate();
        self.text.scalar(name)?;
        self.text.out.push(b':');
        value.serialize(&mut *self.text)
    }

    fn close(self) -> Result<(), Error> {
        self.text.out.extend_from_slice(self.end.as_bytes());
        Ok(())
    }
}

impl SerializeMap for Container<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        let start = self.text.out.len();
        key.serialize(&mut *self.text)?;
        match self.text.out.get(start) {
            Some(b'"') => Ok(()),
            // JSON has only strings as keys; numbers and booleans become strings.
            Some(b'0'..=b'9' | b'-' | b't' | b'f') => {
                self.text.out.insert(start, b'"');
                self.text.out.push(b'"');
                Ok(())
            }
            _ => Err(Error::custom("key must be a string")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.text.out.push(b':');
        value.serialize(&mut *self.text)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeStruct for Container<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match self.text.next {
            TextForm::Verbatim => value.serialize(&mut *self.text),
            _ => self.member(name, value),
        }
    }

    fn end(self) -> Result<(), Error> {
        self.text.next = TextForm::Escaped;
        self.close()
    }
}

impl SerializeStructVariant for Container<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.member(name, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

/// Writes the elements of lists and tuples.
macro_rules! lists {
    ($($list:ident: $serialize:ident;)*) => {$(
        impl $list for Container<'_> {
            type Ok = ();
            type Error = Error;

            fn $serialize<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}

lists! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;

    use super::super::{As, Base64};
    use super::*;
    use crate::{Bytes, Document};

    fn assert_same(value: &(impl Serialize + ?Sized)) {
        let expected = serde_json::to_string(value).expect("JSON");
        assert_eq!(to_string(value).expect("JSON"), expected);
    }

    #[test]
    fn matches_serde_json() {
        assert_same(&(i128::MIN, u128::MAX));
        let raw = serde_json::value::RawValue::from_string("{\"a\":[1.00]}".to_owned());
        assert_same(&[raw.expect("JSON")]);
        assert_same("\"ü\"\n\u{1}");
        assert_same(&[Some(1.5), None, Some(f64::NAN), Some(1e300)]);
        assert_same(&(0.1f32, 'ü', -7i8, u64::MAX, true, ()));
        assert_same(&BTreeMap::from([(-1, "number"), (2, "")]));
        assert_same(&BTreeMap::from([(true, [0u8; 2])]));
        assert_same(&BTreeMap::<String, ()>::new());
        assert_same(&Ok::<_, ()>(Some(Vec::<u8>::new())));
    }

    #[test]
    fn keeps_the_text_of_numbers() {
        let text = r#"{"a":[1.00,-0,1e999],"b":"1.00"}"#;
        let document: Document = text.parse().expect("JSON");
        assert_eq!(to_string(&document).expect("JSON"), text);
        assert_same(&document);
    }

    #[test]
    fn rejects_keys_that_are_not_strings() {
        let map = BTreeMap::from([(None::<u8>, 1)]);
        let error = to_vec(&map).expect_err("a key");
        assert_eq!(error.to_string(), "key must be a string");
        assert!(to_vec(&BTreeMap::from([([1, 2], 1)])).is_err());
    }

    proptest! {
        #[test]
        fn writes_documents_like_serde_json(text in "[\\[\\]{}\":,0-9a\\\\n -]{0,12}") {
            if let Ok(document) = text.parse::<Document>() {
                assert_same(&document);
            }
        }

        #[test]
        fn writes_blobs_of_any_length(size in 0usize..10_000, seed in any::<u8>()) {
            let blob: Vec<u8> = (0..size).map(|i| (i as u8).wrapping_mul(seed)).collect();
            let blob = Bytes::from(blob);
            let blob = As::<Base64, Bytes>::new(&blob);
            assert_same(&[&blob, &blob]);
            let value = serde_json::to_value(&blob).expect("JSON");
            prop_assert_eq!(value.to_string(), to_string(&blob).expect("JSON"));
        }
    }
}
