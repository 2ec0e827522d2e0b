//! Wire formats of lists and maps.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, SerializeSeq as _, Serializer};

use super::budget::{self, Exhausted};
use super::codec::{Codec, Plain};
use super::leniency::is_strict;
use super::writer::As;

/// A list of values in the format `C`; `null` entries are skipped, and rejected
/// in requests.
pub struct List<C = Plain>(PhantomData<C>);

/// A sparse list of values in the format `C`: entries may be `null`.
pub struct SparseList<C = Plain>(PhantomData<C>);

/// A map of values in the format `C`; `null` entries are skipped, and rejected
/// in requests.
pub struct Map<C = Plain>(PhantomData<C>);

/// A sparse map of values in the format `C`: entries may be `null`.
pub struct SparseMap<C = Plain>(PhantomData<C>);

impl<C: Codec<T>, T> Codec<Vec<T>> for List<C> {
    fn write<S: Serializer>(value: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(value.len()))?;
        for entry in value {
            list.serialize_element(&As::<C, T>::new(entry))?;
        }
        list.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(ListVisitor::<C, T, _>::new(Sparsity::Dense, |entry| entry))
    }
}

impl<C: Codec<T>, T> Codec<Vec<Option<T>>> for SparseList<C> {
    fn write<S: Serializer>(value: &Vec<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(value.len()))?;
        for entry in value {
            list.serialize_element(&entry.as_ref().map(As::<C, T>::new))?;
        }
        list.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Option<T>>, D::Error> {
        deserializer.deserialize_seq(ListVisitor::<C, T, _>::new(Sparsity::Sparse, Some))
    }
}

impl<C: Codec<T>, T> Codec<BTreeMap<String, T>> for Map<C> {
    fn write<S: Serializer>(value: &BTreeMap<String, T>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(value.len()))?;
        for (key, entry) in value {
            map.serialize_entry(key, &As::<C, T>::new(entry))?;
        }
        map.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error> {
        deserializer.deserialize_map(MapVisitor::<C, T, T>::new(Sparsity::Dense, |entry| entry))
    }
}

impl<C: Codec<T>, T> Codec<BTreeMap<String, Option<T>>> for SparseMap<C> {
    fn write<S: Serializer>(
        value: &BTreeMap<String, Option<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(value.len()))?;
        for (key, entry) in value {
            map.serialize_entry(key, &entry.as_ref().map(As::<C, T>::new))?;
        }
        map.end()
    }

    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<String, Option<T>>, D::Error> {
        deserializer.deserialize_map(MapVisitor::<C, T, Option<T>>::new(Sparsity::Sparse, Some))
    }
}

/// Reads the entries of a list as `E`.
struct ListVisitor<C, T, F> {
    /// Converts an entry; `None` skips it. A type parameter, because calls
    /// through a function pointer would copy the entries.
    entry: F,
    sparsity: Sparsity,
    form: PhantomData<(C, T)>,
}

impl<C, T, F> ListVisitor<C, T, F> {
    fn new<E>(sparsity: Sparsity, entry: F) -> Self
    where
        F: Fn(Option<T>) -> Option<E>,
    {
        Self {
            entry,
            sparsity,
            form: PhantomData,
        }
    }
}

impl<'de, C: Codec<T>, T, E, F: Fn(Option<T>) -> Option<E>> Visitor<'de> for ListVisitor<C, T, F> {
    type Value = Vec<E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<E>, A::Error> {
        let mut list = Vec::new();
        loop {
            budget::set_prepaid(true);
            let next = Entry::<C, T, _>::new(self.sparsity, |entry| match (self.entry)(entry) {
                Some(entry) => budget::push(&mut list, entry),
                None => Ok(()),
            });
            if entries.next_element_seed(next)?.is_none() {
                break;
            }
        }
        budget::set_prepaid(false);
        Ok(list)
    }
}

/// Reads the entries of a map as `E`.
struct MapVisitor<C, T, E> {
    /// Converts an entry; `None` skips it.
    entry: fn(Option<T>) -> Option<E>,
    sparsity: Sparsity,
    form: PhantomData<C>,
}

impl<C, T, E> MapVisitor<C, T, E> {
    fn new(sparsity: Sparsity, entry: fn(Option<T>) -> Option<E>) -> Self {
        Self {
            entry,
            sparsity,
            form: PhantomData,
        }
    }
}

impl<'de, C: Codec<T>, T, E> Visitor<'de> for MapVisitor<C, T, E> {
    type Value = BTreeMap<String, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (a map)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<BTreeMap<String, E>, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            budget::set_prepaid(true);
            let value = Entry::<C, T, _>::new(self.sparsity, |entry| {
                budget::set_prepaid(false);
                if let Some(entry) = (self.entry)(entry) {
                    budget::charge_entry::<String, E>(map.len())?;
                    map.insert(key, entry);
                }
                Ok(())
            });
            entries.next_value_seed(value)?;
        }
        Ok(map)
    }
}

/// Whether `null` is a value of a list or map.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sparsity {
    /// `null` is a value.
    Sparse,
    /// `null` is not a value. Smithy (trait `sparse`): clients drop null values
    /// of lists and maps that are not sparse, servers must reject them.
    Dense,
}

/// Reads an entry in the format `C`, or `null`, and stores it. Returning a
/// large entry instead would copy it several times.
struct Entry<C, T, F> {
    sparsity: Sparsity,
    store: F,
    form: PhantomData<(C, T)>,
}

impl<C, T, F: FnOnce(Option<T>) -> Result<(), Exhausted>> Entry<C, T, F> {
    fn new(sparsity: Sparsity, store: F) -> Self {
        Self {
            sparsity,
            store,
            form: PhantomData,
        }
    }

    fn store<R: Error>(self, entry: Option<T>) -> Result<(), R> {
        (self.store)(entry).map_err(R::custom)
    }
}

impl<'de, C: Codec<T>, T, F> DeserializeSeed<'de> for Entry<C, T, F>
where
    F: FnOnce(Option<T>) -> Result<(), Exhausted>,
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.sparsity == Sparsity::Dense && is_strict() {
            let entry = C::read(deserializer)?;
            return self.store(Some(entry));
        }
        deserializer.deserialize_option(self)
    }
}

impl<'de, C: Codec<T>, T, F> Visitor<'de> for Entry<C, T, F>
where
    F: FnOnce(Option<T>) -> Result<(), Exhausted>,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<R: Error>(self) -> Result<(), R> {
        self.store(None)
    }

    fn visit_unit<R: Error>(self) -> Result<(), R> {
        self.store(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let entry = C::read_optional(deserializer)?;
        self.store(entry)
    }
}
