//! Wire forms of lists and maps.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, SerializeSeq as _, Serializer};

use super::codec::{Codec, Plain};
use super::reader::Nullable;
use super::writer::As;

/// A list of values in the form `C`; `null` entries are skipped.
pub struct List<C = Plain>(PhantomData<C>);

/// A sparse list of values in the form `C`: entries may be `null`.
pub struct SparseList<C = Plain>(PhantomData<C>);

/// A map of values in the form `C`; `null` entries are skipped.
pub struct Map<C = Plain>(PhantomData<C>);

/// A sparse map of values in the form `C`: entries may be `null`.
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
        deserializer.deserialize_seq(ListVisitor::<C, T, _>::new(|list: &mut Vec<T>, entry| {
            list.extend(entry);
        }))
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
        deserializer.deserialize_seq(ListVisitor::<C, T, _>::new(Vec::push))
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
        deserializer.deserialize_map(MapVisitor::<C, T, _>::new(
            |map: &mut BTreeMap<String, T>, key, entry| {
                map.extend(entry.map(|entry| (key, entry)));
            },
        ))
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
        deserializer.deserialize_map(MapVisitor::<C, T, _>::new(
            |map: &mut BTreeMap<String, Option<T>>, key, entry| {
                map.insert(key, entry);
            },
        ))
    }
}

/// Collects the entries of a list into an `L`.
struct ListVisitor<C, T, L> {
    add: fn(&mut L, Option<T>),
    form: PhantomData<C>,
}

impl<C, T, L> ListVisitor<C, T, L> {
    fn new(add: fn(&mut L, Option<T>)) -> Self {
        Self {
            add,
            form: PhantomData,
        }
    }
}

impl<'de, C: Codec<T>, T, L: Default> Visitor<'de> for ListVisitor<C, T, L> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<L, A::Error> {
        let mut list = L::default();
        while let Some(entry) = entries.next_element_seed(Nullable::<C, T>::new())? {
            (self.add)(&mut list, entry);
        }
        Ok(list)
    }
}

/// Collects the entries of a map into an `M`.
struct MapVisitor<C, T, M> {
    add: fn(&mut M, String, Option<T>),
    form: PhantomData<C>,
}

impl<C, T, M> MapVisitor<C, T, M> {
    fn new(add: fn(&mut M, String, Option<T>)) -> Self {
        Self {
            add,
            form: PhantomData,
        }
    }
}

impl<'de, C: Codec<T>, T, M: Default> Visitor<'de> for MapVisitor<C, T, M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (a map)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<M, A::Error> {
        let mut map = M::default();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Nullable::<C, T>::new())?;
            (self.add)(&mut map, key, value);
        }
        Ok(map)
    }
}
