//! Writes structures as JSON objects.

use std::marker::PhantomData;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::codec::Codec;

/// Writes the members of a structure in the order of the calls.
pub struct ObjectWriter<M> {
    map: M,
}

impl<M: SerializeMap> ObjectWriter<M> {
    /// Starts an object.
    ///
    /// # Errors
    /// The serializer's errors.
    pub fn new<S>(serializer: S) -> Result<Self, S::Error>
    where
        S: Serializer<SerializeMap = M>,
    {
        Ok(Self {
            map: serializer.serialize_map(None)?,
        })
    }

    /// Writes a member.
    ///
    /// # Errors
    /// The serializer's errors.
    pub fn required<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Writes a member whose name does not come from the model.
    ///
    /// # Errors
    /// The serializer's errors.
    pub(crate) fn entry<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Writes a member if it is set.
    ///
    /// # Errors
    /// The serializer's errors.
    pub fn optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.required(name, value),
            None => Ok(()),
        }
    }

    /// Writes a member in the format `C`.
    ///
    /// # Errors
    /// The serializer's errors.
    pub fn required_as<C: Codec<T>, T>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.map.serialize_entry(name, &As::<C, T>::new(value))
    }

    /// Writes a member in the format `C` if it is set.
    ///
    /// # Errors
    /// The serializer's errors.
    pub fn optional_as<C: Codec<T>, T>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.required_as::<C, T>(name, value),
            None => Ok(()),
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// The serializer's errors.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

/// A value that serializes in the format `C`.
pub(crate) struct As<'a, C, T> {
    value: &'a T,
    form: PhantomData<C>,
}

impl<'a, C, T> As<'a, C, T> {
    pub(crate) fn new(value: &'a T) -> Self {
        Self {
            value,
            form: PhantomData,
        }
    }
}

impl<C: Codec<T>, T> Serialize for As<'_, C, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::write(self.value, serializer)
    }
}
