//! Writes members into an object.

use serde::ser::{SerializeMap, Serializer};

use crate::wire::json::ObjectWriter;
use crate::wire::unknown::{UnknownMembers, UnknownVariant};

/// A structure or union that is written member by member.
#[doc(hidden)]
pub trait WriteMembers {
    /// Writes the members into an object that may have other members.
    ///
    /// # Errors
    /// The serializer's errors.
    fn write_members<M: SerializeMap>(&self, object: &mut ObjectWriter<M>) -> Result<(), M::Error>;
}

/// Writes an object with only these members.
///
/// # Errors
/// The serializer's errors.
pub fn serialize<T: WriteMembers, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = ObjectWriter::new(serializer)?;
    value.write_members(&mut object)?;
    object.end()
}

/// Writes a union whose tag and content are among other members.
///
/// # Errors
/// The serializer's errors.
pub fn write_flattened<T: WriteMembers, M: SerializeMap>(
    object: &mut ObjectWriter<M>,
    union: Option<&T>,
) -> Result<(), M::Error> {
    union.map_or(Ok(()), |union| union.write_members(object))
}

impl<T: WriteMembers> WriteMembers for Box<T> {
    fn write_members<M: SerializeMap>(&self, object: &mut ObjectWriter<M>) -> Result<(), M::Error> {
        T::write_members(self, object)
    }
}

/// Writes the members that the model does not list.
///
/// # Errors
/// The serializer's errors.
pub fn write_unknown<M: SerializeMap>(
    object: &mut ObjectWriter<M>,
    unknown: &UnknownMembers,
) -> Result<(), M::Error> {
    for (name, value) in unknown.unlisted() {
        object.entry(name, value)?;
    }
    Ok(())
}

/// Writes a variant that the model does not list.
///
/// # Errors
/// The serializer's errors.
pub fn write_variant<M: SerializeMap>(
    object: &mut ObjectWriter<M>,
    tag: &'static str,
    variant: &UnknownVariant,
) -> Result<(), M::Error> {
    if let Some(value) = variant.tag() {
        object.entry(tag, value)?;
    }
    for (name, value) in variant.members() {
        object.entry(name, value)?;
    }
    Ok(())
}
