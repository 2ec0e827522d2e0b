//! Data shapes and their members.

use std::collections::BTreeSet;

use crate::ast::reader::{Properties, object, string};
use crate::diagnostic::{Code, Diagnostic};
use crate::json::{Entry, Object, Value};
use crate::traits::ids;

use super::{Conversion, deprecated, is_true, mark};
use crate::upstream::pattern::searched;

/// The types in a description, and in Smithy.
const TYPES: &[(&str, &str)] = &[
    ("structure", "structure"),
    ("list", "list"),
    ("map", "map"),
    ("string", "string"),
    ("character", "string"),
    ("blob", "blob"),
    ("boolean", "boolean"),
    ("byte", "byte"),
    ("short", "short"),
    ("integer", "integer"),
    ("long", "long"),
    ("biginteger", "bigInteger"),
    ("float", "float"),
    ("double", "double"),
    ("bigdecimal", "bigDecimal"),
    ("timestamp", "timestamp"),
];

/// The timestamp formats in a description, and in Smithy.
const TIMESTAMPS: &[(&str, &str)] = &[
    ("iso8601", "date-time"),
    ("rfc822", "http-date"),
    ("unixTimestamp", "epoch-seconds"),
];

impl<'a> Conversion<'a, '_> {
    pub(super) fn shape(&mut self, entry: &'a Entry<'a>) -> Option<Value<'a>> {
        let span = entry.key_span;
        let fields = self.fields("a shape", &entry.value)?;
        let value = fields.require("type", span, self.report)?;
        let own = string("`type`", value, self.report)?;
        // The next stage reports unknown types.
        let known = TYPES.iter().find(|(name, _)| *name == own);
        let known = known.map_or(own, |(_, known)| *known);
        let values = fields.get("enum").map(Value::elements);
        let smithy_type = match known {
            "structure" if is_true(&fields, "document") => "document",
            "structure" if is_true(&fields, "union") || is_true(&fields, "eventstream") => "union",
            "string" if values.is_some() => "enum",
            known => known,
        };
        let mut properties = vec![Entry::with_span_of_value(
            "type",
            Value::string(value.span, smithy_type),
        )];
        match smithy_type {
            "structure" | "union" => {
                let members = self.members(&fields, smithy_type);
                properties.push(Entry::with_span_of_value(
                    "members",
                    Value::object(span, members),
                ));
            }
            "enum" => {
                let members = enum_members(values.unwrap_or_default());
                properties.push(Entry::with_span_of_value(
                    "members",
                    Value::object(span, members),
                ));
            }
            "list" => properties.extend(self.entry_member(&fields, "member")),
            "map" => {
                properties.extend(self.entry_member(&fields, "key"));
                properties.extend(self.entry_member(&fields, "value"));
            }
            _ => {}
        }
        let traits = self.traits(&fields, smithy_type);
        properties.push(Entry::with_span_of_value(
            "traits",
            Value::object(span, traits),
        ));
        Some(Value::object(span, properties))
    }

    fn entry_member(
        &mut self,
        fields: &Properties<'a, '_>,
        name: &'static str,
    ) -> Option<Entry<'a>> {
        let value = fields.require(name, fields.span(), self.report)?;
        let (target, span) = self.target("a member", value)?;
        Some(Entry::with_span_of_value(
            name,
            self.reference(target, span),
        ))
    }

    fn members(&mut self, fields: &Properties<'a, '_>, smithy_type: &str) -> Vec<Entry<'a>> {
        let required = fields.get("required").map_or(&[][..], Value::elements);
        let payload = fields.string("payload", self.report);
        let members = fields.get("members");
        let members = members.and_then(|members| object("`members`", members, self.report));
        let mut converted = Vec::new();
        for entry in members.into_iter().flat_map(Object::entries) {
            let Some(member) = self.fields("a member", &entry.value) else {
                continue;
            };
            let Some((target, span)) = self.target("a member", &entry.value) else {
                continue;
            };
            let mut traits = self.binding(&entry.key, &member, target);
            let of_member = required
                .iter()
                .find(|name| name.as_str() == Some(&entry.key));
            // Unions have no required members.
            if let Some(name) = of_member.filter(|_| smithy_type == "structure") {
                traits.push(Entry::with_span_of_value(ids::REQUIRED, mark(name.span)));
            }
            if payload == Some(entry.key.as_ref()) {
                traits.push(Entry::with_span_of_value(ids::HTTP_PAYLOAD, mark(span)));
            }
            let target = Value::string(span, self.id(target));
            let properties = vec![
                Entry::with_span_of_value("target", target),
                Entry::with_span_of_value("traits", Value::object(span, traits)),
            ];
            let key = entry.key.as_ref();
            converted.push(Entry::new(
                key,
                entry.key_span,
                Value::object(span, properties),
            ));
        }
        converted
    }

    /// The traits of a member, except `required` and `httpPayload`, which
    /// belong to the structure here.
    fn binding(&mut self, name: &str, member: &Properties<'a, '_>, target: &str) -> Vec<Entry<'a>> {
        let span = member.span();
        let mut traits = Vec::new();
        let location = member.string("location", self.report);
        let wire_name = member.string("locationName", self.report);
        let named = wire_name
            .map(str::to_owned)
            .unwrap_or_else(|| name.to_owned());
        let named = Value::string(span, named);
        match location {
            None if wire_name.is_some_and(|wire_name| wire_name != name) => {
                traits.push(Entry::with_span_of_value(ids::JSON_NAME, named));
            }
            None => {}
            Some("uri") => traits.push(Entry::with_span_of_value(ids::HTTP_LABEL, mark(span))),
            Some("header") => traits.push(Entry::with_span_of_value(ids::HTTP_HEADER, named)),
            Some("headers") => {
                let prefix = Value::string(span, wire_name.unwrap_or_default());
                traits.push(Entry::with_span_of_value(ids::HTTP_PREFIX_HEADERS, prefix));
            }
            // A map without a name contains a set of parameters.
            Some("querystring") if self.is_map(target) => {
                traits.push(Entry::with_span_of_value(
                    ids::HTTP_QUERY_PARAMS,
                    mark(span),
                ));
            }
            Some("querystring") => traits.push(Entry::with_span_of_value(ids::HTTP_QUERY, named)),
            Some("statusCode") => traits.push(Entry::with_span_of_value(
                ids::HTTP_RESPONSE_CODE,
                mark(span),
            )),
            Some(other) => {
                let at = member.get("location").map_or(span, |value| value.span);
                let title = format!("unknown location `{other}`");
                self.report
                    .push(Diagnostic::new(Code::Binding, title, at).help(
                        "the locations are uri, querystring, header, headers and statusCode",
                    ));
            }
        }
        for (name, id) in [
            ("idempotencyToken", ids::IDEMPOTENCY_TOKEN),
            ("hostLabel", ids::HOST_LABEL),
            ("eventheader", ids::EVENT_HEADER),
            ("eventpayload", ids::EVENT_PAYLOAD),
            ("sensitive", ids::SENSITIVE),
        ] {
            if is_true(member, name) {
                traits.push(Entry::with_span_of_value(id, mark(span)));
            }
        }
        traits.extend(timestamp_format(member));
        traits.extend(deprecated(member));
        traits
    }

    fn is_map(&self, name: &str) -> bool {
        let shape = self.shapes.and_then(|shapes| shapes.get(name));
        shape.and_then(|shape| shape.str("type")) == Some("map")
    }

    fn traits(&mut self, fields: &Properties<'a, '_>, smithy_type: &str) -> Vec<Entry<'a>> {
        let span = fields.span();
        let mut traits = Vec::new();
        let bounds: Vec<Entry<'a>> = ["min", "max"]
            .iter()
            .filter_map(|name| Some(Entry::with_span_of_value(*name, fields.get(name)?.clone())))
            .collect();
        if !bounds.is_empty() {
            let id = match smithy_type {
                "string" | "enum" | "blob" | "list" | "map" => ids::LENGTH,
                _ => ids::RANGE,
            };
            traits.push(Entry::with_span_of_value(id, Value::object(span, bounds)));
        }
        if let Some(pattern) = fields.get("pattern")
            && let Some(text) = string("`pattern`", pattern, self.report)
        {
            let pattern = Value::string(pattern.span, searched(text));
            traits.push(Entry::with_span_of_value(ids::PATTERN, pattern));
        }
        for (name, id) in [
            ("sensitive", ids::SENSITIVE),
            ("sparse", ids::SPARSE),
            ("streaming", ids::STREAMING),
            ("eventstream", ids::STREAMING),
            ("requiresLength", ids::REQUIRES_LENGTH),
        ] {
            if is_true(fields, name) {
                traits.push(Entry::with_span_of_value(id, mark(span)));
            }
        }
        traits.extend(timestamp_format(fields));
        traits.extend(deprecated(fields));
        if is_true(fields, "exception") || is_true(fields, "fault") {
            traits.extend(error(fields));
        }
        traits
    }
}

/// The error traits. The status decides whether the service is at fault; without
/// a status, the member `fault` does.
fn error<'a>(fields: &Properties<'a, '_>) -> Vec<Entry<'a>> {
    let span = fields.span();
    let own = fields.get("error");
    let status = own.and_then(|error| error.get("httpStatusCode"));
    let number = status.and_then(|status| status.as_number()?.as_i64());
    let is_server = match number {
        Some(number) => number >= 500,
        None => is_true(fields, "fault"),
    };
    let side = if is_server { "server" } else { "client" };
    let mut traits = vec![Entry::with_span_of_value(
        ids::ERROR,
        Value::string(span, side),
    )];
    let status = status.cloned();
    traits.extend(status.map(|status| Entry::with_span_of_value(ids::HTTP_ERROR, status)));
    if let Some(retryable) = fields.get("retryable") {
        let throttling = retryable.get("throttling");
        let throttling = throttling.filter(|value| value.as_bool() == Some(true));
        let throttling =
            throttling.map(|value| Entry::with_span_of_value("throttling", value.clone()));
        let value = Value::object(retryable.span, throttling.into_iter().collect());
        traits.push(Entry::with_span_of_value(ids::RETRYABLE, value));
    }
    traits
}

/// The members of an enum. A description only contains their values.
fn enum_members<'a>(values: &'a [Value<'a>]) -> Vec<Entry<'a>> {
    let mut taken = BTreeSet::new();
    let members = values.iter().filter_map(|value| {
        let text = value.as_str()?;
        let plain = enum_name(text);
        let mut name = plain.clone();
        let mut number = 1;
        while !taken.insert(name.clone()) {
            number += 1;
            name = format!("{plain}_{number}");
        }
        let span = value.span;
        let traits = vec![Entry::with_span_of_value(
            ids::ENUM_VALUE,
            Value::string(span, text),
        )];
        let properties = vec![
            Entry::with_span_of_value("target", Value::string(span, "smithy.api#Unit")),
            Entry::with_span_of_value("traits", Value::object(span, traits)),
        ];
        let member = Value::object(span, properties);
        Some(Entry::with_span_of_value(name, member))
    });
    members.collect()
}

/// The name of an enum value by Smithy's convention: `SIGN_UP` for `signUp`.
fn enum_name(value: &str) -> String {
    let mut name = String::new();
    let mut previous = '_';
    for char in value.chars() {
        if !char.is_ascii_alphanumeric() {
            if previous != '_' {
                name.push('_');
            }
            previous = '_';
            continue;
        }
        if char.is_ascii_uppercase() && previous.is_ascii_lowercase() {
            name.push('_');
        }
        name.push(char.to_ascii_uppercase());
        previous = char;
    }
    let name = name.trim_end_matches('_');
    if name.starts_with(|char: char| char.is_ascii_alphabetic()) {
        name.to_owned()
    } else if name.is_empty() {
        "VALUE".to_owned()
    } else {
        format!("_{name}")
    }
}

fn timestamp_format<'a>(fields: &Properties<'a, '_>) -> Option<Entry<'a>> {
    let value = fields.get("timestampFormat")?;
    let own = value.as_str()?;
    let (_, known) = TIMESTAMPS.iter().find(|(name, _)| *name == own)?;
    Some(Entry::with_span_of_value(
        ids::TIMESTAMP_FORMAT,
        Value::string(value.span, *known),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_enum_values_by_the_convention() {
        for (value, expected) in [
            ("SIGN_UP", "SIGN_UP"),
            ("signUp", "SIGN_UP"),
            ("eu-west-1", "EU_WEST_1"),
            ("3D", "_3D"),
            ("a.b ", "A_B"),
            ("é", "VALUE"),
        ] {
            assert_eq!(enum_name(value), expected, "{value}");
        }
    }
}
