//! Strict JSON with the span of each key and value.

mod brackets;
mod build;
mod read;
mod value;

pub(crate) use read::read;
pub(crate) use value::{Entry, Object, Value, ValueKind};
