//! Operations.

use crate::ast::reader::Properties;
use crate::json::{Entry, Object, Value};
use crate::source::Span;
use crate::traits::ids;

use super::{Conversion, Pages, deprecated, is_true, mark};

impl<'a> Conversion<'a, '_> {
    pub(super) fn operation(&mut self, entry: &'a Entry<'a>, pages: &Pages) -> Option<Value<'a>> {
        let span = entry.key_span;
        let fields = self.fields("an operation", &entry.value)?;
        let mut properties = vec![Entry::with_span_of_value(
            "type",
            Value::string(span, "operation"),
        )];
        let mut input = None;
        for role in ["input", "output"] {
            let Some(value) = fields.get(role) else {
                continue;
            };
            if let Some((name, at)) = self.target("an input or output", value) {
                properties.push(Entry::with_span_of_value(role, self.reference(name, at)));
                input = input.or((role == "input").then_some(name));
            }
        }
        let errors = fields.get("errors").map_or(&[][..], Value::elements);
        let errors = errors.iter().filter_map(|error| {
            let (name, at) = self.target("an error", error)?;
            Some(self.reference(name, at))
        });
        let errors: Vec<Value<'a>> = errors.collect();
        properties.push(Entry::with_span_of_value(
            "errors",
            Value::array(span, errors),
        ));
        let traits = self.operation_traits(entry, &fields, input, pages);
        properties.push(Entry::with_span_of_value(
            "traits",
            Value::object(span, traits),
        ));
        Some(Value::object(span, properties))
    }

    fn operation_traits(
        &mut self,
        entry: &'a Entry<'a>,
        fields: &Properties<'a, '_>,
        input: Option<&str>,
        pages: &Pages,
    ) -> Vec<Entry<'a>> {
        let span = entry.key_span;
        let mut traits = Vec::new();
        traits.extend(self.http(fields, input));
        traits.extend(deprecated(fields));
        for (name, id) in [
            ("readonly", ids::READONLY),
            ("idempotent", ids::IDEMPOTENT),
            ("unsignedPayload", ids::UNSIGNED_PAYLOAD),
            ("httpChecksumRequired", ids::HTTP_CHECKSUM_REQUIRED),
        ] {
            if is_true(fields, name) {
                traits.push(Entry::with_span_of_value(id, mark(span)));
            }
        }
        let pages = pages.of(&entry.key, span);
        traits.extend(pages.map(|value| Entry::with_span_of_value(ids::PAGINATED, value)));
        for (name, property, id) in [
            ("endpoint", "hostPrefix", ids::ENDPOINT),
            ("requestcompression", "encodings", ids::REQUEST_COMPRESSION),
        ] {
            let value = fields.get(name).and_then(|value| value.get(property));
            traits.extend(value.map(|value| {
                let entry = Entry::with_span_of_value(property, value.clone());
                Entry::with_span_of_value(id, Value::object(value.span, vec![entry]))
            }));
        }
        traits.extend(auth(fields));
        traits
    }

    fn http(&mut self, fields: &Properties<'a, '_>, input: Option<&str>) -> Option<Entry<'a>> {
        let value = fields.require("http", fields.span(), self.report)?;
        let http = self.fields("`http`", value)?;
        let method = http.require("method", value.span, self.report)?;
        let uri = http.require("requestUri", value.span, self.report)?;
        let text = self.labels(uri.as_str().unwrap_or_default(), input);
        let mut properties = vec![
            Entry::with_span_of_value("method", method.clone()),
            Entry::with_span_of_value("uri", Value::string(uri.span, text)),
        ];
        let code = http.get("responseCode").cloned();
        properties.extend(code.map(|code| Entry::with_span_of_value("code", code)));
        Some(Entry::with_span_of_value(
            ids::HTTP,
            Value::object(value.span, properties),
        ))
    }

    /// Replaces labels, which are the `locationName` here, with the names of
    /// their members, as in Smithy.
    fn labels(&self, uri: &str, input: Option<&str>) -> String {
        let shape = input.and_then(|input| self.shapes?.get(input));
        let members = shape.and_then(|shape| shape.get("members")?.as_object());
        let mut text = uri.to_owned();
        for member in members.into_iter().flat_map(Object::entries) {
            let label = member.value.str("locationName").unwrap_or(&member.key);
            if member.value.str("location") == Some("uri") && label != member.key {
                for end in ["}", "+}"] {
                    let (old, new) = (format!("{{{label}{end}"), format!("{{{}{end}", member.key));
                    text = text.replace(&old, &new);
                }
            }
        }
        text
    }
}

/// The schemes of an operation: `auth`, or the older `authtype`.
fn auth<'a>(fields: &Properties<'a, '_>) -> Vec<Entry<'a>> {
    if let Some(schemes) = fields.get("auth") {
        return vec![Entry::with_span_of_value(ids::AUTH, schemes.clone())];
    }
    let Some(kind) = fields.get("authtype") else {
        return Vec::new();
    };
    let span: Span = kind.span;
    match kind.as_str() {
        Some("none") => vec![Entry::with_span_of_value(
            ids::AUTH,
            Value::array(span, Vec::new()),
        )],
        Some("bearer") => {
            let schemes = vec![Value::string(span, ids::HTTP_BEARER_AUTH)];
            vec![Entry::with_span_of_value(
                ids::AUTH,
                Value::array(span, schemes),
            )]
        }
        Some("v4-unsigned-body") => {
            vec![Entry::with_span_of_value(ids::UNSIGNED_PAYLOAD, mark(span))]
        }
        _ => Vec::new(),
    }
}
