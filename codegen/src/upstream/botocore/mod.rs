//! Converts botocore's descriptions of services, `service-2.json`, to Smithy's
//! JSON AST.
//!
//! AWS writes these files from its Smithy models. They contain the same facts
//! under other names, except those listed in [`view`](super::view).
//! `botocore.model` and `botocore.serialize` define their meaning. Properties
//! without a counterpart in Smithy, such as those for XML, are skipped.
//!
//! The values of the result have the spans of their source text, so that later
//! diagnostics point at the description.

mod operations;
mod pages;
mod shapes;

pub(super) use pages::Pages;

use crate::ast::reader::{Properties, object, string};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Entry, Object, Value, ValueKind};
use crate::model::ShapeId;
use crate::source::Span;
use crate::traits::ids;

/// The protocol of generated clients.
const PROTOCOL: &str = "rest-json";

/// Whether a value has the form of these descriptions.
pub(super) fn is_description(value: &Value<'_>) -> bool {
    value.get("smithy").is_none()
        && value.get("operations").is_some()
        && value.get("metadata").is_some()
}

/// Whether the description marks readonly operations. The format gained the
/// property in 2026.
pub(super) fn has_readonly(value: &Value<'_>) -> bool {
    let operations = value.get("operations");
    let mut operations = operations.into_iter().flat_map(Value::entries);
    operations.any(|operation| operation.value.get("readonly").is_some())
}

/// Converts a description to a model. The service gets the id `service`, and the
/// shapes its namespace.
pub(super) fn model<'a>(
    description: &'a Value<'a>,
    pages: &Pages,
    service: &ShapeId,
    report: &mut DiagnosticReport,
) -> Value<'a> {
    let span = description.span;
    let mut file = vec![Entry::with_span_of_value(
        "smithy",
        Value::string(span, "2.0"),
    )];
    if let Some(fields) = Properties::new("a description", description, report) {
        let shapes = fields.get("shapes");
        let shapes = shapes.and_then(|shapes| object("`shapes`", shapes, report));
        let mut conversion = Conversion {
            namespace: service.namespace(),
            shapes,
            report,
        };
        let definitions = conversion.definitions(&fields, pages, service);
        file.push(Entry::with_span_of_value(
            "shapes",
            Value::object(span, definitions),
        ));
    }
    Value::object(span, file)
}

/// A conversion of one description.
struct Conversion<'a, 'c> {
    namespace: &'c str,
    /// The shapes of the description, by name.
    shapes: Option<&'a Object<'a>>,
    report: &'c mut DiagnosticReport,
}

impl<'a> Conversion<'a, '_> {
    fn definitions(
        &mut self,
        fields: &Properties<'a, '_>,
        pages: &Pages,
        service: &ShapeId,
    ) -> Vec<Entry<'a>> {
        let operations = fields.require("operations", fields.span(), self.report);
        let operations = operations.and_then(|value| object("`operations`", value, self.report));
        let mut references = Vec::new();
        let mut definitions = Vec::new();
        for entry in operations.into_iter().flat_map(Object::entries) {
            references.push(self.reference(&entry.key, entry.key_span));
            let operation = self.operation(entry, pages);
            definitions.extend(operation.map(|value| self.definition(entry, value)));
        }
        let metadata = fields.get("metadata");
        if let Some(metadata) = metadata.and_then(|value| self.fields("`metadata`", value)) {
            let service_value = self.service(&metadata, references);
            let id = service.to_string();
            definitions.push(Entry::new(id, metadata.span(), service_value));
        }
        for entry in self.shapes.into_iter().flat_map(Object::entries) {
            let shape = self.shape(entry);
            definitions.extend(shape.map(|value| self.definition(entry, value)));
        }
        definitions
    }

    fn service(&mut self, metadata: &Properties<'a, '_>, operations: Vec<Value<'a>>) -> Value<'a> {
        let span = metadata.span();
        let text = |this: &mut Self, name| metadata.string(name, this.report);
        let version = text(self, "apiVersion").unwrap_or_default();
        let mut aws = Vec::new();
        for (name, own) in [("sdkId", "serviceId"), ("endpointPrefix", "endpointPrefix")] {
            let value = text(self, own).map(|value| Value::string(span, value));
            aws.extend(value.map(|value| Entry::with_span_of_value(name, value)));
        }
        let signing_name = text(self, "signingName").or(text(self, "endpointPrefix"));
        let sigv4 = Value::string(span, signing_name.unwrap_or_default());
        let sigv4 = Value::object(span, vec![Entry::with_span_of_value("name", sigv4)]);
        let mut traits = vec![Entry::with_span_of_value(
            ids::AWS_SERVICE,
            Value::object(span, aws),
        )];
        // `signatureVersion` is older than `auth`.
        let schemes = match metadata.get("auth") {
            Some(schemes) => schemes
                .elements()
                .iter()
                .filter_map(Value::as_str)
                .collect(),
            None => match text(self, "signatureVersion") {
                Some("bearer") => vec![ids::HTTP_BEARER_AUTH],
                _ => vec![ids::SIGV4],
            },
        };
        for scheme in schemes.iter().filter(|scheme| **scheme != ids::NO_AUTH) {
            let value = match *scheme {
                ids::SIGV4 | ids::SIGV4A => sigv4.clone(),
                _ => mark(span),
            };
            traits.push(Entry::with_span_of_value(*scheme, value));
        }
        if schemes.len() > 1 {
            traits.push(Entry::with_span_of_value(
                ids::AUTH,
                strings(span, &schemes),
            ));
        }
        self.protocol(metadata);
        traits.push(Entry::with_span_of_value(ids::REST_JSON_1, mark(span)));
        let properties = vec![
            Entry::with_span_of_value("type", Value::string(span, "service")),
            Entry::with_span_of_value("version", Value::string(span, version)),
            Entry::with_span_of_value("operations", Value::array(span, operations)),
            Entry::with_span_of_value("traits", Value::object(span, traits)),
        ];
        Value::object(span, properties)
    }

    /// Reports a service with another protocol.
    fn protocol(&mut self, metadata: &Properties<'a, '_>) {
        let one = metadata.get("protocol");
        let several = metadata.get("protocols").map_or(&[][..], Value::elements);
        let mut all = one.into_iter().chain(several);
        if all.any(|protocol| protocol.as_str() == Some(PROTOCOL)) {
            return;
        }
        let span = one.map_or_else(|| metadata.span().start_only(), |protocol| protocol.span);
        self.report.push(
            Diagnostic::new(Code::NoProtocol, "service without restJson1", span)
                .label(format!("expected `\"{PROTOCOL}\"`"))
                .help("pass the description of a service with the protocol `rest-json`"),
        );
    }

    /// The definition of a shape or operation with the name of this entry.
    fn definition(&self, entry: &Entry<'a>, value: Value<'a>) -> Entry<'a> {
        Entry::new(self.id(&entry.key), entry.key_span, value)
    }

    fn id(&self, name: &str) -> String {
        format!("{}#{name}", self.namespace)
    }

    /// `{"target": id}`.
    fn reference(&self, name: &str, span: Span) -> Value<'a> {
        let target = Value::string(span, self.id(name));
        Value::object(span, vec![Entry::with_span_of_value("target", target)])
    }

    /// The name of the shape in `{"shape": name}`, with its span.
    fn target(&mut self, noun: &str, value: &'a Value<'a>) -> Option<(&'a str, Span)> {
        let fields = self.fields(noun, value)?;
        let shape = fields.require("shape", value.span, self.report)?;
        let name = string("`shape`", shape, self.report)?;
        Some((name, shape.span))
    }

    fn fields<'n>(&mut self, noun: &'n str, value: &'a Value<'a>) -> Option<Properties<'a, 'n>> {
        Properties::new(noun, value, self.report)
    }
}

/// Whether a property is `true`.
fn is_true(fields: &Properties<'_, '_>, name: &str) -> bool {
    fields.get(name).and_then(Value::as_bool) == Some(true)
}

/// The value of an annotation trait.
fn mark<'a>(span: Span) -> Value<'a> {
    Value::object(span, Vec::new())
}

fn strings<'a>(span: Span, texts: &[&'a str]) -> Value<'a> {
    let elements = texts.iter().map(|text| Value::string(span, *text));
    Value::array(span, elements.collect())
}

/// `deprecated` with its message.
fn deprecated<'a>(fields: &Properties<'a, '_>) -> Option<Entry<'a>> {
    let value = fields.get("deprecated")?;
    if !matches!(value.kind, ValueKind::Bool(true)) {
        return None;
    }
    let message = fields.get("deprecatedMessage").cloned();
    let message = message.map(|message| Entry::with_span_of_value("message", message));
    let value = Value::object(value.span, message.into_iter().collect());
    Some(Entry::with_span_of_value(ids::DEPRECATED, value))
}
