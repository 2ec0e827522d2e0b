//! Builds values that are not read from JSON text, such as those converted from
//! another format. Their spans are those of the source text.

use std::borrow::Cow;

use super::{Entry, Object, Value, ValueKind};
use crate::source::Span;

impl<'a> Value<'a> {
    /// A string.
    pub(crate) fn string(span: Span, text: impl Into<Cow<'a, str>>) -> Self {
        let kind = ValueKind::String(text.into());
        Self { span, kind }
    }

    /// An array.
    pub(crate) fn array(span: Span, elements: Vec<Self>) -> Self {
        let kind = ValueKind::Array(elements);
        Self { span, kind }
    }

    /// An object. If several entries have the same key, the first one is kept.
    pub(crate) fn object(span: Span, entries: Vec<Entry<'a>>) -> Self {
        let kind = ValueKind::Object(Object::new(entries, |_, _| {}));
        Self { span, kind }
    }
}

impl<'a> Entry<'a> {
    /// An entry whose key has its own span.
    pub(crate) fn new(key: impl Into<Cow<'a, str>>, key_span: Span, value: Value<'a>) -> Self {
        Self {
            key: key.into(),
            key_span,
            value,
        }
    }

    /// An entry whose key has the span of its value.
    pub(crate) fn with_span_of_value(key: impl Into<Cow<'a, str>>, value: Value<'a>) -> Self {
        Self::new(key, value.span, value)
    }
}
