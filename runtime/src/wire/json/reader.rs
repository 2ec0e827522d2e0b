//! Lenient reading of structures and unions from JSON objects.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};

use super::budget;
use super::codec::Codec;
use super::leniency::is_strict;
use super::scalar::Integer;

/// Reads JSON; `None` if the bytes are not UTF-8, or not JSON of this type.
///
/// All JSON is read from text: a second reader, for bytes, would double the code of serde_json in
/// programs.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(json: &'de [u8]) -> Option<T> {
    serde_json::from_str(str::from_utf8(json).ok()?).ok()
}

/// A structure that can be read member by member.
#[doc(hidden)]
pub trait Object: Sized {
    /// The structure's name in the model, for error messages.
    const NAME: &'static str;

    /// Creates a structure with optional members unset and required members
    /// empty.
    fn empty() -> Self;

    /// Reads one member. Must consume the value: skips it if the name is
    /// unknown.
    ///
    /// # Errors
    /// The value is not of the member's type.
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Member<'_, A>,
    ) -> Result<(), A::Error>;
}

/// The unread value of a member.
#[must_use = "a member's value must be read or skipped"]
pub struct Member<'a, A> {
    map: &'a mut A,
}

impl<'de, A: MapAccess<'de>> Member<'_, A> {
    /// Reads a required member; `null` keeps the current value.
    ///
    /// # Errors
    /// The value is not of the member's type.
    pub fn required<T: Deserialize<'de>>(self, place: &mut T) -> Result<(), A::Error> {
        budget::charge_member::<T, A::Error>()?;
        if let Some(value) = self.map.next_value()? {
            *place = value;
        }
        Ok(())
    }

    /// Reads an optional member; `null` unsets it.
    ///
    /// # Errors
    /// The value is not of the member's type.
    pub fn optional<T: Deserialize<'de>>(self, place: &mut Option<T>) -> Result<(), A::Error> {
        budget::charge_member::<T, A::Error>()?;
        *place = self.map.next_value()?;
        Ok(())
    }

    /// Reads a required member in the format `C`; `null` keeps the current
    /// value.
    ///
    /// # Errors
    /// The value is not in that format.
    pub fn required_as<C: Codec<T>, T>(self, place: &mut T) -> Result<(), A::Error> {
        budget::charge_member::<T, A::Error>()?;
        if let Some(value) = self.map.next_value_seed(Nullable::<C, T>::new())? {
            *place = value;
        }
        Ok(())
    }

    /// Reads an optional member in the format `C`; `null` unsets it.
    ///
    /// # Errors
    /// The value is not in that format.
    pub fn optional_as<C: Codec<T>, T>(self, place: &mut Option<T>) -> Result<(), A::Error> {
        budget::charge_member::<T, A::Error>()?;
        *place = self.map.next_value_seed(Nullable::<C, T>::optional())?;
        Ok(())
    }

    /// Reads the value; `None` for `null`.
    ///
    /// # Errors
    /// The value is not of this type.
    pub fn value<T: Deserialize<'de>>(self) -> Result<Option<T>, A::Error> {
        budget::charge_member::<T, A::Error>()?;
        self.map.next_value()
    }

    /// Reads the value in the format `C`; `None` for `null`.
    ///
    /// # Errors
    /// The value is not in that format.
    pub fn value_as<C: Codec<T>, T>(self) -> Result<Option<T>, A::Error> {
        budget::charge_member::<T, A::Error>()?;
        self.map.next_value_seed(Nullable::<C, T>::new())
    }

    /// Skips the value and returns whether it is set, that is, not `null`.
    ///
    /// # Errors
    /// The JSON is malformed.
    fn skip_set(self) -> Result<bool, A::Error> {
        let value: Option<IgnoredAny> = self.map.next_value()?;
        Ok(value.is_some())
    }

    /// Skips the value of a member that the union does not have. `None` for
    /// `null`.
    ///
    /// # Errors
    /// The JSON is malformed, or part of a request: servers reject unknown
    /// members of unions.
    pub fn unknown<T>(
        self,
        name: &str,
        value: impl FnOnce(String) -> T,
    ) -> Result<Option<T>, A::Error> {
        if !self.skip_set()? {
            return Ok(None);
        }
        if is_strict() {
            return Err(A::Error::custom(
                "an unknown member, expected a member of the union",
            ));
        }
        Ok(Some(value(name.to_owned())))
    }

    /// Skips the value.
    ///
    /// # Errors
    /// The JSON is malformed.
    pub fn skip(self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }
}

/// Reads a structure.
///
/// # Errors
/// The value is not an object, or a member has the wrong type.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object ({})", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            budget::charge_value::<T, A::Error>()?;
            let mut object = T::empty();
            while let Some(name) = map.next_key::<Name<'de>>()? {
                object.read_member(&name.0, Member { map: &mut map })?;
            }
            Ok(object)
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// A union, of which exactly one member is set.
///
/// ```
/// # use runtime::codegen::json;
/// # use runtime::codegen::json::{Member, Union};
/// # use runtime::codegen::{UnknownValue, unknown_value};
/// use serde::de::{Deserialize, Deserializer, MapAccess};
///
/// #[derive(Debug, PartialEq)]
/// enum Payment {
///     Card(String),
///     Cash(i64),
///     Unknown(UnknownValue<String>),
/// }
///
/// impl Union for Payment {
///     const NAME: &'static str = "Payment";
///
///     fn empty() -> Self {
///         Self::Unknown(unknown_value(String::new()))
///     }
///
///     fn read_variant<'de, A: MapAccess<'de>>(
///         name: &str,
///         value: Member<'_, A>,
///     ) -> Result<Option<Self>, A::Error> {
///         Ok(match name {
///             "card" => value.value()?.map(Self::Card),
///             "cash" => value.value()?.map(Self::Cash),
///             _ => value.unknown(name, |name| Self::Unknown(unknown_value(name)))?,
///         })
///     }
/// }
///
/// impl<'de> Deserialize<'de> for Payment {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         json::read_union(deserializer)
///     }
/// }
///
/// let read = |text| serde_json::from_str::<Payment>(text);
/// assert_eq!(read(r#"{"__type":"Payment","card":null,"cash":5}"#)?, Payment::Cash(5));
/// assert_eq!(read(r#"{"shells":[1]}"#)?, Payment::Unknown(unknown_value("shells".to_owned())));
/// assert_eq!(read("{}")?, Payment::empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Union: Sized {
    /// The union's name in the model, for error messages.
    const NAME: &'static str;

    /// Creates the union for input without a member, which the model does not
    /// allow.
    fn empty() -> Self;

    /// Reads one member. Must consume the value; returns `None` for `null`.
    ///
    /// # Errors
    /// The value is not of the member's type.
    fn read_variant<'de, A: MapAccess<'de>>(
        name: &str,
        value: Member<'_, A>,
    ) -> Result<Option<Self>, A::Error>;
}

/// Reads a union. If several members are set, the first one wins.
///
/// # Errors
/// The value is not an object, or a member has the wrong type. In requests, it
/// is also an error if not exactly one member is set. Smithy ("Union type",
/// "JSON shape serialization"): a union has exactly one member that is not
/// null, and `__type` is ignored.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct UnionVisitor<T>(PhantomData<T>);

    impl<'de, T: Union> Visitor<'de> for UnionVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object ({})", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            budget::charge_value::<T, A::Error>()?;
            let mut found = None;
            while let Some(name) = map.next_key::<Name<'de>>()? {
                let value = Member { map: &mut map };
                if name.0 == "__type" {
                    value.skip()?;
                } else if found.is_none() {
                    found = T::read_variant(&name.0, value)?;
                } else if value.skip_set()? && is_strict() {
                    return Err(one_member::<T, _>("several members"));
                }
            }
            if found.is_none() && is_strict() {
                return Err(one_member::<T, _>("none"));
            }
            Ok(found.unwrap_or_else(T::empty))
        }
    }

    deserializer.deserialize_map(UnionVisitor(PhantomData))
}

fn one_member<T: Union, E: Error>(found: &str) -> E {
    E::custom(format!(
        "{found}, expected exactly one member of the union {} to be set",
        T::NAME
    ))
}

/// Reads an enum from a string. Only an unknown value needs memory for its text.
///
/// # Errors
/// The value is not a string.
pub fn read_enum<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    T: From<String> + for<'a> From<&'a str>,
{
    struct EnumVisitor<T>(PhantomData<T>);

    impl<T: From<String> + for<'a> From<&'a str>> Visitor<'_> for EnumVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(text.into())
        }

        fn visit_string<E>(self, text: String) -> Result<T, E> {
            Ok(text.into())
        }
    }

    deserializer.deserialize_str(EnumVisitor(PhantomData))
}

/// Reads a 32-bit integer; integer enums convert from it.
///
/// # Errors
/// The value is not a 32-bit integer.
pub fn read_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    Integer::read(deserializer)
}

/// A member's name, borrowed unless it has escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

/// Reads a value in the format `C`, or `null`.
pub(crate) struct Nullable<C, T> {
    /// Whether the value may be absent, so that [`Codec::read_optional`] reads
    /// it.
    optional: bool,
    form: PhantomData<(C, T)>,
}

impl<C, T> Nullable<C, T> {
    /// Reads a required value.
    pub(crate) fn new() -> Self {
        Self {
            optional: false,
            form: PhantomData,
        }
    }

    /// Reads an optional value.
    pub(crate) fn optional() -> Self {
        Self {
            optional: true,
            form: PhantomData,
        }
    }
}

impl<'de, C: Codec<T>, T> DeserializeSeed<'de> for Nullable<C, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, C: Codec<T>, T> Visitor<'de> for Nullable<C, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        if self.optional {
            C::read_optional(deserializer)
        } else {
            C::read(deserializer).map(Some)
        }
    }
}
